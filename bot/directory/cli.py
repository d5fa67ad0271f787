"""The `annuaire` command (contract/annuaire.md): import, search, check and export the directory, in
French.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from bot.directory.checks import check_directory
from bot.directory.cli_parser import build_parser
from bot.directory.coverage_map import draw_map
from bot.directory.download import fetch, is_url
from bot.directory.export import export
from bot.directory.formats import intended_column
from bot.directory.importer import Options, Report, StrictRefusal, import_files
from bot.directory.mapping import BadMapping
from bot.directory.presentation import actor_card
from bot.directory.readers import UnreadableFile
from bot.directory.search import Query, search
from bot.directory.statistics import statistics
from bot.directory.store import DirectoryUnavailable, Store, default_url, open_store
from bot.directory.targets import UnknownTerritory
from bot.directory.taxonomy import DATA, kinds, kinds_of_type, modalities, sector_code
from bot.directory.vocabulary import find_modalities, find_sectors, find_types
from bot.territory import resolve_place, territories

DONE, SOME_REFUSED, NOTHING_DONE = 0, 1, 2
_SHOWN_PROBLEMS = 20
GUIDE = "data/directory/README.md"


class UsageError(Exception):
    """The command cannot be carried out as written; the message says why, in French."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command; returns 0 done, 1 done but rows were refused, 2 nothing done."""
    logging.getLogger("bot.directory").setLevel(logging.ERROR)
    arguments = build_parser().parse_args(argv)
    url = getattr(arguments, "base", None) or default_url()
    commands = {
        "importer": _import,
        "chercher": _search,
        "fiche": _card,
        "stats": _stats,
        "verifier": _check,
        "exporter": _export,
    }
    try:
        return commands[arguments.commande](arguments, url)
    except (UsageError, UnreadableFile, BadMapping, DirectoryUnavailable, UnknownTerritory) as error:
        _errors().print(str(error), style="red", markup=False, highlight=False)
    except OSError as error:
        _errors().print(f"{error.strerror or error} : {error.filename or ''}", style="red", markup=False)
    except KeyboardInterrupt:
        _errors().print("Interrompu : l'annuaire est resté comme avant.", style="red")
    except BrokenPipeError:
        return DONE
    return NOTHING_DONE


def _errors() -> Console:
    return Console(stderr=True, soft_wrap=True)


