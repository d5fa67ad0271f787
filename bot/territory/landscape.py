"""Homonyms settled by the river or natural region said beside: « Nay en Béarn », « Bonneuil, port sur la Marne »."""

from __future__ import annotations

import re

from bot.territory import cues
from bot.territory.groupings import normal_name
from bot.territory.index import NameIndex
from bot.territory.reading import Reading, Span
from bot.territory.tables import natural_regions

MOST_WORDS = 8  # words after a town in which a river or a natural region says which one it is
VILLAGE = 5_000  # inhabitants: a river may tell that a larger place of a longer name is meant
_LONGEST = 3  # words of the name of a natural region
_OF = frozenset(["de", "d", "du", "des"])
_ARTICLES = frozenset(["la", "le", "les", "l"])
_INSIDE = frozenset(["en", "dans", "sur", "aux"]) | _OF
_SAID_BETWEEN = re.compile(
    r"(?:(?:c est|qui|se|est|situee?|trouve|celui|celle|village|commune|ville|bourg|pays|coin|plateau|collines|coeur"
    r"|plein|plaine|euh|donc|au|un|petit|petite|haut|bas|de|du|d|des|la|le|les|l) )*"
)


def settle_by_landscape(reading: Reading, index: NameIndex, found: list[Span]) -> list[Span]:
    """Return the places, those beside a river or a natural region decided by it, whose name is no place then."""
    settled: list[Span] = []
    reached = 0
    for span in found:
        if span.first < reached:
            continue
        one, reached_by_one = _settled(reading, index, span) if span.kind == "commune" else (span, span.last)
        settled.append(one)
        reached = max(reached, reached_by_one)
    return settled


def _settled(reading: Reading, index: NameIndex, span: Span) -> tuple[Span, int]:
    """Return the place decided by what follows, and the end of the words that decide."""
    if span.weak and not (span.located or _is_a_proper_noun(reading, index, span)):
        return span, span.last
    region = _region_after(reading, span)
    if region is not None:
        first, last = region
        key = reading.key(first, last)
        inside = _named_after(index, reading, span, key) or _inside(index, reading, span, natural_regions()[key])
        if inside:
            return span.stretched(span.first, span.last, inside), last
    if len(span.ids) < 2 and not _is_village(index, span):
        return span, span.last
    for position in range(span.last + 1, min(len(reading), span.last + MOST_WORDS)):
        if reading.starts_sentence(position):
            break
        if _is_beside_river(reading, span.last, position):
            inside = _named_after(index, reading, span, reading.forms[position])
            if inside:
                return span.stretched(span.first, span.last, inside), position + 1
    return span, span.last


def _is_a_proper_noun(reading: Reading, index: NameIndex, span: Span) -> bool:
    """Return whether the capitals of a name, that of the first word of a message too, are those of a place."""
    if reading.capitalised(span.first, span.last):
        return True
    return reading.tokens[span.first].capital and not any(
        map(index.lexicon.is_french, reading.forms[span.first : span.last])
    )


def _region_after(reading: Reading, span: Span) -> tuple[int, int] | None:
    """Return the words of the natural region in which a place is said to be."""
    for first in range(span.last + 1, min(len(reading), span.last + MOST_WORDS)):
        if reading.starts_sentence(first):
            return None
        for last in range(min(len(reading), first + _LONGEST), first, -1):
            if reading.key(first, last) in natural_regions() and _leads_to(reading, span.last, first):
                return first, last
    return None


def _leads_to(reading: Reading, start: int, first: int) -> bool:
    """Return whether the words between a town and a region say that the one is in the other."""
    words = reading.forms[start:first]
    while words and words[-1] in _ARTICLES | {"plein", "pleine"}:
        words = words[:-1]
    if not words or words[-1] not in _INSIDE:
        return False
    return _SAID_BETWEEN.fullmatch("".join(f"{word} " for word in words[:-1])) is not None


def _is_beside_river(reading: Reading, start: int, position: int) -> bool:
    """Return whether the word is said to be a river: « au bord de la Marne », « port sur la Saône »."""
    before = position - 1
    while before > start and reading.forms[before] in _ARTICLES:
        before -= 1
    if reading.forms[before] == "sur" and before >= start:
        return before < position - 1
    if reading.forms[before] not in _OF or before <= start:
        return False
    return not cues.RIVERSIDE.union(("port", "nautique", "fluvial")).isdisjoint(reading.forms[start:before])


def _is_village(index: NameIndex, span: Span) -> bool:
    return bool(span.ids) and index.population.get(span.ids[0], VILLAGE) < VILLAGE


def _named_after(index: NameIndex, reading: Reading, span: Span, key: str) -> tuple[str, ...]:
    """Return the homonyms whose whole name ends by the region or river: Nogent-sur-Marne, Magny-en-Vexin."""
    endings = tuple(f" {link} {key}" for link in ("sur", "en", "au", "de", "du", "sur la", "sur le", "sur l", "les"))
    return tuple(
        id_
        for id_ in _homonyms(index, reading, span)
        if (place := index.territories.get(id_)) is not None and normal_name(place.nom).endswith(endings)
    )


def _inside(index: NameIndex, reading: Reading, span: Span, departements: frozenset[str]) -> tuple[str, ...]:
    """Return the candidates that lie in these départements: of the very name first, else of a longer one."""
    for ids in (span.ids, _homonyms(index, reading, span)):
        found = tuple(id_ for id_ in ids if (place := index.territories.get(id_)) and place.departement in departements)
        if found:
            return found
    return _longer(index, reading, span, departements) if len(span.ids) > 1 else ()


def _longer(index: NameIndex, reading: Reading, span: Span, departements: frozenset[str]) -> tuple[str, ...]:
    """Return the communes of these départements whose name begins so: « Saint-Julien en Médoc »."""
    start = reading.key(span.first, span.last) + " "
    communes = (code for number in departements for code in index.territories.communes_of(f"departement-{number}"))
    longer = (f"commune-{code}" for code in communes if _name(index, code).startswith(start))
    return tuple(sorted(longer, key=lambda id_: (-index.population.get(id_, 0), id_)))


def _name(index: NameIndex, code: str) -> str:
    place = index.territories.get(f"commune-{code}")
    return normal_name(place.nom) if place is not None else ""


def _homonyms(index: NameIndex, reading: Reading, span: Span) -> tuple[str, ...]:
    names = (*span.ids, *index.lookup_all(reading.key(span.first, span.last)))
    return tuple(dict.fromkeys(id_ for id_ in names if id_.startswith("commune-")))
