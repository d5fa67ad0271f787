"""Plain-text helpers shared by the vocabulary, the store and the import: folding and tokens."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
SMALL_WORDS = frozenset(["d", "de", "du", "des", "l", "la", "le", "les", "a", "au", "aux", "par", "pour", "en", "the"])
"""Words that change nothing to what a phrase names."""
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE", "ß": "ss"})


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """`text` in lower case, without accents or ligatures: « Bâtiment » -> « batiment »."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def words(text: str) -> list[str]:
    """The folded words of `text`, apostrophes and hyphens being separators."""
    return _WORD.findall(fold(text))


def search_text(*parts: str | None) -> str:
    """One line of folded words, as the full-text index keeps it (at most 400 characters)."""
    return " ".join(words(" ".join(part for part in parts if part)))[:400]


def slug(text: str) -> str:
    """A file-safe identifier made of the folded words of `text`."""
    return "-".join(words(text))
