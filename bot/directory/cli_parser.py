"""The command line of `annuaire`: commands, options, help in French."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from bot.directory.export import EXPORT_FORMATS
from bot.directory.formats import FORMATS

BAD_ARGUMENTS = 2
"""Exit status of a command that cannot be understood (contract/annuaire.md)."""

_MESSAGES = (
    (r"the following arguments are required: (.*)", r"il manque : \1"),
    (
        r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)",
        r"\1 : valeur \2 inconnue (possibles : \3)",
    ),
    (r"argument (.*?): expected one argument", r"\1 : une valeur est attendue"),
    (r"argument (.*?): expected at least one argument", r"\1 : au moins une valeur est attendue"),
    (r"argument (.*?): invalid \w+ value: (.*)", r"\1 : la valeur \2 n'est pas un nombre"),
    (r"unrecognized arguments: (.*)", r"option inconnue : \1"),
)


class _Parser(argparse.ArgumentParser):
    """argparse, speaking French."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        kwargs |= {"add_help": False, "allow_abbrev": False}
        super().__init__(*args, **kwargs)
        self.add_argument("-h", "--help", action="help", help="montrer cette aide")
        self._positionals.title = "arguments"
        self._optionals.title = "options"

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "usage :", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "usage :", 1)

    def error(self, message: str) -> NoReturn:
        for english, french in _MESSAGES:
            message = re.sub(english, french, message)
        sys.stderr.write(f"{self.format_usage()}annuaire : {message}\n")
        sys.exit(BAD_ARGUMENTS)


def build_parser() -> argparse.ArgumentParser:
    """The command line of `annuaire`."""
    common: Any = argparse.ArgumentParser(add_help=False)
    common.add_argument("--base", metavar="URL", default=argparse.SUPPRESS, help="base de l'annuaire (URL SQLAlchemy)")
    parser = _Parser(
        prog="annuaire",
        description="Tenir l'annuaire des acteurs de l'insertion d'un territoire.",
        epilog="Exemples :\n  annuaire importer mon-annuaire.xlsx\n"
        "  annuaire chercher --lieu Roubaix --type etti\n"
        "  annuaire verifier --carte carte.png\n\nAide d'une commande : annuaire COMMANDE --help",
        parents=[common],
    )
    commands = parser.add_subparsers(dest="commande", metavar="COMMANDE", required=True)

    def command(name: str, summary: str, examples: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name, help=summary, description=summary, epilog=f"Exemples :\n{examples}", parents=[common]
        )

    taken = command(
        "importer",
        "Importer des fichiers ou des adresses web dans l'annuaire.",
        "  annuaire importer mon-annuaire.csv\n"
        "  annuaire importer structures.json services.json --format data-inclusion\n"
        "  annuaire importer siae.csv "
        "--correspondance data/directory/correspondances/siae-lemarche-2021.yml\n"
        "  annuaire importer https://exemple.fr/structures.parquet --simuler --rapport rapport.json",
    )
    taken.add_argument("fichiers", nargs="+", metavar="FICHIER_OU_URL", help="CSV, Excel, JSON, JSON lines, Parquet")
    taken.add_argument("--format", choices=FORMATS, default="auto", help="format des fichiers (auto par défaut)")
    taken.add_argument("--correspondance", type=Path, metavar="MAPPING.yml", help="quelle colonne remplit quel champ")
    taken.add_argument("--source", metavar="NOM", help="nom de la source, au lieu de celle du fichier")
    taken.add_argument("--strict", action="store_true", help="ne rien importer si une seule ligne est fausse")
    taken.add_argument("--simuler", action="store_true", help="dire ce qui changerait, sans rien changer")
    taken.add_argument("--rapport", type=Path, metavar="RAPPORT.json", help="écrire le rapport dans un fichier")

    asked = command(
        "chercher",
        "Chercher les acteurs d'un lieu.",
        "  annuaire chercher --lieu Villeurbanne --type etti --secteur bâtiment\n"
        "  annuaire chercher --lieu departement-59 --type facilitateur --json\n"
        "  annuaire chercher --lieu 59100 --texte lucioles --distance 40",
    )
    asked.add_argument("--lieu", required=True, metavar="ID_OU_NOM", help="nom, code postal, ou id (commune-59512)")
    asked.add_argument("--type", action="append", default=[], metavar="T", help="type d'acteur (répétable)")
    asked.add_argument("--secteur", metavar="S", help="secteur : identifiant ou mot courant")
    asked.add_argument("--modalite", metavar="M", help="modalité : identifiant ou mots courants")
    asked.add_argument("--texte", metavar="Q", help="mots du nom, SIREN ou SIRET")
    asked.add_argument("--distance", type=float, default=25.0, metavar="KM", help="25 km par défaut")
    asked.add_argument("--page", type=int, default=1, metavar="N")
    asked.add_argument("--par-page", type=int, default=10, metavar="N")
    asked.add_argument("--json", action="store_true", help="sortie JSON")

    card = command("fiche", "Montrer la fiche d'un acteur.", "  annuaire fiche demonstration--59-001")
    card.add_argument("id", metavar="ID")
    card.add_argument("--json", action="store_true", help="sortie JSON")

    counted = command("stats", "Compter ce que contient l'annuaire.", "  annuaire stats --json")
    counted.add_argument("--json", action="store_true", help="sortie JSON")

    checked = command(
        "verifier",
        "Repérer les fiches périmées ou sans contact et les communes sans facilitateur.",
        "  annuaire verifier\n  annuaire verifier --carte carte.png",
    )
    checked.add_argument("--json", action="store_true", help="sortie JSON")
    checked.add_argument("--carte", type=Path, metavar="CARTE.png", help="dessiner la couverture par département")

    out = command(
        "exporter",
        "Écrire tout l'annuaire dans un fichier.",
        "  annuaire exporter structures.json --format data-inclusion\n  annuaire exporter annuaire.csv --format csv",
    )
    out.add_argument("sortie", type=Path, metavar="SORTIE")
    out.add_argument("--format", choices=EXPORT_FORMATS, required=True)
    return parser
