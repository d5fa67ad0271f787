"""The training phrases and the evaluation sets: enough of them, none in two places."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from benchmarks import sets
from benchmarks.pipeline import training_phrases
from bot.nlu.marking import KEPT, MARKERS

CONTRACT = Path(__file__).resolve().parents[1] / "contract" / "intents.yml"
LEAST = {"conversation": 15, "profile": 15, "tasks": 40, "faq": 25}


def _labels() -> dict[str, list[str]]:
    """The labels of the contract, by the group that says how many phrases each needs."""
    raw = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return {group: [f"faq/{n}" if group == "faq" else n for n in raw[group]] for group in LEAST}


@pytest.fixture(scope="module")
def phrases() -> list[tuple[str, str]]:
    return training_phrases()


def test_every_label_of_the_contract_has_enough_different_phrases(phrases: list[tuple[str, str]]) -> None:
    counts = Counter(label for _, label in {(sets.key_of(text), label) for text, label in phrases})
    short = {
        label: counts[label] for group, labels in _labels().items() for label in labels if counts[label] < LEAST[group]
    }
    assert short == {}


def test_no_phrase_is_taught_under_a_label_that_the_contract_ignores(phrases: list[tuple[str, str]]) -> None:
    known = {label for labels in _labels().values() for label in labels}
    assert {label for _, label in phrases} == known


def test_no_phrase_is_taught_under_two_labels(phrases: list[tuple[str, str]]) -> None:
    by_key: dict[str, set[str]] = {}
    for text, label in phrases:
        by_key.setdefault(sets.key_of(text), set()).add(label)
    assert {key: labels for key, labels in by_key.items() if len(labels) > 1} == {}


def test_no_phrase_holds_a_marker_by_hand(phrases: list[tuple[str, str]]) -> None:
    markers = {*MARKERS.values(), *KEPT.values()}
    assert [text for text, _ in phrases if markers & set(text.lower().split())] == []


def test_no_message_stands_in_two_sets_or_in_training() -> None:
    assert sets.overlaps() == [], "python -m benchmarks.sets --retirer"


def test_messages_that_differ_by_accents_case_or_punctuation_are_the_same() -> None:
    assert sets.key_of("Où  est-ce ?") == sets.key_of("ou EST CE")
    assert sets.key_of("???") != sets.key_of("😀")


DIRECTORY_REQUESTS = ("lieux", "demandes", "demandes_inconnues", "requetes", "requetes_inconnues", "requetes_nouvelles")


@pytest.mark.parametrize("name", sets.NAMES)
def test_every_set_covers_every_label_with_known_kinds(name: str) -> None:
    known = {label for labels in _labels().values() for label in labels}
    messages = sets.load(name)
    labels = {message.label for message in messages}
    assert labels <= known if name in DIRECTORY_REQUESTS else labels == known
    assert {label for message in messages for label in message.aussi} <= known
    assert {message.kind for message in messages} <= {
        "formel", "sms", "fautes", "dictee", "long", "deux_mots", "hors_loin", "hors_proche", "annuaire",
    }  # fmt: skip


def test_a_message_found_in_training_is_taken_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = '{{"text": "{}", "label": "aide", "kind": "sms", "aussi": []}}\n'
    for name in sets.NAMES:
        lines = [row.format(text) for text in ("Déjà appris !", f"propre à {name}", "partout")]
        (tmp_path / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    monkeypatch.setattr(sets, "FOLDER", tmp_path)
    monkeypatch.setattr(sets, "training_phrases", lambda: [("deja appris", "aide")])
    assert sets.main(["--retirer"]) == 0
    assert sets.overlaps() == []
    assert [[message.text for message in sets.load(name)] for name in sets.NAMES] == [
        [f"propre à {name}", "partout"] if name == sets.NAMES[0] else [f"propre à {name}"] for name in sets.NAMES
    ]
