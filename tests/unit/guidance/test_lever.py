"""The decision table walked in every situation, the thresholds of the date, and the journey of the lever."""

from collections import Counter
from datetime import date
from itertools import product

import pytest

from bot.guidance import Services, lever, start
from bot.guidance.content import load

RAW = load("levier").raw
SITUATIONS = [dict(zip(lever.DIMENSIONS, values, strict=True)) for values in product(*lever.DIMENSIONS.values())]


def test_every_situation_has_exactly_one_row() -> None:
    for situation in SITUATIONS:
        rows = [row["id"] for row in lever.matching_rows(RAW["lignes"], situation)]
        assert len(rows) == 1, f"{situation} : {rows or 'aucune ligne'}"


def test_no_row_is_dead() -> None:
    used = Counter(row["id"] for each in SITUATIONS for row in lever.matching_rows(RAW["lignes"], each))
    assert set(used) == {row["id"] for row in RAW["lignes"]}


def test_rows_speak_of_known_dimensions_and_levers() -> None:
    for row in RAW["lignes"]:
        for name, wanted in row["si"].items():
            assert set(wanted if isinstance(wanted, list) else [wanted]) <= set(lever.DIMENSIONS[name]), row["id"]
        assert {row["recommandation"], *row["alternatives"]} <= set(lever.LEVERS), row["id"]
        assert row["recommandation"] not in row["alternatives"], row["id"]
        assert row["raisons"] and row["alternatives"], row["id"]
    assert set(RAW["leviers"]) == set(lever.LEVERS)


def test_no_row_advises_nothing_when_a_condition_is_compulsory() -> None:
    for situation in SITUATIONS:
        if situation["seuil"] == "atteint":
            row = lever.matching_rows(RAW["lignes"], situation)[0]
            assert row["recommandation"] != "aucun" and "aucun" not in row["alternatives"]


def test_no_row_reserves_without_candidates() -> None:
    for situation in SITUATIONS:
        row = lever.matching_rows(RAW["lignes"], situation)[0]
        if row["recommandation"] == "marche_reserve":
            assert situation["candidats"] == "nombreux" and situation["metier"] == "adapte"


DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("nature", "buyer", "euros"),
    [
        ("services", "etat", 140_000),
        ("fournitures", "etat", 140_000),
        ("services", "autre", 216_000),
        ("fournitures", "entite_adjudicatrice", 432_000),
        ("travaux", "etat", 5_404_000),
        ("concession", "autre", 5_404_000),
    ],
)
def test_thresholds_of_2026(nature: str, buyer: str, euros: int) -> None:
    assert lever.threshold(RAW["seuils"], nature, buyer, DAY) == euros
    assert lever.obligation(RAW, nature, buyer, euros, DAY).applies is True
    assert lever.obligation(RAW, nature, buyer, euros - 1, DAY).applies is False
    assert lever.obligation(RAW, nature, buyer, None, DAY).applies is None


def test_thresholds_of_an_unknown_period_are_to_be_checked() -> None:
    assert lever.obligation(RAW, "services", "autre", 300_000, date(2028, 1, 1)) == lever.Obligation(None, None)


def test_the_obligation_starts_on_22_august_2026() -> None:
    assert lever.obligation(RAW, "services", "autre", 300_000, date(2026, 8, 21)).applies is False
    assert lever.obligation(RAW, "services", "autre", 300_000, date(2026, 8, 22)).applies is True


BUYER = {
    "audience": "acheteur",
    "nature": "services",
    "objet": "non",
    "acheteur_type": "autre",
    "montant": 300_000,
    "date_consultation": "2027-02-01",
    "duree": 24,
    "part": "grande",
    "metier": "proprete",
    "territoire": "commune-62498",
}


