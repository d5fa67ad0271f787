"""Hostile or clumsy messages: a sensible French sentence each time, never a trace, the conversation goes on."""

import pytest
from conversing import Conversation

MESSAGES = {
    "empty": "",
    "blank": "   ",
    "emoji only": "😀😀🚧",
    "control characters": "\x00\x01\x02",
    "right to left": "\u202eشرط الإدماج\u202c",
    "very long": "clause d'insertion " * 1_100,
    "one long word": "a" * 20_000,
    "figures only": "12345",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "SQL": "'; DROP TABLE events; --",
    "template braces": "{nom} {{ 7 * 7 }} {% raise %}",
    "unclosed command": "/informer{",
    "command that is not JSON": "/informer{a}",
    "command whose data is a list": "/informer[1]",
    "unknown command": "/inconnu",
    "unknown topic": "/faq/inconnu",
    "unknown journey choice": '/informer{"choix": "zz:zz"}',
    "choice that is not text": '/informer{"choix": {"a": 1}}',
    "figures for words": '/informer{"type_acteur": 5, "territoire": 7}',
    "unknown place": '/chercher_acteur{"territoire": "commune-99999", "type_acteur": "siae"}',
    "unknown actor": '/chercher_acteur{"fiche": "x\' OR 1=1"}',
    "unknown kind of actor": '/chercher_acteur{"type_acteur": ["zzz"], "territoire": "commune-59350"}',
    "document outside the list": '/obtenir_document{"type_document": "../../etc/passwd"}',
    "unknown profile": '/declarer_profil{"profil": "roi"}',
}
FORBIDDEN = ("Traceback", "Error", "None", "utter_", "action_", "{{", "49", "<script")


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_a_bad_message_gets_a_sensible_reply_and_breaks_nothing(talk: Conversation, message: str) -> None:
    answer = talk.say(message)
    assert answer.text
    assert not [word for word in FORBIDDEN if word in answer.text]
    assert "Quelque chose n'a pas marché" not in answer.text
    assert "seuils européens" in talk.say("/faq/obligation_2026").text


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_a_bad_message_does_not_lose_the_journey_under_way(talk: Conversation, message: str) -> None:
    talk.say("/faire_diagnostic")
    talk.press("Acheteur")
    answer = talk.say(message)
    assert answer.text
    assert "Quelque chose n'a pas marché" not in answer.text
    if talk.active_form == "recherche_form":
        talk.say("stop")
    assert talk.slot("parcours")["journey"] == "faire_diagnostic"


def test_an_unknown_profile_is_not_kept(talk: Conversation) -> None:
    talk.say('/declarer_profil{"profil": "roi"}')
    assert talk.slot("profil") is None


def test_a_place_abroad_is_explained(talk: Conversation) -> None:
    talk.say('/chercher_acteur{"type_acteur": "facilitateur"}')
    answer = talk.say("Zurich")
    assert answer.custom("acteurs") is None
    assert talk.active_form in ("recherche_form", None)


def test_not_knowing_the_place_is_no_dead_end(talk: Conversation) -> None:
    talk.say('/chercher_acteur{"type_acteur": "facilitateur"}')
    assert "pas grave" in talk.say("je ne sais pas").text
    found = talk.say("toute la France").custom("acteurs")
    assert found is not None
    assert found["territoire"]["id"] == "france"


def test_two_failures_in_a_row_offer_the_menu_and_a_person(talk: Conversation) -> None:
    talk.say("/inconnu")
    answer = talk.say("/inconnu")
    assert {"Voir le menu", "Parler à une personne"} <= set(answer.buttons)


def test_a_complaint_offers_other_readings_in_words(talk: Conversation) -> None:
    talk.say("quelles sont les pénalités si les heures ne sont pas faites ?")
    answer = talk.say("mauvaise réponse")
    assert len(answer.buttons) == 4
    assert not [title for title in answer.buttons if "_" in title or "/" in title]


def test_a_complaint_after_a_simpler_explanation_is_about_the_question(talk: Conversation) -> None:
    talk.say("quelles sont les pénalités si les heures ne sont pas faites ?")
    direct = talk.say("mauvaise réponse").buttons
    talk.say("quelles sont les pénalités si les heures ne sont pas faites ?")
    talk.say("je n'ai pas compris")
    assert talk.say("mauvaise réponse").buttons == direct


def test_the_next_page_of_no_list_is_explained(talk: Conversation) -> None:
    assert "pas de liste" in talk.say("/voir_plus").text
