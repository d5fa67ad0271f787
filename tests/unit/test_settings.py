"""The organisation's settings: sensible without any file, checked with one."""

from pathlib import Path

import pytest

from bot.settings import DEFAULT_FILE, HumanContact, Settings, SettingsError, load_settings


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "organisation.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "absent.yml") == Settings()


def test_the_file_of_the_project_is_valid() -> None:
    assert load_settings(DEFAULT_FILE).conservation_jours == 90


def test_every_key_is_read(tmp_path: Path) -> None:
    chosen = load_settings(
        write(
            tmp_path,
            """
nom: Métropole d'essai
departement_par_defaut: 1
contact_humain: {nom: Service clauses, telephone: "01 99 00 00 01"}
conservation_jours: 30
adresse_publique: https://assistant.example
""",
        )
    )
    assert chosen.near == "departement-01"
    assert chosen.contact_humain == HumanContact("Service clauses", "01 99 00 00 01")
    assert chosen.contact_humain.known
    assert chosen.conservation_jours == 30


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("nom: [", "organisation.yml"),
        ("- a", "clé"),
        ("couleur: rouge", "couleur"),
        ("departement_par_defaut: Nord", "departement_par_defaut"),
        ("conservation_jours: 0", "conservation_jours"),
        ("conservation_jours: true", "conservation_jours"),
        ("contact_donnees: pas un courriel", "contact_donnees"),
        ("contact_humain: {courriel: x}", "contact_humain"),
        ("contact_humain: {fax: x}", "contact_humain"),
        ("garder_messages_non_compris: peut-être", "garder_messages_non_compris"),
        ("adresse_publique: ftp://x", "adresse_publique"),
        ("nom: 3", "nom"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load_settings(write(tmp_path, text))


def test_a_file_that_is_not_text_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "organisation.yml"
    file.write_bytes(b"\xff\xfe\x00nom")
    with pytest.raises(SettingsError, match=r"organisation\.yml"):
        load_settings(file)
