"""The territories of France: communes, postal codes, EPCI, départements, régions.

`territories()` reads the compact tables once (made by `build_tables.py`), keeps their lines as text and makes
a `Territory` only when it is asked for, so that loading is quick and memory small.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from bot.territory.names import fold

TABLES = Path(__file__).parent / "tables"
FRANCE = "france"
LOCALITIES = "localites.tsv"
FORMER = ("anciennes.tsv.gz", LOCALITIES)
TYPES = ("commune", "code_postal", "epci", "departement", "region", FRANCE)

_NATURES = {
    "CC": "Communauté de communes", "CA": "Communauté d'agglomération", "CU": "Communauté urbaine",
}  # fmt: skip
_OF_DU = frozenset(
    [
        "14",
        "15",
        "18",
        "25",
        "29",
        "30",
        "32",
        "39",
        "41",
        "45",
        "46",
        "47",
        "49",
        "56",
        "59",
        "62",
        "63",
        "67",
        "68",
        "69",
        "81",
        "82",
        "83",
        "84",
        "90",
        "94",
        "95",
    ]
)
_OF_DES = frozenset(["04", "05", "06", "08", "13", "22", "40", "64", "65", "66", "78", "79", "88", "92", "984"])
_OF_DE = frozenset(["75", "975", "976", "977", "978", "986"])


@dataclass(frozen=True, slots=True)
class Territory:
    """A place of France, from a commune to the whole country.

    Attributes:
        id: "commune-69266", "code_postal-69100", "epci-200046977", "departement-69", "region-84" or "france".
        type: commune, code_postal, epci, departement, region or france. A municipal arrondissement of Paris,
            Lyon or Marseille is a commune; an établissement public territorial of the Grand Paris is an EPCI.
        code: the id without its type (INSEE code, postal code, SIREN, ...).
        nom: full name.
        population: inhabitants (INSEE).
        departement, region, epci: codes (not ids) of the territories it lies in, itself included
            (departement-69 has departement "69"); None above: a région has no departement.
        lat, lon: centre, in degrees; None when unknown.
        approximate: the centre comes from the neighbouring communes.
        codes_postaux: postal codes of a commune, empty at other levels.
    """

    id: str
    type: str
    code: str
    nom: str
    population: int
    departement: str | None = None
    region: str | None = None
    epci: str | None = None
    lat: float | None = None
    lon: float | None = None
    approximate: bool = False
    codes_postaux: tuple[str, ...] = ()


def territory_id(kind: str, code: str) -> str:
    """Return the id of a territory from its type and code."""
    return FRANCE if kind == FRANCE else f"{kind}-{code}"


def read_table(name: str) -> Iterator[list[str]]:
    """Yield the rows of a table of the package as lists of cells."""
    path = TABLES / name
    content = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    for line in content.decode("utf-8").splitlines():
        yield line.split("\t")


def departement_of(insee: str) -> str:
    """Return the département code of an INSEE commune code ("2A" for "2A004", "974" for "97411")."""
    return insee[:3] if insee[:2] in ("97", "98") else insee[:2]


class Territories:
    """All the territories, by id. Use `territories()`, which loads them once."""

    def __init__(self) -> None:
        self._lines: dict[str, str] = {}
        self._arrondissements: dict[str, list[str]] = defaultdict(list)
        self._city: dict[str, str] = {}
        self._by_postal_code: dict[str, list[str]] = defaultdict(list)
        self._by_epci: dict[str, list[str]] = defaultdict(list)
        self._by_departement: dict[str, list[str]] = defaultdict(list)
        self._departements = {code: (nom, region) for code, nom, region in read_table("departements.tsv")}
        self._regions = {code: nom for code, nom in read_table("regions.tsv")}
        self._epci = {row[0]: (row[1], row[2], int(row[3])) for row in read_table("epci.tsv.gz")}
        self._cache: dict[str, Territory] = {}
        self._load_communes()

    def _load_communes(self) -> None:
        content = gzip.decompress((TABLES / "communes.tsv.gz").read_bytes()).decode("utf-8")
        for line in content.splitlines():
            code, _, epci, _, postal_codes, _, _, _, city, ept = line.split("\t")
            self._lines[code] = line
            if city:
                self._city[code] = city
                self._arrondissements[city].append(code)
                for postal_code in postal_codes.split(","):
                    self._by_postal_code[postal_code] = [code]
                continue
            self._by_departement[departement_of(code)].append(code)
            if epci:
                self._by_epci[epci].append(code)
            if ept:
                self._by_epci[ept].append(code)
            if postal_codes:
                for postal_code in postal_codes.split(","):
                    self._by_postal_code[postal_code].append(code)
        for city, codes in self._arrondissements.items():
            for postal_code in self._lines[city].split("\t")[4].split(","):
                self._by_postal_code[postal_code] = [
                    code for code in codes if postal_code in self._lines[code].split("\t")[4]
                ] or [city]

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, str) and self.get(id_) is not None

    def get(self, id_: str) -> Territory | None:
        """Return the territory of this id, None when there is none."""
        found = self._cache.get(id_)
        if found is None:
            found = self._make(id_)
            if found is not None:
                self._cache[id_] = found
        return found

    def ids(self, kind: str) -> tuple[str, ...]:
        """Return the ids of all the territories of a type; communes include municipal arrondissements.

        Raises:
            ValueError: the type is unknown.
        """
        by_kind: dict[str, Iterable[str]] = {
            "commune": self._lines, "code_postal": self._by_postal_code, "epci": self._epci,
            "departement": self._departements, "region": self._regions,
        }  # fmt: skip
        if kind == FRANCE:
            return (FRANCE,)
        if kind not in by_kind:
            raise ValueError(f"type de territoire inconnu : {kind!r} (attendu : {', '.join(TYPES)})")
        return tuple(f"{kind}-{code}" for code in by_kind[kind])

    def communes_of(self, id_: str) -> tuple[str, ...]:
        """Return the INSEE codes of the communes of a territory, without their municipal arrondissements.

        A municipal arrondissement gives itself; so does the postal code of one. Empty when the id is unknown.
        """
        kind, _, code = id_.partition("-")
        if kind == "commune":
            return (code,) if code in self._lines else ()
        if kind == "code_postal":
            return tuple(self._by_postal_code.get(code, ()))
        if kind == "epci":
            return tuple(self._by_epci.get(code, ()))
        if kind == "departement":
            return tuple(self._by_departement.get(code, ()))
        if kind == "region":
            return tuple(
                commune
                for departement, (_, region) in self._departements.items()
                if region == code
                for commune in self._by_departement.get(departement, ())
            )
        if id_ == FRANCE:
            return tuple(code for code in self._lines if code not in self._city)
        return ()

    def departements_of(self, region: str) -> tuple[str, ...]:
        """Return the département codes of a région code."""
        return tuple(code for code, (_, parent) in self._departements.items() if parent == region)

    def ancestors(self, id_: str) -> tuple[Territory, ...]:
        """Return the wider territories, narrowest first: EPCI, département, région, France.

        A municipal arrondissement starts with its city. Empty for France and for an unknown id.
        """
        territory = self.get(id_)
        if territory is None or id_ == FRANCE:
            return ()
        parents = [
            ("commune", self.city_of(territory.code) if territory.type == "commune" else None),
            ("epci", territory.epci),
            ("departement", territory.departement),
            ("region", territory.region),
        ]
        ids = [territory_id(kind, code) for kind, code in parents if code]
        found = [self.get(parent) for parent in ids if parent != id_]
        return tuple(parent for parent in [*found, self.get(FRANCE)] if parent is not None)

    def arrondissements(self, insee: str) -> tuple[str, ...]:
        """Return the INSEE codes of the arrondissements of Paris, Lyon or Marseille, else nothing."""
        return tuple(self._arrondissements.get(insee, ()))

    def city_of(self, insee: str) -> str | None:
        """Return the INSEE code of the city of a municipal arrondissement, None for another commune."""
        return self._city.get(insee)

    def label(self, id_: str) -> str:
        """Return how a person would write the place: "Saint-Denis (93)", "département du Nord (59)".

        An unknown id is returned as it is.
        """
        territory = self.get(id_)
        if territory is None:
            return id_
        if territory.type == "commune":
            return f"{territory.nom} ({territory.departement})"
        if territory.type == "code_postal":
            communes = self.communes_of(id_)
            first = self.get(f"commune-{communes[0]}") if len(communes) == 1 else None
            return f"{territory.code} ({first.nom})" if first else f"code postal {territory.code}"
        if territory.type == "departement":
            return f"département {_of(territory.nom, territory.code)} ({territory.code})"
        if territory.type == "region":
            return f"région {territory.nom}"
        return territory.nom

    def _make(self, id_: str) -> Territory | None:
        kind, _, code = id_.partition("-")
        if kind == "commune" and code in self._lines:
            return self._commune(self._lines[code])
        if kind == "code_postal" and code in self._by_postal_code:
            return self._group(id_, kind, code, code, None)
        if kind == "epci" and code in self._epci:
            nature, nom, population = self._epci[code]
            return self._group(id_, kind, code, _epci_name(nature, nom), population)
        if kind == "departement" and code in self._departements:
            return self._group(id_, kind, code, self._departements[code][0], None)
        if kind == "region" and code in self._regions:
            return self._group(id_, kind, code, self._regions[code], None)
        if id_ == FRANCE:
            total = sum(self._population(commune) for commune in self.communes_of(FRANCE))
            return Territory(FRANCE, FRANCE, FRANCE, "France", total)
        return None

    def _commune(self, line: str) -> Territory:
        code, nom, epci, population, postal_codes, lat, lon, approximate, _, _ = line.split("\t")
        departement = departement_of(code)
        return Territory(
            id=f"commune-{code}",
            type="commune",
            code=code,
            nom=nom,
            population=int(population),
            departement=departement,
            region=self._departements[departement][1],
            epci=epci or None,
            lat=float(lat) if lat else None,
            lon=float(lon) if lon else None,
            approximate=bool(approximate),
            codes_postaux=tuple(postal_codes.split(",")) if postal_codes else (),
        )

    def _population(self, code: str) -> int:
        return int(self._lines[code].split("\t", 4)[3])

    def _group(self, id_: str, kind: str, code: str, nom: str, population: int | None) -> Territory:
        """Return a territory made of communes: their centre, and the wider territory most live in."""
        total, latitude, longitude, weights, located = 0, 0.0, 0.0, 0.0, False
        departements: Counter[str] = Counter()
        epcis: Counter[str] = Counter()
        surely = False
        for insee in self.communes_of(id_):
            _, _, of_epci, inhabitants, _, lat, lon, approximate, _, _ = self._lines[insee].split("\t")
            weight = int(inhabitants)
            total += weight
            departements[departement_of(insee)] += weight
            epcis[of_epci] += weight
            if lat:
                located = True
                surely = surely or not approximate
                latitude += float(lat) * (weight + 1)
                longitude += float(lon) * (weight + 1)
                weights += weight + 1
        departement = departements.most_common(1)[0][0] if departements else None
        if kind == "departement":
            departement = code
        epci = (epcis.most_common(1)[0][0] or None) if epcis else None
        region = code if kind == "region" else self._departements[departement][1] if departement else None
        return Territory(
            id=id_,
            type=kind,
            code=code,
            nom=nom,
            population=total if population is None else population,
            departement=departement if kind != "region" else None,
            region=region,
            epci=code if kind == "epci" else epci if kind == "code_postal" else None,
            lat=round(latitude / weights, 4) if located else None,
            lon=round(longitude / weights, 4) if located else None,
            approximate=located and not surely,
        )

    @cached_property
    def former_communes(self) -> tuple[tuple[str, str, bool], ...]:
        """(name, INSEE code of the present commune, whether a mere locality): communes déléguées, associées first."""
        return tuple((name, code, table == LOCALITIES) for table in FORMER for name, code in read_table(table))

    def names(self, kind: str) -> Iterator[tuple[str, str, int]]:
        """Yield (code, name, population) of communes, EPCI, départements or régions (0: not kept)."""
        if kind == "commune":
            for code, line in self._lines.items():
                _, nom, _, inhabitants, _ = line.split("\t", 4)
                yield code, nom, int(inhabitants)
        elif kind == "epci":
            for code, (_, nom, population) in self._epci.items():
                yield code, nom, population
        elif kind == "departement":
            for code, (nom, _) in self._departements.items():
                yield code, nom, 0
        elif kind == "region":
            for code, nom in self._regions.items():
                yield code, nom, 0


def _epci_name(nature: str, nom: str) -> str:
    prefix, _, rest = nom.partition(" ")
    full = f"{_NATURES[prefix]} {rest}" if prefix in _NATURES else nom
    return full.replace("''", '"')


def _of(nom: str, code: str) -> str:
    """Return the name of a département after "de", with its article."""
    if nom.startswith("La "):
        return f"de la {nom[3:]}"
    if "-et-" in nom:
        return f"d'{nom}" if fold(nom[0]) in "aeiou" else f"de {nom}"
    if code in _OF_DU:
        return f"du {nom}"
    if code in _OF_DES:
        return f"des {nom}"
    if code in _OF_DE:
        return f"de {nom}"
    elided = fold(nom[0]) in "aeiouy" or nom == "Hérault"
    return f"de l'{nom}" if elided else f"de la {nom}"


@lru_cache(maxsize=1)
def territories() -> Territories:
    """Return all the territories, loaded on the first call and kept."""
    return Territories()


@lru_cache(maxsize=1)
def natural_regions() -> dict[str, frozenset[str]]:
    """Return the numbers of the départements over which each natural region spreads (« bearn »: 64)."""
    lines = (TABLES / "pays.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {name: frozenset(numbers.split(" ")) for name, numbers in rows}
