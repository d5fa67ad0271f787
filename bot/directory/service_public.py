"""Records of Service-public's local directory (« annuaire de l'administration »), file dump or API export."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.directory.mapping import FileMapping
from bot.directory.readers import Row


def service_public_values(row: Row, settings: FileMapping) -> dict[str, Any] | None:
    """The raw values of one local service, or None when its kind (`pivot`) is none of ours.

    `settings` (correspondances/service-public.yml) says which `type_service_local` is which kind. The
    communes that
    a pivot lists are the coverage of the service.
    """
    table = settings.champs["kind"].table or {}
    pivots = [(pivot, table.get(str(pivot.get("type_service_local")))) for pivot in _objects(row.get("pivot"))]
    pivot, kind = next(((pivot, kind) for pivot, kind in pivots if kind), ({}, None))
    if kind is None:
        return None
    address = _address(row)
    communes = pivot.get("code_insee_commune") or []
    communes = [communes] if isinstance(communes, str) else list(communes)
    values: dict[str, Any] = {
        "source": settings.source,
        "licence": settings.licence,
        "id": row.get("id"),
        "nom": row.get("nom"),
        "kind": kind,
        "date_maj": _date(row),
        "siret": row.get("siret"),
        "description": row.get("mission"),
        "code_insee": row.get("code_insee_commune"),
        "commune": address.get("nom_commune"),
        "code_postal": address.get("code_postal"),
        "adresse": address.get("numero_voie"),
        "complement_adresse": " ".join(str(address[key]) for key in ("complement1", "complement2") if address.get(key)),
        "latitude": address.get("latitude"),
        "longitude": address.get("longitude"),
        "telephone": _first(row.get("telephone")),
        "courriel": _first(row.get("adresse_courriel")),
        "site_web": _first(row.get("site_internet")),
        "lien_source": _first(row.get("url_service_public")),
        "zone_codes": communes if len(communes) > 1 else None,
    }
    return values


def _objects(value: Any) -> list[Mapping[str, Any]]:
    """A list of objects, whether real or written as JSON text (API export)."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    return [item for item in value or [] if isinstance(item, dict)] if isinstance(value, list) else []


def _address(row: Row) -> Mapping[str, Any]:
    addresses = _objects(row.get("adresse"))
    places = [address for address in addresses if address.get("type_adresse") == "Adresse"]
    return (places or addresses or [{}])[0]


def _first(value: Any) -> str | None:
    """The first value of a list of texts or of {"valeur": ...}, or the text itself (several separated by
    ;).
    """
    if isinstance(value, str) and not value.lstrip().startswith("["):
        return value.split(";")[0].strip() or None
    items = json.loads(value) if isinstance(value, str) else value
    for item in items or []:
        text = item.get("valeur") if isinstance(item, dict) else item
        if text:
            return str(text).strip()
    return None


def _date(row: Row) -> Any:
    """`date_modification` is « 02/10/2026 10:12:13 » or ISO."""
    return row.get("date_modification") or row.get("date_creation")
