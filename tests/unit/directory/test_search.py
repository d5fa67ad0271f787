"""The right actors for a place, in the right order, and why."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.directory import Actor, Query, Store, UnknownTerritory, alternatives, search
from bot.territory import territories

Fill = Callable[..., Store]
Make = Callable[..., Actor]
TODAY = date(2026, 11, 22)


def names(store: Store, territoire: str, **criteria: object) -> list[str]:
    result = search(store, Query(territoire, par_page=50, **criteria))  # type: ignore[arg-type]
    assert result.total == len(result.acteurs)
    return [actor.id for actor in result.acteurs]


def zones(*codes: str) -> dict[str, object]:
    return {"zone_type": "zones", "zone_codes": codes}


def test_actors_come_from_the_most_local_reason_to_the_widest(fill: Fill, make_actor: Make) -> None:
    elsewhere = {"code_insee": "69264"}
    store = fill(
        make_actor("france", code_insee="59350", zone_type="france"),
        make_actor("region", code_insee="59350", **zones("region-84")),
        make_actor("pres", code_insee="69029"),
        make_actor("departement", **elsewhere, **zones("departement-69")),
        make_actor("epci", **elsewhere, **zones("epci-200046977")),
        make_actor("siege"),
        make_actor("commune", **elsewhere, **zones("commune-69266")),
        make_actor("siege-et-commune", **zones("commune-69266")),
        make_actor("ailleurs", code_insee="59350", **zones("departement-59")),
    )
    expected = ["siege-et-commune", "commune", "siege", "epci", "departement", "pres", "region", "france"]
    assert names(store, "commune-69266") == expected


def test_each_result_says_why_it_is_there(fill: Fill, make_actor: Make) -> None:
    centre = territories().get("commune-69266")
    assert centre is not None and centre.lat is not None and centre.lon is not None
    store = fill(
        make_actor("1", **zones("commune-69266")),
        make_actor("2"),
        make_actor("3", code_insee="69264", **zones("departement-69")),
        make_actor("4", code_insee="69264", zone_type="rayon", rayon_km=50.0),
        make_actor("5", code_insee=None, latitude=centre.lat, longitude=centre.lon + 0.0386),
    )
    result = search(store, Query("commune-69266", par_page=10))
    assert {found.actor.id: found.motif for found in result.resultats} == {
        "1": "siège dans la commune et y intervient",
        "2": "siège dans la commune",
        "3": "couvre le département",
        "4": "intervient dans la commune (rayon de 50 km)",
        "5": "à 3 km",
    }


def test_a_distance_from_the_centre_of_a_commune_is_said_approximate(fill: Fill, make_actor: Make) -> None:
    store = fill(make_actor("1", code_insee="69029"))
    assert search(store, Query("commune-69266")).resultats[0].motif.startswith("à environ ")


def test_near_ones_are_sorted_by_distance_and_cross_departement_borders(fill: Fill, make_actor: Make) -> None:
    store = fill(
        make_actor("loin", code_insee="38053"),
        make_actor("voisin", code_insee="38544"),
        make_actor("pres", code_insee="69029"),
    )
    assert names(store, "commune-69266", distance_km=60.0) == ["pres", "voisin", "loin"]
    assert names(store, "commune-69266", distance_km=10.0) == ["pres"]


def test_equals_are_sorted_by_freshness_then_completeness(fill: Fill, make_actor: Make) -> None:
    store = fill(
        make_actor("ancien", date_maj="2026-01-01"),
        make_actor("recent"),
        make_actor("recent-complet", telephone="0199001122"),
        make_actor("verifie", date_maj="2024-01-01", date_verification="2026-11-01"),
    )
    assert names(store, "commune-69266") == ["verifie", "recent-complet", "recent", "ancien"]


def test_an_unknown_zone_is_never_all_of_france(fill: Fill, make_actor: Make) -> None:
    store = fill(make_actor("1", zone_type="inconnue"))
    assert names(store, "commune-59350") == []


def test_a_geiq_an_ea_or_an_esat_is_no_siae(fill: Fill, make_actor: Make) -> None:
    kinds = {
        "geiq": "geiq",
        "ea": "ea_esat",
        "esat": "ea_esat",
        "eatt": "ea_esat",
        "aci": "siae",
        "eiti": "siae",
    }
    store = fill(*(make_actor(kind, kind=kind, type_acteur=family) for kind, family in kinds.items()))
    assert set(names(store, "commune-69266", types=("siae",))) == {"aci", "eiti"}
    assert names(store, "commune-69266", types=("ea",)) == ["ea"]
    assert set(names(store, "commune-69266", types=("geiq", "esat"))) == {"geiq", "esat"}


def test_a_sector_group_finds_its_sub_sectors_and_the_reverse(fill: Fill, make_actor: Make) -> None:
    store = fill(
        make_actor("groupe", secteurs=("restauration",)),
        make_actor("traiteur", secteurs=("traiteur",)),
        make_actor("cantine", secteurs=("restauration-collective",)),
    )
    assert set(names(store, "commune-69266", secteur="restauration")) == {"groupe", "traiteur", "cantine"}
    assert set(names(store, "commune-69266", secteur="traiteur")) == {"groupe", "traiteur"}
    assert names(store, "commune-69266", secteur="inconnu") == []


def test_a_way_of_working_filters(fill: Fill, make_actor: Make) -> None:
    store = fill(make_actor("1", modalites=("prestation",)), make_actor("2", modalites=("mise_a_disposition",)))
    assert names(store, "commune-69266", modalite="prestation") == ["1"]


def test_an_actor_is_found_by_words_of_its_name_or_its_siret(fill: Fill, make_actor: Make) -> None:
    store = fill(
        make_actor("1", nom="Chantier des Éclaireurs", siret="13000548100010"),
        make_actor("2", nom="Les Éclats"),
        make_actor("3", nom="Service", structure_porteuse="PLIE des Éclaireurs"),
    )
    assert set(names(store, "france", texte="eclaireur")) == {"1", "3"}
    assert names(store, "france", texte="chantier ÉCLAIR") == ["1"]
    assert names(store, "france", texte="130 005 481") == ["1"]
    assert names(store, "france", texte="130 005 481 00010") == ["1"]
    assert names(store, "france", texte="introuvable") == []


def test_a_misspelt_name_is_found(fill: Fill, make_actor: Make) -> None:
    store = fill(
        make_actor("1", nom="Chantier des Éclaireurs", siret="13000548100010"),
        make_actor("2", nom="Les Éclats"),
        make_actor("3", nom="Passerelles du Bocage"),
    )
    assert names(store, "france", texte="eclaireus") == ["1"]
    assert names(store, "france", texte="les paserelles") == ["3"]
    assert names(store, "france", texte="pasereles du bocaje") == ["3"]
    assert names(store, "france", texte="chantier eclaiers") == []  # two letters of a short word
    assert names(store, "france", texte="eclas") == ["2"]
    assert names(store, "france", texte="130005482") == []  # digits are never corrected


@pytest.mark.parametrize(
    "text", ['"', "* OR 1=1 --", "a AND b NOT", "éà & | ! ( :*", "😀", "l'", " ", "x" * 3000, "NEAR(a b)"]
)
def test_hostile_search_text_is_harmless(fill: Fill, make_actor: Make, text: str) -> None:
    search(fill(make_actor("1")), Query("france", texte=text))


def test_an_arrondissement_works_as_a_commune_and_as_the_whole_city(fill: Fill, make_actor: Make) -> None:
    store = fill(
        make_actor("arrondissement", code_insee="75111"),
        make_actor("ville", code_insee="75056"),
        make_actor("zone-arrondissement", code_insee="69266", **zones("commune-75111")),
        make_actor("zone-ville", code_insee="69266", **zones("commune-75056")),
    )
    everyone = {"arrondissement", "ville", "zone-arrondissement", "zone-ville"}
    assert set(names(store, "commune-75111")) == set(names(store, "code_postal-75011")) == everyone
    assert set(names(store, "commune-75056")) == everyone
    by_reason = {f.actor.id: f.motif for f in search(store, Query("commune-75111", par_page=9)).resultats}
    assert by_reason["arrondissement"] == "siège dans la commune"


def test_a_wider_place_gathers_its_communes(fill: Fill, make_actor: Make) -> None:
    store = fill(
        make_actor("dedans"),
        make_actor("arrondissement", code_insee="69383"),
        make_actor("partie", code_insee="59350", **zones("commune-69029")),
        make_actor("autre", code_insee="59350"),
    )
    assert set(names(store, "epci-200046977")) == {"dedans", "arrondissement", "partie"}
    assert set(names(store, "departement-69")) == {"dedans", "arrondissement", "partie"}
    assert set(names(store, "region-84")) == {"dedans", "arrondissement", "partie"}
    assert set(names(store, "france")) == {"dedans", "arrondissement", "partie", "autre"}


def test_a_facilitateur_of_the_epci_comes_before_the_one_of_the_departement(fill: Fill, make_actor: Make) -> None:
    facilitateur = {"kind": "facilitateur", "type_acteur": "facilitateur"}
    store = fill(
        make_actor("departement", date_maj="2026-11-20", **facilitateur, **zones("departement-69")),
        make_actor("epci", **facilitateur, **zones("epci-200046977")),
    )
    assert names(store, "commune-69266", types=("facilitateur",)) == ["epci", "departement"]


def test_pages_follow_each_other_without_overlap(fill: Fill, make_actor: Make) -> None:
    store = fill(*(make_actor(str(number)) for number in range(7)))
    pages = [search(store, Query("commune-69266", page=page)) for page in (1, 2, 3, 4)]
    assert [len(page.acteurs) for page in pages] == [3, 3, 1, 0]
    assert {page.total for page in pages} == {7} and {page.pages for page in pages} == {3}
    assert len({actor.id for page in pages for actor in page.acteurs}) == 7


def test_the_same_establishment_from_two_sources_is_shown_once(fill: Fill, make_actor: Make) -> None:
    siret = "13000548100010"
    store = fill(
        make_actor(
            "1",
            source="ancienne",
            siret=siret,
            nom="Ancien nom",
            telephone="0199001122",
            date_maj="2025-01-01",
            **zones("departement-69"),
        ),
        make_actor("1", source="recente", siret=siret, nom="Nouveau nom", date_maj="2026-10-01"),
        make_actor("1", source="autre-type", siret=siret, kind="aci"),
    )
    result = search(store, Query("commune-69266", types=("ei",)))
    assert result.total == 1
    (card,) = result.as_message(TODAY)["acteurs"]
    assert (card["nom"], card["telephone"]) == ("Nouveau nom", "01 99 00 11 22")
    assert card["sources"] == ["recente", "ancienne"] and card["date_maj"] == "2026-10-01"
    assert names(store, "departement-69", types=("ei",)) == ["1"]
    for source in ("ancienne", "recente"):
        actor = store.actor(f"{source}--1")
        assert actor is not None and actor.autres_sources == ("ancienne",)


def test_the_message_keeps_the_contract(fill: Fill, make_actor: Make) -> None:
    store = fill(make_actor("1", secteurs=("traiteur",), fictif=True, date_maj="2025-01-01"))
    message = search(store, Query("commune-69266", ("ei",))).as_message(TODAY)
    assert message["type"] == "acteurs"
    assert message["territoire"] == {"id": "commune-69266", "nom": "Villeurbanne", "type": "commune"}
    assert message["criteres"]["type_acteur"] == ["ei"]
    assert (message["total"], message["page"], message["pages"]) == (1, 1, 1)
    (card,) = message["acteurs"]
    expected = {
        "id",
        "nom",
        "type_acteur",
        "kind",
        "secteurs",
        "commune",
        "code_insee",
        "code_postal",
        "adresse",
        "telephone",
        "courriel",
        "site_web",
        "distance_km",
        "motif",
        "source",
        "date_maj",
        "fictif",
    }
    assert expected <= set(card)
    assert card["id"] == "essai--1" and card["fictif"] and card["perime"]


def test_an_actor_is_fetched_by_its_public_id(fill: Fill, make_actor: Make) -> None:
    store = fill(make_actor("1"), make_actor("essai--2"))
    assert store.actor("essai--1") == make_actor("1")
    assert store.actor("essai--2") == make_actor("essai--2")
    assert store.actor("1") == make_actor("1")
    assert store.actor("essai--9") is None


def test_an_unknown_place_is_refused(fill: Fill) -> None:
    with pytest.raises(UnknownTerritory, match="inconnu"):
        search(fill(), Query("commune-00000"))


def test_an_empty_directory_answers_with_nobody(fill: Fill) -> None:
    result = search(fill(), Query("commune-69266"))
    assert (result.total, result.pages, result.acteurs) == (0, 0, ())


def test_without_any_directory_a_commune_still_has_people_to_turn_to() -> None:
    found = alternatives(None, "commune-69266")
    assert found["facilitateurs"] == []
    assert found["epci"]["nom"] == "Métropole de Lyon"
    assert found["departement"]["id"] == "departement-69" and found["region"]["id"] == "region-84"


def test_alternatives_name_the_facilitateur_of_the_wider_territory(fill: Fill, make_actor: Make) -> None:
    store = fill(make_actor("1", kind="facilitateur", type_acteur="facilitateur", **zones("departement-69")))
    (card,) = alternatives(store, "commune-69264", TODAY)["facilitateurs"]
    assert card["id"] == "essai--1" and card["motif"] == "couvre le département"
