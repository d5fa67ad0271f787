"""The evaluation's own arithmetic: what counts as right, when a figure drops, what the report says."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import evaluate, figures, massive, report
from benchmarks.reading import Reading, understood
from benchmarks.sets import Message

LYON, RHONE, VILLEURBANNE = "commune-69123", "departement-69", "commune-69266"


def _reading(label: str, confidence: float = 0.9, places: tuple[tuple[str, ...], ...] = (), types: Any = ()) -> Reading:
    return Reading(label, ((label, confidence),), places, frozenset(types), 1.0)


def _message(label: str, kind: str = "formel", **more: Any) -> Message:
    return Message("un message", label, kind, **more)


@pytest.mark.parametrize(
    ("expected", "found", "strict", "lenient"),
    [
        (_message("aide"), "aide", True, True),
        (_message("aide", aussi=("reformuler",)), "reformuler", False, True),
        (_message("aide"), "nlu_fallback", False, False),
        (_message("hors_sujet", "hors_loin"), "nlu_fallback", True, True),
        (_message("hors_sujet", "hors_loin"), "aide", False, False),
    ],
)
def test_a_label_is_right_strictly_or_leniently(expected: Message, found: str, strict: bool, lenient: bool) -> None:
    assert figures.strict(expected, _reading(found)) is strict
    assert figures.lenient(expected, _reading(found)) is lenient


@pytest.mark.parametrize(
    ("expected", "ambiguous", "places", "right"),
    [
        ((LYON,), False, ((LYON,),), True),
        ((LYON,), False, ((LYON,), (RHONE,)), True),  # « Lyon, dans le Rhône »
        ((RHONE,), False, ((LYON,),), False),
        ((LYON,), False, ((VILLEURBANNE,),), False),
        ((LYON,), False, ((LYON,), (VILLEURBANNE,)), False),
        ((LYON,), False, ((LYON, VILLEURBANNE),), False),
        ((LYON,), False, (), False),
        ((LYON, RHONE), False, ((RHONE,),), True),
        ((LYON, VILLEURBANNE), True, ((VILLEURBANNE, LYON),), True),
        ((LYON, VILLEURBANNE), True, ((LYON,),), False),
        ((LYON, VILLEURBANNE), True, ((LYON, RHONE),), False),
        ((), False, (), True),  # « rue de Lyon »: no place is meant
        ((), False, ((LYON,),), False),
    ],
)
def test_a_place_is_right(expected: tuple[str, ...], ambiguous: bool, places: Any, right: bool) -> None:
    message = _message("chercher_acteur", territoire=expected, ambigu=ambiguous)
    assert figures.right_place(message, _reading("chercher_acteur", places=places)) is right


def test_a_set_may_give_several_right_answers() -> None:
    message = _message(
        "chercher_acteur",
        territoire=(LYON,),
        territoire_aussi=((RHONE,),),
        type_acteur=("ea",),
        type_aussi=(("esat",),),
    )
    right = _reading("chercher_acteur", places=((RHONE,),), types={"esat"})
    wrong = _reading("chercher_acteur", places=((VILLEURBANNE,),), types={"ea", "esat"})
    assert figures.right_place(message, right)
    assert figures.right_types(message, right)
    assert not figures.right_place(message, wrong)
    assert not figures.right_types(message, wrong)


def test_the_kinds_of_actor_must_be_exactly_those_expected() -> None:
    message = _message("chercher_acteur", type_acteur=("esat", "ea"))
    assert figures.right_types(message, _reading("chercher_acteur", types={"ea", "esat"}))
    assert not figures.right_types(message, _reading("chercher_acteur", types={"ea"}))


def test_confidence_that_is_always_deserved_has_no_error() -> None:
    pairs = [(_message("aide"), _reading("aide" if i < 8 else "nier", 0.8)) for i in range(10)]
    points, error = figures.reliability(pairs)
    assert points == [(pytest.approx(0.8), 0.8, 10)]
    assert error == pytest.approx(0)


def test_a_higher_threshold_refuses_more() -> None:
    pairs = [
        (_message("aide"), _reading("aide", 0.3)),
        (_message("aide"), _reading("aide", 0.9)),
        (_message("hors_sujet", "hors_loin"), _reading("aide", 0.3)),
        (_message("hors_sujet", "hors_proche"), _reading("hors_sujet", 0.9)),
    ]
    low, high = figures.thresholds(pairs, steps=2)
    assert (low.far, low.near, low.refused, low.accuracy) == (0.0, 1.0, 0.0, 1.0)
    assert (high.far, high.near, high.refused, high.accuracy) == (1.0, 1.0, 0.5, 0.5)


def test_the_contract_s_topic_is_the_label() -> None:
    parsed = {
        "intent": {"name": "faq", "confidence": 0.8},
        "response_selector": {"faq": {"response": {"intent_response_key": "faq/geiq"}}},
        "entities": [
            {"entity": "territoire", "value": ["commune-1", "commune-2"]},
            {"entity": "territoire", "value": LYON},
            {"entity": "type_acteur", "value": "esat"},
        ],
        "lecture": {"classement": [{"label": "faq/geiq", "confidence": 0.8}]},
    }
    reading = understood(parsed)
    assert reading.label == reading.first == "faq/geiq"
    assert reading.places == (("commune-1", "commune-2"), (LYON,))
    assert reading.types == {"esat"}


@pytest.mark.parametrize(
    ("figures_today", "dropped"),
    [({"dev.a": 0.9}, 0), ({"dev.a": 0.88}, 0), ({"dev.a": 0.95}, 0), ({"dev.a": 0.879}, 1), ({}, 1)],
)
def test_a_figure_below_its_tolerance_is_a_drop(figures_today: dict[str, float], dropped: int) -> None:
    assert len(evaluate.drops(figures_today, {"dev.a": {"valeur": 0.9, "tolerance": 0.02}})) == dropped


def test_recording_keeps_the_tolerances_already_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate, "REFERENCE", tmp_path / "reference.yml")
    assert evaluate.read_reference() == {}
    evaluate.record({"dev.a": 0.9})
    text = evaluate.REFERENCE.read_text(encoding="utf-8").replace(str(evaluate.TOLERANCE), "0.05")
    evaluate.REFERENCE.write_text(text, encoding="utf-8")
    evaluate.record({"dev.a": 0.8, "dev.b": 0.7})
    assert evaluate.read_reference() == {
        "dev.a": {"valeur": 0.8, "tolerance": 0.05},
        "dev.b": {"valeur": 0.7, "tolerance": evaluate.TOLERANCE},
    }


@pytest.mark.filterwarnings("ignore")
def test_the_report_names_what_was_missed(tmp_path: Path) -> None:
    pairs = [
        (_message("aide"), _reading("aide")),
        (_message("faq/geiq", "sms"), _reading("faq/siae", 0.4)),
        (_message("hors_sujet", "hors_loin"), _reading("hors_sujet")),
        (_message("hors_sujet", "hors_proche"), _reading("aide", 0.2)),
        (
            _message("chercher_acteur", "annuaire", territoire=(LYON,), type_acteur=("esat",)),
            _reading("chercher_acteur", places=((RHONE,),), types={"ea"}),
        ),
    ]
    running = report.Running((1.0, 2.0), (0.5, 1.0), 3.0, 400.0)
    file = report.write({"dev": pairs, "test": pairs}, running, 0.3, [0.8, 0.9], ["dev.x : en baisse"], tmp_path)
    text = file.read_text(encoding="utf-8")
    assert "dev.x : en baisse" in text and "80,0 %, 90,0 %" in text
    assert "| faq/geiq | faq/siae | 1 |" in text
    assert f"| un message | {LYON} | {RHONE} |" in text
    assert {path.name for path in tmp_path.iterdir()} == {
        "rapport.md", "confusion.png", "fiabilite.png", "exactitude.png", "seuil.png",
    }  # fmt: skip


def test_massive_is_left_out_with_one_line_when_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(massive, "FILE", tmp_path / "absent.jsonl")
    assert massive.main([]) == 0
    assert "absent" in capsys.readouterr().out
