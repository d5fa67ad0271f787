"""The dashboard of hours: its structure, and its figures once LibreOffice has computed them."""

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from bot.documents import build

DIRECT, LENT, SUBCONTRACTED = "Embauche directe", "Mise à disposition", "Sous-traitance ou co-traitance"


def workbook(data: dict[str, Any]) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(build("tableau_suivi", data).contenu))


def test_the_sheets_follow_the_order_of_the_work(data: dict[str, Any]) -> None:
    book = workbook(data)
    assert book.sheetnames == [
        "Mode d'emploi",
        "Synthèse",
        "Marché",
        "Personnes",
        "Heures",
        "Par mois",
        "Listes",
    ]
    assert book.properties.title == "Tableau de suivi des heures d'insertion"
    assert book.properties.language == "fr-FR"
    for name in ("Personnes", "Heures", "Par mois"):
        assert book[name].freeze_panes == "A5"
        assert book[name].print_title_rows == "$4:$4"


def test_the_contract_is_filled_with_what_is_known_and_the_rest_shows_a_gap(data: dict[str, Any]) -> None:
    sheet = workbook(data)["Marché"]
    filled = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=4, max_row=16)}
    assert filled["Heures d'insertion prévues"] == 833
    assert filled["Date de début"] == datetime(2026, 12, 1)
    assert filled["Facilitateur"] == "Maison de l'emploi exemple (fictif)"
    assert sheet["C10"].value == '=IF(B10="","[à compléter : nombre d\'heures]","")'


def test_people_are_codes_and_no_column_asks_for_a_name(data: dict[str, Any]) -> None:
    headers = [cell.value for cell in workbook(data)["Personnes"][4]]
    assert headers[0] == "Code"
    assert not {"Nom", "Prénom", "Date de naissance", "Motif"} & set(headers)


def test_every_input_column_has_a_list_or_bounds_with_a_french_message(data: dict[str, Any]) -> None:
    book = workbook(data)
    rules = {name: book[name].data_validations.dataValidation for name in ("Marché", "Personnes", "Heures")}
    assert {str(rule.sqref) for rule in rules["Heures"]} == {f"{column}5:{column}604" for column in "ABDEF"}
    assert {str(rule.sqref) for rule in rules["Personnes"]} == {"B5:B104", "D5:D104", "H5:H104", "E5:G104"}
    assert all(rule.error and rule.showErrorMessage for group in rules.values() for rule in group)
    codes = next(rule for rule in rules["Heures"] if str(rule.sqref) == "B5:B604")
    assert codes.type == "list"
    assert "'Personnes'!$A$5:$A$104" in codes.formula1


def test_the_three_charts_have_a_text_alternative(data: dict[str, Any]) -> None:
    with zipfile.ZipFile(io.BytesIO(build("tableau_suivi", data).contenu)) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3
    descriptions = re.findall(r'descr="([^"]+)"', drawing)
    assert len(descriptions) == 3
    assert descriptions[0].startswith("Heures cumulées et cible")


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(A1)", "+1", "-1", "@x"])
def test_a_text_is_never_a_formula(text: str) -> None:
    cell = workbook({"organisation": text})["Marché"]["B4"]
    assert cell.value == text
    assert cell.data_type == "s"


def filled_in(data: dict[str, Any], today: date) -> bytes:
    """The dashboard after two months of work by three people, and two lines that are wrong."""
    book = workbook(data)
    for row, (code, modality, valid) in enumerate(
        [("P001", DIRECT, "Oui"), ("P002", LENT, "Oui"), ("P003", SUBCONTRACTED, "Non")], start=5
    ):
        for column, value in zip("ABD", (code, modality, valid), strict=True):
            book["Personnes"][f"{column}{row}"] = value
    lines = [
        (date(2026, 12, 1), "P001", 60, "Oui"),
        (date(2026, 12, 15), "P002", 30.5, "Oui"),
        (date(2027, 1, 1), "P001", 40, "Non"),
        (date(2027, 1, 31), "P003", 20, "Oui"),
        (date(2020, 1, 1), "P001", 100, "Oui"),
        (date(2027, 1, 1), "P009", 100, "Oui"),
        (date(2027, 1, 1), None, None, None),
    ]
    for row, line in enumerate(lines, start=5):
        for column, value in zip("ABEF", line, strict=True):
            book["Heures"][f"{column}{row}"] = value
    book["Marché"]["B16"] = today
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def computed(content: bytes, convert: Any) -> Workbook:
    return openpyxl.load_workbook(convert(content, "tableau.xlsx", "xlsx"), data_only=True)


