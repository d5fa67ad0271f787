"""Whatever the data, a document is produced and can be opened again."""

import io
from datetime import date, datetime, timezone
from typing import Any

import openpyxl
import pytest
import vobject
from docx import Document as open_word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.documents import TYPES, build, read, sign

NASTY = st.sampled_from(
    [
        "",
        " ",
        "\x00\x07",
        "a\x00b\x0bc",
        "é" * 5000,
        "👩\u200d🔧" * 300,
        "\ud800",
        "\u202egnal",
        "=1+1",
        "{{ x }}",
        "**",
        "]]>",
        "<w:p>",
        "a\r\nBEGIN:VEVENT",
        "BEGIN:VCARD\nEND:VCARD",
        ";,\\",
        "1e999",
        "nan",
        "-5",
        "300 %",
    ]
)
SCALARS = st.one_of(
    [
        NASTY,
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=40),
        st.binary(max_size=8),
        st.dates(),
        st.datetimes(),
        st.just(10**400),
    ]
)
KEYS = st.sampled_from(
    [
        "organisation",
        "audience",
        "profil",
        "territoire_nom",
        "referent",
        "facilitateur",
        "date_production",
        "contrat",
        "plan",
        "acteurs",
        "scores",
        "rappels",
        "reunion",
        "intitule",
        "montant",
        "heures",
        "taux",
        "duree_mois",
        "date_debut",
        "facteur",
        "action",
        "echeance",
        "qui",
        "intent",
        "nom",
        "kind",
        "adresse",
        "code_postal",
        "commune",
        "telephone",
        "courriel",
        "site_web",
        "secteurs",
        "motif",
        "source",
        "date_maj",
        "fictif",
        "pertinence",
        "titre",
        "date",
        "dans_jours",
        "detail",
        "objet",
        "lieu",
        "participants",
        "points",
        "decisions",
        "prochaine",
        "quoi",
        "qui",
        "quand",
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)
ITEM = st.dictionaries(KEYS, SCALARS, max_size=8)
DATA = st.one_of(
    st.dictionaries(KEYS, VALUES, max_size=8),
    st.fixed_dictionaries(
        {
            "contrat": ITEM,
            "plan": st.lists(ITEM | st.fixed_dictionaries({"action": NASTY, "echeance": SCALARS}), max_size=2),
            "acteurs": st.lists(
                st.fixed_dictionaries({"nom": NASTY, "telephone": SCALARS, "kind": SCALARS}), max_size=2
            ),
            "rappels": st.lists(st.fixed_dictionaries({"titre": NASTY, "date": st.dates()}), max_size=2),
            "organisation": SCALARS,
        }
    ),
    VALUES,
)


def reopen(nom: str, content: bytes) -> None:
    if nom.endswith(".docx"):
        assert open_word(io.BytesIO(content)).paragraphs
    elif nom.endswith(".xlsx"):
        assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    elif nom.endswith(".ics"):
        assert all("SUMMARY" in event for event in Calendar.from_ical(content).walk("VEVENT"))
    elif nom.endswith(".vcf"):
        assert all(card.fn.value for card in vobject.readComponents(content.decode()))
    else:
        assert content.decode("utf-8-sig").count("\r\n") >= 2


LIGHT = ("plan_action_agenda", "rappels", "liste_contacts", "liste_contacts_vcf")


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(type_document=st.sampled_from(LIGHT), data=DATA)
def test_any_data_gives_a_calendar_or_a_list_that_opens(type_document: str, data: Any) -> None:
    document = build(type_document, data)
    reopen(document.nom, document.contenu)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(type_document=st.sampled_from(sorted(set(TYPES) - set(LIGHT))), data=DATA)
def test_any_data_gives_a_document_that_opens(type_document: str, data: Any) -> None:
    document = build(type_document, data)
    reopen(document.nom, document.contenu)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(type_document=st.sampled_from(TYPES), data=DATA)
def test_any_data_can_be_signed_and_read(type_document: str, data: Any) -> None:
    now = datetime(2026, 11, 22, tzinfo=timezone.utc)
    found, kept = read(sign(type_document, data, "s" * 32, now), "s" * 32, now)
    assert found == type_document
    assert isinstance(kept, dict)


@pytest.mark.parametrize("type_document", TYPES)
@pytest.mark.parametrize("data", [None, [], "texte", 12, {"contrat": "x", "plan": {}, "acteurs": "x", "scores": []}])
def test_data_of_the_wrong_shape_gives_the_empty_document(type_document: str, data: Any) -> None:
    document = build(type_document, data)
    reopen(document.nom, document.contenu)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_dates_out_of_reason_are_ignored(day: date) -> None:
    reopen(
        "x.ics",
        build("rappels", {"contrat": {"date_debut": day}, "rappels": [{"titre": "x", "date": day}]}).contenu,
    )
