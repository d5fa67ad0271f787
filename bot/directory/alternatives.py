"""Who to turn to when nobody of a territory matches: never an empty answer, even with nothing loaded."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.directory.presentation import actor_card
from bot.directory.search import Query, search
from bot.directory.store import Store
from bot.directory.targets import target_of
from bot.territory import Territory, territories

_NEAREST_FACILITATEURS_KM = 60.0


def alternatives(store: Store | None, territoire_id: str, today: date | None = None) -> dict[str, Any]:
    """The people to turn to for a place: facilitateurs of the place or of a wider one, its EPCI,
    département, région.

    Returns {"territoire", "facilitateurs": [cards, at most 3], "epci", "departement", "region"}; the last
    three are
    {"id", "nom", "libelle"} or None (an EPCI of an island without one, the level itself and those below).
    With `store`
    None (no directory) the list of facilitateurs is empty and the rest holds. Raises `UnknownTerritory`.
    """
    place = target_of(territoire_id).territory
    wider = {territory.type: territory for territory in territories().ancestors(territoire_id)}
    return {
        "territoire": {"id": place.id, "nom": place.nom, "type": place.type},
        "facilitateurs": [] if store is None else _facilitateurs(store, territoire_id, today or date.today()),
        **{level: _brief(wider.get(level)) for level in ("epci", "departement", "region")},
    }


def _facilitateurs(store: Store, territoire_id: str, today: date) -> list[dict[str, Any]]:
    query = Query(territoire_id, ("facilitateur",), distance_km=_NEAREST_FACILITATEURS_KM)
    found = search(store, query).resultats
    return [actor_card(f.actor, today, motif=f.motif, distance_km=f.distance_km) for f in found]


def _brief(territory: Territory | None) -> dict[str, str] | None:
    if territory is None:
        return None
    return {"id": territory.id, "nom": territory.nom, "libelle": territories().label(territory.id)}
