"""The list of contacts, read again as a spreadsheet and an address book would."""

import csv
import io
from typing import Any

import pytest
import vobject

from bot.documents import build
from bot.documents.contacts import french_phone


def rows(data: dict[str, Any]) -> list[dict[str, str]]:
    content = build("liste_contacts", data).contenu
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_csv_has_a_line_by_actor_then_the_source_line(data: dict[str, Any]) -> None:
    first, second, note = rows(data)
    assert first["Nom"] == "Atelier des Tilleuls"
    assert first["Mention"] == "Acteur fictif (démonstration)"
    assert first["Téléphone"] == "04 72 00 00 00"
    assert second["Type"] == "Facilitateur des clauses d'insertion"
    assert "pas un conseil juridique" in note["Nom"]


@pytest.mark.parametrize("start", ["=1+1", "+CMD", "-2", "@SUM(A1)", "\t=1", " =1", "\n=1", '=HYPERLINK("x")'])
def test_no_cell_of_the_csv_can_be_a_formula(start: str) -> None:
    for row in rows({"acteurs": [{"nom": start, "adresse": start, "courriel": start, "secteurs": [start]}]}):
        assert not any(value.lstrip().startswith(("=", "+", "-", "@")) for value in row.values())


def test_an_empty_list_says_what_to_do() -> None:
    assert rows({})[0]["Nom"].startswith("[à compléter : aucun acteur connu")


def test_the_vcf_has_a_card_by_actor_marked_fictional(data: dict[str, Any]) -> None:
    cards = list(vobject.readComponents(build("liste_contacts_vcf", data).contenu.decode()))
    assert [card.fn.value for card in cards] == [
        "Atelier des Tilleuls (fictif)",
        "Maison de l'emploi exemple (fictif)",
    ]
    assert cards[0].tel.value == "04 72 00 00 00"
    assert cards[0].adr.value.city == "Villeurbanne"
    assert cards[0].email.value == "accueil@atelier.example"
    assert "fictif" in cards[0].note.value


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("+33472000000", "04 72 00 00 00"),
        ("04.72.00.00.00", "04 72 00 00 00"),
        ("3949", "3949"),
        ("voir site", "voir site"),
    ],
)
def test_french_phones_are_written_the_french_way(given: str, shown: str) -> None:
    assert french_phone(given) == shown
