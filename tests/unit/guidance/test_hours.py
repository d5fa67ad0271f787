"""Every figure of the hours journey, against tables worked out by hand."""

import pytest

from bot.guidance import hours

# montant, part, taux, coût -> heures (worked out by hand)
BY_HAND = [
    (1_000_000, 0.50, 0.05, 30, 833.33),  # the published example
    (1_000_000, 0.50, 0.05, 25, 1000.0),
    (300_000, 0.60, 0.10, 28, 642.86),
    (200_000, 0.50, 0.05, 30, 166.67),
    (80_000, 0.70, 0.05, 30, 93.33),
    (150_000, 0.20, 0.07, 30, 70.0),
]


@pytest.mark.parametrize(("amount", "share", "rate", "cost", "expected"), BY_HAND)
def test_hours_follow_the_published_formula(
    amount: float, share: float, rate: float, cost: float, expected: float
) -> None:
    assert hours.insertion_hours(amount, share, rate, cost) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(("amount", "share", "rate", "cost", "expected"), BY_HAND)
def test_the_rate_is_found_back_from_the_hours(
    amount: float, share: float, rate: float, cost: float, expected: float
) -> None:
    assert hours.insertion_rate(expected, amount, share, cost) == pytest.approx(rate, abs=1e-4)


@pytest.mark.parametrize(("count", "etp"), [(1607, 1.0), (833, 0.518), (3214, 2.0), (160.7, 0.1)])
def test_full_time_equivalents_count_1607_hours_a_year(count: float, etp: float) -> None:
    assert hours.full_time_equivalent(count) == pytest.approx(etp, abs=0.001)


# heures, mois -> heures par semaine (52 semaines par an), ETP sur la période, personnes à 20, 26, 35 h
@pytest.mark.parametrize(
    ("count", "months", "weekly", "etp", "people"),
    [
        (833, 10, 19.22, 0.622, {20: 1, 26: 1, 35: 1}),
        (1607, 12, 30.90, 1.0, {20: 2, 26: 2, 35: 1}),
        (3000, 18, 38.46, 1.245, {20: 2, 26: 2, 35: 2}),
        (5200, 12, 100.0, 3.236, {20: 5, 26: 4, 35: 3}),
        (10, 12, 0.19, 0.006, {20: 1, 26: 1, 35: 1}),
    ],
)
def test_hours_over_months_make_a_team(
    count: float, months: float, weekly: float, etp: float, people: dict[int, int]
) -> None:
    crew = hours.team(count, months)
    assert crew.weekly_hours == pytest.approx(weekly, abs=0.01)
    assert crew.etp == pytest.approx(etp, abs=0.001)
    assert crew.people == people


def test_sensitivity_keeps_possible_rates_only() -> None:
    assert hours.sensitivity(0.05, 0.02) == (0.03, 0.07)
    assert hours.sensitivity(0.02, 0.02) == (0.04,)
    assert hours.sensitivity(0.99, 0.02) == (0.97,)


@pytest.mark.parametrize(
    "call",
    [
        lambda: hours.insertion_hours(1, 1, 1, 0),
        lambda: hours.team(1, 0),
        lambda: hours.insertion_rate(1, 0, 1, 30),
    ],
)
def test_impossible_figures_are_refused(call) -> None:
    with pytest.raises(ValueError, match=r"positifs?|positive"):
        call()


SENTENCE = "un marché de 1 000 000 € avec 50 % de main d'oeuvre, 5 % d'insertion et 30 €/h"


def test_a_sentence_with_every_figure_gives_the_published_result_at_once(talk) -> None:
    person = talk("calculer_heures", texte=SENTENCE)
    assert person.turn.finished
    assert person.custom["type"] == "calcul_heures"
    assert (person.custom["heures"], person.custom["etp"]) == (833, 0.52)
    assert person.custom["entrees"] == {
        "montant": 1_000_000,
        "part_main_oeuvre": 0.5,
        "taux_insertion": 0.05,
        "cout_horaire": 30,
    }
    assert "1 000 000 € × 50 % de main-d'œuvre × 5 % d'insertion ÷ 30 € = 833 h" in person.custom["formule"]
    assert "indicatif" in person.text


