"""Importing files: every format, every bad row told, nothing lost, nothing done twice."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bot.directory import Actor, Query, Store, open_store, search
from bot.directory.formats import intended_column
from bot.directory.importer import Options, Report, StrictRefusal, import_files
from bot.directory.mapping import MAPPINGS, BadMapping
from bot.directory.readers import UnreadableFile
from bot.directory.taxonomy import DATA

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
DEMONSTRATION = DATA / "demonstration.csv"
STRUCTURE: dict[str, Any] = {
    "source": "dora",
    "id": "dora--1",
    "nom": "Structure d'essai",
    "date_maj": "2026-10-02",
    "siret": "13000548100010",
    "code_insee": "59350",
    "code_postal": "59800",
    "commune": "Lille",
    "telephone": "+33353010001",
    "reseaux_porteurs": ["aci"],
}


def structure(**changes: Any) -> dict[str, Any]:
    return STRUCTURE | changes


def write_json(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def counts(report: Report) -> tuple[int, int, int, int, int]:
    return report.ajoutees, report.modifiees, report.inchangees, report.supprimees, report.lignes_refusees


def only_problem(report: Report) -> tuple[str, str]:
    (problem,) = report.refusees
    return problem["colonne"], problem["raison"]


def test_importing_the_same_file_again_changes_nothing(store: Store) -> None:
    first = import_files(store, [DEMONSTRATION])
    assert counts(first) == (first.lues, 0, 0, 0, 0) and first.lues > 100
    assert counts(import_files(store, [DEMONSTRATION])) == (0, 0, first.lues, 0, 0)


def test_a_new_import_tells_what_was_added_changed_removed(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    import_files(store, [write_json(path, [structure(), structure(id="dora--2"), structure(id="dora--3")])])
    other = [structure(source="autre", id="autre--1")]
    import_files(store, [write_json(tmp_path / "autre.json", other)])
    changed = [structure(), structure(id="dora--2", nom="Autre nom"), structure(id="dora--4")]
    assert counts(import_files(store, [write_json(path, changed)])) == (1, 1, 1, 1, 0)
    assert store.actor("dora--3") is None and store.actor("autre--1") is not None


def test_the_same_structure_is_read_from_every_data_inclusion_file(sqlite_url: str, tmp_path: Path) -> None:
    records = [structure(), structure(id="dora--2")]
    table = pa.Table.from_pylist(records)
    pq.write_table(table, tmp_path / "s.parquet")
    write_json(tmp_path / "s.json", records)
    (tmp_path / "s.jsonl").write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    with gzip.open(tmp_path / "s.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write("\n".join(json.dumps(record) for record in records))
    lines = [",".join(STRUCTURE), *(",".join(_cell(v) for v in record.values()) for record in records)]
    (tmp_path / "s.csv").write_text("\n".join(lines), encoding="utf-8")
    store = open_store(sqlite_url, write=True)
    import_files(store, [tmp_path / "s.json"], Options(format="data-inclusion"))
    for name in ("s.parquet", "s.jsonl", "s.jsonl.gz", "s.csv"):
        assert counts(import_files(store, [tmp_path / name])) == (0, 0, 2, 0, 0), name
    actor = store.actor("dora--1")
    assert actor is not None and (actor.kind, actor.type_acteur) == ("aci", "siae")
    store.close()


def _cell(value: Any) -> str:
    return '"' + json.dumps(value).replace('"', '""') + '"' if isinstance(value, list) else str(value)


def test_the_zones_of_the_services_become_the_coverage(store: Store, tmp_path: Path) -> None:
    service = {
        "source": "dora",
        "structure_id": "dora--1",
        "id": "dora--s1",
        "nom": "Service",
        "thematiques": [],
    }
    services = [service | {"zone_eligibilite": ["59", "200093201"]}, service | {"zone_eligibilite": ["zzz"]}]
    files = [write_json(tmp_path / "a.json", [structure()]), write_json(tmp_path / "b.json", services)]
    report = import_files(store, files)
    assert only_problem(report)[0] == "zone_eligibilite"
    actor = store.actor("dora--1")
    assert actor is not None and actor.zone_codes == ("departement-59", "epci-200093201")


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"siret": "13000548100011"}, "siret", "clé"),
        ({"siret": "123"}, "siret", "14 chiffres"),
        ({"code_insee": "99999"}, "code_insee", "inconnu"),
        ({"code_insee": None, "commune": None, "code_postal": "59999"}, "code_postal", "inconnu"),
        ({"code_postal": "ABCDE"}, "code_postal", "5 chiffres"),
        ({"code_postal": "69100"}, "code_postal", "département"),
        ({"latitude": 0.0, "longitude": 0.0}, "latitude", "hors de France"),
        ({"latitude": 43.6, "longitude": 3.9}, "latitude", "km de la commune"),
        ({"latitude": 50.6}, "longitude", "ensemble"),
        ({"telephone": "appelez-moi"}, "telephone", "téléphone"),
        ({"courriel": "pas une adresse"}, "courriel", "électronique"),
        ({"site_web": "pas un site"}, "site_web", "adresse de site"),
        ({"reseaux_porteurs": ["inconnu"]}, "reseaux_porteurs", "inconnu"),
        ({"nom": ""}, "nom", "obligatoire"),
        ({"date_maj": "hier"}, "date_maj", "illisible"),
        ({"date_maj": None}, "date_maj", "obligatoire"),
    ],
)
def test_a_bad_cell_is_told_with_its_row_and_reason(
    tmp_path: Path, changes: dict[str, Any], column: str, reason: str
) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'a.sqlite'}", write=True)
    records = [structure(id="dora--0"), structure(**changes)]
    report = import_files(store, [write_json(tmp_path / "s.json", records)])
    assert counts(report) == (1, 0, 0, 0, 1)
    (problem,) = report.refusees
    assert (problem["fichier"], problem["ligne"], problem["colonne"]) == ("s.json", 2, column)
    assert reason in problem["raison"]
    store.close()


@pytest.mark.parametrize(
    "changes",
    [
        {"code_postal": "59043", "commune": "LILLE CEDEX", "code_insee": None},
        {"telephone": "3949"},
        {
            "telephone": "0262 90 00 00",
            "code_insee": "97411",
            "code_postal": "97400",
            "commune": "Saint-Denis",
        },
        {"siret": "356 000 000 00048"},
        {"code_insee": "75111", "code_postal": "75011", "commune": "Paris"},
        {"site_web": "www.essai.example"},
        {"nom": "Association d'essai."},
        {"date_maj": "2026-10-02T10:00:00+02:00"},
    ],
)
def test_unusual_but_right_cells_are_accepted(tmp_path: Path, changes: dict[str, Any]) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'a.sqlite'}", write=True)
    report = import_files(store, [write_json(tmp_path / "s.json", [structure(**changes)])])
    assert report.refusees == []
    actor = store.actor("dora--1")
    assert actor is not None and actor.code_insee
    store.close()


def test_a_cedex_is_found_by_the_name_of_its_commune(store: Store, tmp_path: Path) -> None:
    record = structure(code_insee=None, code_postal="59043", commune="Lille Cedex 9")
    import_files(store, [write_json(tmp_path / "s.json", [record])])
    actor = store.actor("dora--1")
    assert actor is not None and actor.code_insee == "59350"


def test_strict_imports_nothing_when_a_row_is_bad(store: Store, tmp_path: Path) -> None:
    path = write_json(tmp_path / "s.json", [structure(), structure(id="dora--2", siret="1")])
    with pytest.raises(StrictRefusal):
        import_files(store, [path], Options(strict=True))
    assert store.actor("dora--1") is None


def test_a_simulation_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = write_json(tmp_path / "s.json", [structure()])
    assert counts(import_files(store, [path], Options(simuler=True))) == (1, 0, 0, 0, 0)
    assert store.actor("dora--1") is None


def test_a_refused_row_keeps_its_former_record(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    import_files(store, [write_json(path, [structure(), structure(id="dora--2")])])
    report = import_files(store, [write_json(path, [structure(), structure(id="dora--2", siret="1")])])
    assert counts(report) == (0, 0, 1, 0, 1) and store.actor("dora--2") is not None


def test_an_id_given_twice_is_refused_the_second_time(store: Store, tmp_path: Path) -> None:
    report = import_files(store, [write_json(tmp_path / "s.json", [structure(), structure(nom="Autre")])])
    assert counts(report) == (1, 0, 0, 0, 1) and "plus haut" in only_problem(report)[1]


def test_a_spreadsheet_filled_by_hand_is_read(store: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Nom", "Type", "CP", "Ville", "Secteurs", "Zones", "Date maj", "Fictif", "Remarque"])
    sheet.append(
        [
            "Chantier d'essai",
            "Chantier d'insertion",
            1000,
            "Bourg-en-Bresse",
            "ménage",
            "01; 69",
            "02/10/2026",
            "oui",
            1,
        ]
    )
    book.save(tmp_path / "mon annuaire.xlsx")
    report = import_files(store, [tmp_path / "mon annuaire.xlsx"])
    assert report.refusees == [] and report.ajoutees == 1
    (actor,) = search(store, Query("commune-69266")).acteurs
    assert (actor.kind, actor.code_insee, actor.secteurs) == ("aci", "01053", ("hygiene-et-proprete",))
    assert actor.zone_codes == ("departement-01", "departement-69") and actor.date_maj == "2026-10-02"
    assert actor.fictif and actor.source == "mon annuaire" and actor.modalites == ("prestation",)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("A b c,lutin,59350,2026-01-01,,", "kind"),
        ("A b c,etti,,2026-01-01,,", "code_insee"),
        ("A b c,etti,59350,2026-01-01,zones,", "zone_codes"),
        ("A b c,etti,59350,2026-01-01,rayon,", "rayon_km"),
        ("A b c,etti,59350,2026-01-01,partout,", "zone_type"),
        ("A b c,etti,59350,2026-01-01,,Atlantide", "zone_codes"),
    ],
)
def test_a_bad_row_of_a_spreadsheet_is_refused(tmp_path: Path, row: str, column: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"nom,kind,code_insee,date_maj,zone_type,zone_codes\n{row}\n", encoding="utf-8")
    store = open_store(f"sqlite:///{tmp_path / 'a.sqlite'}", write=True)
    report = import_files(store, [path])
    assert only_problem(report)[0] == column
    store.close()


def test_a_windows_spreadsheet_with_semicolons_is_read(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("nom;kind;code_insee;date_maj\nÉtoile d'été;etti;59350;2026-01-01\n".encode("cp1252"))
    assert import_files(store, [path]).refusees == []
    (actor,) = search(store, Query("commune-59350")).acteurs
    assert actor.nom == "Étoile d'été"


def test_service_public_gives_kinds_and_coverage(store: Store, tmp_path: Path) -> None:
    local = {
        "id": "abc",
        "nom": "Mission locale d'essai",
        "date_modification": "02/10/2026 10:00:00",
        "pivot": [{"type_service_local": "mission_locale", "code_insee_commune": ["59512", "59599"]}],
        "adresse": [
            {
                "type_adresse": "Adresse",
                "numero_voie": "1 rue",
                "code_postal": "59100",
                "nom_commune": "Roubaix",
                "longitude": "3.17",
                "latitude": "50.69",
            }
        ],
        "telephone": [{"valeur": "03 53 01 00 01"}],
        "site_internet": [{"valeur": "https://essai.example"}],
        "code_insee_commune": "59512",
    }
    town_hall = local | {"id": "def", "pivot": [{"type_service_local": "mairie"}]}
    api = local | {"id": "ghi", "pivot": json.dumps(local["pivot"]), "adresse": json.dumps(local["adresse"])}
    path = tmp_path / "sp.json"
    path.write_text(json.dumps({"service": [local, town_hall, api]}), encoding="utf-8")
    report = import_files(store, [path])
    assert (report.ajoutees, report.ignorees, report.refusees) == (2, 1, [])
    actor = store.actor("service-public--abc")
    assert actor is not None and actor.kind == "mission_locale"
    assert actor.zone_codes == ("commune-59512", "commune-59599") and actor.telephone == "03 53 01 00 01"


def test_finess_gives_the_esat(store: Store, tmp_path: Path) -> None:
    cells = [
        "structureet",
        "590000001",
        "590000002",
        "ESAT ESSAI",
        "ESAT D'ESSAI",
        "",
        "",
        "1",
        "R",
        "HAUTE",
        "",
        "",
        "350",
        "59",
        "NORD",
        "59800 LILLE",
        "0353010001",
        "",
        "246",
        "ESAT",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "2000-01-01",
        "",
        "2026-01-05",
        "",
    ]
    other = [*cells[:1], "590000009", *cells[2:18], "500", *cells[19:]]
    overseas = [*cells[:1], "970000001", *cells[2:12], "411", "9D", "REUNION", "97400 ST DENIS", *cells[16:]]
    path = tmp_path / "finess.csv"
    lines = ["finess;etalab;95;2026-01-10", *(";".join(row) for row in (cells, other, overseas))]
    path.write_text("\n".join(lines), encoding="latin-1")
    report = import_files(store, [path], Options(format="finess"))
    assert (report.ajoutees, report.ignorees, report.refusees) == (2, 2, [])
    assert counts(import_files(store, [path]))[2] == 2
    actor, island = store.actor("finess--590000001"), store.actor("finess--970000001")
    assert actor is not None and (actor.kind, actor.type_acteur, actor.code_insee) == (
        "esat",
        "ea_esat",
        "59350",
    )
    assert island is not None and island.code_insee == "97411"


def test_the_supplier_list_of_the_marche_is_read(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "marche.json"
    supplier = {
        "id": 7,
        "name": "FOURNISSEUR",
        "brand": "Fournisseur d'essai",
        "siret": "13000548100010",
        "kind": "ETTI",
        "presta_type": ["DISP"],
        "post_code": "59800",
        "city": "Lille",
        "updated_at": "2026-10-02T00:00:00Z",
        "sectors": [{"slug": "traiteur"}, {"slug": "inconnu-1"}],
        "geo_range": "CUSTOM",
        "geo_range_custom_distance": 40,
    }
    path.write_text(json.dumps({"count": 1, "results": [supplier]}), encoding="utf-8")
    assert import_files(store, [path]).refusees == []
    actor = store.actor("le-marche--7")
    assert actor is not None and (actor.kind, actor.zone_type, actor.rayon_km) == ("etti", "rayon", 40)
    assert (actor.secteurs, actor.modalites) == (("traiteur",), ("mise_a_disposition",))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[{]",
        b"\x00\xff\xfe",
        b"[1, 2]",
        b"a,b\n1,2\n",
        b'{"a": 1}',
        b"PK\x03\x04 pas un classeur",
    ],
)
@pytest.mark.parametrize("name", ["f.csv", "f.json", "f.xlsx", "f.parquet"])
def test_a_file_that_is_no_directory_is_told_in_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    store = open_store(f"sqlite:///{tmp_path / 'a.sqlite'}", write=True)
    with pytest.raises(UnreadableFile):
        import_files(store, [path])
    store.close()


@pytest.mark.parametrize(
    "text", ["", "[", "champs: 3", "champs: {nope: x}", "champs: {nom: {conversion: x}}", "champs: {nom: 3}"]
)
def test_a_wrong_mapping_is_told_in_one_sentence(tmp_path: Path, text: str) -> None:
    mapping, data = tmp_path / "m.yml", tmp_path / "f.csv"
    mapping.write_text(text, encoding="utf-8")
    data.write_text("a\n1\n", encoding="utf-8")
    store = open_store(f"sqlite:///{tmp_path / 'a.sqlite'}", write=True)
    with pytest.raises(BadMapping):
        import_files(store, [data], Options(correspondance=mapping))
    store.close()


def test_a_failure_in_the_middle_leaves_the_former_directory_whole(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.json"
    import_files(store, [write_json(path, [structure()])])
    reader = open_store(str(store.engine.url.render_as_string(hide_password=False)))

    def crash(_connection: object) -> None:
        assert reader.actor("dora--1") is not None, "a reader is blocked while the import runs"
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "reindex", crash)
    with pytest.raises(KeyboardInterrupt):
        import_files(store, [write_json(path, [structure(id="dora--2")])])
    assert reader.actor("dora--1") is not None and reader.actor("dora--2") is None
    monkeypatch.undo()
    import_files(store, [path])
    assert reader.actor("dora--1") is None and reader.actor("dora--2") is not None
    assert search(reader, Query("commune-59350")).total == 1
    reader.close()


@pytest.mark.parametrize(
    ("file", "mapping", "least"),
    [
        ("siae_lemarche_fixture_2021.csv", "siae-lemarche-2021", 3800),
        ("prescripteurs_lesemplois_fixture.csv", "prescripteurs-les-emplois", 990),
        ("missions_locales_passemploi.csv", "missions-locales-pass-emploi", 450),
        ("agences_ft_passemploi.csv", "agences-france-travail-pass-emploi", 890),
        ("france_travail_dr_dt_dora.csv", "directions-france-travail-dora", 90),
        ("ddets_transitions_collectives_2022.csv", "ddets-2022", 100),
    ],
)
def test_a_real_file_is_read_through_its_mapping(tmp_path: Path, file: str, mapping: str, least: int) -> None:
    path = SHARED / file
    if not path.exists():
        pytest.skip(f"{file} absent")
    store = open_store(f"sqlite:///{tmp_path / 'a.sqlite'}", write=True)
    report = import_files(store, [path], Options(correspondance=MAPPINGS / f"{mapping}.yml"))
    assert report.ajoutees >= least
    assert report.ajoutees + report.lignes_refusees + report.ignorees == report.lues
    store.close()


def test_the_demonstration_is_fictional_and_covers_its_towns(sqlite_url: str, make_actor: Callable[..., Actor]) -> None:
    store = open_store(sqlite_url, write=True)
    import_files(store, [DEMONSTRATION])
    with store.reading() as connection:
        actors = list(store.all_actors(connection))
    assert all(actor.fictif and str(actor.courriel).endswith(".example") for actor in actors)
    reserved = ("0199 00", "0261 91", "0353 01", "0465 71", "0536 49", "0639 98")
    for actor in actors:
        digits = str(actor.telephone).replace(" ", "")
        assert f"{digits[:4]} {digits[4:6]}" in reserved
    for commune in ("59512", "59350", "69123", "69266", "34172", "97411"):
        first = search(store, Query(f"commune-{commune}", ("facilitateur",))).resultats[0]
        assert "y intervient" in first.motif
    (only,) = search(store, Query("commune-59139", ("facilitateur",))).resultats
    assert only.motif == "couvre le département"
    store.close()


def test_columns_that_fill_no_field_are_named(store: Store, tmp_path: Path) -> None:
    """A misspelt header must not lose its whole column in silence."""
    text = DEMONSTRATION.read_text(encoding="utf-8")
    file = tmp_path / "annuaire.csv"
    file.write_text(text.replace("telephone,courriel", "tel fixe,remarques", 1), encoding="utf-8")
    report = import_files(store, [file])
    assert report.as_dict()["colonnes_non_lues"] == {"annuaire.csv": ["tel fixe", "remarques"]}
    assert intended_column("tel fixe") == "telephone"
    assert intended_column("remarques") is None
    assert not import_files(store, [DEMONSTRATION]).colonnes_non_lues
