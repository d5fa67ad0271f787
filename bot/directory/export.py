"""Writing the directory out: pure data·inclusion v1, the project's own CSV, GeoJSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from bot.directory.formats import SPREADSHEET_COLUMNS
from bot.directory.model import DATA_INCLUSION_FIELDS, LIST_FIELDS, Actor
from bot.directory.store import Store
from bot.directory.taxonomy import kinds
from bot.territory import territories

EXPORT_FORMATS = ("data-inclusion", "csv", "geojson")


def export(store: Store, path: Path, format: str) -> int:
    """Writes every record to `path` and returns how many were written (GeoJSON leaves out those without a
    point).

    The file appears whole or not at all.
    """
    writers = {"data-inclusion": _write_data_inclusion, "csv": _write_csv, "geojson": _write_geojson}
    part = path.with_name(path.name + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with store.reading() as connection, part.open("w", encoding="utf-8", newline="") as stream:
        written = writers[format](stream, store.all_actors(connection))
    part.replace(path)
    return written


def to_data_inclusion(actor: Actor) -> dict[str, Any]:
    """A record as a data·inclusion v1 `structure`: its fields only, network told from the kind when none is
    given.
    """
    record: dict[str, Any] = {name: getattr(actor, name) for name in DATA_INCLUSION_FIELDS}
    record["id"] = actor.identifiant
    kind = kinds().get(actor.kind or "")
    networks = list(actor.reseaux_porteurs) or ([kind.reseau_export] if kind and kind.reseau_export else [])
    record["reseaux_porteurs"] = networks or None
    if record["description"] is not None:
        text = record["description"].strip()[:10_000]
        record["description"] = text if len(text) >= 5 else None
    return record


def to_feature(actor: Actor) -> dict[str, Any] | None:
    """A record as a GeoJSON point, the centre of its commune when it has no coordinates; None without
    either.
    """
    point = (actor.longitude, actor.latitude)
    commune = territories().get(f"commune-{actor.code_insee}") if actor.code_insee else None
    approximate = point[0] is None or point[1] is None
    if approximate and commune is not None:
        point = (commune.lon, commune.lat)
    if point[0] is None or point[1] is None:
        return None
    properties = {name: _plain(actor, name) for name in SPREADSHEET_COLUMNS if name not in ("longitude", "latitude")}
    properties |= {
        "identifiant": actor.identifiant,
        "type_acteur": actor.type_acteur,
        "point_approche": approximate,
    }
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(point)},
        "properties": properties,
    }


def to_cells(actor: Actor) -> dict[str, Any]:
    """A record as a row of the project's own spreadsheet, ready to be imported again."""
    row = {name: _plain(actor, name) for name in SPREADSHEET_COLUMNS}
    cells = {name: "|".join(value) if isinstance(value, list) else value for name, value in row.items()}
    return cells | {"fictif": "oui" if actor.fictif else "non"}


def _plain(actor: Actor, name: str) -> Any:
    value = getattr(actor, name)
    return list(value) if name in LIST_FIELDS else value


def _write_data_inclusion(stream: IO[str], actors: Iterable[Actor]) -> int:
    return _write_list(stream, "[", map(to_data_inclusion, actors), "]\n")


def _write_geojson(stream: IO[str], actors: Iterable[Actor]) -> int:
    features: Iterator[dict[str, Any]] = (feature for actor in actors if (feature := to_feature(actor)) is not None)
    return _write_list(stream, '{"type": "FeatureCollection", "features": [', features, "]}\n")


def _write_list(stream: IO[str], opening: str, records: Iterable[dict[str, Any]], closing: str) -> int:
    written = 0
    stream.write(opening)
    for record in records:
        stream.write((",\n" if written else "\n") + json.dumps(record, ensure_ascii=False))
        written += 1
    stream.write(("\n" if written else "") + closing)
    return written


def _write_csv(stream: IO[str], actors: Iterable[Actor]) -> int:
    writer = csv.DictWriter(stream, SPREADSHEET_COLUMNS)
    writer.writeheader()
    written = 0
    for actor in actors:
        writer.writerow(to_cells(actor))
        written += 1
    return written