def _out() -> Console:
    return Console(soft_wrap=True)


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _import(arguments: argparse.Namespace, url: str) -> int:
    options = Options(arguments.format, arguments.correspondance, arguments.source, arguments.strict, arguments.simuler)
    if arguments.correspondance and arguments.format != "auto":
        raise UsageError("--format et --correspondance ne vont pas ensemble : la correspondance dit déjà tout.")
    refused = False
    with tempfile.TemporaryDirectory() as scratch, _progress() as progress:
        paths = [_fetched(text, progress) if is_url(text) else Path(text) for text in arguments.fichiers]
        store = _writable(url, options.simuler, Path(scratch))
        task = progress.add_task("Lignes lues", total=None)
        try:
            report = import_files(store, paths, options, lambda report: progress.update(task, completed=report.lues))
        except StrictRefusal as error:
            report, refused = error.args[0], True
        finally:
            store.close()
        progress.update(task, completed=report.lues, total=report.lues)
    if arguments.rapport:
        arguments.rapport.parent.mkdir(parents=True, exist_ok=True)
        arguments.rapport.write_text(
            json.dumps(report.as_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
    _tell_import(report, options, refused)
    if refused:
        return NOTHING_DONE
    return SOME_REFUSED if report.lignes_refusees else DONE


def _writable(url: str, simulated: bool, scratch: Path) -> Store:
    """The directory to write to; a simulation on a directory that does not exist yet happens in a scratch
    file.
    """
    if simulated:
        try:
            open_store(url).close()
        except DirectoryUnavailable:
            url = f"sqlite:///{scratch / 'simulation.sqlite'}"
    return open_store(url, write=True)


def _progress() -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=_errors())


def _fetched(url: str, progress: Progress) -> Path:
    task = progress.add_task("Octets reçus", total=None)
    folder = DATA.parents[1] / "var" / "telechargements"
    return fetch(url, folder, lambda done, total: progress.update(task, completed=done, total=total))


def _tell_import(report: Report, options: Options, stopped: bool) -> None:
    console = _out()
    if stopped:
        console.print("Rien n'a été importé (--strict) : au moins une ligne est fausse.", style="red")
    elif options.simuler:
        console.print("Simulation : rien n'a été changé.", style="yellow")
    console.print(
        f"{report.lues} lignes lues : {report.ajoutees} ajoutées, {report.modifiees} modifiées, "
        f"{report.inchangees} inchangées, {report.supprimees} supprimées, {report.lignes_refusees} refusées"
        + (f", {report.ignorees} laissées de côté." if report.ignorees else "."),
        highlight=False,
    )
    for name, columns in report.colonnes_non_lues.items():
        console.print(f"{name} : {_told_unread(columns)}", style="yellow", markup=False, highlight=False)
    for problem in report.refusees[:_SHOWN_PROBLEMS]:
        console.print(
            f"  {problem['fichier']}, ligne {problem['ligne']}, {problem['colonne']} = "
            f"« {problem['valeur']} » : "
            f"{problem['raison']}",
            markup=False,
            highlight=False,
        )
    if len(report.refusees) > _SHOWN_PROBLEMS:
        console.print(f"  … et {len(report.refusees) - _SHOWN_PROBLEMS} autres problèmes (--rapport les donne tous).")


def _told_unread(columns: Sequence[str]) -> str:
    """The sentence that names columns whose content does not enter: « tel fixe » (peut-être telephone)."""
    told = (f"« {name} »" + (f" (peut-être {near})" if (near := intended_column(name)) else "") for name in columns)
    subject = "colonne non lue" if len(columns) == 1 else "colonnes non lues"
    return f"{subject} : {', '.join(told)}. Les colonnes à employer : {GUIDE}."


def _search(arguments: argparse.Namespace, url: str) -> int:
    candidates = _places(arguments.lieu)
    if len(candidates) > 1:
        places = [
            {"id": place, "nom": territory.nom, "type": territory.type, "libelle": territories().label(place)}
            for place in candidates
            if (territory := territories().get(place)) is not None
        ]
        if arguments.json:
            _print_json({"ambigu": places})
        else:
            _out().print("Plusieurs lieux portent ce nom ; préciser --lieu :", highlight=False)
            for place in places:
                _out().print(f"  {place['id']} : {place['libelle']}", markup=False, highlight=False)
        return DONE
    query = Query(
        territoire=candidates[0],
        types=tuple(dict.fromkeys(_type(text) for text in arguments.type)),
        secteur=_sector(arguments.secteur),
        modalite=_modality(arguments.modalite),
        texte=arguments.texte,
        distance_km=arguments.distance,
        page=arguments.page,
        par_page=arguments.par_page,
    )
    if query.page < 1 or query.par_page < 1 or not query.distance_km >= 0:
        raise UsageError("--page et --par-page commencent à 1, --distance à 0.")
    store = open_store(url)
    try:
        result = search(store, query)
    finally:
        store.close()
    message = result.as_message()
    if arguments.json:
        _print_json(message)
        return DONE
    console = _out()
    label = territories().label(result.territoire.id)
    console.print(f"{label} : {result.total} acteurs, page {result.page} sur {result.pages}", highlight=False)
    for rank, card in enumerate(message["acteurs"], start=(result.page - 1) * query.par_page + 1):
        flags = " (fictif)" * card["fictif"] + " (à vérifier : plus d'un an)" * card["perime"]
        contact = ", ".join(filter(None, (card["telephone"], card["courriel"], card["site_web"])))
        lines = (
            f"{rank}. {card['nom']}{flags}",
            f"   {card['libelle_kind'] or card['type_acteur']}, "
            f"{card['commune'] or 'adresse inconnue'} : {card['motif']}",
            f"   {contact or 'aucun contact'} ; mis à jour le {card['date_maj']} ; id {card['id']}",
        )
        console.print("\n".join(lines), markup=False, highlight=False)
    return DONE


def _places(text: str) -> list[str]:
    cleaned = text.strip()
    table = territories()
    for guess in (cleaned, cleaned.lower()):
        if table.get(guess) is not None:
            return [guess]
    resolution = resolve_place(cleaned)
    if resolution.id is not None:
        return [resolution.id]
    if not resolution.candidates:
        raise UsageError(
            f"Lieu inconnu : {cleaned}. Donner un nom de commune, un code postal, ou un id (commune-59512)."
        )
    return list(resolution.candidates)


def _type(text: str) -> str:
    cleaned = text.strip().lower()
    if kinds_of_type(cleaned):
        return cleaned
    mentions = find_types(text)
    if not mentions:
        raise UsageError(f"Type d'acteur inconnu : {text} (attendus : {', '.join(kinds())}).")
    return mentions[0].value


def _sector(text: str | None) -> str | None:
    if text is None:
        return None
    mentions = find_sectors(text)
    code = sector_code(text) or (mentions[0].value if mentions else None)
    if code is None:
        raise UsageError(f"Secteur inconnu : {text}.")
    return code


def _modality(text: str | None) -> str | None:
    if text is None or text in modalities():
        return text
    mentions = find_modalities(text)
    if not mentions:
        raise UsageError(f"Modalité inconnue : {text} (attendues : {', '.join(modalities())}).")
    return mentions[0].value


def _card(arguments: argparse.Namespace, url: str) -> int:
    store = open_store(url)
    try:
        actor = store.actor(arguments.id)
    finally:
        store.close()
    if actor is None:
        raise UsageError(f"Aucun acteur n'a l'identifiant {arguments.id}.")
    card = actor_card(actor, date.today()) | {"description": actor.description, "siret": actor.siret}
    if arguments.json:
        _print_json(card)
        return DONE
    table = Table(show_header=False)
    for key, value in card.items():
        if value not in (None, "", [], False):
            shown = "oui" if value is True else ", ".join(value) if isinstance(value, list) else str(value)
            table.add_row(key, shown)
    _out().print(table)
    return DONE


def _stats(arguments: argparse.Namespace, url: str) -> int:
    store = open_store(url)
    try:
        counts = statistics(store)
    finally:
        store.close()
    if arguments.json:
        _print_json(counts)
        return DONE
    console = _out()
    console.print(f"{counts['total']} fiches, dont {counts['fictives']} fictives", highlight=False)
    for title in ("par_type", "par_kind", "par_source", "par_departement", "par_zone"):
        table = Table(title.replace("_", " "), "fiches")
        for key, number in counts[title].items():
            table.add_row(key, str(number))
        console.print(table)
    return DONE


def _check(arguments: argparse.Namespace, url: str) -> int:
    store = open_store(url)
    try:
        found = check_directory(store)
    finally:
        store.close()
    if arguments.carte:
        draw_map(found.couverture, arguments.carte)
    if arguments.json:
        _print_json(found.as_dict())
        return DONE
    console = _out()
    console.print(
        f"{found.total} fiches : {len(found.perimees)} de plus d'un an, "
        f"{len(found.sans_contact)} sans contact, "
        f"{len(found.sans_lieu)} sans lieu ni zone, "
        f"{len(found.recouvrements)} recouvrements de zones de facilitateurs.",
        highlight=False,
    )
    table = Table("département", "communes", "facilitateur local", "seulement plus large", "aucun")
    for c in found.couverture:
        counts = (
            len(c.locale) + len(c.elargie) + len(c.aucune),
            len(c.locale),
            len(c.elargie),
            len(c.aucune),
        )
        table.add_row(c.departement, *map(str, counts))
    console.print(table)
    return DONE


def _export(arguments: argparse.Namespace, url: str) -> int:
    store = open_store(url)
    try:
        written = export(store, arguments.sortie, arguments.format)
    finally:
        store.close()
    _out().print(f"{written} fiches écrites dans {arguments.sortie}.", markup=False, highlight=False)
    return DONE
