"""Quantities in French, against values worked out by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.guidance import quantities as q


def values(mentions: list[q.Mention]) -> list[float]:
    return [mention.value for mention in mentions]


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("150k€", 150_000),
        ("150 k€", 150_000),
        ("1,2 M€", 1_200_000),
        ("1.5M", 1_500_000),
        ("150 000 €", 150_000),
        ("150\u202f000 €", 150_000),
        ("150.000", 150_000),
        ("150,000 €", 150_000),
        ("150 000,50 €", 150_000.5),
        ("300000", 300_000),
        ("2 millions", 2_000_000),
        ("2 millions et demi d'euros", 2_500_000),
        ("1,5 million d'euros", 1_500_000),
        ("1 million 200 000 euros", 1_200_000),
        ("un million deux", 1_200_000),
        ("cent cinquante mille euros", 150_000),
        ("CENT MILLE EUROS", 100_000),
        ("150 mille", 150_000),
        ("un milliard d'euros", 1_000_000_000),
        ("un marché de 80 000 à Lens", 80_000),
        ("au moins 300 000 euros", 300_000),
        ("-5000 €", -5_000),
        ("moins 300 000 euros", -300_000),
        ("€150k", 150_000),
    ],
)
def test_amounts_are_read_in_euros(text: str, euros: float) -> None:
    assert values(q.find_amounts(text)) == [euros]


@pytest.mark.parametrize(
    "text",
    [
        "59",
        "59000 Lille",
        "833 h",
        "10 mois",
        "30 €/h",
        "30 euros de l'heure",
        "siren 123 456 789",
        "L2112-2",
        "siret 123 456 789 00012",
        "2 m de large",
        "un marché de travaux",
        "1 607 heures",
        "beaucoup",
        "5 %",
    ],
)
def test_other_numbers_are_not_amounts(text: str) -> None:
    assert q.find_amounts(text) == []


@pytest.mark.parametrize(
    ("text", "fraction"),
    [
        ("5 %", 0.05),
        ("5%", 0.05),
        ("7,5 %", 0.075),
        ("5 pourcent", 0.05),
        ("dix pour cent", 0.1),
        ("cent pour cent", 1.0),
        ("300 %", 3.0),
        ("-5 %", -0.05),
        ("un taux de 0,05", 0.05),
    ],
)
def test_rates_are_read_as_fractions(text: str, fraction: float) -> None:
    assert values(q.find_rates(text)) == [fraction]


def test_a_decimal_alone_is_not_a_rate() -> None:
    assert q.find_rates("0,05") == []


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("18 mois", 18),
        ("2 ans", 24),
        ("dix mois", 10),
        ("un an et demi", 18),
        ("2 ans et 6 mois", 30),
        ("une année", 12),
        ("deux trimestres", 6),
        ("10 semaines", 2.31),
        ("90 jours", 2.96),
        ("une dizaine de mois", 10),
    ],
)
def test_durations_are_read_in_months(text: str, months: float) -> None:
    assert values(q.find_durations(text)) == [months]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("833 h", 833),
        ("833h", 833),
        ("1 607 heures", 1607),
        ("huit cents heures", 800),
        ("1h30", 1.5),
        ("une centaine d'heures", 100),
        ("mille deux cents heures", 1200),
        ("35h", 35),
    ],
)
def test_hours_are_read(text: str, hours: float) -> None:
    assert values(q.find_hours(text)) == [hours]


@pytest.mark.parametrize("text", ["à 14h30", "35 h par semaine", "35h/semaine", "30 €/h", "l'heure"])
def test_times_of_day_and_weekly_times_are_not_hours_to_do(text: str) -> None:
    assert q.find_hours(text) == []


def test_hourly_costs_are_kept_apart_from_amounts() -> None:
    assert values(q.find_hourly_costs("28 euros de l'heure")) == [28]


def test_one_sentence_gives_each_figure_to_one_finder() -> None:
    text = "1M€ à 5% : 800h sur dix mois, 30 €/h"
    finders = (q.find_amounts, q.find_rates, q.find_hours, q.find_durations, q.find_hourly_costs)
    mentions = [mention for find in finders for mention in find(text)]
    assert values(mentions) == [1_000_000, 0.05, 800, 10, 30]
    assert len({mention.start for mention in mentions}) == 5
    assert all(text[mention.start : mention.end] == mention.surface for mention in mentions)


@pytest.mark.parametrize(
    ("text", "value"), [("trois cents", 300), ("environ 40", 40), ("300k", 300_000), ("un", 1), ("-5", -5)]
)
def test_a_bare_number_is_read_when_the_question_gives_the_unit(text: str, value: float) -> None:
    mention = q.find_bare_number(text)
    assert mention is not None and mention.value == value


@pytest.mark.parametrize("text", ["", "un marché", "10 mois", "5 %", "35 h par semaine"])
def test_no_bare_number_is_found_where_there_is_none(text: str) -> None:
    assert q.find_bare_number(text) is None


FINDERS = (q.find_amounts, q.find_rates, q.find_durations, q.find_hours, q.find_hourly_costs, q.find_shares)
PIECES = [
    "un ",
    "cent ",
    "mille ",
    "million ",
    "12",
    "1 000",
    ",",
    ".",
    "-",
    " %",
    " €",
    "k€",
    " h",
    " mois",
    "et demi",
    "pour cent",
    "\u202f",
    "é",
    "\n",
    "moins ",
]


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_error_and_mentions_are_slices_of_it(text: str) -> None:
    for find in FINDERS:
        for mention in find(text):
            assert text[mention.start : mention.end] == mention.surface
    q.find_bare_number(text)


@pytest.mark.parametrize("piece", ["un ", "9", "1 ", "100 000 ", "million ", "5 mois et "])
def test_a_very_long_text_is_read_without_error(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    for find in FINDERS:
        find(text)
