"""The tables of the directory, in SQLAlchemy Core. Changes go through migrations/versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from bot.directory.model import LIST_FIELDS, STORED_FIELDS, Actor
from bot.directory.text import search_text

metadata = sa.MetaData()

_NUMBERS = {"longitude": sa.Float, "latitude": sa.Float, "rayon_km": sa.Float, "fictif": sa.Boolean}
_REQUIRED = frozenset({"source", "id", "nom", "date_maj", "type_acteur", "zone_type", "fictif"})


def _field_column(name: str) -> sa.Column[Any]:
    return sa.Column(name, _NUMBERS.get(name, sa.Text)(), nullable=name not in _REQUIRED)


acteurs = sa.Table(
    "acteurs",
    metadata,
    sa.Column("num", sa.Integer, primary_key=True),
    *(_field_column(name) for name in STORED_FIELDS),
    sa.Column("departement", sa.Text),
    sa.Column("fraicheur", sa.Text, nullable=False),
    sa.Column("completude", sa.SmallInteger, nullable=False),
    sa.Column("recherche", sa.Text, nullable=False),
    sa.Column("empreinte", sa.Text, nullable=False),
    sa.UniqueConstraint("source", "id", name="acteurs_identite"),
    sa.Index("acteurs_etablissement", "siret", "kind"),
    sa.Index("acteurs_commune", "code_insee"),
)

etat = sa.Table(
    "etat",
    metadata,
    sa.Column("cle", sa.Text, primary_key=True),
    sa.Column("valeur", sa.Text, nullable=False),
)

index_recherche = sa.Table(
    "index_recherche",
    metadata,
    sa.Column("nom", sa.Text, primary_key=True),
    sa.Column("donnees", sa.LargeBinary, nullable=False),
)


@lru_cache(maxsize=20_000)
def _json(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False)


def to_row(actor: Actor, departement: str | None) -> dict[str, Any]:
    """The stored row of an actor; `empreinte` changes when anything of it changes."""
    row: dict[str, Any] = {}
    for name in STORED_FIELDS:
        value = getattr(actor, name)
        row[name] = (_json(value) if value else None) if name in LIST_FIELDS else value
    row["departement"] = departement
    row["empreinte"] = hashlib.blake2b(repr(tuple(row.values())).encode(), digest_size=12).hexdigest()
    row["fraicheur"] = actor.fraicheur
    row["completude"] = actor.completude
    row["recherche"] = search_text(actor.nom, actor.structure_porteuse, actor.siret)
    return row


def from_row(row: Mapping[str, Any]) -> Actor:
    """The actor of a stored row."""
    values: dict[str, Any] = {
        name: (tuple(json.loads(row[name])) if row[name] else ()) if name in LIST_FIELDS else row[name]
        for name in STORED_FIELDS
    }
    values["fictif"] = bool(values["fictif"])
    return Actor(**values)
