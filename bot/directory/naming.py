"""Which actor a message names: one of the list just shown, or a name to look for in the directory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz.distance import OSA

from bot.directory.text import SMALL_WORDS, words

SHORTEST = 4
"""Letters of the shortest word that tells a name from another."""
SHORTEST_MISTYPED = 6
_DETAIL = (
    r"(?:numero|tel|telephone|coordonnees|contacts?|adresse|mail|e mail|courriel|fiche|details?|horaires|site"
    r"|joindre|contacter|appeler|rappeler|telephoner|ecrire)"
)
_CUE = re.compile(
    rf"\b{_DETAIL}(?: (?:tel|telephone|mail|exacte?|complete?|postale|de contact|l association|l entreprise"
    r"|la structure|la societe|de|d|du|des|la|le|les|l|chez|a|au|aux|pour|avec|sur))* (?P<name>\w.*)"
    r"|\b(?:connaissez vous|vous connaissez|tu connais|parlez moi|dites m en plus)(?: (?:de|d|du|des|sur|l association"
    r"|l entreprise|la structure|les|la|le|l))* (?P<known>\w.*)"
)
_POLITE = re.compile(r"(?: (?:svp|stp|s il (?:vous|te) plait|merci(?: d avance)?|please|alors|donc))+$")
_SENTENCE = frozenset(
    {"qui", "que", "quoi", "dont", "ou", "est", "sont", "suis", "etes", "avez", "avons", "pas", "plus", "je", "j"}
    | {"vous", "nous", "on", "il", "elle", "mon", "ma", "mes", "votre", "vos", "notre", "nos", "ce", "cette", "ces"}
    | {"quel", "quelle", "quels", "quelles", "un", "une"}
)


def asked_names(text: str, entities: Iterable[Mapping[str, Any]]) -> list[str]:
    """The name whose details are asked for, in one or two readings: « le numéro de Passerelles svp ».

    The kinds of actor named beside (`entities`, with their offsets) are no part of it; a place may be, and is in the
    first reading: « Ateliers du Nord ». Empty when what follows is no name but a place alone or a sentence.
    """
    named = [entity for entity in entities if entity.get("entity") in ("territoire", "type_acteur")]
    spans = [entity for entity in named if isinstance(entity.get("start"), int)]
    alone = _name(_without(text, spans))
    if alone is None:
        return []
    whole = _name(_without(text, [span for span in spans if span["entity"] == "type_acteur"]))
    return list(dict.fromkeys(name for name in (whole, alone) if name))


def _without(text: str, spans: Iterable[Mapping[str, Any]]) -> str:
    for span in spans:
        text = text[: span["start"]] + " " * (span["end"] - span["start"]) + text[span["end"] :]
    return text


def _name(text: str) -> str | None:
    found = _CUE.search(" ".join(words(text)))
    if found is None:
        return None
    said = [word for word in _POLITE.sub("", found["name"] or found["known"]).split() if word not in SMALL_WORDS]
    if not any(len(word) >= SHORTEST for word in said) or _SENTENCE.intersection(said):
        return None
    return " ".join(said)


def named_among(text: str, names: Mapping[str, str]) -> str | None:
    """The id of the only one of these actors (id -> name) that the message names by all its own words.

    Words that several of the names share tell nothing: « Ateliers du Bocage » and « Ateliers du Port » are named by
    « bocage » and « port ».
    """
    said = words(text)
    own = {id_: {word for word in words(name) if word not in SMALL_WORDS} for id_, name in names.items()}
    shared = Counter(word for some in own.values() for word in some)
    found = []
    for id_, some in own.items():
        telling = [word for word in some if shared[word] == 1 and len(word) >= SHORTEST]
        if telling and all(any(_alike(word, other) for other in said) for word in telling):
            found.append(id_)
    return found[0] if len(found) == 1 else None


def _alike(word: str, said: str) -> bool:
    return word == said or (len(word) >= SHORTEST_MISTYPED and OSA.distance(word, said, score_cutoff=1) <= 1)
