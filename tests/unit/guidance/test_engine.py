"""How a journey is led: commands, corrections, interruptions, absurd answers, leaving and coming back."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.guidance import Services, Understood, remind, start, step
from bot.guidance.journeys import JOURNEYS

LENS = {"entity": "territoire", "value": "commune-62498"}


@pytest.fixture
def buyer(talk):
    """A buyer who is asked for the amount."""
    person = talk("calculer_heures", audience="acheteur")
    person.click("Le nombre d'heures")
    return person


@pytest.mark.parametrize("journey", list(JOURNEYS))
def test_the_audience_is_asked_first_when_unknown(talk, journey: str) -> None:
    assert talk(journey).asked == "audience"
    assert talk(journey, audience="entreprise").asked != "audience"
    assert talk(journey, profil="acheteur").asked != "audience"


def test_progress_is_shown(buyer) -> None:
    assert "(2 sur 6)" in buyer.text
    buyer.say("150 k€")
    assert "(3 sur 6)" in buyer.text


@pytest.mark.parametrize(
    "text", ["pourquoi ?", "Pourquoi cette question ?", "à quoi ça sert ?", "pourquoi vous demandez ça"]
)
def test_why_is_explained_and_the_question_asked_again(buyer, text: str) -> None:
    buyer.say(text, "reformuler")
    assert "point de départ de la formule" in buyer.text
    assert buyer.asked == "montant"
    assert buyer.state["failures"] == 0


@pytest.mark.parametrize("text", ["je ne sais pas", "aucune idée", "j'en sais rien", "passer", "nsp"])
def test_not_knowing_takes_a_default_that_is_said(buyer, text: str) -> None:
    if text == "j'en sais rien":
        text = "je n'en sais rien"
    buyer.say(text, "nlu_fallback")
    assert "Je prends 1 000 000 €" in buyer.text
    assert buyer.asked == "part"


@pytest.mark.parametrize("text", ["retour", "revenir", "précédent", "question précédente"])
def test_going_back_asks_the_last_question_again(buyer, text: str) -> None:
    buyer.say("150 k€")
    buyer.say(text)
    assert buyer.asked == "montant"
    buyer.say(text)
    assert buyer.asked == "sens"
    buyer.say(text)
    assert "première question" in buyer.text


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("non, 300 000", 300_000),
        ("en fait c'est 300 k€", 300_000),
        ("plutôt 2 millions", 2_000_000),
        ("le montant c'est 90 000", 90_000),
        ("500 000 €", 500_000),
    ],
)
def test_an_earlier_amount_is_corrected_without_losing_the_question(buyer, text: str, amount: float) -> None:
    buyer.say("150 k€")
    assert buyer.asked == "part"
    buyer.say(text)
    assert buyer.state["answers"]["montant"] == amount
    assert buyer.asked == "part"


def test_a_correction_goes_to_the_answer_of_the_same_kind(buyer) -> None:
    for text in ("150 k€", "50 %", "5 %"):
        buyer.say(text)
    buyer.say("en fait c'est 10 %")
    assert (buyer.state["answers"]["taux"], buyer.state["answers"]["part"]) == (0.1, 0.5)
    buyer.say("la part de main d'oeuvre c'est plutôt 60 %")
    assert (buyer.state["answers"]["taux"], buyer.state["answers"]["part"]) == (0.1, 0.6)


def test_a_choice_is_corrected_by_its_name(buyer) -> None:
    buyer.say("non, entreprise")
    assert buyer.state["answers"]["audience"] == "entreprise"
    assert buyer.asked == "heures"


def test_an_answer_to_another_question_is_kept(buyer) -> None:
    buyer.say("ce sera sur 18 mois")
    assert buyer.state["answers"]["duree"] == 18
    assert buyer.asked == "montant"
    assert buyer.state["failures"] == 0


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("c'est quoi une siae ?", "faq/siae"),
        ("je cherche une ETTI à Lens", "chercher_acteur"),
        ("aide", "aide"),
        ("je veux parler à quelqu'un", "parler_a_un_humain"),
        ("quel temps fait-il", "hors_sujet"),
        ("quel taux est raisonnable, 5 % ?", "faq/calcul_heures"),
        ("recommencer", "recommencer"),
    ],
)
def test_a_question_in_between_is_left_to_others_then_the_journey_resumes(buyer, text: str, intent: str) -> None:
    buyer.interrupt(text, intent)
    assert buyer.asked == "montant"
    assert "Quel est le montant" in buyer.text


@pytest.mark.parametrize("intent", ["informer", "calculer_heures"])
def test_every_figure_of_an_answer_is_used(buyer, intent: str) -> None:
    buyer.say("300 000 € avec 30 % de main d'oeuvre et 10 % d'insertion, ce sera sur 18 mois", intent)
    assert {key: buyer.state["answers"][key] for key in ("montant", "part", "taux", "duree")} == {
        "montant": 300_000,
        "part": 0.3,
        "taux": 0.1,
        "duree": 18,
    }
    assert buyer.asked == "cout_horaire"
    assert "Durée : 18 mois" in buyer.text


@pytest.mark.parametrize("text", ["10 %", "30 %"])
def test_one_figure_answers_one_question(buyer, text: str) -> None:
    buyer.say("150 k€")
    buyer.say(text)
    assert "part" in buyer.state["answers"] and "taux" not in buyer.state["answers"]


def test_a_plain_answer_wins_over_an_uncertain_intent(buyer) -> None:
    buyer.say("150 000 €", "calculer_heures")
    buyer.say("maçonnerie", "faq/choix_marche")
    assert buyer.state["answers"] == {
        "audience": "acheteur",
        "sens": "heures",
        "montant": 150_000,
        "part": "maconnerie",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-5000 €", "négatif"),
        ("beaucoup", "plus précise"),
        ("un milliard d'euros", "Vérifiez les zéros"),
        ("3 €", "très peu"),
        ("bla bla", "Je n'ai pas reconnu"),
        ("0", "Zéro"),
    ],
)
def test_an_absurd_answer_is_explained_and_asked_again(buyer, text: str, said: str) -> None:
    buyer.say(text, "nlu_fallback")
    assert said in buyer.text
    assert (buyer.asked, buyer.state["failures"]) == ("montant", 1)


def test_a_rate_over_the_whole_is_explained(buyer) -> None:
    buyer.say("150 k€")
    buyer.say("300 %")
    assert "jusqu'à 100 %" in buyer.text


def test_a_place_abroad_is_explained(talk) -> None:
    person = talk("calculer_heures", texte="833 h sur 10 mois")
    person.say("Bruxelles", "chercher_acteur")
    assert "n'est pas en France" in person.text
    person.say("Lens", "chercher_acteur", LENS)
    assert person.state["answers"]["territoire"] == "commune-62498"


def test_an_ambiguous_place_is_asked_with_buttons(talk) -> None:
    person = talk("calculer_heures", texte="833 h sur 10 mois")
    person.say("Saint-Denis", "informer", {"entity": "territoire", "value": ["commune-93066", "commune-97411"]})
    person.click("[commune-97411]")
    assert person.state["answers"]["territoire"] == "commune-97411"


def test_three_failures_take_the_default(buyer) -> None:
    for _ in range(3):
        buyer.say("blabla", "nlu_fallback")
    assert "Je prends 1 000 000 €" in buyer.text
    assert buyer.asked == "part"


def test_an_interruption_is_not_a_failure(buyer) -> None:
    for _ in range(5):
        buyer.interrupt("c'est quoi une siae ?", "faq/siae")
    assert buyer.state["failures"] == 0


@pytest.mark.parametrize("text", ["stop", "annuler", "plus tard", "on verra plus tard"])
def test_leaving_keeps_the_answers_and_says_how_to_come_back(talk, buyer, text: str) -> None:
    buyer.say("150 k€")
    buyer.say(text, "recommencer")
    assert buyer.turn.finished
    assert "reprendre" in buyer.text
    later = talk("calculer_heures", etat=buyer.state)
    assert later.asked == "part"
    assert "Montant HT : 150 000 €" in later.text


def test_a_state_saved_under_other_questions_is_resumed(talk, buyer) -> None:
    buyer.say("150 k€")
    old = buyer.state
    old["version"] = 0
    old["answers"] |= {"question_disparue": 3, "taux": 12, "part": "metier_disparu"}
    old["history"] += ["question_disparue"]
    old["current"] = "question_disparue"
    later = talk("calculer_heures", etat=old)
    assert later.asked == "part"
    assert set(later.state["answers"]) == {"audience", "sens", "montant"}


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"answers": 3},
        {"answers": {"lots": [1]}},
        {"failures": "x", "history": 4, "phase": 7, "current": []},
    ],
)
def test_a_damaged_state_starts_from_what_is_left(services: Services, state: dict) -> None:
    turn = start("calculer_heures", {"etat": {"journey": "calculer_heures", **state}}, services)
    assert turn.state["current"] == "audience"


def test_an_unknown_journey_is_no_answer(services: Services) -> None:
    assert step({"journey": "autre"}, Understood("oui"), services) is None


@pytest.fixture
def summed_up(buyer):
    """A buyer at the summary."""
    for text in ("150 k€", "50 %", "5 %", "30 €", "12 mois"):
        buyer.say(text)
    return buyer


def test_a_summary_comes_before_the_end(summed_up) -> None:
    assert "Voici ce que j'ai noté" in summed_up.text
    assert not summed_up.turn.finished
    summed_up.say("oui", "affirmer")
    assert summed_up.turn.finished


@pytest.mark.parametrize("text", ["corriger la durée", "changer la durée", "modifier la durée"])
def test_the_summary_is_corrected_by_name(summed_up, text: str) -> None:
    summed_up.say(text)
    assert summed_up.asked == "duree"
    summed_up.say("2 ans")
    assert "24 mois" in summed_up.text


def test_the_summary_is_corrected_by_buttons(summed_up) -> None:
    summed_up.click("Corriger")
    summed_up.click("Taux d'insertion")
    summed_up.say("7 %")
    summed_up.click("C'est bon")
    assert summed_up.custom["heures"] == 175


def test_the_summary_is_corrected_in_one_sentence(summed_up) -> None:
    summed_up.say("non, 18 mois", "nier")
    assert summed_up.state["answers"]["duree"] == 18
    summed_up.say("non", "nier")
    assert "Que voulez-vous corriger" in summed_up.text


def test_a_question_at_the_summary_is_left_to_others(summed_up) -> None:
    summed_up.interrupt("c'est quoi un ETP ?", "faq/glossaire")
    assert "Voici ce que j'ai noté" in summed_up.text


def test_an_old_button_is_a_correction_or_is_explained(buyer) -> None:
    buyer.say("", "informer", {"entity": "choix", "value": "audience:entreprise"})
    assert buyer.state["answers"]["audience"] == "entreprise"
    buyer.say("", "informer", {"entity": "choix", "value": "sens:heures"})
    assert "ne correspond plus" in buyer.text


@pytest.mark.parametrize("journey", list(JOURNEYS))
@pytest.mark.parametrize("audience", ["acheteur", "entreprise"])
def test_not_knowing_anything_leads_to_the_end_of_every_journey(talk, journey: str, audience: str) -> None:
    person = talk(journey, audience=audience)
    for _ in range(60):
        if person.turn.finished:
            break
        person.say("je ne sais pas")
    assert person.state["phase"] == "fini"
    assert person.custom["type"]


@pytest.mark.parametrize("journey", list(JOURNEYS))
@pytest.mark.parametrize("audience", ["acheteur", "entreprise"])
def test_nonsense_leads_to_the_end_of_every_journey(talk, journey: str, audience: str) -> None:
    person = talk(journey, audience=audience)
    for _ in range(150):
        if person.turn.finished:
            break
        person.say("?", "nlu_fallback")
    assert person.state["phase"] == "fini"


WORDS = [
    "non, ",
    "oui",
    "300 000 €",
    " 5 %",
    "corriger ",
    "retour",
    "la durée",
    "18 mois",
    "lot 1 ",
    "pourquoi",
    "stop",
    "Lens",
    "-1",
    "le 30/02/2027",
    "en mars",
    "833 h",
    "peinture",
    "?",
    "reprendre",
    "je ne sais pas",
]
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=5).map("".join))
INTENTS = st.sampled_from(
    [None, "informer", "affirmer", "nier", "reformuler", "nlu_fallback", "faq/siae", "chercher_acteur"]
)
VALUES = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.floats(),
    st.lists(st.text(max_size=5), max_size=3),
    st.sampled_from(["audience:acheteur", "cmd:stop", "cmd:x", "corriger:duree", "commune-62498", ":"]),
)
ENTITIES = st.lists(
    st.fixed_dictionaries({"entity": st.sampled_from(["choix", "territoire", "montant"]), "value": VALUES}),
    max_size=2,
)
NOW = Services(date(2026, 11, 22), lambda p, t: None, lambda p, t, n=3: [], str)


@given(st.sampled_from(list(JOURNEYS)), st.lists(st.tuples(TEXTS, INTENTS, ENTITIES), max_size=8))
@settings(max_examples=120, deadline=None)
def test_no_conversation_raises(journey: str, messages: list) -> None:
    known = {"texte": messages[0][0], "entites": messages[0][2]} if messages else {}
    state = start(journey, known, NOW).state
    for text, intent, entities in messages:
        turn = step(state, Understood(text, intent, tuple(entities)), NOW)
        turn = turn or remind(state, NOW)
        assert turn.messages and all(message.text for message in turn.messages)
        state = turn.state
