"""The page's routes on a loopback server of the test's own; what reaches Rasa is recorded, nothing is trained."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
import pytest_asyncio
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.channels.page import PageChannel


@dataclass
class Heard:
    """What the channel passed on; `fails` makes the assistant break."""

    messages: list[UserMessage] = field(default_factory=list)
    fails: bool = False

    async def answer(self, message: UserMessage) -> None:
        """Stand for the assistant: say back what was said."""
        self.messages.append(message)
        if self.fails:
            raise RuntimeError("secret detail")
        await message.output_channel.send_text_message(message.sender_id, f"lu : {message.text}")


@pytest.fixture
def heard() -> Heard:
    """The assistant behind the page."""
    return Heard()


@pytest_asyncio.fixture
async def page(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of the page."""
    monkeypatch.setenv("LIENS_SECRET", "un secret pour les essais seulement")
    Sanic.test_mode = True
    app = Sanic("page_d_essai")
    app.blueprint(PageChannel().blueprint(heard.answer), url_prefix="/assistant")
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    port = bound.getsockname()[1]
    server = await app.create_server(sock=bound, return_asyncio_server=True, access_log=False)
    await server.startup()
    async with aiohttp.ClientSession(base_url=f"http://127.0.0.1:{port}") as client:
        yield client
    server.close()
    await asyncio.wait_for(server.wait_closed(), 5)
    Sanic._app_registry.pop("page_d_essai", None)
