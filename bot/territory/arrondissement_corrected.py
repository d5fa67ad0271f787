"""An arrondissement taken back by the number of another alone: « Paris 11e... pardon, c'est dans le 20e »."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.territory.arrondissements import arrondissement_after
from bot.territory.index import NameIndex
from bot.territory.reading import Reading, Span
from bot.territory.withdrawn import TAKEN_BACK

MOST_BETWEEN = 10  # words between the two numbers
_CHANGED = re.compile(
    r"\b(?:finalement|en fait|plutot|euh|heu|non|mais c est|je me suis|il s agit|ce sera|deplace|a change)\b"
)
_LATE = frozenset(["finalement", "enfin", "plutot", "arrondissement"])


def corrected(reading: Reading, index: NameIndex, said: Span, end: int) -> Span:
    """Return the arrondissement said instead of this one before the word `end`, else this one."""
    if said.kind != "arrondissement":
        return said
    city = _city(index, said)
    for position in range(said.last + 1, min(end, said.last + MOST_BETWEEN)):
        if reading.forms[position - 1][0].isdigit():
            break
        between = " ".join(reading.forms[said.last : position])
        if not (TAKEN_BACK.search(between) or _CHANGED.search(between)):
            continue
        other = arrondissement_after(reading, said.stretched(said.first, position, (city,)), index.territories)
        if other is not None and _is_ordinal(reading, said, other.last - 1) and _ends(reading, other.last):
            return other
    return said


def listed(reading: Reading, index: NameIndex, said: Span) -> list[Span]:
    """Return the arrondissements said with this one by their numbers alone: « Paris 11e et 20e »."""
    spans = [said]
    while said.kind == "arrondissement":
        joined = reading.form(said.last) in ("et", "ou")
        if not joined and reading.gap(said.last).strip() != ",":
            break
        city = (_city(index, said),)
        after = said.last + joined
        other = arrondissement_after(reading, replace(said, first=after, last=after, ids=city), index.territories)
        if other is None or reading.form(other.last - 1).isdigit() or not reading.closes(other.last):
            break
        spans.append(other)
        said = other
    return spans


def _city(index: NameIndex, said: Span) -> str:
    return f"commune-{index.territories.city_of(said.ids[0].removeprefix('commune-'))}"


def _is_ordinal(reading: Reading, said: Span, position: int) -> bool:
    """Return whether the number is said as that of an arrondissement is, rather than as that of a day."""
    if not reading.forms[position].isdigit():
        return True
    return position <= said.last + 2 or reading.form(position - 1) == "dans" or reading.form(position - 2) == "dans"


def _ends(reading: Reading, last: int) -> bool:
    return reading.closes(last) or reading.form(last) in _LATE or reading.form(last - 1) in _LATE
