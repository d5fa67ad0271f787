"""What every action needs: read the tracker, speak through the dispatcher."""

from collections.abc import Callable, Coroutine, Iterable
from functools import wraps
from logging import getLogger
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.guidance import Button, Message, Understood
from bot.texts import render

logger = getLogger(__name__)

Run = Callable[..., Coroutine[Any, Any, list[dict[str, Any]]]]


def audience(tracker: Tracker) -> str | None:
    """Whose variant the person reads: acheteur, entreprise, or None while unknown."""
    value = tracker.get_slot("audience")
    return value if value in ("acheteur", "entreprise") else None


def understood(tracker: Tracker) -> Understood:
    """The latest message as the domain code reads it: text, label (`faq/<topic>` in full), entities."""
    message = tracker.latest_message
    intent = (message.get("intent") or {}).get("name")
    if intent == "faq":
        intent = topic_of(message) or intent
    return Understood(message.get("text") or "", intent, tuple(message.get("entities") or ()))


def topic_of(message: dict[str, Any]) -> str | None:
    """The `faq/<topic>` label that the message was given, if it is a faq question."""
    selector = (message.get("response_selector") or {}).get("faq") or {}
    return (selector.get("response") or {}).get("intent_response_key")


def entity_values(tracker: Tracker, name: str) -> list[Any]:
    """Every value of the entity `name` in the latest message, lists flattened, in order."""
    values: list[Any] = []
    for entity in tracker.latest_message.get("entities") or ():
        if entity.get("entity") == name:
            value = entity.get("value")
            values.extend(value if isinstance(value, list) else [value])
    return values


def messages_sent(tracker: Tracker) -> int:
    """How many messages the person has sent so far: tells one turn from the next."""
    return sum(event.get("event") == "user" for event in tracker.events)


def say(dispatcher: CollectingDispatcher, *messages: Message) -> None:
    """Send messages in order: the text with its buttons, then its drawing or data, if any."""
    for message in messages:
        dispatcher.utter_message(text=message.text, buttons=_buttons(message.buttons))
        if message.custom:
            dispatcher.utter_message(json_message=dict(message.custom))


def say_text(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    name: str,
    buttons: Iterable[Button] | None = None,
    custom: dict[str, Any] | None = None,
    **values: Any,
) -> None:
    """Say the text `name` of data/dialogue/textes.yml to this person."""
    message = render(name, audience(tracker), values)
    chosen = tuple(buttons) if buttons is not None else message.buttons
    say(dispatcher, Message(message.text, chosen, custom))


def spoken(run: Run) -> Run:
    """Decorate an action's `run`: a failure is logged and said kindly, the conversation goes on."""

    @wraps(run)
    async def guarded(
        self: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        try:
            return await run(self, dispatcher, tracker, domain)
        except Exception:
            logger.exception("%s failed", self.name())
            say_text(dispatcher, tracker, "panne")
            return []

    return guarded


def _buttons(buttons: Iterable[Button]) -> list[dict[str, str]]:
    return [{"title": button.title, "payload": button.payload} for button in buttons]
