"""Takes from a sentence every figure and word that answers a question of the journey, asked or not."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.guidance import quantities
from bot.guidance.answers import NUMERIC, as_number, check, is_valid, match_choice, numbers_for
from bot.guidance.lots import read_lots
from bot.guidance.model import Content, Question
from bot.guidance.wording import fold

_CLAUSE_END = re.compile(r"[,;.:!?()\n\d€%+×]|\bet\b|\bsur\b|\bavec\b", re.IGNORECASE)
_WINDOW = 32  # characters around a figure in which a word may say what it is


def from_sentence(
    text: str, entities: Iterable[Mapping[str, Any]], questions: Iterable[Question], content: Content
) -> dict[str, Any]:
    """The answers found in a sentence, by question id.

    A figure whose unit fits several questions goes to the one named nearest to it ("50 % de main-d'œuvre"),
    else to the first for which it is likely. Impossible figures are left out.
    """
    text = text[:4_000] if not text.startswith("/") else ""
    questions = tuple(questions)
    numeric = [question for question in questions if question.kind in NUMERIC]
    answers: dict[str, Any] = {}
    pairs = [
        (_distance(question, text, mention), order, question, mention)
        for order, question in enumerate(numeric)
        for mention in numbers_for(question, text)
        if check(question, mention.value) is None
    ]
    taken: set[tuple[int, int]] = set()
    for distance, _, question, mention in sorted(pairs, key=lambda pair: pair[:2]):
        span = (mention.start, mention.end)
        if question.id in answers or span in taken:
            continue
        if distance >= _WINDOW and not _is_likely(question, mention.value):
            continue
        answers[question.id] = mention.value
        taken.add(span)
    for entity in entities:
        _take_entity(entity, questions, answers, taken)
    for question in questions:
        if question.in_sentence and question.choices and question.id not in answers and text:
            choice, _ = match_choice(text, question.choices) if len(fold(text).split()) > 1 else (None, False)
            if choice:
                answers[question.id] = choice.id
    trades = content.question("part")
    lots = read_lots(text, trades.choices if trades else ())
    if len(lots) > 1 and any(question.kind == "lots" for question in questions) and "lot" in fold(text):
        answers["lots"] = lots
    return answers


def _take_entity(
    entity: Mapping[str, Any],
    questions: Iterable[Question],
    answers: dict[str, Any],
    taken: set[tuple[int, int]],
) -> None:
    name, value = entity.get("entity"), entity.get("value")
    for question in questions:
        if question.id in answers:
            continue
        if question.kind == "territoire" and name == "territoire" and is_valid(question, value):
            answers[question.id] = value
        elif name in question.entities and not taken:
            amount = as_number(value)
            if question.choice(value):
                answers[question.id] = value
            elif amount is not None and question.kind in NUMERIC and check(question, amount) is None:
                answers[question.id] = amount


def _is_likely(question: Question, value: float) -> bool:
    return question.likely is None or question.likely[0] <= value <= question.likely[1]


def _distance(question: Question, text: str, mention: quantities.Mention) -> int:
    """Characters from the figure to the nearest word naming the question, in its clause; else _WINDOW."""
    best = _WINDOW
    before = fold(_CLAUSE_END.split(text[max(0, mention.start - _WINDOW) : mention.start])[-1])
    after = fold(_CLAUSE_END.split(text[mention.end : mention.end + _WINDOW])[0])
    for word in question.words:
        position = f" {before} ".rfind(f" {word} ")
        if position >= 0:
            best = min(best, len(before) - position - len(word))
        position = f" {after} ".find(f" {word} ")
        if position >= 0:
            best = min(best, position)
    return best
