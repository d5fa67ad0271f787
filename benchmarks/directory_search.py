"""Speed of a directory search beside the obvious alternative: a pandas filter with haversine over the same
rows.

    python benchmarks/directory_search.py                      100 000 actors
    python benchmarks/directory_search.py --actors 1000000     with the import time and memory of a million
    rows
    python benchmarks/directory_search.py --no-pandas --keep /tmp/annuaire.sqlite

Synthetic actors sit in real communes drawn by population; their zones mix every kind. Both sides answer the
same random
questions (place, type, sometimes a sector), one after the other, in one process; the agreement of their
totals is checked.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from bot.directory import Query, open_store, search
from bot.directory.importer import Options, import_files
from bot.directory.store import Store
from bot.directory.targets import target_of
from bot.directory.taxonomy import kinds_of_type, sectors, sectors_matching
from bot.territory import territories

KINDS = {
    "aci": 20, "ei": 15, "ai": 9, "etti": 6, "geiq": 2, "ea": 8, "esat": 15, "eatt": 1, "facilitateur": 2,
    "france_travail": 8, "mission_locale": 6, "ccas": 8,
}  # fmt: skip
COLUMNS = [
    "id",
    "nom",
    "kind",
    "code_insee",
    "code_postal",
    "latitude",
    "longitude",
    "telephone",
    "secteurs",
    "zone_type",
    "zone_codes",
    "rayon_km",
    "date_maj",
    "siret",
]
QUESTIONS = 400


def synthetic_rows(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """`count` invented actors, the same for the same seed."""
    draw = random.Random(seed)
    table = territories()
    communes = [table.get(id_) for id_ in table.ids("commune") if not table.arrondissements(id_[8:])]
    known = [
        commune for commune in communes if commune is not None and commune.lat is not None and commune.codes_postaux
    ]
    weights = [commune.population + 50 for commune in known]
    names = list(sectors())
    for number, commune in enumerate(draw.choices(known, weights, k=count)):
        zone = draw.random()
        codes = ""
        if zone < 0.35 and commune.epci:
            options = [
                f"epci-{commune.epci}",
                f"departement-{commune.departement}",
                commune.id,
                f"region-{commune.region}",
            ]
            codes = "|".join(draw.sample(options, draw.choice((1, 1, 2))))
        kind = "zones" if codes else "france" if zone > 0.98 else "rayon" if zone > 0.70 else "inconnue"
        yield {
            "id": number,
            "nom": f"Structure {draw.choice(('Lucioles', 'Passerelle', 'Tremplin', 'Colibri'))} {number}",
            "kind": draw.choices(list(KINDS), KINDS.values())[0],
            "code_insee": commune.code,
            "code_postal": commune.codes_postaux[0],
            "latitude": round((commune.lat or 0) + draw.uniform(-0.03, 0.03), 5),
            "longitude": round((commune.lon or 0) + draw.uniform(-0.03, 0.03), 5),
            "telephone": f"01990{draw.randrange(100000):05d}",
            "secteurs": "|".join(draw.sample(names, draw.choice((1, 2, 3)))),
            "zone_type": kind,
            "zone_codes": codes,
            "rayon_km": draw.choice((10, 20, 30, 50)) if kind == "rayon" else "",
            "date_maj": f"202{draw.randrange(4, 7)}-{draw.randrange(1, 11):02d}-{draw.randrange(1, 29):02d}",
            "siret": "",
        }


def questions(seed: int) -> list[Query]:
    """Random questions: mostly communes drawn by population, some EPCI, départements, postal codes."""
    draw = random.Random(seed)
    table = territories()
    communes = [t for id_ in table.ids("commune") if (t := table.get(id_)) is not None and t.lat is not None]
    weights = [commune.population + 500 for commune in communes]
    asked = []
    for commune in draw.choices(communes, weights, k=QUESTIONS):
        place = draw.choices(
            [
                commune.id,
                f"epci-{commune.epci}" if commune.epci else commune.id,
                f"departement-{commune.departement}",
            ],
            (8, 1, 1),
        )[0]
        types = draw.choice(((), ("siae",), ("etti",), ("facilitateur",), ("ea", "esat")))
        sector = draw.choice((None, None, "hygiene-et-proprete", "traiteur"))
        asked.append(Query(place, types, secteur=sector))
    return asked


def pandas_peer(rows: list[dict[str, Any]]) -> Callable[[Query], int]:
    """The alternative: columns in a DataFrame, a boolean mask, a haversine over every row, a sort."""
    import pandas as pd

    frame = pd.DataFrame(rows, columns=COLUMNS)
    lat, lon = np.radians(frame["latitude"].to_numpy(float)), np.radians(frame["longitude"].to_numpy(float))
    radius = pd.to_numeric(frame["rayon_km"]).to_numpy(float)
    zones = frame["zone_codes"].str.split("|").explode()
    listed_sectors = frame["secteurs"].str.split("|").explode()

    def ask(query: Query) -> int:
        target = target_of(query.territoire)
        keys = (*target.own, *target.epci, *target.departement, *target.region, *target.partial)
        mask = (frame["zone_type"] == "france").to_numpy().copy()
        mask[zones.index[zones.isin([key[2:] for key in keys])]] = True
        communes = territories().communes_of(query.territoire)
        seats = {*communes, *(key[10:] for key in target.sits if key.startswith("s:commune-"))}
        mask |= frame["code_insee"].isin(seats | arrondissements(seats)).to_numpy()
        distance = np.zeros(len(frame))
        if target.centre is not None:
            here = np.radians(target.centre)
            half = np.sin((lat - here[0]) / 2) ** 2 + np.cos(lat) * np.cos(here[0]) * np.sin((lon - here[1]) / 2) ** 2
            distance = 2 * 6371.0088 * np.arcsin(np.sqrt(half))
            mask |= (distance <= query.distance_km) | (distance <= radius)
        if query.types:
            mask &= frame["kind"].isin({kind for asked in query.types for kind in kinds_of_type(asked)}).to_numpy()
        if query.secteur:
            of_sector = np.zeros(len(frame), dtype=bool)
            of_sector[listed_sectors.index[listed_sectors.isin(sectors_matching(query.secteur))]] = True
            mask &= of_sector
        found = frame[mask].assign(distance=distance[mask])
        found.sort_values(["distance", "date_maj"], ascending=[True, False]).head(query.par_page)
        return len(found)

    return ask


def arrondissements(communes: set[str]) -> set[str]:
    """The municipal arrondissements of the cities among `communes`."""
    return {code for commune in communes for code in territories().arrondissements(commune)}


def timed(ask: Callable[[Query], Any], asked: list[Query]) -> tuple[list[float], list[Any]]:
    """Milliseconds and answers, after a short warm-up."""
    for query in asked[:5]:
        ask(query)
    times, answers = [], []
    for query in asked:
        start = time.perf_counter()
        answers.append(ask(query))
        times.append((time.perf_counter() - start) * 1000)
    return times, answers


def tell(label: str, times: list[float]) -> None:
    """One line of the result."""
    median, p99 = np.percentile(times, [50, 99])
    print(f"{label:<42} médiane {median:8.2f} ms   p99 {p99:8.2f} ms   ({len(times)} recherches)", flush=True)


def memory_mb() -> float:
    """Peak resident memory of the process, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 if sys.platform == "linux" else 1024 * 1024)


