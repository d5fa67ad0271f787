"""The page's own channel: one turn, its limits, its files, the documents."""

import json
from datetime import datetime, timedelta, timezone

import aiohttp
import pytest
from yarl import URL

from bot.channels.page import LARGEST_BODY
from bot.documents import sign

SECRET = "un secret pour les essais seulement"
CONVERSATION = "conversation-0123456789"


async def post(page: aiohttp.ClientSession, body: object) -> tuple[int, list[dict]]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with page.post("/assistant/message", data=data) as answer:
        return answer.status, await answer.json(content_type=None)


async def test_a_typed_sentence_is_answered(page, heard) -> None:
    status, messages = await post(page, {"conversation": CONVERSATION, "texte": "bonjour"})
    assert status == 200
    assert messages == [{"text": "lu : bonjour"}]
    assert (heard.messages[0].sender_id, heard.messages[0].input_channel) == (CONVERSATION, "page")


@pytest.mark.parametrize("typed", ["/donnees_personnelles{}", "  //recommencer", "\n/informer"])
async def test_a_command_typed_by_a_person_is_read_as_words(page, heard, typed: str) -> None:
    await post(page, {"conversation": CONVERSATION, "texte": typed})
    assert not heard.messages[0].text.startswith("/")


async def test_a_button_is_passed_on_as_it_is(page, heard) -> None:
    await post(page, {"conversation": CONVERSATION, "bouton": "/aide"})
    assert heard.messages[0].text == "/aide"


MALFORMED: dict[str, object] = {
    "not JSON": b"not json",
    "not text": b"\xff\xfe",
    "too deep": b"[" * 50_000,
    "a list": [],
    "nothing": {},
    "no message": {"conversation": CONVERSATION},
    "a figure": {"conversation": CONVERSATION, "texte": 3},
    "a button without a command": {"conversation": CONVERSATION, "bouton": "sans barre"},
    "a guessable conversation": {"conversation": "court", "texte": "bonjour"},
    "a long conversation": {"conversation": "a" * 65, "texte": "bonjour"},
    "a path for a conversation": {"conversation": "../../../../../../etc", "texte": "bonjour"},
    "no conversation": {"conversation": None, "texte": "bonjour"},
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
async def test_a_malformed_turn_is_refused_kindly(page, heard, body: object) -> None:
    status, messages = await post(page, body)
    assert status == 400
    assert messages[0]["text"]
    assert heard.messages == []


async def test_a_huge_message_is_refused_before_it_is_read(page, heard) -> None:
    status, messages = await post(page, {"conversation": CONVERSATION, "texte": "a" * LARGEST_BODY})
    assert status == 413
    assert "très long" in messages[0]["text"]
    assert heard.messages == []


async def test_a_failure_behind_the_page_is_said_without_detail(page, heard) -> None:
    heard.fails = True
    status, messages = await post(page, {"conversation": CONVERSATION, "texte": "bonjour"})
    assert status == 503
    assert "secret detail" not in messages[0]["text"]


async def test_the_page_is_served_with_its_protections(page) -> None:
    async with page.get("/assistant/") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/html"
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["../page.html", "..%2f..%2fchannels%2fpage.py", "%2e%2e/page.html", "/etc/passwd", "absent.js", "", "a%00.js"],
)
async def test_only_the_files_of_the_page_can_be_read(page, path: str) -> None:
    address = URL(f"{str(page._base_url).rstrip('/')}/assistant/static/{path}", encoded=True)
    async with aiohttp.ClientSession() as client, client.get(address) as answer:
        assert answer.status == 404
        assert "import" not in await answer.text()


async def test_a_document_is_given_by_its_link(page) -> None:
    token = sign("fiche_de_poste", {"organisation": "Ville d'essai"}, SECRET, datetime.now(timezone.utc))
    async with page.get(f"/assistant/documents/{token}") as answer:
        assert answer.status == 200
        assert "fiche-de-poste" in answer.headers["Content-Disposition"]
        assert (await answer.read()).startswith(b"PK")


async def test_an_altered_link_is_not_found(page) -> None:
    token = sign("fiche_de_poste", {}, SECRET, datetime.now(timezone.utc))
    async with page.get(f"/assistant/documents/{token[:-9]}AAAAAAAA=") as answer:
        assert answer.status == 404
        assert "html" in answer.content_type


async def test_an_old_link_says_that_it_expired(page) -> None:
    token = sign("fiche_de_poste", {}, SECRET, datetime.now(timezone.utc) - timedelta(days=31))
    async with page.get(f"/assistant/documents/{token}") as answer:
        assert answer.status == 410
        assert "html" in answer.content_type
