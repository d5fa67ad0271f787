"""The guided journeys: one form leads them all; bot.guidance reasons, these actions carry its words and its state."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.directory import count_actors, find_actors
from actions.documents import offer_document
from actions.speech import audience, entity_values, messages_sent, say, say_text, spoken, understood
from bot.directory.request import Request
from bot.guidance import Button, Services, Turn, Understood, remind, start, step
from bot.kept import Kept, keep, known_only, latest_done, title, unfinished, wants_to_resume
from bot.settings import settings
from bot.territory import territories

JOURNEYS = ("calculer_heures", "choisir_clause", "faire_diagnostic", "demarrer_parcours_referent")
FORM = "parcours_form"
ASKED = "parcours_termine"


class ValidateParcoursForm(Action):
    """Give the message to the journey under way, or start the one asked for; no event means: not an answer."""

    def name(self) -> str:
        return "validate_parcours_form"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        said = understood(tracker)
        state = journey_under_way(tracker)
        if state and state.get("lu") == messages_sent(tracker):
            return []
        if state is None and wants_to_resume(said.text) and unfinished(kept(tracker)):
            return resume_kept(dispatcher, tracker)
        if said.intent in JOURNEYS and said.intent != (state or {}).get("journey"):
            return begin(dispatcher, tracker, said.intent)
        if state is None or (said.intent != "informer" and entity_values(tracker, "choix")):
            return []  # « choix » belongs to the journey only in its own buttons
        turn = step(state, said, services())
        if turn is None and said.intent == state["journey"]:
            return begin(dispatcher, tracker, state["journey"])  # no rule but this form answers that intent
        return _after(turn, dispatcher, tracker, kept(tracker)) if turn else []


class ActionAskParcoursFormParcoursTermine(Action):
    """Ask the current question again after an interruption; just after an answer, it was already asked."""

    def name(self) -> str:
        return "action_ask_parcours_form_parcours_termine"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        state = journey_under_way(tracker)
        if state and state.get("dit") != messages_sent(tracker):
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


def journey_under_way(tracker: Tracker) -> dict[str, Any] | None:
    """The saved state of the journey that is asking, if any."""
    state = tracker.get_slot("parcours")
    return state if isinstance(state, dict) and state.get("journey") in JOURNEYS else None


def kept(tracker: Tracker) -> Kept:
    """The journeys left or done, by name, the latest last."""
    value = tracker.get_slot("parcours_gardes")
    return known_only(value) if isinstance(value, dict) else {}


def begin(dispatcher: CollectingDispatcher, tracker: Tracker, journey: str) -> list[EventType]:
    """Start a journey, or take it up where it was left; the one under way waits among the kept ones."""
    left = journey_under_way(tracker)
    waiting = keep(kept(tracker), left) if left else kept(tracker)
    turn = start(journey, _known(tracker, understood(tracker), waiting.get(journey)), services())
    return _after(turn, dispatcher, tracker, waiting)


def resume_kept(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Take up the journey that was left; ask which one when there are several."""
    names = unfinished(kept(tracker))
    if len(names) == 1:
        return begin(dispatcher, tracker, names[0])
    if names:
        say_text(dispatcher, tracker, "parcours_a_choisir", buttons=[Button(title(name), f"/{name}") for name in names])
    else:
        say_text(dispatcher, tracker, "rien_a_reprendre")
    return []


def resume_journey(tracker: Tracker) -> list[EventType]:
    """The events that put the journey under way back in front, if there is one; it asks its question again.

    « lu » tells the journey that this message was for something else, « dit » that its question has been asked.
    """
    state = journey_under_way(tracker)
    if state is None:
        return []
    state = {**state, "lu": messages_sent(tracker)}
    return [SlotSet("parcours", state), ActiveLoop(FORM), SlotSet("requested_slot", ASKED)]


def correct_done(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
    """Give the result of the latest journey again, corrected (« non, 900 h »); None: the message corrects nothing."""
    done = latest_done(kept(tracker))
    turn = step(done, understood(tracker), services()) if done and not entity_values(tracker, "choix") else None
    return _after(turn, dispatcher, tracker, kept(tracker)) if turn else None


def _after(turn: Turn, dispatcher: CollectingDispatcher, tracker: Tracker, waiting: Kept) -> list[EventType]:
    """Say a turn; return its events. `waiting` are the journeys kept so far."""
    say(dispatcher, *turn.messages)
    if turn.document:
        offer_document(dispatcher, tracker, turn.document["type_document"], turn.document.get("data"))
    answers = turn.state.get("answers") or {}
    told = answers.get("audience") and not audience(tracker)
    events = [SlotSet("audience", answers["audience"])] if told else []
    if turn.finished:
        waiting = keep(waiting, turn.state)
        events += [SlotSet("parcours", None), SlotSet("requested_slot", None), ActiveLoop(None)]
    else:
        state = {**turn.state, "lu": messages_sent(tracker), "dit": messages_sent(tracker)}
        events += [SlotSet("parcours", state), ActiveLoop(FORM), SlotSet("requested_slot", ASKED)]
    return [SlotSet("parcours_gardes", dict(waiting)), *events]


def _known(tracker: Tracker, said: Understood, saved: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the conversation already knows, for a journey that starts."""
    known = {
        "profil": tracker.get_slot("profil"),
        "audience": audience(tracker),
        "territoire": Request.from_state(tracker.get_slot("recherche")).territoire or settings().near,
        "texte": "" if said.text.startswith("/") or wants_to_resume(said.text) else said.text,
        "entites": list(said.entities),
        "etat": saved,
    }
    return {key: value for key, value in known.items() if value is not None}
