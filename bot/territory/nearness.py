"""A place said by the one beside it: « Beaumont à côté de Clermont-Ferrand », « Mer, entre Blois et Beaugency ».

The place that only says where another stands is no answer to « où ? »: it decides between the homonyms of the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.territory.distance import Located, distance_km
from bot.territory.index import NameIndex
from bot.territory.reading import TOWNS, Reading, Span
from bot.territory.tables import TABLES

NEAR_KM = 45.0  # farther than that, nobody says that a town is near another: the two are two places
TOWN, VILLAGE = 5_000, 10  # inhabitants of a town, and how many times fewer a village has
MOST_WORDS = 8  # words between a town and the one it is near
Point = Located | tuple[float, float] | None
_SAID = (
    r"(?:(?:juste|tout|toute|dans|c|est|qui|se|trouve|situee?|donc|euh|la|le|l|petite?|commune|ville|village|coin"
    r"|frontiere|belge|suisse|allemande|espagnole|italienne|luxembourgeoise|a(?= la frontiere)) )*"
)
_OF = r"(?: (?:de|d|du|des))(?: (?:la|le|les|l|chez))*(?: l?(?:aeroport|gare)(?: (?:de|d|du))?)?"
_NEAR = re.compile(
    _SAID + r"(?:a (?:\w+ )?cote|pres|proche|a proximite|non loin|pas (?:tres |trop |si |bien )?loin|aux? portes?"
    r"|a la porte|voisine?|limitrophe|aux (?:alentours|environs)|en (?:proche )?(?:banlieue|peripherie))" + _OF
)
_PERHAPS_NEAR = re.compile(_SAID + r"(?:vers|cote|du cote" + _OF + r")(?: (?:la|le|les|l))?")
_AREA_OF = re.compile(_SAID + r"(?:arriere )?(?:pays|bassin|secteur|region|banlieue|peripherie|plaine|littoral) (\w+)")
_BETWEEN = re.compile(_SAID + "entre(?: (?:la|le|les|l))?")
_SIZE = re.compile(
    r"(?:le|la|les|celui|celle) (?:plus |tres |tout |toute )?(grande?s?|gros|grosse|vraie?|petite?|ville)\b"
)


def place_by_neighbours(reading: Reading, index: NameIndex, spans: list[Span]) -> list[Span]:
    """Return the spans without those that only say where the one before stands, which they decide."""
    if not spans or (len(spans) == 1 and len(spans[0].ids) < 2):
        return spans
    certain = [span for span in spans if not span.weak and span.ids]
    kept: list[Span] = []
    reached = 0  # words read: the places that decided another one stand before it
    for span in spans:
        if span.first < reached:
            continue
        if span.typed and not span.ids:
            span = replace(span, ids=_heard_towns(index, span.typed))
        marks = _marks(reading, span, [other for other in certain if other.first >= span.last][:2])
        points: Sequence[Point] = [index.territories.get(mark.ids[0]) for mark in marks]
        if not marks and len(span.ids) > 1 and span.kind == "commune":
            points = _said_around(reading, index, span)
        chosen = _closest(reading, index, span, points) if points else _said_size(reading, index, span)
        chosen = chosen or _with_landmark(reading, span)
        if chosen is not None:
            span = span.stretched(span.first, span.last, (chosen,))
            reached = marks[-1].last if marks else reached
        kept.append(span)
    return kept


def _heard_towns(index: NameIndex, typed: str) -> tuple[str, ...]:
    """Return the towns whose name sounds like a word: « a tremblé à côté de Roissy »."""
    ids = (id_ for name in index.fuzzy.same_sound(typed) for id_ in index.lookup(name))
    return tuple(id_ for id_ in ids if id_.startswith("commune-") and index.population.get(id_, 0) >= TOWN)


def _marks(reading: Reading, span: Span, following: list[Span]) -> list[Span]:
    """Return, of the two places that follow a place, those that the words after it say it is near, or between."""
    if span.kind not in TOWNS or not span.ids or (span.weak and not span.located) or not _can_mark(following[:1]):
        return []
    words = reading.forms[span.last : following[0].first]
    if not 0 < len(words) <= MOST_WORDS:
        return []
    said = " ".join(words)
    if _NEAR.fullmatch(said) or (len(span.ids) > 1 and _PERHAPS_NEAR.fullmatch(said)):
        return following[:1]
    if _BETWEEN.fullmatch(said) and _can_mark(following[1:]):
        linked = reading.forms[following[0].last : following[1].first]
        return following if linked[:1] == ["et"] and len(linked) <= 2 else []
    return []


def _can_mark(spans: list[Span]) -> bool:
    return bool(spans) and spans[0].kind in TOWNS


def _said_around(reading: Reading, index: NameIndex, span: Span) -> Sequence[Point]:
    """Return what else says where a homonym stands: « à côté de Bâle », « dans l'arrière-pays niçois »."""
    said = " ".join(reading.forms[span.last : span.last + MOST_WORDS])
    near = _NEAR.match(said)
    if near:
        abroad = _abroad().get(said[near.end() :].strip().partition(" ")[0])
        return [abroad] if abroad else []
    area = _AREA_OF.match(said)
    if area is None:
        return []
    feminine = (f"metropole {area[1]}{ending}" for ending in ("", "e", "ne"))
    ids = next((found for key in feminine if (found := index.lookup(key))), ())
    return [index.territories.get(ids[0])] if ids else []


