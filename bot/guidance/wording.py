"""Numbers, dates and texts written the French way."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
_NOT_WORDS = re.compile(r"[^a-z0-9%€]+")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text in lower case without accents or punctuation, words separated by one space."""
    text = text.replace("œ", "oe").replace("Œ", "oe")
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _NOT_WORDS.sub(" ", plain.lower()).strip()


def number(value: float, decimals: int = 2) -> str:
    """1234567.5 -> "1 234 567,5": at most `decimals` decimals, without useless zeros."""
    text = f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",")
    return text.rstrip("0").rstrip(",") if "," in text else text


def euros(value: float) -> str:
    """150000 -> "150 000 €"."""
    return f"{number(value)} €"


def percent(value: float) -> str:
    """0.05 -> "5 %"."""
    return f"{number(value * 100)} %"


def hours(value: float) -> str:
    """833.33 -> "833 h"."""
    return f"{number(value, 0)} h"


def months(value: float) -> str:
    """18 -> "18 mois"; 24 -> "24 mois (2 ans)"; 0.46 -> "2 semaines"."""
    if value < 1:
        weeks = max(1, round(value * 52 / 12))
        return f"{weeks} semaine{'s' if weeks > 1 else ''}"
    text = f"{number(value, 1)} mois"
    if value >= 24 and value % 12 == 0:
        text += f" ({number(value / 12)} ans)"
    return text


def day(value: date) -> str:
    """date(2026, 12, 1) -> "1er décembre 2026"."""
    return f"{'1er' if value.day == 1 else value.day} {_MONTHS[value.month - 1]} {value.year}"


def pick(texts: Mapping[str, str], audience: str | None) -> str:
    """The text for this audience, else the one for everybody, else any."""
    return texts.get(audience or "") or texts.get("") or next(iter(texts.values()), "")


def bullets(lines: list[str]) -> str:
    """A list, one line each."""
    return "\n".join(f"- {line}" for line in lines)
