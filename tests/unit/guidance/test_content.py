"""The YAML of the journeys: read, checked, with mistakes named; every text ready to be said."""

import re

import pytest

from bot.guidance import content
from bot.guidance.answers import is_valid
from bot.guidance.journeys import JOURNEYS

CONTENTS = [logic.content() for logic in JOURNEYS.values()]
QUESTIONS = [(each.id, question) for each in CONTENTS for question in each.questions]
RASA_KEYS = {
    "nlu",
    "rules",
    "stories",
    "responses",
    "intents",
    "slots",
    "forms",
    "actions",
    "entities",
    "session_config",
}


@pytest.mark.parametrize(("journey", "question"), QUESTIONS, ids=lambda value: getattr(value, "id", value))
def test_every_question_explains_itself_and_has_a_default(journey: str, question) -> None:
    assert question.text and question.why and question.expected.endswith((".", "»"))
    assert question.default is not None and question.default_text
    assert is_valid(question, question.default)
    assert len({choice.id for choice in question.choices}) == len(question.choices)


@pytest.mark.parametrize("each", CONTENTS, ids=lambda each: each.id)
def test_conditions_name_questions_and_answers_that_exist(each) -> None:
    for question in each.questions:
        for key, wanted in question.condition.items():
            gate = each.question(key)
            assert gate is not None
            assert set(wanted) <= {choice.id for choice in gate.choices}


@pytest.mark.parametrize("name", ["commun", "calcul_heures", "levier", "diagnostic", "parcours_referent"])
def test_files_start_with_a_comment_and_are_not_taken_for_rasa_files(name: str) -> None:
    path = content.FOLDER / f"{name}.yml"
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert not RASA_KEYS & set(content.read_yaml(name))


def test_texts_use_neither_median_dots_nor_typographic_slips() -> None:
    for path in content.FOLDER.glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        assert "·" not in text, path.name
        assert not re.search(r"« \w[^»\n]*$", text, re.MULTILINE), path.name


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"genre": "couleur"}, "genre « couleur » inconnu"),
        ({"genres": "choix"}, "clé inconnue"),
        ({"nom": ""}, "manque"),
    ],
)
def test_a_mistake_in_a_question_is_named(monkeypatch: pytest.MonkeyPatch, change: dict, said: str) -> None:
    raw = content.read_yaml("levier")
    broken = {**raw, "questions": [{**raw["questions"][1], **change}]}
    monkeypatch.setattr(content, "read_yaml", lambda name: broken)
    with pytest.raises(content.ContentError, match=said):
        content.load.__wrapped__("levier")


def test_a_file_that_is_absent_is_named() -> None:
    with pytest.raises(content.ContentError, match=r"absent\.yml"):
        content.read_yaml("absent")
