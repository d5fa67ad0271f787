"""The directory in the conversation: asking, answering, refining, one actor, out of order."""

import sqlite3
from pathlib import Path

import pytest

from actions import directory
from actions.annuaire import (
    ActionAskRechercheFormRechercheComplete,
    ActionChercherActeur,
    ActionVoirPlus,
    ValidateRechercheForm,
)
from actions.information import ActionTraiterInformation
from bot.directory.request import Request

ROUBAIX = {"territoire": "commune-59512", "type_acteur": "facilitateur"}
KNOWN = Request(territoire="commune-59512", types=("facilitateur",), types_connus=True).to_state()
HOMONYMS = ("commune-97411", "commune-93066")


async def test_a_whole_request_is_answered_at_once(make_tracker, dispatcher, domain, shown, heard, remembered) -> None:
    events = await ActionChercherActeur().run(dispatcher, make_tracker("", "chercher_acteur", ROUBAIX), domain)
    found = shown("acteurs")
    assert (found["total"], found["page"], len(found["acteurs"])) == (3, 1, 3)
    assert all(actor["nom"] in heard() for actor in found["acteurs"])
    assert remembered(events)["recherche"]["affiches"] == [actor["id"] for actor in found["acteurs"]]


async def test_a_request_without_a_place_opens_the_form(make_tracker, dispatcher, domain) -> None:
    tracker = make_tracker("", "chercher_acteur", {"type_acteur": "geiq"})
    events = await ActionChercherActeur().run(dispatcher, tracker, domain)
    assert {"event": "active_loop", "name": "recherche_form", "timestamp": None} in events
    assert dispatcher.messages == []


@pytest.mark.parametrize(
    ("request_state", "expected"),
    [
        (Request(types=("geiq",), types_connus=True), "Pour quel lieu"),
        (Request(territoire="commune-59512"), "Roubaix"),
        (Request(candidats=HOMONYMS), "Plusieurs lieux"),
    ],
)
async def test_the_form_asks_for_what_is_missing_only(
    make_tracker, dispatcher, domain, heard, request_state, expected
) -> None:
    tracker = make_tracker(slots={"recherche": request_state.to_state()})
    await ActionAskRechercheFormRechercheComplete().run(dispatcher, tracker, domain)
    assert expected in heard()


async def test_an_answer_completes_the_request(make_tracker, dispatcher, domain, remembered) -> None:
    asked = Request(types=("geiq",), types_connus=True).to_state()
    tracker = make_tracker("à Lille", "informer", {"territoire": "commune-59350"}, slots={"recherche": asked})
    events = await ValidateRechercheForm().run(dispatcher, tracker, domain)
    assert remembered(events)["recherche_complete"] is True
    assert remembered(events)["recherche"]["territoire"] == "commune-59350"


async def test_a_question_asked_meanwhile_is_left_to_its_own_rule(make_tracker, dispatcher, domain) -> None:
    tracker = make_tracker("c'est obligatoire ?", "faq/obligation_2026", slots={"recherche": KNOWN})
    assert await ValidateRechercheForm().run(dispatcher, tracker, domain) == []


async def test_the_search_is_left_after_three_answers_not_recognised(
    make_tracker, dispatcher, domain, heard, remembered
) -> None:
    state = Request(types=("geiq",), types_connus=True).to_state()
    for _ in range(3):
        tracker = make_tracker("nimporte", "informer", slots={"recherche": state})
        events = await ValidateRechercheForm().run(dispatcher, tracker, domain)
        state = remembered(events)["recherche"]
    assert "Laissons cette recherche" in heard()
    assert remembered(events)["recherche_complete"] is False


async def test_not_knowing_the_kind_means_every_kind(make_tracker, dispatcher, domain, remembered) -> None:
    asked = Request(territoire="commune-59350").to_state()
    tracker = make_tracker("je ne sais pas", "informer", slots={"recherche": asked})
    events = await ValidateRechercheForm().run(dispatcher, tracker, domain)
    assert remembered(events)["recherche"]["types_connus"] is True


async def test_when_nobody_matches_whom_to_turn_to_is_said(make_tracker, dispatcher, domain, shown, heard) -> None:
    asked = {"territoire": "commune-29019", "type_acteur": "facilitateur"}
    await ActionChercherActeur().run(dispatcher, make_tracker("", "chercher_acteur", asked), domain)
    assert shown("acteurs")["total"] == 0
    for place in ("Brest", "Finistère", "Bretagne"):
        assert place in heard()


async def test_the_next_page_follows(make_tracker, dispatcher, domain, shown, remembered) -> None:
    asked = {"territoire": "commune-59350", "type_acteur": "siae"}
    events = await ActionChercherActeur().run(dispatcher, make_tracker("", "chercher_acteur", asked), domain)
    dispatcher.messages.clear()
    tracker = make_tracker("la suite", "voir_plus", slots=remembered(events))
    await ActionVoirPlus().run(dispatcher, tracker, domain)
    assert shown("acteurs")["page"] == 2


