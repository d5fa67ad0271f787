"""The kinds of actors, sectors and ways of working, read once from data/directory/vocabulaire/*.yml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.directory.text import fold

PROJECT_ROOT = Path(__file__).resolve().parents[2]
DATA = PROJECT_ROOT / "data" / "directory"
VOCABULARY = DATA / "vocabulaire"

OTHER = "autre"
"""`type_acteur` of a structure that belongs to no network we know: never guessed, never shown as something
else.
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of actor (`etti`), its family (`siae`) and what the words of its networks are."""

    code: str
    libelle: str
    type_acteur: str
    reseaux: tuple[str, ...]
    reseau_export: str | None
    modalites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector of the published taxonomy; `groupe` is None for a group itself."""

    code: str
    libelle: str
    groupe: str | None
    naf: tuple[str, ...]


def load_vocabulary(name: str) -> dict[str, Any]:
    """The content of one vocabulary file (`types_acteur`, `secteurs`, `modalites`)."""
    with (VOCABULARY / f"{name}.yml").open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """Every kind by its code, in the order of the file."""
    return {
        code: Kind(
            code=code,
            libelle=entry["libelle"],
            type_acteur=entry["type_acteur"],
            reseaux=tuple(entry.get("reseaux") or ()),
            reseau_export=entry.get("reseau_export"),
            modalites=tuple(entry.get("modalites") or ()),
        )
        for code, entry in load_vocabulary("types_acteur")["types"].items()
    }


@lru_cache(maxsize=1)
def sectors() -> Mapping[str, Sector]:
    """Every sector, groups and sub-sectors, by its code."""
    found: dict[str, Sector] = {}
    for code, group in load_vocabulary("secteurs")["secteurs"].items():
        found[code] = Sector(code, group["libelle"], None, tuple(group.get("naf") or ()))
        for sub_code, sub in (group.get("sous_secteurs") or {}).items():
            found[sub_code] = Sector(sub_code, sub["libelle"], code, tuple(sub.get("naf") or ()))
    return found


@lru_cache(maxsize=1)
def modalities() -> Mapping[str, str]:
    """The label of every way of working, by its code."""
    return {code: entry["libelle"] for code, entry in load_vocabulary("modalites")["modalites"].items()}


@lru_cache(maxsize=1)
def actor_types() -> frozenset[str]:
    """The families of actors (`type_acteur`), « autre » included."""
    return frozenset({kind.type_acteur for kind in kinds().values()} | {OTHER})


@lru_cache(maxsize=1)
def _kind_of_network() -> Mapping[str, str]:
    return {network: kind.code for kind in kinds().values() for network in kind.reseaux}


def type_of_kind(kind: str | None) -> str:
    """The family of a kind: `etti` -> `siae`; a kind nobody knows is « autre »."""
    known = kinds().get(kind or "")
    return known.type_acteur if known else OTHER


# The most telling network of a structure that declares several.
_PRIORITY: tuple[str, ...] = (
    "etti",
    "eiti",
    "ei",
    "aci",
    "ai",
    "geiq",
    "eatt",
    "ea",
    "esat",
    "france_travail",
    "mission_locale",
)
_PRIORITY += ("cap_emploi", "plie", "departement", "ccas", "prescripteur", "institution")


@lru_cache(maxsize=10_000)
def kinds_of_networks(networks: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds that data·inclusion's `reseaux_porteurs` give, the main one first."""
    found = {_kind_of_network()[network] for network in networks if network in _kind_of_network()}
    return tuple(sorted(found, key=_PRIORITY.index))


@lru_cache(maxsize=1_000)
def kinds_of_type(asked: str) -> frozenset[str]:
    """The kinds that answer a type asked for: `siae` -> aci, ei, etti, ai, eiti; `etti` -> etti alone."""
    families = {kind.code for kind in kinds().values() if kind.type_acteur == asked}
    return frozenset(families | ({asked} if asked in kinds() else set()))


@lru_cache(maxsize=1_000)
def sectors_matching(asked: str) -> tuple[str, ...]:
    """Sector codes that answer `asked`: a group answers with its sub-sectors, a sub-sector with its group."""
    known = sectors()
    if asked not in known:
        return (asked,)
    group = known[asked].groupe
    if group:
        return (asked, group)
    return (asked, *(sector.code for sector in known.values() if sector.groupe == asked))


@lru_cache(maxsize=5_000)
def sectors_of_naf(naf: str) -> tuple[str, ...]:
    """The sectors that a NAF code (« 81.30Z ») tells, by the longest declared beginning; empty when it tells
    none.
    """
    code = naf.replace(".", "").replace(" ", "").upper()
    best = 0
    found: list[str] = []
    for sector in sectors().values():
        for start in sector.naf:
            if code.startswith(start) and len(start) >= best:
                found = [*found, sector.code] if len(start) == best else [sector.code]
                best = len(start)
    return tuple(found)


@lru_cache(maxsize=1)
def _sector_by_label() -> Mapping[str, str]:
    return {fold(sector.libelle): sector.code for sector in sectors().values()}


def sector_code(text: str) -> str | None:
    """The code of a sector given by its code or its label, or None."""
    cleaned = text.strip()
    return cleaned if cleaned in sectors() else _sector_by_label().get(fold(cleaned))


def default_modalities(kind_codes: Iterable[str]) -> tuple[str, ...]:
    """The ways of working usual for these kinds, when a record gives none (source: facts, « modalites »)."""
    known = kinds()
    return tuple(dict.fromkeys(m for code in kind_codes if code in known for m in known[code].modalites))
