"""Places that the words before them make certain: « dans lherault », « un village qui s'appelle Y »."""

from __future__ import annotations

from bot.territory import context, cues
from bot.territory.index import ARTICLES, NameIndex
from bot.territory.reading import Reading, Span

WORDS_BEFORE = 5  # words between « village » and its name, « qui s'appelle » included
SHORTEST_HEARD = 3  # letters of a département written as it sounds
_INSIDE = frozenset(["dans", "dan", "ds", "departement"])


def told_at(reading: Reading, index: NameIndex, position: int) -> Span | None:
    """Return the place told at this position whatever its name is, None when none is."""
    return (
        _elided_departement(reading, index, position)
        or _heard_departement(reading, index, position)
        or _accented(reading, index, position)
        or _named_village(reading, index, position)
    )


def _elided_departement(reading: Reading, index: NameIndex, position: int) -> Span | None:
    """Return the département whose apostrophe was forgotten: « le département de lain », « dans lherault »."""
    form = reading.forms[position]
    id_ = index.departement_names.get(form[1:]) if form[0] == "l" and form[1:2] in tuple("aeiouyh") else None
    if id_ is None or reading.form(position - 1) not in ("dans", "de", "departement", "d", "vers", "sur"):
        return None
    return Span(position, position + 1, (id_,), "departement", located=True)


def _heard_departement(reading: Reading, index: NameIndex, position: int) -> Span | None:
    """Return the département of a short name written as it sounds, where one is said: « dan le nor », « ds le gar »."""
    if reading.form(position) not in ARTICLES or reading.form(position - 1) not in _INSIDE:
        return None
    named, form = position + 1, reading.form(position + 1)
    if (
        len(form) < SHORTEST_HEARD
        or form in index.departement_names
        or index.is_french(form)
        or not reading.closes(named + 1)
    ):
        return None
    if reading.surface(named, named + 1).isupper() and not reading.shouting:
        return None  # « dans l'ESN »
    if reading.form(named + 1) == "et" and index.begins_departement(form):
        return None  # « dans le loir et cher »
    id_ = index.heard_departement(form)
    return Span(named, named + 1, (id_,), "departement", located=True) if id_ else None


def _accented(reading: Reading, index: NameIndex, position: int) -> Span | None:
    """Return the place of a nickname that only its accent tells from a word: « Sainté »."""
    surface = reading.surface(position, position + 1)
    ids = () if surface.isascii() else index.accented(surface.lower())
    around = context.before(reading, position)
    said = around.located or around.word in cues.ACTORS or reading.whole(position, position + 1)
    if not ids or not (said or (surface[0].isupper() and reading.closes(position + 1))):
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
