"""Leads a guided journey: one question at a time, commands, corrections, interruptions, summary, resumption.

The state is a small JSON dict: {"journey", "version", "answers", "defaults", "current", "index", "failures",
"history", "phase", "asked", "result", "previous"}. It is cleaned against today's YAML each time it is read, so a
state saved days ago, under another version of the questions, can always be resumed.
"""

from collections.abc import Mapping
from typing import Any

from bot.guidance import replies
from bot.guidance.absorb import from_sentence
from bot.guidance.answers import Reading, is_valid, phrase, read_answer
from bot.guidance.commands import find_command, looks_like_question
from bot.guidance.corrections import find_correction, named_question
from bot.guidance.journeys import JOURNEYS
from bot.guidance.model import Message, Services, Turn, Understood
from bot.guidance.run import Run

MOST_FAILURES = 3
_ANSWER_INTENTS = frozenset({None, "", "informer", "affirmer", "nier", "reformuler", "nlu_fallback"})


def start(journey: str, known: Mapping[str, Any], services: Services) -> Turn:
    """Begins a journey, or takes it up again when `known["etat"]` is its saved state.

    Keys of `known`, all optional: profil, audience, territoire (id), texte and entites (first sentence and its
    entities), etat (saved state), and any question id with its value. Raises KeyError for an unknown journey.
    """
    logic = JOURNEYS[journey]
    saved = known.get("etat")
    resumed = isinstance(saved, Mapping) and saved.get("journey") == journey and saved.get("phase") != "fini"
    run = Run.open(saved if resumed and saved else {"journey": journey}, services)
    if not resumed and isinstance(saved, Mapping) and saved.get("journey") == journey:
        run.state["previous"] = saved.get("result") or saved.get("previous") or {}
    text = str(known.get("texte") or "")
    entities = [entity for entity in known.get("entites") or () if isinstance(entity, Mapping)]
    found = from_sentence(text, entities, run.content.questions, run.content)
    given = {
        key: known[key]
        for key in known
        if (question := run.content.question(key)) and is_valid(question, known[key])
    }
    if known.get("profil") in ("acheteur", "entreprise"):
        given.setdefault("audience", known["profil"])
    answers = {**given, **found, **logic.deduce({**given, **found}, text)}
    for key, value in answers.items():
        question = run.content.question(key)
        if (
            question
            and is_valid(question, value)
            and not (resumed and key in run.answers and key not in found)
        ):
            run.set_answer(question, value, asked=False)
    if resumed:
        return replies.resume(run)
    return replies.advance(run, lead=replies.opening(run, answers))


def remind(state: Mapping[str, Any], services: Services) -> Turn:
    """Asks the current question again, after an interruption or when coming back."""
    run = Run.open(state, services)
    if run.state["phase"] == "fini":
        return Turn(run.state, (Message(phrase("termine")),), finished=True)
    return replies.ask(run, [phrase("rappel", titre=run.content.title)])


def step(state: Mapping[str, Any], message: Understood, services: Services) -> Turn | None:
    """What the journey answers to a message, or None when the message is not for it (answer it, then `remind`)."""
    if state.get("journey") not in JOURNEYS:
        return None
    run = Run.open(state, services)
    if payload := _chosen(message):
        return _on_button(run, payload)
    command, whole = find_command(message.text)
    if (
        command
        and not whole
        and command in ("ne_sait_pas", "pourquoi")
        and message.intent not in _ANSWER_INTENTS
    ):
        command = None
    if run.state["phase"] == "fini":
        return _on_correction(run, message) if find_correction(run, message, only_marked=True) else None
    question = run.current
    if question and command not in (None, "stop") and question.choices:
        own = read_answer(question, message, run.content, services)
        if own.value is not None and not own.weak:
            command = None
    if command and (turn := _on_command(run, command, message)):
        return turn
    if message.intent in ("au_revoir",):
        return replies.pause(run)
    asking = looks_like_question(message.text) and message.intent not in _ANSWER_INTENTS
    if asking:
        return None
    if find_correction(run, message, only_marked=True):
        return _on_correction(run, message)
    reading = read_answer(question, message, run.content, services) if question else Reading()
    if _is_answer(reading, message):
        return replies.accept(run, question, reading.value)
    if reading.ambiguous:
        return replies.which_place(run, reading.ambiguous)
    if find_correction(run, message, only_marked=False):
        return _on_correction(run, message)
    if question and question.kind == "texte" and message.intent in _ANSWER_INTENTS and reading.value:
        return replies.accept(run, question, reading.value)
    if message.intent == "reformuler":
        return replies.explain(run)
    if message.intent == run.state["journey"]:
        return replies.ask(run, [])
    if reading.problem and (message.intent in _ANSWER_INTENTS or len(message.text.split()) <= 6):
        return _failure(run, reading.problem)
    if message.intent not in _ANSWER_INTENTS:
        return None
    if question is None:
        return _on_summary_words(run, message)
    return _failure(run, phrase("attendu", attendu=question.expected))


