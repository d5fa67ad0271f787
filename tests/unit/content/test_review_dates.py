"""Which answers must be read again, and how an editor is told."""

from datetime import date
from pathlib import Path

import pytest

from bot import content
from bot.content import Answer, ContentError, answers, due, table

TODAY = date(2026, 11, 22)


def answer(relire_le: date | None, name: str = "utter_faq/penalites", audience: str | None = None) -> Answer:
    return Answer(name, audience, "Texte.", (), "referent", ("penalites",), relire_le, "facteur_3_referent.yml")


def write(folder: Path, text: str) -> Path:
    (folder / "facteur.yml").write_text('version: "3.1"\nresponses:\n' + text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("relire_le", "is_due"),
    [
        (date(2026, 11, 21), True),
        (TODAY, True),
        (date(2026, 12, 22), True),
        (date(2026, 12, 23), False),
        (None, True),
    ],
)
def test_an_answer_is_due_when_its_date_is_past_missing_or_within_thirty_days(
    relire_le: date | None, is_due: bool
) -> None:
    assert bool(due(TODAY, [answer(relire_le)])) is is_due


def test_the_most_urgent_answers_come_first() -> None:
    soon, late, undated = answer(date(2026, 12, 1)), answer(date(2026, 1, 1)), answer(None)
    assert due(TODAY, [soon, late, undated]) == [undated, late, soon]


def test_the_table_says_in_french_what_is_due_for_whom_and_where() -> None:
    shown = table(
        [
            answer(None),
            answer(date(2026, 11, 21), audience="acheteur"),
            answer(TODAY),
            answer(date(2026, 12, 2), audience="entreprise"),
        ],
        TODAY,
    )
    for words in (
        "sans date",
        "21/11/2026",
        "en retard de 1 jour ",
        "aujourd'hui",
        "dans 10 jours",
        "penalites",
        "tous publics",
        "acheteur",
        "entreprise",
        "data/responses/facteur_3_referent.yml",
        "4 réponses à relire.",
    ):
        assert words in shown
    assert "utter_" not in shown


def test_the_table_says_so_when_nothing_is_due() -> None:
    assert table([], TODAY) == "Aucune réponse à relire d'ici 30 jours."


def test_a_variant_is_read_with_its_audience_buttons_and_date(tmp_path: Path) -> None:
    write(
        tmp_path,
        "  utter_faq/aleas:\n"
        "  - text: Pour tous.\n"
        "    metadata: {facteur: referent, faits: [penalites], relire_le: 2027-05-22}\n"
        "  - condition:\n"
        "    - {type: slot, name: audience, value: acheteur}\n"
        "    text: Pour un acheteur.\n"
        '    buttons: [{title: Chercher, payload: \'/chercher_acteur{{"type_acteur": "ea"}}\'}]\n'
        '    metadata: {relire_le: "2027-06-01"}\n'
        "  utter_salutation:\n"
        "  - text: Bonjour.\n",
    )
    everybody, buyer = answers(tmp_path)
    assert (everybody.audience, everybody.relire_le, everybody.faits) == (
        None,
        date(2027, 5, 22),
        ("penalites",),
    )
    assert (buyer.audience, buyer.relire_le, buyer.topic) == ("acheteur", date(2027, 6, 1), "aleas")
    assert buyer.buttons[0].payload == '/chercher_acteur{"type_acteur": "ea"}'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("  utter_faq/aleas: [", "YAML incorrect"),
        ("  - texte", "responses"),
        ("  utter_faq/aleas: Texte.", "tiret"),
        ("  utter_faq/aleas: [Texte.]", "bloc"),
        ("  utter_faq/aleas: [{text: a, buttons: [Oui]}]", "bouton"),
        ("  utter_faq/aleas: [{text: a, metadata: [a]}]", "metadata"),
        ("  utter_faq/aleas: [{text: a, metadata: {relire_le: 22/05/2027}}]", "AAAA-MM-JJ"),
        ("  utter_faq/aleas: [{text: a, metadata: {relire_le: 2027-02-30}}]", "facteur.yml"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_reason(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ContentError, match=reason) as refused:
        answers(write(tmp_path, text))
    assert "facteur.yml" in str(refused.value)


def test_every_faq_answer_of_the_project_has_a_review_date() -> None:
    undated = [(found.topic, found.audience) for found in answers() if found.relire_le is None]
    assert undated == []


def test_the_command_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert content.main(date(2035, 1, 1)) == 0
    assert "réponses à relire." in capsys.readouterr().out


def test_the_command_says_which_file_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path, "  utter_faq/aleas: Texte.")
    monkeypatch.setattr(content, "answers", lambda: answers(folder))
    assert content.main(TODAY) == 2
    assert "facteur.yml, utter_faq/aleas" in capsys.readouterr().err
