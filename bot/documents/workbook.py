"""The follow-up dashboard of hours (.xlsx): everything in it is computed by the sheet itself.

One input sheet for the contract, one for the people (by code, never by name), one for the hours; the months,
the summary and the charts follow by formulas that Excel and LibreOffice share.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import copy
from datetime import datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.content import gap, load
from bot.documents.known import HOURS_PER_YEAR, Known
from bot.documents.sheet_style import (
    DAY,
    FIRST_ROW,
    HEADER_ROW,
    HOURS,
    MONTH,
    Column,
    begin,
    check,
    fill,
    font,
    header,
    style_cell,
    write_text,
)
from bot.documents.workbook_summary import fill_summary, with_alternative_texts

_PEOPLE, _LINES = 100, 600
_SPARE_MONTHS = 7  # six for a prolongation, one because a contract may begin in the middle of a month
_DEFAULT_MONTHS = 12
_LAST_PERSON, _LAST_LINE = FIRST_ROW + _PEOPLE - 1, FIRST_ROW + _LINES - 1


def follow_up_workbook(known: Known) -> bytes:
    """The .xlsx, with the contract's figures when they are known, ready for the first month."""
    texts = load("tableau_suivi")
    names = texts["feuilles"]
    workbook = Workbook()
    sheets: dict[str, Worksheet] = {"aide": workbook.active}
    workbook.active.title = names["aide"]
    for key in ("synthese", "marche", "personnes", "heures", "mois", "listes"):
        sheets[key] = workbook.create_sheet(names[key])
    months = known.duree_mois or _DEFAULT_MONTHS
    _help(sheets["aide"], texts, known)
    _contract(workbook, sheets["marche"], texts, known)
    _lists(sheets["listes"], texts, known)
    _people(sheets["personnes"], texts, known)
    _hours(sheets["heures"], texts, known)
    _months(sheets["mois"], texts, known, months + _SPARE_MONTHS)
    descriptions = fill_summary(sheets["synthese"], sheets["mois"], texts, known, months, _LAST_PERSON, _LAST_LINE)
    _properties(workbook, texts, known)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return with_alternative_texts(buffer.getvalue(), descriptions)


def _properties(workbook: Workbook, texts: dict[str, Any], known: Known) -> None:
    properties = workbook.properties
    properties.title, properties.subject, properties.language = texts["titre"], texts["objet"], "fr-FR"
    properties.creator = properties.lastModifiedBy = load("charte")["mentions"]["createur"]
    properties.created = properties.modified = datetime.combine(known.today, time(9))
    workbook.calculation.fullCalcOnLoad = True


def _help(sheet: Worksheet, texts: dict[str, Any], known: Known) -> None:
    begin(sheet, texts["titre"], [100], known)
    for row, line in enumerate(texts["aide"], start=HEADER_ROW):
        cell = write_text(sheet.cell(row, 1), line)
        cell.font = font(size=11)
        cell.alignment = Alignment(horizontal="left", wrap_text=True, vertical="center", indent=1)
        sheet.row_dimensions[row].height = 34


