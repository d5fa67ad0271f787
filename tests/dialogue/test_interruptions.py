"""A question in the middle of something else is answered, then what was under way goes on where it stood."""

import pytest
from conversing import Conversation

JOURNEYS = ["calculer_heures", "choisir_clause", "faire_diagnostic", "demarrer_parcours_referent"]


@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_question_is_answered_then_the_journey_asks_again(talk: Conversation, journey: str) -> None:
    talk.say(f"/{journey}")
    asked = talk.press("Acheteur").messages[-1]
    answer = talk.say("que se passe-t-il si les heures ne sont pas faites, y a-t-il des pénalités ?")
    assert "Source" in answer.text
    assert answer.messages[-1]["buttons"] == asked["buttons"]
    assert talk.slot("parcours")["journey"] == journey


def test_a_search_is_answered_then_the_journey_asks_again(talk: Conversation) -> None:
    talk.say("/calculer_heures")
    talk.press("Acheteur")
    answer = talk.say("qui est mon facilitateur à Lyon ?")
    assert answer.custom("acteurs") is not None
    assert "1 sur 6" in answer.messages[-1]["text"]


def test_a_search_that_asks_for_the_place_comes_back_to_the_journey(talk: Conversation) -> None:
    talk.say("/calculer_heures")
    talk.press("Acheteur")
    assert "Pour quel lieu" in talk.say('/chercher_acteur{"type_acteur": "facilitateur"}').text
    answer = talk.say("Lyon")
    assert answer.custom("acteurs") is not None
    assert "1 sur 6" in answer.messages[-1]["text"]
    assert talk.active_form == "parcours_form"


def test_a_search_left_comes_back_to_the_journey(talk: Conversation) -> None:
    talk.say("/calculer_heures")
    talk.press("Acheteur")
    talk.say('/chercher_acteur{"type_acteur": "facilitateur"}')
    answer = talk.say("laissez tomber")
    assert "1 sur 6" in answer.text
    assert talk.active_form == "parcours_form"


def test_a_document_is_given_then_the_journey_asks_again(talk: Conversation) -> None:
    talk.say("/faire_diagnostic")
    talk.press("Acheteur")
    answer = talk.say('/obtenir_document{"type_document": "convention"}')
    assert answer.custom("document") is not None
    assert "1 sur 12" in answer.text


def test_a_question_is_answered_then_the_search_asks_for_the_place_again(talk: Conversation) -> None:
    talk.say('/chercher_acteur{"type_acteur": "geiq"}')
    answer = talk.say("c'est obligatoire depuis août ?")
    assert "seuils européens" in answer.text
    assert answer.text.count("Pour quel lieu") == 1
    assert talk.say("à Lille").custom("acteurs") is not None


def test_an_acronym_is_explained_in_the_middle_of_a_search(talk: Conversation) -> None:
    talk.say('/chercher_acteur{"type_acteur": "siae"}')
    answer = talk.say("que veut dire ETTI ?")
    assert "entreprise de travail temporaire d'insertion" in answer.text
    assert "Pour quel lieu" in answer.text


def test_a_remark_out_of_scope_does_not_lose_the_journey(talk: Conversation) -> None:
    talk.say("/faire_diagnostic")
    talk.press("Acheteur")
    answer = talk.say("quel temps fait-il à la plage ?")
    assert "hors" in answer.text or "domaine" in answer.text
    assert "1 sur 12" in answer.text


@pytest.mark.parametrize("words", ["pourquoi ?", "je n'ai pas compris la question"])
def test_a_question_about_the_question_explains_it(talk: Conversation, words: str) -> None:
    talk.say("/calculer_heures")
    talk.press("Acheteur")
    answer = talk.say(words)
    assert "1 sur 6" in answer.text
    assert len(answer.text) > 150


def test_asking_for_the_journey_under_way_again_takes_the_figures_said(talk: Conversation) -> None:
    talk.say("/calculer_heures")
    talk.press("Acheteur")
    answer = talk.say("combien d'heures pour mon marché de 500 000 € avec 5 % d'insertion ?")
    assert len(answer.messages) <= 3
    assert talk.active_form == "parcours_form"
    assert talk.say("stop").text


def test_a_journey_asked_for_in_the_middle_of_a_search_begins(talk: Conversation) -> None:
    talk.say("/chercher_acteur")
    answer = talk.say("/calculer_heures")
    assert len(answer.messages) <= 2
    assert "Acheteur" in answer.buttons
    talk.press("Acheteur")
    assert talk.slot("parcours")["answers"]["audience"] == "acheteur"


def test_a_search_asked_for_again_asks_what_is_missing_once(talk: Conversation) -> None:
    talk.say("/chercher_acteur")
    answer = talk.say("/chercher_acteur")
    assert answer.text.count("Pour quel lieu") == 1
    assert talk.say("Lille").text.count("Que cherchez-vous") == 1


def test_everything_is_erased_even_in_the_middle_of_a_journey(talk: Conversation) -> None:
    talk.say("/faire_diagnostic")
    talk.press("Acheteur")
    talk.say("/donnees_personnelles")
    assert "effacée" in talk.press("Effacer").text
    assert talk.active_form is None
    assert talk.slot("parcours") is None


LABELS = [
    *("salutation", "au_revoir", "remerciement", "affirmer", "nier", "aide", "identite_bot", "parler_a_un_humain"),
    *("reformuler", "insatisfaction", "hors_sujet", "declarer_profil", "voir_plus", "obtenir_document", "informer"),
    *("chercher_acteur", *JOURNEYS),
]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("opening", ["/chercher_acteur", "/calculer_heures"])
def test_whatever_is_meant_in_the_middle_the_conversation_goes_on(talk: Conversation, opening: str, label: str) -> None:
    talk.say(opening)
    answer = talk.say(f"/{label}")
    said = [message["text"] for message in answer.messages if message.get("text")]
    assert said
    assert len(said) == len(set(said)), "the same thing is said twice"
    assert talk.say("/faq/penalites").text


def test_data_protection_is_explained_in_the_middle_of_a_journey(talk: Conversation) -> None:
    talk.say("/faire_diagnostic")
    talk.press("Acheteur")
    answer = talk.say("/donnees_personnelles")
    assert "Effacer ma conversation" in answer.buttons
    assert "1 sur 12" in answer.text
