"""The assistant's own page: the chat, its drawings, and the documents to take away."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from logging import getLogger
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.documents import answer
from bot.secret import link_secret
from bot.settings import PROJECT
from bot.texts import render

logger = getLogger(__name__)

WEB = PROJECT / "bot" / "web"
STATIC = WEB / "static"
LARGEST_BODY = 100_000  # bytes of one posted message
PATIENCE = 30  # seconds for one answer
_CONVERSATION = re.compile(r"[A-Za-z0-9_-]{16,64}")
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".html": "text/html",
    ".png": "image/png",
}
_SECURITY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self'; frame-ancestors *",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class PageOutput(CollectingOutputChannel):
    """Collects the answers of one turn; named apart so that conversations of the page can be told."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in the tracker."""
        return "page"


class PageChannel(InputChannel):
    """GET /assistant/ is the page, POST /assistant/message one turn, /assistant/documents/<link> a file."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in credentials.yml."""
        return "page"

    def url_prefix(self) -> str:
        """Outside Rasa's /webhooks/ folder: an address that can be given to people."""
        return "/assistant"

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Return the routes."""
        page = Blueprint("page", strict_slashes=False)

        @page.get("/")
        async def show(request: Request) -> HTTPResponse:
            return _file(WEB / "page.html")

        @page.get("/static/<name:path>")
        async def static(request: Request, name: str) -> HTTPResponse:
            file = (STATIC / name).resolve()
            if STATIC.resolve() not in file.parents or not file.is_file() or file.suffix not in _TYPES:
                return response.text("Cette page n'existe pas.", status=404)
            return _file(file)

        @page.post("/message")
        async def message(request: Request) -> HTTPResponse:
            return await _turn(request, on_new_message)

        @page.get("/documents/<token>")
        async def document(request: Request, token: str) -> HTTPResponse:
            return await asyncio.get_running_loop().run_in_executor(None, _document, token)

        return page


async def _turn(request: Request, on_new_message: OnMessage) -> HTTPResponse:
    """Answer {"conversation", "texte"} or {"conversation", "bouton"} with the list of messages."""
    if len(request.body) > LARGEST_BODY:
        return _say("message_trop_long", status=413)
    try:
        body = json.loads(request.body)
        conversation, typed, button = body["conversation"], body.get("texte"), body.get("bouton")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _say("panne", status=400)
    if not isinstance(conversation, str) or not _CONVERSATION.fullmatch(conversation):
        return _say("panne", status=400)
    if isinstance(button, str) and button.startswith("/"):
        text = button
    elif isinstance(typed, str):
        text = re.sub(r"^[\s/]+", "", typed)  # a person does not type commands
    else:
        return _say("panne", status=400)
    output = PageOutput()
    try:
        sent = UserMessage(text, output, conversation, input_channel=PageChannel.name())
        await asyncio.wait_for(on_new_message(sent), timeout=PATIENCE)
    except Exception:
        logger.exception("The page could not get an answer")
        if not output.messages:
            return _say("panne", status=503)
    messages = [{key: value for key, value in m.items() if key != "recipient_id"} for m in output.messages]
    return response.json(messages, headers=_SECURITY, ensure_ascii=False)


def _say(name: str, status: int = 200) -> HTTPResponse:
    return response.json([{"text": render(name).text}], status=status, headers=_SECURITY, ensure_ascii=False)


def _document(token: str) -> HTTPResponse:
    made = answer(token, link_secret(), datetime.now(timezone.utc))
    return response.raw(made.body, status=made.status, headers=dict(made.headers))


def _file(path: Path) -> HTTPResponse:
    kind = _TYPES[path.suffix]
    return response.raw(path.read_bytes(), content_type=f"{kind}; charset=utf-8", headers=_SECURITY)
