"""Places found in sentences, by category: names, misspellings, numbers, homonyms, and what is not a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.territory import find_places, territories

CASES = Path(__file__).resolve().parents[3] / "data" / "lieux" / "cas.tsv"


def _cases() -> list[tuple[str, str, str]]:
    rows = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines() if line[:1] not in ("#", "")]
    return [(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows]


def _found(sentence: str) -> list[list[str]]:
    known = territories()
    return [[known.label(id_) for id_ in mention.candidates] for mention in find_places(sentence)]


def _parameters() -> list[object]:
    """The cases; those of the category « manque » are known not to be read right yet."""
    not_yet = pytest.mark.xfail(reason="pas encore bien lu", strict=True)
    return [pytest.param(*case, marks=[not_yet] if case[0] == "manque" else []) for case in _cases()]


@pytest.mark.parametrize(("category", "sentence", "expected"), _parameters())
def test_the_places_of_a_sentence_are_found_and_nothing_else(category: str, sentence: str, expected: str) -> None:
    wanted = [place.split(" | ") for place in expected.split(" ; ")] if expected else []
    found = _found(sentence)
    assert [place[: max(1, len(want))] for place, want in zip(found, wanted, strict=False)] == wanted
    assert len(found) == len(wanted), found
    for place, want in zip(found, wanted, strict=False):
        assert (len(place) > 1) == (len(want) > 1), place
