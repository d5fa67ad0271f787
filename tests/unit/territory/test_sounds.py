"""Spellings that are read aloud alike have one code; others do not."""

from __future__ import annotations

import pytest

from bot.territory.sounds import sound


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dunkerke", "dunkerque"),
        ("bessiers", "beziers"),
        ("kimper", "quimper"),
        ("montobant", "montauban"),
        ("boulogne sur maire", "boulogne sur mer"),
        ("cavayon", "cavaillon"),
        ("filipe", "philippe"),
    ],
)
def test_a_name_written_as_it_sounds_has_the_code_of_the_name(typed: str, name: str) -> None:
    assert sound(typed) == sound(name)


@pytest.mark.parametrize(("one", "other"), [("angouleme", "angoulins"), ("lens", "lille"), ("reset", "reze")])
def test_names_that_sound_otherwise_have_different_codes(one: str, other: str) -> None:
    assert sound(one) != sound(other)
