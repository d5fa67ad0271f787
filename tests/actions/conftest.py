"""The smallest world an action needs: what was just said, what is remembered, where answers go."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

MakeTracker = Callable[..., Tracker]


def parsed(text: str, intent: str | None, entities: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A message as Rasa understood it; a `faq/<topic>` label is laid out as Rasa does."""
    message: dict[str, Any] = {"text": text, "intent": {"name": intent}, **more}
    if intent and intent.startswith("faq/"):
        message["intent"] = {"name": "faq"}
        message["response_selector"] = {"faq": {"response": {"intent_response_key": intent}}}
    message["entities"] = [{"entity": name, "value": value} for name, value in (entities or {}).items()]
    return message


@pytest.fixture
def dispatcher() -> CollectingDispatcher:
    """Where an action speaks."""
    return CollectingDispatcher()


@pytest.fixture
def domain() -> dict[str, Any]:
    """No action reads the domain."""
    return {}


@pytest.fixture
def make_tracker(demonstration: None) -> MakeTracker:
    """Build the tracker of a person who just said something; `before` are (text, label) pairs said earlier."""

    def make(
        text: str = "",
        intent: str | None = None,
        entities: Mapping[str, Any] | None = None,
        slots: Mapping[str, Any] | None = None,
        before: Sequence[tuple[str, str]] = (),
        loop: str | None = None,
        **more: Any,
    ) -> Tracker:
        latest = parsed(text, intent, entities, **more)
        said = [*(parsed(*each) for each in before), latest]
        events = [{"event": "user", "text": message["text"], "parse_data": message} for message in said]
        active = {"name": loop} if loop else {}
        return Tracker("essai", dict(slots or {}), latest, events, False, None, active, "action_listen")

    return make


def texts(dispatcher: CollectingDispatcher) -> str:
    """Everything said."""
    return "\n".join(message["text"] for message in dispatcher.messages if message.get("text"))


def titles(dispatcher: CollectingDispatcher) -> list[str]:
    """The titles of every button offered."""
    return [button["title"] for message in dispatcher.messages for button in message.get("buttons") or ()]


def custom(dispatcher: CollectingDispatcher, kind: str) -> dict[str, Any]:
    """The `custom` object of this type."""
    return next(m["custom"] for m in dispatcher.messages if (m.get("custom") or {}).get("type") == kind)


def slots_set(events: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the events remember, by slot."""
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


@pytest.fixture
def heard(dispatcher: CollectingDispatcher) -> Callable[[], str]:
    """Everything said so far, as one text."""
    return lambda: texts(dispatcher)


@pytest.fixture
def offered(dispatcher: CollectingDispatcher) -> Callable[[], list[str]]:
    """The titles of the buttons offered so far."""
    return lambda: titles(dispatcher)


@pytest.fixture
def shown(dispatcher: CollectingDispatcher) -> Callable[[str], dict[str, Any]]:
    """The `custom` object of a type."""
    return lambda kind: custom(dispatcher, kind)


@pytest.fixture
def remembered() -> Callable[[Sequence[Mapping[str, Any]]], dict[str, Any]]:
    """What events remember, by slot."""
    return slots_set
