"""Finding the actors of a place: who covers it, who sits in it, who is near, in that order, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from bot.directory.full_text import numbers_by_text
from bot.directory.index import Ints, SearchIndex
from bot.directory.model import Actor
from bot.directory.presentation import actor_card, reason
from bot.directory.store import Store
from bot.directory.targets import Target, target_of
from bot.directory.taxonomy import sectors_matching
from bot.territory import Territory, distance_km, territories

MAX_DISTANCE_KM = 500.0
MAX_PER_PAGE = 1_000


class Rank(IntEnum):
    """Why an actor is in the list; the order of the list."""

    SITS_AND_COVERS = 0
    COVERS = 1
    SITS = 2
    COVERS_EPCI = 3
    COVERS_DEPARTEMENT = 4
    COVERS_A_PART = 5
    NEAR = 6
    COVERS_REGION = 7
    COVERS_FRANCE = 8


_NOT_THERE = 127


@dataclass(frozen=True)
class Query:
    """What is asked. `types` and `secteur` are vocabulary codes, `distance_km` counts from the centre of the
    place.

    `texte` is words of the name (mistakes forgiven), or a SIREN or SIRET. An unset criterion does not filter.
    """

    territoire: str
    types: tuple[str, ...] = ()
    secteur: str | None = None
    modalite: str | None = None
    texte: str | None = None
    distance_km: float = 25.0
    page: int = 1
    par_page: int = 3


@dataclass(frozen=True, slots=True)
class Found:
    """One actor of the list: why it is there, how far it sits (km, None when unknown or meaningless)."""

    actor: Actor
    rank: Rank
    motif: str
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of actors; `total` counts all of them, `pages` is 0 when there is none."""

    query: Query
    territoire: Territory
    total: int
    page: int
    pages: int
    resultats: tuple[Found, ...]

    @property
    def acteurs(self) -> tuple[Actor, ...]:
        """The actors of the page."""
        return tuple(found.actor for found in self.resultats)

    def as_message(self, today: date | None = None) -> dict[str, Any]:
        """The `custom` message of the contract (contract/messages.md, « Directory results »)."""
        day = today or date.today()
        return {
            "type": "acteurs",
            "territoire": {
                "id": self.territoire.id,
                "nom": self.territoire.nom,
                "type": self.territoire.type,
            },
            "criteres": {
                "type_acteur": list(self.query.types),
                "secteur": self.query.secteur,
                "modalite": self.query.modalite,
                "texte": self.query.texte,
                "distance_km": self.query.distance_km,
            },
            "total": self.total,
            "page": self.page,
            "pages": self.pages,
            "acteurs": [actor_card(f.actor, day, motif=f.motif, distance_km=f.distance_km) for f in self.resultats],
        }


