"""The summary sheet of the dashboard: key figures, charts, and a text alternative for each chart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from lxml import etree
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.content import colour
from bot.documents.known import HOURS_PER_YEAR, Known
from bot.documents.sheet_style import FIRST_ROW, HEADER_ROW, HOURS, begin, fill, font, style_cell, write_text

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def fill_summary(
    sheet: Worksheet,
    months_sheet: Worksheet,
    texts: dict[str, Any],
    known: Known,
    months: int,
    last_person: int,
    last_line: int,
) -> list[str]:
    """Write the figures and the charts; the text alternative of each chart comes back, in their order."""
    begin(sheet, texts["feuilles"]["synthese"], [46, 22, 3, 14, 14, 14, 14, 14, 14], known)
    people, hours, by_month = (f"'{texts['feuilles'][name]}'!" for name in ("personnes", "heures", "mois"))
    done = f"{hours}$H${FIRST_ROW}:$H${last_line}"
    good, states = texts["controles"]["bon"], texts["etats"]
    last_month = months_sheet.max_row
    months_span = f"{by_month}$A${FIRST_ROW}:$A${last_month}"
    targets = f"{by_month}$B${FIRST_ROW}:$B${last_month}"
    lines = [
        ("prevues", '=IF(heures_prevues="","",heures_prevues)', HOURS),
        ("realisees", f'=SUMIFS({hours}$E${FIRST_ROW}:$E${last_line},{done},"{good}")', HOURS),
        ("avancement", '=IF(heures_prevues="","",B5/heures_prevues)', "0.0%"),
        ("reste", '=IF(heures_prevues="","",MAX(0,heures_prevues-B5))', HOURS),
        (
            "cible",
            f'=IF(OR(heures_prevues="",nombre_de_mois=""),"",'
            f'SUMIFS({targets},{months_span},"<"&DATE(YEAR(date_du_point),MONTH(date_du_point),1)))',
            HOURS,
        ),
        ("ecart", '=IF(B8="","",B5-B8)', "+#,##0.0;-#,##0.0;0"),
        (
            "etat",
            f'=IF(B8="","{states["inconnu"]}",IF(AND(B8=0,B5=0),"{states["attente"]}",'
            f'IF(B5>=B8,"{states["bon"]}",'
            f'IF(B5>=0.85*B8,"{states["surveiller"]}","{states["alerte"]}"))))',
            "General",
        ),
        ("personnes", f'=COUNTIF({people}$I${FIRST_ROW}:$I${last_person},">0")', "0"),
        (
            "non_valides",
            f'=SUMPRODUCT(({people}$A${FIRST_ROW}:$A${last_person}<>"")'
            f'*({people}$D${FIRST_ROW}:$D${last_person}<>"{texts["listes"]["oui_non"][0]}"))',
            "0",
        ),
        (
            "justificatifs",
            f'=SUMPRODUCT(({done}="{good}")*({hours}$F${FIRST_ROW}:$F${last_line}<>"{texts["listes"]["oui_non"][0]}"))',
            "0",
        ),
        ("controles", f'=SUMPRODUCT(({done}<>"")*({done}<>"{good}"))', "0"),
        ("etp", f"=B5/{HOURS_PER_YEAR}", "0.00"),
    ]
    for row, (key, formula, number_format) in enumerate(lines, start=HEADER_ROW):
        _line(sheet, row, texts["synthese"][key], formula, number_format)
    state_row = HEADER_ROW + [key for key, *_ in lines].index("etat")
    for word, background, ink in (
        (states["bon"], "au_choix_fond", "au_choix_texte"),
        (states["surveiller"], "a_completer_fond", "a_completer_texte"),
        (states["inconnu"], "a_completer_fond", "a_completer_texte"),
        (states["alerte"], "a_verifier_fond", "a_verifier_texte"),
    ):
        rule = FormulaRule([f'$B${state_row}="{word}"'], fill=fill(background), font=font(ink, bold=True))
        sheet.conditional_formatting.add(f"B{state_row}", rule)
    sheet.row_dimensions[state_row].height = 44
    first_total = HEADER_ROW + len(lines) + 1
    for offset, (column, name) in enumerate(zip("DEF", texts["modalites"].values(), strict=True)):
        total = f"=SUM({by_month}{column}${FIRST_ROW}:{column}${last_month})"
        _line(sheet, first_total + offset, name, total, HOURS)
    return _charts(sheet, months_sheet, texts, months, first_total)


def _line(sheet: Worksheet, row: int, label: str, formula: str, number_format: str) -> None:
    name = style_cell(write_text(sheet.cell(row, 1), label))
    name.font, name.fill = font(bold=True), fill("fond_clair")
    name.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    value = style_cell(sheet.cell(row, 2, formula), computed=True, number_format=number_format)
    value.font = font("titre", 12, bold=True)
    value.alignment = Alignment(horizontal="right", vertical="center", wrap_text=True)
    sheet.row_dimensions[row].height = 24


def _charts(sheet: Worksheet, months: Worksheet, texts: dict[str, Any], count: int, first_total: int) -> list[str]:
    titles, inks = texts["graphiques"], list(texts["modalites"])
    last = FIRST_ROW + count - 1
    labels = Reference(months, min_col=1, min_row=FIRST_ROW, max_row=last)

    cumulated = _bar(titles["cumul"], titles["axe_heures"])
    cumulated.add_data(Reference(months, min_col=8, min_row=HEADER_ROW, max_row=last), titles_from_data=True)
    cumulated.set_categories(labels)
    _ink(cumulated, ["titre"])
    target = LineChart()
    target.add_data(Reference(months, min_col=3, min_row=HEADER_ROW, max_row=last), titles_from_data=True)
    target.set_categories(labels)
    line = target.series[0]
    line.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=colour("cible"), w=31750))
    line.smooth = False
    line.marker.symbol = "none"
    cumulated += target
    sheet.add_chart(cumulated, "D3")

    monthly = _bar(titles["mois"], titles["axe_heures"])
    monthly.grouping, monthly.overlap = "stacked", 100
    monthly.add_data(Reference(months, min_col=4, max_col=6, min_row=HEADER_ROW, max_row=last), titles_from_data=True)
    monthly.set_categories(labels)
    _ink(monthly, inks)
    sheet.add_chart(monthly, "D14")

    totals = _bar(titles["modalites"], titles["axe_heures"])
    totals.type, totals.legend, totals.width, totals.height = "bar", None, 16.2, 6
    totals.add_data(Reference(sheet, min_col=2, min_row=first_total, max_row=first_total + len(inks) - 1))
    totals.set_categories(Reference(sheet, min_col=1, min_row=first_total, max_row=first_total + len(inks) - 1))
    totals.x_axis.number_format = "General"
    totals.x_axis.scaling.orientation = "maxMin"
    totals.y_axis.crosses = "max"
    _ink(totals, ["titre"])
    sheet.add_chart(totals, f"A{first_total + len(inks) + 1}")
    source = f"Chiffres dans la feuille {texts['feuilles']['mois']}."
    return [
        f"{titles['cumul']} : barres pour les heures, ligne pour la cible. {source}",
        f"{titles['mois']} : barres empilées. {source}",
        f"{titles['modalites']} : une barre par modalité. Chiffres dans les cellules au-dessus du graphique.",
    ]


def _bar(title: str, axis: str) -> BarChart:
    chart = BarChart()
    chart.title, chart.y_axis.title = title, axis
    chart.width, chart.height, chart.gapWidth = 17.5, 8.2, 60
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.number_format, chart.y_axis.number_format = "MM/YYYY", "#,##0"
    chart.y_axis.scaling.min = 0
    chart.legend.position = "b"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=colour("filet"), w=6350))
    chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_text(1200, bold=True))
    chart.y_axis.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_text(900))
    for side in (chart.x_axis, chart.y_axis):
        side.txPr = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_text(900)), endParaRPr=_text(900))])
    return chart


def _text(size: int, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, solidFill=colour("texte"), lang="fr-FR")


def _ink(chart: BarChart, names: Sequence[str]) -> None:
    for series, name in zip(chart.series, names, strict=True):
        series.graphicalProperties = GraphicalProperties(solidFill=colour(name), ln=LineProperties(noFill=True))


def with_alternative_texts(workbook: bytes, descriptions: Sequence[str]) -> bytes:
    """The same .xlsx, its charts described for those who do not see them: openpyxl has no way to say it."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for item in source.infolist():
            content = source.read(item)
            if item.filename == "xl/drawings/drawing1.xml":
                root = etree.fromstring(content)
                names = [
                    frame.find(f"{{{_DRAWING}}}nvGraphicFramePr/{{{_DRAWING}}}cNvPr")
                    for frame in root.iter(f"{{{_DRAWING}}}graphicFrame")
                ]
                for properties, description in zip(names, descriptions, strict=True):
                    properties.set("descr", description)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            target.writestr(item, content)
    return result.getvalue()
