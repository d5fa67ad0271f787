"""Checking and completing the address of an imported record against the territory tables."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from bot.directory.text import words
from bot.territory import territories

_CEDEX = re.compile(r"\bcedex\b.*$", re.IGNORECASE)
_SHORT = {"st": "saint", "ste": "sainte"}

# South, north, west, east of metropolitan France and of each overseas territory (degrees, with a margin).
_BOXES = (
    (41.2, 51.3, -5.4, 9.8),
    (15.7, 16.7, -62.0, -60.8),
    (14.3, 15.0, -61.4, -60.7),
    (2.0, 6.0, -54.8, -51.4),
    (-21.6, -20.7, 55.1, 56.0),
    (-13.2, -12.4, 44.8, 45.5),
    (46.6, 47.3, -56.6, -56.0),
    (17.8, 18.2, -63.3, -62.7),
    (-28.0, -7.5, -155.0, -134.0),
    (-23.0, -19.0, 158.0, 172.5),
    (-14.6, -13.0, -178.4, -176.0),
)


def in_france(lat: float, lon: float) -> bool:
    """True when a point (WGS84 degrees) lies in metropolitan or overseas France, by bounding boxes."""
    return any(south <= lat <= north and west <= lon <= east for south, north, west, east in _BOXES)


def is_cedex(commune: str | None) -> bool:
    """True for « Lille Cedex 9 »."""
    return bool(commune and _CEDEX.search(commune))


def departement_of_postal_code(code: str) -> str | None:
    """The département that a postal code belongs to, known postal code or CEDEX; None when there is none
    such.
    """
    known = territories().get(f"code_postal-{code}")
    if known is not None:
        return known.departement
    start = code[:3] if code.startswith(("97", "98")) else code[:2]
    if start == "20":
        start = "2A" if code[:3] in ("200", "201") else "2B"
    return start if territories().get(f"departement-{start}") else None


def normalised_commune(name: str) -> str:
    """A commune's name for comparison: no CEDEX, no accents, « st » spelt out, no arrondissement number."""
    cleaned = _CEDEX.sub("", name)
    return " ".join(_SHORT.get(word, word) for word in words(cleaned) if not re.fullmatch(r"\d+(e|er|eme)?", word))


@lru_cache(maxsize=1)
def _communes_by_name() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for code, name, _ in territories().names("commune"):
        departement = code[:3] if code[:2] in ("97", "98") else code[:2]
        found.setdefault((departement, normalised_commune(name)), []).append(code)
    return found


@lru_cache(maxsize=100_000)
def commune_of(code_postal: str | None, name: str | None) -> str | None:
    """The INSEE code of a commune told by postal code and name, None when that is not enough to be sure.

    A postal code that serves one commune is enough; a CEDEX is found by the name in its département.
    """
    candidates = territories().communes_of(f"code_postal-{code_postal}") if code_postal else ()
    wanted = normalised_commune(name) if name else ""
    if len(candidates) == 1 and (not wanted or _similar(wanted, candidates[0])):
        return candidates[0]
    if not wanted:
        return None
    named = {code: normalised_commune(_name(code)) for code in candidates}
    for code, known in named.items():
        if known == wanted:
            return code
    for code in _former_communes().get(wanted, ()):
        if code in named:
            return code
    best = max(named, key=lambda code: fuzz.ratio(named[code], wanted), default=None)
    if best is not None and fuzz.ratio(named[best], wanted) >= 85:
        return best
    departement = departement_of_postal_code(code_postal) if code_postal else None
    if departement is None:
        return None
    same_name = _communes_by_name().get((departement, wanted), [])
    cities = [code for code in same_name if territories().city_of(code) is None]
    return cities[0] if len(cities) == 1 else None


@lru_cache(maxsize=1)
def _former_communes() -> dict[str, list[str]]:
    """Present communes by the name of a commune that merged into them."""
    found: dict[str, list[str]] = {}
    for name, code, _ in territories().former_communes:
        found.setdefault(normalised_commune(name), []).append(code)
    return found


def _similar(wanted: str, code: str) -> bool:
    city = territories().city_of(code)
    return any(fuzz.partial_ratio(wanted, normalised_commune(_name(known))) >= 80 for known in (code, city) if known)


def _name(code: str) -> str:
    territory = territories().get(f"commune-{code}")
    return territory.nom if territory else ""


@lru_cache(maxsize=100_000)
def zone_id(text: str) -> str | None:
    """The territory id of a zone written as an id, a code (59512, 59, 200093201) or a name; None when
    unknown.

    Two or three characters are a département, five a commune, nine an EPCI (data·inclusion); a région is
    « region-32 » ; « france » is the country.
    """
    cleaned = text.strip()
    folded = " ".join(words(cleaned))
    if folded == "france":
        return "france"
    upper = cleaned.upper()
    if re.fullmatch(r"\d{9}", upper):
        guesses = [f"epci-{upper}"]
    elif re.fullmatch(r"\d[\dAB]\d{3}", upper):
        guesses = [f"commune-{upper}"]
    elif re.fullmatch(r"\d[\dAB]\d?|\d", upper):
        guesses = [f"departement-{upper.zfill(2)}"]
    else:
        guesses = [cleaned, cleaned.lower().replace("2a", "2A").replace("2b", "2B")]
    table = territories()
    for guess in guesses:
        if table.get(guess) is not None:
            return guess
    return _zones_by_name().get(folded)


@lru_cache(maxsize=1)
def _zones_by_name() -> dict[str, str]:
    """Names that mean one territory only, widest kinds first; a name that two territories share means
    none.
    """
    found: dict[str, str | None] = {}
    for kind in ("region", "departement", "epci", "commune"):
        at_this_level: dict[str, str | None] = {}
        for code, name, _ in territories().names(kind):
            key = " ".join(words(name))
            at_this_level[key] = None if key in at_this_level else f"{kind}-{code}"
            territory = territories().get(f"{kind}-{code}") if kind == "epci" else None
            if territory is not None:
                at_this_level.setdefault(" ".join(words(territory.nom)), territory.id)
        for key, value in at_this_level.items():
            found.setdefault(key, value)
    return {key: value for key, value in found.items() if value}
