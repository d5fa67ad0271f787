"""The common look of Word documents: styles, language, header, footer. Colours come from charte.yml."""

from __future__ import annotations

from datetime import datetime, time

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

from bot.documents.content import colour, load, plain
from bot.documents.known import Known

LANGUAGE = "fr-FR"
TEXT_WIDTH_CM = 17.0
MARK_STYLES = {"a_completer": "À compléter", "a_verifier": "À vérifier", "au_choix": "Au choix"}


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """A WordprocessingML element `w:tag` with its `w:` attributes."""
    node = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), value)
    return node


def styled_document(title: str, subject: str, known: Known, draft: bool) -> WordDocument:
    """An empty A4 document with our styles, properties, header and footer, in French."""
    document = new_document()
    properties = document.core_properties
    properties.title, properties.subject, properties.language = title, subject, LANGUAGE
    properties.author = properties.last_modified_by = load("charte")["mentions"]["createur"]
    properties.comments = plain(load("charte")["mentions"]["pied"], known.value)
    properties.keywords = "clauses d'insertion" + (", brouillon à faire vérifier" if draft else "")
    properties.created = properties.modified = datetime.combine(known.today, time(9))
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    section.header_distance, section.footer_distance = Cm(0.9), Cm(0.8)
    _settings(document)
    _styles(document)
    _header(document, title, draft)
    _footer(document, known)
    return document


def _settings(document: WordDocument) -> None:
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")) + settings.findall(qn("w:themeFontLang")):
        settings.remove(old)
    compat = element("compat")
    compat.append(
        element(
            "compatSetting",
            name="compatibilityMode",
            uri="http://schemas.microsoft.com/office/word",
            val="15",
        )
    )
    # The order of these elements is fixed by the schema: both come right before the colour mapping.
    anchor = settings.find(qn("w:clrSchemeMapping"))
    language = element("themeFontLang", val=LANGUAGE)
    if anchor is None:
        settings.extend([compat, language])
    else:
        anchor.addprevious(compat)
        anchor.addprevious(language)
    rsids = settings.find(qn("w:rsids"))
    if rsids is not None:
        rsids.addprevious(compat)


def _styles(document: WordDocument) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"))
    _style(document, "Normal", 10.5, "texte", after=5, line=1.12)
    _style(document, "Title", 22, "texte_sur_titre", bold=True, after=0, shade="titre", pad=8)
    _style(document, "Subtitle", 12, "texte_sur_titre", after=12, shade="titre", pad=8)
    _style(document, "Heading 1", 15, "titre", bold=True, before=16, after=6, rule="titre")
    _style(document, "Heading 2", 12, "accent", bold=True, before=10, after=4)
    for name in ("List Bullet", "List Number"):
        _style(document, name, 10.5, "texte", after=3, line=1.1)
    _style(document, "Caption", 9, "texte_discret", before=4, after=3)
    _style(document, "Header", 8.5, "texte_discret")
    _style(document, "Footer", 8, "texte_discret")
    _style(
        document,
        "Encadré titre",
        10.5,
        "accent",
        bold=True,
        before=6,
        shade="fond_encadre",
        side="accent",
        new=True,
    )
    _style(document, "Encadré", 10.5, "texte", after=8, shade="fond_encadre", side="accent", new=True, line=1.1)
    _style(
        document,
        "Modèle de rédaction",
        10.5,
        "texte",
        after=4,
        shade="fond_clair",
        side="titre",
        new=True,
        line=1.12,
    )
    _style(document, "Case à cocher", 10.5, "texte", after=3, new=True)
    _style(document, "Tableau", 9.5, "texte", before=2, after=2, new=True)
    _style(
        document,
        "Reste à compléter",
        10,
        "a_completer_texte",
        before=4,
        after=8,
        shade="a_completer_fond",
        new=True,
    )
    _style(document, "Brouillon", 10, "a_verifier_texte", bold=True, after=2, shade="a_verifier_fond", new=True)
    document.styles["Brouillon"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    box = document.styles["Case à cocher"].paragraph_format
    box.left_indent, box.first_line_indent = Cm(0.9), Cm(-0.6)
    for mark, name in MARK_STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        _font(style, None, f"{mark}_texte", bold=None)
        style.element.get_or_add_rPr().append(element("shd", val="clear", color="auto", fill=colour(f"{mark}_fond")))


def _style(
    document: WordDocument,
    name: str,
    size: float,
    text_colour: str,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
    shade: str = "",
    pad: float = 4,
    rule: str = "",
    side: str = "",
    new: bool = False,
) -> None:
    """Create or redefine a paragraph style; `shade`, `rule` and `side` are colours of charte.yml."""
    styles = document.styles
    style: ParagraphStyle = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if new else styles[name]
    if new:
        style.base_style = styles["Normal"]
    style.quick_style = True
    _font(style, size, text_colour, bold)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), line
    layout.keep_with_next = name.startswith(("Title", "Subtitle", "Heading", "Encadré titre", "Caption"))
    properties = style.element.get_or_add_pPr()
    for tag in ("pBdr", "shd", "contextualSpacing"):
        for old in properties.findall(qn(f"w:{tag}")):
            properties.remove(old)
    borders: dict[str, tuple[str, int, float]] = {}  # side: colour, eighths of a point, distance in points
    if shade:
        borders = dict.fromkeys(("top", "left", "bottom", "right"), (shade, 4, pad))
        layout.left_indent = layout.right_indent = Pt(pad)
    if side:
        borders["left"] = (side, 36, 8)
        layout.left_indent = Pt(12)
        layout.keep_together = True
    if rule:
        borders["bottom"] = (rule, 8, 2)
    if borders:
        _insert(properties, _borders(borders))
    if shade:
        _insert(properties, element("shd", val="clear", color="auto", fill=colour(shade)))


