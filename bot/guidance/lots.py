"""Lots written in one message: "lot 1 maçonnerie 200 000 €, lot 2 peinture 150 000 €"."""

import re
from collections.abc import Sequence
from typing import Any

from bot.guidance.model import Choice
from bot.guidance.quantities import Mention, find_amounts
from bot.guidance.wording import fold

_LOT_NUMBER = re.compile(r"\blot\s*(?:n[°o]\s*)?(\d{1,2}|[a-z])\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;\n]|\bet\b|\blot\b", re.IGNORECASE)
MOST_LOTS = 20


def read_lots(text: str, trades: Sequence[Choice]) -> list[dict[str, Any]]:
    """The lots of a text: {"nom", "montant" (euros HT), "metier" (id of a trade or None)} each.

    Between two amounts, a lot ends at the first comma, semicolon, line end, "et" or "lot"; its number and its
    trade are read in its own words.
    Amounts under 1 000 € are not lots.
    """
    amounts = [mention for mention in find_amounts(text) if 1_000 <= mention.value <= 500_000_000][:MOST_LOTS]
    lots = []
    for index, amount in enumerate(amounts):
        words = text[_end_of_lot(text, amounts, index - 1) : _end_of_lot(text, amounts, index)]
        trade = _trade(words, trades)
        numbered = _LOT_NUMBER.search(words)
        name = f"Lot {numbered.group(1).upper() if numbered else index + 1}"
        if trade:
            name += f" ({trade.title.lower()})"
        lots.append({"nom": name, "montant": amount.value, "metier": trade.id if trade else None})
    return lots


def _end_of_lot(text: str, amounts: Sequence[Mention], index: int) -> int:
    """Where the words of the lot of this amount end in the text; 0 before the first lot."""
    if index < 0:
        return 0
    start = amounts[index].end
    if index + 1 == len(amounts):
        return len(text)
    separator = _SEPARATOR.search(text, start, amounts[index + 1].start)
    return separator.start() if separator else start


def _trade(text: str, trades: Sequence[Choice]) -> Choice | None:
    plain = f" {fold(text)} "
    for trade in trades:
        if any(f" {fold(name)} " in plain for name in (trade.title, *trade.synonyms)):
            return trade
    return None
