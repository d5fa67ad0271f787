"""Places that the words before them make certain: « dans lherault », « un village qui s'appelle Y »."""

from __future__ import annotations

from bot.territory import cues
from bot.territory.index import NameIndex
from bot.territory.reading import Reading, Span

WORDS_BEFORE = 5  # words between « village » and its name, « qui s'appelle » included


def told_at(reading: Reading, index: NameIndex, position: int) -> Span | None:
    """Return the place told at this position whatever its name is, None when none is."""
    return _elided_departement(reading, index, position) or _named_village(reading, index, position)


def _elided_departement(reading: Reading, index: NameIndex, position: int) -> Span | None:
    """Return the département whose apostrophe was forgotten: « le département de lain », « dans lherault »."""
    form = reading.forms[position]
    id_ = index.departement_names.get(form[1:]) if form[0] == "l" and form[1:2] in tuple("aeiouyh") else None
    if id_ is None or reading.form(position - 1) not in ("dans", "de", "departement", "d", "vers", "sur"):
        return None
    return Span(position, position + 1, (id_,), "departement", located=True)


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
