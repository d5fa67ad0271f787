"""One way in for all documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from bot.documents.calendars import plan_calendar, reminders_calendar
from bot.documents.contacts import contacts_csv, contacts_vcf
from bot.documents.known import Known, understand
from bot.documents.model import FILES, Document, UnknownDocument, as_document
from bot.documents.word import word_document
from bot.documents.workbook import follow_up_workbook

_WORD = ("fiche_de_poste", "convention", "plan_action", "clause", "compte_rendu")
_BUILDERS: dict[str, Callable[[Known], bytes]] = {
    **{name: partial(word_document, name) for name in _WORD},
    "plan_action_agenda": plan_calendar,
    "tableau_suivi": follow_up_workbook,
    "liste_contacts": contacts_csv,
    "liste_contacts_vcf": contacts_vcf,
    "rappels": reminders_calendar,
}


def build(type_document: str, data: Mapping[str, object]) -> Document:
    """The document of this type, filled with what is known; what is not is a gap marked in it.

    Any `data` will do: values that cannot be used are left out. Raises UnknownDocument when the type is not
    one of `TYPES`.
    """
    if not isinstance(type_document, str) or type_document not in FILES:
        raise UnknownDocument(type_document)
    return as_document(type_document, _BUILDERS[type_document](understand(data)))
