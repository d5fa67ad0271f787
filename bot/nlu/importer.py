"""How Rasa reads the project's files: its own reader, told of the retrieval intents before it reads the rules."""

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers import utils
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method


class RetrievalAwareImporter(RasaFileImporter):
    """Rasa 3.6 learns from data/nlu that `faq` is an intent, but only after it has read the rules that name it, and
    warns; listed in domain.yml, `faq` is then found twice, and it warns too. Here the rules alone are read with it."""

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the training phrases, read once: Rasa asks for them at each step of a training."""
        return super().get_nlu_data(language)

    @cached_method
    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Return the rules and stories."""
        known = Domain.from_dict({"intents": sorted(self.get_nlu_data().retrieval_intents)})
        domain = self.get_domain().merge(known)
        return utils.story_graph_from_paths(self._story_files, domain, exclusion_percentage)
