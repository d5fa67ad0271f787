"""The path of a new référent: eight steps, contacts, first meeting, reminders, summary."""

import pytest

from bot.guidance.content import load

CONTENT = load("parcours_referent")
LENS = {"entity": "territoire", "value": "commune-62498"}


def test_there_are_eight_steps_with_two_minutes_to_read() -> None:
    steps = CONTENT.raw["etapes"]
    assert list(steps) == list(range(1, 9))
    for number, step in steps.items():
        assert 120 <= len(step["lecture"].split()) <= 200, number


def test_each_step_has_one_check_question_with_one_right_answer_and_one_thing_to_do() -> None:
    for number in range(1, 9):
        check = CONTENT.question(f"e{number}_verif")
        assert check is not None and CONTENT.question(f"e{number}_faire") is not None
        assert sum(choice.data["juste"] for choice in check.choices) == 1
        assert all(choice.data["explication"] for choice in check.choices)
        right = next(choice for choice in check.choices if choice.data["juste"])
        assert check.default == right.id


@pytest.fixture
def at_territory(talk):
    """A company's référent who arrives at step 4 by buttons and words."""
    person = talk("demarrer_parcours_referent", profil="referent")
    person.click("Entreprise")
    person.click("L'acheteur")  # wrong on purpose
    person.click("C'est fait")
    person.click("Non merci")
    person.say("valider seul l'éligibilité")
    person.say("la suite", "voir_plus")
    person.say("entretien des écoles, 833 h, fin 2027", "chercher_acteur")
    person.click("Un temps plein pendant un an")
    person.click("Je le ferai, étape suivante")
    return person


def test_a_step_is_read_before_it_is_asked(talk) -> None:
    person = talk("demarrer_parcours_referent", audience="acheteur")
    reading, question = person.turn.messages
    assert "Étape 1" in reading.text
    assert "(étape 1 sur 8)" in question.text


def test_an_answer_is_explained_right_or_wrong(talk) -> None:
    person = talk("demarrer_parcours_referent", audience="acheteur")
    person.say("l'acheteur")
    assert "Pas tout à fait" in person.text
    person.say("retour")
    person.say("l'entreprise")
    assert "Exact" in person.text


def test_reminders_are_given_as_calendar_data(talk) -> None:
    person = talk("demarrer_parcours_referent", audience="acheteur")
    person.say("l'entreprise")
    person.say("c'est fait")
    person.click("Oui")
    document = person.turn.document
    assert document is not None and document["type_document"] == "rappels"
    reminders = document["data"]["rappels"]
    assert [item["date"] for item in reminders][:2] == ["2026-12-06", "2026-12-13"]
    assert len(reminders) == 7  # step 1 is done
    assert all(item["titre"] and item["detail"] for item in reminders)


def test_the_territory_gives_a_contact_list(at_territory) -> None:
    at_territory.say("Lens", "chercher_acteur", LENS)
    assert "Votre liste de contacts" in at_territory.text
    assert "Structure facilitateur (fictif) (Lens)" in at_territory.text


def test_the_first_meeting_asks_what_is_not_known(at_territory) -> None:
    at_territory.say("Lens", "informer", LENS)
    at_territory.say("le GEIQ")
    at_territory.say("je le ferai")
    for text in ("il propose des candidats", "je ne sais pas", "le Pas-de-Calais", "un PLIE", "aucune idée"):
        at_territory.say(text)
    questions = [line for line in at_territory.text.splitlines() if line.startswith("- ")]
    assert len(questions) == 2
    assert "Combien de temps" in questions[0] and "métiers" in questions[1]


def test_progress_is_kept_over_several_visits(talk, at_territory) -> None:
    at_territory.say("plus tard")
    assert at_territory.turn.finished
    later = talk("demarrer_parcours_referent", etat=at_territory.state)
    assert later.asked == "territoire"
    assert "entretien des écoles" in later.text


def test_free_words_are_taken_but_questions_and_requests_are_not(talk, at_territory) -> None:
    at_territory.say("Lens", "informer", LENS)
    at_territory.say("geiq")
    at_territory.say("ok")
    assert at_territory.asked == "fac_missions"
    at_territory.interrupt("c'est quoi un facilitateur ?", "faq/facilitateur_role")
    at_territory.interrupt("je cherche une ETTI à Lens", "chercher_acteur")
    at_territory.say("il suit nos heures", "faq/suivi_controle")
    assert at_territory.state["answers"]["fac_missions"] == "il suit nos heures"


def test_the_summary_says_what_is_done_and_what_remains(at_territory) -> None:
    at_territory.say("Lens", "informer", LENS)
    for text in (
        "geiq",
        "ok",
        "je ne sais pas",
        "temps partiel",
        "nsp",
        "une collectivité",
        "nsp",
        "recommandé",
        "fait",
        "avant",
        "ok",
        "je préviens",
        "ok",
        "apprendre",
        "c'est fait",
    ):
        at_territory.say(text)
    assert at_territory.turn.finished
    custom = at_territory.custom
    assert (custom["type"], custom["bonnes_reponses"]) == ("parcours_referent", 7)
    assert [step["numero"] for step in custom["etapes"] if step["fait"]] == [1, 5, 8]
    assert len(custom["questions_facilitateur"]) == 3
    assert "Vos marchés : entretien des écoles, 833 h, fin 2027." in at_territory.text
