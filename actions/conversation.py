"""Greeting, profile, menu, data protection: the actions of ordinary conversation."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, AllSlotsReset, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.parcours import journey_under_way, kept, resume_kept
from actions.speech import audience, entity_values, say_text, spoken, topic_of, understood
from bot.glossary import find_term
from bot.guidance import Button
from bot.kept import title, unfinished, wants_to_resume, wants_to_stop
from bot.plain import plain_explanation
from bot.settings import settings
from bot.texts import labels

RESET: list[EventType] = [AllSlotsReset(), ActiveLoop(None)]


class ActionAccueillir(Action):
    """Welcome: who speaks, what for; the profile is asked once, never twice."""

    def name(self) -> str:
        return "action_accueillir"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        waiting = [] if journey_under_way(tracker) else unfinished(kept(tracker))
        if waiting:
            say_text(dispatcher, tracker, "parcours_a_reprendre", parcours=" ; ".join(map(title, waiting)))
        elif journey_under_way(tracker):
            say_text(dispatcher, tracker, "bonjour_en_route")
        elif tracker.get_slot("profil") or _already_welcomed(tracker):
            say_text(dispatcher, tracker, "accueil_retour")
        else:
            organisation = settings().nom if settings().nom != "votre organisation" else None
            say_text(dispatcher, tracker, "accueil", organisation=organisation, bienvenue=settings().bienvenue)
        return []


class ActionOrienter(Action):
    """The menu for this person."""

    def name(self) -> str:
        return "action_orienter"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        say_text(dispatcher, tracker, "menu")
        return []


class ActionPresenterBot(Action):
    """What the assistant is, what its answers are worth, where to check."""

    def name(self) -> str:
        return "action_presenter_bot"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        say_text(dispatcher, tracker, "presentation")
        return []


class ActionMettreEnContact(Action):
    """The deploying organisation's contact, else the way to the facilitateur."""

    def name(self) -> str:
        return "action_mettre_en_contact"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        say_text(dispatcher, tracker, "contact_humain", contact=settings().contact_humain)
        return []


class ActionDefinirProfil(Action):
    """Acknowledge who the person is; the answers adapt from now on."""

    def name(self) -> str:
        return "action_definir_profil"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        said = [value for value in entity_values(tracker, "profil") if isinstance(value, str)]
        profile = said[-1] if said else None
        if profile not in ("acheteur", "entreprise", "referent", "facilitateur"):
            say_text(dispatcher, tracker, "profil_inconnu")
            return [SlotSet("profil", None)]
        say_text(dispatcher, tracker, f"profil_{profile}", audience=audience(tracker))
        return [SlotSet("profil", profile)]


class ActionRecommencer(Action):
    """Forget everything that was said and start again; « reprendre » and « stop » alone do not ask for that."""

    def name(self) -> str:
        return "action_recommencer"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text = understood(tracker).text
        if wants_to_resume(text):
            return resume_kept(dispatcher, tracker)
        if wants_to_stop(text):
            say_text(dispatcher, tracker, "rien_a_arreter")
            return []
        say_text(dispatcher, tracker, "recommence")
        return RESET


class ActionExpliquerDonnees(Action):
    """What is kept of the conversation, how long, and how to have it erased."""

    def name(self) -> str:
        return "action_expliquer_donnees"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if "effacer" in entity_values(tracker, "choix"):
            say_text(dispatcher, tracker, "efface")
            return [*RESET, SlotSet("effacer", True)]
        chosen = settings()
        say_text(
            dispatcher,
            tracker,
            "donnees",
            jours=chosen.conservation_jours,
            garder=chosen.garder_messages_non_compris,
            contact=chosen.contact_donnees,
        )
        return []


class ActionDefinirTerme(Action):
    """The meaning of one acronym or term, and the topic that says more."""

    def name(self) -> str:
        return "action_definir_terme"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        term = find_term(understood(tracker).text)
        if term is None:
            say_text(dispatcher, tracker, "terme_inconnu")
            return []
        see = f"faq/{term.voir.removeprefix('faq/')}" if term.voir else None
        buttons = [Button(labels()[see], f"/{see}")] if see in labels() else []
        buttons.append(Button("Demander un autre terme", "/faq/glossaire"))
        say_text(dispatcher, tracker, "terme", buttons=buttons, terme=term)
        return []


class ActionDireHorsSujet(Action):
    """One sentence on what the assistant does not do, then the menu."""

    def name(self) -> str:
        return "action_dire_hors_sujet"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        under_way = tracker.active_loop.get("name")
        say_text(dispatcher, tracker, "hors_sujet_en_route" if under_way else "hors_sujet")
        return []


class ActionReformuler(Action):
    """The last answer again, in simpler words with an example."""

    def name(self) -> str:
        return "action_reformuler"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        explanation = plain_explanation(_last_topic(tracker), audience(tracker))
        if explanation is None:
            say_text(dispatcher, tracker, "reformuler_sans_sujet")
        else:
            say_text(dispatcher, tracker, "reformuler", explication=explanation)
        return []


def _already_welcomed(tracker: Tracker) -> bool:
    return any(e.get("event") == "action" and e.get("name") == "action_accueillir" for e in tracker.events)


def _last_topic(tracker: Tracker) -> str | None:
    """The topic of the faq question just before this message, the ones that only ask to say it again left out."""
    messages = [e.get("parse_data") or {} for e in reversed(tracker.events) if e.get("event") == "user"]
    for parsed in messages:
        intent = (parsed.get("intent") or {}).get("name")
        if intent not in ("reformuler", "insatisfaction"):
            return topic_of(parsed) if intent == "faq" else None
    return None
