"""Amounts, rates, durations and hours in a message."""

import re
from collections.abc import Iterable

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.guidance.quantities import find_amounts, find_durations, find_hours, find_rates
from bot.nlu.extraction import Found, TextExtractor
from bot.nlu.folding import fold

_LABOUR = re.compile(r"main d ?oeuvre|\bmo\b|part salariale")
_HOURLY = re.compile(r"^\s*(?:€|euros?)?\s*(?:de l|/|par)\s*h(?:eure)?\b|cout horaire|taux horaire|de l heure")
AROUND = 30  # characters before a figure in which a word tells what it measures


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class QuantityExtractor(TextExtractor):
    """Entities `montant` and `cout_horaire` (euros), `taux_insertion` and `part_main_oeuvre` (fractions),
    `heures`, `duree_mois` (months)."""

    def find(self, text: str, message: Message) -> Iterable[Found]:
        """Return the quantities of `text`; the words around a figure tell a share from a rate, a cost from an amount."""
        folded = fold(text)
        for amount in find_amounts(text):
            hourly = _HOURLY.search(folded[max(0, amount.start - AROUND) : amount.start]) or _HOURLY.match(
                folded[amount.end : amount.end + AROUND]
            )
            yield "cout_horaire" if hourly else "montant", amount.start, amount.end, amount.value
        for rate in find_rates(text):
            nearby = folded[max(0, rate.start - AROUND) : rate.end + AROUND]
            yield "part_main_oeuvre" if _LABOUR.search(nearby) else "taux_insertion", rate.start, rate.end, rate.value
        for hours in find_hours(text):
            yield "heures", hours.start, hours.end, hours.value
        for duration in find_durations(text):
            yield "duree_mois", duration.start, duration.end, duration.value
