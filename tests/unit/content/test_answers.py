"""The answers of the assistant keep the rules of their editors: audience, length, sources, grades, buttons, dates."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
CONTRACT = yaml.safe_load((ROOT / "tests/contract/intents.yml").read_text(encoding="utf-8"))
SOURCES = ROOT / "data/sources"
DRAWINGS = ROOT / "bot/web/static"

TOPICS = frozenset(CONTRACT["faq"])
TASKS = frozenset(CONTRACT["tasks"])
AUDIENCES = frozenset({"acheteur", "entreprise"})
FACTORS = frozenset({"bases", "pertinence", "territoire", "referent", "facilitateur", "realisation"})
DOCUMENT_TYPES = frozenset({"fiche_de_poste", "convention", "plan_action", "tableau_suivi", "clause"})

# What a reader who knows nothing of public procurement must find spelt out beside the acronym.
SPELT_OUT = {
    "ACI": "chantier d'insertion",
    "AI": "association intermédiaire",
    "ANRU": "agence nationale pour la rénovation urbaine",
    "CCAG": "clauses administratives générales",
    "CCAP": "cahier des clauses administratives particulières",
    "DCE": "dossier de consultation des entreprises",
    "EA": "entreprises? adaptées?",
    "EATT": "entreprises? adaptées? de travail temporaire",
    "EI": "entreprises? d'insertion",
    "EITI": "entreprise d'insertion par le travail indépendant",
    "ESAT": "accompagnement par le travail",
    "ESS": "économie sociale et solidaire",
    "ETTI": "entreprises? de travail temporaire d'insertion",
    "GEIQ": "employeurs pour l'insertion et la qualification",
    "HT": "hors taxes",
    "IAE": "insertion par l'activité économique",
    "OETH": "obligation d'emploi",
    "PLIE": "plans? loca(l|ux) pour l'insertion et l'emploi",
    "PNAD": "plan national pour des achats durables",
    "QPV": "quartiers? prioritaires?",
    "RSA": "revenu de solidarité active",
    "SIAE": "structures? d'insertion par l'activité économique",
    "SPASER": "schéma de promotion des achats publics socialement et écologiquement responsables",
}


class Variant:
    """One text of one answer, with the audience that it is written for (None: whoever has not said)."""

    def __init__(self, answer: str, content: dict[str, Any]) -> None:
        self.answer = answer
        self.content = content
        self.body, _, self.source = content["text"].rpartition("\n\nSource :")
        conditions = content.get("condition", [])
        self.audience = conditions[0]["value"] if conditions else None

    def __str__(self) -> str:
        return f"{self.answer.removeprefix('utter_faq/')}-{self.audience or 'tous'}"

    @property
    def metadata(self) -> dict[str, Any]:
        return self.content["metadata"]

    @property
    def buttons(self) -> list[dict[str, str]]:
        return self.content["buttons"]


def read_variants() -> list[Variant]:
    """Every variant of every `utter_faq/*` answer of data/responses, in the order of the files."""
    variants = []
    for path in sorted((ROOT / "data/responses").glob("*.yml")):
        responses = yaml.safe_load(path.read_text(encoding="utf-8")).get("responses", {})
        variants += [
            Variant(name, content)
            for name, contents in responses.items()
            if name.startswith("utter_faq/")
            for content in contents
        ]
    return variants


def read_grades() -> dict[str, str]:
    """The grade (A, B or C) of each fact, by its id."""
    sections = yaml.safe_load((SOURCES / "faits.yml").read_text(encoding="utf-8"))
    return {fact["id"]: fact["confiance"] for facts in sections.values() for fact in facts}


def plain(text: str) -> str:
    """`text` in lower case, with straight apostrophes and single spaces, so that only words are compared."""
    return " ".join(text.replace("’", "'").lower().split())


def sentences(text: str) -> list[str]:
    """The titles, sentences and list items of a text, in order and without their bullets."""
    lines = [line.strip().removeprefix("•").strip() for line in text.splitlines()]
    return [part for line in lines if line for part in re.split(r"(?<=[.:])\s+(?=[A-ZÀ-Ý])", line)]


VARIANTS = read_variants()
GRADES = read_grades()
COVERAGE = yaml.safe_load((SOURCES / "couverture.yml").read_text(encoding="utf-8"))
each_variant = pytest.mark.parametrize("variant", VARIANTS, ids=str)


def test_every_topic_of_the_contract_is_answered_and_nothing_else() -> None:
    assert {variant.answer for variant in VARIANTS} == {f"utter_faq/{topic}" for topic in TOPICS}


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_a_person_of_unknown_audience_always_has_one_answer(topic: str) -> None:
    audiences = [variant.audience for variant in VARIANTS if variant.answer == f"utter_faq/{topic}"]
    assert audiences.count(None) == 1
    assert len(audiences) == len(set(audiences)), "two variants for the same audience"
    assert set(audiences) - {None} in (set(), AUDIENCES), "a variant for one audience calls for the other"


@each_variant
def test_a_condition_reads_the_audience_slot(variant: Variant) -> None:
    conditions = variant.content.get("condition")
    assert conditions is None or conditions == [{"type": "slot", "name": "audience", "value": variant.audience}]
    assert variant.audience in AUDIENCES | {None}


@each_variant
def test_an_answer_is_neither_too_short_nor_too_long(variant: Variant) -> None:
    words = [word for word in variant.body.split() if any(character.isalnum() for character in word)]
    assert 40 <= len(words) <= 130


@each_variant
def test_an_answer_ends_with_its_source(variant: Variant) -> None:
    assert variant.body, "the last paragraph must be « Source : ... »"
    assert variant.source.strip().endswith(".")
    assert "\n" not in variant.source.strip()


@each_variant
def test_an_answer_names_an_article_a_guide_or_the_success_factors(variant: Variant) -> None:
    named = r"article|facteurs clés de succès|CCAG|CCAP|Le Moniteur|Avise"
    assert re.search(named, variant.source)


@each_variant
def test_an_answer_has_short_paragraphs(variant: Variant) -> None:
    paragraphs = variant.body.split("\n\n")
    assert 2 <= len(paragraphs) <= 6


@each_variant
def test_a_text_has_no_curly_brace_nor_inclusive_dot(variant: Variant) -> None:
    assert not set("{}·•") & set(variant.content["text"])


# The acronyms of the glossary's own answer are examples of what to ask.
@pytest.mark.parametrize(
    "variant", [variant for variant in VARIANTS if variant.answer != "utter_faq/glossaire"], ids=str
)
def test_an_acronym_is_spelt_out(variant: Variant) -> None:
    body = plain(variant.body)
    for acronym, meaning in SPELT_OUT.items():
        if re.search(rf"\b{acronym}\b", variant.body):
            assert re.search(meaning, body), f"{acronym} n'est pas développé"


@each_variant
def test_an_answer_offers_two_or_three_next_steps(variant: Variant) -> None:
    allowed = {4} if variant.answer == "utter_faq/facteurs_cles" else {2, 3}
    assert len(variant.buttons) in allowed
    payloads = [button["payload"] for button in variant.buttons]
    assert len(payloads) == len(set(payloads))


@each_variant
def test_a_button_is_short_and_leads_somewhere_else(variant: Variant) -> None:
    for button in variant.buttons:
        assert 0 < len(button["title"]) <= 40
        # Rasa reads a doubled brace of a response as a brace.
        payload = button["payload"].replace("{{", "{").replace("}}", "}")
        match = re.fullmatch(r"/(?P<intent>[a-z_]+)(?:/(?P<topic>[a-z0-9_]+))?(?P<entities>\{.*\})?", payload)
        assert match, payload
        if match["topic"]:
            assert match["intent"] == "faq" and match["topic"] in TOPICS, payload
            assert f"utter_faq/{match['topic']}" != variant.answer, "a button that leads back to its answer"
        else:
            assert match["intent"] in TASKS, payload
        entities = json.loads(match["entities"] or "{}")
        assert set(entities) <= {"type_document", "type_acteur"}
        assert entities.get("type_document", "clause") in DOCUMENT_TYPES


@each_variant
def test_an_answer_has_a_factor_and_a_review_date(variant: Variant) -> None:
    assert variant.metadata["facteur"] in FACTORS
    # Quoted in the file: a YAML date is not JSON, and Rasa's tracker store would fail on it.
    assert isinstance(variant.metadata["relire_le"], str), "mettre la date entre guillemets"
    assert date(2026, 11, 22) < date.fromisoformat(variant.metadata["relire_le"]) <= date(2027, 12, 31)


@each_variant
def test_an_answer_rests_on_known_facts(variant: Variant) -> None:
    assert variant.metadata["faits"]
    assert set(variant.metadata["faits"]) <= set(GRADES)


@each_variant
def test_a_fact_that_nobody_verified_is_said_to_be_checked(variant: Variant) -> None:
    if any(GRADES[fact] == "C" for fact in variant.metadata["faits"]):
        assert re.search(r"à vérifier", variant.body, re.IGNORECASE)


@each_variant
def test_the_figures_of_unverified_facts_are_not_given(variant: Variant) -> None:
    assert not re.search(r"\b20\.1\b", variant.content["text"]), "numéro d'article non vérifié"


@each_variant
def test_no_answer_gives_the_amount_of_a_penalty(variant: Variant) -> None:
    if variant.answer == "utter_faq/penalites":
        assert not re.search(r"\d", variant.body)
    for sentence in re.split(r"(?<=[.?!])\s|\n", variant.body):
        if re.search(r"pénalité|sanction", sentence, re.IGNORECASE):
            assert not re.search(r"€|\beuros?\b|%", sentence), sentence


@each_variant
def test_moving_rules_are_read_again_soon(variant: Variant) -> None:
    if {"obligation-2026", "seuils-2026", "pnad"} & set(variant.metadata["faits"]):
        assert date.fromisoformat(variant.metadata["relire_le"]) <= date(2027, 2, 28)


@each_variant
def test_indicative_values_are_said_to_be_indicative(variant: Variant) -> None:
    if "parts-main-oeuvre" in variant.metadata["faits"]:
        assert "indicati" in variant.body
        assert "modifiable" in variant.content["text"] or "à adapter" in variant.content["text"]


def test_the_four_factors_come_with_a_drawing_and_a_way_to_each() -> None:
    (variant,) = (variant for variant in VARIANTS if variant.answer == "utter_faq/facteurs_cles")
    drawing = variant.content["custom"]
    assert drawing["type"] == "image"
    assert len(drawing["texte_alternatif"]) > 100
    assert {button["payload"].removeprefix("/faq/") for button in variant.buttons} == {
        "pertinence_action",
        "contexte_territorial",
        "referent_interne",
        "relation_facilitateur",
    }
    svg = (DRAWINGS / drawing["image"]).read_text(encoding="utf-8")
    assert len(svg.encode()) < 8 * 1024
    for needed in ('role="img"', 'lang="fr"', "<title", "<desc"):
        assert needed in svg
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", ""), "the drawing loads nothing from outside"


def test_each_sentence_of_the_source_text_is_covered() -> None:
    text = (SOURCES / "facteurs-cles-de-succes.txt").read_text(encoding="utf-8")
    covered = [entry["phrase"] for entry in COVERAGE]
    assert set(covered) == set(sentences(text))
    assert list(dict.fromkeys(covered)) == sentences(text), "the order of the source text"


@pytest.mark.parametrize("entry", COVERAGE, ids=lambda entry: entry["phrase"][:40])
def test_the_answers_named_really_carry_the_sentence(entry: dict[str, Any]) -> None:
    assert entry["reponses"] and entry["reperes"]
    assert all(mark == plain(mark) for mark in entry["reperes"])
    for answer in entry["reponses"]:
        texts = [plain(variant.content["text"]) for variant in VARIANTS if variant.answer == answer]
        assert any(all(mark in text for mark in entry["reperes"]) for text in texts), answer
