"""Several communes have the same name: which one is asked, and every natural way of answering is understood."""

import pytest
from conversing import Conversation


@pytest.fixture
def asked(talk: Conversation) -> Conversation:
    """A person who looks for a facilitateur at Saint-Denis: 974, 93 or another."""
    answer = talk.say("je cherche un facilitateur à Saint-Denis")
    assert answer.custom("acteurs") is None
    assert "Plusieurs lieux" in answer.text
    return talk


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("la première", "commune-97411"),
        ("le deuxième", "commune-93066"),
        ("93", "commune-93066"),
        ("celui de Seine-Saint-Denis", "commune-93066"),
        ("à La Réunion", "commune-97411"),
        ("en fait à Montpellier", "commune-34172"),
    ],
)
def test_words_choose_the_place(asked: Conversation, words: str, place: str) -> None:
    found = asked.say(words).custom("acteurs")
    assert found is not None, asked.answer.text
    assert found["territoire"]["id"] == place


def test_a_button_chooses_the_place(asked: Conversation) -> None:
    found = asked.press("(93)").custom("acteurs")
    assert found is not None
    assert found["territoire"]["id"] == "commune-93066"


def test_a_place_where_nobody_matches_says_whom_to_turn_to(asked: Conversation) -> None:
    answer = asked.press("(93)")
    found = answer.custom("acteurs")
    assert found is not None
    assert found["total"] == 0
    assert "Seine-Saint-Denis" in answer.text
    assert "Île-de-France" in answer.text


def test_what_is_not_recognised_is_said_and_asked_again_then_left(asked: Conversation) -> None:
    payload = '/informer{"territoire": "commune-99999"}'
    for _ in range(2):
        answer = asked.say(payload)
        assert "pas reconnu" in answer.text
        assert "Saint-Denis (93)" in answer.buttons
    assert "Laissons cette recherche" in asked.say(payload).text
    assert asked.active_form is None
    assert asked.say("merci").text


def test_a_place_already_known_decides_between_homonyms(talk: Conversation) -> None:
    talk.say('/chercher_acteur{"type_acteur": "facilitateur", "territoire": "departement-974"}')
    found = talk.say("plutôt à Saint-Denis").custom("acteurs")
    assert found is not None
    assert found["territoire"]["id"] == "commune-97411"


def test_an_ambiguous_place_said_alone_asks_which_one_then_for_what(talk: Conversation) -> None:
    assert "Plusieurs lieux" in talk.say("à Saint-Denis").text
    assert "Que cherchez-vous" in talk.press("(974)").text
    assert talk.press("facilitateur").custom("acteurs") is not None


def test_a_rank_chooses_the_place_asked_about_and_not_an_actor_of_an_earlier_list(talk: Conversation) -> None:
    assert talk.say("qui est mon facilitateur à Roubaix ?").custom("acteurs") is not None
    assert "Saint-Denis (974)" in talk.say("un esat à Saint-Denis").buttons
    found = talk.say("la première").custom("acteurs")
    assert found is not None
    assert found["territoire"]["id"] == "commune-97411"
