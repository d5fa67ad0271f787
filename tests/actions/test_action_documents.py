"""Documents: the link asked for, in the formats that help, filled from the conversation."""

import urllib.parse
from datetime import datetime, timezone

import pytest

from actions.documents import ActionObtenirDocument
from bot.documents import FILES, build, read
from bot.secret import link_secret


@pytest.mark.parametrize("kind", FILES)
async def test_each_document_has_a_link_that_gives_its_file(make_tracker, dispatcher, domain, shown, kind) -> None:
    place = {"territoire": "commune-59512", "types": ["facilitateur"], "types_connus": True}
    tracker = make_tracker("", "obtenir_document", {"type_document": kind}, slots={"recherche": place})
    await ActionObtenirDocument().run(dispatcher, tracker, domain)
    given = shown("document")
    token = urllib.parse.urlsplit(given["url"]).path.rsplit("/", 1)[-1]
    asked, data = read(token, link_secret(), datetime.now(timezone.utc))
    made = build(asked, data)
    assert (asked, made.nom, made.mime) == (kind, given["nom"], given["mime"])
    assert made.contenu


async def test_which_document_is_asked_when_none_is_known(make_tracker, dispatcher, domain, offered) -> None:
    tracker = make_tracker("", "obtenir_document", {"type_document": "../../etc/passwd"})
    await ActionObtenirDocument().run(dispatcher, tracker, domain)
    assert len(offered()) == 7


async def test_a_list_of_contacts_is_not_given_empty(make_tracker, dispatcher, domain, heard) -> None:
    tracker = make_tracker("", "obtenir_document", {"type_document": "liste_contacts"})
    await ActionObtenirDocument().run(dispatcher, tracker, domain)
    assert "il me faut d'abord un lieu" in heard()


async def test_the_place_searched_fills_the_contacts(make_tracker, dispatcher, domain, shown) -> None:
    place = {"territoire": "commune-59512", "types": ["facilitateur"], "types_connus": True}
    tracker = make_tracker("", "obtenir_document", {"type_document": "liste_contacts"}, slots={"recherche": place})
    await ActionObtenirDocument().run(dispatcher, tracker, domain)
    token = shown("document")["url"].rsplit("/", 1)[-1]
    _, data = read(token, link_secret(), datetime.now(timezone.utc))
    assert len(data["acteurs"]) == 3
