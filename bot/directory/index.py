"""The search index: who sits where, who covers what, and where everybody is, as arrays.

Built at the end of each import from the stored rows, kept in the database beside them (table `index_recherche`), read
whole into memory by each reader (about 60 bytes per actor). Actors are numbered by merit: position 0 is the freshest and
most complete record, so that « the first ones » of any list are its smallest positions.

Spatial part: actors sorted by bands of latitude, then by longitude. A circle touches a few bands, and in each a
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
    radius: Ints  # positions that work within a radius
    radius_xyz: NDArray[np.float64]
    radius_km: NDArray[np.float64]
    lists: Ints  # the posting lists, one after the other
    bounds: dict[str, tuple[int, int]]  # key -> its slice of `lists`
    twin_numbers: Ints  # rows shown within another one (same establishment, other source)
    twin_positions: Ints
    bits: dict[str, int]
    by_number: Ints = field(init=False)

    def __post_init__(self) -> None:
        top = max(int(self.numbers.max(initial=0)), int(self.twin_numbers.max(initial=0)))
        self.by_number = np.full(top + 1, -1, dtype=np.int32)
        self.by_number[self.numbers] = np.arange(len(self.numbers), dtype=np.int32)
        self.by_number[self.twin_numbers] = self.twin_positions

    def __len__(self) -> int:
        return len(self.numbers)

    def posting(self, key: str) -> Ints:
        """The positions listed under a key (`s:commune-59350` sits, `z:` covers, `x:` sector, `m:` modality)."""
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
        lowest, highest = lat - km / _KM_PER_DEGREE, lat + km / _KM_PER_DEGREE
        widest = min(89.0, max(abs(lowest), abs(highest)))
        span = km / _KM_PER_DEGREE / math.cos(math.radians(widest)) * 1.001
        bands = range(_band(lowest), _band(highest) + 1)
        edges = np.array([[band * 1000 + lon + 180 - span, band * 1000 + lon + 180 + span] for band in bands])
        cuts = np.searchsorted(self.placed_key, edges)
        point = np.array(_xyz(lat, lon))
        found: list[Ints] = []
        distances: list[NDArray[np.float64]] = []
        limit = (2 * math.sin(min(km / EARTH_RADIUS_KM, math.pi) / 2)) ** 2
        for start, stop in cuts:
            if start == stop:
                continue
            difference = self.placed_xyz[start:stop] - point
            chord = np.einsum("ij,ij->i", difference, difference)
            kept = np.flatnonzero(chord <= limit)
            found.append(self.placed[start:stop][kept])
            distances.append(chord[kept])
        if not found:
            return _NOBODY, np.empty(0)
        return np.concatenate(found), 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.concatenate(distances)) / 2)

    def reaching(self, lat: float, lon: float) -> Ints:
        """Positions of the actors whose own radius of action contains the point."""
        difference = self.radius_xyz - np.array(_xyz(lat, lon))
        chord = np.sqrt(np.einsum("ij,ij->i", difference, difference))
        return self.radius[2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1)) <= self.radius_km]

    def twins(self, number: int) -> tuple[int, ...]:
        """The row numbers shown together with row `number`, itself included."""
        position = int(self.by_number[number]) if number < len(self.by_number) else -1
        return self.records(position) if position >= 0 else (number,)

    def records(self, position: int) -> tuple[int, ...]:
        """The row numbers of the actor at `position`: one, or several when sources overlap."""
        start, stop = np.searchsorted(self.twin_positions, [position, position + 1])
        return (int(self.numbers[position]), *(int(number) for number in self.twin_numbers[start:stop]))


def _band(lat: float) -> int:
    return math.floor((lat + 90) * _BANDS_PER_DEGREE)


def _xyz(lat: float, lon: float) -> tuple[float, float, float]:
    phi, theta = math.radians(lat), math.radians(lon)
    return math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)


def unit_vectors(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points on the unit sphere for degrees of latitude and longitude."""
    phi, theta = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=1)


def band_keys(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sort key of points: band of latitude, then longitude."""
    return np.floor((lat + 90) * _BANDS_PER_DEGREE) * 1000 + lon + 180


_ARRAYS = {
    "numbers": np.int32,
    "kinds": np.uint32,
    "placed": np.int32,
    "placed_key": np.float64,
    "placed_xyz": np.float64,
    "radius": np.int32,
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
    return SearchIndex(**arrays, bounds=bounds, bits=keys["bits"])


def kind_bits() -> dict[str, int]:
    """One bit per kind, in the order of the vocabulary file."""
    return {code: 1 << order for order, code in enumerate(kinds())}
