"""What a reader finds in each Word document, read again with python-docx."""

import io
import zipfile
from typing import Any

import pytest
from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from bot.documents import build

WORD = ("fiche_de_poste", "convention", "plan_action", "clause", "compte_rendu")


def word(type_document: str, data: dict[str, Any]) -> WordDocument:
    return open_word(io.BytesIO(build(type_document, data).contenu))


def text_of(document: WordDocument) -> str:
    """Everything that is written in the body, tables included, with ordinary spaces."""
    texts = (node.text or "" for node in document.element.body.iter(qn("w:t")))
    return "".join(texts).replace("\u00a0", " ")


@pytest.mark.parametrize("name", WORD)
def test_every_document_has_a_title_a_language_and_headings(name: str, data: dict[str, Any]) -> None:
    document = word(name, data)
    assert document.core_properties.title
    assert document.core_properties.language == "fr-FR"
    language = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "fr-FR"
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") >= 3


@pytest.mark.parametrize("name", WORD)
def test_every_table_with_headers_repeats_them_and_has_a_caption(name: str, data: dict[str, Any]) -> None:
    for table in word(name, data).tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        if look.get(qn("w:firstRow")) == "1":
            assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


@pytest.mark.parametrize("name", WORD)
@pytest.mark.parametrize("audience", ["acheteur", "entreprise", None])
def test_every_document_says_its_date_its_sources_and_that_it_is_not_legal_advice(
    name: str, audience: str | None
) -> None:
    document = word(name, {"audience": audience, "date_production": "2026-11-22"})
    footer = document.sections[0].footer.paragraphs[0].text.replace("\u00a0", " ")
    assert "22 novembre 2026" in footer
    assert "Premier niveau d'information, pas un conseil juridique" in footer
    assert "Sources" in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize("name", WORD)
def test_gaps_are_counted_and_highlighted(name: str) -> None:
    document = word(name, {})
    runs = [run for run in document.element.body.iter(qn("w:r")) if _text(run).startswith("[à compléter")]
    styles = {run.rPr.find(qn("w:rStyle")).get(qn("w:val")) for run in runs}
    expected = next(style.style_id for style in document.styles if style.name == "À compléter")
    assert styles == {expected}
    assert f"{len(runs)} passages surlignés" in text_of(document)


def _text(run: Any) -> str:
    return "".join(node.text or "" for node in run.iter(qn("w:t")))


@pytest.mark.parametrize("name", WORD)
def test_what_is_known_is_written_and_is_not_a_gap(name: str, data: dict[str, Any]) -> None:
    text = text_of(word(name, data))
    assert "Bâti-Exemple" in text
    assert "Rénovation du groupe scolaire des Tilleuls" in text
    assert "[à compléter : nom de votre organisation]" not in text
    assert "{{" not in text
    assert "**" not in text


def test_the_job_description_holds_the_three_missions_and_the_contract(data: dict[str, Any]) -> None:
    text = text_of(word("fiche_de_poste", data))
    for wanted in (
        "services ensemble",
        "partenaires extérieurs",
        "Contrôler et ajuster",
        "833 heures",
        "0,52",
    ):
        assert wanted in text
    assert "1 000 000 €" in text


def test_the_variant_follows_the_audience(data: dict[str, Any]) -> None:
    company, buyer = (text_of(word("convention", {**data, "audience": who})) for who in ("entreprise", "acheteur"))
    assert "Entre l'entreprise" in company
    assert "Entre l'acheteur" not in company
    assert "Entre l'acheteur" in buyer
    assert "choisit librement ses modalités ; elles peuvent se combiner" in company


def test_the_agreement_names_the_facilitateur_found_among_the_actors_as_fictional(
    data: dict[str, Any],
) -> None:
    text = text_of(word("convention", data))
    assert "Maison de l'emploi exemple (fictif)" in text
    assert "04 72 00 00 01, clauses@maison.example" in text
    for wanted in ("Ses missions", "Son temps", "Son territoire", "Son employeur", "Ses compétences"):
        assert wanted in text


