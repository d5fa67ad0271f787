"""The guided journeys: one form leads them all; bot.guidance reasons, these actions carry its words and its state."""

from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.directory import count_actors, find_actors
from actions.documents import offer_document
from actions.speech import audience, say, spoken, understood
from bot.directory.request import Request
from bot.guidance import Services, Turn, Understood, remind, start, step
from bot.settings import settings
from bot.territory import territories

JOURNEYS = ("calculer_heures", "choisir_clause", "faire_diagnostic", "demarrer_parcours_referent")
ASKED = "parcours_termine"


class ValidateParcoursForm(Action):
    """Give the message to the journey under way, or start the one asked for; no event means: not an answer."""

    def name(self) -> str:
        return "validate_parcours_form"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        said = understood(tracker)
        state = tracker.get_slot("parcours")
        under_way = state.get("journey") if isinstance(state, dict) else None
        turn: Turn | None
        if said.intent in JOURNEYS and said.intent != under_way:
            turn = start(said.intent, _known(tracker, said), services())
            events = _kept(tracker)
        elif under_way is None:
            return []
        else:
            turn = step(state, said, services())
            events = []
        if turn is None:
            return []
        return [*events, *_after(turn, dispatcher, tracker)]


class ActionAskParcoursFormParcoursTermine(Action):
    """Ask the current question again after an interruption; just after an answer, it was already asked."""

    def name(self) -> str:
        return "action_ask_parcours_form_parcours_termine"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        state = tracker.get_slot("parcours")
        if not isinstance(state, dict):
            return []
        if state.get("dit"):
            return [SlotSet("parcours", {key: value for key, value in state.items() if key != "dit"})]
        say(dispatcher, *remind(state, services()).messages)
        return []


class ActionConclureParcours(Action):
    """Nothing is left to say when a journey ends: its last turn said it. Its state is kept for later."""

    def name(self) -> str:
        return "action_conclure_parcours"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return [SlotSet(ASKED, None)]


def services() -> Services:
    """What the journeys need from the rest of the project."""
    return Services(date.today(), count_actors, find_actors, territories().label)


def _after(turn: Turn, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    say(dispatcher, *turn.messages)
    if turn.document:
        offer_document(dispatcher, tracker, turn.document["type_document"], turn.document.get("data"))
    answers = turn.state.get("answers") or {}
    events: list[EventType] = []
    if answers.get("audience") and not audience(tracker):
        events.append(SlotSet("audience", answers["audience"]))
    if not turn.finished:
        return [*events, SlotSet("parcours", {**turn.state, "dit": True})]
    kept = {**(tracker.get_slot("parcours_gardes") or {}), turn.state["journey"]: turn.state}
    return [
        *events,
        SlotSet("parcours_gardes", kept),
        SlotSet("parcours", None),
        SlotSet("requested_slot", None),
        ActiveLoop(None),
    ]


def _kept(tracker: Tracker) -> list[EventType]:
    """A journey left for another one waits among the kept ones."""
    state = tracker.get_slot("parcours")
    if not isinstance(state, dict):
        return []
    return [SlotSet("parcours_gardes", {**(tracker.get_slot("parcours_gardes") or {}), state["journey"]: state})]


def _known(tracker: Tracker, said: Understood) -> dict[str, Any]:
    """What the conversation already knows, for a journey that starts."""
    place = Request.from_state(tracker.get_slot("recherche")).territoire
    saved = (tracker.get_slot("parcours_gardes") or {}).get(said.intent)
    known = {
        "profil": tracker.get_slot("profil"),
        "audience": audience(tracker),
        "territoire": place or settings().near,
        "texte": "" if said.text.startswith("/") else said.text,
        "entites": list(said.entities),
        "etat": saved,
    }
    return {key: value for key, value in known.items() if value is not None}
