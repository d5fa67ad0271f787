"""What « being there » and « covering » mean for a place: the posting keys of the search index to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.territory import Territory, territories


class UnknownTerritory(ValueError):
    """The territory id asked for does not exist."""


@dataclass(frozen=True, slots=True)
class Target:
    """A place as the search sees it. Keys are those of `SearchIndex.posting`.

    `sits`: where an actor of the place has its address. `own`: zones that cover the place at its own level.
    `epci`, `departement`, `region`, `france`: wider zones. `partial`: zones that cover a part of it.
    `centre` is given when « near » and « within its radius » make sense: commune, code postal, EPCI.
    """

    territory: Territory
    sits: tuple[str, ...]
    own: tuple[str, ...]
    epci: tuple[str, ...]
    departement: tuple[str, ...]
    region: tuple[str, ...]
    france: tuple[str, ...]
    partial: tuple[str, ...]
    centre: tuple[float, float] | None
    everywhere: bool


@lru_cache(maxsize=1)
def epcis_by_commune() -> Mapping[str, tuple[str, ...]]:
    """The EPCI codes of each commune: one, or two in the Grand Paris (métropole and établissement
    territorial).
    """
    table = territories()
    found: dict[str, list[str]] = defaultdict(list)
    for epci in table.ids("epci"):
        for commune in table.communes_of(epci):
            found[commune].append(epci.removeprefix("epci-"))
    return {commune: tuple(epcis) for commune, epcis in found.items()}


@lru_cache(maxsize=5_000)
def target_of(territory_id: str) -> Target:
    """The keys of a territory. Raises `UnknownTerritory`.

    Municipal arrondissements of Paris, Lyon and Marseille work as communes and as the whole city: an
    arrondissement is
    covered by a zone that names it or its city, and holds the actors of the city whose arrondissement is
    unknown; the
    city holds the actors of all its arrondissements and is served by who covers one of them.
    """
    table = territories()
    territory = table.get(territory_id)
    if territory is None:
        raise UnknownTerritory(f"Territoire inconnu : {territory_id}.")
    if territory.type == "france":
        return Target(territory, (), ("z:france",), (), (), (), (), (), None, everywhere=True)
    members = table.communes_of(territory_id)
    communes = _with_cities(members)
    cities = [table.city_of(code) or code for code in members]
    departements = _ordered(_departement(code) for code in cities)
    regions = _ordered(region for code in departements if (region := _region(code)))
    wide_departements, wide_regions = _zones("departement", departements), _zones("region", regions)
    commune_zones = _zones("commune", communes)
    sits = tuple(f"s:commune-{code}" for code in communes)
    centre = (territory.lat, territory.lon) if territory.lat is not None and territory.lon is not None else None
    france = ("z:france",)
    if territory.type in ("commune", "code_postal"):
        epcis = _zones("epci", _ordered(epci for code in cities for epci in epcis_by_commune().get(code, ())))
        return Target(
            territory,
            sits,
            commune_zones,
            epcis,
            wide_departements,
            wide_regions,
            france,
            (),
            centre,
            everywhere=False,
        )
    own = (f"z:{territory_id}",)
    if territory.type == "epci":
        return Target(
            territory,
            sits,
            own,
            (),
            wide_departements,
            wide_regions,
            france,
            commune_zones,
            centre,
            everywhere=False,
        )
    inside = _ordered(epci for code in members for epci in epcis_by_commune().get(code, ()))
    partial = (*_zones("epci", inside), *commune_zones)
    sits = tuple(f"s:departement-{code}" for code in departements)
    if territory.type == "departement":
        return Target(territory, sits, own, (), (), wide_regions, france, partial, None, everywhere=False)
    partial = (*wide_departements, *partial)
    return Target(territory, sits, own, (), (), (), france, partial, None, everywhere=False)


def departement_of_commune(code_insee: str) -> str | None:
    """The département code of a commune, None when the commune is unknown."""
    territory = territories().get(f"commune-{code_insee}")
    return territory.departement if territory else None


def _with_cities(communes: Iterable[str]) -> tuple[str, ...]:
    """The communes, their municipal arrondissements when they have some, their city when they are one."""
    table = territories()
    found: dict[str, None] = {}
    for code in communes:
        found[code] = None
        found.update(dict.fromkeys(table.arrondissements(code)))
        city = table.city_of(code)
        if city:
            found[city] = None
    return tuple(found)


def _departement(code_insee: str) -> str:
    territory = territories().get(f"commune-{code_insee}")
    return territory.departement or "" if territory else ""


def _region(departement: str) -> str | None:
    territory = territories().get(f"departement-{departement}")
    return territory.region if territory else None


def _zones(kind: str, codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"z:{kind}-{code}" for code in codes)


def _ordered(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if code))
