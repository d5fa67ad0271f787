"""The search agrees with the plainest possible one over thousands of random questions."""

import random
from collections.abc import Callable
from functools import cache
from itertools import islice

from bot.directory import Actor, Query, Store, open_store, search
from bot.directory.taxonomy import kinds_of_type, sectors_matching
from bot.directory.text import search_text, words
from bot.territory import Territory, distance_km, territories

QUESTIONS = 2_500
# Where zones meet: the Grand Paris and its arrondissements, Lyon and its neighbours, Lille, a bare
# countryside, islands.
HOMES = (
    "75056",
    "75111",
    "75104",
    "93066",
    "69123",
    "69383",
    "69266",
    "69029",
    "38544",
    "01004",
    "59350",
    "59512",
    "48095",
)
HOMES += ("97411", "97416", "2A004", "13055", "13201", "71270")
TABLE = territories()


def territory(id_: str) -> Territory:
    found = TABLE.get(id_)
    assert found is not None
    return found


def zone_choices() -> list[str]:
    found = [
        "region-84",
        "region-11",
        "region-32",
        "departement-69",
        "departement-75",
        "departement-59",
        "departement-974",
    ]
    for home in HOMES:
        found += [f"commune-{home}", *(t.id for t in TABLE.ancestors(f"commune-{home}") if t.type == "epci")]
    return found


def random_actor(draw: random.Random, number: int, zones: list[str]) -> Actor:
    home = draw.choice((*HOMES, None))
    kind, family = draw.choice(
        (("ei", "siae"), ("etti", "siae"), ("geiq", "geiq"), ("ea", "ea_esat"), ("facilitateur",) * 2)
    )
    zone = draw.choice(("zones", "rayon", "france", "inconnue", "inconnue", "zones"))
    centre = territory(f"commune-{home}") if home else None
    exact = centre is not None and centre.lat is not None and draw.random() < 0.5
    return Actor(
        source=draw.choice(("a", "b")),
        id=str(number),
        nom=f"{draw.choice(('Atelier', 'Chantier', 'Élan'))} {draw.choice(('bleu', 'vert'))} {number}",
        date_maj=f"2026-0{draw.randrange(1, 4)}-01",
        telephone=draw.choice((None, "0199001122")),
        code_insee=home,
        latitude=centre.lat + draw.uniform(-0.2, 0.2) if exact else None,  # type: ignore[operator,union-attr]
        longitude=centre.lon + draw.uniform(-0.2, 0.2) if exact else None,  # type: ignore[operator,union-attr]
        type_acteur=family,
        kind=kind,
        secteurs=tuple(draw.sample(("restauration", "traiteur", "textiles-30"), draw.randrange(3))),
        modalites=tuple(draw.sample(("prestation", "mise_a_disposition"), draw.randrange(2))),
        zone_type=zone,
        zone_codes=tuple(draw.sample(zones, draw.choice((1, 2)))) if zone == "zones" else (),
        rayon_km=draw.choice((5.0, 20.0, 45.0, 400.0)) if zone == "rayon" else None,
    )


def random_query(draw: random.Random, zones: list[str]) -> Query:
    place = draw.choice(
        (*zones, *(f"commune-{home}" for home in HOMES), "code_postal-75011", "code_postal-69100", "france")
    )
    return Query(
        place,
        types=draw.choice(((), (), ("siae",), ("geiq", "ea"), ("facilitateur",))),
        secteur=draw.choice((None, None, "restauration", "traiteur")),
        modalite=draw.choice((None, None, "prestation")),
        texte=draw.choice((None, None, None, "élan", "chantier ve")),
        distance_km=draw.choice((0.0, 10.0, 25.0, 60.0)),
        page=draw.choice((1, 1, 2)),
        par_page=draw.choice((3, 20)),
    )


def same_city(code: str) -> set[str]:
    city = TABLE.city_of(code)
    return {code, *TABLE.arrondissements(code)} | ({city} if city else set())


@cache
def epcis_of(commune: str) -> set[str]:
    return {epci for epci in TABLE.ids("epci") if commune in TABLE.communes_of(epci)}


@cache
def inside(place: str) -> frozenset[str]:
    """The communes of a place, with their arrondissements or their city."""
    return frozenset(code for commune in TABLE.communes_of(place) for code in same_city(commune))


@cache
def epci_zones(place: str) -> frozenset[str]:
    return frozenset(epci for code in TABLE.communes_of(place) for epci in epcis_of(TABLE.city_of(code) or code))


@cache
def wider_zones(place: str, level: str) -> frozenset[str]:
    order = ("commune", "code_postal", "epci", "departement", "region", "france")
    if order.index(territory(place).type) >= order.index(level):
        return frozenset()
    communes = (territory(f"commune-{code}") for code in TABLE.communes_of(place))
    return frozenset(f"{level}-{getattr(commune, level)}" for commune in communes)


