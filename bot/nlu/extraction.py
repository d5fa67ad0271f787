"""What the project's entity extractors share: a Rasa component that turns mentions in a text into entities."""

from collections.abc import Iterable
from logging import getLogger
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, EXTRACTOR, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.named import Found

logger = getLogger(__name__)
LONGEST_READ = 2_000  # characters; the rest of a longer message names nothing we could use


class TextExtractor(GraphComponent, EntityExtractorMixin):
    """A stateless extractor: `find` reads the text, entities already found by an earlier one are kept."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TextExtractor":
        """Return the component; nothing is trained or stored."""
        return cls()

    def find(self, text: str, message: Message) -> Iterable[Found]:
        """Return (entity, start, end, value) for each mention in `text`."""
        raise NotImplementedError

    def process(self, messages: list[Message]) -> list[Message]:
        """Add this extractor's entities to each message; a text in Rasa's slash form is left alone."""
        for message in messages:
            text = (message.get(TEXT) or "")[:LONGEST_READ]
            if not text or text.startswith("/"):
                continue
            try:
                found = [
                    {"entity": name, "start": start, "end": end, "value": value, EXTRACTOR: type(self).__name__}
                    for name, start, end, value in self.find(text, message)
                ]
            except Exception:  # a fault of ours on an odd text must not leave the person without any answer
                logger.exception("%s could not read a message", type(self).__name__)
                continue
            if found:
                message.set(ENTITIES, (message.get(ENTITIES) or []) + found, add_to_output=True)
        return messages