def test_a_buyer_answers_by_buttons(talk) -> None:
    person = talk("calculer_heures")
    person.click("Acheteur")
    person.click("Le nombre d'heures")
    person.say("200 000 €")
    person.click("Maçonnerie")
    person.say("5 %")
    person.click("Je ne sais pas")  # 30 €
    person.say("12 mois")
    person.click("C'est bon")
    assert person.custom["heures"] == 167
    assert [item["heures"] for item in person.custom["sensibilite"]] == [100, 233]


def test_a_buyer_answers_in_free_words(talk) -> None:
    person = talk("calculer_heures")
    for text in (
        "je suis une collectivité",
        "combien d'heures",
        "cent cinquante mille euros",
        "de la charpente métallique",
        "sept pour cent",
        "30",
        "deux ans",
        "c'est bon",
    ):
        person.say(text)
    assert (person.custom["heures"], person.custom["duree"]) == (70, 24)
    assert "150 heures" in person.text  # a small volume is said to be one


def test_hours_are_turned_back_into_a_rate(talk) -> None:
    text = "quel taux pour 833 h sur un marché de 1 M€ avec 50 % de main d'oeuvre à 30 €/h ?"
    person = talk("calculer_heures", texte=text)
    assert person.custom["entrees"]["taux_insertion"] == pytest.approx(0.05, abs=1e-3)
    assert "5 %" in person.text


def test_more_hours_than_the_contract_holds_are_said_impossible(talk) -> None:
    text = "quel taux pour 5000 h sur un marché de 100 000 € avec 50 % de main d'oeuvre à 30 €/h"
    assert "dépassent tout le travail" in talk("calculer_heures", texte=text).text


def test_lots_are_added_up_each_with_its_trade(talk) -> None:
    person = talk("calculer_heures", audience="acheteur")
    person.click("Par lots")
    person.say("lot 1 maçonnerie 200 000 €, lot 2 peinture 80 000 €")
    assert person.asked == "taux"  # each lot has its trade: no general share is asked
    for text in ("5 %", "30 €", "12 mois", "oui"):
        person.say(text)
    assert [lot["heures"] for lot in person.custom["lots"]] == [167, 93]
    assert person.custom["heures"] == 260


def test_a_company_gets_a_team_and_mixes_with_actors_of_the_territory(talk) -> None:
    place = {"entity": "territoire", "value": "commune-62498"}
    person = talk("calculer_heures", texte="833 h sur 10 mois à Lens", entites=[place])
    custom = person.custom
    assert (custom["heures"], custom["etp"], custom["etp_sur_la_periode"]) == (833, 0.52, 0.62)
    assert (custom["heures_par_semaine"], custom["personnes"]) == (19.2, {"20": 1, "26": 1, "35": 1})
    assert 2 <= len(custom["montages"]) <= 3
    assert all(abs(sum(mix["parts"].values()) - 833) <= 1 for mix in custom["montages"])
    assert "Structure etti (fictif) (Lens)" in person.text


@pytest.mark.parametrize("count", [10, 149, 151, 399, 401, 800, 801, 1599, 1601, 5000, 200_000])
@pytest.mark.parametrize("months", [0.5, 2, 5.99, 6, 12, 48])
def test_any_volume_over_any_duration_has_a_mix(talk, count: int, months: float) -> None:
    person = talk("calculer_heures", audience="entreprise", heures=count, duree=months, territoire="france")
    assert 1 <= len(person.custom["montages"]) <= 3


def test_a_result_can_still_be_corrected(talk) -> None:
    person = talk("calculer_heures", texte=SENTENCE)
    person.say("non, 500 000 €")
    assert person.custom["heures"] == 417
    person.say("plutôt 10 %")
    assert person.custom["heures"] == 833
