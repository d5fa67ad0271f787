"""The centre of a commune: its town hall when it is where it should be, else the middle of its contour."""

from __future__ import annotations

from typing import Any

import pytest

shapely = pytest.importorskip("shapely", reason="needs the development dependencies")

from bot.territory.coordinates import approximate_points, centre, geonames_centres  # noqa: E402

SQUARE = shapely.to_wkb(shapely.box(4.0, 45.0, 4.2, 45.2), hex=True)
EMPTY = shapely.to_wkb(shapely.MultiPolygon(), hex=True)


def _town_hall(longitude: float, latitude: float) -> str:
    return str(shapely.to_wkb(shapely.Point(longitude, latitude), hex=True))


@pytest.mark.parametrize(
    ("contour", "town_hall", "expected"),
    [
        pytest.param(SQUARE, _town_hall(4.05, 45.03), (45.03, 4.05), id="in the contour"),
        pytest.param(SQUARE, _town_hall(4.205, 45.1), (45.1, 4.205), id="on its edge"),
        pytest.param(SQUARE, _town_hall(-61.7, 16.2), (45.1, 4.1), id="another island's"),
        pytest.param(SQUARE, _town_hall(45.03, 4.05), (45.1, 4.1), id="latitude and longitude exchanged"),
        pytest.param(SQUARE, _town_hall(float("nan"), float("nan")), (45.1, 4.1), id="empty point"),
        pytest.param(SQUARE, "", (45.1, 4.1), id="no town hall"),
        pytest.param(EMPTY, _town_hall(4.05, 45.03), None, id="empty contour"),
        pytest.param(r"\N", _town_hall(4.05, 45.03), None, id="no contour"),
    ],
)
def test_the_town_hall_counts_when_it_stands_in_the_contour(
    contour: str, town_hall: str, expected: tuple[float, float] | None
) -> None:
    assert centre(contour, town_hall) == (pytest.approx(expected) if expected else None)


def _record(code: str, nom: str, population: int = 1000, epci: str | None = None) -> dict[str, Any]:
    return {
        "code": code, "nom": nom, "population": population, "region": "988", "departement": "988", "epci": epci
    }  # fmt: skip


def _place(name: str, population: int, latitude: float, longitude: float) -> dict[str, Any]:
    return {"name": name, "population": population, "latitude": latitude, "longitude": longitude}


def test_geonames_lends_the_point_of_the_only_bearer_of_a_name_and_a_like_population() -> None:
    records = [_record("98801", "Farino", 700), _record("98802", "Poya", 3000), _record("98803", "Lifou", 9000)]
    places = {
        ("988", "farino"): [_place("Farino", 650, -21.6, 165.7)],
        ("988", "poya"): [_place("Poya", 3000, -21.3, 165.1), _place("Poya", 20, -20.0, 164.0)],
        ("988", "lifou"): [_place("Lifou", 500, -20.9, 167.2)],
    }
    assert geonames_centres(records, places) == {"98801": (-21.6, 165.7)}


def test_a_commune_known_to_nobody_takes_the_middle_of_its_epci_then_of_its_departement() -> None:
    records = [
        _record("1", "A", epci="E"), _record("2", "B", epci="E"), _record("3", "C", epci="E"), _record("4", "D"),
        _record("5", "F", epci="G"),
    ]  # fmt: skip
    known = {"1": (45.0, 4.0), "2": (46.0, 5.0), "5": (48.0, 6.0)}
    guessed = approximate_points(records, known)
    assert guessed["3"] == (45.5, 4.5)
    assert guessed["4"] == (pytest.approx(139 / 3), 5.0)
    assert set(guessed) == {"3", "4"}
