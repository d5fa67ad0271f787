"""Reading the rows of any file we import, one at a time: CSV, Excel, JSON, JSON lines, Parquet (also gzipped
text).
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

Row = dict[str, Any]
_CHUNK = 1 << 20
_MAX_CELL = 1 << 20
BEYOND_HEADER = "__en_trop"
"""The key of the cells that stand to the right of the last column."""


class UnreadableFile(Exception):
    """The file cannot be read at all; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read a file that does not say it itself. `colonnes` names the columns of a file without
    header.
    """

    delimiteur: str | None = None
    encodage: str | None = None
    colonnes: tuple[str, ...] = ()
    feuille: str | None = None


def read_rows(path: Path, layout: Layout | None = None) -> Iterator[tuple[int, Row]]:
    """The rows of a file with their line numbers: the line in a text file or sheet, the rank in a JSON array.

    Raises `UnreadableFile`.
    """
    layout = layout or Layout()
    suffixes = [suffix.lower() for suffix in path.suffixes]
    kind = suffixes[-2] if suffixes[-1:] == [".gz"] and len(suffixes) > 1 else (suffixes or [""])[-1]
    try:
        if not path.is_file():
            raise UnreadableFile(f"Le fichier {path} n'existe pas ou n'est pas un fichier.")
        if kind == ".parquet":
            yield from _parquet(path)
        elif kind in (".xlsx", ".xlsm"):
            yield from _excel(path, layout)
        elif kind in (".json", ".jsonl", ".ndjson", ".geojson") or _looks_like_json(path):
            yield from _json(path)
        else:
            yield from _csv(path, layout)
    except UnreadableFile:
        raise
    except Exception as error:  # each library has its own family of errors for a damaged file
        raise UnreadableFile(f"Le fichier {path.name} est illisible : {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0]


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


def _looks_like_json(path: Path) -> bool:
    with _open(path) as stream:
        return stream.read(200).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{")


def _encoding(path: Path) -> str:
    """utf-8 when the whole beginning decodes so, else the encoding of French spreadsheets."""
    with _open(path) as stream:
        start = stream.read(_CHUNK)
    try:
        start.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4:
            return "cp1252"
    return "utf-8-sig"


def _delimiter(header: str) -> str:
    return max(";,\t|", key=header.count)


def _csv(path: Path, layout: Layout) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(_MAX_CELL)
    encoding = layout.encodage or _encoding(path)
    with _open(path) as raw, io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        if not first.strip():
            raise UnreadableFile(f"Le fichier {path.name} est vide.")
        reader = csv.reader(stream, delimiter=layout.delimiteur or _delimiter(first))
        header: Sequence[str] = layout.colonnes or _header(next(reader), path)
        for cells in reader:
            if any(cells):
                yield reader.line_num, _row(header, cells)


def _header(cells: Sequence[Any], path: Path) -> list[str]:
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    if not any(names):
        raise UnreadableFile(f"Le fichier {path.name} n'a pas de ligne d'en-tête.")
    return names


def _row(header: Sequence[str], cells: Sequence[Any]) -> Row:
    row = {name: cell for name, cell in zip(header, cells, strict=False) if name}
    if len(cells) > len(header) and any(cells[len(header) :]):
        row[BEYOND_HEADER] = cells[len(header) :]
    return row


def _excel(path: Path, layout: Layout) -> Iterator[tuple[int, Row]]:
    from openpyxl import load_workbook  # half a second to import: only spreadsheets pay for it

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book[layout.feuille] if layout.feuille else book.worksheets[0]
        header: list[str] | None = None
        for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if not any(cell not in (None, "") for cell in cells):
                continue
            if header is None:
                header = _header(cells, path)
            else:
                yield line, _row(header, [_excel_value(cell) for cell in cells])
        if header is None:
            raise UnreadableFile(f"Le fichier {path.name} est vide.")
    finally:
        book.close()


def _excel_value(cell: Any) -> Any:
    """Spreadsheets turn codes into numbers and dates into moments: back to text."""
    if isinstance(cell, bool) or cell is None:
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.date().isoformat() if hasattr(cell, "date") and callable(cell.date) else str(cell)


def _parquet(path: Path) -> Iterator[tuple[int, Row]]:
    from pyarrow.parquet import ParquetFile  # slow to import, only this format needs it

    rank = 0
    with ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=2_000):
            for row in batch.to_pylist():
                rank += 1
                yield rank, row


def _json(path: Path) -> Iterator[tuple[int, Row]]:
    """The objects of a JSON array (at the top, or the first array of a top object), or of JSON lines."""
    with _open(path) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig") as stream:
        start = stream.read(_CHUNK).lstrip()
        if not start:
            raise UnreadableFile(f"Le fichier {path.name} est vide.")
        if start[0] == "{" and not _is_wrapped(start):
            stream.seek(0)
            for line, text in enumerate(stream, start=1):
                if text.strip():
                    yield line, _object(json.loads(text), path)
            return
        at = start.index("[")
        yield from _array(stream, start[at + 1 :], path)


def _is_wrapped(start: str) -> bool:
    """True for {"service": [{...}, ...]}: an object whose first list holds objects and comes before any
    newline of data.
    """
    decoder = json.JSONDecoder()
    try:
        decoder.raw_decode(start)
    except json.JSONDecodeError:
        complete = False
    else:
        complete = True
    head = start[: start.find("[") + 1].replace(" ", "").replace("\n", "")
    wrapped = "[" in head and start[start.find("[") + 1 :].lstrip()[:1] in ("{", "]", "") and head.count("{") == 1
    return wrapped and (not complete or _has_known_list(start))


def _has_known_list(start: str) -> bool:
    try:
        value, _ = json.JSONDecoder().raw_decode(start)
    except json.JSONDecodeError:
        return False
    return any(key in value for key in ("service", "results", "structures", "features", "data"))


def _array(stream: IO[str], buffer: str, path: Path) -> Iterator[tuple[int, Row]]:
    decoder = json.JSONDecoder()
    rank = 0
    at = 0
    while True:
        while at < len(buffer) and buffer[at] in " \t\r\n,":
            at += 1
        if at < len(buffer) and buffer[at] == "]":
            return
        try:
            if at >= len(buffer):
                raise json.JSONDecodeError("", buffer, at)
            value, at = decoder.raw_decode(buffer, at)
        except json.JSONDecodeError as error:
            more = stream.read(_CHUNK)
            if not more:
                raise UnreadableFile(
                    f"Le fichier {path.name} est un JSON incomplet ou mal formé (après l'élément {rank})."
                ) from error
            buffer = buffer[at:] + more
            at = 0
            continue
        rank += 1
        yield rank, _object(value, path)
        if at > _CHUNK:
            buffer = buffer[at:]
            at = 0


def _object(value: Any, path: Path) -> Row:
    if not isinstance(value, dict):
        raise UnreadableFile(f"Le fichier {path.name} doit contenir une liste d'objets JSON.")
    return value
