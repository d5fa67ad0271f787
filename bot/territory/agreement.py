"""The homonym meant by the other places of a text: « entre Castres et Mazamet », « de Troyes à Romilly »."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.territory.distance import distance_km
from bot.territory.index import NameIndex
from bot.territory.tables import Territory

NEAR_KM = 45.0  # places said together are rarely farther apart than that
VILLAGE = 3_000  # inhabitants: a place so small, far from the others, gives way to a homonym near them
TOWN, FAR_LARGER = 5_000, 10  # inhabitants of a town known by all, and how many times more than its homonyms
Ids = tuple[str, ...]


def agreeing(index: NameIndex, named: Sequence[tuple[Ids, Ids]]) -> list[Ids]:
    """Return the candidates of each place, settled by the sure ones beside it.

    A place is told by its candidates and by all its homonyms, the unlikely ones included.
    """
    sure = [index.territories.get(candidates[0]) if _is_sure(index, candidates) else None for candidates, _ in named]
    if not any(sure):
        return [candidates for candidates, _ in named]
    settled = []
    for position, (candidates, homonyms) in enumerate(named):
        others = [place for other, place in enumerate(sure) if place is not None and other != position]
        if len(candidates) > 1:
            candidates = _in_departement(index, candidates, others) or _near(index, candidates, others) or candidates
        elif len(homonyms) > 1 and others and _is_lost_village(index, candidates[0], others):
            candidates = _near(index, homonyms, others) or candidates
        settled.append(candidates)
    return settled


def _is_sure(index: NameIndex, candidates: Ids) -> bool:
    """Return whether a place is the only one of its name, or a town among villages."""
    first, second = (index.population.get(id_, 0) for id_ in (*candidates, "")[:2])
    return len(candidates) == 1 or (len(candidates) > 1 and first >= TOWN and first >= FAR_LARGER * second)


def _in_departement(index: NameIndex, candidates: Ids, others: Sequence[Territory]) -> Ids:
    """Return the one candidate that lies in a département of the other places, nothing when none or several do."""
    known = {place.departement for place in others} - {None}
    return _alone(id_ for id_ in candidates if (place := index.territories.get(id_)) and place.departement in known)


def _near(index: NameIndex, candidates: Ids, others: Sequence[Territory]) -> Ids:
    """Return the one candidate that is near another place, nothing when none or several are."""
    return _alone(
        id_ for id_ in candidates if (place := index.territories.get(id_)) and _is_near(place, others)
    )  # fmt: skip


def _is_lost_village(index: NameIndex, id_: str, others: Sequence[Territory]) -> bool:
    place = index.territories.get(id_)
    small = index.population.get(id_, VILLAGE) < VILLAGE
    return small and place is not None and not _is_near(place, others)


def _is_near(place: Territory, others: Sequence[Territory]) -> bool:
    towns = (other for other in others if other.type in ("commune", "arrondissement", "epci"))
    distances = (distance_km(place, other) for other in towns)
    return any(distance is not None and distance <= NEAR_KM for distance in distances)


def _alone(ids: Iterable[str]) -> Ids:
    found = tuple(ids)
    return found if len(found) == 1 else ()