async def test_there_is_no_next_page_of_nothing(make_tracker, dispatcher, domain, heard) -> None:
    await ActionVoirPlus().run(dispatcher, make_tracker("la suite", "voir_plus"), domain)
    assert "pas de liste" in heard()


async def test_one_actor_is_told_in_full(make_tracker, dispatcher, domain, heard) -> None:
    tracker = make_tracker("", "chercher_acteur", {"fiche": "demonstration--59-002"})
    await ActionChercherActeur().run(dispatcher, tracker, domain)
    assert "Trois Moulins" in heard()
    assert "exemple fictif" in heard()
    assert "mise à jour le" in heard()


async def test_a_place_alone_asks_what_is_looked_for_there(make_tracker, dispatcher, domain, heard) -> None:
    tracker = make_tracker("à Lyon", "informer", {"territoire": "commune-69123"})
    await ActionTraiterInformation().run(dispatcher, tracker, domain)
    assert "Lyon" in heard()


async def test_an_amount_alone_goes_along_in_the_buttons(make_tracker, dispatcher, domain) -> None:
    tracker = make_tracker("150 000 €", "informer", {"montant": 150_000})
    await ActionTraiterInformation().run(dispatcher, tracker, domain)
    assert all("150000" in button["payload"] for button in dispatcher.messages[0]["buttons"])


@pytest.mark.parametrize("state", ["absent", "corrupt", "locked"])
async def test_a_directory_out_of_order_is_said_honestly_and_logged(
    make_tracker, dispatcher, domain, heard, monkeypatch, tmp_path, caplog, demonstration_url, state
) -> None:
    tracker = make_tracker("", "chercher_acteur", ROUBAIX)
    file = tmp_path / "annuaire.sqlite"
    lock = None
    if state == "corrupt":
        file.write_bytes(b"not a database" * 1000)
    if state == "locked":
        file.write_bytes(Path(demonstration_url.removeprefix("sqlite:///")).read_bytes())
        lock = sqlite3.connect(file, isolation_level=None)
        lock.execute("PRAGMA locking_mode=EXCLUSIVE")
        lock.execute("BEGIN EXCLUSIVE")
    monkeypatch.setenv("ANNUAIRE_URL", f"sqlite:///{file}")
    directory.forget_store()
    await ActionChercherActeur().run(dispatcher, tracker, domain)
    if lock:
        lock.close()
    assert "L'annuaire ne répond pas" in heard()
    assert "Hauts-de-France" in heard()
    assert "Annuaire indisponible" in caplog.text


async def test_one_actor_is_asked_for_by_its_name(make_tracker, dispatcher, domain, heard, remembered) -> None:
    tracker = make_tracker("le numéro du Relais de la Ruche svp", "chercher_acteur")
    events = await ActionChercherActeur().run(dispatcher, tracker, domain)
    assert "Relais de la Ruche" in heard()
    assert "téléphone" in heard()
    assert remembered(events)["recherche"]["nom"] == "relais ruche"


async def test_a_misspelt_name_of_the_list_shown_is_recognised(make_tracker, dispatcher, domain, heard) -> None:
    shown = Request(territoire="commune-59512", types_connus=True, affiches=("59-002", "59-019")).to_state()
    shown["affiches"] = [card["id"] for card in directory.find_actors("commune-59512", ("facilitateur", "etti"))]
    tracker = make_tracker("et le téléphone de la rive claire ?", "chercher_acteur", slots={"recherche": shown})
    await ActionChercherActeur().run(dispatcher, tracker, domain)
    assert "Intérim de la Rive Claire" in heard()


async def test_a_name_that_nobody_bears_leads_to_the_usual_questions(make_tracker, dispatcher, domain) -> None:
    tracker = make_tracker("le numéro de Zanzibar Services", "chercher_acteur")
    events = await ActionChercherActeur().run(dispatcher, tracker, domain)
    assert {"event": "active_loop", "name": "recherche_form", "timestamp": None} in events


async def test_a_name_said_while_a_place_is_asked_for_starts_a_new_search(
    make_tracker, dispatcher, domain, heard
) -> None:
    asked = Request(types=("etti",), types_connus=True, candidats=HOMONYMS).to_state()
    tracker = make_tracker("le telephone du relais de la ruche", "chercher_acteur", slots={"recherche": asked})
    assert await ValidateRechercheForm().run(dispatcher, tracker, domain) == []
    await ActionChercherActeur().run(dispatcher, tracker, domain)
    assert "Relais de la Ruche" in heard()


async def test_a_question_label_does_not_hide_the_choice_of_a_place(
    make_tracker, dispatcher, domain, remembered
) -> None:
    asked = Request(types=("etti",), types_connus=True, candidats=HOMONYMS).to_state()
    tracker = make_tracker("celui de la réunion", "faq/relation_facilitateur", slots={"recherche": asked})
    events = await ValidateRechercheForm().run(dispatcher, tracker, domain)
    assert remembered(events)["recherche"]["territoire"] == "commune-97411"
