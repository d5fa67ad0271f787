"""Places that the words before them make certain: « dans lherault », « un village qui s'appelle Y »."""

from __future__ import annotations

from bot.territory import context, cues
from bot.territory.arrondissements import of_any_city
from bot.territory.index import ARTICLES, LINKS, NameIndex
from bot.territory.reading import Reading, Span

WORDS_BEFORE = 5  # words between « village » and its name, « qui s'appelle » included
MOST_WORDS = 4  # of a département written as it sounds
SHORTEST_PHRASE = 8  # letters and spaces of one of several words
SHORTEST_ELIDED = 5  # letters of one whose article is joined to it
SHORTEST_HEARD = 3  # letters of a département written as it sounds
_INSIDE = frozenset(["dans", "departement"])


def told_at(reading: Reading, index: NameIndex, position: int) -> Span | None:
    """Return the place told at this position whatever its name is, None when none is."""
    return (
        _elided_departement(reading, index, position)
        or _heard_departement(reading, index, position)
        or _accented(reading, index, position)
        or _named_village(reading, index, position)
        or _country(reading, position)
        or of_any_city(reading, position, index.territories)
    )


def _country(reading: Reading, position: int) -> Span | None:
    """Return the country whose actors are asked for: « tous les GEIQ de France »."""
    actors = reading.form(position - 1) == "de" and reading.form(position - 2) in cues.KINDS
    if reading.forms[position] != "france" or not actors or reading.form(position + 1) == "travail":
        return None
    return Span(position, position + 1, ("france",), "france", located=True)


def _elided_departement(reading: Reading, index: NameIndex, position: int) -> Span | None:
    """Return the département whose apostrophe was forgotten: « le département de lain », « dans lherault »."""
    form = reading.forms[position]
    id_ = index.departement_names.get(form[1:]) if form[0] == "l" and form[1:2] in tuple("aeiouyh") else None
    if id_ is None and form[0] == "l" and len(form) > SHORTEST_ELIDED and reading.form(position - 1) == "dans":
        id_ = None if index.lexicon.is_french(form) else index.heard_departement(form[1:])  # « dans laveron »
    if id_ is None or reading.form(position - 1) not in ("dans", "de", "departement", "d", "vers", "sur"):
        return None
    return Span(position, position + 1, (id_,), "departement", located=True)


def _heard_departement(reading: Reading, index: NameIndex, position: int) -> Span | None:
    """Return the département written as it sounds, where one is said: « dan le nor », « dans le pa de calé »."""
    if reading.form(position) not in ARTICLES or reading.form(position - 1) not in _INSIDE:
        return None
    first = position + 1
    for last in range(min(len(reading), first + MOST_WORDS), first, -1):
        if index.lookup(reading.key(first, last)):
            return None  # nothing is misspelt
        id_ = _heard_name(reading, index, first, last) if reading.closes(last) else None
        if id_ is not None:
            return Span(first, last, (id_,), "departement", located=True)
    return None


def _heard_name(reading: Reading, index: NameIndex, first: int, last: int) -> str | None:
    """Return the département that the words sound like; alone, a word must be no French one nor an acronym."""
    key = reading.as_heard(first, last)
    if last - first > 1:
        whole = len(key) >= SHORTEST_PHRASE and reading.forms[last - 1] not in LINKS
        return index.heard_departement(key) if whole else None
    acronym = reading.surface(first, last).isupper() and not reading.shouting  # « dans l'ESN »
    if acronym or len(key) < SHORTEST_HEARD or index.lexicon.is_french(reading.forms[first]):
        return None
    if reading.form(last) == "et" and index.begins_departement(key):
        return None  # « dans le loir et cher »
    return index.heard_departement(key)


def _accented(reading: Reading, index: NameIndex, position: int) -> Span | None:
    """Return the place of a nickname that only its accent tells from a word: « Sainté »."""
    surface = reading.surface(position, position + 1)
    ids = () if surface.isascii() else index.accented(surface.lower())
    if not ids:
        return None
    around = context.before(reading, position)
    said = around.located or around.word in cues.ACTORS or reading.whole(position, position + 1)
    if not said and not (surface[0].isupper() and reading.closes(position + 1)):
        return None
    return Span(position, position + 1, ids, ids[0].partition("-")[0], located=around.located)


def _named_village(reading: Reading, index: NameIndex, position: int) -> Span | None:
    """Return the commune told as such, however odd its name: « un village qui s'appelle Y », « un bled nommé Us »."""
    if reading.form(position - 1) not in cues.NAMED or reading.breaks(position):
        return None
    if cues.VILLAGES.isdisjoint(reading.forms[max(0, position - WORDS_BEFORE) : position - 1]):
        return None
    for last in range(min(len(reading), position + index.longest(reading.forms[position])), position, -1):
        ids = tuple(id_ for id_ in index.lookup(reading.key(position, last)) if id_.startswith("commune-"))
        if ids:
            return Span(position, last, ids, "commune", located=True)
    return None
