"""A small world for the journeys: a fixed day, fictional actors, and someone who talks."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bot.guidance import Message, Services, Turn, Understood, remind, start, step

LENS = {"entity": "territoire", "value": "commune-62498"}


def actors(place: str, types: tuple[str, ...], limit: int = 3) -> list[dict[str, Any]]:
    """One fictional actor of each kind asked for, at most `limit`."""
    return [{"nom": f"Structure {kind} (fictif)", "commune": "Lens", "kind": kind} for kind in types][:limit]


@pytest.fixture
def services() -> Services:
    """The services of the project, on 22 November 2026, with four candidates everywhere."""
    return Services(date(2026, 11, 22), lambda place, types: 4, actors, lambda place: f"[{place}]")


class Talk:
    """Someone in a journey: says things, keeps the last turn; the state goes through JSON as when saved."""

    def __init__(self, journey: str, services: Services, **known: Any) -> None:
        self.services = services
        self.turn: Turn = start(journey, known, services)

    @property
    def state(self) -> dict[str, Any]:
        """The state as it comes back from a store."""
        state: dict[str, Any] = json.loads(json.dumps(self.turn.state))
        return state

    def say(self, text: str, intent: str | None = "informer", *entities: dict[str, Any]) -> Turn:
        """An answer that the journey must take."""
        turn = step(self.state, Understood(text, intent, entities), self.services)
        assert turn is not None, f"{text!r} was taken for an interruption"
        self.turn = turn
        return turn

    def interrupt(self, text: str, intent: str) -> None:
        """A message that the journey must leave to others; then it asks its question again."""
        assert step(self.state, Understood(text, intent), self.services) is None
        self.turn = remind(self.state, self.services)

    def click(self, title: str) -> Turn:
        """A click on a button of the last turn."""
        buttons = [button for message in self.turn.messages for button in message.buttons]
        payload = next(button.payload for button in buttons if button.title == title)
        value = json.loads(payload.removeprefix("/informer"))["choix"]
        return self.say(payload, "informer", {"entity": "choix", "value": value})

    @property
    def asked(self) -> str | None:
        """The id of the question being asked."""
        current: str | None = self.turn.state["current"]
        return current

    @property
    def text(self) -> str:
        """All that the last turn says."""
        return "\n".join(message.text for message in self.turn.messages)

    @property
    def custom(self) -> dict[str, Any]:
        """The custom object of the last turn."""
        found: list[Message] = [message for message in self.turn.messages if message.custom]
        custom = found[-1].custom
        assert custom is not None
        return custom


@pytest.fixture
def talk(services: Services) -> Callable[..., Talk]:
    """Begins a journey: talk("calculer_heures", audience="acheteur")."""
    return lambda journey, **known: Talk(journey, services, **known)
