"""Deciding between homonyms with what is known of the person's territory."""

from __future__ import annotations

import pytest

from bot.territory import find_places, resolve_place


@pytest.mark.parametrize(
    ("text", "near", "expected"),
    [
        ("Roubaix", None, "commune-59512"),
        ("à Roubaix", None, "commune-59512"),
        ("Saint-Denis", "departement-93", "commune-93066"),
        ("Saint-Denis", "departement-974", "commune-97411"),
        ("Saint-Denis", "commune-97416", "commune-97411"),
        ("Saint-Denis", "commune-93001", "commune-93066"),
        ("Saint-Denis", "region-11", "commune-93066"),
        ("Saint-Denis", "code_postal-93300", "commune-93066"),
        ("Saint-Denis (93)", "departement-974", "commune-93066"),
        ("Valence", "departement-26", "commune-26362"),
        ("Valence", "departement-82", "commune-82186"),
        ("Lille", "departement-34", "commune-59350"),
        ("Vienne", "departement-38", "commune-38544"),
        ("Vienne", "departement-86", "departement-86"),
        ("Saint-Pierre", "departement-974", "commune-97416"),
        ("dans le 59", None, "departement-59"),
        ("le 93", "departement-59", "departement-93"),
        ("paca", None, "region-93"),
        ("69100", None, "code_postal-69100"),
        ("Lyon 3e", None, "commune-69383"),
        ("bonne", None, "commune-74040"),
        ("plan", "departement-38", "commune-38308"),
        ("marselle", None, "commune-13055"),
        ("la commune de Contes", "departement-06", "commune-06048"),
        ("au port", "departement-974", "commune-97407"),
        ("dans le Gers, je suis à Mirande", None, "commune-32256"),
        ("Seine-et-Marne, code postal 77000", None, "code_postal-77000"),
        ("à Cayenne, le code postal c'est 97300", None, "commune-97302"),
        ("Villefranche", "departement-69", "commune-69264"),
        ("La Rochelle", None, "commune-17300"),
        ("Saint-Étienne, Saint-Étienne (42)", None, "commune-42218"),
    ],
)
def test_a_place_is_decided(text: str, near: str | None, expected: str) -> None:
    assert resolve_place(text, near).id == expected


@pytest.mark.parametrize(
    ("text", "near", "first"),
    [
        ("Saint-Denis", None, ["commune-97411", "commune-93066"]),
        ("Saint-Denis", "departement-59", ["commune-97411", "commune-93066"]),
        ("Saint-Denis", "inconnu-1", ["commune-97411", "commune-93066"]),
        ("Sainte-Marie", None, ["commune-97418", "commune-97228"]),
        ("Vienne", None, ["commune-38544", "departement-86"]),
        ("Lille ou Roubaix", None, ["commune-59350", "commune-59512"]),
    ],
)
def test_a_truly_ambiguous_place_is_asked_about_most_populous_first(
    text: str, near: str | None, first: list[str]
) -> None:
    resolution = resolve_place(text, near)
    assert resolution.id is None
    assert list(resolution.candidates[: len(first)]) == first


@pytest.mark.parametrize("text", ["", "   ", "zzzzqqqq", "🙂", "12345678901", "je ne sais pas"])
def test_what_is_not_a_place_gives_no_candidate(text: str) -> None:
    resolution = resolve_place(text)
    assert resolution.id is None
    assert resolution.candidates == ()


def test_a_mention_is_resolved_like_its_text() -> None:
    mention = find_places("un esat à Saint-Denis svp")[0]
    assert resolve_place(mention).id is None
    assert resolve_place(mention, near="departement-93").id == "commune-93066"


def test_a_famous_town_is_not_given_up_for_a_hamlet_nearby_without_asking() -> None:
    castres = resolve_place("Castres", near="departement-02")
    assert castres.id is None
    assert castres.candidates[0] == "commune-81065"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Valence", "commune-26362"), ("Montreuil", "commune-93048"), ("Clermont", "commune-63113")],
)
def test_homonyms_are_asked_about_the_largest_first(text: str, expected: str) -> None:
    place = resolve_place(text)
    assert place.id is None
    assert place.candidates[0] == expected


def test_a_homonym_beside_a_sure_place_is_the_one_of_its_departement() -> None:
    assert next(mention.candidates for mention in find_places("entre Castres et Mazamet")) == ("commune-81065",)
