"""Clean values out of whatever was given, and the way French readers expect to see them.

Nothing here raises: a value that cannot be used is `None`, and the document shows a gap to fill in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from dateutil.easter import easter

# Characters that XML refuses, and those that would reorder or hide the text around them.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile(r"\s+")
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_DELAY = re.compile(r"(\d{1,4})\s*(jours?|j\b|semaines?|mois)", re.IGNORECASE)
_UNIT_DAYS = {"j": 1, "s": 7, "m": 30}
_MAX_AMOUNT = 1e12

NBSP = "\u00a0"


def clean_text(value: object, limit: int = 400) -> str | None:
    """One line of at most `limit` characters, or None when there is nothing to show (or not a text)."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime | date):
        return french_date(value)
    if isinstance(value, int | float):
        finite = number(value, minimum=-_MAX_AMOUNT)
        return None if finite is None else french_number(finite, 2)
    if not isinstance(value, str):
        return None
    # Cut before cleaning: a very long text must not cost more than the few characters that are kept.
    text = _SPACES.sub(" ", _UNPRINTABLE.sub("", value[: limit * 4])).strip()
    if not text:
        return None
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def number(value: object, minimum: float = 0.0, maximum: float = _MAX_AMOUNT) -> float | None:
    """The finite number between the bounds, read from a number or from « 300 000,50 € »; else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = re.sub(r"[\s\u00a0\u202f€%h]", "", value[:40]).replace(",", ".")
        if not re.fullmatch(r"-?\d+(\.\d+)?", value, re.ASCII):
            return None
    elif not isinstance(value, int | float):
        return None
    try:
        result = float(value)
    except OverflowError:
        return None
    return result if math.isfinite(result) and minimum <= result <= maximum else None


def day(value: object) -> date | None:
    """The date (2000 to 2100) read from a date, an ISO text or « 31/12/2026 »; else None."""
    found: date | None = None
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, date):
        found = value
    elif isinstance(value, str):
        text = value.strip()[:10]
        for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                found = datetime.strptime(text, pattern).date()
            except ValueError:
                continue
            break
    return found if found and 2000 <= found.year <= 2100 else None


def delay_days(value: object) -> int | None:
    """Days in a delay such as « 30 jours », « 2 semaines », « 3 mois » or 45; 0 to 730, else None."""
    match = _DELAY.search(value[:100]) if isinstance(value, str) else None
    days = int(match[1]) * _UNIT_DAYS[match[2][0].lower()] if match else number(value, 0, 730)
    return int(days) if days is not None and days <= 730 else None


def as_mapping(value: object) -> Mapping[str, object]:
    """The value when it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def as_items(value: object, limit: int = 200) -> list[object]:
    """The first `limit` items of a list, or nothing when it is not a list."""
    return list(value[:limit]) if isinstance(value, Sequence) and not isinstance(value, str | bytes) else []


def add_months(start: date, months: int) -> date:
    """The same day, `months` later; the last day of the month when that day does not exist."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for last in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(start.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def next_working_day(wanted: date) -> date:
    """The day itself, or the next one that is neither a weekend nor a French public holiday."""
    while wanted.weekday() >= 5 or _is_public_holiday(wanted):
        wanted += timedelta(days=1)
    return wanted


def _is_public_holiday(candidate: date) -> bool:
    fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    moving = {easter(candidate.year) + timedelta(days=days) for days in (1, 39, 50)}
    return (candidate.month, candidate.day) in fixed or candidate in moving


def french_number(value: float, decimals: int = 0) -> str:
    """« 1 000,5 »: thousands apart, a comma, no useless zero; spaces do not break."""
    text = f"{value:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", NBSP).replace(".", ",")


def french_date(value: date) -> str:
    """« 1er décembre 2026 »."""
    first = "1er" if value.day == 1 else str(value.day)
    return f"{first}{NBSP}{_MONTHS[value.month - 1]} {value.year}"
