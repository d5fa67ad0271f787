"""A directory request is built over several messages: what is said replaces, what is left out stays."""

import pytest

from bot.directory.request import (
    DEFAULT_KM,
    Request,
    all_kinds,
    brings_something,
    chosen_actor,
    merge,
    tells_places_apart,
)

LILLE, ROUBAIX, LYON = "commune-59350", "commune-59512", "commune-69123"
SAINT_DENIS = ["commune-97411", "commune-93066"]


def said(**values: object) -> list[dict]:
    return [{"entity": name, "value": value} for name, value in values.items()]


def asked(**values: object) -> Request:
    return merge(Request(), said(**values), "", new_search=True)


def test_a_place_and_a_kind_are_enough() -> None:
    request = asked(territoire=LILLE, type_acteur="etti")
    assert (request.territoire, request.types, request.missing) == (LILLE, ("etti",), None)


def test_a_facilitateur_has_no_trade_though_works_are_spoken_of() -> None:
    request = asked(territoire=LILLE, type_acteur="facilitateur", secteur="btp")
    assert (request.types, request.secteur) == (("facilitateur",), None)


@pytest.mark.parametrize("words", ["tous les GEIQ en France", "un annuaire pour toute la France"])
def test_the_whole_country_may_be_asked(words: str) -> None:
    assert merge(Request(), said(type_acteur="geiq"), words, new_search=True).territoire == "france"


def test_a_place_named_beside_the_country_is_the_one_searched() -> None:
    entities = said(type_acteur="etti", territoire=LILLE)
    assert merge(Request(), entities, "une ETTI en France, à Lille", new_search=True).territoire == LILLE


def test_france_travail_is_no_country() -> None:
    assert merge(Request(), said(type_acteur="france_travail"), "qui est en France Travail ?", True).territoire is None


def test_of_several_places_one_is_searched_and_the_others_are_kept_for_later() -> None:
    request = merge(Request(), [*said(type_acteur="etti"), *said(territoire=LILLE), *said(territoire=LYON)], "", True)
    assert (request.territoire, request.autres) == (LYON, (LILLE,))
    there = merge(request, said(territoire=LILLE), "", new_search=True)
    assert (there.territoire, there.types, there.autres) == (LILLE, ("etti",), ())
    assert merge(request, said(territoire=ROUBAIX), "", new_search=True).autres == ()


def test_the_place_is_asked_before_the_kind() -> None:
    assert Request().missing == "territoire"
    assert asked(territoire=LILLE).missing == "type_acteur"


def test_every_kind_is_a_kind() -> None:
    request = asked(territoire=LILLE, type_acteur="tous")
    assert (request.types, request.missing) == ((), None)
    assert all_kinds(asked(territoire=LILLE)).missing is None


def test_a_refinement_keeps_the_rest() -> None:
    first = asked(territoire=LILLE, type_acteur="siae", secteur="hygiene-et-proprete")
    second = merge(first, said(type_acteur="etti"), "seulement les ETTI", new_search=False)
    assert (second.territoire, second.types, second.secteur) == (LILLE, ("etti",), "hygiene-et-proprete")


def test_a_sector_after_a_facilitateur_looks_for_who_works() -> None:
    request = merge(asked(territoire=LILLE, type_acteur="facilitateur"), said(secteur="textile"), "", new_search=False)
    assert (request.types, request.secteur) == ((), "textile")


def test_a_new_search_of_another_kind_forgets_the_sector() -> None:
    first = asked(territoire=LILLE, type_acteur="siae", secteur="hygiene-et-proprete")
    assert merge(first, said(type_acteur="geiq"), "", new_search=True).secteur is None


@pytest.mark.parametrize(
    ("words", "wider"),
    [
        ("dans tout le département", "departement-59"),
        ("dans toute la région", "region-32"),
        ("dans toute la métropole", "epci-200093201"),
        ("dans toute la France", "france"),
    ],
)
def test_the_place_is_widened_in_words(words: str, wider: str) -> None:
    assert merge(asked(territoire=LILLE), [], words, new_search=False).territoire == wider


def test_nearer_and_farther_change_the_distance_within_limits() -> None:
    request = asked(territoire=LILLE)
    assert merge(request, [], "plus près", new_search=False).distance_km < DEFAULT_KM
    for _ in range(9):
        request = merge(request, [], "plus loin", new_search=False)
    assert request.distance_km == 100


@pytest.mark.parametrize(
    ("entities", "words", "place"),
    [
        (said(territoire="departement-93"), "93", "commune-93066"),
        (said(territoire="commune-97411"), "", "commune-97411"),
        ([], "la première", "commune-97411"),
        ([], "le 2e", "commune-93066"),
        ([], "la dernière", "commune-93066"),
        (said(territoire=LYON), "en fait à Lyon", LYON),
    ],
)
def test_an_ambiguous_place_is_settled(entities: list, words: str, place: str) -> None:
    request = asked(territoire=SAINT_DENIS, type_acteur="etti")
    assert (request.territoire, request.candidats) == (None, tuple(SAINT_DENIS))
    assert brings_something(request, entities, words)
    assert merge(request, entities, words, new_search=False).territoire == place


def test_the_place_already_known_then_the_default_one_decide_between_homonyms() -> None:
    known = asked(territoire="departement-974")
    assert merge(known, said(territoire=SAINT_DENIS), "", new_search=False).territoire == "commune-97411"
    near = merge(Request(), said(territoire=SAINT_DENIS), "", new_search=True, near="departement-93")
    assert near.territoire == "commune-93066"


def test_what_cannot_be_used_brings_nothing() -> None:
    assert not brings_something(Request(), said(territoire="commune-99999"), "nimporte")
    assert not brings_something(Request(), said(montant=3), "la première")


@pytest.mark.parametrize(
    ("words", "rank"),
    [
        ("le premier", 0),
        ("la deuxième", 1),
        ("le numéro 3", 2),
        ("le dernier", 2),
        ("le cinquième", None),
        ("bof", None),
    ],
)
def test_an_actor_is_chosen_by_its_rank(words: str, rank: int | None) -> None:
    shown = ("a", "b", "c")
    assert chosen_actor(Request(affiches=shown), words) == (None if rank is None else shown[rank])


def test_a_request_survives_being_saved() -> None:
    request = asked(territoire=SAINT_DENIS, type_acteur="etti")
    assert Request.from_state(request.to_state()) == request


@pytest.mark.parametrize("damaged", [None, "x", 3, [], {"inconnu": 1}, {"types": None, "candidats": None}])
def test_a_damaged_state_is_an_empty_request(damaged: object) -> None:
    assert Request.from_state(damaged) == Request()


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("celui de la réunion", "commune-97411"),
        ("la ville de Seine Saint Denis", "commune-93066"),
        ("en ile de france", "commune-93066"),
        ("le deuxième", "commune-93066"),
        ("celui de la réunion ou de Seine-Saint-Denis", None),
        ("je ne sais pas", None),
    ],
)
def test_a_wider_territory_tells_places_of_one_name_apart(text: str, chosen: str | None) -> None:
    asked = Request(candidats=("commune-97411", "commune-93066"))
    assert tells_places_apart(asked, text) is (chosen is not None)
    if chosen:
        assert merge(asked, [], text, new_search=False).territoire == chosen


def test_a_facilitateur_asked_for_after_a_trade_is_not_sought_in_that_trade() -> None:
    trade = asked(territoire=LILLE, type_acteur="etti", secteur="batiment")
    request = merge(trade, said(type_acteur="facilitateur"), "et le facilitateur ?", new_search=False)
    assert (request.types, request.secteur) == (("facilitateur",), None)