def _said_size(reading: Reading, index: NameIndex, span: Span) -> str | None:
    """Return the homonym told by its size: « St-Nazaire, le grand », « Valence, la petite »."""
    if len(span.ids) < 2 or span.kind != "commune":
        return None
    said = _SIZE.match(" ".join(reading.forms[span.last : span.last + 4]))
    towns = sorted((id_ for id_ in span.ids if id_ in index.population), key=lambda id_: -index.population[id_])
    if said is None or not towns:
        return None
    if said[1] == "ville":
        return towns[0]
    if len(towns) < 2:
        return None
    if said[1].startswith(("gr", "v")):
        return towns[0]
    return towns[1] if len(towns) == 2 else None


def _with_landmark(reading: Reading, span: Span) -> str | None:
    """Return the homonym that a well-known spot named in the message is in: « Clermont, place de Jaude »."""
    if len(span.ids) < 2 or span.kind != "commune":
        return None
    said = f" {' '.join(reading.forms)} "
    return next((id_ for spot, id_ in _landmarks().items() if id_ in span.ids and f" {spot} " in said), None)


@lru_cache(maxsize=1)
def _landmarks() -> dict[str, str]:
    """Return the communes of well-known places, squares and buildings, by their folded names."""
    lines = (TABLES / "reperes.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def _abroad() -> dict[str, Point]:
    """Return the (latitude, longitude) of the foreign towns that are near the border."""
    lines = (TABLES / "voisins.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {name: (float(lat), float(lon)) for name, lat, lon in rows}


def _closest(reading: Reading, index: NameIndex, span: Span, points: Sequence[Point]) -> str | None:
    """Return the candidate nearest to the points: of the very name first, else of a longer or hidden one."""
    tiers = [span.ids]
    if span.kind == "commune" and not span.settled:
        tiers.append(tuple(dict.fromkeys(other for id_ in span.ids for other in index.homonyms(id_))))
        tiers.append(index.lookup_all(reading.key(span.first, span.last)))
    for ids in tiers:
        near = {id_: far for id_ in ids if (far := _farthest(index, id_, points)) <= NEAR_KM}
        if near:
            largest = max(index.population.get(id_, 0) for id_ in near)
            least = largest / VILLAGE if largest >= TOWN else 0  # a town is meant, rather than a village nearer
            return min((id_ for id_ in near if index.population.get(id_, 0) >= least), key=lambda id_: near[id_])
    return None


def _farthest(index: NameIndex, id_: str, points: Sequence[Point]) -> float:
    """Return how far the farthest of the points is, in km; beyond `NEAR_KM` when it cannot be told."""
    place = index.territories.get(id_)
    distances = [distance_km(place, point) if place and point and place != point else None for point in points]
    return max(NEAR_KM + 1 if distance is None else distance for distance in distances)
