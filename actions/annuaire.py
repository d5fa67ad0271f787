"""The territorial directory in the conversation: ask for what is missing, answer, go on, refine, show one actor."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.directory import answer_request, places_to_choose, show_actor
from actions.speech import entity_values, say_text, spoken, understood
from bot.directory.labels import kind_label
from bot.directory.request import Request, brings_something, chosen_actor, merge
from bot.settings import settings
from bot.territory import territories

FORM = "recherche_form"
ASKED = "recherche_complete"
PATIENCE = 2  # unanswered questions before the search is left


class ActionChercherActeur(Action):
    """Answer a directory request, or open the form that asks for what is missing."""

    def name(self) -> str:
        return "action_chercher_acteur"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        request = Request.from_state(tracker.get_slot("recherche"))
        actor = _actor_asked(tracker, request)
        if actor:
            show_actor(dispatcher, tracker, actor)
            return []
        if not _form_just_closed(tracker):
            said = understood(tracker)
            request = merge(request, said.entities, said.text, new_search=True, near=settings().near)
        if request.missing:
            return [SlotSet("recherche", request.to_state()), ActiveLoop(FORM), SlotSet("requested_slot", ASKED)]
        request = answer_request(dispatcher, tracker, request)
        return [SlotSet("recherche", request.to_state()), SlotSet(ASKED, None), *resume_journey(tracker)]


class ActionVoirPlus(Action):
    """The next page of the last answer."""

    def name(self) -> str:
        return "action_voir_plus"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        request = Request.from_state(tracker.get_slot("recherche"))
        if request.missing or not request.affiches:
            say_text(dispatcher, tracker, "plus_de_suite", connue=False)
            return []
        request = answer_request(dispatcher, tracker, replace(request, page=request.page + 1))
        return [SlotSet("recherche", request.to_state())]


class ValidateRechercheForm(Action):
    """Take what the message brings to the request under way; bring nothing means: another rule answers."""

    def name(self) -> str:
        return "validate_recherche_form"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        request = Request.from_state(tracker.get_slot("recherche"))
        said = understood(tracker)
        answers = said.intent in ("informer", "chercher_acteur", "affirmer", "nier", "nlu_fallback", None)
        if brings_something(said.entities, said.text) and answers:
            request = merge(request, said.entities, said.text, new_search=False, near=settings().near)
        elif said.intent in ("informer", "nlu_fallback", "affirmer", "nier"):
            request = replace(request, echecs=request.echecs + 1)
        else:
            return []
        events = [SlotSet("recherche", request.to_state())]
        if request.echecs > PATIENCE or said.intent == "nier":
            say_text(dispatcher, tracker, "recherche_abandonnee")
            return [SlotSet("recherche", Request().to_state()), ActiveLoop(None), SlotSet("requested_slot", None)]
        return events if request.missing else [*events, SlotSet(ASKED, True)]


class ActionAskRechercheFormRechercheComplete(Action):
    """Ask for the place (with the candidates of an ambiguous name) or the kind of actor."""

    def name(self) -> str:
        return "action_ask_recherche_form_recherche_complete"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        request = Request.from_state(tracker.get_slot("recherche"))
        if request.candidats:
            say_text(dispatcher, tracker, "lieu_ambigu", buttons=places_to_choose(request.candidats))
        elif request.echecs and request.missing == "territoire":
            say_text(dispatcher, tracker, "lieu_inconnu")
        elif request.missing == "territoire":
            say_text(dispatcher, tracker, "demander_lieu", types=", ".join(map(kind_label, request.types)))
        else:
            say_text(dispatcher, tracker, "demander_type", lieu=territories().label(request.territoire or "france"))
        return []


class ActionTraiterInformation(Action):
    """A piece of information given with no question open: refine the last search, else offer what it can serve."""

    def name(self) -> str:
        return "action_traiter_information"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        request = Request.from_state(tracker.get_slot("recherche"))
        said = understood(tracker)
        actor = _actor_asked(tracker, request)
        if actor:
            show_actor(dispatcher, tracker, actor)
            return []
        if "reprendre" in entity_values(tracker, "choix") or "reprend" in said.text.lower():
            resumed = resume_journey(tracker)
            if not resumed:
                say_text(dispatcher, tracker, "rien_a_reprendre")
            return resumed
        if brings_something(said.entities, said.text):
            request = merge(request, said.entities, said.text, new_search=False, near=settings().near)
            if not request.missing:
                request = answer_request(dispatcher, tracker, request)
                return [SlotSet("recherche", request.to_state())]
            if request.candidats:
                return [SlotSet("recherche", request.to_state()), ActiveLoop(FORM), SlotSet("requested_slot", ASKED)]
            if request.territoire:
                say_text(dispatcher, tracker, "information_lieu", lieu=territories().label(request.territoire))
                return [SlotSet("recherche", request.to_state())]
        if entity_values(tracker, "montant"):
            say_text(dispatcher, tracker, "information_montant")
        else:
            say_text(dispatcher, tracker, "information_sans_question")
        return []


def resume_journey(tracker: Tracker) -> list[EventType]:
    """The events that put the journey under way back in front, if there is one."""
    journey = tracker.get_slot("parcours")
    if not journey:
        return []
    return [ActiveLoop("parcours_form"), SlotSet("requested_slot", "parcours_termine")]


def _actor_asked(tracker: Tracker, request: Request) -> str | None:
    """The actor whose details are asked for: by its button, or by its rank in the list just shown."""
    asked = [value for value in entity_values(tracker, "fiche") if isinstance(value, str)]
    if asked:
        return asked[-1]
    if entity_values(tracker, "territoire") or entity_values(tracker, "type_acteur"):
        return None
    return chosen_actor(request, tracker.latest_message.get("text") or "")


def _form_just_closed(tracker: Tracker) -> bool:
    return bool(tracker.get_slot(ASKED))
