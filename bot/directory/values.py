"""Reading the cells of an imported row: each function returns the clean value, None when empty, or raises
`BadValue`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import phonenumbers

from bot.directory.model import ZONE_TYPES
from bot.directory.places import departement_of_postal_code, zone_id
from bot.directory.targets import departement_of_commune
from bot.directory.taxonomy import actor_types, kinds, modalities, sector_code
from bot.directory.vocabulary import Mention, find_modalities, find_sectors, find_types

_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_URL = re.compile(r"https?://[^\s/.]+(?:\.[^\s/.]+)+(?:[/?#]\S*)?", re.IGNORECASE)
_SCHEMA = Path(__file__).with_name("schemas") / "structure.schema.json"
_YES = frozenset(["oui", "o", "vrai", "true", "yes", "1", "x"])
_NO = frozenset(["non", "n", "faux", "false", "no", "0"]) | {""}


class BadValue(ValueError):
    """A cell that cannot be read; its message is the reason, in French."""


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
    text = read_text(value)
    return _iso_date(text) if text else None


@lru_cache(maxsize=20_000)
def _iso_date(text: str) -> str:
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
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
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
            raise BadValue(
                f"zone inconnue : {part} (code de commune, d'EPCI ou de département, region-NN, "
                "ou un nom sans homonyme)"
            )
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
    """A name of 3 to 150 characters that does not end with a full stop (data·inclusion v1). Raises
    `BadValue`.
    """
    text = read_text(value)
    cleaned = " ".join(text.split()).rstrip(".").rstrip() if text else ""
    if not 3 <= len(cleaned) <= 150:
        raise BadValue("le nom est obligatoire et compte de 3 à 150 caractères")
    return cleaned
