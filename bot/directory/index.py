"""The search index: who sits where, who covers what, and where everybody is, as arrays.

Built at the end of each import from the stored rows, kept in the database beside them (table
`index_recherche`), read
whole into memory by each reader (about 60 bytes per actor). Actors are numbered by merit: position 0 is the
freshest and
most complete record, so that « the first ones » of any list are its smallest positions.

Spatial part: actors sorted by bands of latitude, then by longitude. A circle touches a few bands, and in
each a
contiguous slice found by bisection.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from bot.directory.schema import index_recherche
from bot.directory.taxonomy import kinds, kinds_of_type

EARTH_RADIUS_KM = 6371.0088
_BANDS_PER_DEGREE = 10
_BAND_STEP = 1_000.0
_CLASS_STEP = 1e7
RADIUS_CLASSES = (15.0, 30.0, 60.0, 150.0, 1_000.0)
"""Actors with a radius of action are filed by its size (km), so that few are looked at for one point."""
_KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180

Ints = NDArray[np.int32]
_NOBODY: Ints = np.empty(0, dtype=np.int32)


@dataclass(slots=True)
class SearchIndex:
    """Arrays over actors; « position » is an actor's number by merit."""

    numbers: Ints  # row number, by position
    kinds: NDArray[np.uint32]  # one bit per kind, by position
    placed: Ints  # positions that have coordinates, sorted by (band, longitude)
    placed_key: NDArray[np.float64]
    placed_xyz: NDArray[np.float64]
    radius: Ints  # positions that work within a radius, sorted by (class of radius, band, longitude)
    radius_key: NDArray[np.float64]
    radius_xyz: NDArray[np.float64]
    radius_km: NDArray[np.float64]
    lists: Ints  # the posting lists, one after the other
    bounds: dict[str, tuple[int, int]]  # key -> its slice of `lists`
    twin_numbers: Ints  # rows shown within another one (same establishment, other source)
    twin_positions: Ints
    bits: dict[str, int]
    words: tuple[str, ...] = ()  # of the names, sorted
    by_number: Ints = field(init=False)
    radius_chord: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        self.radius_chord = _chord(self.radius_km)
        top = max(int(self.numbers.max(initial=0)), int(self.twin_numbers.max(initial=0)))
        self.by_number = np.full(top + 1, -1, dtype=np.int32)
        self.by_number[self.numbers] = np.arange(len(self.numbers), dtype=np.int32)
        self.by_number[self.twin_numbers] = self.twin_positions

    def __len__(self) -> int:
        return len(self.numbers)

    def posting(self, key: str) -> Ints:
        """The positions listed under a key (`s:commune-59350` sits, `z:` covers, `x:` sector, `m:`
        modality).
        """
        bound = self.bounds.get(key)
        return _NOBODY if bound is None else self.lists[bound[0] : bound[1]]

    def postings(self, keys: Iterable[str]) -> list[Ints]:
        """The non-empty lists of several keys."""
        bounds = self.bounds
        return [self.lists[slice(*bounds[key])] for key in keys if key in bounds]

    def mask_of(self, types: Iterable[str]) -> int:
        """The kind bits that answer any of the types asked for."""
        return sum(self.bits.get(kind, 0) for kind in {k for asked in types for k in kinds_of_type(asked)})

    def within(self, lat: float, lon: float, km: float) -> tuple[Ints, NDArray[np.float64]]:
        """Positions of the actors within `km` of a point, with their distances in km."""
        point = np.array(_xyz(lat, lon))
        limit = float(_chord(np.array(km)))
        found: list[Ints] = []
        chords: list[NDArray[np.float64]] = []
        for start, stop in _slices(self.placed_key, lat, lon, km):
            chord = _squared_distance(self.placed_xyz[start:stop], point)
            kept = np.flatnonzero(chord <= limit)
            found.append(self.placed[start:stop][kept])
            chords.append(chord[kept])
        if not found:
            return _NOBODY, np.empty(0)
        return np.concatenate(found), 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.concatenate(chords)) / 2)

    def reaching(self, lat: float, lon: float) -> list[Ints]:
        """Positions of the actors whose own radius of action contains the point, in several lists."""
        point = np.array(_xyz(lat, lon))
        found: list[Ints] = []
        for order, widest in enumerate(RADIUS_CLASSES):
            # Whole bands: one slice per class costs less than a narrower slice in each band.
            reach = widest / _KM_PER_DEGREE * 1.001
            edges = np.array([_band(lat - reach), _band(lat + reach) + 1]) * _BAND_STEP + order * _CLASS_STEP
            start, stop = np.searchsorted(self.radius_key, edges)
            if start < stop:
                near = _squared_distance(self.radius_xyz[start:stop], point) <= self.radius_chord[start:stop]
                found.append(self.radius[start:stop][near])
        return found

    def twins(self, number: int) -> tuple[int, ...]:
        """The row numbers shown together with row `number`, itself included."""
        position = int(self.by_number[number]) if number < len(self.by_number) else -1
        return self.records(position) if position >= 0 else (number,)

    def records(self, position: int) -> tuple[int, ...]:
        """The row numbers of the actor at `position`: one, or several when sources overlap."""
        start, stop = np.searchsorted(self.twin_positions, [position, position + 1])
        return (int(self.numbers[position]), *(int(number) for number in self.twin_numbers[start:stop]))


