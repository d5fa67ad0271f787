"""A person corrects, refines, changes role, leaves and comes back."""

from conversing import Conversation

ROUBAIX = '/chercher_acteur{"type_acteur": "facilitateur", "territoire": "commune-59512"}'


def found(talk: Conversation) -> dict:
    shown = talk.answer.custom("acteurs")
    assert shown is not None, talk.answer.text
    return shown


def test_a_change_of_role_is_followed(talk: Conversation) -> None:
    talk.say('/declarer_profil{"profil": "entreprise", "audience": "entreprise"}')
    assert "acheteur" in talk.say("en fait je suis acheteur").text
    assert (talk.slot("profil"), talk.slot("audience")) == ("acheteur", "acheteur")


def test_the_place_of_a_search_is_corrected(talk: Conversation) -> None:
    talk.say(ROUBAIX)
    talk.say("non, à Lens")
    assert found(talk)["territoire"]["id"] == "commune-62498"
    assert found(talk)["criteres"]["type_acteur"] == ["facilitateur"]


def test_a_sector_asked_after_a_facilitateur_looks_for_who_does_the_work(talk: Conversation) -> None:
    talk.say(ROUBAIX)
    talk.say("plutôt dans le bâtiment")
    assert found(talk)["criteres"]["secteur"] == "batiments-et-travaux-publics"
    assert found(talk)["total"] > 0


def test_another_kind_of_actor_keeps_the_place(talk: Conversation) -> None:
    talk.say(ROUBAIX)
    talk.say('/informer{"type_acteur": "etti"}')
    assert found(talk)["criteres"]["type_acteur"] == ["etti"]
    assert found(talk)["territoire"]["id"] == "commune-59512"


def test_a_search_is_made_nearer(talk: Conversation) -> None:
    talk.say(ROUBAIX)
    talk.say("plus près")
    assert found(talk)["criteres"]["distance_km"] < 25


def test_a_search_is_left_with_stop(talk: Conversation) -> None:
    talk.say("/chercher_acteur")
    answer = talk.say("stop")
    assert answer.text.count("Laissons cette recherche") == 1
    assert talk.active_form is None


def test_a_result_is_corrected_after_the_end_of_its_journey(talk: Conversation) -> None:
    first = talk.say("calcule mes heures : 833 h sur 10 mois à Lens").custom("calcul_heures")
    second = talk.say("non, 900 h").custom("calcul_heures")
    assert first is not None
    assert second is not None
    assert (first["heures"], second["heures"]) == (833, 900)


def test_a_journey_left_is_resumed_by_a_word_days_later(talk: Conversation) -> None:
    talk.say("/calculer_heures")
    talk.press("Acheteur")
    talk.press("Le nombre d'heures")
    assert "reprendre" in talk.say("stop").text
    assert talk.active_form is None
    talk.say("/faq/penalites")
    answer = talk.say("reprendre")
    assert answer.text.count("Quel est le montant") == 1
    assert talk.active_form == "parcours_form"


def test_a_greeting_reminds_of_the_journey_left(talk: Conversation) -> None:
    talk.say("/faire_diagnostic")
    talk.press("Entreprise")
    talk.say("plus tard")
    assert "Diagnostic" in talk.say("bonjour").text
    assert "1 sur 12" in talk.press("Reprendre").text


def test_whoever_left_two_journeys_chooses_which_to_resume(talk: Conversation) -> None:
    talk.say("/calculer_heures")
    talk.press("Acheteur")
    talk.say("/faire_diagnostic")
    talk.say("stop")
    assert len(talk.say("reprendre").buttons) == 2
    assert "nombre d'heures" in " ".join(talk.press("heures").buttons)


def test_asking_for_another_journey_leaves_the_first_where_it_stood(talk: Conversation) -> None:
    talk.say("/calculer_heures")
    talk.press("Acheteur")
    talk.say("/choisir_clause")
    assert talk.slot("parcours")["journey"] == "choisir_clause"
    talk.say("/calculer_heures")
    assert "reprenons" in talk.answer.text
    assert talk.slot("parcours")["answers"]["audience"] == "acheteur"


def test_starting_again_in_the_middle_of_a_journey_forgets_it(talk: Conversation) -> None:
    talk.say("/calculer_heures")
    talk.press("Acheteur")
    assert "zéro" in talk.say("recommencer").text
    assert talk.active_form is None
    assert talk.slot("parcours") is None
    assert "pas de parcours" in talk.say("reprendre").text


def test_stop_with_nothing_under_way_forgets_nothing(talk: Conversation) -> None:
    talk.say(ROUBAIX)
    talk.say("stop")
    assert talk.slot("recherche")["territoire"] == "commune-59512"
