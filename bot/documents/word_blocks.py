"""Paragraphs, lists and accessible tables of a Word document, with the gaps highlighted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from bot.documents.content import Piece, colour, pieces
from bot.documents.word_style import MARK_STYLES, TEXT_WIDTH_CM, element

Text = str | Sequence[Piece]

_CELL_SIDES = Pt(10)  # both side margins of a cell, see _margins

_TABLE_PROPERTIES = (
    "tblStyle",
    "tblW",
    "jc",
    "tblInd",
    "tblBorders",
    "tblLayout",
    "tblCellMar",
    "tblLook",
    "tblCaption",
    "tblDescription",
)


class Writer:
    """Adds blocks to a document and counts the gaps that are left to fill in (`gaps`)."""

    def __init__(self, document: WordDocument, value_of: Callable[[str], str | None]) -> None:
        self.document = document
        self.gaps = 0
        self._value_of = value_of

    def paragraph(self, text: Text, style: str = "Normal") -> Paragraph:
        """One paragraph of the named style."""
        return self._fill(self.document.add_paragraph(style=style), text)

    def heading(self, text: str, level: int, new_page: bool = False) -> Paragraph:
        """A heading of level 1 or 2, that keeps with what follows."""
        paragraph = self.paragraph(text, f"Heading {level}")
        paragraph.paragraph_format.page_break_before = new_page or None
        return paragraph

    def bullets(self, items: Sequence[Text]) -> None:
        """A bulleted list."""
        for item in items:
            self.paragraph(item, "List Bullet")

    def steps(self, items: Sequence[Text]) -> None:
        """A numbered list that starts at 1 again."""
        number = self._restarted_numbering()
        for item in items:
            properties = self.paragraph(item, "List Number")._p.get_or_add_pPr()
            numbering = properties.get_or_add_numPr()
            numbering.get_or_add_ilvl().val = 0
            numbering.get_or_add_numId().val = number

    def boxes(self, items: Sequence[str]) -> None:
        """A list of boxes to tick."""
        for item in items:
            self.paragraph(f"☐  {item}", "Case à cocher")

    def callout(self, title: str, text: str) -> None:
        """A framed note with its title."""
        self.paragraph(title, "Encadré titre")
        self.paragraph(text, "Encadré")

    def wording(self, items: Sequence[str]) -> None:
        """Proposed wording, set apart from the explanations."""
        for item in items:
            self.paragraph(item, "Modèle de rédaction")
        self._space()

    def table(
        self, caption: str, headers: Sequence[str], rows: Sequence[Sequence[Text]], widths: Sequence[float]
    ) -> Table:
        """A table whose header row is repeated on each page and whose caption a screen reader announces."""
        self.paragraph(caption, "Caption")
        table = self._grid(caption, len(rows) + 1, widths)
        for cell, header in zip(table.rows[0].cells, headers, strict=True):
            run = self._cell(cell, header).runs[0]
            run.bold = True
            run.font.color.rgb = RGBColor.from_string(colour("texte_sur_titre"))
            _shade(cell, "titre")
        table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
        for rank, (row, texts) in enumerate(zip(table.rows[1:], rows, strict=True)):
            for cell, text in zip(row.cells, texts, strict=True):
                self._cell(cell, text)
                if rank % 2:
                    _shade(cell, "fond_clair")
        self._space()
        return table

    def sheet(self, rows: Sequence[Sequence[str]], caption: str) -> Table:
        """A two-column table: what, and its content."""
        table = self._grid(caption, len(rows), (3, 7), first_row=False)
        for row, (label, content) in zip(table.rows, rows, strict=True):
            self._cell(row.cells[0], f"**{label}**")
            _shade(row.cells[0], "fond_clair")
            self._cell(row.cells[1], content)
        self._space()
        return table

    def signatures(self, names: Sequence[str]) -> None:
        """Boxes to sign, side by side."""
        table = self._grid("Cases de signature", 2, [1.0] * len(names))
        for cell, name in zip(table.rows[0].cells, names, strict=True):
            self._cell(cell, f"**{name}**")
            _shade(cell, "fond_clair")
        table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
        for cell in table.rows[1].cells:
            self._cell(cell, "Nom, date et signature :")
        table.rows[1].height = Cm(2.2)
        self._space()

    def bar(self, cell: _Cell, share: float) -> None:
        """A bar under the text of a cell, for a share of 0 to 1; a screen reader meets only the text."""
        room = cell.width - _CELL_SIDES
        paragraph = cell.add_paragraph(style="Tableau")
        layout = paragraph.paragraph_format
        layout.line_spacing, layout.space_after = Pt(7), Pt(3)
        layout.right_indent = Emu(int(room * (1 - max(share, 0.01))))
        shade = element("shd", val="clear", color="auto", fill=colour("titre"))
        paragraph._p.get_or_add_pPr().insert_element_before(shade, "w:spacing", "w:ind", "w:jc")

    def _grid(self, caption: str, rows: int, widths: Sequence[float], first_row: bool = True) -> Table:
        table = self.document.add_table(rows=rows, cols=len(widths))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        properties = table._tbl.tblPr
        for old in properties.findall(qn("w:tblStyle")) + properties.findall(qn("w:tblLook")):
            properties.remove(old)
        properties.append(_borders())
        properties.append(_margins())
        properties.append(
            element("tblLook", firstRow=str(int(first_row)), firstColumn=str(int(not first_row)), noVBand="1")
        )
        properties.append(element("tblCaption", val=caption))
        properties.append(element("tblDescription", val=caption))
        _sort_table_properties(properties)
        for index, share in enumerate(widths):
            width = Cm(TEXT_WIDTH_CM * share / sum(widths))
            table.columns[index].width = width
            for cell in table.columns[index].cells:
                cell.width = width
        for row in table.rows:
            row._tr.get_or_add_trPr().append(element("cantSplit"))
        return table

    def _cell(self, cell: _Cell, text: Text) -> Paragraph:
        paragraph = cell.paragraphs[0]
        paragraph.style = self.document.styles["Tableau"]
        return self._fill(paragraph, text)

    def _fill(self, paragraph: Paragraph, text: Text) -> Paragraph:
        for piece in pieces(text, self._value_of) if isinstance(text, str) else text:
            run = paragraph.add_run(piece.text)
            run.bold = piece.bold or None
            if piece.mark:
                run.style = self.document.styles[MARK_STYLES[piece.mark]]
                self.gaps += piece.mark == "a_completer"
        return paragraph

    def _space(self) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_after = Cm(0)
        paragraph.paragraph_format.line_spacing = 0.6

    def _restarted_numbering(self) -> int:
        """Identifier of a new numbering, like the one of « List Number » but from 1."""
        style = self.document.styles["List Number"].element
        wanted = style.pPr.numPr.numId.val
        numbering = self.document.part.numbering_part.element
        original = numbering.num_having_numId(wanted)
        number = numbering.add_num(original.abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)


def known_text(value: str | None, wording: str) -> list[Piece]:
    """The value as typed, or a gap with this wording; never read as markup."""
    return [Piece(value)] if value else [Piece(f"[à compléter : {wording}]", mark="a_completer")]


def _shade(cell: _Cell, name: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    properties.append(element("shd", val="clear", color="auto", fill=colour(name)))


def _borders() -> BaseOxmlElement:
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, val="single", sz="4", space="0", color=colour("filet")))
    return borders


def _margins() -> BaseOxmlElement:
    margins = element("tblCellMar")
    for side, width in (("top", "40"), ("left", "100"), ("bottom", "40"), ("right", "100")):
        margins.append(element(side, w=width, type="dxa"))
    return margins


def _sort_table_properties(properties: BaseOxmlElement) -> None:
    """Order of `w:tblPr` fixed by the schema: Word repairs a file that does not follow it."""
    rank = {qn(f"w:{name}"): position for position, name in enumerate(_TABLE_PROPERTIES)}
    for child in sorted(properties, key=lambda node: rank.get(node.tag, 0)):
        properties.append(child)
