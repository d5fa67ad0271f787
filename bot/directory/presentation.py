"""How an actor is told: the card of the message contract, the reason of its presence, its zone in words."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from bot.directory.model import Actor
from bot.directory.taxonomy import kinds
from bot.territory import Territory, territories

_PLACES = {
    "commune": ("la commune", "la commune"),
    "code_postal": ("ce code postal", "ce code postal"),
    "epci": ("l'intercommunalité", "l'intercommunalité"),
    "departement": ("le département", "le département"),
    "region": ("la région", "la région"),
    "france": ("France", "toute la France"),
}


def reason(rank: str, place: Territory, distance_km: float | None, approximate: bool, actor: Actor) -> str:
    """Why an actor is in the list, in a few words: « siège dans la commune », « couvre le département », « à
    3 km ».
    """
    inside, whole = _PLACES[place.type]
    where = "en France" if place.type == "france" else f"dans {inside}"
    if rank == "NEAR":
        return _distance(distance_km, approximate)
    if rank == "COVERS":
        radius = f" (rayon de {actor.rayon_km:g} km)" if actor.zone_type == "rayon" and actor.rayon_km else ""
        narrow = place.type in ("commune", "code_postal") or radius
        return f"intervient {where}{radius}" if narrow else f"couvre {whole}"
    return {
        "SITS_AND_COVERS": f"siège {where} et y intervient",
        "SITS": f"siège {where}",
        "COVERS_EPCI": "couvre l'intercommunalité",
        "COVERS_DEPARTEMENT": "couvre le département",
        "COVERS_A_PART": f"intervient dans une partie {_of(place)}",
        "COVERS_REGION": "couvre la région",
        "COVERS_FRANCE": "couvre toute la France",
    }[rank]


def _of(place: Territory) -> str:
    return {"epci": "de l'intercommunalité", "departement": "du département", "region": "de la région"}.get(
        place.type, "du territoire"
    )


def _distance(distance_km: float | None, approximate: bool) -> str:
    if distance_km is None:
        return "à proximité"
    if distance_km < 1:
        return "à moins d'un kilomètre"
    return f"à {'environ ' if approximate else ''}{round(distance_km)} km"


def phone(number: str | None) -> str | None:
    """A French number in pairs of digits (« 03 53 01 12 34 »); any other as it was written."""
    if not number:
        return None
    digits = re.sub(r"[\s.\-()]", "", number)
    national = re.fullmatch(r"(?:\+33|0033|0)([1-9]\d{8})", digits)
    if not national:
        return number
    return " ".join(re.findall("..", "0" + national.group(1)))


def zone_in_words(actor: Actor) -> str | None:
    """The territory that an actor covers, in words; None when unknown."""
    if actor.zone_type == "france":
        return "toute la France"
    if actor.zone_type == "rayon" and actor.rayon_km:
        return f"dans un rayon de {actor.rayon_km:g} km"
    if actor.zone_type == "zones" and actor.zone_codes:
        names = [territories().label(code) for code in actor.zone_codes[:5]]
        more = len(actor.zone_codes) - len(names)
        return ", ".join(names) + (f" et {more} autres" if more else "")
    return None


def actor_card(
    actor: Actor, today: date, *, motif: str | None = None, distance_km: float | None = None
) -> dict[str, Any]:
    """An actor as the message contract shows it, with a few more keys (zone, sources, staleness)."""
    kind = kinds().get(actor.kind or "")
    return {
        "id": actor.identifiant,
        "nom": actor.nom,
        "type_acteur": actor.type_acteur,
        "kind": actor.kind,
        "libelle_kind": kind.libelle if kind else None,
        "secteurs": list(actor.secteurs),
        "modalites": list(actor.modalites),
        "commune": actor.commune,
        "code_insee": actor.code_insee,
        "code_postal": actor.code_postal,
        "adresse": actor.adresse,
        "telephone": phone(actor.telephone),
        "courriel": actor.courriel,
        "site_web": actor.site_web,
        "contact_nom": actor.contact_nom,
        "structure_porteuse": actor.structure_porteuse,
        "zone": zone_in_words(actor),
        "distance_km": distance_km,
        "motif": motif,
        "source": actor.source,
        "sources": list(actor.all_sources()),
        "licence": actor.licence,
        "date_maj": actor.date_maj,
        "date_verification": actor.date_verification,
        "perime": actor.is_stale(today),
        "fictif": actor.fictif,
    }
