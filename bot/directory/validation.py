"""From raw cells to an `Actor`, or the list of what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.directory.model import STORED_FIELDS, Actor
from bot.directory.places import commune_of, departement_of_postal_code, in_france, is_cedex, zone_id
from bot.directory.targets import departement_of_commune
from bot.directory.taxonomy import default_modalities, kinds_of_networks, type_of_kind
from bot.directory.values import (
    BadValue,
    read_date,
    read_email,
    read_insee,
    read_kind,
    read_modalities,
    read_name,
    read_networks,
    read_number,
    read_phone,
    read_postal_code,
    read_sectors,
    read_siret,
    read_text,
    read_type,
    read_url,
    read_yes,
    read_zone_type,
    read_zones,
)
from bot.territory import distance_km, territories

_FAR_FROM_COMMUNE_KM = 100.0


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell, in French."""

    colonne: str
    valeur: str
    raison: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A record after validation: the actor and its département, or its problems."""

    actor: Actor | None
    departement: str | None
    problems: tuple[Problem, ...]


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "nom": read_name,
    "date_maj": read_date,
    "date_verification": read_date,
    "siret": read_siret,
    "code_insee": read_insee,
    "code_postal": read_postal_code,
    "latitude": read_number,
    "longitude": read_number,
    "rayon_km": read_number,
    "telephone": read_phone,
    "courriel": read_email,
    "site_web": read_url,
    "lien_source": read_url,
    "accessibilite_lieu": read_url,
    "reseaux_porteurs": read_networks,
    "type_acteur": read_type,
    "kind": read_kind,
    "secteurs": read_sectors,
    "modalites": read_modalities,
    "zone_type": read_zone_type,
    "zone_codes": read_zones,
    "fictif": read_yes,
}


def check_record(raw: Mapping[str, Any], columns: Mapping[str, str], *, needs_place: bool) -> Checked:
    """The actor of raw cells keyed by field, or its problems, each under the column of the file (`columns`).

    `departement`, beside the fields, places a record that has no address.

    `needs_place` refuses a record that has neither an address nor a zone.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in STORED_FIELDS:
        cell = raw.get(name)
        if cell is None and name != "nom":
            values[name] = None
            continue
        reader = _READERS.get(name, read_text)
        try:
            values[name] = reader(cell)
        except BadValue as error:
            problems.append(Problem(columns.get(name, name), _shown(cell), str(error)))
            values[name] = None
    for check in (_check_required, _check_place, _check_kind, _check_zone):
        for field, reason in check(values, {p.colonne for p in problems}, columns):
            problems.append(Problem(columns.get(field, field), _shown(raw.get(field)), reason))
    if needs_place and not problems and not (values["code_insee"] or values["code_postal"] or values["zone_codes"]):
        column = columns.get("code_insee", "code_insee")
        problems.append(Problem(column, "", "donner une adresse (code INSEE ou code postal) ou une zone"))
    if problems:
        return Checked(None, None, tuple(problems))
    insee, postal = values["code_insee"], values["code_postal"]
    told = zone_id(str(raw["departement"])) if raw.get("departement") else None
    departement = told.removeprefix("departement-") if told and told.startswith("departement-") else None
    if insee:
        departement = departement_of_commune(insee)
    elif postal:
        departement = departement_of_postal_code(postal)
    return Checked(Actor(**values), departement, ())


_Issues = Iterable[tuple[str, str]]


def _check_required(values: dict[str, Any], bad: set[str], columns: Mapping[str, str]) -> _Issues:
    for name, label in (
        ("source", "la source"),
        ("id", "l'identifiant"),
        ("date_maj", "la date de mise à jour"),
    ):
        if not values[name] and columns.get(name, name) not in bad:
            yield name, f"{label} est obligatoire"
    values["fictif"] = bool(values["fictif"])


def _check_place(values: dict[str, Any], bad: set[str], columns: Mapping[str, str]) -> _Issues:
    insee, postal, commune = values["code_insee"], values["code_postal"], values["commune"]
    known_postal = postal is None or territories().get(f"code_postal-{postal}") is not None
    if insee is None and not bad & {
        columns.get("code_insee", "code_insee"),
        columns.get("code_postal", "code_postal"),
    }:
        insee = values["code_insee"] = commune_of(postal, commune)
        if not known_postal and insee is None and not is_cedex(commune):
            yield "code_postal", "code postal inconnu"
    if insee and postal and departement_of_commune(insee) != departement_of_postal_code(postal):
        served = territories().communes_of(f"code_postal-{postal}")
        if insee not in served:
            yield "code_postal", f"ce code postal n'est pas dans le département de la commune {insee}"
    if insee and not commune:
        territory = territories().get(f"commune-{insee}")
        values["commune"] = territory.nom if territory else None
    yield from _check_point(values)


def _check_point(values: dict[str, Any]) -> _Issues:
    lat, lon = values["latitude"], values["longitude"]
    if lat is None and lon is None:
        return
    if lat is None or lon is None:
        yield "latitude" if lat is None else "longitude", "latitude et longitude vont ensemble"
    elif not in_france(lat, lon):
        yield "latitude", f"le point ({lat}, {lon}) est hors de France"
    elif values["code_insee"] and not values["code_insee"].startswith("973"):
        commune = territories().get(f"commune-{values['code_insee']}")
        far = distance_km(commune, (lat, lon)) if commune else None
        if far is not None and far > _FAR_FROM_COMMUNE_KM:
            yield "latitude", f"le point est à {far:.0f} km de la commune {values['code_insee']}"


def _check_kind(values: dict[str, Any], bad: set[str], columns: Mapping[str, str]) -> _Issues:
    values["reseaux_porteurs"] = values["reseaux_porteurs"] or ()
    networks = kinds_of_networks(values["reseaux_porteurs"])
    if values["kind"] is None and networks:
        values["kind"] = networks[0]
    family = type_of_kind(values["kind"])
    if values["type_acteur"] and values["kind"] and values["type_acteur"] != family:
        yield "type_acteur", f"{values['kind']} est de la famille {family}"
    values["type_acteur"] = family if values["kind"] else (values["type_acteur"] or family)
    values["secteurs"] = values["secteurs"] or ()
    values["modalites"] = values["modalites"] or default_modalities((values["kind"],) if values["kind"] else networks)


def _check_zone(values: dict[str, Any], bad: set[str], columns: Mapping[str, str]) -> _Issues:
    codes = values["zone_codes"] = values["zone_codes"] or ()
    radius, kind = values["rayon_km"], values["zone_type"]
    if "france" in codes:
        kind, codes = "france", ()
    kind = kind or ("zones" if codes else "rayon" if radius else "inconnue")
    if kind == "zones" and not codes and columns.get("zone_codes", "zone_codes") not in bad:
        yield "zone_codes", "une couverture par zones demande au moins un code"
    if kind == "rayon" and (radius is None or not 0 < radius <= 1000):
        yield "rayon_km", "un rayon est un nombre de kilomètres entre 1 et 1000"
    values["zone_type"] = kind
    values["zone_codes"] = codes if kind == "zones" else ()
    values["rayon_km"] = radius if kind == "rayon" else None


def _shown(cell: Any) -> str:
    return "" if cell is None else str(cell)[:200]


def with_zones(actor: Actor, zones: tuple[str, ...]) -> Actor:
    """`actor` covering `zones` (territory ids, « france » among them meaning all of France)."""
    if "france" in zones:
        return replace(actor, zone_type="france", zone_codes=(), rayon_km=None)
    return replace(actor, zone_type="zones", zone_codes=zones, rayon_km=None)