def _is_answer(reading: Reading, message: Understood) -> bool:
    """Whether a value read is meant as the answer: always when plain, and when weak unless another intent is likely."""
    if reading.value is None:
        return False
    return not reading.weak or message.intent in _ANSWER_INTENTS


def _chosen(message: Understood) -> str | None:
    for entity in message.entities:
        if entity.get("entity") == "choix" and isinstance(entity.get("value"), str):
            return str(entity["value"])
    return None


def _on_button(run: Run, payload: str) -> Turn:
    owner, _, choice_id = payload.rpartition(":")
    if owner == "cmd" or payload in ("confirmer", "corriger"):
        done = _on_command(run, choice_id, Understood(""))
        return done or replies.ask(run, [])
    if owner == "corriger" and (target := run.content.question(choice_id)):
        run.forget(target.id)
        run.state["phase"] = "questions"
        return replies.ask(run, [phrase("corrigeons")], target)
    question = run.content.question(owner) if owner else run.current
    if question is None or question not in run.applicable():
        return replies.ask(run, [phrase("bouton_ancien")])
    known = question.choice(choice_id) is not None or (question.kind == "territoire" and bool(choice_id))
    if not known:
        return replies.ask(run, [phrase("bouton_ancien")])
    if run.current is not None and question.id == run.current.id:
        return replies.accept(run, question, choice_id)
    if question.id in run.answers:
        return replies.correct(run, {question.id: choice_id})
    return replies.ask(run, [phrase("bouton_ancien")])


def _on_command(run: Run, command: str, message: Understood) -> Turn | None:
    question = run.current
    if command == "stop":
        return replies.pause(run)
    if command == "retour":
        return replies.back(run)
    if command == "pourquoi":
        return replies.explain_why(run)
    if command in ("reprendre", "reessayer"):
        return replies.ask(run, [])
    if command == "recapitulatif":
        return replies.ask(run, [replies.so_far(run)]) if question else replies.summary(run)
    if command == "ne_sait_pas":
        if question is None:
            return replies.conclude(run)
        if question.default is None:
            return replies.way_out(run)
        return replies.take_default(run, question, after_failures=False)
    if command == "corriger":
        if message.text and find_correction(run, message, only_marked=False):
            return _on_correction(run, message)
        target = named_question(run, message.text)
        if target:
            run.forget(target.id)
            run.state["phase"] = "questions"
            return replies.ask(run, [phrase("corrigeons")], target)
        return replies.what_to_correct(run)
    if command == "confirmer" and question is None:
        return replies.conclude(run)
    return None


def _on_correction(run: Run, message: Understood) -> Turn:
    found = find_correction(run, message, only_marked=False)
    return replies.correct(run, found)


def _on_summary_words(run: Run, message: Understood) -> Turn:
    if message.intent == "affirmer":
        return replies.conclude(run)
    if message.intent == "nier":
        return replies.what_to_correct(run)
    run.state["failures"] += 1
    if run.state["failures"] >= MOST_FAILURES:
        return replies.conclude(run)
    first = next(iter(run.answers), "")
    named = run.content.question(first)
    return replies.summary(run, [phrase("attendu_recapitulatif", nom=named.name if named else "point")])


def _failure(run: Run, problem: str) -> Turn:
    run.state["failures"] += 1
    question = run.current
    if question is None or run.state["failures"] < MOST_FAILURES:
        return replies.ask(run, [problem])
    if question.default is not None:
        return replies.take_default(run, question, after_failures=True)
    return replies.way_out(run)
