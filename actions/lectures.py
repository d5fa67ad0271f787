"""When a message was not understood: three likely readings in words, then the menu and a person."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.annuaire import refine
from actions.parcours import kept, resume_kept
from actions.speech import say_text, spoken, understood
from bot.directory.request import Request, brings_something
from bot.guidance import Button
from bot.kept import unfinished, wants_to_resume
from bot.nlu.journal import keep
from bot.settings import settings
from bot.texts import labels

NOT_UNDERSTOOD = ("nlu_fallback", "insatisfaction")
UNREADABLE = ("message_vide", "message_sans_mot", "message_trop_long")
# What nobody asks by a message that is hard to read.
NO_READING = ("salutation", "au_revoir", "remerciement", "recommencer", "reformuler", "voir_plus")
READINGS = 3


class ActionProposerLectures(Action):
    """Offer the three most likely readings; after a second failure in a row, the menu and a human contact."""

    def name(self) -> str:
        return "action_proposer_lectures"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        said = [event.get("parse_data") or {} for event in tracker.events if event.get("event") == "user"]
        state = (tracker.latest_message.get("lecture") or {}).get("etat")
        if state in UNREADABLE:
            say_text(dispatcher, tracker, state)
            return []
        if wants_to_resume(understood(tracker).text) and unfinished(kept(tracker)):
            return resume_kept(dispatcher, tracker)
        request = Request.from_state(tracker.get_slot("recherche"))
        if request.affiches and _refines(tracker, request):
            return refine(dispatcher, tracker, request)
        _keep_for_review(said)
        failed_before = len(said) > 1 and _intent(said[-2]) in NOT_UNDERSTOOD
        readings = [] if failed_before else _readings(said)
        if readings:
            again = _intent(said[-1]) == "insatisfaction"
            readings.append(Button("Autre chose : voir le menu", "/aide"))
            say_text(dispatcher, tracker, "lectures_apres_erreur" if again else "lectures", buttons=readings)
        else:
            say_text(dispatcher, tracker, "lectures_echec", contact=settings().contact_humain)
        return []


def _keep_for_review(said: list[dict[str, Any]]) -> None:
    """Keep, masked, the message that was not understood or was answered wrongly (see `make a-relire`)."""
    questions = [parsed for parsed in said if _intent(parsed) not in ("insatisfaction", "reformuler")]
    if questions and not (questions[-1].get("text") or "").startswith("/"):
        ranking = (questions[-1].get("lecture") or {}).get("classement") or []
        keep(questions[-1].get("text") or "", [(entry["label"], entry["confidence"]) for entry in ranking])


def _refines(tracker: Tracker, request: Request) -> bool:
    """Whether a message that no label explains names something that changes the list just shown."""
    heard = understood(tracker)
    return heard.intent == "nlu_fallback" and brings_something(request, heard.entities, heard.text)


def _readings(said: list[dict[str, Any]]) -> list[Button]:
    """The likely readings of the latest message; of the one it complains about, but for the reading already served."""
    if said and _intent(said[-1]) == "insatisfaction":
        questions = [parsed for parsed in said if _intent(parsed) not in ("insatisfaction", "reformuler")]
        return _ranked(questions[-1], skip=_label(questions[-1])) if questions else []
    return _ranked(said[-1], skip=None) if said else []


def _ranked(parsed: dict[str, Any], skip: str | None) -> list[Button]:
    known = labels()
    ranking = (parsed.get("lecture") or {}).get("classement") or []
    left_out = (skip, *NO_READING)
    likely = [entry["label"] for entry in ranking if entry["label"] in known and entry["label"] not in left_out]
    return [Button(known[label], f"/{label}") for label in likely[:READINGS]]


def _label(parsed: dict[str, Any]) -> str | None:
    ranking = (parsed.get("lecture") or {}).get("classement") or []
    return ranking[0]["label"] if ranking else None


def _intent(parsed: dict[str, Any]) -> str | None:
    return (parsed.get("intent") or {}).get("name")
