"""Dates written in French, seen from 22 November 2026."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.guidance.dates import add_months, find_date

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15/03/2027", date(2027, 3, 15)),
        ("15/03/27", date(2027, 3, 15)),
        ("2027-03-15", date(2027, 3, 15)),
        ("le 1er janvier", date(2027, 1, 1)),
        ("le 3 décembre", date(2026, 12, 3)),
        ("mars 2027", date(2027, 3, 1)),
        ("en février", date(2027, 2, 1)),
        ("novembre", date(2026, 11, 1)),
        ("en 2028", date(2028, 1, 1)),
        ("maintenant", TODAY),
        ("demain", date(2026, 11, 23)),
        ("le mois prochain", date(2026, 12, 1)),
        ("l'an prochain", date(2027, 1, 1)),
        ("dans 6 mois", date(2027, 5, 22)),
        ("dans un an", date(2027, 11, 22)),
        ("30/02/2027", None),
        ("je ne sais pas", None),
        ("", None),
    ],
)
def test_dates_are_read(text: str, expected: date | None) -> None:
    assert find_date(text, TODAY) == expected


def test_months_are_added_up_to_the_last_day() -> None:
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2026, 11, 22), 14) == date(2028, 1, 22)


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_without_error(text: str) -> None:
    find_date(text, TODAY)
