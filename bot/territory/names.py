"""Normalising place names: the one spelling under which a name is stored and looked up.

`normalise("St-Étienne-du-Rouvray") == "saint etienne du rouvray"`: no accents, no capitals, no hyphens or
apostrophes, one space between words, Saint and Sainte in full.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_EXPANSIONS = {
    "st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes",
    "ds": "dans", "dan": "dans", "dns": "dans", "pr": "pour", "vrs": "vers",  # of messages typed in haste
}  # fmt: skip
_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss"}
_STUCK = re.compile(r"([^\W\d_]{4,})(\d{1,2}(?:er|e|eme|ème|ième)?)$", re.IGNORECASE)  # "lyon7", "Paris12e"
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")  # an accent may follow its letter


def _fold_letter(letter: str) -> str:
    lowered = letter.lower()
    if lowered in _LIGATURES:
        return _LIGATURES[lowered]
    return "".join(part for part in unicodedata.normalize("NFKD", lowered) if part.isalnum())


class _FoldTable(dict[int, str]):
    """Memo of folded letters for `str.translate`; ASCII is filled in at once, the rest on demand."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = _fold_letter(letter) if letter.isalnum() or unicodedata.combining(letter) else letter
        if len(self) < 4096:  # a hostile text may hold every letter of Unicode
            self[code] = folded
        return folded


_FOLD = _FoldTable()


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of a text: its folded form and where it stands."""

    form: str
    start: int
    end: int
    capital: bool


def fold(text: str) -> str:
    """Return the text without capitals nor accents; spaces and punctuation stay."""
    return text.translate(_FOLD)


def tokenize(text: str) -> list[Token]:
    """Return the words and numbers of a text, in order, folded, with their offsets in the text."""
    tokens = []
    for match in _TOKEN.finditer(text):
        surface = match.group()
        form = surface.translate(_FOLD)
        stuck = _STUCK.match(surface) if form[-1:].isalnum() and not form.isalpha() else None
        if stuck:
            middle = match.start() + stuck.start(2)
            tokens.append(Token(stuck[1].translate(_FOLD), match.start(), middle, surface[0].isupper()))
            tokens.append(Token(stuck[2].translate(_FOLD), middle, match.end(), False))
        elif form:
            form = _EXPANSIONS.get(form, form)
            tokens.append(Token(form, match.start(), match.end(), surface[0].isupper()))
    return tokens


def normalise(name: str) -> str:
    """Return the key under which a place name is stored and looked up."""
    return " ".join([_EXPANSIONS.get(word, word) for word in _TOKEN.findall(name.translate(_FOLD))])
