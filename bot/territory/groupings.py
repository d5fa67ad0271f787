"""The names an EPCI goes by, and how a text says one: nature, article, then the heart of the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.territory.names import normalise
from bot.territory.reading import Reading

_PREFIX = re.compile(r"^(?:CC|CA|CU)\s+")
_ACRONYM = re.compile(r"\(([A-Z0-9]{3,})\)")
_SPELT_OUT = {
    "CC": ("communaute de communes", "cc", "comcom", "com com"),
    "CA": ("communaute d agglomeration", "ca", "agglo", "agglomeration", "communaute d agglo"),
    "CU": ("communaute urbaine", "cu"),
}  # fmt: skip
_FULL_NATURE_AFTER = re.compile(r"(?<=\w{3}) communaute (?:de communes|d agglomeration|urbaine)\b.*$")
_LEADING = re.compile(r"^(?:de la|de l|des?|du|d|la|le|les|l)\s+")
_NATURE_AFTER = re.compile(r"\s+(?:metropole|agglomeration|agglo|communaute|intercom|interco)$")
_NATURE_BEFORE = re.compile(r"^(?:metropole|eurometropole|agglomeration|agglo|communaute)\s+")
_NATURES = tuple(
    tuple(nature.split(" "))
    for nature in (
        "communaute de communes", "communaute d agglomeration", "communaute d agglo", "communaute agglomeration",
        "communaute agglo", "communaute communes", "communaute urbaine", "communaute", "agglomeration", "agglo",
        "metropole", "eurometropole", "intercommunalite", "interco", "epci", "comcom", "com com", "ca", "cc", "cu",
    )
)  # fmt: skip
_FIRST_WORDS = frozenset(nature[0] for nature in _NATURES)
_SMALL_WORDS = frozenset(["de", "d", "du", "des", "la", "le", "les", "l"])
MOST_WORDS = 7  # words of the heart of a name
_ABBREVIATED = 2  # letters: "ca" may be « ça », so it must be in capitals or before several words


def normal_name(name: str) -> str:
    """Return the normalised name, "lez" read as "les" inside it."""
    words = normalise(name).split(" ")
    return " ".join(words[:1] + ["les" if word == "lez" else word for word in words[1:]])


def heart(name: str) -> str:
    """Return the normalised name of an EPCI without its nature, its acronym nor its article ("pays basque")."""
    bare = _PREFIX.sub("", re.sub(r"\(.*?\)|''.*?''", " ", name)).strip()
    key = _LEADING.sub("", _FULL_NATURE_AFTER.sub("", normal_name(bare or name)))
    return _LEADING.sub("", _NATURE_BEFORE.sub("", _NATURE_AFTER.sub("", key)))


def said_at(reading: Reading, position: int) -> Iterator[tuple[int, str]]:
    """Yield (end, possible heart) for the EPCI whose nature stands at this position, longest heart first."""
    if reading.forms[position] not in _FIRST_WORDS:
        return
    for nature in _NATURES:
        start = position + len(nature)
        if tuple(reading.forms[position:start]) != nature:
            continue
        while reading.form(start) in _SMALL_WORDS:
            start += 1
        short = len(nature[-1]) <= _ABBREVIATED and not reading.surface(position, position + 1).isupper()
        for end in range(min(len(reading), start + MOST_WORDS), start + short, -1):
            yield end, reading.key(start, end)
        return


def epci_keys(name: str) -> set[str]:
    """Return the names an EPCI goes by: with its nature, without it, its acronym, its brand."""
    acronyms = {found.lower() for found in _ACRONYM.findall(name) if len(found) > 3}
    brands = {normalise(found) for found in re.findall(r"''(.+?)''", name)}
    bare = re.sub(r"\(.*?\)|''.*?''", " ", name)
    nature = bare[:2]
    rest = _PREFIX.sub("", bare).strip()
    key = _FULL_NATURE_AFTER.sub("", normal_name(rest) if normalise(rest) else normal_name(name))
    keys = {key, *acronyms, *brands}
    cut = re.split(r" en (?=\w{4,}$)", key)[0]  # "du Val de Drôme en Biovallée"
    if nature in _SPELT_OUT and bare != rest:
        keys |= {f"{prefix} {name}" for prefix in _SPELT_OUT[nature] for name in (key, cut)}
        keys.discard(key)
        for name in (key, cut):
            short = _LEADING.sub("", name)
            if (name == key and len(short) > 7) or short.count(" ") > (1 if name == cut != key else 0):
                keys.add(short)
    for key in list(keys):
        if key.endswith((" metropole", " agglomeration", " agglo", " communaute")) and key.count(" ") > 1:
            keys.add(key.rpartition(" ")[0])
        if key.endswith(" agglomeration"):
            keys.add(key.removesuffix("meration"))
        if key.endswith(" communaute") and key.count(" "):
            keys.add(key.removesuffix(" communaute") + " co")
    return {key for key in keys if len(key) > 3}