@cache
def same_place(zone: str, place: str) -> bool:
    return bool(inside(place) & set(TABLE.communes_of(zone)))


class BruteForce:
    """Looks at every actor for every question, with sets of communes and plain distances."""

    def __init__(self, actors: list[Actor]) -> None:
        self.actors = actors

    def ask(self, query: Query) -> list[str]:
        place = territory(query.territoire)
        found = [(key, actor.id) for actor in self.actors if (key := self.key(actor, place, query)) is not None]
        return [id_ for _, id_ in sorted(found)]

    def key(self, actor: Actor, place: Territory, query: Query) -> tuple[object, ...] | None:
        wanted_kinds = {kind for asked in query.types for kind in kinds_of_type(asked)}
        if query.types and actor.kind not in wanted_kinds:
            return None
        if query.secteur and not set(actor.secteurs) & set(sectors_matching(query.secteur)):
            return None
        if query.modalite and query.modalite not in actor.modalites:
            return None
        name = words(actor.nom)
        if query.texte and not all(any(n.startswith(w) for n in name) for w in words(query.texte)):
            return None
        rank = self.rank(actor, place, query.distance_km)
        merit = (
            -int(actor.fraicheur.replace("-", "")),
            -actor.completude,
            search_text(actor.nom),
            actor.source,
            actor.id,
        )
        return None if rank is None else (*rank, *merit)

    def rank(self, actor: Actor, place: Territory, asked_km: float) -> tuple[int, int] | None:
        width = self.width(actor, place)
        if self.sits(actor, place):
            return (2, 0) if width is None else (0, width)
        options = [] if width is None else [(width, 0)]
        if self.covers_a_part(actor, place):
            options.append((5, 0))
        far = self.far(actor, place)
        if far is not None and far <= asked_km:
            options.append((6, round(far * 10)))
        return min(options, default=None)

    def sits(self, actor: Actor, place: Territory) -> bool:
        if place.type == "france":
            return True
        if actor.code_insee is None:
            return False
        return actor.code_insee in inside(place.id)

    def far(self, actor: Actor, place: Territory) -> float | None:
        if place.type not in ("commune", "code_postal", "epci"):
            return None
        if actor.latitude is not None and actor.longitude is not None:
            return distance_km(place, (actor.latitude, actor.longitude))
        return distance_km(place, territory(f"commune-{actor.code_insee}")) if actor.code_insee else None

    def width(self, actor: Actor, place: Territory) -> int | None:
        """The rank of the narrowest zone that covers the whole place."""
        if actor.zone_type == "france":
            return 1 if place.type == "france" else 8
        if actor.zone_type == "rayon":
            far = self.far(actor, place)
            return 1 if far is not None and actor.rayon_km is not None and far <= actor.rayon_km else None
        ranks = {
            1: self.own(place),
            7: wider_zones(place.id, "region"),
            4: wider_zones(place.id, "departement"),
        }
        if place.type in ("commune", "code_postal"):
            ranks[3] = epci_zones(place.id)
        return min((rank for rank, ids in ranks.items() if ids & set(actor.zone_codes)), default=None)

    def own(self, place: Territory) -> frozenset[str]:
        if place.type not in ("commune", "code_postal"):
            return frozenset({place.id})
        return frozenset(f"commune-{code}" for code in inside(place.id))

    def covers_a_part(self, actor: Actor, place: Territory) -> bool:
        if place.type not in ("epci", "departement", "region") or actor.zone_type != "zones":
            return False
        for zone in actor.zone_codes:
            kind = zone.partition("-")[0]
            if kind == "commune" and zone.removeprefix("commune-") in inside(place.id):
                return True
            if kind == "epci" and place.type in ("departement", "region") and same_place(zone, place.id):
                return True
            if kind == "departement" and place.type == "region" and territory(zone).region == place.code:
                return True
        return False


def test_the_search_agrees_with_brute_force_on_totals_and_order(
    url: str, replace_actors: Callable[[Store, list[Actor]], None]
) -> None:
    draw = random.Random(4)
    zones = zone_choices()
    store = open_store(url, write=True)
    actors = [random_actor(draw, number, zones) for number in range(160)]
    replace_actors(store, actors)
    store.close()
    store = open_store(url)
    brute = BruteForce(actors)
    answers: dict[Query, list[str]] = {}
    for query in (random_query(draw, zones) for _ in range(QUESTIONS)):
        asked_of_all = Query(
            query.territoire, query.types, query.secteur, query.modalite, query.texte, query.distance_km
        )
        expected = (
            answers.setdefault(asked_of_all, brute.ask(query)) if asked_of_all not in answers else answers[asked_of_all]
        )
        result = search(store, query)
        first = (query.page - 1) * query.par_page
        page = list(islice(expected, first, first + query.par_page))
        assert result.total == len(expected), query
        assert [actor.id for actor in result.acteurs] == page, query
    store.close()
