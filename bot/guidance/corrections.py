"""Finds the correction of an earlier answer: by a figure's unit, a question's name, a choice."""

from collections.abc import Iterable
from typing import Any

from bot.guidance import quantities
from bot.guidance.answers import NUMERIC, check, contains_words, match_choice, numbers_for
from bot.guidance.commands import correction_marker, find_command
from bot.guidance.model import Question, Understood
from bot.guidance.run import Run
from bot.guidance.wording import fold


def named_question(run: Run, text: str) -> Question | None:
    """The answered question that the text names ("corriger le taux"), or None."""
    plain = fold(text[:300])
    for question in _answered(run):
        if any(contains_words(plain, fold(word)) for word in (*question.words, question.name)):
            return question
    return None


def find_correction(run: Run, message: Understood, *, only_marked: bool) -> dict[str, Any]:
    """The corrected answers by question id, empty when the message corrects nothing.

    A marked correction ("non, ...", "en fait ...") prefers the answers already given to the current
    question; an unmarked one ("18 mois" while another figure is asked) only takes figures that cannot
    answer it.
    """
    text = message.text[:1_000]
    rest = correction_marker(text)
    marked = rest is not None or find_command(text)[0] == "corriger"
    if (only_marked and not marked) or text.startswith("/"):
        return {}
    current = run.current
    named = named_question(run, text)
    if named and named.kind in NUMERIC and (value := _number_for(named, text)) is not None:
        return {named.id: value}
    if named and named.choices and marked:
        choice, _ = match_choice(rest or text, named.choices)
        if choice and run.answers.get(named.id) != choice.id:
            return {named.id: choice.id}
    candidates = [*_answered(run)]
    if not marked:
        candidates += [question for question in run.applicable() if question.id not in run.answers]
    found: dict[str, Any] = {}
    taken: set[tuple[int, int]] = set()
    for question in candidates:
        if question.kind not in NUMERIC or (current is not None and question.id == current.id):
            continue
        for mention in numbers_for(question, text):
            span = (mention.start, mention.end)
            if span not in taken and question.id not in found and _fits(question, mention.value):
                found[question.id] = mention.value
                taken.add(span)
    if found or not marked:
        return found
    if current is not None and _answers_current(current, rest or text):
        return {}
    return _bare_or_choice(run, rest or text, text)


def _bare_or_choice(run: Run, rest: str, text: str) -> dict[str, Any]:
    """ "non, 30" for the last number given; "non, entreprise" for the last choice that has this name."""
    bare = quantities.find_bare_number(text)
    for question in _answered(run):
        if bare and question.kind in NUMERIC:
            value = _number_for(question, text)
            if value is not None and _fits(question, value):
                return {question.id: value}
        if question.choices and rest:
            choice, _ = match_choice(rest, question.choices)
            if choice and run.answers.get(question.id) != choice.id:
                return {question.id: choice.id}
    return {}


def _answers_current(current: Question, text: str) -> bool:
    if current.kind in NUMERIC:
        value = _number_for(current, text)
        return value is not None and _fits(current, value)
    return bool(current.choices) and match_choice(text, current.choices)[0] is not None


def _number_for(question: Question, text: str) -> float | None:
    for mention in numbers_for(question, text):
        if check(question, mention.value) is None:
            return mention.value
    if bare := quantities.find_bare_number(text):
        value = bare.value / 100 if question.kind == "taux" and not 0 < bare.value < 1 else bare.value
        return round(value, 6) if check(question, value) is None else None
    return None


def _fits(question: Question, value: float) -> bool:
    likely = question.likely is None or question.likely[0] <= value <= question.likely[1]
    return likely and check(question, value) is None


def _answered(run: Run) -> Iterable[Question]:
    """The answered questions, the last asked first, then those that were filled from a sentence."""
    history = [run.content.question(key) for key in reversed(run.state["history"])]
    asked = [question for question in history if question and question in run.applicable()]
    others = [question for question in run.applicable() if question.id in run.answers and question not in asked]
    return (*asked, *others)