@pytest.mark.parametrize(
    ("changes", "advised", "compulsory"),
    [
        ({}, "condition_execution", True),
        ({"montant": 100_000}, "marche_reserve", False),
        ({"montant": "inconnu"}, "marche_reserve", None),
        ({"nature": "travaux", "montant": 1_000_000}, "condition_execution", False),
        ({"objet": "oui", "montant": 100_000}, "marche_insertion", False),
        ({"montant": 50_000, "part": "faible", "duree": 1}, "aucun", False),
        ({"montant": 100_000, "metier": "intellectuel"}, "critere_attribution", False),
        ({"nature": "concession", "montant": 6_000_000}, "condition_execution", True),
        ({"date_consultation": "2028-03-01"}, "marche_reserve", None),
    ],
)
def test_contracts_get_the_lever_expected(talk, changes: dict, advised: str, compulsory: bool | None) -> None:
    custom = talk("choisir_clause", **{**BUYER, **changes}).custom
    assert custom["type"] == "levier"
    assert (custom["recommandation"], custom["obligation_2026"]) == (advised, compulsory)
    assert custom["raisons"] and custom["sources"] and advised not in custom["alternatives"]


def test_the_obligation_is_said_with_its_source_and_without_listing_derogations(talk) -> None:
    text = talk("choisir_clause", **BUYER).text
    assert "216 000 €" in text and "L2112-2-1" in text and "22 août 2026" in text
    assert "Des dérogations limitées existent" in text


def test_an_unknown_amount_is_said_to_be_checked(talk) -> None:
    assert "Obligation : à vérifier" in talk("choisir_clause", **{**BUYER, "montant": "inconnu"}).text


@pytest.mark.parametrize(("count", "said"), [(0, "Aucune structure"), (1, "Une structure"), (2, "2 structures")])
def test_candidates_are_counted_in_the_directory(count: int, said: str) -> None:
    few = Services(DAY, lambda place, types: count, lambda place, types, limit=3: [], lambda place: "Lens (62)")
    turn = start("choisir_clause", {**BUYER, "montant": 100_000}, few)
    assert said in turn.messages[0].text
    assert turn.messages[0].custom is not None
    assert turn.messages[0].custom["recommandation"] == "condition_execution"


def test_a_buyer_answers_by_buttons(talk) -> None:
    person = talk("choisir_clause")
    for title in ("Acheteur", "Fournitures", "C'est un objectif en plus", "État, autorité centrale"):
        person.click(title)
    person.say("139 000 €")
    person.click("Je ne sais pas")
    person.say("2 mois")
    person.click("Faible (moins d'un cinquième)")
    person.click("Autre métier")
    person.click("Je ne sais pas")
    person.click("C'est bon")
    assert (person.custom["recommandation"], person.custom["obligation_2026"]) == ("aucun", False)


def test_a_company_answers_in_free_words_and_learns_what_to_expect(talk) -> None:
    person = talk("choisir_clause", texte="un marché de nettoyage de 300 000 €", profil="entreprise")
    assert "Le levier le plus probable" not in person.text
    for text in (
        "un objectif en plus",
        "une mairie",
        "en mars",
        "deux ans",
        "grande",
        "je ne sais pas",
        "c'est bon",
    ):
        person.say(text)
    assert person.text.startswith("Le levier le plus probable : la condition d'exécution")


@pytest.mark.parametrize("text", ["mars 2025", "le 12/01/2026", "2020-05-01"])
def test_a_past_date_is_explained(talk, text: str) -> None:
    person = talk("choisir_clause", **{key: value for key, value in BUYER.items() if key != "date_consultation"})
    person.say(text)
    assert "déjà passé" in person.text
    person.say("dans 3 mois")
    assert person.state["answers"]["date_consultation"] == "2027-02-22"


def test_a_concession_is_sourced_by_the_articles_on_concessions(talk) -> None:
    sources = talk("choisir_clause", **{**BUYER, "nature": "concession", "montant": 100_000}).custom["sources"]
    assert "CCP L2112-2" not in sources and "CCP L2113-13" not in sources
    assert {"CCP L3114-2 et suivants", "CCP L3113-1"} & set(sources)
