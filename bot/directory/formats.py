"""The file formats of the `annuaire importer` command: how the rows of each become raw records."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from bot.directory.mapping import MAPPINGS, FileMapping, load_mapping
from bot.directory.model import DATA_INCLUSION_FIELDS, STORED_FIELDS
from bot.directory.readers import BEYOND_HEADER, Layout, Row, UnreadableFile, read_rows
from bot.directory.text import slug

FORMATS = ("auto", "data-inclusion", "annuaire-csv", "le-marche", "service-public", "finess")
SPREADSHEET_COLUMNS = tuple(name for name in STORED_FIELDS if name not in {"lien_source", "accessibilite_lieu"})


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file as raw values by field, ready for `validation.check_record`."""

    fichier: str
    ligne: int
    values: Mapping[str, Any]
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A file recognised: its records, or None for each row left aside because it is no actor.

    `unread` names the columns that nobody asked to leave aside, yet fill no field.
    """

    format: str
    records: Callable[[], Iterator[Record | None]]
    needs_place: bool = False
    unread: tuple[str, ...] = ()
    zones: Callable[[], Iterator[tuple[int, Row]]] | None = None


def recognise(path: Path, asked: str, mapping: FileMapping | None) -> Source:
    """How to read a file, by the format asked or, for « auto », by its own first rows. Raises
    `UnreadableFile`.
    """
    if mapping is not None:
        return _mapped("correspondance", path, mapping)
    kind = _guess(path) if asked == "auto" else asked
    if kind == "data-inclusion":
        if "structure_id" in _first_columns(path, Layout()):
            return Source("services", lambda: iter(()), zones=lambda: read_rows(path))
        return Source(kind, lambda: _direct(path, DATA_INCLUSION_FIELDS))
    if kind == "annuaire-csv":
        unread = tuple(header for header in _first_columns(path, Layout()) if slug(header) not in _FIELD_OF_HEADER)
        return Source(kind, lambda: _spreadsheet(path), needs_place=True, unread=unread)
    if kind == "service-public":
        from bot.directory.service_public import service_public_values

        settings = load_mapping(MAPPINGS / "service-public.yml")
        return Source(kind, lambda: _service_public(path, settings, service_public_values))
    return _mapped(kind, path, load_mapping(MAPPINGS / f"{kind}.yml"))


def _first_columns(path: Path, layout: Layout) -> dict[str, None]:
    """The names of the columns, in their order."""
    columns: dict[str, None] = {}
    for _, row in islice(read_rows(path, layout), 20):
        columns.update(dict.fromkeys(name for name in row if name != BEYOND_HEADER))
    return columns


def _guess(path: Path) -> str:
    columns = set(_first_columns(path, Layout()))
    folded = {slug(column) for column in columns}
    if {"structure_id", "thematiques"} & columns or {"reseaux_porteurs", "date_maj"} <= columns - {"kind"}:
        return "annuaire-csv" if "zone_type" in columns else "data-inclusion"
    if "pivot" in columns:
        return "service-public"
    if {"nofinesset", "structureet", "finess"} & columns or any("etalab" in column for column in columns):
        return "finess"
    if "raison-sociale" in folded or {"presta_type", "kind"} <= columns or {"kind", "siret", "post_code"} <= columns:
        return "le-marche"
    if "nom" in folded and ({"kind", "type", "type-acteur"} & folded):
        return "annuaire-csv"
    if {"source", "id", "nom", "date_maj"} <= columns:
        return "data-inclusion"
    raise UnreadableFile(
        f"Le format de {path.name} n'est pas reconnu (colonnes : {', '.join(sorted(columns)[:8])}). "
        "Préciser --format, ou --correspondance avec un fichier YAML."
    )


def _direct(path: Path, fields: Iterable[str]) -> Iterator[Record]:
    kept = tuple(fields)
    for line, row in read_rows(path):
        yield Record(path.name, line, {name: row.get(name) for name in kept})


_SYNONYMS = {
    "type": "kind",
    "type-d-acteur": "kind",
    "type-de-structure": "kind",
    "nom-de-la-structure": "nom",
    "raison-sociale": "nom",
    "email": "courriel",
    "e-mail": "courriel",
    "adresse-mail": "courriel",
    "mail": "courriel",
    "site": "site_web",
}
_SYNONYMS |= {"zones": "zone_codes", "rayon": "rayon_km", "contact": "contact_nom", "secteur": "secteurs"}
_SYNONYMS |= {
    "modalite": "modalites",
    "cp": "code_postal",
    "ville": "commune",
    "insee": "code_insee",
    "tel": "telephone",
}
_FIELD_OF_HEADER = {slug(name): name for name in SPREADSHEET_COLUMNS} | _SYNONYMS
_FIELD_OF_HEADER |= {"lien-source": "lien_source", "accessibilite-lieu": "accessibilite_lieu"}
_HEADERS = {header.replace("-", " ").replace("_", " "): name for header, name in _FIELD_OF_HEADER.items()}
_ALIKE = 80  # of 100: « telephonne » is like « telephone »


def intended_column(header: str) -> str | None:
    """The column of the project's spreadsheet that an unknown header looks like: « tel fixe » -> telephone."""
    words = slug(header).replace("-", " ")
    found = process.extractOne(words, list(_HEADERS), scorer=fuzz.token_set_ratio, score_cutoff=_ALIKE)
    return None if found is None else _HEADERS[found[0]]


def _spreadsheet(path: Path) -> Iterator[Record]:
    """The project's own columns: header in any case, with spaces or accents; unknown columns are left
    aside.
    """
    columns: dict[str, str] = {}
    for line, row in read_rows(path):
        if not columns:
            columns = {f: header for header in row if (f := _FIELD_OF_HEADER.get(slug(header)))}
        values = {name: row.get(header) for name, header in columns.items()}
        if not values.get("id"):
            told = (values.get("siret"), values.get("kind"), values.get("nom"), values.get("code_postal"))
            values["id"] = slug(" ".join(str(value) for value in told if value))[:80] or None
        yield Record(path.name, line, values, columns)


def _mapped(kind: str, path: Path, mapping: FileMapping) -> Source:
    def records() -> Iterator[Record | None]:
        columns = mapping.columns()
        for line, row in read_rows(path, mapping.layout):
            yield Record(path.name, line, mapping.record(row), columns) if mapping.keeps(row) else None

    return Source(kind, records)


def _service_public(
    path: Path, settings: FileMapping, read: Callable[[Row, FileMapping], dict[str, Any] | None]
) -> Iterator[Record | None]:
    for line, row in read_rows(path):
        values = read(row, settings)
        yield Record(path.name, line, values) if values is not None else None


def zones_by_structure(
    rows: Iterable[tuple[int, Row]],
    refuse: Callable[[int, str, str, str], None],
    check: Callable[[Any], tuple[str, ...]],
) -> dict[str, tuple[str, ...]]:
    """The union of `zone_eligibilite` of the services of each structure; a bad zone is refused, the others
    kept.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for line, row in rows:
        structure = row.get("structure_id")
        if not structure:
            refuse(line, "structure_id", "", "le service ne dit pas sa structure")
            continue
        zones = row.get("zone_eligibilite")
        if isinstance(zones, str) and zones.startswith("["):
            zones = json.loads(zones.replace("'", '"'))
        try:
            found[str(structure)].update(dict.fromkeys(check(zones)))
        except ValueError as error:
            refuse(line, "zone_eligibilite", str(zones), str(error))
    return {structure: tuple(zones) for structure, zones in found.items() if zones}
