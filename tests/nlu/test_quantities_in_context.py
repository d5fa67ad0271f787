"""What a figure measures depends on the words around it: amount, hourly cost, share of labour, insertion rate."""

import pytest

from bot.nlu.named import named

QUANTITIES = {"montant", "cout_horaire", "taux_insertion", "part_main_oeuvre", "heures", "duree_mois"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("un marché de 200 000 € avec 60 % de main d'oeuvre", {"montant": 200_000, "part_main_oeuvre": 0.6}),
        ("5 % d'insertion sur 1,2 M€", {"taux_insertion": 0.05, "montant": 1_200_000}),
        ("40% de MO", {"part_main_oeuvre": 0.4}),
        ("la part salariale est de 55 %", {"part_main_oeuvre": 0.55}),
        ("main-d'oeuvre : trente pour cent", {"part_main_oeuvre": 0.3}),
        ("taux d'insertion de 7 %", {"taux_insertion": 0.07}),
        ("10 pour cent", {"taux_insertion": 0.1}),
        ("dix pour cent pendant 18 mois", {"taux_insertion": 0.1, "duree_mois": 18}),
        ("coût horaire de 35 €", {"cout_horaire": 35}),
        ("l'heure coûte 30 euros", {"cout_horaire": 30}),
        ("30 € de l'heure", {"cout_horaire": 30}),
        ("28 euros par heure", {"cout_horaire": 28}),
        ("150k€", {"montant": 150_000}),
        ("cent cinquante mille euros", {"montant": 150_000}),
        ("500 heures sur deux ans", {"heures": 500, "duree_mois": 24}),
        ("il nous faut 1 200 h d'insertion", {"heures": 1_200}),
        ("un marché de 2 M€ à 32 € de l'heure", {"montant": 2_000_000, "cout_horaire": 32}),
        ("un esat dans le 59", {}),
        ("depuis le 22 août 2026", {}),
        ("l'article L2112-2", {}),
    ],
)
def test_a_figure_is_named_by_the_words_around_it(text: str, expected: dict[str, float]) -> None:
    found = {e["entity"]: e["value"] for e in named(text) if e["entity"] in QUANTITIES}
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    "text", ["9" * 20_000, "1 000 " * 3_000, "% " * 5_000, "€" * 500, "cent " * 2_000, "-5 %", "1e400 €"]
)
def test_hostile_figures_never_raise(text: str) -> None:
    assert all(entity["start"] < entity["end"] <= len(text) for entity in named(text))
