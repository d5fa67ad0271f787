"""What a journey says: questions with their buttons, acknowledgements, summary, end."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.guidance.answers import UNKNOWN, is_valid, phrase, show
from bot.guidance.content import common
from bot.guidance.model import Button, Message, Question, Turn
from bot.guidance.run import Run
from bot.guidance.wording import bullets, pick


def button(title: str, value: str) -> Button:
    """A button whose payload is a choice inside the journey."""
    return Button(title, f'/informer{{"choix": "{value}"}}')


def ask(run: Run, lead: list[str], question: Question | None = None, extra: tuple[Message, ...] = ()) -> Turn:
    """Asks a question (the current one unless told) after the `lead` sentences; else the summary."""
    question = question or run.current
    if question is None:
        return summary(run, lead)
    run.state["phase"] = "questions"
    run.state["current"] = question.id
    run.state["index"] = run.applicable().index(question) if question in run.applicable() else 0
    text = f"{run.progress(question)} {pick(question.text, run.audience)}".strip()
    buttons = [button(choice.title, f"{question.id}:{choice.id}") for choice in question.choices]
    if question.default is not None and not question.pause:
        buttons.append(button(phrase("bouton_ne_sait_pas"), "cmd:ne_sait_pas"))
    if question.pause:
        buttons.append(button(phrase("bouton_stop"), "cmd:stop"))
    if extra:
        first = Message("\n\n".join([*filter(None, lead), extra[0].text]))
        return Turn(run.state, (first, *extra[1:], Message(text, tuple(buttons))))
    return Turn(run.state, (Message("\n\n".join([*filter(None, lead), text]), tuple(buttons)),))


def opening(run: Run, found: dict[str, Any]) -> list[str]:
    """The first sentences of a journey, with what the first sentence of the person already said."""
    lead = [pick(run.content.opening, run.audience)]
    if values := _said(run, [key for key in found if key in run.answers and key != "audience"]):
        lead.append(phrase("notes", valeurs=values))
    return lead


def resume(run: Run) -> Turn:
    """Takes a journey up again, days later: what is known, then the question that was being asked."""
    lead = [phrase("reprise")]
    asked = [key for key in run.answers if (question := run.content.question(key)) and question.summary]
    if values := _said(run, asked):
        lead.append(phrase("reprise_notes", valeurs=values))
    return advance(run, lead) if run.state["phase"] == "questions" else summary(run, lead)


def accept(run: Run, question: Question, value: Any, also: Mapping[str, Any] | None = None) -> Turn:
    """Keeps an answer, and those to other questions said with it (`also`), and goes on."""
    run.set_answer(question, value, asked=True)
    for key, said in (also or {}).items():
        other = run.content.question(key)
        if other and is_valid(other, said):
            run.set_answer(other, said, asked=False)
    run.state["asked"] += 1
    run.fill_deduced()
    lead = []
    if remark := run.logic.after(run.case(), question, value):
        lead.append(remark)
    elif not question.choice(value) and question.kind != "texte":
        lead.append(phrase("note", nom=question.name, valeur=show(question, value, run.services)))
    if others := _said(run, [key for key in also or {} if key in run.answers]):
        lead.append(phrase("notes_aussi", valeurs=others))
    turn = advance(run, lead)
    document = run.logic.document(run.case(), question, value)
    return replace(turn, document=document) if document else turn


def take_default(run: Run, question: Question, *, after_failures: bool) -> Turn:
    """Answers a question with its default, said aloud."""
    run.set_answer(question, question.default, asked=True, default=True)
    run.state["asked"] += 1
    key = "defaut_apres_echecs" if after_failures else "defaut"
    said = question.default_text or f"{question.name} : {show(question, question.default, run.services)}."
    return advance(run, [phrase(key, defaut=said)])


def advance(run: Run, lead: list[str]) -> Turn:
    """Asks the next question; when none is left, the summary, or the end if nothing had to be asked."""
    missing = run.missing()
    if missing:
        run.state["current"] = missing[0].id
        return ask(run, lead, missing[0], run.logic.before(run.case(), missing[0]))
    if run.content.summarised and run.state["asked"]:
        return summary(run, lead)
    if run.content.summarised:
        values = _said(run, list(run.answers))
        return conclude(run, [phrase("d_apres_vous", valeurs=values)])
    return conclude(run, lead)


def correct(run: Run, changes: dict[str, Any]) -> Turn:
    """Replaces earlier answers, says so, and goes on (or gives the new result when the journey was over)."""
    lead = []
    for key, value in changes.items():
        question = run.content.question(key)
        if question and is_valid(question, value):
            done = "corrige" if key in run.answers else "note"
            run.set_answer(question, value, asked=False)
            lead.append(phrase(done, nom=question.name, valeur=show(question, value, run.services)))
    if run.state["phase"] == "fini" and not run.missing():
        return conclude(run, lead)
    if run.state["phase"] == "questions" and run.current is not None:
        return ask(run, lead)
    return advance(run, lead) if run.missing() else summary(run, lead)


def back(run: Run) -> Turn:
    """Returns to the question answered last."""
    if not run.state["history"]:
        return ask(run, [phrase("premiere_question")])
    question = run.content.question(run.state["history"][-1])
    run.forget(run.state["history"][-1])
    run.state["phase"] = "questions"
    if question is None or question not in run.applicable():
        return ask(run, [phrase("retour")])
    return ask(run, [phrase("retour")], question)


def pause(run: Run) -> Turn:
    """Leaves the journey; the state is kept and the way back is said."""
    return Turn(run.state, (Message(phrase("pause")),), finished=True)


def explain_why(run: Run) -> Turn:
    """Says why the current question is asked, then asks it again."""
    question = run.current
    if question is None:
        return summary(run)
    return ask(run, [phrase("pourquoi", raison=pick(question.why, run.audience))])


def explain(run: Run) -> Turn:
    """Says the current question in another way."""
    question = run.current
    if question is None:
        return summary(run)
    return ask(run, [phrase("aide_question", attendu=question.expected)])


def way_out(run: Run) -> Turn:
    """After three failures on a question without a default: try again or leave."""
    run.state["failures"] = 0
    buttons = (button(phrase("bouton_reessayer"), "cmd:reessayer"), button(phrase("bouton_stop"), "cmd:stop"))
    return Turn(run.state, (Message(phrase("sans_defaut"), buttons),))


def which_place(run: Run, places: tuple[str, ...]) -> Turn:
    """Asks which of several places of the same name is meant."""
    question = run.current
    if question is None:
        return summary(run)
    buttons = tuple(button(run.services.label(place), f"{question.id}:{place}") for place in places)
    return Turn(run.state, (Message(phrase("lieu_ambigu"), buttons),))


def so_far(run: Run) -> str:
    """What has been answered so far."""
    lines = _summary_lines(run)
    return phrase("recapitulatif_court", lignes=bullets(lines)) if lines else phrase("rien_de_note")


def summary(run: Run, lead: list[str] | None = None) -> Turn:
    """The answers before the end, with "c'est bon" and "corriger"."""
    if run.state["phase"] == "fini":
        return Turn(run.state, (Message(phrase("termine")),), finished=True)
    run.state["phase"] = "recapitulatif"
    run.state["current"] = None
    run.state["index"] = len(run.applicable())
    text = phrase("recapitulatif", lignes=bullets(_summary_lines(run)))
    buttons = (
        button(phrase("bouton_confirmer"), "cmd:confirmer"),
        button(phrase("bouton_corriger"), "cmd:corriger"),
    )
    return Turn(run.state, (Message("\n\n".join([*(lead or []), text]), buttons),))


def what_to_correct(run: Run) -> Turn:
    """Offers every answer for correction."""
    buttons = tuple(
        button(_capital(question.name), f"corriger:{question.id}")
        for question in run.applicable()
        if question.id in run.answers and question.summary
    )
    if not buttons:
        return ask(run, [phrase("rien_de_note")])
    return Turn(run.state, (Message(phrase("a_corriger"), buttons),))


def conclude(run: Run, lead: list[str] | None = None) -> Turn:
    """The result of the journey."""
    ending = run.logic.conclude(run.case())
    run.state["phase"] = "fini"
    run.state["current"] = None
    run.state["result"] = ending.result
    messages = ending.messages
    if lead and messages:
        first = messages[0]
        messages = (
            Message("\n\n".join([*filter(None, lead), first.text]), first.buttons, first.custom),
            *messages[1:],
        )
    return Turn(run.state, messages, finished=True, document=ending.document)


def _summary_lines(run: Run) -> list[str]:
    lines = []
    for question in run.applicable():
        if question.id in run.answers and question.summary:
            value = run.answers[question.id]
            if value == UNKNOWN and question.default != UNKNOWN:
                continue
            line = _line(run, question)
            if question.id in run.state["defaults"] and value != UNKNOWN:
                line += " " + common()["phrases"]["par_defaut"].strip()
            lines.append(line)
    return lines


def _line(run: Run, question: Question) -> str:
    return f"{_capital(question.name)} : {show(question, run.answers[question.id], run.services)}"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _said(run: Run, keys: list[str]) -> str:
    parts = []
    for key in keys:
        question = run.content.question(key)
        if question is None or question not in run.applicable() or run.answers[key] == UNKNOWN:
            continue
        if question.kind != "choix" or (question.in_sentence and key != "audience"):
            parts.append(_line(run, question))
    return bullets(parts)
