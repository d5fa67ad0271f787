"""Word documents: a YAML text of data/documents, filled with what is known."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from docx.document import Document as WordDocument

from bot.documents.contacts import french_phone
from bot.documents.content import Piece, is_yes, load, plain
from bot.documents.known import Contact, Known, default_plan, score_reading
from bot.documents.values import french_date, french_number, next_working_day
from bot.documents.word_blocks import Text, Writer, known_text
from bot.documents.word_style import styled_document

_MAX_ACTORS = 12


def word_document(name: str, known: Known) -> bytes:
    """The .docx of data/documents/`name`.yml, for the known audience or the one the file names by default."""
    template = load(name)
    audience = known.audience or template["audience_par_defaut"]
    draft = is_yes(template.get("brouillon"))
    title = plain(template["titre"], known.value)
    document = styled_document(title, template["objet"], known, draft)
    writer = Writer(document, known.value)
    writer.paragraph(title, "Title")
    writer.paragraph(template["sous_titre"], "Subtitle")
    # Written last, when the gaps have been counted, but read first.
    remaining = writer.paragraph("", "Reste à compléter")
    for block in template["corps"]:
        if _is_wanted(block, audience, known):
            _write(writer, block, known, audience)
    writer.heading("Sources", 1)
    writer.bullets(template["sources"])
    writer.paragraph(load("charte")["mentions"]["pied"], "Caption")
    mentions = load("charte")["mentions"]
    sentence = mentions["reste_aucun" if writer.gaps == 0 else "reste_un" if writer.gaps == 1 else "reste"]
    remaining.add_run(plain(sentence, {"nombre": str(writer.gaps)}.get))
    return _saved(document)


def _is_wanted(block: Mapping[str, Any], audience: str, known: Known) -> bool:
    return (
        block.get("pour") in (None, audience)
        and (block.get("si") is None or block["si"] in known.has)
        and (block.get("sauf") is None or block["sauf"] not in known.has)
    )


def _write(writer: Writer, block: Mapping[str, Any], known: Known, audience: str) -> None:
    match block:
        case {"titre": title}:
            writer.heading(title, 1, new_page=is_yes(block.get("page")))
        case {"sous_titre": title}:
            writer.heading(title, 2)
        case {"texte": text}:
            writer.paragraph(text)
        case {"liste": items}:
            writer.bullets(items)
        case {"etapes": items}:
            writer.steps(items)
        case {"cases": items}:
            writer.boxes(items)
        case {"encadre": {"titre": title, "texte": text}}:
            writer.callout(title, text)
        case {"modele": items}:
            writer.wording(items)
        case {"fiche": rows}:
            writer.sheet(rows, "Repères")
        case {"tableau": table}:
            writer.table(table["legende"], table["entetes"], table["lignes"], table["largeurs"])
        case {"signatures": names}:
            writer.signatures(names)
        case {"insere": name}:
            _INSERTS[name](writer, known, audience)
        case _:
            raise ValueError(f"Bloc inconnu dans un modèle de document : {', '.join(map(str, block))}.")


def _insert_plan(writer: Writer, known: Known, audience: str) -> None:
    actions = known.plan or default_plan(known, audience)
    rows: list[Sequence[Text]] = []
    for rank, action in enumerate(actions, start=1):
        what = [Piece(action.action)]
        if action.sujet:
            what.append(Piece(f" Pour en savoir plus, demandez à l'assistant\u00a0: «\u00a0{action.sujet}\u00a0»."))
        rows.append(
            (
                str(rank),
                what,
                known_text(action.facteur, "facteur clé"),
                [
                    Piece(french_date(action.jour), bold=True),
                    Piece(f" (J+{action.jours})" if action.jours >= 0 else " (dépassée)"),
                ],
                known_text(action.qui, "qui s'en charge"),
                "☐",
            )
        )
    writer.table(
        "Actions du plan, avec leur échéance",
        ("N°", "Action", "Facteur clé", "Échéance", "Qui", "Fait"),
        rows,
        (1.0, 5.6, 3.3, 3.2, 2.7, 1.2),
    )


def _insert_checkpoints(writer: Writer, known: Known, audience: str) -> None:
    rows = [
        (
            [
                Piece(french_date(next_working_day(known.today + timedelta(days=days))), bold=True),
                Piece(f" (J+{days})"),
            ],
            "[à compléter : actions faites]",
            "[à compléter : ce qui bloque et ce que l'on décide]",
        )
        for days in (30, 60, 90)
    ]
    writer.table("Points d'étape à 30, 60 et 90 jours", ("Quand", "Fait", "Blocages et décisions"), rows, (3, 3.5, 3.5))


def _insert_actors(writer: Writer, known: Known, audience: str) -> None:
    if not known.acteurs:
        writer.paragraph(
            "[à compléter : facilitateur, structures d'insertion et prescripteurs du territoire] "
            "Demandez à l'assistant « les acteurs de mon territoire » pour obtenir la liste."
        )
        return
    writer.table(
        f"Acteurs du territoire ({min(len(known.acteurs), _MAX_ACTORS)} sur {len(known.acteurs)})",
        ("Acteur", "Type", "Commune", "Contact"),
        [_actor_row(contact) for contact in known.acteurs[:_MAX_ACTORS]],
        (4, 4, 3, 5),
    )
    origins = " ; ".join(sorted({contact.source for contact in known.acteurs if contact.source})[:5])
    latest = max((contact.date_maj for contact in known.acteurs if contact.date_maj), default=None)
    updated = f" Dernière mise à jour connue : {french_date(latest)}." if latest else ""
    writer.paragraph(
        [Piece(f"Coordonnées à vérifier avant usage. Source : {origins or 'annuaire'}.{updated}")], "Caption"
    )


def _actor_row(contact: Contact) -> Sequence[Text]:
    reach = " · ".join(filter(None, (french_phone(contact.telephone or ""), contact.courriel, contact.site_web)))
    place = " ".join(filter(None, (contact.code_postal, contact.commune)))
    name = [Piece(contact.nom, bold=True)]
    if contact.fictif:
        name.append(Piece(" (fictif)"))
    return (
        name,
        known_text(contact.type, "type"),
        known_text(place, "commune"),
        known_text(reach, "coordonnées"),
    )


def _insert_scores(writer: Writer, known: Known, audience: str) -> None:
    labels = load("libelles")["facteurs"]
    rows: list[Sequence[Text]] = [
        (
            labels[name],
            [Piece(f"{french_number(score)} sur 100", bold=True)],
            score_reading(score),
        )
        for name, score in known.scores.items()
    ]
    widths = (4.5, 5.5, 3.5)
    table = writer.table("Scores par facteur clé de succès", ("Facteur", "Score", "Lecture"), rows, widths)
    for row, score in zip(table.rows[1:], known.scores.values(), strict=True):
        writer.bar(row.cells[1], score / 100)


def _insert_agenda(writer: Writer, known: Known, audience: str) -> None:
    points: Sequence[str] = known.reunion.points or load("compte_rendu")["ordre_du_jour"][audience]
    rows = [([Piece(point, bold=True)], "[à compléter : ce qui a été dit]") for point in points]
    writer.table("Points abordés pendant la réunion", ("Point", "Ce qui a été dit"), rows, (4, 6))


def _insert_decisions(writer: Writer, known: Known, audience: str) -> None:
    decisions = known.reunion.decisions or ((None, None, None),) * 3
    rows = [
        (known_text(what, "décision ou action"), known_text(who, "qui"), known_text(when, "date"), "☐")
        for what, who, when in decisions
    ]
    writer.table(
        "Décisions et suites à donner",
        ("Décision ou action", "Qui", "Pour quand", "Fait"),
        rows,
        (8, 4, 3.5, 1.5),
    )


_INSERTS = {
    "plan": _insert_plan,
    "echeances": _insert_checkpoints,
    "acteurs": _insert_actors,
    "scores": _insert_scores,
    "ordre_du_jour": _insert_agenda,
    "decisions": _insert_decisions,
}


def _saved(document: WordDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
