"""The texts that people edit: contrast, unknown fields, and how values are written."""

import re
from datetime import date

import pytest

from bot.documents.content import FOLDER, load, plain
from bot.documents.known import score_reading, understand
from bot.documents.values import (
    add_months,
    clean_text,
    day,
    delay_days,
    french_date,
    french_number,
    next_working_day,
    number,
)

PAIRS = [
    ("texte", "fond_clair"),
    ("texte", "fond_encadre"),
    ("texte_sur_titre", "titre"),
    ("accent", "fond_encadre"),
    ("a_completer_texte", "a_completer_fond"),
    ("a_verifier_texte", "a_verifier_fond"),
    ("au_choix_texte", "au_choix_fond"),
    ("titre", "fond_clair"),
]


def luminance(code: str) -> float:
    """Relative luminance of a colour (WCAG 2.1)."""
    parts = [int(code[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_texts_have_enough_contrast(ink: str, paper: str) -> None:
    colours = load("charte")["couleurs"]
    low, high = sorted((luminance(colours[ink]), luminance(colours[paper])))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_every_field_used_in_a_text_has_its_gap_wording() -> None:
    known = set(load("champs")["a_completer"]) | {"periode_plan", "nombre", "jours", "champ", "nom_du_champ"}
    for path in FOLDER.glob("*.yml"):
        assert set(re.findall(r"\{\{\s*([\w.]+)\s*\}\}", path.read_text(encoding="utf-8"))) <= known, path.name


def test_no_text_has_a_top_key_that_rasa_would_take_for_its_own() -> None:
    rasa = {"nlu", "rules", "stories", "responses", "intents", "slots", "forms", "actions", "entities"}
    rasa |= {"session_config", "version"}
    for path in FOLDER.glob("*.yml"):
        assert not rasa & set(load(path.stem)), path.name
        assert path.read_text(encoding="utf-8").startswith("#"), path.name


def test_french_typography_keeps_marks_with_their_word() -> None:
    assert plain("« oui » : {{ a }} ?", {"a": "b"}.get) == "«\u00a0oui\u00a0»\u00a0: b\u00a0?"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("1 000 000 €", 1e6),
        ("12,5", 12.5),
        (3, 3),
        ("-5", None),
        (True, None),
        ("1e5", None),
        (float("nan"), None),
        (10**400, None),
        ("beaucoup", None),
        (None, None),
        ([1], None),
    ],
)
def test_numbers_are_read_or_left_out(given: object, read: float | None) -> None:
    assert number(given) == read


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026-12-01T10:00:00Z", date(2026, 12, 1)),
        ("31/12/2026", date(2026, 12, 31)),
        ("31/02/2026", None),
        ("demain", None),
        (5, None),
        (date(1, 1, 1), None),
    ],
)
def test_days_are_read_or_left_out(given: object, read: date | None) -> None:
    assert day(given) == read


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ("30 jours", 30),
        ("2 semaines", 14),
        ("3 mois", 90),
        ("J+15 j", 15),
        (45, 45),
        ("un jour", None),
        ("9999 jours", None),
    ],
)
def test_delays_are_read_in_days(given: object, days: int | None) -> None:
    assert delay_days(given) == days


def test_days_off_are_avoided() -> None:
    assert next_working_day(date(2026, 12, 25)) == date(2026, 12, 28)
    assert next_working_day(date(2027, 3, 29)) == date(2027, 3, 30)  # Easter Monday 2027
    assert next_working_day(date(2027, 5, 6)) == date(2027, 5, 7)  # Ascension Thursday 2027
    assert next_working_day(date(2026, 11, 23)) == date(2026, 11, 23)


def test_months_are_added_to_the_end_of_short_ones() -> None:
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert add_months(date(2026, 12, 1), 10) == date(2027, 10, 1)


def test_values_are_written_the_french_way() -> None:
    assert french_number(1234567.5, 2) == "1\u00a0234\u00a0567,5"
    assert french_number(1000) == "1\u00a0000"
    assert french_date(date(2027, 2, 1)) == "1er\u00a0février 2027"
    assert clean_text("a\x00\u202e\n b") == "a b"


@pytest.mark.parametrize(("rate", "shown"), [(0.05, "5 %"), (5, "5 %"), ("7,5 %", "7,5 %"), (300, None), (-1, None)])
def test_rates_are_fractions_or_percentages(rate: object, shown: str | None) -> None:
    found = understand({"contrat": {"taux": rate}}).value("contrat.taux")
    assert (found and found.replace("\u00a0", " ")) == shown


@pytest.mark.parametrize(
    ("score", "start"), [(100, "Point fort"), (75, "Point fort"), (50, "En bonne"), (0, "Priorité")]
)
def test_scores_are_read_with_words(score: float, start: str) -> None:
    assert score_reading(score).startswith(start)
