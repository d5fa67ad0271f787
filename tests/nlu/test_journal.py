"""What is kept of a message that was not understood, and what never is."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.nlu import journal, review
from bot.settings import Settings

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("Écrivez à jean.exemple@mairie.example svp", ["jean", "mairie.example", "@"]),
        ("mon mail prenom.nom (at) boite.example", ["prenom", "boite"]),
        ("Rappelez-moi au 06 39 98 12 34 demain", ["39 98", "12 34"]),
        ("tel 0639981234", ["0639981234"]),
        ("+33 6 39 98 12 34 merci", ["39 98"]),
        ("0033639981234", ["39981234"]),
        ("SIRET 123 456 789 00012 de la boîte", ["123 456", "00012"]),
        ("notre siren c'est 123456789", ["123456789"]),
        ("n° sécu 2 85 05 78 006 084 36", ["006 084"]),
        ("IBAN FR76 3000 6000 0112 3456 7890 189", ["3000", "7890"]),
        ("Je m'appelle Camille Exemple et je cherche", ["Camille", "Exemple"]),
        ("je m'appelle camille, j'ai une question", ["camille"]),
        ("bonjour jm'appelle Camille", ["Camille"]),
        ("J'ai vu M. Exemple hier", ["Exemple"]),
        ("Mme Le Exemple-Fictif me dit que non", ["Exemple", "Fictif"]),
        ("monsieur d'Exemple est absent", ["Exemple"]),
        ("Maître Exemple nous conseille", ["Exemple"]),
        ("voir https://exemple.example/dossier?id=123", ["https", "dossier"]),
        ("www.exemple.example ne marche pas", ["exemple"]),
        ("mon nom est Exemple", ["Exemple"]),
    ],
)
def test_personal_data_is_masked(text: str, secrets: list[str]) -> None:
    masked = journal.without_personal_data(text)
    assert not [secret for secret in secrets if secret in masked], masked


@pytest.mark.parametrize(
    "text",
    [
        "combien d'heures pour un marché de 1 200 000 € ?",
        "un esat près de 69100",
        "l'article L2112-2 nous oblige-t-il ?",
        "madame, monsieur, une question sur la clause",
        "depuis le 22 août 2026, que faut-il faire ?",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert journal.without_personal_data(text) == text


def test_a_message_is_kept_by_day_with_its_readings_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "var" / "a_relire.jsonl"
    assert journal.keep("le truc\nbidule", [("faq/siae", 0.21234), ("aide", 0.1), ("nier", 0.1), ("x", 0)], file, DAY)
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "jour": "2026-11-22",
        "texte": "le truc bidule",
        "lectures": [["faq/siae", 0.212], ["aide", 0.1], ["nier", 0.1]],
    }
    assert file.stat().st_mode & 0o077 == 0


def test_nothing_is_kept_when_the_organisation_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing = replace(Settings(), garder_messages_non_compris=False)
    monkeypatch.setattr(journal, "settings", lambda: refusing)
    assert not journal.keep("un message", [], tmp_path / "a_relire.jsonl", DAY)
    assert not list(tmp_path.iterdir())


def test_a_message_without_a_word_is_not_kept(tmp_path: Path) -> None:
    assert not journal.keep("?!? 12 😀", [], tmp_path / "a_relire.jsonl", DAY)


def test_the_file_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "LARGEST", 2_000)
    file = tmp_path / "a_relire.jsonl"
    for number in range(100):
        assert journal.keep(f"message numéro {number} du matin", [("aide", 0.2)], file, DAY)
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 2 and max(sizes) <= 2_000
    assert "99" in file.read_text(encoding="utf-8").splitlines()[-1]


def test_a_disk_that_refuses_costs_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "occupe"
    blocked.write_text("un fichier, pas un dossier")
    assert not journal.keep("un message", [], blocked / "a_relire.jsonl", DAY)


def test_settings_that_cannot_be_read_cost_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Settings:
        raise ValueError

    monkeypatch.setattr(journal, "settings", broken)
    assert not journal.keep("un message", [], tmp_path / "a_relire.jsonl", DAY)


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.text(max_size=2_000))
def test_any_text_is_masked_into_one_short_line(text: str) -> None:
    masked = journal.without_personal_data(text)
    assert len(masked) <= journal.LONGEST_KEPT
    assert "\n" not in masked


@pytest.mark.parametrize(
    "text", ["1" * 50_000, "a@" * 20_000, "M. " + "A" * 40_000, "je m'appelle " * 5_000], ids=range(4)
)
def test_a_hostile_text_is_masked_in_bounded_time(text: str) -> None:
    assert len(journal.without_personal_data(text)) <= journal.LONGEST_KEPT


def _missed(text: str, label: str = "faq/siae", value: float = 0.2) -> review.Missed:
    return review.Missed("2026-11-22", text, ((label, value),))


def test_messages_alike_are_grouped_and_the_most_frequent_group_comes_first() -> None:
    groups = review.group(
        [
            _missed("combien coute un facilitateur", "faq/facilitateur_role"),
            _missed("le barème kilométrique des tuteurs", "hors_sujet"),
            _missed("Combien coûte un facilitateur ?", "faq/facilitateur_role"),
            _missed("combien ça coûte un facilitateur", "faq/facilitateur_role"),
        ]
    )
    assert [(group.times, group.label) for group in groups] == [(3, "faq/facilitateur_role"), (1, "hors_sujet")]
    assert len(groups[0].messages) == 2  # the two spellings of the same words count once


def test_the_proposed_label_is_the_one_most_messages_lean_to() -> None:
    groups = review.group(
        [
            _missed("prolonger le contrat du salarié", "faq/aleas", 0.2),
            _missed("prolonger le contrat du salarié clausé", "faq/suite_parcours", 0.15),
            _missed("prolonger le contrat du salarié en fin de marché", "faq/suite_parcours", 0.15),
        ]
    )
    assert [group.label for group in groups] == ["faq/suite_parcours"]


def test_the_list_is_yaml_that_rasa_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import yaml

    file = tmp_path / "a_relire.jsonl"
    journal.keep("un [truc](bidule) {etrange} : « oui »", [("faq/siae", 0.2)], file, DAY)
    journal.keep("# autre chose", [], file, DAY)
    with file.open("a", encoding="utf-8") as lines:
        lines.write("pas du json\n{}\n")
    assert review.main([], file) == 0
    printed = capsys.readouterr()
    blocks = {block["intent"]: block["examples"] for block in yaml.safe_load(printed.out)}
    assert blocks["faq/siae"] == "- un truc bidule etrange : « oui »\n"
    assert blocks["A_CHOISIR"].startswith("- # autre chose")
    assert "2 messages" in printed.err


def test_an_empty_journal_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert review.main([], tmp_path / "a_relire.jsonl") == 0
    printed = capsys.readouterr()
    assert printed.out == "" and "Aucun message" in printed.err


def test_messages_dealt_with_are_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "a_relire.jsonl"
    journal.keep("un message", [], file, DAY)
    assert review.main(["--vider"], file) == 0
    assert review.read(file) == []
