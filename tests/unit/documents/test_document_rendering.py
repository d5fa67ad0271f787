"""Each document opens in LibreOffice and its pages show something, to the edge of no sheet."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.documents import build

pytestmark = pytest.mark.paquet

PRINTED = ("fiche_de_poste", "convention", "plan_action", "clause", "compte_rendu", "tableau_suivi")
RESOLUTION = 40  # dots per inch: enough to see where there is ink


def pages(pdf: Path) -> list[Image.Image]:
    stem = pdf.with_suffix("")
    command = ["pdftoppm", "-r", str(RESOLUTION), "-png", "-l", "8", str(pdf), str(stem)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return [Image.open(path).convert("L") for path in sorted(pdf.parent.glob(f"{stem.name}-*.png"))]


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("known", [True, False], ids=["connu", "inconnu"])
def test_pages_have_ink_and_keep_their_margins(name: str, known: bool, data: dict[str, Any], convert: Any) -> None:
    document = build(name, data if known else {})
    images = pages(convert(document.contenu, document.nom, "pdf"))
    assert images
    margin = int(RESOLUTION * 0.8 / 2.54)  # nothing is written in the outer 8 mm
    for image in images:
        ink = image.point(lambda grey: 255 if grey < 160 else 0).getbbox()
        assert ink is not None
        left, top, right, bottom = ink
        assert left >= margin
        assert top >= margin // 2
        assert image.width - right >= margin
        assert image.height - bottom >= margin // 2


def test_the_draft_banner_is_on_every_page_of_the_wording_kit(data: dict[str, Any], convert: Any) -> None:
    pdf = convert(build("clause", data).contenu, "clause.docx", "pdf")
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, timeout=60).stdout.decode()
    sheets = text.rstrip("\f\n").split("\f")
    assert len(sheets) >= 4
    assert all("BROUILLON À FAIRE VÉRIFIER" in sheet for sheet in sheets)