def search(store: Store, query: Query) -> SearchResult:
    """The page of actors that answers `query`.

    Order: covers the place and sits in it; covers it at its own level (or by its radius of action); sits in
    it; covers
    its EPCI; its département; covers a part of it; sits within `distance_km`; covers its région; covers
    France. Then
    the nearest (to 100 m) among the near ones, the most local zone among the first, the freshest, the most
    complete. Raises `UnknownTerritory`,
    `DirectoryUnavailable`.
    """
    target = target_of(query.territoire)
    per_page = max(1, min(query.par_page, MAX_PER_PAGE))
    page = max(1, query.page)
    with store.reading() as connection:
        index = store.index(connection)
        positions, ranks, second = _matching(index, target, query, connection)
        total = len(positions)
        first = (page - 1) * per_page
        chosen = _best(positions, ranks, second, first + per_page)[first:]
        actors = store.actors(connection, [index.records(int(positions[i])) for i in chosen])
    found = tuple(_explained(actor, Rank(int(ranks[i])), target) for i, actor in zip(chosen, actors, strict=True))
    return SearchResult(query, target.territory, total, page, -(-total // per_page), found)


def _matching(
    index: SearchIndex, target: Target, query: Query, connection: Connection
) -> tuple[Ints, NDArray[np.int8], NDArray[np.int64]]:
    """Positions that answer the query, their ranks, their order within a rank (before merit).

    That order is the distance in tenths of km for those who are only near, the width of the zone for those
    who sit in
    the place and cover it (a local service before a departmental one).
    """
    ranks = np.full(len(index), _NOT_THERE, dtype=np.int8)
    coverage = np.full(len(index), _NOT_THERE, dtype=np.int8)

    def covers(lists: list[Ints], rank: Rank) -> None:
        for listed in lists:
            ranks[listed] = rank
            coverage[listed] = rank

    # The widest first: each narrower reason overwrites the ones before.
    covers(index.postings(target.france), Rank.COVERS_FRANCE)
    covers(index.postings(target.region), Rank.COVERS_REGION)
    near_positions: Ints | None = None
    if target.centre:
        asked = max(0.0, min(query.distance_km, MAX_DISTANCE_KM))
        near_positions, near_distances = index.within(*target.centre, asked)
        ranks[near_positions] = Rank.NEAR
    for listed in index.postings(target.partial):
        ranks[listed] = Rank.COVERS_A_PART
    covers(index.postings(target.departement), Rank.COVERS_DEPARTEMENT)
    covers(index.postings(target.epci), Rank.COVERS_EPCI)
    covers(index.postings(target.own), Rank.COVERS)
    if target.centre and len(index.radius):
        covers(index.reaching(*target.centre), Rank.COVERS)
    sits: Ints | slice = slice(None) if target.everywhere else _joined(index.postings(target.sits))
    covered_there = coverage[sits] != _NOT_THERE
    ranks[sits] = np.where(covered_there, np.int8(Rank.SITS_AND_COVERS), np.int8(Rank.SITS))

    positions = np.flatnonzero(ranks != _NOT_THERE).astype(np.int32)
    positions = _filtered(index, positions, query, connection)
    kept = ranks[positions]
    second = np.where(kept == Rank.SITS_AND_COVERS, coverage[positions], 0).astype(np.int64)
    if near_positions is not None and len(near_positions):
        tenths = np.empty(len(index), dtype=np.int16)  # read only where it is filled
        tenths[near_positions] = np.round(near_distances * 10)
        second = np.where(kept == Rank.NEAR, tenths[positions], second)
    return positions, kept, second


def _filtered(index: SearchIndex, positions: Ints, query: Query, connection: Connection) -> Ints:
    if query.types:
        positions = positions[index.kinds[positions] & np.uint32(index.mask_of(query.types)) != 0]
    if query.secteur:
        keys = tuple(f"x:{code}" for code in sectors_matching(query.secteur))
        positions = _only(index, positions, index.postings(keys))
    if query.modalite:
        positions = _only(index, positions, [index.posting(f"m:{query.modalite}")])
    numbers = numbers_by_text(connection, query.texte, index.words) if query.texte else None
    if numbers is not None:
        places = index.by_number[numbers[numbers < len(index.by_number)]]
        positions = _only(index, positions, [places[places >= 0]])
    return positions


def _only(index: SearchIndex, positions: Ints, allowed: list[Ints]) -> Ints:
    mark = np.zeros(len(index), dtype=bool)
    for listed in allowed:
        mark[listed] = True
    return positions[mark[positions]]


def _joined(lists: list[Ints]) -> Ints:
    return np.concatenate(lists) if lists else np.empty(0, dtype=np.int32)


def _best(positions: Ints, ranks: NDArray[np.int8], second: NDArray[np.int64], wanted: int) -> NDArray[np.intp]:
    """The places, in `positions`, of the first `wanted` results in order."""
    keys = (ranks.astype(np.int64) << 56) | (second << 32) | positions
    if wanted < len(keys):
        first = np.argpartition(keys, wanted - 1)[:wanted]
        return first[np.argsort(keys[first])]
    return np.argsort(keys)


def _explained(actor: Actor, rank: Rank, target: Target) -> Found:
    far: float | None = None
    approximate = False
    if target.centre:
        here = (actor.latitude, actor.longitude)
        if here[0] is not None and here[1] is not None:
            far = distance_km(target.centre, (here[0], here[1]))
        else:
            place = _seat(actor)
            if place is not None:
                far, approximate = distance_km(target.centre, place), True
    rounded = None if far is None else round(far, 1)
    approximate = approximate or target.territory.approximate
    return Found(actor, rank, reason(rank.name, target.territory, rounded, approximate, actor), rounded)


def _seat(actor: Actor) -> Territory | None:
    if actor.code_insee:
        return territories().get(f"commune-{actor.code_insee}")
    return territories().get(f"code_postal-{actor.code_postal}") if actor.code_postal else None
