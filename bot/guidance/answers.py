"""Reads the answer to one question: by button, in figures, in words; says kindly what is absurd."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from bot.guidance import quantities
from bot.guidance.content import common
from bot.guidance.dates import find_date
from bot.guidance.lots import read_lots
from bot.guidance.model import Choice, Content, Question, Services, Understood
from bot.guidance.wording import day, euros, fold, hours, months, number, percent

UNKNOWN = "inconnu"
_FINDERS: dict[str, tuple[Callable[[str], list[quantities.Mention]], ...]] = {
    "montant": (quantities.find_amounts,),
    "taux": (quantities.find_rates, quantities.find_shares),
    "duree": (quantities.find_durations,),
    "heures": (quantities.find_hours,),
    "cout_horaire": (quantities.find_hourly_costs, quantities.find_amounts),
    "nombre": (),
}
_FORMATS: dict[str, Callable[[float], str]] = {
    "montant": euros,
    "taux": percent,
    "duree": months,
    "heures": hours,
    "cout_horaire": lambda value: f"{euros(value)} de l'heure",
    "nombre": number,
}
NUMERIC = frozenset(_FINDERS)
_PLACE_ID = re.compile(r"(?:commune|code_postal|epci|departement|region)-[0-9A-Za-z]{1,10}|france")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message says to one question: a value, or why it cannot be taken, or nothing (all None)."""

    value: Any = None
    problem: str | None = None
    ambiguous: tuple[str, ...] = ()
    weak: bool = False  # found inside a longer sentence, or by resemblance


NOTHING = Reading()


def phrase(key: str, **values: object) -> str:
    """A sentence of commun.yml with its blanks filled."""
    text: str = common()["phrases"][key]
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text.strip()


def contains_words(plain: str, words: str) -> bool:
    """Whether the folded text holds these folded words, as whole words."""
    return f" {words} " in f" {plain} "


def match_choice(text: str, choices: Iterable[Choice]) -> tuple[Choice | None, bool]:
    """The choice that the text names, and whether it is named exactly rather than roughly."""
    plain = fold(text[:500])
    choices = tuple(choices)
    if not plain:
        return None, False
    names = {
        choice: (fold(choice.title), *map(fold, choice.synonyms), fold(choice.id.replace("_", " ")))
        for choice in choices
    }
    for choice, known in names.items():
        if plain in known:
            return choice, True
    for index, ordinals in enumerate(common()["ordinaux"][: len(choices)]):
        if any(
            plain in (str(word), f"le {word}", f"la {word}", f"choix {word}", f"option {word}") for word in ordinals
        ):
            return choices[index], True
    held = [
        (len(name), choice)
        for choice, known in names.items()
        for name in known
        if len(name) > 1 and contains_words(plain, name)
    ]
    if held:
        longest = max(length for length, _ in held)
        best = {choice.id: choice for length, choice in held if length == longest}
        return (next(iter(best.values())), False) if len(best) == 1 else (None, False)
    if len(plain) < 4 or len(plain.split()) > 4:
        return None, False
    scored = sorted(
        ((max(fuzz.ratio(plain, name) for name in known), choice) for choice, known in names.items()),
        key=lambda pair: -pair[0],
    )
    if scored and scored[0][0] >= 85 and (len(scored) == 1 or scored[1][0] < scored[0][0]):
        return scored[0][1], False
    return None, False


def show(question: Question, value: Any, services: Services) -> str:
    """The value as the person would read it."""
    if value == UNKNOWN or value is None:
        return phrase("non_precise")
    if choice := question.choice(value):
        shown = _FORMATS.get(question.kind)
        return choice.title if choice.value is None or shown is None else f"{choice.title} ({shown(choice.value)})"
    if question.kind in _FORMATS and isinstance(value, int | float):
        return _FORMATS[question.kind](value)
    if question.kind == "territoire":
        return services.label(str(value))
    if question.kind == "date":
        return day(date.fromisoformat(value))
    if question.kind == "lots":
        return " ; ".join(f"{lot['nom']}, {euros(lot['montant'])}" for lot in value)
    return str(value)


def is_valid(question: Question, value: Any) -> bool:
    """Whether a stored value still answers the question as its YAML is today."""
    if value == UNKNOWN:
        return question.optional or question.default == UNKNOWN
    if question.choice(value) or (value is not None and value == question.default):
        return True
    if question.kind in NUMERIC:
        return isinstance(value, int | float) and not isinstance(value, bool) and check(question, value) is None
    if question.kind == "lots":
        return isinstance(value, list) and bool(value) and all(_is_lot(lot) for lot in value)
    if question.kind == "date":
        try:
            date.fromisoformat(value)
        except (TypeError, ValueError):
            return False
        return True
    if question.kind == "territoire":
        return isinstance(value, str) and _PLACE_ID.fullmatch(value) is not None
    return question.kind == "texte" and isinstance(value, str) and bool(value)


