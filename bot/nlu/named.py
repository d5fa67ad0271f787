"""What a message names: places, quantities, kinds of actor, sectors, modalities. Knows nothing of Rasa."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from bot.directory.vocabulary import find_modalities, find_sectors, find_types
from bot.guidance.quantities import find_amounts, find_durations, find_hourly_costs, find_hours, find_rates
from bot.nlu.folding import fold
from bot.territory import find_places

Found = tuple[str, int, int, Any]  # entity, start, end, value

_LABOUR = re.compile(r"main d ?oeuvre|\bmo\b|part salariale")
_HOURLY_BEFORE = re.compile(r"(?:cout|taux) horaire|l heure (?:coute|vaut|a)\b")
AROUND = 30  # characters around a figure in which a word tells what it measures


def places(text: str) -> Iterator[Found]:
    """`territoire`: a territory id, or the list of ids, largest population first, of an ambiguous name."""
    for place in find_places(text):
        ids = list(place.candidates)
        yield "territoire", place.start, place.end, ids[0] if len(ids) == 1 else ids


def quantities(text: str) -> Iterator[Found]:
    """`montant` and `cout_horaire` (euros), `taux_insertion` and `part_main_oeuvre` (fractions), `heures`,
    `duree_mois` (months); the words around a figure tell a share from a rate, a cost from an amount."""
    folded = fold(text)
    for amount in find_amounts(text):
        hourly = _HOURLY_BEFORE.search(folded[max(0, amount.start - AROUND) : amount.start])
        yield "cout_horaire" if hourly else "montant", amount.start, amount.end, amount.value
    for cost in find_hourly_costs(text):
        yield "cout_horaire", cost.start, cost.end, cost.value
    for rate in find_rates(text):
        nearby = folded[max(0, rate.start - AROUND) : rate.end + AROUND]
        yield "part_main_oeuvre" if _LABOUR.search(nearby) else "taux_insertion", rate.start, rate.end, rate.value
    for hours in find_hours(text):
        yield "heures", hours.start, hours.end, hours.value
    for duration in find_durations(text):
        yield "duree_mois", duration.start, duration.end, duration.value


def actors(text: str) -> Iterator[Found]:
    """`type_acteur`, `secteur`, `modalite`: the codes of the directory's vocabularies."""
    for name, find in (("type_acteur", find_types), ("secteur", find_sectors), ("modalite", find_modalities)):
        for mention in find(text):
            yield name, mention.start, mention.end, mention.value


def named(text: str) -> list[dict[str, Any]]:
    """Everything that `text` names, as entity dicts."""
    found = chain(places(text), quantities(text), actors(text))
    return [{"entity": name, "start": start, "end": end, "value": value} for name, start, end, value in found]
