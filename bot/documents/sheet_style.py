"""The common look of sheets, and the only ways to write in a cell: a text never becomes a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.content import colour, load, plain
from bot.documents.known import Known

HEADER_ROW = 4
FIRST_ROW = 5
HOURS = "#,##0.0"
DAY = "DD/MM/YYYY"
MONTH = "MM/YYYY"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its width in characters, its number format, and whether its cells are computed."""

    width: float
    number_format: str = "General"
    computed: bool = False


def write_text(cell: Cell, text: str) -> Cell:
    """Write a text as a text, even when it begins like a formula."""
    cell.value = text
    if cell.data_type == "f":
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def font(name: str = "texte", size: float = 10, bold: bool = False) -> Font:
    """Font of the charter in a named colour."""
    return Font(name=load("charte")["police"], size=size, bold=bold, color=f"FF{colour(name)}")


def fill(name: str) -> PatternFill:
    """Solid background in a colour of charte.yml."""
    return PatternFill("solid", start_color=f"FF{colour(name)}", end_color=f"FF{colour(name)}")


def style_cell(cell: Cell, *, computed: bool = False, number_format: str = "General") -> Cell:
    """A bordered cell: white to fill in, light blue when it is computed."""
    line = Side(style="thin", color=f"FF{colour('filet')}")
    cell.border = Border(left=line, right=line, top=line, bottom=line)
    cell.font = font()
    cell.number_format = number_format
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    if computed:
        cell.fill = fill("fond_clair")
    return cell


def begin(sheet: Worksheet, title: str, widths: Sequence[float], known: Known, tab: str = "titre") -> None:
    """Title band, column widths, and a page that prints on one width with the source line at its foot."""
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = f"FF{colour(tab)}"
    for index, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + index)].width = width
    for index in range(len(widths)):
        sheet.cell(1, index + 1).fill = fill("titre")
    band = write_text(sheet["A1"], title)
    band.font = font("texte_sur_titre", 16, bold=True)
    band.alignment = Alignment(horizontal="left", vertical="center", indent=1)
    sheet.row_dimensions[1].height = 34
    foot = plain(load("charte")["mentions"]["pied"], known.value)
    source = write_text(sheet["A2"], foot)
    source.font = font("texte_discret", 9)
    source.alignment = Alignment(horizontal="left", vertical="center", indent=1)
    sheet.row_dimensions[2].height = 18
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = foot
    sheet.oddFooter.left.size = 8
    sheet.oddFooter.right.text = "Page &P / &N"
    sheet.oddFooter.right.size = 8


def header(sheet: Worksheet, names: Sequence[str]) -> None:
    """Header row of a table: frozen on screen, repeated on each printed page."""
    for index, name in enumerate(names, start=1):
        cell = write_text(sheet.cell(HEADER_ROW, index), name)
        cell.font = font("texte_sur_titre", 10, bold=True)
        cell.fill = fill("titre")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[HEADER_ROW].height = 32
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def check(sheet: Worksheet, cells: str, message: str, *, kind: str, formula: str, other: str | None = None) -> None:
    """Refuse, with a sentence, what does not fit in these cells.

    `kind` is list, decimal, whole or date; `formula` is the list, or the least value when `other` is the
    most.
    """
    rule = DataValidation(
        type=kind,
        formula1=formula,
        formula2=other,
        operator="between" if other is not None else None,
        allow_blank=True,
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle="Valeur à corriger",
        error=message,
        promptTitle="À saisir",
        prompt=message,
    )
    rule.add(cells)
    sheet.add_data_validation(rule)
