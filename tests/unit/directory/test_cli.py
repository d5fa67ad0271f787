"""The `annuaire` command, as the person who keeps a directory uses it."""

import csv
import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import bot.directory
from bot.directory.cli import main
from bot.directory.taxonomy import DATA

DEMONSTRATION = str(DATA / "demonstration.csv")
SCHEMA = Path(bot.directory.__file__).with_name("schemas") / "structure.schema.json"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command on a directory of its own; gives the status and what was printed."""
    monkeypatch.setenv("ANNUAIRE_URL", f"sqlite:///{tmp_path / 'annuaire.sqlite'}")

    def command(*arguments: str) -> tuple[int, str]:
        try:
            status = main(arguments)
        except SystemExit as error:
            status = int(str(error.code))
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return status, captured.out + captured.err if not captured.out else captured.out

    return command


@pytest.fixture
def filled(run: Run) -> Run:
    """The command, on the demonstration directory."""
    assert run("importer", DEMONSTRATION)[0] == 0
    return run


def parsed(answer: tuple[int, str]) -> Any:
    assert answer[0] == 0
    return json.loads(answer[1])


def test_a_search_prints_the_message_of_the_contract(filled: Run) -> None:
    message = parsed(filled("chercher", "--lieu", "commune-59512", "--type", "etti", "--par-page", "2", "--json"))
    assert message["type"] == "acteurs" and message["territoire"]["nom"] == "Roubaix"
    assert len(message["acteurs"]) == 2 and message["total"] >= 2
    assert {card["kind"] for card in message["acteurs"]} == {"etti"}


def test_a_place_may_be_a_name_and_criteria_words(filled: Run) -> None:
    by_words = parsed(
        filled(
            "chercher",
            "--lieu",
            "Villeurbanne",
            "--type",
            "structure d'insertion",
            "--secteur",
            "ménage",
            "--modalite",
            "sous-traitance",
            "--json",
        )
    )
    assert by_words["criteres"] | {"texte": None} == {
        "type_acteur": ["siae"],
        "secteur": "hygiene-et-proprete",
        "modalite": "prestation",
        "texte": None,
        "distance_km": 25.0,
    }


def test_a_name_that_several_places_bear_is_not_guessed(filled: Run) -> None:
    places = parsed(filled("chercher", "--lieu", "Saint-Denis", "--json"))["ambigu"]
    assert {"commune-97411", "commune-93066"} <= {place["id"] for place in places}


def test_a_card_is_shown_by_its_id(filled: Run) -> None:
    card = parsed(filled("fiche", "demonstration--59-001", "--json"))
    assert card["kind"] == "facilitateur" and card["fictif"] is True
    assert "Lille" in filled("fiche", "demonstration--59-001")[1]


@pytest.mark.filterwarnings("ignore:.*deprecated.*:DeprecationWarning")  # matplotlib 3.5 with a recent pyparsing
def test_counts_and_checks_are_told(filled: Run, tmp_path: Path) -> None:
    assert parsed(filled("stats", "--json"))["fictives"] > 100
    found = parsed(filled("verifier", "--json", "--carte", str(tmp_path / "carte.png")))
    assert found["perimees"]
    by_departement = {entry["departement"]: entry for entry in found["couverture"]}
    assert by_departement["59"]["communes_non_couvertes"] == []
    assert by_departement["59"]["couvertes_plus_largement"] > 0
    assert found["zones_qui_se_recouvrent"]
    header = (tmp_path / "carte.png").read_bytes()[:24]
    assert header.startswith(b"\x89PNG") and min(struct.unpack(">II", header[16:])) > 300
    assert filled("stats")[0] == filled("verifier")[0] == 0


def test_the_data_inclusion_export_is_valid_and_pure(filled: Run, tmp_path: Path) -> None:
    path = tmp_path / "structures.json"
    assert filled("exporter", str(path), "--format", "data-inclusion")[0] == 0
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    records = json.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for record in records:
        validator.validate(record)
        assert set(record) == set(schema["properties"])


def test_the_csv_export_imports_back_unchanged(filled: Run, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    assert filled("exporter", str(path), "--format", "csv")[0] == 0
    report = tmp_path / "rapport.json"
    assert filled("importer", str(path), "--rapport", str(report))[0] == 0
    counts = json.loads(report.read_text(encoding="utf-8"))
    assert counts["inchangees"] == counts["lues"] and counts["refusees"] == []


def test_the_geojson_export_is_made_of_points(filled: Run, tmp_path: Path) -> None:
    path = tmp_path / "export.geojson"
    assert filled("exporter", str(path), "--format", "geojson")[0] == 0
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert all(feature["geometry"]["type"] == "Point" for feature in collection["features"])


def test_a_bad_row_gives_status_one_and_strict_status_two(run: Run, tmp_path: Path) -> None:
    path, report = tmp_path / "a.csv", tmp_path / "r" / "rapport.json"
    with path.open("w", encoding="utf-8") as stream:
        csv.writer(stream).writerows(
            [
                ["nom", "kind", "code_insee", "date_maj"],
                ["Bonne ligne", "etti", "59350", "2026-01-01"],
                ["Mauvaise ligne", "etti", "00000", "2026-01-01"],
            ]
        )
    status, shown = run("importer", str(path), "--strict")
    assert status == 2 and "Rien n'a été importé" in shown
    status, shown = run("importer", str(path), "--rapport", str(report))
    assert status == 1 and "ligne 3, code_insee" in shown
    (problem,) = json.loads(report.read_text(encoding="utf-8"))["refusees"]
    assert problem["fichier"] == "a.csv" and (problem["ligne"], problem["valeur"]) == (3, "00000")
    assert json.loads(run("stats", "--json")[1])["total"] == 1


def test_a_simulation_creates_no_directory(run: Run, tmp_path: Path) -> None:
    assert run("importer", DEMONSTRATION, "--simuler")[0] == 0
    assert not (tmp_path / "annuaire.sqlite").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("importer",),
        ("importer", "absent.csv"),
        ("importer", "absent.csv", "--format", "inconnu"),
        ("chercher",),
        ("chercher", "--lieu", "Roubaix"),
        ("chercher", "--lieu", "zzzzqqq"),
        ("chercher", "--lieu", "Roubaix", "--type", "lutin"),
        ("chercher", "--lieu", "Roubaix", "--distance", "loin"),
        ("chercher", "--lieu", "Roubaix", "--page", "0"),
        ("fiche", "rien"),
        ("stats",),
        ("verifier",),
        ("exporter", "x.csv"),
        ("inconnue",),
    ],
)
def test_a_command_that_cannot_be_done_gives_status_two_and_a_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    status, shown = run(*arguments)
    assert status == 2 and shown.strip()


@pytest.mark.parametrize("command", ["importer", "chercher", "fiche", "stats", "verifier", "exporter"])
def test_every_command_explains_itself_with_examples(run: Run, command: str) -> None:
    status, shown = run(command, "--help")
    assert status == 0 and "Exemples" in shown and "usage :" in shown