def summary(book: Workbook) -> dict[str, Any]:
    return {row[0].value: row[1].value for row in book["Synthèse"].iter_rows(min_row=4, max_row=20) if row[0].value}


def assert_no_error(book: Workbook) -> None:
    errors = [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("#")
    ]
    assert errors == []


@pytest.mark.paquet
def test_the_figures_are_those_computed_by_hand(data: dict[str, Any], convert: Any) -> None:
    book = computed(filled_in(data, date(2027, 2, 10)), convert)
    assert_no_error(book)
    found = summary(book)
    # 60 + 30.5 + 40 + 20; the line out of the contract and the unknown code are left out.
    assert found["Heures réalisées"] == pytest.approx(150.5)
    assert found["Avancement"] == pytest.approx(150.5 / 833)
    assert found["Heures restant à faire"] == pytest.approx(682.5)
    # Two whole months out of ten: 833 / 10 * 2.
    assert found["Cible des mois terminés"] == pytest.approx(166.6)
    assert found["Écart avec la cible"] == pytest.approx(-16.1)
    assert found["Situation"] == "Léger retard : à surveiller"
    assert found["Personnes différentes ayant fait des heures"] == 3
    assert found["Personnes dont l'éligibilité n'est pas validée"] == 1
    assert found["Lignes d'heures sans justificatif reçu"] == 1
    assert found["Lignes d'heures à corriger (colonne Contrôle)"] == 3
    assert found["Équivalent temps plein réalisé"] == pytest.approx(150.5 / 1607)
    assert (found[DIRECT], found[LENT], found[SUBCONTRACTED]) == (100, 30.5, 20)
    controls = [book["Heures"][f"H{row}"].value for row in range(5, 13)]
    assert controls == ["OK"] * 4 + ["Hors durée du marché", "Code inconnu", "À compléter", None]
    months = [[cell.value for cell in row] for row in book["Par mois"].iter_rows(min_row=5, max_row=15)]
    assert months[0][0] == datetime(2026, 12, 1)
    assert months[0][3:7] == [60, 30.5, 0, 90.5]
    assert months[1][3:8] == [40, 0, 20, 60, 150.5]
    assert months[9][2] == pytest.approx(833)
    assert months[10] == [None] * 9  # an eleventh month appears only when the duration grows
    assert book["Marché"]["B13"].value == datetime(2027, 9, 30)


@pytest.mark.paquet
@pytest.mark.parametrize(
    ("today", "situation"),
    [
        (date(2027, 1, 10), "À l'heure ou en avance"),
        (date(2027, 6, 10), "Retard : prévenez le facilitateur"),
    ],
)
def test_the_situation_follows_the_date(today: date, situation: str, data: dict[str, Any], convert: Any) -> None:
    assert summary(computed(filled_in(data, today), convert))["Situation"] == situation


@pytest.mark.paquet
def test_a_contract_begun_in_the_middle_of_a_month_covers_one_month_more(data: dict[str, Any], convert: Any) -> None:
    data["contrat"].update(date_debut="2026-12-15", duree_mois=3, heures=400)
    book = computed(build("tableau_suivi", data).contenu, convert)
    assert book["Marché"]["B14"].value == 4
    assert [book["Par mois"][f"B{row}"].value for row in range(5, 10)] == [100, 100, 100, 100, None]


@pytest.mark.paquet
def test_an_empty_dashboard_has_no_error_and_says_what_to_fill_in(convert: Any) -> None:
    book = computed(build("tableau_suivi", {}).contenu, convert)
    assert_no_error(book)
    assert summary(book)["Situation"].startswith("À compléter")
    assert book["Marché"]["C10"].value == "[à compléter : nombre d'heures]"
