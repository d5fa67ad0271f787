"""Importing files into the directory: all in one transaction, each bad row reported, what changed counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as with_changes
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.directory.formats import Record, Source, recognise, zones_by_structure
from bot.directory.mapping import load_mapping
from bot.directory.readers import UnreadableFile
from bot.directory.schema import acteurs, to_row
from bot.directory.store import Store
from bot.directory.validation import check_record, with_zones
from bot.directory.values import read_zones

_CHUNK = 2_000
_MAX_DETAILS = 10_000


class StrictRefusal(Exception):
    """--strict met a bad row: nothing was imported."""


@dataclass(slots=True)
class Report:
    """What an import did. `refusees` lists at most 10 000 problems; `lignes_refusees` counts every bad row;
    `colonnes_non_lues` names the columns that fill no field, by file.
    """

    lues: int = 0
    ajoutees: int = 0
    modifiees: int = 0
    inchangees: int = 0
    supprimees: int = 0
    ignorees: int = 0
    lignes_refusees: int = 0
    refusees: list[dict[str, Any]] = field(default_factory=list)
    colonnes_non_lues: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def refuse(self, fichier: str, ligne: int, problems: Iterable[tuple[str, str, str]]) -> None:
        """Adds a bad row with its problems (column, value, reason)."""
        self.lignes_refusees += 1
        for colonne, valeur, raison in problems:
            if len(self.refusees) < _MAX_DETAILS:
                self.refusees.append(
                    {
                        "fichier": fichier,
                        "ligne": ligne,
                        "colonne": colonne,
                        "valeur": valeur,
                        "raison": raison,
                    }
                )

    def as_dict(self) -> dict[str, Any]:
        """The report as the command writes it (contract/annuaire.md), with two more counts and the unread columns."""
        return {
            "lues": self.lues,
            "ajoutees": self.ajoutees,
            "modifiees": self.modifiees,
            "inchangees": self.inchangees,
            "supprimees": self.supprimees,
            "ignorees": self.ignorees,
            "lignes_refusees": self.lignes_refusees,
            "refusees": self.refusees,
            "colonnes_non_lues": {name: list(columns) for name, columns in self.colonnes_non_lues.items()},
        }


@dataclass(frozen=True, slots=True)
class Options:
    """How to import. `source` renames the source of every record."""

    format: str = "auto"
    correspondance: Path | None = None
    source: str | None = None
    strict: bool = False
    simuler: bool = False


class _Simulated(Exception):
    """Rolls a simulated import back."""


def import_files(
    store: Store,
    paths: Sequence[Path],
    options: Options | None = None,
    progress: Callable[[Report], None] | None = None,
) -> Report:
    """Imports files; records of the same sources that are in none of them are removed.

    Everything happens in one transaction: readers keep seeing the former directory until the end, and an
    error or a
    crash leaves it whole. A refused row whose id is known keeps its former record. Raises `UnreadableFile`,
    `BadMapping`, `StrictRefusal`, `DirectoryUnavailable`; nothing is changed then.
    """
    options = options or Options()
    mapping = load_mapping(options.correspondance) if options.correspondance else None
    sources = [(path, recognise(path, options.format, mapping)) for path in paths]
    report = Report()
    zones = _service_zones(sources, report)
    try:
        with store.writing() as connection:
            run = _Run(connection, report, options, zones)
            for path, source in sources:
                run.take(path, source, progress)
            run.finish()
            if not report.lues:
                raise UnreadableFile("Aucune ligne à importer dans ce fichier.")
            if options.strict and report.lignes_refusees:
                raise StrictRefusal
            if options.simuler:
                raise _Simulated
            if report.ajoutees or report.modifiees or report.supprimees:
                store.reindex(connection)
    except _Simulated:
        pass
    except StrictRefusal as error:
        error.args = (report,)
        raise
    return report


def _service_zones(sources: Sequence[tuple[Path, Source]], report: Report) -> dict[str, tuple[str, ...]]:
    zones: dict[str, tuple[str, ...]] = {}
    for path, source in sources:
        if source.zones is not None:

            def refuse(line: int, column: str, value: str, reason: str, name: str = path.name) -> None:
                report.refuse(name, line, [(column, value, reason)])

            zones.update(zones_by_structure(source.zones(), refuse, read_zones))
    return zones


class _Run:
    """The state of one import."""

    def __init__(
        self, connection: Connection, report: Report, options: Options, zones: dict[str, tuple[str, ...]]
    ) -> None:
        self._connection = connection
        self._report = report
        self._options = options
        self._zones = zones
        self._next: int = (connection.execute(sa.select(sa.func.max(acteurs.c.num))).scalar() or 0) + 1
        self._seen = bytearray(self._next)
        self._sources: set[str] = set()

    def take(self, path: Path, source: Source, progress: Callable[[Report], None] | None) -> None:
        """Imports one file."""
        if source.unread:
            self._report.colonnes_non_lues[path.name] = source.unread
        records = source.records()
        while chunk := list(islice(records, _CHUNK)):
            self._store_chunk(self._valid(chunk, path.stem, source.needs_place))
            if self._options.strict and self._report.lignes_refusees:
                raise StrictRefusal
            if progress is not None:
                progress(self._report)

    def _valid(
        self, chunk: list[Record | None], stem: str, needs_place: bool
    ) -> Iterator[tuple[Record, dict[str, Any] | None]]:
        """Records with their rows; a bad one has no row and is reported."""
        for record in chunk:
            self._report.lues += 1
            if record is None:
                self._report.ignorees += 1
                continue
            values = dict(record.values)
            if self._options.source:
                values["source"] = self._options.source
            elif not values.get("source"):
                values["source"] = stem
            if values.get("id") is not None:
                values["id"] = str(values["id"]).strip()
            checked = check_record(values, record.columns, needs_place=needs_place)
            if checked.actor is None:
                self._report.refuse(
                    record.fichier, record.ligne, ((p.colonne, p.valeur, p.raison) for p in checked.problems)
                )
                yield with_changes(record, values=values), None
                continue
            actor = checked.actor
            covered = self._zones.get(actor.id) or self._zones.get(actor.identifiant)
            if covered and actor.zone_type == "inconnue":
                actor = with_zones(actor, covered)
            yield record, to_row(actor, checked.departement)

    def _store_chunk(self, checked: Iterable[tuple[Record, dict[str, Any] | None]]) -> None:
        pairs = list(checked)
        known = self._known(pairs)
        added: dict[tuple[str, str], dict[str, Any]] = {}
        changed: list[dict[str, Any]] = []
        for record, row in pairs:
            if row is None:
                former = known.get((str(record.values.get("source")), str(record.values.get("id"))))
                if former is not None:
                    self._seen[former[0]] = 1
                continue
            key = (row["source"], row["id"])
            self._sources.add(key[0])
            former = known.get(key)
            if key in added or (former is not None and self._seen[former[0]]):
                reason = "cet identifiant figure déjà plus haut dans le même import"
                self._report.refuse(record.fichier, record.ligne, [(record.columns.get("id", "id"), key[1], reason)])
            elif former is None:
                row["num"] = self._next
                self._next += 1
                self._seen.append(1)
                added[key] = row
                self._report.ajoutees += 1
            else:
                self._seen[former[0]] = 1
                if former[1] == row["empreinte"]:
                    self._report.inchangees += 1
                else:
                    changed.append({**row, "num_": former[0]})
                    self._report.modifiees += 1
        if added:
            self._connection.execute(sa.insert(acteurs), list(added.values()))
        if changed:
            columns = {name: sa.bindparam(name) for name in changed[0] if name != "num_"}
            update = sa.update(acteurs).where(acteurs.c.num == sa.bindparam("num_")).values(columns)
            self._connection.execute(update, changed)

    def _known(self, pairs: list[tuple[Record, dict[str, Any] | None]]) -> dict[tuple[str, str], tuple[int, str]]:
        """Row number and fingerprint of the records of a chunk that the directory has already."""
        ids: dict[str, set[str]] = {}
        for record, row in pairs:
            values = row or record.values
            ids.setdefault(str(values.get("source")), set()).add(str(values.get("id")))
        found: dict[tuple[str, str], tuple[int, str]] = {}
        for source, wanted in ids.items():
            for row in self._connection.execute(_KNOWN, {"source": source, "ids": sorted(wanted)}):
                found[source, row.id] = (row.num, row.empreinte)
        return found

    def finish(self) -> None:
        """Removes the records of the imported sources that no file has any more."""
        for source in self._sources:
            numbers = self._connection.execute(sa.select(acteurs.c.num).where(acteurs.c.source == source)).scalars()
            gone = [number for number in numbers if not self._seen[number]]
            for start in range(0, len(gone), _CHUNK):
                batch = gone[start : start + _CHUNK]
                self._connection.execute(sa.delete(acteurs).where(acteurs.c.num.in_(batch)))
            self._report.supprimees += len(gone)


_KNOWN = sa.select(acteurs.c.num, acteurs.c.id, acteurs.c.empreinte).where(
    acteurs.c.source == sa.bindparam("source"), acteurs.c.id.in_(sa.bindparam("ids", expanding=True))
)
