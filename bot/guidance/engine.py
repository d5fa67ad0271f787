"""Leads a guided journey: one question at a time, commands, corrections, interruptions, summary, resumption.

The state is a small JSON dict: {"journey", "version", "answers", "defaults", "current", "index",
"failures", "history", "phase", "asked", "result", "previous"}. It is cleaned against today's YAML each time
it is read, so a state saved days ago, under another version of the questions, can always be resumed.
"""

from collections.abc import Mapping
from typing import Any

from bot.guidance import replies
from bot.guidance.absorb import from_sentence
from bot.guidance.answers import Reading, is_button_value, is_valid, phrase, read_answer
from bot.guidance.commands import correction_marker, find_command, looks_like_question, looks_like_request
from bot.guidance.corrections import find_correction, named_question
from bot.guidance.journeys import JOURNEYS
from bot.guidance.model import Message, Question, Services, Turn, Understood
from bot.guidance.run import Run

MOST_FAILURES = 3
_SHORT = 8  # words: a short message that names an answer is one, whatever intent the NLU saw in it
_TALK_INTENTS = frozenset(
    {
        "aide",
        "parler_a_un_humain",
        "recommencer",
        "insatisfaction",
        "donnees_personnelles",
        "salutation",
        "voir_plus",
    }
)
_ANSWER_INTENTS = frozenset({None, "", "informer", "affirmer", "nier", "reformuler", "nlu_fallback"})


def start(journey: str, known: Mapping[str, Any], services: Services) -> Turn:
    """Begins a journey, or takes it up again when `known["etat"]` is its saved state.

    Keys of `known`, all optional: profil, audience, territoire (id), texte and entites (first sentence and
    its entities), etat (saved state), and any question id with its value. Raises KeyError for an unknown
    journey.
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
        key: known[key] for key in known if (question := run.content.question(key)) and is_valid(question, known[key])
    }
    if known.get("profil") in ("acheteur", "entreprise"):
        given.setdefault("audience", known["profil"])
    answers = {**given, **found, **logic.deduce({**given, **found}, text)}
    for key, value in answers.items():
        question = run.content.question(key)
        if question and is_valid(question, value) and not (resumed and key in run.answers and key not in found):
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
    """What the journey answers to a message; None when it is not for it: answer it, then `remind`."""
    if str(state.get("journey")) not in JOURNEYS:
        return None
    run = Run.open(state, services)
    if payload := _chosen(message):
        return _on_button(run, payload)
    command, whole = find_command(message.text)
    if command and not whole and command in ("ne_sait_pas", "pourquoi") and message.intent not in _ANSWER_INTENTS:
        command = None
    if run.state["phase"] == "fini":
        return _on_correction(run, message) if find_correction(run, message, only_marked=True) else None
    question = run.current
    if question and command not in (None, "stop") and question.kind != "texte":
        own = read_answer(question, message, run.content, services)
        if own.value is not None and (not own.weak or (command == "ne_sait_pas" and not whole)):
            command = None
    if command and (turn := _on_command(run, command, message)):
        return turn
    if message.intent == "au_revoir" and command != "confirmer":
        return replies.pause(run)
    if looks_like_question(message.text) and message.intent not in _ANSWER_INTENTS:
        return None
    free = question is not None and question.kind == "texte"
    if not free and find_correction(run, message, only_marked=True):
        return _on_correction(run, message)
    reading = read_answer(question, message, run.content, services) if question else Reading()
    if message.intent == "reformuler" and (free or reading.value is None):
        return replies.explain(run)
    if question and _is_answer(reading, message, free, str(run.state["journey"])):
        also = {} if free else _also_said(run, question, reading.value, message)
        return replies.accept(run, question, reading.value, also)
    if reading.ambiguous:
        return replies.which_place(run, reading.ambiguous)
    if not free and find_correction(run, message, only_marked=False):
        return _on_correction(run, message)
    if message.intent == run.state["journey"]:
        return replies.ask(run, [])
    if reading.problem and (message.intent in _ANSWER_INTENTS or len(message.text.split()) <= 6):
        return _failure(run, reading.problem)
    if message.intent not in _ANSWER_INTENTS:
        return None
    if question is None:
        return _on_summary_words(run, message)
    return _failure(run, phrase("attendu", attendu=question.expected))


def _also_said(run: Run, question: Question, value: Any, message: Understood) -> dict[str, Any]:
    """The answers to questions still to come that are in the same message ("300 000 €, sur 18 mois")."""
    others = [each for each in run.missing() if each.id != question.id]
    found = from_sentence(message.text, message.entities, [question, *others], run.content)
    return {key: said for key, said in found.items() if key != question.id and said != value}


def _is_answer(reading: Reading, message: Understood, free: bool, journey: str) -> bool:
    """Whether a value read is meant as the answer: plain, or with no other intent to explain it.

    Free words are taken whatever the NLU thinks of them, unless they ask for something.
    """
    if reading.value is None:
        return False
    if message.intent == "chercher_acteur" and any(e.get("entity") == "type_acteur" for e in message.entities):
        return False
    if free and message.intent not in _TALK_INTENTS:
        return not looks_like_request(message.text)
    short = len(message.text.split()) <= _SHORT and not looks_like_request(message.text)
    return not reading.weak or short or message.intent in _ANSWER_INTENTS or message.intent == journey


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
        return _reopen(run, target)
    question = run.content.question(owner) if owner else run.current
    if question is None or question not in run.applicable():
        return replies.ask(run, [phrase("bouton_ancien")])
    if not is_button_value(question, choice_id):
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
        if target := named_question(run, message.text):
            return _reopen(run, target)
        return replies.what_to_correct(run)
    if command == "confirmer" and question is None:
        return replies.conclude(run)
    return None


def _reopen(run: Run, question: Question) -> Turn:
    """Asks a question again, to correct its answer."""
    run.forget(question.id)
    run.state["phase"] = "questions"
    return replies.ask(run, [phrase("corrigeons")], question)


def _on_correction(run: Run, message: Understood) -> Turn:
    found = find_correction(run, message, only_marked=False)
    return replies.correct(run, found)


def _on_summary_words(run: Run, message: Understood) -> Turn:
    if message.intent == "affirmer":
        return replies.conclude(run)
    if target := named_question(run, message.text):
        return _reopen(run, target)
    if message.intent == "nier" or correction_marker(message.text) == "":
        return replies.what_to_correct(run)
    run.state["failures"] += 1
    if run.state["failures"] >= MOST_FAILURES:
        return replies.conclude(run)
    example = next(question for question in reversed(run.applicable()) if question.id in run.answers)
    return replies.summary(run, [phrase("attendu_recapitulatif", nom=example.name)])


def _failure(run: Run, problem: str) -> Turn:
    run.state["failures"] += 1
    question = run.current
    if question is None or run.state["failures"] < MOST_FAILURES:
        return replies.ask(run, [problem])
    if question.default is not None:
        return replies.take_default(run, question, after_failures=True)
    return replies.way_out(run)
