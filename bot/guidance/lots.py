"""Lots written in one message: "lot 1 maçonnerie 200 000 €, lot 2 peinture 150 000 €"."""

import re
from collections.abc import Sequence
from typing import Any

from bot.guidance.model import Choice
from bot.guidance.quantities import Mention, find_amounts
from bot.guidance.wording import fold

_LOT_NUMBER = re.compile(r"\blot\s*(?:n[°o]\s*)?(\d{1,2}|[a-z])\b", re.IGNORECASE)
MOST_LOTS = 20


def read_lots(text: str, trades: Sequence[Choice]) -> list[dict[str, Any]]:
    """The lots of a text, each {"nom", "montant" (euros HT), "metier" (id of a trade or None)}; empty when none.

    A lot's name and trade are read in the words before its amount, else in those after it.
    Amounts under 1 000 € are not lots.
    """
    amounts = [mention for mention in find_amounts(text) if 1_000 <= mention.value <= 500_000_000][:MOST_LOTS]
    lots = []
    for index, amount in enumerate(amounts):
        before, after = _around(text, amounts, index, amount)
        trade = _trade(before, trades) or _trade(after, trades)
        numbered = _LOT_NUMBER.search(before)
        name = f"Lot {numbered.group(1).upper() if numbered else index + 1}"
        if trade:
            name += f" ({trade.title.lower()})"
        lots.append({"nom": name, "montant": amount.value, "metier": trade.id if trade else None})
    return lots


def _around(text: str, amounts: Sequence[Mention], index: int, amount: Mention) -> tuple[str, str]:
    before = text[amounts[index - 1].end if index else 0 : amount.start]
    after = text[amount.end : amounts[index + 1].start if index + 1 < len(amounts) else len(text)]
    return before, re.split(r"[,;\n]", after)[0]


def _trade(text: str, trades: Sequence[Choice]) -> Choice | None:
    plain = f" {fold(text)} "
    for trade in trades:
        if any(f" {fold(name)} " in plain for name in (trade.title, *trade.synonyms)):
            return trade
    return None
