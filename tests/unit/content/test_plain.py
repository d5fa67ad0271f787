"""The plain explanations keep their rules: every topic, short, no jargon, an example, no new figure."""

import re
from pathlib import Path

import pytest
import yaml

from bot.content import answers
from bot.plain import FILE, plain_explanation

ROOT = Path(__file__).resolve().parents[3]
TOPICS = frozenset(yaml.safe_load((ROOT / "tests/contract/intents.yml").read_text(encoding="utf-8"))["faq"])
EXPLANATIONS = yaml.safe_load(FILE.read_text(encoding="utf-8"))["explications"]
ANSWERS = answers()
TEXTS = [
    pytest.param(topic, text, id=f"{topic}-{audience}")
    for topic, by_audience in EXPLANATIONS.items()
    for audience, text in by_audience.items()
]
each_text = pytest.mark.parametrize(("topic", "text"), TEXTS)

# Words of the trade that a reader who knows nothing cannot guess.
JARGON = (
    r"titulaire|éligib|co-?trait|sous-trait|mises? à disposition|pondér|transversal|aléas?\b|"
    r"clausé|leviers?\b|consultation|soumission|prestataire|modalité|calibr|dérog|concession|\blots?\b|sourcing|\barticle|"
    r"donneur d'ordre|attribution"
)
FAMILIAR = r"\b(tu|te|toi|ton|ta|tes|tien|tienne)\b|\bt'"
# Their answers rest on unverified facts: papers to send, contents of a job description or convention.
UNVERIFIED = frozenset({"suivi_controle", "bilan", "convention", "fiche_de_poste"})


def test_every_topic_is_explained_and_nothing_else() -> None:
    assert set(EXPLANATIONS) == TOPICS


@pytest.mark.parametrize("topic", sorted(EXPLANATIONS))
def test_everybody_has_an_explanation_and_one_audience_calls_for_the_other(topic: str) -> None:
    audiences = set(EXPLANATIONS[topic])
    assert audiences in ({"tous"}, {"tous", "acheteur", "entreprise"})


@each_text
def test_an_explanation_is_short(topic: str, text: str) -> None:
    words = [word for word in text.split() if any(character.isalnum() for character in word)]
    assert 30 <= len(words) <= 70


@each_text
def test_its_sentences_are_short(topic: str, text: str) -> None:
    for sentence in re.split(r"(?<=[.?!])\s+", text):
        assert len(sentence.split()) <= 40, sentence


@each_text
def test_an_explanation_ends_with_one_example(topic: str, text: str) -> None:
    explanation, _, example = text.partition("\n\n")
    assert explanation.endswith((".", "?"))
    assert example.startswith("Par exemple : ")
    assert text.count("Par exemple :") == 1


@each_text
def test_an_explanation_has_no_acronym(topic: str, text: str) -> None:
    assert not re.search(r"[A-ZÀ-Ý]{2,}", text)


@each_text
def test_an_explanation_has_no_jargon(topic: str, text: str) -> None:
    assert not (found := re.search(JARGON, text, re.IGNORECASE)), found


@each_text
def test_an_explanation_suits_everybody(topic: str, text: str) -> None:
    assert not set("·•{}") & set(text)
    assert "(e)" not in text
    assert not re.search(FAMILIAR, text, re.IGNORECASE)


@each_text
def test_a_figure_comes_from_the_answer(topic: str, text: str) -> None:
    answer = " ".join(answer.text for answer in ANSWERS if answer.topic == topic)
    for figure in re.findall(r"\d+(?: \d{3})*", text):
        assert re.search(rf"(?<!\d){figure}(?!\d)", answer), figure


@each_text
def test_what_nobody_verified_is_said_to_be_checked(topic: str, text: str) -> None:
    if topic in UNVERIFIED:
        assert "à vérifier avec le facilitateur" in text


@each_text
def test_the_facilitateur_is_introduced(topic: str, text: str) -> None:
    if "facilitateur" in text:
        assert re.search(r"conseill|personne (qui aide|de votre territoire)|première personne à appeler", text)


def test_an_audience_reads_its_own_words() -> None:
    texts = {plain_explanation("faq/penalites", audience) for audience in (None, "acheteur", "entreprise")}
    assert len(texts) == 3 and None not in texts


@pytest.mark.parametrize("audience", [None, "tous", "referent", "facilitateur"])
def test_any_other_audience_reads_the_words_for_everybody(audience: str | None) -> None:
    assert plain_explanation("faq/penalites", audience) == EXPLANATIONS["penalites"]["tous"]


def test_an_audience_without_its_own_words_reads_those_for_everybody() -> None:
    assert plain_explanation("faq/outils", "acheteur") == EXPLANATIONS["outils"]["tous"]


@pytest.mark.parametrize("topic", [None, "", "faq/inconnu", "calculer_heures"])
def test_what_is_not_a_topic_has_no_explanation(topic: str | None) -> None:
    assert plain_explanation(topic, None) is None
