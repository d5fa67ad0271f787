"""Dates written in French: "15/03/2027", "le 3 janvier", "mars 2027", "dans 6 mois", "demain"."""

import calendar
import re
from datetime import date, timedelta

from bot.guidance.quantities import find_durations
from bot.guidance.wording import fold

_MONTHS = {
    "janvier": 1, "janv": 1, "fevrier": 2, "fev": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7,
    "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11,
    "decembre": 12, "dec": 12,
}  # fmt: skip
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_WORDS = re.compile(rf"(?:\b(\d{{1,2}})(?:er)? )?\b({'|'.join(_MONTHS)})\b(?: (\d{{4}}))?")
_YEAR = re.compile(r"\ben (20\d\d)\b|^(20\d\d)$")


def add_months(start: date, count: int) -> date:
    """The same day `count` months later, or the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def find_date(text: str, today: date) -> date | None:
    """The first date of the text, or None.

    Without a year, the next such date; without a day, the first of the month.
    """
    text = text[:2_000]
    for pattern, order in ((_ISO, (1, 2, 3)), (_NUMERIC, (3, 2, 1))):
        if match := pattern.search(text):
            year, month, day = (int(match.group(index)) for index in order)
            return _date(year + 2000 if year < 100 else year, month, day)
    plain = fold(text)
    if match := _WORDS.search(plain):
        month, day = _MONTHS[match.group(2)], int(match.group(1) or 1)
        if match.group(3):
            return _date(int(match.group(3)), month, day)
        found = _date(today.year, month, day)
        if found and found < today.replace(day=1):
            found = _date(today.year + 1, month, day)
        return found
    if match := _YEAR.search(plain):
        year = int(match.group(1) or match.group(2))
        return today if year == today.year else date(year, 1, 1)
    if re.search(r"\b(aujourd hui|maintenant|tout de suite|immediatement)\b", plain):
        return today
    if re.search(r"\bdemain\b", plain):
        return today + timedelta(days=1)
    if re.search(r"\bmois prochain\b", plain):
        return add_months(today.replace(day=1), 1)
    if re.search(r"\b(an prochain|annee prochaine)\b", plain):
        return date(today.year + 1, 1, 1)
    if re.search(r"\b(dans|d ici|sous)\b", plain) and (durations := find_durations(text)):
        ahead = durations[0].value
        return add_months(today, int(ahead)) if 0 <= ahead <= 240 else None
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
