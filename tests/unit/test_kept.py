"""Journeys left or done: which one comes back, which one can still be corrected."""

import pytest

from bot.kept import does_not_know, keep, known_only, latest_done, title, unfinished, wants_to_resume, wants_to_stop

HOURS = {"journey": "calculer_heures", "phase": "questions"}
LEVER = {"journey": "choisir_clause", "phase": "recapitulatif"}
DONE = {"journey": "faire_diagnostic", "phase": "fini"}


def test_the_journey_left_last_comes_first() -> None:
    kept = keep(keep(keep({}, HOURS), LEVER), DONE)
    assert unfinished(kept) == ["choisir_clause", "calculer_heures"]
    assert unfinished(keep(kept, HOURS)) == ["calculer_heures", "choisir_clause"]


def test_only_the_latest_journey_can_be_corrected_and_only_once_done() -> None:
    assert latest_done(keep({}, DONE)) == DONE
    assert latest_done(keep(keep({}, DONE), HOURS)) is None
    assert latest_done({}) is None


def test_what_no_journey_can_read_is_left_out() -> None:
    assert known_only({"calculer_heures": HOURS, "inconnu": {}, "choisir_clause": "x"}) == {"calculer_heures": HOURS}


def test_every_journey_has_a_title_for_a_person() -> None:
    assert "heures" in title("calculer_heures")


@pytest.mark.parametrize("words", ["reprendre", "on continue", "Reprenez s'il vous plaît"])
def test_resuming_is_recognised(words: str) -> None:
    assert wants_to_resume(words)


@pytest.mark.parametrize("words", ["stop", "laissez tomber", "plus tard"])
def test_stopping_is_recognised(words: str) -> None:
    assert wants_to_stop(words)


def test_not_knowing_is_recognised() -> None:
    assert does_not_know("aucune idée")
    assert not does_not_know("à Lille")
