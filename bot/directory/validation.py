"""From raw cells to an `Actor`, or the list of what is wrong with them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import phonenumbers

from bot.directory.model import DATA_INCLUSION_FIELDS, STORED_FIELDS, ZONE_TYPES, Actor
from bot.directory.places import (
    commune_of,
    departement_of_postal_code,
    in_france,
    is_cedex,
    zone_id,
)
from bot.directory.targets import departement_of_commune
from bot.directory.taxonomy import (
    DATA,
    actor_types,
    default_modalities,
    kinds,
    kinds_of_networks,
    modalities,
    sector_code,
    type_of_kind,
)
from bot.directory.vocabulary import Mention, find_modalities, find_sectors, find_types
from bot.territory import distance_km, territories

_FAR_FROM_COMMUNE_KM = 100.0
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
_URL = re.compile(r"https?://[^\s/.]+(?:\.[^\s/.]+)+(?:[/?#]\S*)?", re.IGNORECASE)
_YES = frozenset("oui o vrai true yes 1 x".split())
_NO = frozenset("non n faux false no 0".split()) | {""}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell, in French."""

    colonne: str
    valeur: str
    raison: str


class BadValue(ValueError):
    """A cell that cannot be read; its message is the reason, in French."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A record after validation: the actor and its département, or its problems."""

    actor: Actor | None
    departement: str | None
    problems: tuple[Problem, ...]


def luhn(digits: str) -> bool:
    """True when the last digit is the Luhn key of the others (SIREN, SIRET)."""
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + rank % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def read_text(value: Any) -> str | None:
    """A cell as text without outer blanks; None when empty."""
    if value is None or value != value:  # NaN, from Parquet and spreadsheets
        return None
    text = str(value).strip()
    return text or None


def read_siret(value: Any) -> str | None:
    """A SIRET, spaces and dots removed. Raises `BadValue` (length, Luhn key; La Poste has its own key)."""
    text = read_text(value)
    if text is None:
        return None
    digits = re.sub(r"[\s. ]", "", text)
    if not re.fullmatch(r"\d{14}", digits):
        raise BadValue("un SIRET compte 14 chiffres")
    la_poste = digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0
    if not luhn(digits) and not la_poste:
        raise BadValue("la clé de contrôle du SIRET est fausse (un chiffre est erroné)")
    return digits


def read_date(value: Any) -> str | None:
    """A date as ISO text, from 2026-10-02, 02/10/2026 or a moment. Raises `BadValue`."""
    from datetime import date

    text = read_text(value)
    if text is None:
        return None
    iso = re.match(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$", text)
    french = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?$", text)
    year, month, day = iso.groups() if iso else french.groups()[::-1] if french else ("", "", "")
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise BadValue("date illisible : écrire 2026-10-02 ou 02/10/2026") from None


def read_number(value: Any) -> float | None:
    """A number, with a point or a comma. Raises `BadValue`."""
    text = read_text(value)
    if text is None:
        return None
    try:
        number = float(text.replace(",", ".").replace(" ", ""))
    except ValueError:
        raise BadValue("ce n'est pas un nombre") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise BadValue("ce n'est pas un nombre")
    return number


@lru_cache(maxsize=50_000)
def _phone_ok(text: str) -> bool:
    digits = re.sub(r"[\s.\-()/]", "", text)
    if re.fullmatch(r"(?:\+33|0033|0)[1-9]\d{8}|3\d{3}|1\d{1,3}|116\d{3}", digits):
        return True
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text, "FR"))
    except phonenumbers.NumberParseException:
        return False


def read_phone(value: Any) -> str | None:
    """A telephone number as written. Raises `BadValue` when it cannot be dialled."""
    text = read_text(value)
    if text is not None and not _phone_ok(text):
        raise BadValue("ce n'est pas un numéro de téléphone (un seul numéro, 10 chiffres ou +33…)")
    return text


def read_email(value: Any) -> str | None:
    """An e-mail address. Raises `BadValue`."""
    text = read_text(value)
    if text is not None and not _EMAIL.fullmatch(text):
        raise BadValue("ce n'est pas une adresse électronique")
    return text


def read_url(value: Any) -> str | None:
    """A web address, `https://` added when it is missing. Raises `BadValue`."""
    text = read_text(value)
    if text is None:
        return None
    full = text if "://" in text else f"https://{text}"
    if not _URL.fullmatch(full) or len(full) > 2083:
        raise BadValue("ce n'est pas une adresse de site (https://…)")
    return full


def read_yes(value: Any) -> bool:
    """oui / non in any usual spelling. Raises `BadValue`."""
    text = "" if value is None else str(value).strip().lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise BadValue("écrire oui ou non")


def read_list(value: Any) -> tuple[str, ...]:
    """Several values of one cell: a real list, a JSON list, or values separated by | ; or ,"""
    if value is None or value != value if not isinstance(value, list | tuple) else False:
        return ()
    if isinstance(value, list | tuple):
        parts: Iterable[Any] = value
    else:
        text = str(value).strip()
        if text.startswith("[") and text.endswith("]"):
            try:
                parts = json.loads(text)
            except ValueError:
                parts = re.findall(r"[^\[\]',\"\s][^\[\]',\"]*", text)
        else:
            parts = re.split(r"[|;,]", text.strip("{}"))
    cleaned = (str(part).strip() for part in parts if part is not None)
    return tuple(dict.fromkeys(part for part in cleaned if part))


