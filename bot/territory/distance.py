"""Distances between places."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Protocol

EARTH_RADIUS_KM = 6371.0088  # mean radius (IUGG)


class Located(Protocol):
    """Anything with a centre, such as a `Territory`."""

    @property
    def lat(self) -> float | None: ...

    @property
    def lon(self) -> float | None: ...


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance in km between two (latitude, longitude) points (haversine)."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))


def distance_km(a: Located | tuple[float, float], b: Located | tuple[float, float]) -> float | None:
    """Return the distance in km between two territories or (latitude, longitude) points.

    None when one of them has no known centre (the whole of France, uninhabited lands).
    """
    first, second = _point(a), _point(b)
    return None if first is None or second is None else kilometres(first, second)


def _point(place: Located | tuple[float, float]) -> tuple[float, float] | None:
    if isinstance(place, tuple):
        return place
    return None if place.lat is None or place.lon is None else (place.lat, place.lon)
