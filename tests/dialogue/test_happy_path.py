"""What goes as the person expects: a greeting, a question, a search, a document."""

import json

from conversing import Conversation


def test_the_profile_is_asked_once_at_the_first_greeting(talk: Conversation) -> None:
    assert "qui êtes-vous" in talk.say("bonjour").text
    talk.press("Je suis une entreprise")
    assert talk.slot("profil") == "entreprise"
    assert "qui êtes-vous" not in talk.say("bonjour").text


def test_whoever_does_not_answer_who_they_are_is_not_asked_again(talk: Conversation) -> None:
    talk.say("bonjour")
    assert "seuils européens" in talk.say("c'est obligatoire depuis août ?").text
    assert "qui êtes-vous" not in talk.say("bonjour").text


def test_a_role_told_in_a_question_chooses_the_variant_of_the_answer(talk: Conversation) -> None:
    answer = talk.say("je suis une entreprise du nettoyage, comment réaliser mes heures ?")
    assert talk.slot("audience") == "entreprise"
    assert "Source" in answer.text
    assert answer.buttons


def test_a_question_asked_in_the_sentence_that_says_who_speaks_is_answered(talk: Conversation) -> None:
    answer = talk.say("je suis acheteuse, c'est obligatoire depuis août ?")
    assert talk.slot("audience") == "acheteur"
    assert "seuils européens" in answer.text


def test_an_acronym_is_spelt_out(talk: Conversation) -> None:
    assert "entreprise de travail temporaire d'insertion" in talk.say("que veut dire ETTI ?").text


def test_the_four_factors_are_drawn_and_lead_to_each(talk: Conversation) -> None:
    answer = talk.say("quels sont les quatre facteurs clés de succès ?")
    assert len(answer.buttons) >= 2
    assert "facilitateur" in answer.text


def test_one_sentence_finds_the_facilitateur_of_a_commune(talk: Conversation) -> None:
    answer = talk.say("qui est mon facilitateur à Roubaix ?")
    found = answer.custom("acteurs")
    assert found is not None
    assert found["territoire"]["id"] == "commune-59512"
    assert found["total"] == len(found["acteurs"]) == 3
    assert all(actor["fictif"] for actor in found["acteurs"])
    assert "fictif" in answer.text


def test_what_is_missing_is_asked_for_and_nothing_else(talk: Conversation) -> None:
    assert "Pour quel lieu" in talk.say("/chercher_acteur").text
    assert "Que cherchez-vous" in talk.say("Lille").text
    found = talk.press("structures d'insertion").custom("acteurs")
    assert found is not None
    assert found["territoire"]["id"] == "commune-59350"
    assert talk.active_form is None


def test_the_rest_of_a_list_comes_three_by_three_to_its_end(talk: Conversation) -> None:
    first = talk.say('/chercher_acteur{"type_acteur": "siae", "territoire": "commune-59350"}').custom("acteurs")
    assert first is not None
    for page in range(2, first["pages"] + 1):
        shown = talk.press("Voir la suite").custom("acteurs")
        assert shown is not None
        assert shown["page"] == page
        assert not {a["id"] for a in shown["acteurs"]} & {a["id"] for a in first["acteurs"]}
    assert "Voir la suite" not in talk.answer.buttons
    assert "toute la liste" in talk.say("/voir_plus").text


def test_one_actor_is_shown_by_its_rank_or_its_button(talk: Conversation) -> None:
    shown = talk.say('/chercher_acteur{"type_acteur": "facilitateur", "territoire": "commune-59512"}').custom("acteurs")
    assert shown is not None
    assert shown["acteurs"][1]["nom"] in talk.say("le deuxième").text
    details = talk.say(f"/chercher_acteur{json.dumps({'fiche': shown['acteurs'][0]['id']})}")
    assert shown["acteurs"][0]["nom"] in details.text
    assert "mise à jour le" in details.text


def test_a_list_is_taken_away_for_a_spreadsheet_or_an_address_book(talk: Conversation) -> None:
    talk.say('/chercher_acteur{"type_acteur": "facilitateur", "territoire": "commune-59512"}')
    sheet = talk.press("Emporter la liste").custom("document")
    cards = talk.press("carnet d'adresses").custom("document")
    assert sheet is not None
    assert sheet["nom"].endswith(".csv")
    assert cards is not None
    assert cards["nom"].endswith(".vcf")


def test_a_document_named_in_words_is_given_at_once(talk: Conversation) -> None:
    given = talk.say("préparez-moi un plan d'action sur 90 jours").custom("document")
    assert given is not None
    assert given["type_document"] == "plan_action"
    agenda = talk.press("agenda").custom("document")
    assert agenda is not None
    assert agenda["nom"].endswith(".ics")


def test_which_document_is_asked_when_none_is_named(talk: Conversation) -> None:
    talk.say("/obtenir_document")
    given = talk.press("tableau de suivi").custom("document")
    assert given is not None
    assert given["nom"].endswith(".xlsx")


def test_the_assistant_says_it_is_a_program_and_where_to_check(talk: Conversation) -> None:
    answer = talk.say("es-tu un robot ?").text
    assert "programme" in answer
    assert "Légifrance" in answer


def test_an_answer_is_said_again_in_plain_words(talk: Conversation) -> None:
    talk.say("/faq/definition_clause")
    assert "En plus simple" in talk.say("je n'ai pas compris").text


def test_everything_said_is_forgotten_on_request(talk: Conversation) -> None:
    talk.say('/declarer_profil{"profil": "acheteur", "audience": "acheteur"}')
    talk.say("/donnees_personnelles")
    assert "effacée" in talk.press("Effacer").text
    assert talk.slot("profil") is None
    assert talk.slot("effacer") is True
