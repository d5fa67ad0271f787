"""The label of a message: one flat choice among the intents and the faq topics of the contract."""

import pickle
import re
import warnings
from dataclasses import asdict, fields
from itertools import islice
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, RESPONSE_SELECTOR, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.guidance.commands import looks_like_question
from bot.nlu.features import FeatureSettings
from bot.nlu.marking import mark
from bot.nlu.model import REGULARISATION, LabelModel
from bot.nlu.named import named

FAQ = "faq"
MODEL_FILE = "labels.pickle"  # read by the C unpickler: ten times faster than joblib for a large vocabulary
SHOWN = 10  # labels kept in the ranking
PROFILE = "declarer_profil"
NOT_A_QUESTION = (PROFILE, "hors_sujet", "salutation", "informer", "affirmer", "nier")
MOST_CLAUSES = 3  # clauses before the question, at most
SURE = 0.6  # probability of what is asked once the person has said who they are
LONGEST_ANSWERED = 5_000  # characters; beyond, the person is asked for one question at a time
_CLAUSE_END = re.compile(r"[,.;:!\n]\s+")
_TOPIC = re.compile(r"\s*/(faq/[a-z0-9_]+)\s*")

# Rasa warns at each « /faq/<topic> » because only « faq » is in its domain; the component below reads it.
warnings.filterwarnings("ignore", message=r"Failed to parse arguments in line '\s*/faq/")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LabelClassifier(GraphComponent, IntentClassifier):
    """Intent and faq topic by a linear model over n-grams and word vectors (see `bot.nlu.model`).

    Sets `intent`, `intent_ranking`, `response_selector` (as Rasa's ResponseSelector does) and `lecture`:
    {"etat", "label", "classement": [{"label", "confidence"}]}, where `etat` is `lu`, `message_vide`,
    `message_sans_mot`, `message_trop_long` or `commande`.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the feature settings and the classifier's own."""
        return {**asdict(FeatureSettings()), "regularisation": REGULARISATION}

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: LabelModel | None = None
    ):
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LabelClassifier":
        """Return an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LabelClassifier":
        """Return the component with the model that training stored."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, pickle.loads((folder / MODEL_FILE).read_bytes()))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every example; deterministic for the same data and settings."""
        examples = [(e.get(TEXT), e.get(INTENT_RESPONSE_KEY) or e.get(INTENT)) for e in training_data.intent_examples]
        names = {f.name for f in fields(FeatureSettings)}
        settings = FeatureSettings(**{key: value for key, value in self._config.items() if key in names})
        self._model = LabelModel.train(
            [mark(text, named(text)) for text, _ in examples],
            [label for _, label in examples],
            settings,
            regularisation=float(self._config["regularisation"]),
        )
        with self._storage.write_to(self._resource) as folder:
            (folder / MODEL_FILE).write_bytes(pickle.dumps(self._model, protocol=5))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            command = _TOPIC.fullmatch(text)
            if command and self._model and command.group(1) in self._model.labels:
                self._set(message, "commande", [(command.group(1), 1.0)])
            else:
                state = state_of(text)
                self._set(message, state, self._ranking(text, message.get(ENTITIES) or []) if state == "lu" else [])
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Read the training messages, for the components that come after."""
        self.process(training_data.training_examples)
        return training_data

    def _ranking(self, text: str, entities: list[dict[str, Any]]) -> list[tuple[str, float]]:
        ranking = self._read(text, entities)
        if not ranking or ranking[0][0] != PROFILE:
            return ranking
        for start in question_starts(text):
            shifted = [
                {**entity, "start": entity["start"] - start, "end": entity["end"] - start}
                for entity in entities
                if entity["start"] >= start
            ]
            asked = self._read(text[start:], shifted)
            if asked[0][0] not in NOT_A_QUESTION and asked[0][1] >= SURE:
                return asked
        return ranking

    def _read(self, text: str, entities: list[dict[str, Any]]) -> list[tuple[str, float]]:
        if self._model is None:
            return []
        probabilities = self._model.probabilities(mark(text, entities))
        best = np.argsort(-probabilities, kind="stable")[:SHOWN]
        return [(self._model.labels[i], float(probabilities[i])) for i in best]

    def _set(self, message: Message, state: str, ranking: list[tuple[str, float]]) -> None:
        label, confidence = ranking[0] if ranking else (None, 0.0)
        intents: dict[str, float] = {}
        for name, value in ranking:
            intents.setdefault(name.split("/")[0], value)
        message.set(INTENT, {"name": label and label.split("/")[0], "confidence": confidence}, add_to_output=True)
        message.set("intent_ranking", [{"name": n, "confidence": v} for n, v in intents.items()], add_to_output=True)
        message.set(
            "lecture",
            {"etat": state, "label": label, "classement": [{"label": n, "confidence": v} for n, v in ranking]},
            add_to_output=True,
        )
        topics = [(name, value) for name, value in ranking if name.startswith(f"{FAQ}/")]
        if topics:
            message.set(RESPONSE_SELECTOR, _selector(topics), add_to_output=True)


def question_starts(text: str) -> list[int]:
    """Return where the question may begin in « bonjour, je suis acheteuse, c'est obligatoire ? »: after each of the
    first clauses, as long as something is asked after it."""
    ends = [clause_end.end() for clause_end in islice(_CLAUSE_END.finditer(text), MOST_CLAUSES)]
    return [end for end in ends if looks_like_question(text[end:])]


def state_of(text: str) -> str:
    """Return what kind of message this is: `lu` when it holds words to understand."""
    stripped = text.strip()
    if not stripped:
        return "message_vide"
    if len(text) > LONGEST_ANSWERED:
        return "message_trop_long"
    if stripped.startswith("/"):
        return "commande"
    return "lu" if any(char.isalnum() for char in stripped) else "message_sans_mot"


def _selector(topics: list[tuple[str, float]]) -> dict[str, Any]:
    """The shape that Rasa's ResponseSelector gives, read by `utter_faq` and by the contract."""
    name, confidence = topics[0]
    return {
        "all_retrieval_intents": [FAQ],
        FAQ: {
            "response": {
                "responses": [],
                "confidence": confidence,
                "intent_response_key": name,
                "utter_action": f"utter_{name}",
            },
            "ranking": [{"confidence": value, "intent_response_key": topic} for topic, value in topics],
        },
    }
