"""The journeys' actions carry words and state; the reasoning is tested with bot.guidance."""

from actions.information import ActionTraiterInformation
from actions.parcours import (
    ActionAskParcoursFormParcoursTermine,
    ActionConclureParcours,
    ValidateParcoursForm,
)


async def begun(make_tracker, dispatcher, domain, remembered) -> dict:
    """The slots after « calculer_heures » was asked by a buyer."""
    tracker = make_tracker("/calculer_heures", "calculer_heures", slots={"audience": "acheteur"})
    return {"audience": "acheteur", **remembered(await ValidateParcoursForm().run(dispatcher, tracker, domain))}


async def test_a_journey_begins_with_its_first_question(make_tracker, dispatcher, domain, heard, remembered) -> None:
    slots = await begun(make_tracker, dispatcher, domain, remembered)
    assert "(1 sur 6)" in heard()
    assert slots["parcours"]["journey"] == "calculer_heures"


async def test_an_answer_moves_on_and_asks_once(make_tracker, dispatcher, domain, heard, remembered) -> None:
    slots = await begun(make_tracker, dispatcher, domain, remembered)
    tracker = make_tracker("", "informer", {"choix": "sens:heures"}, slots=slots, before=[("", "calculer_heures")])
    slots |= remembered(await ValidateParcoursForm().run(dispatcher, tracker, domain))
    again = make_tracker("", "informer", {"choix": "sens:heures"}, slots=slots, before=[("", "calculer_heures")])
    await ActionAskParcoursFormParcoursTermine().run(dispatcher, again, domain)
    assert heard().count("Quel est le montant") == 1


async def test_what_is_not_an_answer_is_left_to_another_rule(make_tracker, dispatcher, domain, remembered) -> None:
    slots = await begun(make_tracker, dispatcher, domain, remembered)
    tracker = make_tracker("des pénalités ?", "faq/penalites", slots=slots, before=[("", "calculer_heures")])
    assert await ValidateParcoursForm().run(dispatcher, tracker, domain) == []


async def test_after_an_interruption_the_question_is_asked_again(
    make_tracker, dispatcher, domain, heard, remembered
) -> None:
    slots = await begun(make_tracker, dispatcher, domain, remembered)
    tracker = make_tracker("des pénalités ?", "faq/penalites", slots=slots, before=[("", "calculer_heures")])
    await ActionAskParcoursFormParcoursTermine().run(dispatcher, tracker, domain)
    assert heard().count("(1 sur 6)") == 2


async def test_a_journey_left_for_another_is_kept(make_tracker, dispatcher, domain, remembered) -> None:
    slots = await begun(make_tracker, dispatcher, domain, remembered)
    tracker = make_tracker("", "choisir_clause", slots=slots, before=[("", "calculer_heures")])
    slots |= remembered(await ValidateParcoursForm().run(dispatcher, tracker, domain))
    assert slots["parcours"]["journey"] == "choisir_clause"
    assert list(slots["parcours_gardes"]) == ["calculer_heures"]


async def test_a_pause_frees_the_conversation_and_resume_comes_back(
    make_tracker, dispatcher, domain, heard, remembered
) -> None:
    slots = await begun(make_tracker, dispatcher, domain, remembered)
    tracker = make_tracker("stop", "recommencer", slots=slots, before=[("", "calculer_heures")])
    slots |= remembered(await ValidateParcoursForm().run(dispatcher, tracker, domain))
    assert slots["parcours"] is None
    later = make_tracker("reprendre", "informer", slots=slots)
    slots |= remembered(await ActionTraiterInformation().run(dispatcher, later, domain))
    assert slots["parcours"]["journey"] == "calculer_heures"
    assert heard().count("(1 sur 6)") == 2


async def test_nothing_is_said_when_a_journey_ends(make_tracker, dispatcher, domain) -> None:
    await ActionConclureParcours().run(dispatcher, make_tracker(), domain)
    assert dispatcher.messages == []


async def test_a_damaged_state_never_breaks_the_conversation(make_tracker, dispatcher, domain, heard) -> None:
    for state in ("x", 3, {}, {"journey": "inconnu"}, {"journey": "calculer_heures", "answers": "x", "phase": 4}):
        tracker = make_tracker("150 000 €", "informer", slots={"parcours": state, "parcours_gardes": state})
        await ValidateParcoursForm().run(dispatcher, tracker, domain)
        await ActionAskParcoursFormParcoursTermine().run(dispatcher, tracker, domain)
        await ActionTraiterInformation().run(dispatcher, tracker, domain)
        assert "pas marché" not in heard(), state
