"""Départements whose name is cut short: « la Loire-Atl. », « en Haute-Sa... », « Pyr.-Or. », « hts de seine »."""

from __future__ import annotations

from functools import lru_cache

from bot.territory.index import LINKS, NameIndex, name_index
from bot.territory.reading import Reading, Span

MOST_WORDS = 5  # of the longest name of a département
SHORTEST = 3  # letters of the first word: « l. a. » is an acronym
MOST = 4  # départements one may be asked to choose from
_FIRST_WORDS = {"ht": "haut", "hte": "haute", "hts": "hauts", "htes": "hautes"}
_STOPS = (".", "…")
_ELLIPSES = ("..", "…")


def cut_short(reading: Reading, index: NameIndex, position: int) -> Span | None:
    """Return the départements whose name, of several words, begins as these do, the last one cut by a full stop.

    Without a full stop, one word at least must be an abbreviation that is no French word.
    """
    typed = _FIRST_WORDS.get(reading.forms[position], reading.forms[position])
    if len(typed) < SHORTEST:
        return None
    starting = [name for name in _by_start().get(typed[:SHORTEST], ()) if name.startswith(typed)]
    if not starting or (typed == reading.forms[position] and not _is_start(reading, position, starting)):
        return None
    for last in range(min(len(reading), position + MOST_WORDS), position + 1, -1):
        words = [typed, *reading.forms[position + 1 : last]]
        if " ".join(words) in index.departement_names and typed == reading.forms[position]:
            return None  # nothing is missing
        names = [name for name in starting if _begins(name.split(" "), words)]
        if names and len(names) <= MOST and _is_shortened(reading, index, position, last, names):
            ids = tuple(index.departement_names[name] for name in sorted(names))
            return Span(position, last, ids, "departement", located=True)
    return None


@lru_cache(maxsize=1)
def _by_start() -> dict[str, list[str]]:
    """Return the names of several words by their first letters."""
    found: dict[str, list[str]] = {}
    for name in name_index().departement_names:
        if " " in name:
            found.setdefault(name[:SHORTEST], []).append(name)
    return found


def _is_start(reading: Reading, position: int, starting: list[str]) -> bool:
    """Return whether the word may begin a name: in full, or cut by a full stop."""
    word = reading.forms[position]
    return any(name.startswith(f"{word} ") for name in starting) or _stopped(reading, position)


def _begins(name: list[str], words: list[str]) -> bool:
    return len(name) >= len(words) and all(one.startswith(word) for one, word in zip(name, words, strict=False))


def _is_shortened(reading: Reading, index: NameIndex, first: int, last: int, names: list[str]) -> bool:
    """Return whether the words stop where a name is cut, and not at the end of a sentence that says another thing."""
    if any(reading.gap(position).strip(" -–.\u00a0") for position in range(first + 1, last)):
        return False
    if reading.forms[last - 1] in LINKS:
        return False
    whole = all(_FIRST_WORDS.get(word, word) in name.split(" ") for word in reading.forms[first:last] for name in names)
    if whole and all(name.count(" ") == last - first - 1 for name in names):
        return reading.forms[first] in _FIRST_WORDS
    if whole:
        return reading.gap(last).startswith(_ELLIPSES)
    hyphened = reading.gap(last - 1) == "-" and reading.tokens[last - 1].capital and reading.closes(last)
    return hyphened or _stopped(reading, last - 1) or not index.lexicon.is_french(reading.forms[last - 1])


def _stopped(reading: Reading, position: int) -> bool:
    return reading.gap(position + 1).startswith(_STOPS)
