"""Onboarding of a référent: eight steps (a reading, a check question, one thing to do), then a summary."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.guidance import wording
from bot.guidance.answers import UNKNOWN
from bot.guidance.model import Case, Conclusion, Message, Question

_CHECK, _DO = "_verif", "_faire"
_AFTER_FACILITATEUR = "e5_verif"  # the five points are asked just before: what is not known is listed first


def before(case: Case, question: Question) -> tuple[Message, ...]:
    """The reading, before the first question of a step; the list for the first meeting, once prepared."""
    if question.step is None:
        return ()
    if question.id == _AFTER_FACILITATEUR:
        return (Message(meeting_sentence(case)),)
    first = next(item for item in case.content.questions if item.step == question.step)
    if first.id != question.id:
        return ()
    step = case.content.raw["etapes"][question.step]
    title = case.sentence("etape", numero=str(question.step), titre=step["titre"])
    return (Message(f"{title}\n\n{step['lecture'].strip()}"),)


def after(case: Case, question: Question, value: Any) -> str | None:
    """The explanation of a check answer, the contacts of a territory, a word on the reminders."""
    if question.id.endswith(_CHECK) and (choice := question.choice(value)):
        return str(choice.data.get("explication", ""))
    if question.id == "rappels" and value == "oui":
        return case.sentence("rappels")
    if question.id == "territoire":
        return _contact_list(case, str(value))
    return None


def document(case: Case, question: Question, value: Any) -> dict[str, Any] | None:
    """The calendar of reminders, when the person says yes to them."""
    return reminders(case) if question.id == "rappels" and value == "oui" else None


def reminders(case: Case) -> dict[str, Any]:
    """The calendar entries of the steps that remain, as data for the document `rappels` (.ics)."""
    entries = []
    for number, step in case.content.raw["etapes"].items():
        if case.answers.get(f"e{number}{_DO}") == "fait":
            continue
        entries.append(
            {
                "date": (case.services.today + timedelta(days=step["jours"])).isoformat(),
                "titre": case.sentence("rappel_titre", numero=str(number), titre=step["titre"]),
                "detail": case.sentence("rappel_texte", a_faire=step["a_faire"]),
            }
        )
    return {"type_document": "rappels", "data": {"rappels": entries}}


def meeting_questions(case: Case) -> list[str]:
    """The questions for the first meeting with the facilitateur: what is not known among the five points."""
    wanted: Mapping[str, str] = case.content.raw["facilitateur"]
    return [text for key, text in wanted.items() if case.answers.get(key, UNKNOWN) == UNKNOWN]


def meeting_sentence(case: Case) -> str:
    """The same, as a text."""
    questions = meeting_questions(case)
    if not questions:
        return case.sentence("tout_connu")
    return f"{case.sentence('questions_rendez_vous')}\n{wording.bullets(questions)}"


def contacts(case: Case, place: str) -> list[dict[str, Any]]:
    """The actors of the territory to keep at hand."""
    wanted = case.content.raw["contacts"]
    return case.services.find_actors(place, tuple(wanted["types"]), wanted["nombre"]) if place != "france" else []


def _contact_list(case: Case, place: str) -> str:
    found = contacts(case, place)
    if not found:
        return case.sentence("sans_contact", territoire=case.services.label(place))
    lines = []
    for actor in found:
        details = [str(actor[key]) for key in ("commune", "telephone", "courriel") if actor.get(key)]
        name = str(actor.get("nom", ""))
        lines.append(case.sentence("contact", nom=name, details=", ".join(details)) if details else name)
    return f"{case.sentence('contacts', territoire=case.services.label(place))}\n{wording.bullets(lines)}"


def conclude(case: Case) -> Conclusion:
    """The summary: check answers, what is done, what remains, the contracts, the meeting to prepare."""
    steps = case.content.raw["etapes"]
    right = total = 0
    for question in case.content.questions:
        if question.id.endswith(_CHECK) and (choice := question.choice(case.answers.get(question.id))):
            total += 1
            right += bool(choice.data.get("juste")) and question.id not in case.defaults
    done = [step["titre"] for number, step in steps.items() if case.answers.get(f"e{number}{_DO}") == "fait"]
    left = [step["a_faire"] for number, step in steps.items() if case.answers.get(f"e{number}{_DO}") != "fait"]
    contracts = case.answers.get("e3_marches", UNKNOWN)
    parts = [
        case.sentence("fin"),
        case.sentence("bonnes", bonnes=str(right), total=str(total)),
        case.sentence("marches", marches=str(contracts).rstrip(".")) if contracts != UNKNOWN else "",
        f"{case.sentence('faites')}\n{wording.bullets(done)}" if done else "",
        f"{case.sentence('restantes')}\n{wording.bullets(left)}" if left else case.sentence("rien_restant"),
        meeting_sentence(case),
        case.sentence("ensuite"),
    ]
    custom = {
        "type": "parcours_referent",
        "profil": case.audience,
        "etapes": [
            {"numero": number, "titre": step["titre"], "fait": case.answers.get(f"e{number}{_DO}") == "fait"}
            for number, step in steps.items()
        ],
        "bonnes_reponses": right,
        "questions_facilitateur": meeting_questions(case),
        "territoire": case.answers.get("territoire"),
    }
    text = "\n\n".join(part for part in parts if part)
    return Conclusion((Message(text, case.buttons(), custom),), custom)