@lru_cache(maxsize=1)
def _networks() -> frozenset[str]:
    schema = json.loads((DATA.parents[1] / "bot/directory/schemas/structure.schema.json").read_text(encoding="utf-8"))
    return frozenset(schema["$defs"]["ReseauPorteur"]["enum"])


def read_networks(value: Any) -> tuple[str, ...]:
    """data·inclusion's `reseaux_porteurs`. Raises `BadValue` on a value outside its list."""
    found = read_list(value)
    unknown = [network for network in found if network not in _networks()]
    if unknown:
        raise BadValue(f"réseau porteur inconnu de data·inclusion v1 : {', '.join(unknown)}")
    return found


@lru_cache(maxsize=5_000)
def _code_of(text: str, known: frozenset[str], find: Callable[[str], list[Mention]]) -> str | None:
    key = text.strip().lower().replace("-", "_") if "_" in next(iter(known), "") else text.strip().lower()
    for candidate in (text.strip(), text.strip().lower(), key):
        if candidate in known:
            return candidate
    mentions = find(text.replace("_", " "))
    return mentions[0].value if len({mention.value for mention in mentions}) == 1 else None


def read_kind(value: Any) -> str | None:
    """A kind of actor, by its code or in words (« Chantier d'insertion »). Raises `BadValue`."""
    text = read_text(value)
    if text is None:
        return None
    code = _code_of(text, frozenset(kinds()), find_types)
    if code is None:
        raise BadValue(f"type d'acteur inconnu (attendus : {', '.join(kinds())})")
    return code


def read_sectors(value: Any) -> tuple[str, ...]:
    """Sectors, by their codes or in words. Raises `BadValue`."""
    found: list[str] = []
    for part in read_list(value):
        code = sector_code(part)
        if code is None:
            mentions = find_sectors(part)
            code = mentions[0].value if mentions else None
        if code is None:
            raise BadValue(f"secteur inconnu : {part}")
        found.append(code)
    return tuple(dict.fromkeys(found))


def read_modalities(value: Any) -> tuple[str, ...]:
    """Ways of working, by their codes or in words. Raises `BadValue`."""
    found: list[str] = []
    for part in read_list(value):
        code = _code_of(part, frozenset(modalities()), find_modalities)
        if code is None:
            raise BadValue(f"modalité inconnue : {part} (attendues : {', '.join(modalities())})")
        found.append(code)
    return tuple(dict.fromkeys(found))


def read_zones(value: Any) -> tuple[str, ...]:
    """Territory ids of a coverage zone. Raises `BadValue`."""
    found: list[str] = []
    for part in read_list(value):
        territory = "france" if part == "99100" else zone_id(part)
        if territory is None:
            raise BadValue(f"zone inconnue : {part} (code commune, EPCI ou département, region-NN, ou un nom sans homonyme)")
        found.append(territory)
    return tuple(dict.fromkeys(found))


def read_insee(value: Any) -> str | None:
    """A commune's INSEE code. Raises `BadValue` when no present commune has it."""
    text = read_text(value)
    if text is None:
        return None
    code = text.upper().zfill(5) if text.isdigit() else text.upper()
    if departement_of_commune(code) is None:
        raise BadValue("code INSEE inconnu (communes de 2026)")
    return code


def read_postal_code(value: Any) -> str | None:
    """A postal code, its leading zero given back. Raises `BadValue` on anything but five digits."""
    text = read_text(value)
    if text is None:
        return None
    code = text.replace(" ", "")
    code = code.zfill(5) if code.isdigit() and len(code) == 4 else code
    if not re.fullmatch(r"\d{5}", code):
        raise BadValue("un code postal compte 5 chiffres")
    if departement_of_postal_code(code) is None:
        raise BadValue("ce code postal n'existe dans aucun département")
    return code


def read_type(value: Any) -> str | None:
    """A family of actors (`type_acteur`). Raises `BadValue`."""
    text = read_text(value)
    if text is not None and text.lower() not in actor_types():
        raise BadValue(f"famille d'acteur inconnue (attendues : {', '.join(sorted(actor_types()))})")
    return text.lower() if text else None


def read_zone_type(value: Any) -> str | None:
    """How the coverage is told. Raises `BadValue`."""
    text = read_text(value)
    if text is not None and text.lower() not in ZONE_TYPES:
        raise BadValue(f"écrire {', '.join(ZONE_TYPES)}")
    return text.lower() if text else None


def read_name(value: Any) -> str | None:
    """A name of 3 to 150 characters that does not end with a full stop (data·inclusion v1). Raises `BadValue`."""
    text = read_text(value)
    cleaned = " ".join(text.split()).rstrip(".").rstrip() if text else ""
    if not 3 <= len(cleaned) <= 150:
        raise BadValue("le nom est obligatoire et compte de 3 à 150 caractères")
    return cleaned


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
    for name, label in (("source", "la source"), ("id", "l'identifiant"), ("date_maj", "la date de mise à jour")):
        if not values[name] and columns.get(name, name) not in bad:
            yield name, f"{label} est obligatoire"
    values["fictif"] = bool(values["fictif"])


def _check_place(values: dict[str, Any], bad: set[str], columns: Mapping[str, str]) -> _Issues:
    insee, postal, commune = values["code_insee"], values["code_postal"], values["commune"]
    known_postal = postal is None or territories().get(f"code_postal-{postal}") is not None
    if insee is None and not bad & {columns.get("code_insee", "code_insee"), columns.get("code_postal", "code_postal")}:
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


DATA_INCLUSION = frozenset(DATA_INCLUSION_FIELDS)
