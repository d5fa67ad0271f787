"""The diagnostic: scores worked out by hand, plan, change since the last time, drawing."""

import xml.etree.ElementTree as ElementTree
from collections import Counter

import pytest

from bot.guidance.content import load
from bot.guidance.radar import radar_svg

CONTENT = load("diagnostic")
FACTORS = ["pertinence", "territoire", "referent", "facilitateur"]


@pytest.mark.parametrize("audience", ["acheteur", "entreprise"])
def test_each_audience_has_three_questions_a_factor(audience: str) -> None:
    asked = [question.id for question in CONTENT.questions if question.condition.get("audience") == (audience,)]
    assert Counter(CONTENT.raw["plan"][key]["facteur"] for key in asked) == dict.fromkeys(FACTORS, 3)


def test_every_advice_belongs_to_a_question_and_leads_somewhere() -> None:
    assert set(CONTENT.raw["plan"]) == {question.id for question in CONTENT.questions} - {"audience"}
    for advice in CONTENT.raw["plan"].values():
        assert advice["intent"].startswith("/")
        assert advice["action"] and advice["echeance"] and advice["qui"] and advice["force"]


def answered(talk, audience: str, answers: list[str], **known):
    person = talk("faire_diagnostic", audience=audience, **known)
    for text in answers:
        person.say(text)
    person.say("c'est bon")
    return person


# oui = 1, en partie = 0,5, pas encore = 0 ; trois questions par facteur, score = moyenne sur 100
MIXED = [
    "oui",
    "en partie",
    "pas encore",
    "oui",
    "pas encore",
    "pas encore",
    "oui",
    "en partie",
    "en partie",
    "en partie",
    "oui",
    "pas encore",
]
SCORES = {"pertinence": 50, "territoire": 33, "referent": 67, "facilitateur": 50}


@pytest.mark.parametrize("audience", ["acheteur", "entreprise"])
def test_scores_are_the_mean_of_three_answers(talk, audience: str) -> None:
    person = answered(talk, audience, MIXED)
    assert person.custom["type"] == "diagnostic"
    assert (person.custom["profil"], person.custom["scores"]) == (audience, SCORES)
    assert len(person.custom["forces"]) == 4


def test_the_plan_has_at_most_six_actions_the_most_useful_first(talk) -> None:
    plan = answered(talk, "acheteur", ["pas encore"] * 12).custom["plan"]
    assert len(plan) == 6
    assert [action["action"][:7] for action in plan[:2]] == ["Écrire ", "Nommer "]  # the two of effect 5
    assert plan[0]["facteur"] == "pertinence" and plan[0]["echeance"] == "30 jours"
    assert plan[0]["date"] == "2026-12-22"
    assert plan[1]["intent"] == '/obtenir_document{"type_document": "fiche_de_poste"}'


def test_a_perfect_score_has_an_empty_plan(talk) -> None:
    person = answered(talk, "entreprise", ["oui"] * 12)
    assert person.custom["plan"] == []
    assert "Rien d'urgent" in person.text


def test_taken_again_it_shows_the_change(talk) -> None:
    first = answered(talk, "acheteur", MIXED)
    again = answered(talk, "acheteur", ["oui"] * 12, etat=first.state)
    assert again.custom["evolution"] == {
        "pertinence": 50,
        "territoire": 67,
        "referent": 33,
        "facilitateur": 50,
    }
    assert "Contexte territorial : 100 sur 100 (+67 depuis la dernière fois)" in again.text
    worse = answered(talk, "acheteur", MIXED, etat=again.state)
    assert "(-67 depuis la dernière fois)" in worse.text


def test_another_audience_is_not_compared(talk) -> None:
    first = answered(talk, "acheteur", MIXED)
    assert answered(talk, "entreprise", MIXED, etat=first.state).custom["evolution"] is None


def test_a_company_answers_by_buttons(talk) -> None:
    person = talk("faire_diagnostic")
    person.click("Entreprise")
    assert "(1 sur 12)" in person.text
    for _ in range(12):
        person.click("En partie")
    person.click("C'est bon")
    assert person.custom["scores"] == dict.fromkeys(FACTORS, 50)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tout à fait", "oui"),
        ("bien sûr", "oui"),
        ("plus ou moins", "en_partie"),
        ("parfois", "en_partie"),
        ("jamais", "non"),
        ("pas du tout", "non"),
        ("non pas encore", "non"),
        ("pas vraiment", "en_partie"),
    ],
)
def test_free_words_are_understood(talk, text: str, expected: str) -> None:
    person = talk("faire_diagnostic", audience="acheteur")
    person.say(text)
    assert person.state["answers"]["a_objectifs"] == expected


def test_an_answer_is_corrected_at_the_summary(talk) -> None:
    person = talk("faire_diagnostic", audience="acheteur")
    for _ in range(12):
        person.say("oui", "affirmer")
    person.say("corriger")
    person.click("Référent nommé")
    person.say("pas encore")
    person.say("c'est bon")
    assert person.custom["scores"]["referent"] == 67


def test_the_drawing_has_a_text_alternative(talk) -> None:
    radar = answered(talk, "acheteur", MIXED).custom["radar"]
    root = ElementTree.fromstring(radar["svg"])
    title, description = root[0], root[1]
    assert root.get("role") == "img" and title.text
    assert description.text == radar["texte"]
    assert "Pertinence de l'action : 50 sur 100" in radar["texte"]


def test_the_drawing_escapes_labels_and_dashes_the_earlier_scores() -> None:
    drawing = radar_svg(
        {"<a>": 0, "b": 50, "c": 100}, title="t", description="d", previous={"b": 10}, legend=("x", "y")
    )
    ElementTree.fromstring(drawing)
    assert "&lt;a&gt;" in drawing and "stroke-dasharray" in drawing


def test_a_drawing_needs_three_branches() -> None:
    with pytest.raises(ValueError, match="trois branches"):
        radar_svg({"a": 1, "b": 2}, title="t", description="d")
