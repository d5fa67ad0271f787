"""A message that was not understood: readings in words, then the menu and a person."""

import pytest

from actions.lectures import ActionProposerLectures

RANKING = {
    "etat": "lu",
    "classement": [
        {"label": label, "confidence": 0.1}
        for label in ("salutation", "faq/penalites", "faq/aleas", "faq/bilan", "faq/convention")
    ],
}


async def test_three_readings_and_the_menu_are_offered(make_tracker, dispatcher, domain, offered) -> None:
    tracker = make_tracker("euh", "nlu_fallback", lecture=RANKING)
    await ActionProposerLectures().run(dispatcher, tracker, domain)
    assert offered() == [
        "Les pénalités",
        "Que faire en cas d'imprévu",
        "Le bilan et l'attestation",
        "Autre chose : voir le menu",
    ]


async def test_a_second_failure_offers_a_person(make_tracker, dispatcher, domain, offered) -> None:
    tracker = make_tracker("euh", "nlu_fallback", before=[("hum", "nlu_fallback")], lecture=RANKING)
    await ActionProposerLectures().run(dispatcher, tracker, domain)
    assert "Parler à une personne" in offered()


@pytest.mark.parametrize("state", ["message_vide", "message_sans_mot", "message_trop_long"])
async def test_a_message_that_cannot_be_read_is_told_why(make_tracker, dispatcher, domain, heard, state) -> None:
    await ActionProposerLectures().run(dispatcher, make_tracker("", "nlu_fallback", lecture={"etat": state}), domain)
    assert heard()


async def test_an_unclear_message_that_names_something_refines_the_list_shown(
    make_tracker, dispatcher, domain, shown
) -> None:
    listed = {"territoire": "commune-59512", "types": ["facilitateur"], "types_connus": True, "affiches": ["a"]}
    tracker = make_tracker("dans tout le département", "nlu_fallback", slots={"recherche": listed}, lecture=RANKING)
    await ActionProposerLectures().run(dispatcher, tracker, domain)
    assert shown("acteurs")["territoire"]["id"] == "departement-59"


async def test_nothing_to_offer_is_not_a_dead_end(make_tracker, dispatcher, domain, offered) -> None:
    await ActionProposerLectures().run(dispatcher, make_tracker("euh", "nlu_fallback"), domain)
    assert "Voir le menu" in offered()
