"""Looking over a directory: stale records, missing contacts, facilitateurs' zones that overlap or leave
gaps.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from bot.directory.model import Actor
from bot.directory.schema import acteurs, from_row
from bot.directory.store import Store
from bot.territory import distance_km, territories

_LISTED = 200


@dataclass(frozen=True, slots=True)
class Coverage:
    """Communes of a département by who covers them: a local facilitateur, only a wider one, nobody (INSEE
    codes).
    """

    departement: str
    locale: frozenset[str]
    elargie: frozenset[str]
    aucune: frozenset[str]


@dataclass(frozen=True, slots=True)
class Check:
    """What `annuaire verifier` found. Lists hold public ids; `recouvrements` pairs of facilitateurs."""

    total: int
    perimees: tuple[str, ...]
    sans_contact: tuple[str, ...]
    sans_lieu: tuple[str, ...]
    recouvrements: tuple[tuple[str, str, int], ...]
    couverture: tuple[Coverage, ...]

    def as_dict(self) -> dict[str, Any]:
        """The result as JSON."""
        return {
            "total": self.total,
            "perimees": list(self.perimees),
            "sans_contact": list(self.sans_contact),
            "sans_lieu": list(self.sans_lieu),
            "zones_qui_se_recouvrent": [
                {"facilitateurs": [first, second], "communes": communes}
                for first, second, communes in self.recouvrements
            ],
            "couverture": [
                {
                    "departement": c.departement,
                    "communes": len(c.locale) + len(c.elargie) + len(c.aucune),
                    "couvertes_localement": len(c.locale),
                    "couvertes_plus_largement": len(c.elargie),
                    "communes_non_couvertes": sorted(c.aucune),
                }
                for c in self.couverture
            ],
        }


def check_directory(store: Store, today: date | None = None) -> Check:
    """Looks over every record; coverage is told for the départements where the directory knows somebody."""
    day = today or date.today()
    stale: list[str] = []
    mute: list[str] = []
    nowhere: list[str] = []
    total = 0
    departements: set[str] = set()
    facilitateurs: list[Actor] = []
    with store.reading() as connection:
        query = sa.select(acteurs).order_by(acteurs.c.num)
        rows = connection.execute(query, execution_options={"yield_per": 2_000})
        for row in rows.mappings():
            actor = from_row(row)
            total += 1
            if actor.is_stale(day):
                stale.append(actor.identifiant)
            if not (actor.telephone or actor.courriel or actor.site_web):
                mute.append(actor.identifiant)
            if not row["departement"] and actor.zone_type == "inconnue":
                nowhere.append(actor.identifiant)
            if row["departement"]:
                departements.add(row["departement"])
            if actor.kind == "facilitateur":
                facilitateurs.append(actor)
    zones = {actor.identifiant: covered_communes(actor) for actor in facilitateurs}
    return Check(
        total,
        tuple(stale),
        tuple(mute),
        tuple(nowhere),
        tuple(_overlaps({key: local for key, (local, _) in zones.items()})),
        tuple(_coverage(departements, list(zones.values()))),
    )


def covered_communes(actor: Actor) -> tuple[frozenset[str], frozenset[str]]:
    """The communes that an actor covers locally (commune, EPCI, radius) and through wider zones (INSEE
    codes).
    """
    table = territories()
    local: set[str] = set()
    wide: set[str] = set()
    if actor.zone_type == "france":
        wide.update(table.communes_of("france"))
    elif actor.zone_type == "zones":
        for code in actor.zone_codes:
            level = local if code.startswith(("commune-", "epci-", "code_postal-")) else wide
            level.update(table.city_of(commune) or commune for commune in table.communes_of(code))
    elif actor.zone_type == "rayon" and actor.rayon_km:
        local.update(_within(actor, actor.rayon_km))
    return frozenset(local), frozenset(wide)


def _within(actor: Actor, km: float) -> set[str]:
    table = territories()
    if actor.latitude is not None and actor.longitude is not None:
        centre: Any = (actor.latitude, actor.longitude)
    else:
        centre = table.get(f"commune-{actor.code_insee}") if actor.code_insee else None
    found: set[str] = set()
    for code in table.communes_of("france") if centre is not None else ():
        commune = table.get(f"commune-{code}")
        far = distance_km(centre, commune) if commune is not None else None
        if far is not None and far <= km:
            found.add(code)
    return found


def _overlaps(zones: dict[str, frozenset[str]]) -> list[tuple[str, str, int]]:
    """Pairs of local zones that share communes, the largest overlaps first (at most 200)."""
    shared: Counter[tuple[str, str]] = Counter()
    by_commune: dict[str, list[str]] = defaultdict(list)
    for actor, communes in zones.items():
        for commune in communes:
            by_commune[commune].append(actor)
    for actors in by_commune.values():
        shared.update(combinations(sorted(actors), 2))
    return [(first, second, communes) for (first, second), communes in shared.most_common(_LISTED)]


def _coverage(departements: set[str], zones: list[tuple[frozenset[str], frozenset[str]]]) -> list[Coverage]:
    local = frozenset().union(*(zone for zone, _ in zones)) if zones else frozenset()
    wide = frozenset().union(*(zone for _, zone in zones)) if zones else frozenset()
    found = []
    for departement in sorted(departements):
        communes = frozenset(territories().communes_of(f"departement-{departement}"))
        here = communes & local
        wider = (communes & wide) - here
        found.append(Coverage(departement, here, wider, communes - here - wider))
    return found