def _borders(wanted: dict[str, tuple[str, int, float]]) -> BaseOxmlElement:
    borders = element("pBdr")
    for where in ("top", "left", "bottom", "right"):
        if where in wanted:
            name, size, space = wanted[where]
            borders.append(element(where, val="single", sz=str(size), space=f"{space:.0f}", color=colour(name)))
    return borders


def _insert(properties: BaseOxmlElement, child: BaseOxmlElement) -> None:
    """Put a border or a shading at its place in `w:pPr`, whose order the schema fixes."""
    following = ("tabs", "suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl")
    later = next((node for node in properties if node.tag in {qn(f"w:{name}") for name in following}), None)
    if later is None:
        properties.append(child)
    else:
        later.addprevious(child)


def _font(style: ParagraphStyle | CharacterStyle, size: float | None, text_colour: str, bold: bool | None) -> None:
    family = load("charte")["police"]
    font = style.font
    font.color.rgb = RGBColor.from_string(colour(text_colour))
    font.bold = bold
    if size is None:
        return
    font.name, font.size, font.italic = family, Pt(size), False
    for old in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(old)
    # The default template points to the theme's fonts, which would win over ours.
    fonts = style.element.rPr.find(qn("w:rFonts"))
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), family)


def _header(document: WordDocument, title: str, draft: bool) -> None:
    header = document.sections[0].header
    paragraph = header.paragraphs[0]
    if draft:
        paragraph.style = document.styles["Brouillon"]
        paragraph.add_run(load("charte")["mentions"]["brouillon"])
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run(title)


def _footer(document: WordDocument, known: Known) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    stops = paragraph.paragraph_format.tab_stops
    document.styles["Footer"].paragraph_format.tab_stops.clear_all()
    stops.add_tab_stop(Cm(TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(plain(load("charte")["mentions"]["pied"], known.value) + "\tPage\u00a0")
    _field(paragraph, "PAGE")
    paragraph.add_run("\u00a0/\u00a0")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    simple = element("fldSimple", instr=code)
    paragraph._p.append(simple)
    run = element("r")
    text = element("t")
    text.text = "1"
    run.append(text)
    simple.append(run)
