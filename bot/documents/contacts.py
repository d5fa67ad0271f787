"""The list of contacts, for a spreadsheet (.csv) and for an address book (.vcf)."""

from __future__ import annotations

import csv
import io
import re

import phonenumbers
import vobject

from bot.documents.content import load, plain
from bot.documents.known import Contact, Known
from bot.documents.values import french_date

_RISKY_START = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_PHONE = re.compile(r"\+?[\d\s().-]{6,30}")


def contacts_csv(known: Known) -> bytes:
    """UTF-8 with BOM and « ; », as French Excel opens it; no cell can start a formula."""
    texts = load("liste_contacts")
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(texts["colonnes"].values())
    for contact in known.acteurs:
        row = _row(contact, texts["fictif"])
        writer.writerow([safe_cell(row[name]) for name in texts["colonnes"]])
    empty = [""] * (len(texts["colonnes"]) - 1)
    if not known.acteurs:
        writer.writerow([safe_cell(texts["aucun"]), *empty])
    writer.writerow([safe_cell(plain(texts["note"], known.value)), *empty])
    return ("\ufeff" + buffer.getvalue()).encode("utf-8")


def contacts_vcf(known: Known) -> bytes:
    """One vCard 3.0 by actor; without any, a card that says what to do, so that the file always opens."""
    texts = load("liste_contacts")
    note = plain(texts["note"], known.value)
    if not known.acteurs:
        return _card(name=texts["aucun"].strip("[]"), note=note).encode("utf-8")
    return "".join(_contact_card(contact, note, texts["fictif"]) for contact in known.acteurs).encode("utf-8")


def safe_cell(text: str) -> str:
    """The text, kept from being read as a formula by a spreadsheet (OWASP, CSV injection)."""
    return f"'{text}" if text.lstrip().startswith(_RISKY_START) else text


def french_phone(text: str) -> str:
    """« 04 72 00 00 00 » for a French number however it is written; any other text as it is.

    The national form also begins with a digit, where « +33 » would look like a formula.
    """
    if not _PHONE.fullmatch(text):
        return text
    try:
        parsed = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        return text
    if parsed.country_code != 33 or not phonenumbers.is_possible_number(parsed):
        return text
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def _row(contact: Contact, fictional: str) -> dict[str, str]:
    return {
        "nom": contact.nom,
        "type": contact.type or "",
        "adresse": contact.adresse or "",
        "code_postal": contact.code_postal or "",
        "commune": contact.commune or "",
        "telephone": french_phone(contact.telephone or ""),
        "courriel": contact.courriel or "",
        "site_web": contact.site_web or "",
        "secteurs": ", ".join(contact.secteurs),
        "motif": contact.motif or "",
        "source": contact.source or "",
        "date_maj": french_date(contact.date_maj) if contact.date_maj else "",
        "mention": fictional if contact.fictif else "",
    }


def _contact_card(contact: Contact, note: str, fictional: str) -> str:
    row = _row(contact, fictional)
    headings = load("liste_contacts")["colonnes"]
    details = [f"{headings[key]} : {row[key]}" for key in ("secteurs", "motif", "source", "date_maj") if row[key]]
    lines = [fictional] if contact.fictif else []
    return _card(
        name=contact.nom + (" (fictif)" if contact.fictif else ""),
        note="\n".join([*lines, *details, note]),
        contact=contact,
        row=row,
    )


def _card(name: str, note: str, contact: Contact | None = None, row: dict[str, str] | None = None) -> str:
    card = vobject.vCard()
    card.add("n").value = vobject.vcard.Name(family=name)
    card.add("fn").value = name
    card.add("org").value = [name]
    if contact is not None and row is not None:
        for field, value, kind in (
            ("tel", row["telephone"], "WORK"),
            ("email", row["courriel"], "WORK"),
            ("url", row["site_web"], ""),
            ("title", row["type"], ""),
        ):
            if value:
                line = card.add(field)
                line.value = value
                if kind:
                    line.type_param = kind
        if contact.adresse or contact.commune:
            address = card.add("adr")
            address.value = vobject.vcard.Address(
                street=row["adresse"], city=row["commune"], code=row["code_postal"], country="France"
            )
            address.type_param = "WORK"
    card.add("categories").value = ["Insertion"]
    card.add("note").value = note
    return str(card.serialize())
