"""The territorial directory in the conversation: ask for what is missing, answer, go on, show one actor."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.directory import answer_request, named_request, places_to_choose, show_actor, shown_actor
from actions.parcours import resume_journey
from actions.speech import entity_values, say_text, spoken, understood
from bot.directory.labels import kind_label
from bot.directory.naming import asked_names
from bot.directory.request import Request, all_kinds, brings_something, chosen_actor, merge, tells_places_apart
from bot.guidance import Understood
from bot.guidance.commands import looks_like_question
from bot.kept import does_not_know, wants_to_stop
from bot.settings import settings
from bot.territory import territories

FORM = "recherche_form"
ASKED = "recherche_complete"
PATIENCE = 2  # unanswered questions before the search is left
ANSWERS = ("informer", "affirmer", "nlu_fallback", "hors_sujet", "reformuler", "chercher_acteur", None)


class ActionChercherActeur(Action):
    """Answer a directory request, or open the form that asks for what is missing."""

    def name(self) -> str:
        return "action_chercher_acteur"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        request = Request.from_state(tracker.get_slot("recherche"))
        # « la première », said to choose between places, must not be read again as the first actor of an earlier list.
        actor = None if tracker.get_slot(ASKED) else actor_asked(tracker, request)
        if actor:
            show_actor(dispatcher, tracker, actor)
            return []
        if tracker.get_slot(ASKED) is False:
            return [SlotSet(ASKED, None), *resume_journey(tracker)]
        if not tracker.get_slot(ASKED):
            said = understood(tracker)
            request = merge(request, said.entities, said.text, new_search=True, near=settings().near)
            request = named_request(request, said.entities, asked_names(said.text, said.entities)) or request
        if request.missing:
            return ask_what_is_missing(request)
        request = answer_request(dispatcher, tracker, request)
        return [SlotSet("recherche", request.to_state()), SlotSet(ASKED, None), *resume_journey(tracker)]


class ActionVoirPlus(Action):
    """The next page of the last answer; a message that also names something else searches again."""

    def name(self) -> str:
        return "action_voir_plus"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        request = Request.from_state(tracker.get_slot("recherche"))
        said = understood(tracker)
        if brings_something(request, said.entities, said.text):  # « les autres, mais plus près »
            return refine(dispatcher, tracker, request)
        if request.missing or not request.affiches:
            say_text(dispatcher, tracker, "aucune_liste")
            return []
        request = answer_request(dispatcher, tracker, replace(request, page=request.page + 1))
        return [SlotSet("recherche", request.to_state())]


class ValidateRechercheForm(Action):
    """Take what the message brings to the request under way; no event means: another rule answers."""

    def name(self) -> str:
        return "validate_recherche_form"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        request = Request.from_state(tracker.get_slot("recherche"))
        said = understood(tracker)
        if said.intent == "chercher_acteur" and asked_names(said.text, said.entities):
            return []  # a new search, by name
        brings = brings_something(request, said.entities, said.text)
        if wants_to_stop(said.text) or (said.intent == "nier" and not brings):
            return _leave(dispatcher, tracker)
        if brings and (said.intent in (*ANSWERS, "nier") or tells_places_apart(request, said.text)):
            request = merge(request, said.entities, said.text, new_search=False, near=settings().near)
        elif does_not_know(said.text) and request.missing == "type_acteur":
            request = all_kinds(request)
        elif _is_an_answer(said):
            request = _not_recognised(dispatcher, tracker, request)
        else:
            return []
        if request.echecs > PATIENCE:
            return _leave(dispatcher, tracker)
        found = [] if request.missing else [SlotSet(ASKED, True)]
        return [SlotSet("recherche", request.to_state()), *found]


class ActionAskRechercheFormRechercheComplete(Action):
    """Ask for the place (with the candidates of an ambiguous name) or the kind of actor."""

    def name(self) -> str:
        return "action_ask_recherche_form_recherche_complete"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        request = Request.from_state(tracker.get_slot("recherche"))
        if request.candidats:
            say_text(dispatcher, tracker, "lieu_ambigu", buttons=places_to_choose(request.candidats))
        elif request.missing == "territoire":
            say_text(dispatcher, tracker, "demander_lieu", types=", ".join(map(kind_label, request.types)))
        elif request.missing:
            say_text(dispatcher, tracker, "demander_type", lieu=territories().label(request.territoire or "france"))
        return []


def refine(dispatcher: CollectingDispatcher, tracker: Tracker, request: Request) -> list[EventType]:
    """Search again with what was added, or ask what is still missing."""
    said = understood(tracker)
    request = merge(request, said.entities, said.text, new_search=False, near=settings().near)
    if not request.missing:
        request = answer_request(dispatcher, tracker, request)
        return [SlotSet("recherche", request.to_state())]
    if request.candidats or request.types_connus:
        return ask_what_is_missing(request)
    if request.territoire:
        say_text(dispatcher, tracker, "information_lieu", lieu=territories().label(request.territoire))
    return [SlotSet("recherche", request.to_state())]


def ask_what_is_missing(request: Request) -> list[EventType]:
    """The events that open the form for this request."""
    return [SlotSet("recherche", request.to_state()), ActiveLoop(FORM), SlotSet("requested_slot", ASKED)]


def actor_asked(tracker: Tracker, request: Request) -> str | None:
    """The actor whose details are asked for: by its button, or by its name or its rank in the list just shown."""
    asked = [value for value in entity_values(tracker, "fiche") if isinstance(value, str)]
    if asked:
        return asked[-1]
    said = understood(tracker)
    elsewhere = bool(entity_values(tracker, "territoire") or entity_values(tracker, "type_acteur"))
    if not elsewhere or asked_names(said.text, said.entities):
        named = shown_actor(request, said.text)
        if named:
            return named
    return None if elsewhere or request.candidats else chosen_actor(request, said.text)


def _is_an_answer(said: Understood) -> bool:
    """Whether a message that brings nothing was meant as an answer, and not as another question."""
    return said.intent in ANSWERS and said.intent != "chercher_acteur" and not looks_like_question(said.text)


def _not_recognised(dispatcher: CollectingDispatcher, tracker: Tracker, request: Request) -> Request:
    if request.echecs < PATIENCE:
        said = understood(tracker)
        asked = "choix" if request.candidats else "lieu" if request.missing == "territoire" else "type"
        calm = does_not_know(said.text) or said.intent == "reformuler"
        say_text(dispatcher, tracker, f"aide_{asked}" if calm else f"{asked}_inconnu")
    return replace(request, echecs=request.echecs + 1)


def _leave(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Close the form without a search; a journey that was waiting behind it comes back."""
    say_text(dispatcher, tracker, "recherche_abandonnee", buttons=[] if resume_journey(tracker) else None)
    return [SlotSet("recherche", Request().to_state()), SlotSet(ASKED, False)]