def test_the_plan_gives_each_action_a_working_day_and_each_score_a_bar(
    data: dict[str, Any],
) -> None:
    document = word("plan_action", data)
    text = text_of(document)
    assert "22 décembre 2026" in text  # 30 days after 22 November
    assert "28 décembre 2026" in text  # Christmas 2026 is a Friday: the next working day is Monday 28
    assert "[à compléter : qui s'en charge]" in text
    scores = next(table for table in document.tables if table.rows[0].cells[1].text == "Score")
    rooms = {}
    for row in scores.rows[1:]:
        said, bar = row.cells[1].paragraphs
        rooms[said.text] = bar.paragraph_format.right_indent
        assert bar.text == ""
    assert list(rooms) == ["72 sur 100", "35 sur 100", "15 sur 100", "90 sur 100"]
    assert sorted(rooms, key=rooms.get) == ["90 sur 100", "72 sur 100", "35 sur 100", "15 sur 100"]


def test_the_dates_of_an_earlier_diagnostic_are_kept() -> None:
    actions = [
        {"action": "Passée", "echeance": "30 jours", "date": "2026-11-10"},
        {"action": "À venir", "echeance": "60 jours", "date": "2026-12-10"},
    ]
    text = text_of(word("plan_action", {"plan": actions, "date_production": "2026-11-22"}))
    assert "10 novembre 2026 (dépassée)" in text
    assert "10 décembre 2026 (J+18)" in text


def test_without_a_diagnostic_the_plan_says_it_is_a_standard_one() -> None:
    text = text_of(word("plan_action", {"audience": "acheteur"}))
    assert "Aucun diagnostic n'a encore été fait" in text
    assert "Passer en revue les achats à venir" in text
    assert "Où vous en êtes" not in text


def test_the_wording_kit_is_marked_as_a_draft_on_every_page(data: dict[str, Any]) -> None:
    document = word("clause", data)
    assert all("BROUILLON À FAIRE VÉRIFIER" in section.header.paragraphs[0].text for section in document.sections)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    for part in ("Partie A", "Partie B", "Partie C", "Partie D"):
        assert any(heading.startswith(part) for heading in headings)


def test_the_wording_kit_cites_only_checked_articles(data: dict[str, Any]) -> None:
    import re

    cited = set(re.findall(r"\b[LRD]\d{4}-[\d-]*\d", text_of(word("clause", data))))
    assert cited == {"L2112-2", "L2112-2-1", "L2113-12", "L2113-13", "L2113-14", "R2113-7", "R2152-7"}


def test_the_notes_keep_the_points_and_the_decisions_of_the_meeting(data: dict[str, Any]) -> None:
    data["reunion"] = {
        "objet": "Point mensuel",
        "date": "2027-01-12",
        "participants": ["Une personne de Bâti-Exemple", "Le facilitateur"],
        "points": ["Planning de janvier"],
        "decisions": [{"quoi": "Appeler la structure", "qui": "Référente", "quand": "15 janvier"}],
        "prochaine": "2027-02-09",
    }
    text = text_of(word("compte_rendu", data))
    for wanted in (
        "Point mensuel",
        "12 janvier 2027",
        "Planning de janvier",
        "Appeler la structure",
        "9 février 2027",
    ):
        assert wanted in text


def test_what_a_user_typed_is_never_read_as_markup() -> None:
    text = text_of(word("compte_rendu", {"organisation": "A **B** {{ referent }} [à vérifier : x]"}))
    assert "A **B** {{ referent }} [à vérifier : x]" in text


def test_the_parts_of_the_file_are_those_word_opens_without_repair(data: dict[str, Any]) -> None:
    """Order of the elements that the schema fixes, where we write them ourselves."""
    document = word("plan_action", data)
    order = [
        "tblStyle",
        "tblW",
        "jc",
        "tblBorders",
        "tblLayout",
        "tblCellMar",
        "tblLook",
        "tblCaption",
        "tblDescription",
    ]
    for table in document.tables:
        names = [child.tag.split("}")[1] for child in table._tbl.tblPr]
        assert names == [name for name in order if name in names]
    settings = [child.tag.split("}")[1] for child in document.settings.element]
    assert settings.index("compat") < settings.index("rsids" if "rsids" in settings else "themeFontLang")
    assert settings.index("themeFontLang") < settings.index("clrSchemeMapping")
    with zipfile.ZipFile(io.BytesIO(build("plan_action", data).contenu)) as archive:
        assert archive.testzip() is None
