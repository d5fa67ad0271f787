"""Lots read in one message, each with its own amount and trade."""

import pytest

from bot.guidance.content import load
from bot.guidance.lots import MOST_LOTS, read_lots

QUESTION = load("calcul_heures").question("part")
assert QUESTION is not None
TRADES = QUESTION.choices


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "lot 1 maçonnerie 200 000 €, lot 2 peinture 80 000 €",
            [(200_000, "maconnerie"), (80_000, "peinture")],
        ),
        (
            "lot 1: 100k€ ; lot 2: 50k€ peinture et lot 3 : 1M€ maçonnerie",
            [(100_000, None), (50_000, "peinture"), (1_000_000, "maconnerie")],
        ),
        (
            "200 000 € pour la peinture, 300 000 € pour la maçonnerie",
            [(200_000, "peinture"), (300_000, "maconnerie")],
        ),
        (
            "peinture 90 000 euros\ncharpente métallique 1,2 M€",
            [(90_000, "peinture"), (1_200_000, "charpente_metallique")],
        ),
        ("un seul lot de 500 €", []),
        ("3 lots", []),
        ("", []),
    ],
)
def test_lots_are_read_with_their_own_trade(text: str, expected: list[tuple[float, str | None]]) -> None:
    assert [(lot["montant"], lot["metier"]) for lot in read_lots(text, TRADES)] == expected


def test_lots_keep_their_numbers() -> None:
    assert [lot["nom"] for lot in read_lots("lot 3 : 10 k€, lot B : 20 k€", TRADES)] == ["Lot 3", "Lot B"]


def test_a_flood_of_lots_is_cut() -> None:
    assert len(read_lots("lot 100 000 €, " * 60, TRADES)) == MOST_LOTS
