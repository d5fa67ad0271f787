"""What to do with a piece of information, a yes or a no given while nothing was asked."""

import json
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.annuaire import actor_asked, refine
from actions.directory import show_actor
from actions.parcours import begin, correct_done, resume_kept
from actions.speech import entity_values, say_text, spoken, understood
from bot.directory.request import Request, brings_something
from bot.guidance import Button
from bot.kept import wants_to_resume


class ActionTraiterInformation(Action):
    """Serve what was under way (a list, a journey, a search), else offer what the information can serve."""

    def name(self) -> str:
        return "action_traiter_information"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        request = Request.from_state(tracker.get_slot("recherche"))
        said = understood(tracker)
        if "reprendre" in entity_values(tracker, "choix") or wants_to_resume(said.text):
            return resume_kept(dispatcher, tracker)
        if actor := actor_asked(tracker, request):
            show_actor(dispatcher, tracker, actor)
            return []
        corrected = correct_done(dispatcher, tracker)
        if corrected is not None:
            return corrected
        if entity_values(tracker, "heures"):
            return begin(dispatcher, tracker, "calculer_heures")
        if brings_something(request, said.entities, said.text):
            return refine(dispatcher, tracker, request)
        _offer(dispatcher, tracker)
        return []


def _offer(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say what the information could serve; an amount goes along in the buttons."""
    amounts = [value for value in entity_values(tracker, "montant") if isinstance(value, int | float)]
    if amounts:
        data = json.dumps({"montant": amounts[-1]})
        choices = {"Calculer les heures": "calculer_heures", "Choisir la clause": "choisir_clause"}
        buttons = [Button(title, f"/{intent}{data}") for title, intent in choices.items()]
        say_text(dispatcher, tracker, "information_montant", buttons=buttons)
    elif understood(tracker).intent in ("affirmer", "nier"):
        say_text(dispatcher, tracker, "sans_question")
    else:
        say_text(dispatcher, tracker, "information_sans_question")
