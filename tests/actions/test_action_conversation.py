"""Greeting, profile, terms, data protection, simpler words."""

import pytest

from actions.conversation import (
    ActionAccueillir,
    ActionDefinirProfil,
    ActionDefinirTerme,
    ActionDireHorsSujet,
    ActionExpliquerDonnees,
    ActionMettreEnContact,
    ActionOrienter,
    ActionPresenterBot,
    ActionRecommencer,
    ActionReformuler,
)

PAUSED = {"faire_diagnostic": {"journey": "faire_diagnostic", "phase": "questions", "answers": {}}}


async def test_a_stranger_is_asked_who_they_are(make_tracker, dispatcher, domain, heard, offered) -> None:
    await ActionAccueillir().run(dispatcher, make_tracker("bonjour", "salutation"), domain)
    assert "qui êtes-vous" in heard()
    assert len(offered()) == 4


async def test_a_known_person_is_not_asked_again(make_tracker, dispatcher, domain, heard) -> None:
    tracker = make_tracker("bonjour", "salutation", slots={"profil": "acheteur"})
    await ActionAccueillir().run(dispatcher, tracker, domain)
    assert "qui êtes-vous" not in heard()


async def test_a_journey_left_is_recalled_at_the_greeting(make_tracker, dispatcher, domain, heard) -> None:
    await ActionAccueillir().run(dispatcher, make_tracker("bonjour", slots={"parcours_gardes": PAUSED}), domain)
    assert "Diagnostic" in heard()


async def test_the_menu_depends_on_who_reads(make_tracker, dispatcher, domain, offered) -> None:
    await ActionOrienter().run(dispatcher, make_tracker("aide", slots={"audience": "entreprise"}), domain)
    assert "Comprendre ce que l'acheteur attend" in offered()


@pytest.mark.parametrize("profile", ["acheteur", "entreprise", "referent", "facilitateur"])
async def test_each_profile_is_acknowledged_and_kept(
    make_tracker, dispatcher, domain, heard, offered, remembered, profile
) -> None:
    tracker = make_tracker("je suis…", "declarer_profil", {"profil": profile})
    events = await ActionDefinirProfil().run(dispatcher, tracker, domain)
    assert remembered(events) == {"profil": profile}
    assert heard()
    assert offered()


async def test_a_profile_that_does_not_exist_is_dropped(make_tracker, dispatcher, domain, remembered) -> None:
    events = await ActionDefinirProfil().run(dispatcher, make_tracker("", None, {"profil": "roi"}), domain)
    assert remembered(events) == {"profil": None}


async def test_a_known_term_is_defined_with_what_says_more(make_tracker, dispatcher, domain, heard, offered) -> None:
    await ActionDefinirTerme().run(dispatcher, make_tracker("que veut dire GEIQ ?", "faq/glossaire"), domain)
    assert "groupement d'employeurs" in heard()
    assert len(offered()) == 2


async def test_an_unknown_term_is_said_to_be_so(make_tracker, dispatcher, domain, heard) -> None:
    await ActionDefinirTerme().run(dispatcher, make_tracker("que veut dire QZXW ?", "faq/glossaire"), domain)
    assert "pas dans mon glossaire" in heard()


async def test_starting_again_forgets_every_slot(make_tracker, dispatcher, domain) -> None:
    events = await ActionRecommencer().run(dispatcher, make_tracker("on recommence tout", "recommencer"), domain)
    assert [event["event"] for event in events] == ["reset_slots", "active_loop"]


@pytest.mark.parametrize("words", ["stop", "reprendre"])
async def test_stop_and_resume_never_erase_anything(make_tracker, dispatcher, domain, heard, words) -> None:
    events = await ActionRecommencer().run(dispatcher, make_tracker(words, "recommencer"), domain)
    assert events == []
    assert heard()


async def test_erasing_is_offered_then_done(make_tracker, dispatcher, domain, offered, remembered) -> None:
    explained = await ActionExpliquerDonnees().run(dispatcher, make_tracker("mes données ?"), domain)
    assert explained == []
    assert "Effacer ma conversation" in offered()
    events = await ActionExpliquerDonnees().run(dispatcher, make_tracker("", None, {"choix": "effacer"}), domain)
    assert remembered(events) == {"effacer": True}


async def test_a_person_is_offered_even_without_any_contact_set(make_tracker, dispatcher, domain, heard) -> None:
    await ActionMettreEnContact().run(dispatcher, make_tracker(), domain)
    assert "facilitateur" in heard()


async def test_the_contact_of_the_organisation_is_given(
    make_tracker, dispatcher, domain, heard, monkeypatch, tmp_path
) -> None:
    file = tmp_path / "organisation.yml"
    file.write_text("contact_humain: {nom: Service clauses, telephone: 01 99 00 00 01}", encoding="utf-8")
    tracker = make_tracker()
    monkeypatch.setenv("ORGANISATION_YML", str(file))
    await ActionMettreEnContact().run(dispatcher, tracker, domain)
    assert "Service clauses" in heard()
    assert "01 99 00 00 01" in heard()


async def test_it_says_it_is_a_program(make_tracker, dispatcher, domain, heard) -> None:
    await ActionPresenterBot().run(dispatcher, make_tracker(), domain)
    assert "programme" in heard()


async def test_out_of_scope_offers_the_menu_except_in_the_middle_of_something(
    make_tracker, dispatcher, domain, offered
) -> None:
    await ActionDireHorsSujet().run(dispatcher, make_tracker("la météo", loop="parcours_form"), domain)
    assert offered() == []
    await ActionDireHorsSujet().run(dispatcher, make_tracker("la météo"), domain)
    assert offered()


async def test_the_last_answer_is_said_in_simpler_words(make_tracker, dispatcher, domain, heard) -> None:
    tracker = make_tracker("pas compris", "reformuler", before=[("des pénalités ?", "faq/penalites")])
    await ActionReformuler().run(dispatcher, tracker, domain)
    assert "En plus simple" in heard()


async def test_an_old_answer_is_not_taken_for_the_last_one(make_tracker, dispatcher, domain, heard) -> None:
    before = [("des pénalités ?", "faq/penalites"), ("merci", "remerciement")]
    await ActionReformuler().run(dispatcher, make_tracker("pas compris", "reformuler", before=before), domain)
    assert "En plus simple" not in heard()
