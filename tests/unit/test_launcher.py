"""What `make run` says when something is wrong, and when it trains again."""

import socket
from pathlib import Path

import pytest

from bot import launcher
from bot.launcher import LaunchError


def test_the_fingerprint_changes_with_the_content_of_an_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher, "PROJECT", tmp_path)
    (tmp_path / "config.yml").write_text("a: 1")
    before = launcher.fingerprint(["config.yml"])
    assert launcher.fingerprint(["config.yml"]) == before
    (tmp_path / "config.yml").write_text("a: 2")
    assert launcher.fingerprint(["config.yml"]) != before


def test_a_taken_port_is_named_with_the_variable_that_changes_it() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(LaunchError, match=rf"Le port {port} \(page\)") as caught:
            launcher.free_port(port, "127.0.0.1", "page", "ASSISTANT_PORT")
    assert f"ASSISTANT_PORT={port + 100} make run" in str(caught.value)


def test_a_training_failure_names_the_yaml_file_and_line(tmp_path: Path) -> None:
    log = tmp_path / "entrainement.log"
    log.write_text('Traceback\n  in "data/nlu/profil.yml", line 6, column 3:\nRasaException: oups\n')
    assert launcher._last_error(log) == "Le fichier data/nlu/profil.yml, ligne 6, n'est pas un YAML lisible."


def test_a_failure_without_yaml_gives_its_last_error_line(tmp_path: Path) -> None:
    log = tmp_path / "rasa.log"
    log.write_text("INFO prêt\nModuleNotFoundError: No module named 'absent'\nfin\n")
    assert launcher._last_error(log) == "ModuleNotFoundError: No module named 'absent'"


def test_a_demonstration_directory_with_a_wrong_column_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.directory import setup

    damaged = tmp_path / "demonstration.csv"
    damaged.write_text("id;nom;colonne_bizarre\n1;A;x\n", encoding="utf-8")
    monkeypatch.delenv("ANNUAIRE_URL", raising=False)
    monkeypatch.setattr(setup, "DEMONSTRATION", damaged)
    monkeypatch.setattr(setup, "DEFAULT_FILE", tmp_path / "annuaire.sqlite")
    monkeypatch.setattr("bot.directory.store.DEFAULT_FILE", tmp_path / "annuaire.sqlite")
    with pytest.raises(LaunchError, match=r"demonstration\.csv"):
        launcher.prepare_directory()
    assert not (tmp_path / "annuaire.sqlite").exists()


def test_a_wrong_setting_stops_the_start_with_the_file_and_the_key(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = tmp_path / "organisation.yml"
    settings.write_text("departement_par_defaut: 999\n", encoding="utf-8")
    monkeypatch.setenv("ORGANISATION_YML", str(settings))
    with pytest.raises(LaunchError, match=r"organisation\.yml, departement_par_defaut"):
        launcher.prepare()


def test_an_unknown_command_is_refused() -> None:
    with pytest.raises(SystemExit):
        launcher.main(["danser"])


def test_a_model_that_does_not_load_is_named_with_the_way_to_make_it_again(tmp_path: Path) -> None:
    log = tmp_path / "rasa.log"
    log.write_text("ERROR rasa.core.agent - Could not load model due to Compressed file ended too early.\nup\n")
    with pytest.raises(LaunchError, match=r"models/assistant\.tar\.gz .*ended too early\)[\s\S]*make train"):
        launcher.check_model_loaded(log)


def test_a_model_that_loads_is_not_complained_about(tmp_path: Path) -> None:
    log = tmp_path / "rasa.log"
    log.write_text("INFO rasa.core.processor - Loading model assistant.tar.gz...\nRasa server is up and running.\n")
    launcher.check_model_loaded(log)