def load(path: Path, url: str, rows: Iterator[dict[str, Any]]) -> None:
    """Writes the rows to a CSV file, then imports it, telling how long it takes and how much memory."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    start = time.perf_counter()
    store = open_store(url, write=True)
    report = import_files(store, [path], Options(format="annuaire-csv", source="synthetique"))
    store.close()
    taken = time.perf_counter() - start
    print(
        f"import de {report.ajoutees} lignes ({report.lignes_refusees} refusées) : "
        f"{taken:.0f} s, mémoire {memory_mb():.0f} Mo"
    )


def main() -> None:
    """Runs the comparison and prints it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actors", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--no-pandas", action="store_true")
    parser.add_argument("--keep", type=Path, help="keep the SQLite file here, and use it again when it exists")
    arguments = parser.parse_args()
    asked = questions(arguments.seed + 1)
    with tempfile.TemporaryDirectory() as scratch:
        base = arguments.keep or Path(scratch) / "annuaire.sqlite"
        url = f"sqlite:///{base}"
        if not base.exists():
            load(Path(scratch) / "acteurs.csv", url, synthetic_rows(arguments.actors, arguments.seed))
        start = time.perf_counter()
        store: Store = open_store(url)
        search(store, asked[0])
        print(f"ouverture et première recherche : {(time.perf_counter() - start) * 1000:.0f} ms")
        ours, results = timed(lambda query: search(store, query).total, asked)
        tell(f"annuaire, {arguments.actors} acteurs", ours)
        if not arguments.no_pandas:
            few = asked if arguments.actors <= 100_000 else asked[:40]
            theirs, totals = timed(pandas_peer(list(synthetic_rows(arguments.actors, arguments.seed))), few)
            tell("pandas + haversine, mêmes lignes", theirs)
            same = sum(one == other for one, other in zip(results, totals, strict=False))
            print(
                f"totaux identiques : {same} sur {len(totals)} ; "
                f"rapport des médianes {np.median(theirs) / np.median(ours):.0f}"
            )
        store.close()


if __name__ == "__main__":
    main()
