"""The tables of the territories: what they hold, how they fit together, how the places are called."""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import median

import pytest

from bot.territory import Territory, distance_km, territories
from bot.territory.index import name_index
from bot.territory.lexicon import rows
from bot.territory.pronunciation import dictated
from bot.territory.tables import TABLES

REFERENCE = Path(__file__).resolve().parents[3] / ".." / "shared" / "data" / "communes_2026_latlon.csv"


def _get(id_: str) -> Territory:
    found = territories().get(id_)
    assert found is not None
    return found


def test_every_present_commune_of_france_is_there() -> None:
    assert len(territories().communes_of("france")) == 34_969


def test_the_tables_weigh_less_than_two_megabytes() -> None:
    assert sum(path.stat().st_size for path in TABLES.iterdir()) < 2_000_000


def test_a_commune_carries_its_hierarchy_population_and_postal_codes() -> None:
    villeurbanne = _get("commune-69266")
    assert (villeurbanne.nom, villeurbanne.departement, villeurbanne.region) == ("Villeurbanne", "69", "84")
    assert villeurbanne.epci == "200046977"
    assert villeurbanne.codes_postaux == ("69100",)
    assert villeurbanne.population > 150_000


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("commune-69266", ["epci-200046977", "departement-69", "region-84", "france"]),
        ("commune-69383", ["commune-69123", "epci-200046977", "departement-69", "region-84", "france"]),
        ("commune-97411", ["epci-249740119", "departement-974", "region-04", "france"]),
        ("commune-2A004", ["epci-242010056", "departement-2A", "region-94", "france"]),
        ("code_postal-59100", ["epci-200093201", "departement-59", "region-32", "france"]),
        ("epci-200046977", ["departement-69", "region-84", "france"]),
        ("departement-34", ["region-76", "france"]),
        ("region-76", ["france"]),
        ("france", []),
        ("commune-00000", []),
    ],
)
def test_the_wider_territories_come_narrowest_first(id_: str, expected: list[str]) -> None:
    assert [place.id for place in territories().ancestors(id_)] == expected


@pytest.mark.parametrize(
    ("id_", "label"),
    [
        ("commune-93066", "Saint-Denis (93)"),
        ("departement-59", "département du Nord (59)"),
        ("departement-01", "département de l'Ain (01)"),
        ("departement-34", "département de l'Hérault (34)"),
        ("departement-31", "département de la Haute-Garonne (31)"),
        ("departement-40", "département des Landes (40)"),
        ("departement-974", "département de la Réunion (974)"),
        ("departement-976", "département de Mayotte (976)"),
        ("departement-75", "département de Paris (75)"),
        ("region-93", "région Provence-Alpes-Côte d'Azur"),
        ("epci-200046977", "Métropole de Lyon"),
        ("epci-200067213", "Communauté urbaine du Grand Reims"),
        ("code_postal-69100", "69100 (Villeurbanne)"),
        ("code_postal-59310", "code postal 59310"),
        ("france", "France"),
        ("inconnu-1", "inconnu-1"),
    ],
)
def test_a_place_is_called_as_a_person_would(id_: str, label: str) -> None:
    assert territories().label(id_) == label


def test_a_territory_gives_its_communes() -> None:
    known = territories()
    assert known.communes_of("commune-59512") == ("59512",)
    assert "59512" in known.communes_of("departement-59")
    assert "59512" in known.communes_of("epci-200093201")
    assert "59512" in known.communes_of("region-32")
    assert known.communes_of("code_postal-59100") == ("59512",)
    assert "93066" in known.communes_of("epci-200057867"), "the EPT of the Grand Paris are there too"
    assert known.communes_of("n'importe quoi") == ()


def test_every_commune_has_a_departement_and_a_region_that_exist() -> None:
    known = territories()
    for id_ in known.ids("commune"):
        place = known.get(id_)
        assert place is not None
        assert f"departement-{place.departement}" in known and f"region-{place.region}" in known
        assert place.epci is None or place.code in known.communes_of(f"epci-{place.epci}") or known.city_of(place.code)


def test_cities_and_their_arrondissements_point_to_each_other() -> None:
    known = territories()
    assert [len(known.arrondissements(city)) for city in ("75056", "69123", "13055")] == [20, 9, 16]
    assert known.arrondissements("59350") == ()
    assert known.city_of("13213") == "13055"
    assert known.city_of("59350") is None
    assert known.communes_of("code_postal-75011") == ("75111",)


def test_an_unknown_id_is_nothing() -> None:
    known = territories()
    for id_ in ("", "commune-", "commune-99999", "region", "epci-1", "france-1", "departement-20"):
        assert known.get(id_) is None
        assert id_ not in known


def test_ids_of_an_unknown_type_are_refused() -> None:
    with pytest.raises(ValueError, match="canton"):
        territories().ids("canton")


def test_wider_places_have_a_centre_in_their_land() -> None:
    assert distance_km(_get("departement-59"), (50.5, 3.2)) < 40  # type: ignore[operator]
    assert distance_km(_get("region-53"), (48.1, -2.8)) < 60  # type: ignore[operator]
    assert distance_km(_get("epci-200046977"), _get("commune-69123")) < 10  # type: ignore[operator]
    assert distance_km(_get("code_postal-59100"), _get("commune-59512")) < 1  # type: ignore[operator]


def test_distance_is_in_kilometres_and_the_same_both_ways() -> None:
    lyon, paris = _get("commune-69123"), _get("commune-75056")
    assert distance_km(lyon, paris) == pytest.approx(392, abs=3)
    assert distance_km(lyon, paris) == distance_km(paris, lyon)
    assert distance_km(lyon, lyon) == 0
    assert distance_km((48.0, 2.0), (48.0, 2.0)) == 0


def test_distance_from_a_place_without_centre_is_unknown() -> None:
    assert distance_km(_get("france"), _get("commune-69123")) is None


def test_an_inhabited_commune_always_has_a_centre() -> None:
    known = territories()
    without = [id_ for id_ in known.ids("commune") if (place := _get(id_)).lat is None and place.population]
    assert without == []


@pytest.mark.skipif(not REFERENCE.exists(), reason="needs ../shared/data/communes_2026_latlon.csv")
def test_centres_are_near_those_of_the_reference() -> None:
    with REFERENCE.open(encoding="utf-8") as file:
        reference = {row["code_insee"]: row for row in csv.DictReader(file) if row["lat"]}
    known, sure = [], []
    for code, row in reference.items():
        place = _get(f"commune-{code}")
        error = distance_km(place, (float(row["lat"]), float(row["lon"])))
        if error is not None:
            known.append(error)
            if not place.approximate:
                sure.append(error)
    assert median(sure) < 1.0
    assert median(known) < 1.0
    assert len(sure) > 34_800


def test_every_name_told_by_its_sound_is_known_and_once() -> None:
    names = [name for name, _ in rows(TABLES / "prononciations.tsv")]
    assert len(names) == len(set(names)) > 0
    assert [name for name in names if not name_index().lookup(name)] == []
    assert [said for said, meant in dictated().items() if said in meant] == []  # it would change nothing
