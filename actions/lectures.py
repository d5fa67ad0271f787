"""When a message was not understood: three likely readings in words, then the menu and a person."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.speech import say_text, spoken
from bot.guidance import Button
from bot.settings import settings
from bot.texts import labels

NOT_UNDERSTOOD = ("nlu_fallback", "insatisfaction")
READINGS = 3


class ActionProposerLectures(Action):
    """Offer the three most likely readings; after a second failure in a row, the menu and a human contact."""

    def name(self) -> str:
        return "action_proposer_lectures"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        said = [event for event in tracker.events if event.get("event") == "user"]
        state = (tracker.latest_message.get("lecture") or {}).get("etat")
        if state in ("message_vide", "message_sans_mot", "message_trop_long"):
            say_text(dispatcher, tracker, state)
            return []
        if len(said) > 1 and _intent(said[-2]) in NOT_UNDERSTOOD:
            say_text(dispatcher, tracker, "lectures_echec", contact=settings().contact_humain)
            return []
        displeased = _intent(said[-1]) == "insatisfaction" if said else False
        about = said[-2] if displeased and len(said) > 1 else None
        parsed = (about or {}).get("parse_data") or tracker.latest_message
        readings = _readings(parsed, skip=_label(parsed) if displeased else None)
        if not readings:
            say_text(dispatcher, tracker, "lectures_echec", contact=settings().contact_humain)
            return []
        readings.append(Button("Autre chose : voir le menu", "/aide"))
        say_text(dispatcher, tracker, "lectures_apres_erreur" if displeased else "lectures", buttons=readings)
        return []


def _readings(parsed: dict[str, Any], skip: str | None) -> list[Button]:
    known = labels()
    ranking = (parsed.get("lecture") or {}).get("classement") or []
    likely = [entry["label"] for entry in ranking if entry["label"] in known and entry["label"] != skip]
    return [Button(known[label], f"/{label}") for label in likely[:READINGS]]


def _label(parsed: dict[str, Any]) -> str | None:
    ranking = (parsed.get("lecture") or {}).get("classement") or []
    return ranking[0]["label"] if ranking else None


def _intent(event: dict[str, Any]) -> str | None:
    return ((event.get("parse_data") or {}).get("intent") or {}).get("name")
