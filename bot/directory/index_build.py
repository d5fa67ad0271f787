"""Building the search index from the stored rows: one pass, compact arrays, twins of several sources
merged.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from bot.directory.index import SearchIndex, band_keys, kind_bits, radius_class, unit_vectors
from bot.directory.model import Actor, merge_duplicates
from bot.directory.schema import acteurs, from_row
from bot.directory.taxonomy import kinds_of_networks
from bot.territory import territories

_COLUMNS = [
    "num",
    "recherche",
    "code_insee",
    "code_postal",
    "departement",
    "latitude",
    "longitude",
    "kind",
    "reseaux_porteurs",
    "secteurs",
    "modalites",
    "zone_type",
    "zone_codes",
    "rayon_km",
    "fraicheur",
    "completude",
]


class IndexBuilder:
    """Collects rows, then sorts everything by merit."""

    def __init__(self) -> None:
        self._bits = kind_bits()
        self._numbers = array("i")
        self._kinds = array("I")
        self._dates = array("i")
        self._completeness = array("i")
        self._lat = array("d")
        self._lon = array("d")
        self._radius = array("d")
        self._postings: dict[str, array[int]] = defaultdict(lambda: array("i"))
        self._twins: list[tuple[int, int]] = []
        self._words: set[str] = set()
        self._centres: dict[str, tuple[float, float]] = {}

    def build(self, connection: Connection) -> SearchIndex:
        """The index of all rows that `connection` sees."""
        groups = _groups(connection)
        # Sorted by name so that ties of freshness and completeness come out in the same order on every
        # database.
        order = [_bytewise(acteurs.c[name], connection) for name in ("recherche", "source", "id")]
        query = sa.select(*(acteurs.c[name] for name in _COLUMNS)).order_by(*order)
        for row in connection.execute(query, execution_options={"yield_per": 5_000}):
            self._words.update(word for word in row.recherche.split() if word.isalpha())
            group = groups.get(row.num)
            if group is None:
                self._add(row.num, row._mapping)
            elif group.first == row.num:
                self._add(row.num, group.merged)
                self._twins.extend((len(self._numbers) - 1, number) for number in group.others)
        return self._finish()

    def _add(self, number: int, row: Mapping[str, Any]) -> None:
        place = len(self._numbers)
        self._numbers.append(number)
        self._kinds.append(self._kind_mask(row["kind"], row["reseaux_porteurs"]))
        self._dates.append(int(row["fraicheur"].replace("-", "")))
        self._completeness.append(row["completude"])
        lat, lon = self._point(row)
        self._lat.append(lat)
        self._lon.append(lon)
        self._radius.append(row["rayon_km"] or np.nan if row["zone_type"] == "rayon" else np.nan)
        postings = self._postings
        if row["code_insee"]:
            postings[f"s:commune-{row['code_insee']}"].append(place)
        if row["departement"]:
            postings[f"s:departement-{row['departement']}"].append(place)
        if row["zone_type"] == "france":
            postings["z:france"].append(place)
        elif row["zone_type"] == "zones" and row["zone_codes"]:
            for code in set(json.loads(row["zone_codes"])):
                postings[f"z:{code}"].append(place)
        for prefix, column in (("x", "secteurs"), ("m", "modalites")):
            if row[column]:
                for code in set(json.loads(row[column])):
                    postings[f"{prefix}:{code}"].append(place)

    def _kind_mask(self, kind: str | None, networks: str | None) -> int:
        mask = self._bits.get(kind or "", 0)
        if networks and kind != "facilitateur":
            for other in kinds_of_networks(tuple(json.loads(networks))):
                mask |= self._bits[other]
        return mask

    def _point(self, row: Mapping[str, Any]) -> tuple[float, float]:
        if row["latitude"] is not None and row["longitude"] is not None:
            return row["latitude"], row["longitude"]
        if row["code_insee"]:
            place = f"commune-{row['code_insee']}"
        elif row["code_postal"]:
            place = f"code_postal-{row['code_postal']}"
        else:
            return np.nan, np.nan
        if place not in self._centres:
            territory = territories().get(place)
            if territory is None or territory.lat is None or territory.lon is None:
                self._centres[place] = (np.nan, np.nan)
            else:
                self._centres[place] = (territory.lat, territory.lon)
        return self._centres[place]

    def _finish(self) -> SearchIndex:
        places = np.arange(len(self._numbers))
        by_merit = np.lexsort((places, -_ints(self._completeness), -_ints(self._dates)))
        position = np.empty(len(places), dtype=np.int32)
        position[by_merit] = places
        lat, lon = np.frombuffer(self._lat, dtype=np.float64), np.frombuffer(self._lon, dtype=np.float64)
        located = np.flatnonzero(~np.isnan(lat))
        keys = band_keys(lat[located], lon[located])
        sorted_by_key = np.argsort(keys, kind="stable")
        located = located[sorted_by_key]
        radius = np.frombuffer(self._radius, dtype=np.float64)
        reaching = np.flatnonzero(~np.isnan(radius) & ~np.isnan(lat))
        radius_keys = band_keys(lat[reaching], lon[reaching], radius_class(radius[reaching]))
        by_radius = np.argsort(radius_keys, kind="stable")
        reaching = reaching[by_radius]
        bounds: dict[str, tuple[int, int]] = {}
        lists = np.empty(sum(map(len, self._postings.values())), dtype=np.int32)
        at = 0
        for key in sorted(self._postings):
            listed = self._postings.pop(key)
            bounds[key] = (at, at + len(listed))
            lists[at : at + len(listed)] = np.sort(position[_ints(listed)])
            at += len(listed)
        twins = np.array(sorted((int(position[place]), number) for place, number in self._twins), dtype=np.int32)
        twins = twins.reshape(-1, 2)
        return SearchIndex(
            numbers=_ints(self._numbers)[by_merit],
            kinds=np.frombuffer(self._kinds, dtype=np.uint32)[by_merit],
            placed=position[located],
            placed_key=keys[sorted_by_key],
            placed_xyz=unit_vectors(lat[located], lon[located]),
            radius=position[reaching],
            radius_key=radius_keys[by_radius],
            radius_xyz=unit_vectors(lat[reaching], lon[reaching]),
            radius_km=radius[reaching],
            lists=lists,
            bounds=bounds,
            twin_numbers=np.ascontiguousarray(twins[:, 1]),
            twin_positions=np.ascontiguousarray(twins[:, 0]),
            bits=self._bits,
            words=tuple(sorted(self._words)),
        )


class _Group:
    """The records of one establishment known by several sources."""

    def __init__(self, rows: list[Mapping[str, Any]]) -> None:
        actors = [(from_row(row), row) for row in rows]
        best: Actor = merge_duplicates([actor for actor, _ in actors])
        first = next(row for actor, row in actors if (actor.source, actor.id) == (best.source, best.id))
        self.first: int = first["num"]
        self.others: list[int] = sorted(row["num"] for row in rows if row["num"] != self.first)
        lists = ("reseaux_porteurs", "secteurs", "modalites", "zone_codes")
        self.merged: dict[str, Any] = {name: json.dumps(getattr(best, name)) for name in lists if getattr(best, name)}
        for name in lists:
            self.merged.setdefault(name, None)
        for name in ("code_insee", "code_postal", "latitude", "longitude", "kind", "zone_type", "rayon_km"):
            self.merged[name] = getattr(best, name)
        self.merged["fraicheur"], self.merged["completude"] = best.fraicheur, best.completude
        placed = next((row for actor, row in actors if actor.code_insee == best.code_insee), first)
        self.merged["departement"] = placed["departement"]


def _groups(connection: Connection) -> dict[int, _Group]:
    """Rows that share SIRET and kind with a row of another source, by row number."""
    shared = (
        sa.select(acteurs.c.siret, acteurs.c.kind)
        .where(acteurs.c.siret.is_not(None), acteurs.c.kind.is_not(None))
        .group_by(acteurs.c.siret, acteurs.c.kind)
        .having(sa.func.count(sa.distinct(acteurs.c.source)) > 1)
        .subquery()
    )
    same = sa.and_(acteurs.c.siret == shared.c.siret, acteurs.c.kind == shared.c.kind)
    rows_by_key: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in connection.execute(sa.select(acteurs).join(shared, same)).mappings():
        rows_by_key[row["siret"], row["kind"]].append(row)
    groups = (_Group(rows) for rows in rows_by_key.values())
    return {number: group for group in groups for number in (group.first, *group.others)}


def _bytewise(column: sa.Column[Any], connection: Connection) -> Any:
    return column.collate("C") if connection.dialect.name == "postgresql" else column


def _ints(values: array[int]) -> NDArray[np.int32]:
    return np.frombuffer(values, dtype=np.int32) if len(values) else np.empty(0, dtype=np.int32)
