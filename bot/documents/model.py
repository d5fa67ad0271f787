"""The produced document and the list of documents that can be asked for."""

from __future__ import annotations

from dataclasses import dataclass

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ICS = "text/calendar; charset=utf-8"
CSV = "text/csv; charset=utf-8"
VCF = "text/vcard; charset=utf-8"

FILES: dict[str, tuple[str, str]] = {
    "fiche_de_poste": ("fiche-de-poste-referent.docx", DOCX),
    "convention": ("convention-facilitateur.docx", DOCX),
    "plan_action": ("plan-action-90-jours.docx", DOCX),
    "plan_action_agenda": ("plan-action-90-jours.ics", ICS),
    "tableau_suivi": ("tableau-suivi-heures.xlsx", XLSX),
    "clause": ("clause-insertion-dce-brouillon.docx", DOCX),
    "compte_rendu": ("compte-rendu-reunion.docx", DOCX),
    "liste_contacts": ("contacts-insertion.csv", CSV),
    "liste_contacts_vcf": ("contacts-insertion.vcf", VCF),
    "rappels": ("rappels-clauses-insertion.ics", ICS),
}
"""File name and media type of each `type_document`."""

TYPES: tuple[str, ...] = tuple(FILES)


class UnknownDocument(ValueError):
    """The asked `type_document` is not one of `TYPES`; the message is in French, for the user."""

    def __init__(self, type_document: object) -> None:
        super().__init__("Ce document n'existe pas. Je peux produire : " + ", ".join(TYPES) + ".")
        self.type_document = type_document


@dataclass(frozen=True, slots=True)
class Document:
    """A file ready to be sent: its name, its media type, its bytes."""

    nom: str
    mime: str
    contenu: bytes


def as_document(type_document: str, contenu: bytes) -> Document:
    """Document of this type with its usual file name and media type."""
    nom, mime = FILES[type_document]
    return Document(nom=nom, mime=mime, contenu=contenu)
