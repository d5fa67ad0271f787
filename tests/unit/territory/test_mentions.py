"""Names that the rules miss: what is proposed, and what is believed by what stands around."""

from __future__ import annotations

import pytest

from bot.territory import find_places, mentions, territories
from bot.territory.gazetteer import by_rules
from bot.territory.index import name_index
from bot.territory.proposals import likeliest, propose
from bot.territory.reading import Reading
from bot.territory.weights import Weights


def _proposed(text: str) -> dict[str, str]:
    """The likeliest place of each run of words, by its label."""
    reading, index = Reading(text), name_index()
    return {
        reading.surface(one.first, one.last): territories().label(one.ids[0])
        for one in propose(reading, index)
        if one.ids
    }


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("esat firmini", "firmini", "Firminy (42)"),
        ("mission locale d'armantière", "armantière", "Armentières (59)"),
        ("une etti vers mulouz", "mulouz", "Mulhouse (68)"),  # the last letter is written because it is heard
        ("villnve d'asq", "villnve d'asq", "Villeneuve-d'Ascq (59)"),  # vowels lost
        ("stetienne", "stetienne", "Saint-Étienne (42)"),  # in one word
        ("au chambon feugerol", "chambon feugerol", "Le Chambon-Feugerolles (42)"),
    ],
)
def test_a_misspelt_name_is_proposed(text: str, words: str, place: str) -> None:
    assert _proposed(text)[words] == place


@pytest.mark.parametrize("text", ["la signification de DELD", "la CCPA"])
def test_an_acronym_is_no_misspelt_place(text: str) -> None:
    assert not [one for one in propose(Reading(text), name_index()) if one.cost]


def test_words_that_already_name_a_place_are_left_alone() -> None:
    reading = Reading("une etti à Villeneuve-d'Ascq")
    (found,) = by_rules(reading, name_index())
    assert propose(reading, name_index(), frozenset(range(found.first, found.last))) == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("interim insersion firmini", "Firminy (42)"),
        ("cap emploi mulouz tel svp", "Mulhouse (68)"),
        ("kel mission locale pour armantière", "Armentières (59)"),
        ("le collège de guilligomarch dans le finistère, quelle etti", "Guilligomarc'h (29)"),
    ],
)
def test_a_misspelt_name_is_believed_where_a_place_is_looked_for(text: str, label: str) -> None:
    assert [territories().label(place.candidates[0]) for place in find_places(text)] == [label]


@pytest.mark.parametrize(
    "text",
    [
        "Comment organiser un sourcing sans fausser la concurrence ?",
        "merssi bocou",
        "cher facilitateur, bonjour",
        "nos travaux démarrent à l'aube",
        "commen calculé les heurs dinsersion",
    ],
)
def test_ordinary_words_well_or_badly_written_are_no_place(text: str) -> None:
    assert find_places(text) == []


def test_what_is_not_believed_is_not_added() -> None:
    reading, index = Reading("esat firmini"), name_index()
    nothing_is_believed = Weights({"bias": -9.0})
    assert mentions.completed(reading, index, by_rules(reading, index), nothing_is_believed) == []


@pytest.mark.parametrize(("typed", "label"), [("limoge", "Limoges (87)"), ("marselle", "Marseille (13)")])
def test_a_bare_name_is_repaired(typed: str, label: str) -> None:
    assert territories().label(likeliest(name_index(), typed)[0]) == label


def test_a_word_like_no_name_is_not_repaired() -> None:
    assert likeliest(name_index(), "zzzzqqqq") == ()