def _contract(workbook: Workbook, sheet: Worksheet, texts: dict[str, Any], known: Known) -> None:
    begin(sheet, texts["feuilles"]["marche"], [42, 46, 62], known, tab="accent")
    messages = texts["messages"]
    dates = {"kind": "date", "formula": "DATE(2000,1,1)", "other": "DATE(2100,12,31)"}
    end = 'IF(OR(date_debut="",duree_mois=""),"",EDATE(date_debut,duree_mois)-1)'
    slots = 'IF(OR(date_debut="",duree_mois=""),"",duree_mois+IF(DAY(date_debut)>1,1,0))'
    # key, defined name, value, format, what is shown when empty, check, computed
    lines: list[tuple[str, str, Any, str, str, dict[str, str] | None, bool]] = [
        ("organisation", "organisation", known.value("organisation"), "@", "organisation", None, False),
        (
            "intitule",
            "intitule_marche",
            known.value("contrat.intitule"),
            "@",
            "contrat.intitule",
            None,
            False,
        ),
        ("territoire", "territoire", known.value("territoire_nom"), "@", "territoire_nom", None, False),
        (
            "facilitateur",
            "facilitateur",
            known.value("facilitateur.nom"),
            "@",
            "facilitateur.nom",
            None,
            False,
        ),
        (
            "montant",
            "montant_ht",
            known.montant,
            "#,##0.00",
            "contrat.montant",
            {"kind": "decimal", "formula": "0", "other": "1000000000000", "message": messages["positif"]},
            False,
        ),
        (
            "taux",
            "taux_insertion",
            known.taux,
            "0.0%",
            "contrat.taux",
            {"kind": "decimal", "formula": "0", "other": "1", "message": messages["taux"]},
            False,
        ),
        (
            "heures",
            "heures_prevues",
            known.heures,
            HOURS,
            "contrat.heures",
            {"kind": "decimal", "formula": "0", "other": "100000000", "message": messages["positif"]},
            False,
        ),
        (
            "debut",
            "date_debut",
            known.debut,
            DAY,
            "contrat.date_debut",
            {**dates, "message": messages["date"]},
            False,
        ),
        (
            "duree",
            "duree_mois",
            known.duree_mois,
            "0",
            "contrat.duree_mois",
            {"kind": "whole", "formula": "1", "other": "126", "message": messages["duree"]},
            False,
        ),
        ("fin", "date_fin", f"={end}", DAY, "", None, True),
        ("mois", "nombre_de_mois", f"={slots}", "0", "", None, True),
        (
            "etp",
            "etp_prevu",
            f'=IF(heures_prevues="","",heures_prevues/{HOURS_PER_YEAR})',
            "0.00",
            "",
            None,
            True,
        ),
        ("a_ce_jour", "date_du_point", "=TODAY()", DAY, "", {**dates, "message": messages["date"]}, False),
    ]
    for row, (key, name, value, number_format, missing, rule, computed) in enumerate(lines, start=HEADER_ROW):
        label = style_cell(write_text(sheet.cell(row, 1), texts["marche"][key]))
        label.font, label.fill = font(bold=True), fill("fond_clair")
        label.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
        cell = style_cell(sheet.cell(row, 2), computed=computed, number_format=number_format)
        if number_format == "@":
            write_text(cell, value or "")
        else:
            cell.value = value
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
        sheet.row_dimensions[row].height = 22
        workbook.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!$B${row}")
        if rule:
            check(
                sheet,
                f"B{row}",
                rule["message"],
                kind=rule["kind"],
                formula=rule["formula"],
                other=rule["other"],
            )
        if missing:
            note = sheet.cell(row, 3, f'=IF(B{row}="","{gap(missing)}","")')
            note.font, note.alignment = (
                font("a_completer_texte", bold=True),
                Alignment(vertical="center", indent=1),
            )
            sheet.conditional_formatting.add(
                f"B{row}:C{row}", FormulaRule([f'$B{row}=""'], fill=fill("a_completer_fond"))
            )


def _lists(sheet: Worksheet, texts: dict[str, Any], known: Known) -> None:
    begin(sheet, texts["feuilles"]["listes"], [34, 14, 22, 22], known, tab="texte_discret")
    header(sheet, ["Modalités", "Oui ou non", "Nature des heures", "Suite à la sortie"])
    columns = [list(texts["modalites"].values()), *texts["listes"].values()]
    for column, values in enumerate(columns, start=1):
        for row, value in enumerate(values, start=FIRST_ROW):
            style_cell(write_text(sheet.cell(row, column), value))


def _list_range(texts: dict[str, Any], column: str, count: int) -> str:
    return f"'{texts['feuilles']['listes']}'!${column}${FIRST_ROW}:${column}${FIRST_ROW + count - 1}"


def _people(sheet: Worksheet, texts: dict[str, Any], known: Known) -> None:
    columns = [
        Column(10, "@"),
        Column(30),
        Column(32),
        Column(14),
        Column(13, DAY),
        Column(13, DAY),
        Column(13, DAY),
        Column(20),
        Column(14, HOURS, computed=True),
    ]
    hours = f"'{texts['feuilles']['heures']}'!"
    total = (
        f'=IF(A{{row}}="","",SUMIFS({hours}$E${FIRST_ROW}:$E${_LAST_LINE},{hours}$B${FIRST_ROW}:$B${_LAST_LINE},A{{row}},'
        f'{hours}$H${FIRST_ROW}:$H${_LAST_LINE},"{texts["controles"]["bon"]}"))'
    )
    _table(
        sheet,
        texts["feuilles"]["personnes"],
        texts["personnes"],
        columns,
        _PEOPLE,
        {9: total},
        known,
        tab="accent",
    )
    messages, lists = texts["messages"], texts["listes"]
    for column, source in (
        ("B", _list_range(texts, "A", len(texts["modalites"]))),
        ("D", _list_range(texts, "B", len(lists["oui_non"]))),
        ("H", _list_range(texts, "D", len(lists["suite"]))),
    ):
        check(
            sheet,
            f"{column}{FIRST_ROW}:{column}{_LAST_PERSON}",
            messages["liste"],
            kind="list",
            formula=f"={source}",
        )
    dates = f"E{FIRST_ROW}:G{_LAST_PERSON}"
    check(sheet, dates, messages["date"], kind="date", formula="DATE(2000,1,1)", other="DATE(2100,12,31)")


