"""Texts of the documents: the YAML files of data/documents, read once and checked.

Texts belong to people who do not program: nothing here is a template language beyond `{{ champ }}`,
`**gras**` and the three marks `[à compléter ...]`, `[à vérifier ...]`, `[au choix ...]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

FOLDER = Path(__file__).resolve().parents[2] / "data" / "documents"

Mark = Literal["", "a_completer", "a_verifier", "au_choix"]

_MARKS: dict[str, Mark] = {"[à c": "a_completer", "[à v": "a_verifier", "[au ": "au_choix"}
_BEFORE_MARK = re.compile(r"(?<=«) | (?=[»:;?!])|(?<=\d) (?=\d{3}\b)")
_PIECES = re.compile(r"(\*\*)|\{\{\s*([\w.]+)\s*\}\}|(\[(?:à compléter|à vérifier|au choix)\b[^\]]*\])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one look: in bold or not, plain or marked."""

    text: str
    bold: bool = False
    mark: Mark = ""


@cache
def load(name: str) -> dict[str, Any]:
    """Content of data/documents/`name`.yml; ValueError in French when the file is not usable."""
    path = FOLDER / f"{name}.yml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"Le fichier {path.name} n'est pas un YAML correct : {error}") from error
    if not isinstance(content, dict):
        raise ValueError(f"Le fichier {path.name} doit contenir des rubriques (titre, corps...).")
    return content


def colour(name: str) -> str:
    """RRVVBB code of a colour of charte.yml."""
    return str(load("charte")["couleurs"][name])


def is_yes(value: object) -> bool:
    """True for « oui », as an editor writes it (YAML 1.1 keeps it as a text), or a YAML true."""
    return value is True or str(value).strip().lower() == "oui"


def pieces(template: str, value_of: Callable[[str], str | None]) -> list[Piece]:
    """The template in pieces, its fields filled; an unknown field is a gap to fill in.

    The template is cut before it is filled: what a user typed is never read as markup.
    """
    found: list[Piece] = []
    bold = False
    position = 0
    for match in _PIECES.finditer(template):
        found.append(Piece(_typeset(template[position : match.start()]), bold))
        position = match.end()
        stars, field, mark = match.groups()
        if stars:
            bold = not bold
        elif field:
            value = value_of(field)
            found.append(Piece(gap(field), bold, "a_completer") if value is None else Piece(value, bold))
        else:
            found.append(Piece(mark, bold, _MARKS[mark[:4]]))
    found.append(Piece(_typeset(template[position:]), bold))
    return [piece for piece in found if piece.text]


def plain(template: str, value_of: Callable[[str], str | None]) -> str:
    """The filled template as one text without any look (calendar, sheet, title)."""
    return "".join(piece.text for piece in pieces(template, value_of))


def _typeset(text: str) -> str:
    """The text with the spaces that French typography keeps from breaking."""
    return _BEFORE_MARK.sub("\u00a0", text)


def gap(field: str) -> str:
    """« [à compléter : ...] », worded by champs.yml for this field."""
    wording = load("champs")["a_completer"].get(field, field.replace("_", " ").replace(".", " : "))
    return f"[à compléter : {wording}]"
