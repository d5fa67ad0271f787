"""Talks to the real assistant inside the test's own process: trained model, rules and actions, no server."""

import asyncio
import json
import uuid
from dataclasses import dataclass
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor


class InProcessActions(EndpointConfig):
    """The action server's executor, called directly; what passes is turned to JSON and back, as on the wire."""

    def __init__(self) -> None:
        super().__init__("http://in-process")
        self.executor = ActionExecutor()
        self.executor.register_package("actions")

    async def request(self, method: str = "post", subpath: str | None = None, **kwargs: Any) -> Any:
        """Run the action that Rasa asks for and return its events and messages."""
        return json.loads(json.dumps(await self.executor.run(json.loads(json.dumps(kwargs["json"])))))


@dataclass(frozen=True)
class Answer:
    """What the assistant sent for one message, in order."""

    messages: list[dict[str, Any]]

    @property
    def text(self) -> str:
        """Every text, one after the other."""
        return "\n\n".join(message["text"] for message in self.messages if message.get("text"))

    @property
    def buttons(self) -> dict[str, str]:
        """Title -> payload of every button."""
        return {b["title"]: b["payload"] for message in self.messages for b in message.get("buttons") or ()}

    def custom(self, kind: str) -> dict[str, Any] | None:
        """The last `custom` object of this type (contract/messages.md), or None."""
        found = [m["custom"] for m in self.messages if m.get("custom", {}).get("type") == kind]
        return found[-1] if found else None


class Conversation:
    """One person talking to the assistant."""

    def __init__(self, agent: Agent, loop: asyncio.AbstractEventLoop, sender: str | None = None) -> None:
        self.agent = agent
        self.loop = loop
        self.sender = sender or uuid.uuid4().hex
        self.answer = Answer([])

    def say(self, text: str) -> Answer:
        """Send a text or a payload; return what comes back."""
        self.answer = self.loop.run_until_complete(self._say(text))
        return self.answer

    def press(self, title: str) -> Answer:
        """Press the button of the last answer whose title contains `title`."""
        payloads = [payload for shown, payload in self.answer.buttons.items() if title in shown]
        assert payloads, f"no button « {title} » among {list(self.answer.buttons)}"
        return self.say(payloads[0])

    def slot(self, name: str) -> Any:
        """The value of a slot now."""
        return self.loop.run_until_complete(self._tracker()).get_slot(name)

    @property
    def active_form(self) -> str | None:
        """The form that is asking, if any."""
        return self.loop.run_until_complete(self._tracker()).active_loop_name

    async def _say(self, text: str) -> Answer:
        output = CollectingOutputChannel()
        await self.agent.handle_message(UserMessage(text, output, self.sender))
        return Answer(output.messages)

    async def _tracker(self) -> Any:
        return await self.agent.tracker_store.retrieve(self.sender)
