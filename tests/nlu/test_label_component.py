"""The label component inside Rasa: stored, loaded again, fed through the graph; commands and empty messages."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.model_training import train_nlu
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.labels import LONGEST_ANSWERED, LabelClassifier, question_starts, state_of
from tests.nlu.conftest import PHRASES

pytestmark = pytest.mark.filterwarnings("ignore")
CONFIG = {**LabelClassifier.get_default_config(), "vector_weight": 0}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", "message_vide"),
        (" \n\t", "message_vide"),
        ("😀😀", "message_sans_mot"),
        ("?!…", "message_sans_mot"),
        ("12", "lu"),
        ("oui", "lu"),
        ("漢字", "lu"),
        ("/faq/geiq", "commande"),
        ('  /informer{"choix": "x"}', "commande"),
        ("a" * (LONGEST_ANSWERED + 1), "message_trop_long"),
        ("a" * LONGEST_ANSWERED, "lu"),
    ],
)
def test_the_state_of_a_message(text: str, state: str) -> None:
    assert state_of(text) == state


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("je suis acheteuse, c'est obligatoire ?", ["c'est obligatoire ?"]),
        (
            "Bonjour. Je suis acheteur, où écrire la clause",
            ["où écrire la clause"],
        ),
        ("je suis acheteuse, dans une mairie de l'Aisne", []),
        ("je suis acheteuse", []),
        ("", []),
    ],
)
def test_a_question_may_follow_the_clause_that_says_who_speaks(text: str, questions: list[str]) -> None:
    assert [text[start:] for start in question_starts(text)] == questions


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[LabelClassifier, LabelClassifier]:
    """The component just trained, and the one loaded from what it stored."""
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("storage"))
    context, resource = ExecutionContext(GraphSchema({}), "essai"), Resource("labels")
    component = LabelClassifier.create(CONFIG, storage, resource, context)
    component.train(_training_data())
    return component, LabelClassifier.load(CONFIG, storage, resource, context)


def _training_data() -> TrainingData:
    messages = []
    for label, texts in PHRASES.items():
        for text in texts:
            data: dict[str, Any] = {"text": text, "intent": label.split("/")[0]}
            if "/" in label:
                data["intent_response_key"] = label
            messages.append(Message(data=data))
    return TrainingData(messages)


def _read(component: LabelClassifier, text: str) -> Message:
    return component.process([Message(data={"text": text})])[0]


@pytest.mark.parametrize("text", ["le geiq ?", "bonjour", "un esat", "zzz", "x" * 3_000])
def test_the_loaded_component_reads_as_the_trained_one(
    trained: tuple[LabelClassifier, LabelClassifier], text: str
) -> None:
    first, second = (_read(component, text).get("lecture") for component in trained)
    assert first == second


def test_a_topic_fills_what_utter_faq_and_the_contract_read(
    trained: tuple[LabelClassifier, LabelClassifier],
) -> None:
    message = _read(trained[1], "comment marche un geiq")
    assert message.get("intent")["name"] == "faq"
    response = message.get("response_selector")["faq"]["response"]
    assert response["intent_response_key"] == "faq/geiq"
    assert response["utter_action"] == "utter_faq/geiq"


def test_the_ranking_is_in_order_and_names_each_intent_once(
    trained: tuple[LabelClassifier, LabelClassifier],
) -> None:
    message = _read(trained[1], "bonjour, une sanction ?")
    confidences = [entry["confidence"] for entry in message.get("lecture")["classement"]]
    assert confidences == sorted(confidences, reverse=True)
    names = [entry["name"] for entry in message.get("intent_ranking")]
    assert len(names) == len(set(names))


def test_a_typed_topic_is_that_topic(trained: tuple[LabelClassifier, LabelClassifier]) -> None:
    message = _read(trained[1], "/faq/geiq")
    assert message.get("lecture")["label"] == "faq/geiq"
    assert message.get("intent") == {"name": "faq", "confidence": 1.0}


@pytest.mark.parametrize("text", ["/faq/inconnu", "/faq/", "/", "/faq/geiq{", '/informer{"a"', "", "…", "x" * 6_000])
def test_what_is_not_a_sentence_has_no_reading(trained: tuple[LabelClassifier, LabelClassifier], text: str) -> None:
    message = _read(trained[1], text)
    assert message.get("intent") == {"name": None, "confidence": 0.0}
    assert message.get("lecture")["classement"] == []


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    """A whole Rasa NLU trained on the tiny data set, stored as a model file and loaded from it."""
    folder = tmp_path_factory.mktemp("modele")
    config = {
        "recipe": "default.v1",
        "assistant_id": "essai",
        "language": "fr",
        "pipeline": [
            {"name": "bot.nlu.entities.PlaceExtractor"},
            {"name": "bot.nlu.entities.QuantityExtractor"},
            {"name": "bot.nlu.labels.LabelClassifier", "vector_weight": 0},
            {"name": "FallbackClassifier", "threshold": 0.05, "ambiguity_threshold": 0.0},
        ],
    }
    blocks = [
        {"intent": label, "examples": "".join(f"- {text}\n" for text in texts)} for label, texts in PHRASES.items()
    ]
    for name, content in (("config", config), ("nlu", {"version": "3.1", "nlu": blocks})):
        (folder / f"{name}.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder), fixed_model_name="essai")
    assert model and Path(model).exists()
    return Agent.load(model)


@pytest.mark.parametrize(
    ("text", "label"),
    [("c koi un geiq", "faq/geiq"), ("bonsoir", "salutation"), ("quelle penalite ?", "faq/penalites")],
)
async def test_a_message_goes_through_the_whole_graph(agent: Agent, text: str, label: str) -> None:
    parsed = await agent.parse_message(text)
    assert parsed["lecture"]["label"] == label
    assert parsed["lecture"]["etat"] == "lu"


async def test_places_and_quantities_come_out_with_their_values(agent: Agent) -> None:
    parsed = await agent.parse_message("un esat à Villeurbanne pour 150 k€")
    found = {entity["entity"]: entity["value"] for entity in parsed["entities"]}
    assert found["territoire"] == "commune-69266"
    assert found["montant"] == 150_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\x00\x01",
        "😀",
        "0" * 20_000,
        "<b>clause</b>",
        "\u202eabc",
        "/informer{",
        '/faq/x{"a": [1,}',
        "/" * 300,
    ],
)
async def test_bad_input_never_raises(agent: Agent, text: str) -> None:
    parsed = await agent.parse_message(text)
    assert "intent" in parsed
