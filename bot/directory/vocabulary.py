"""What people call actors, sectors and ways of working: `find_types`, `find_sectors`, `find_modalities`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from bot.directory.phrases import Mention, PhraseFinder
from bot.directory.taxonomy import load_vocabulary

__all__ = ["Mention", "find_modalities", "find_sectors", "find_types"]


def find_types(text: str) -> list[Mention]:
    """The kinds of actors named in `text`: « une boîte d'intérim d'insertion » -> etti. « j'ai » is no AI.

    What may be the speaker or the subject (« conseil régional », « l'IAE ») counts when nothing else is named.
    """
    return _types().find(text) or _secondary_types().find(text)


def find_sectors(text: str) -> list[Mention]:
    """The sectors named in `text` in anybody's words: « ménage » -> hygiene-et-proprete."""
    return _sectors().find(text)


def find_modalities(text: str) -> list[Mention]:
    """The ways of working named in `text`: « sous-traiter » -> prestation."""
    return _modalities().find(text)


def _phrases(entries: Mapping[str, Any], *keys: str) -> Iterator[tuple[str, str]]:
    for value, entry in entries.items():
        for key in keys:
            for phrase in entry.get(key) or ():
                yield phrase, value


@lru_cache(maxsize=1)
def _never_corrected() -> tuple[str, ...]:
    return tuple(load_vocabulary("secteurs")["jamais_corriges"])


@lru_cache(maxsize=1)
def _types() -> PhraseFinder:
    entries = load_vocabulary("types_acteur")["types"]
    return PhraseFinder(
        _phrases(entries, "mots", "sigles"),
        _phrases(entries, "sigles_prudents"),
        _never_corrected(),
        _phrases(entries, "sigles_mal_ecrits"),
    )


@lru_cache(maxsize=1)
def _secondary_types() -> PhraseFinder:
    entries = load_vocabulary("types_acteur")["types"]
    return PhraseFinder(_phrases(entries, "mots_secondaires"), (), _never_corrected())


@lru_cache(maxsize=1)
def _sectors() -> PhraseFinder:
    groups = load_vocabulary("secteurs")["secteurs"]
    phrases = list(_phrases(groups, "mots"))
    for group in groups.values():
        phrases.extend(_phrases(group.get("sous_secteurs") or {}, "mots"))
    return PhraseFinder(_one_value_each(phrases), (), _never_corrected())


def _one_value_each(phrases: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each phrase once: a word given to a group and to one of its sub-sectors means the group (listed
    first).
    """
    seen: set[str] = set()
    for phrase, value in phrases:
        if phrase.casefold() not in seen:
            seen.add(phrase.casefold())
            yield phrase, value


@lru_cache(maxsize=1)
def _modalities() -> PhraseFinder:
    entries = load_vocabulary("modalites")["modalites"]
    return PhraseFinder(_phrases(entries, "mots"), _phrases(entries, "sigles_prudents"), _never_corrected())
