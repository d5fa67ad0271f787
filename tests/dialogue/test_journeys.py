"""Each guided journey, for each audience, to its end: by buttons, by « je ne sais pas », by free words."""

import pytest
from conversing import Conversation

AUDIENCES = ["Acheteur", "Entreprise"]
RESULTS = {"calculer_heures": "calcul_heures", "choisir_clause": "levier", "faire_diagnostic": "diagnostic"}
MOST_TURNS = 60


def to_the_end(talk: Conversation, reply: str | None) -> list[str]:
    """Answer every question with its first button, or with `reply`; return every text."""
    texts = []
    for _ in range(MOST_TURNS):
        if talk.active_form is None:
            return texts
        first = next(iter(talk.answer.buttons.values()), "je ne sais pas")
        confirm = "C'est bon" in talk.answer.buttons
        texts.append(talk.say(talk.answer.buttons["C'est bon"] if confirm else reply or first).text)
    raise AssertionError(f"no end after {MOST_TURNS} answers: {texts[-1]}")


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("journey", RESULTS)
@pytest.mark.parametrize("reply", [None, "je ne sais pas"], ids=["buttons", "unknown"])
def test_a_journey_reaches_its_result(talk: Conversation, journey: str, audience: str, reply: str | None) -> None:
    talk.say(f"/{journey}")
    talk.press(audience)
    to_the_end(talk, reply)
    result = talk.answer.custom(RESULTS[journey])
    assert result is not None, talk.answer.text
    assert talk.answer.text
    assert talk.slot("parcours") is None
    assert talk.slot("audience") == audience.lower()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_path_of_a_new_referent_reaches_its_summary(talk: Conversation, audience: str) -> None:
    talk.say("/demarrer_parcours_referent")
    talk.press(audience)
    texts = to_the_end(talk, None) if talk.active_form else []
    assert any("étape 8 sur 8" in text for text in texts)
    assert talk.slot("parcours_gardes")["demarrer_parcours_referent"]["phase"] == "fini"


def test_a_buyer_answers_the_hours_in_free_words(talk: Conversation) -> None:
    talk.say("/calculer_heures")
    for words in ("acheteur", "le nombre d'heures", "1 000 000 €", "50 %", "5 %", "30 euros de l'heure", "12 mois"):
        assert talk.active_form == "parcours_form", talk.answer.text
        talk.say(words)
    result = talk.say("c'est bon").custom("calcul_heures")
    assert result is not None
    assert (result["heures"], result["etp"]) == (833, 0.52)


def test_a_company_says_everything_in_one_sentence(talk: Conversation) -> None:
    result = talk.say("je dois faire 833 h sur 10 mois à Lens, calcule").custom("calcul_heures")
    if result is None:
        result = talk.press("Entreprise").custom("calcul_heures")
    assert result is not None
    assert result["heures"] == 833


def test_going_back_asks_the_previous_question_again(talk: Conversation) -> None:
    talk.say("/calculer_heures")
    talk.press("Acheteur")
    before = talk.answer.messages[-1]["buttons"]
    talk.press("Le nombre d'heures")
    assert talk.say("retour").messages[-1]["buttons"] == before


def test_an_earlier_figure_is_corrected_on_the_way(talk: Conversation) -> None:
    talk.say("/calculer_heures")
    for words in ("acheteur", "le nombre d'heures", "300 000 €"):
        talk.say(words)
    talk.say("non, 400 000 €")
    assert talk.slot("parcours")["answers"]["montant"] == 400_000


def test_a_diagnostic_taken_again_shows_the_change(talk: Conversation) -> None:
    for _ in range(2):
        talk.say("/faire_diagnostic")
        if "Acheteur" in talk.answer.buttons:
            talk.press("Acheteur")
        to_the_end(talk, None)
    assert "dernière fois" in talk.answer.text or "précédent" in talk.answer.text


def test_an_amount_said_alone_goes_along_into_the_journey_chosen(talk: Conversation) -> None:
    talk.say("150 000 €")
    talk.press("Calculer les heures")
    assert talk.slot("parcours")["answers"]["montant"] == 150_000


def test_a_journey_ends_with_something_to_do_next(talk: Conversation) -> None:
    talk.say("/faire_diagnostic")
    talk.press("Entreprise")
    to_the_end(talk, None)
    assert len(talk.answer.buttons) >= 2
