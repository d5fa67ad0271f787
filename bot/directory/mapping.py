"""A file's columns told in YAML: any CSV, spreadsheet or JSON becomes records of the directory without
Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.directory.model import STORED_FIELDS
from bot.directory.readers import Layout, Row
from bot.directory.taxonomy import DATA, sector_code, sectors_of_naf
from bot.directory.text import slug

MAPPINGS = DATA / "correspondances"


class BadMapping(Exception):
    """The mapping file is wrong; the message says where, in French."""


def _naf(value: Any) -> tuple[str, ...]:
    return sectors_of_naf(str(value))


def _fold_id(value: Any) -> str:
    return slug(str(value))


_FINESS_OVERSEAS = {"9A": "971", "9B": "972", "9C": "973", "9D": "974", "9E": "975", "9F": "976"}


def _finess_insee(value: Any) -> str | None:
    """« 59|350 » -> 59350 ; FINESS writes the overseas départements 9A to 9F: « 9D|411 » -> 97411."""
    departement, _, commune = str(value).partition("|")
    departement, commune = departement.strip(), commune.strip()
    if not commune:
        return None
    overseas = _FINESS_OVERSEAS.get(departement)
    return f"{overseas}{commune[-2:]}" if overseas else f"{departement}{commune.zfill(3)}"


def _postal_code_of_line(value: Any) -> str | None:
    """« 59800 LILLE » -> 59800."""
    found = re.match(r"\s*(\d{5})\b", str(value))
    return found.group(1) if found else None


def _market_sectors(value: Any) -> tuple[str, ...]:
    """Sectors of the Marché: their slugs, {"slug"} objects or labels; a NAF code; those we do not know are
    left out.
    """
    items = value if isinstance(value, list | tuple) else re.split(r"[|;,]", str(value))
    found: list[str] = []
    for item in items:
        text = str(item.get("slug") or item.get("name") if isinstance(item, dict) else item).strip()
        code = sector_code(text)
        found.extend([code] if code else sectors_of_naf(text) if re.fullmatch(r"\d\d\.?\d\d[A-Z]", text) else ())
    return tuple(dict.fromkeys(found))


def _market_services(value: Any) -> tuple[str, ...]:
    """Ways of working of the Marché: DISP lends staff, PREST and BUILD deliver."""
    text = " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    table = {"DISP": "mise_a_disposition", "PREST": "prestation", "BUILD": "prestation"}
    return tuple(dict.fromkeys(code for word, code in table.items() if word in text.upper()))


def _first_email(value: Any) -> str:
    """« a@b.fr; c@d.fr » -> a@b.fr, blanks left by a page break removed."""
    return re.sub(r"\s", "", re.split(r"[;,]", str(value))[0])


CONVERSIONS: Mapping[str, Callable[[Any], Any]] = {
    "naf": _naf,
    "identifiant": _fold_id,
    "insee_finess": _finess_insee,
    "code_postal_ligne": _postal_code_of_line,
    "secteurs_marche": _market_sectors,
    "premier_courriel": _first_email,
    "prestations_marche": _market_services,
}


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How one field is filled: columns tried in order, a template, a table, a conversion, a default."""

    colonnes: tuple[str, ...] = ()
    modele: str | None = None
    table: Mapping[str, Any] | None = None
    conversion: str | None = None
    defaut: Any = None

    def read(self, row: Row) -> Any:
        """The value of the field in a row."""
        value: Any = None
        if self.modele is not None:
            value = " ".join(self.modele.format_map(_Blank(row)).split()) or None
        for column in self.colonnes:
            cell = row.get(column)
            if cell not in (None, "", [], ()):
                value = cell
                break
        if value is not None and self.table is not None:
            value = self._translated(value)
        if value is not None and self.conversion is not None:
            value = CONVERSIONS[self.conversion](value)
        return self.defaut if value in (None, "", (), []) else value

    def _translated(self, value: Any) -> Any:
        assert self.table is not None
        if isinstance(value, list | tuple):
            return [self.table.get(str(part), part) for part in value]
        key = str(value).strip()
        return self.table.get(key, self.table.get("*", value))


class _Blank(dict[str, Any]):
    """Cells for a template: an absent or empty one leaves nothing."""

    def __init__(self, row: Row) -> None:
        super().__init__({name: "" if cell is None else cell for name, cell in row.items()})

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class FileMapping:
    """A whole mapping file."""

    source: str | None
    licence: str | None
    layout: Layout
    champs: Mapping[str, FieldRule]
    garder: Mapping[str, frozenset[str]]
    ignorer: Mapping[str, frozenset[str]]

    def keeps(self, row: Row) -> bool:
        """False for the rows that the mapping leaves aside (not errors: other things than actors)."""
        for column, allowed in self.garder.items():
            if str(row.get(column) or "").strip() not in allowed:
                return False
        return not any(str(row.get(column) or "").strip() in left for column, left in self.ignorer.items())

    def record(self, row: Row) -> dict[str, Any]:
        """The raw values of a row, by field."""
        values = {name: rule.read(row) for name, rule in self.champs.items()}
        values.setdefault("source", self.source)
        values.setdefault("licence", self.licence)
        return values

    def columns(self) -> dict[str, str]:
        """For the report: the first column that fills each field."""
        return {name: rule.colonnes[0] for name, rule in self.champs.items() if rule.colonnes}


def load_mapping(path: Path) -> FileMapping:
    """Reads a mapping file. Raises `BadMapping`."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadMapping(f"La correspondance {path.name} est illisible : {str(error).splitlines()[0]}") from error
    if not isinstance(content, dict) or not isinstance(content.get("champs"), dict):
        raise BadMapping(f"La correspondance {path.name} doit contenir une rubrique « champs ».")
    unknown = sorted(set(content["champs"]) - {*STORED_FIELDS, "departement"})
    if unknown:
        raise BadMapping(f"La correspondance {path.name} nomme des champs inconnus : {', '.join(unknown)}.")
    layout = content.get("fichier") or {}
    return FileMapping(
        source=content.get("source"),
        licence=content.get("licence"),
        layout=Layout(
            delimiteur=layout.get("delimiteur"),
            encodage=layout.get("encodage"),
            colonnes=tuple(layout.get("colonnes") or ()),
            feuille=layout.get("feuille"),
        ),
        champs={name: _rule(name, entry, path) for name, entry in content["champs"].items()},
        garder=_filters(content.get("garder")),
        ignorer=_filters(content.get("ignorer")),
    )


def _filters(entry: Any) -> dict[str, frozenset[str]]:
    return {column: frozenset(map(str, values)) for column, values in (entry or {}).items()}


def _rule(name: str, entry: Any, path: Path) -> FieldRule:
    if isinstance(entry, str):
        return FieldRule(colonnes=(entry,))
    if not isinstance(entry, dict):
        raise BadMapping(f"La correspondance {path.name}, champ {name} : donner une colonne ou une règle.")
    conversion = entry.get("conversion")
    if conversion is not None and conversion not in CONVERSIONS:
        raise BadMapping(
            f"La correspondance {path.name}, champ {name} : conversion inconnue « {conversion} » "
            f"(connues : {', '.join(CONVERSIONS)})."
        )
    columns = entry.get("colonnes") or ([entry["colonne"]] if "colonne" in entry else [])
    return FieldRule(
        colonnes=tuple(columns),
        modele=entry.get("modele"),
        table={str(key): value for key, value in entry["table"].items()} if "table" in entry else None,
        conversion=conversion,
        defaut=entry.get("valeur", entry.get("defaut")),
    )