def _slices(keys: NDArray[np.float64], lat: float, lon: float, km: float) -> list[tuple[int, int]]:
    """The non-empty slices of sorted keys that hold every point within `km`: one per band of latitude."""
    reach = km / _KM_PER_DEGREE * 1.001
    lowest, highest = lat - reach, lat + reach
    span = reach / math.cos(math.radians(min(89.0, max(abs(lowest), abs(highest)))))
    bands = np.arange(_band(lowest), _band(highest) + 1) * _BAND_STEP + lon + 180
    starts, stops = np.searchsorted(keys, bands - span), np.searchsorted(keys, bands + span, side="right")
    return [(start, stop) for start, stop in zip(starts.tolist(), stops.tolist(), strict=True) if start < stop]


def _squared_distance(points: NDArray[np.float64], point: NDArray[np.float64]) -> NDArray[np.float64]:
    difference = points - point
    return np.einsum("ij,ij->i", difference, difference)


def _chord(km: NDArray[np.float64]) -> NDArray[np.float64]:
    """The squared straight distance, on the unit sphere, that corresponds to a distance on the ground."""
    return (2 * np.sin(np.minimum(km / EARTH_RADIUS_KM, math.pi) / 2)) ** 2


def radius_class(km: NDArray[np.float64]) -> NDArray[np.intp]:
    """The class of a radius of action: the first of `RADIUS_CLASSES` that is not smaller."""
    return np.minimum(np.searchsorted(RADIUS_CLASSES, km), len(RADIUS_CLASSES) - 1)


def _band(lat: float) -> int:
    return math.floor((lat + 90) * _BANDS_PER_DEGREE)


def _xyz(lat: float, lon: float) -> tuple[float, float, float]:
    phi, theta = math.radians(lat), math.radians(lon)
    return math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)


def unit_vectors(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points on the unit sphere for degrees of latitude and longitude."""
    phi, theta = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=1)


def band_keys(
    lat: NDArray[np.float64], lon: NDArray[np.float64], radius_classes: NDArray[np.intp] | int = 0
) -> NDArray[np.float64]:
    """The sort key of points: class of radius, band of latitude, longitude."""
    return np.floor((lat + 90) * _BANDS_PER_DEGREE) * _BAND_STEP + radius_classes * _CLASS_STEP + lon + 180


_ARRAYS = {
    "numbers": np.int32,
    "kinds": np.uint32,
    "placed": np.int32,
    "placed_key": np.float64,
    "placed_xyz": np.float64,
    "radius": np.int32,
    "radius_key": np.float64,
    "radius_xyz": np.float64,
    "radius_km": np.float64,
    "lists": np.int32,
    "twin_numbers": np.int32,
    "twin_positions": np.int32,
}


def save_index(connection: Connection, index: SearchIndex) -> None:
    """Writes the index in place of the former one."""
    rows = [{"nom": name, "donnees": getattr(index, name).astype(kind).tobytes()} for name, kind in _ARRAYS.items()]
    keys = {"bornes": list(index.bounds.items()), "bits": index.bits}
    rows.append({"nom": "cles", "donnees": json.dumps(keys, separators=(",", ":")).encode()})
    rows.append({"nom": "mots", "donnees": "\n".join(index.words).encode()})
    connection.execute(sa.delete(index_recherche))
    for row in rows:
        connection.execute(sa.insert(index_recherche).values(**row))


def load_index(connection: Connection) -> SearchIndex:
    """Reads the index; an empty one when nothing was ever imported."""
    stored = {row.nom: bytes(row.donnees) for row in connection.execute(sa.select(index_recherche))}
    keys = json.loads(stored.get("cles", b'{"bornes": [], "bits": {}}'))
    arrays = {name: np.frombuffer(stored.get(name, b""), dtype=kind) for name, kind in _ARRAYS.items()}
    for name in ("placed_xyz", "radius_xyz"):
        arrays[name] = arrays[name].reshape(-1, 3)
    bounds = {key: (start, stop) for key, (start, stop) in keys["bornes"]}
    words = tuple(stored.get("mots", b"").decode().split("\n"))
    return SearchIndex(**arrays, bounds=bounds, bits=keys["bits"], words=words)


def kind_bits() -> dict[str, int]:
    """One bit per kind, in the order of the vocabulary file."""
    return {code: 1 << order for order, code in enumerate(kinds())}
