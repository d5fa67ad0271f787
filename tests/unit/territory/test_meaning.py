"""Which place is meant among several, and places said in one list."""

from __future__ import annotations

import pytest

from bot.territory import find_places, meaning, territories
from bot.territory.index import name_index
from bot.territory.reading import Reading, Span
from bot.territory.weights import Weights


def _labels(text: str) -> list[str]:
    return [territories().label(place.candidates[0]) for place in find_places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dépôt à Hénin-Beaumont, chantier à Liévin, il faut un maçon en insertion", ["Liévin (62)"]),
        ("un client à Deauville, un autre à Honfleur, une AI pour les deux ?", ["Deauville (14)", "Honfleur (14)"]),
        ("C'est la rue de Metz à Jarny, un chantier d'insertion pour le nettoyage", ["Jarny (54)"]),
        ("les EI qui interviennent à Blois, à Vendôme et à Tours", ["Blois (41)", "Vendôme (41)", "Tours (37)"]),
    ],
)  # fmt: skip
def test_the_place_of_the_work_is_kept(text: str, expected: list[str]) -> None:
    assert _labels(text) == expected


def test_places_far_less_likely_than_another_are_left_out() -> None:
    spans = [Span(0, 1, ("commune-59350",), "commune"), Span(2, 3, ("commune-59599",), "commune")]
    assert meaning.chosen(spans, [0.95, 0.5]) == [0]
    assert meaning.chosen(spans, [0.95, 0.9]) == [0, 1]


def test_the_likeliest_is_taken_rather_than_none_unless_it_is_very_unlikely() -> None:
    spans = [Span(0, 1, ("commune-59350",), "commune"), Span(2, 3, ("commune-59599",), "commune")]
    assert meaning.chosen(spans, [0.05, 0.2]) == [1]
    assert meaning.chosen(spans, [0.05, 0.02]) == []


def test_what_the_rules_say_in_passing_needs_more_to_be_meant() -> None:
    aside = Span(0, 1, ("commune-59350",), "commune", aside=True)
    assert meaning.chosen([aside], [0.4]) == [0]  # alone: rather than none
    kept = Span(2, 3, ("commune-59599",), "commune")
    assert meaning.chosen([aside, kept], [0.4, 0.45]) == [1]


def test_a_place_that_is_not_meant_stays_as_an_aside() -> None:
    reading, index = Reading("je suis à Lille"), name_index()
    lille = Span(3, 4, ("commune-59350",), "commune", located=True)
    (span,) = meaning.meant(reading, index, [lille], Weights({"bias": -9.0}))
    assert span.aside