def _hours(sheet: Worksheet, texts: dict[str, Any], known: Known) -> None:
    columns = [
        Column(12, MONTH),
        Column(10, "@"),
        Column(30, computed=True),
        Column(20),
        Column(11, HOURS),
        Column(14),
        Column(40),
        Column(22, computed=True),
    ]
    people = f"'{texts['feuilles']['personnes']}'!"
    codes = f"{people}$A${FIRST_ROW}:$A${_LAST_PERSON}"
    found = f"MATCH(B{{row}},{codes},0)"
    modality = f'=IF(B{{row}}="","",IFERROR(INDEX({people}$B${FIRST_ROW}:$B${_LAST_PERSON},{found})&"",""))'
    words = texts["controles"]
    # Without a start date every month is accepted: the months cannot be compared with anything yet.
    outside = (
        'IF(nombre_de_mois="",FALSE,OR(A{row}<DATE(YEAR(date_debut),MONTH(date_debut),1),'
        "A{row}>=DATE(YEAR(date_debut),MONTH(date_debut)+nombre_de_mois,1)))"
    )
    control = (
        f'=IF(COUNTA(A{{row}},B{{row}},E{{row}})=0,"",IF(COUNTA(A{{row}},B{{row}},E{{row}})<3,"{words["incomplet"]}",'
        f'IF(ISNA({found}),"{words["code"]}",IF(C{{row}}="","{words["incomplet"]}",'
        f'IF({outside},"{words["hors"]}","{words["bon"]}")))))'
    )
    _table(
        sheet,
        texts["feuilles"]["heures"],
        texts["heures"],
        columns,
        _LINES,
        {3: modality, 8: control},
        known,
        tab="accent",
    )
    messages, lists = texts["messages"], texts["listes"]

    def cells(column: str) -> str:
        return f"{column}{FIRST_ROW}:{column}{_LAST_LINE}"

    check(sheet, cells("A"), messages["mois"], kind="date", formula="DATE(2000,1,1)", other="DATE(2100,12,31)")
    check(sheet, cells("B"), messages["code"], kind="list", formula=f"={codes}")
    nature = _list_range(texts, "C", len(lists["nature"]))
    check(sheet, cells("D"), messages["liste"], kind="list", formula=f"={nature}")
    check(sheet, cells("E"), messages["heures"], kind="decimal", formula="0", other="250")
    answer = _list_range(texts, "B", len(lists["oui_non"]))
    check(sheet, cells("F"), messages["liste"], kind="list", formula=f"={answer}")
    wrong = f'AND($H{FIRST_ROW}<>"",$H{FIRST_ROW}<>"{words["bon"]}")'
    sheet.conditional_formatting.add(
        cells("H"),
        FormulaRule([wrong], fill=fill("a_verifier_fond"), font=font("a_verifier_texte", bold=True)),
    )


def _months(sheet: Worksheet, texts: dict[str, Any], known: Known, count: int) -> None:
    columns = [Column(12, MONTH, True), Column(14, HOURS), *[Column(16, HOURS, True)] * 7]
    hours = f"'{texts['feuilles']['heures']}'!"

    def span(column: str) -> str:
        return f"{hours}${column}${FIRST_ROW}:${column}${_LAST_LINE}"

    def by_modality(column: str) -> str:
        return (
            f'=IF($A{{row}}="","",SUMIFS({span("E")},{span("C")},{column}${HEADER_ROW},{span("H")},'
            f'"{texts["controles"]["bon"]}",{span("A")},">="&$A{{row}},{span("A")},"<"&EDATE($A{{row}},1)))'
        )

    month = "DATE(YEAR(date_debut),MONTH(date_debut)+{rank},1)"
    formulas = {
        1: f'=IF(nombre_de_mois="","",IF({{rank}}>=nombre_de_mois,"",{month}))',
        2: '=IF(OR(A{row}="",heures_prevues=""),"",heures_prevues/nombre_de_mois)',
        3: f'=IF(OR(A{{row}}="",heures_prevues=""),"",SUM(B${FIRST_ROW}:B{{row}}))',
        4: by_modality("D"),
        5: by_modality("E"),
        6: by_modality("F"),
        7: '=IF(A{row}="","",SUM(D{row}:F{row}))',
        8: f'=IF(A{{row}}="","",IF(A{{row}}>date_du_point,"",SUM(G${FIRST_ROW}:G{{row}})))',
        9: '=IF(OR(C{row}="",H{row}=""),"",H{row}-C{row})',
    }
    _table(sheet, texts["feuilles"]["mois"], texts["mois"], columns, count, formulas, known)


def _table(
    sheet: Worksheet,
    title: str,
    names: Sequence[str],
    columns: Sequence[Column],
    count: int,
    formulas: dict[int, str],
    known: Known,
    tab: str = "titre",
) -> None:
    begin(sheet, title, [column.width for column in columns], known, tab)
    header(sheet, names)
    for index, column in enumerate(columns, start=1):
        first = style_cell(sheet.cell(FIRST_ROW, index), computed=column.computed, number_format=column.number_format)
        for rank in range(count):
            row = FIRST_ROW + rank
            cell = sheet.cell(row, index)
            # Copying the style of the first cell is many times faster than styling thousands of cells.
            cell._style = copy(first._style)
            if index in formulas:
                cell.value = formulas[index].format(row=row, rank=rank)
    last = chr(ord("A") + len(columns) - 1)
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{FIRST_ROW + count - 1}"