def is_button_value(question: Question, value: str) -> bool:
    """Whether a button of this question could carry the value (a choice, or a territory among homonyms)."""
    return question.choice(value) is not None or (question.kind == "territoire" and is_valid(question, value))


def _is_lot(lot: object) -> bool:
    if not isinstance(lot, dict) or not isinstance(lot.get("nom"), str):
        return False
    amount = lot.get("montant")
    return isinstance(amount, int | float) and not isinstance(amount, bool) and amount > 0


def check(question: Question, value: float) -> str | None:
    """Why this number cannot be the answer, kindly said; None when it can."""
    shown = _FORMATS[question.kind](value)
    if value < 0:
        return phrase("negatif", attendu=question.expected)
    if question.kind == "taux" and value > 1:
        return phrase("plus_de_cent", valeur=shown, attendu=question.expected)
    if question.minimum is not None and value < question.minimum:
        if value == 0:
            return phrase("zero", attendu=question.expected)
        return (question.too_small or phrase("trop_petit", attendu=question.expected)).replace("{valeur}", shown)
    if question.maximum is not None and value > question.maximum:
        return (question.too_large or phrase("trop_grand", attendu=question.expected)).replace("{valeur}", shown)
    return None


def numbers_for(question: Question, text: str) -> list[quantities.Mention]:
    """The quantities of the text whose unit fits the question."""
    for finder in _FINDERS.get(question.kind, ()):
        if found := finder(text):
            return found
    return []


def read_answer(question: Question, message: Understood, content: Content, services: Services) -> Reading:
    """What the message answers to the question (buttons are read by the engine before)."""
    text = message.text[:4_000]
    if question.kind in NUMERIC:
        reading = _read_number(question, message, text)
    elif question.kind == "territoire":
        reading = _read_place(question, message)
    elif question.kind == "date":
        reading = _read_date(text, services.today)
    elif question.kind == "lots":
        trades = content.question("part")
        lots = read_lots(text, trades.choices if trades else ())
        reading = Reading(lots) if lots else NOTHING
    else:
        reading = NOTHING
    if reading != NOTHING and reading.problem is None:
        return reading
    if question.choices:
        choice, exact = match_choice(text, question.choices)
        if choice is None and message.intent in ("affirmer", "nier"):
            choice, exact = question.choice("oui" if message.intent == "affirmer" else "non"), True
        if choice:
            return Reading(choice.id, weak=not exact)
    if reading == NOTHING and question.kind == "texte" and not text.startswith("/") and len(fold(text)) >= 2:
        return Reading(text.strip()[:500], weak=True)
    if reading == NOTHING and fold(text) in common()["vagues"]:
        return Reading(problem=phrase("vague", attendu=question.expected))
    return reading


def _read_number(question: Question, message: Understood, text: str) -> Reading:
    found = numbers_for(question, text)
    value: float | None = None
    if found:
        fitting = [mention for mention in found if check(question, mention.value) is None]
        value = (fitting or found)[0].value
    elif bare := quantities.find_bare_number(text):
        value = bare.value
        if question.kind == "taux" and not 0 < value < 1:
            value = round(value / 100, 6)
    else:
        for entity in message.entities:
            if entity.get("entity") in question.entities:
                value = as_number(entity.get("value"))
    if value is None:
        return NOTHING
    if problem := check(question, value):
        return Reading(problem=problem)
    return Reading(value, weak=len(fold(text).split()) > 8)


def as_number(value: object) -> float | None:
    """The finite number that an entity value holds, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        result = float(value)
    except ValueError:
        return None
    return result if abs(result) < 1e15 else None


def _read_place(question: Question, message: Understood) -> Reading:
    for entity in message.entities:
        if entity.get("entity") == "territoire":
            value = entity.get("value")
            if isinstance(value, str) and is_valid(question, value):
                return Reading(value, weak=len(message.text.split()) > 6)
            if isinstance(value, list | tuple) and value:
                ids = tuple(item for item in value[:8] if is_valid(question, item))
                if not ids:
                    continue
                return Reading(ambiguous=ids) if len(ids) > 1 else Reading(ids[0])
    plain = fold(message.text[:500])
    if any(contains_words(plain, place) for place in common()["lieux_etrangers"]):
        return Reading(problem=phrase("hors_de_france", attendu=question.expected))
    return NOTHING


def _read_date(text: str, today: date) -> Reading:
    found = find_date(text, today)
    if found is None:
        return NOTHING
    if found < today:
        return Reading(problem=phrase("date_passee", valeur=day(found)))
    if found.year > today.year + 10:
        return Reading(problem=phrase("date_lointaine", valeur=day(found)))
    return Reading(found.isoformat())
