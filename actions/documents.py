"""Documents to take away: a signed link; the file itself is made when the link is opened."""

import os
from datetime import datetime, timezone
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.directory import find_actors
from actions.speech import audience, entity_values, say_text, spoken
from bot.directory.request import Request
from bot.documents import FILES, expires_at, sign
from bot.documents.conversation import document_data
from bot.guidance import Button
from bot.secret import link_secret
from bot.settings import settings

NEED_A_PLACE = ("liste_contacts", "liste_contacts_vcf")  # empty without one
# The same content as another file: offered under the document.
OTHER_FORMATS = {
    "liste_contacts": ("La même liste pour un carnet d'adresses", "liste_contacts_vcf"),
    "liste_contacts_vcf": ("La même liste pour un tableur", "liste_contacts"),
    "plan_action": ("Les échéances pour mon agenda", "plan_action_agenda"),
    "plan_action_agenda": ("Le plan à imprimer", "plan_action"),
    "tableau_suivi": ("Des rappels pour mon agenda", "rappels"),
}
DEFAULT_ADDRESS = "http://localhost:5005/assistant"


class ActionObtenirDocument(Action):
    """Give the link to the document asked for, or ask which one."""

    def name(self) -> str:
        return "action_obtenir_document"

    @spoken
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        asked = [value for value in entity_values(tracker, "type_document") if value in FILES]
        place = Request.from_state(tracker.get_slot("recherche")).territoire
        if asked and asked[-1] in NEED_A_PLACE and not place:
            say_text(dispatcher, tracker, "liste_sans_lieu")
        elif asked:
            offer_document(dispatcher, tracker, asked[-1])
        else:
            say_text(dispatcher, tracker, "quel_document")
        return []


def offer_document(
    dispatcher: CollectingDispatcher, tracker: Tracker, type_document: str, extra: dict[str, Any] | None = None
) -> None:
    """Say the link to a document filled from what the conversation knows; it lasts 30 days."""
    now = datetime.now(timezone.utc)
    data = document_data(
        organisation=settings().nom,
        audience=audience(tracker),
        profile=tracker.get_slot("profil"),
        request=Request.from_state(tracker.get_slot("recherche")),
        journeys={**(tracker.get_slot("parcours_gardes") or {}), **_under_way(tracker)},
        find_actors=find_actors,
        extra=extra,
    )
    address = settings().adresse_publique or os.environ.get("ADRESSE_PUBLIQUE") or DEFAULT_ADDRESS
    url = f"{address.rstrip('/')}/documents/{sign(type_document, data, link_secret(), now)}"
    expires = expires_at(now)
    name, mime = FILES[type_document]
    say_text(
        dispatcher,
        tracker,
        "document",
        nom=name,
        url=url,
        expire=expires.strftime("%d/%m/%Y"),
        buttons=_other_format(type_document),
        custom={
            "type": "document",
            "type_document": type_document,
            "nom": name,
            "mime": mime,
            "url": url,
            "expire_le": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
    )


def _other_format(type_document: str) -> list[Button]:
    if type_document not in OTHER_FORMATS:
        return []
    title, other = OTHER_FORMATS[type_document]
    return [Button(title, f'/obtenir_document{{"type_document": "{other}"}}')]


def _under_way(tracker: Tracker) -> dict[str, Any]:
    state = tracker.get_slot("parcours")
    return {state["journey"]: state} if isinstance(state, dict) and "journey" in state else {}
