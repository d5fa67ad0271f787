"""How names are heard when their spelling does not tell it, so that misspellings and dictation are understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.territory.groupings import normal_name
from bot.territory.lexicon import rows
from bot.territory.names import normalise
from bot.territory.tables import TABLES, Territories

_CEDILLA = str.maketrans({"ç": "ss"})
_MUTE = re.compile(r"(?<=\b[bcdfgjlmnprstv])e(?=[bcdfgjlmnprstv][aeiouyéèâî])")  # « vo en vlin »
_LINKED_S = re.compile(r"s (?=[aeiouyh])")
_ER = re.compile(r"ers?\b")
_MUTE_T = re.compile(r"(?<=\b[mpf]on)t(?=[bcdfgjlmnpqsv])")  # « Mon(t)luçon »
_MUTE_G = re.compile(r"(?<=bour)g\b")  # « Strasbour(g) »
_AIRE = re.compile(r"aire\b")  # « saint nazer »
_LAST_HEARD = "stxzcp"  # of a name that ends in one of these, it may be heard: « Lense », « Rodèze »


def other_spellings(weights: Mapping[str, int], known: Territories, well_known: int) -> Iterator[tuple[str, str]]:
    """Yield (spelling that tells how it is heard, normalised name) for the names of `weights`, their populations;
    `well_known`: the population from which the rarer ones are given too."""
    for _, name, population in known.names("commune"):
        if "ç" in name:
            yield normalise(name.translate(_CEDILLA)), normal_name(name)
        if population >= well_known:
            mute = normal_name(_MUTE.sub("", name.lower()))
            if mute != normal_name(name):
                yield mute, normal_name(name)
    for name, population in weights.items():
        spellings = [_LINKED_S.sub("s z", _ER.sub("ere", name))]  # « lé zo » for les Eaux, « Guebvilère »
        if population >= well_known:
            spellings.append(_AIRE.sub("er", name))
            spellings.append(_MUTE_G.sub("", _MUTE_T.sub("", name)))
            if name[-1] in _LAST_HEARD:
                spellings.append(f"{name}e")
        yield from ((spelling, name) for spelling in spellings if spelling != name)


@lru_cache(maxsize=1)
def dictated() -> dict[str, tuple[str, ...]]:
    """Return the names that a telephone writes as other words: « sept » for Sète, « camp » for Caen."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in rows(TABLES / "prononciations.tsv"):
        for said in words.split("|"):
            found[said] = (*found.get(said, ()), name)
    return found
