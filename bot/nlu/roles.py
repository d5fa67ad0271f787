"""Who the person says they are, the document or the term they ask for: read once the label is known."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import yaml
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.glossary import find_term
from bot.nlu.extraction import TextExtractor
from bot.nlu.folding import fold
from bot.nlu.named import Found
from bot.settings import PROJECT

AUDIENCES = {"acheteur": "acheteur", "entreprise": "entreprise", "facilitateur": "tous"}
ROLES = ("referent", "facilitateur")  # what a person is; the others are what their organisation is
REACH = 60  # characters after « je suis », « nous sommes » ... in which the person says what they are


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    raw = yaml.safe_load((PROJECT / "data" / "dialogue" / "vocabulaire.yml").read_text(encoding="utf-8"))

    def compiled(phrases: list[str]) -> re.Pattern[str]:
        longest_first = sorted(phrases, key=len, reverse=True)
        return re.compile("|".join(_pattern(phrase) for phrase in longest_first))

    return {
        "self": compiled(raw["amorces"]),
        "organisation": compiled(raw["amorces"] + raw["amorces_organisation"]),
        "profiles": {value: compiled(words) for value, words in raw["profils"].items()},
        "documents": {value: compiled(words) for value, words in raw["documents"].items()},
    }


def _pattern(phrase: str) -> str:
    """Every word may be in the plural or take an « e »."""
    return r"\b" + r"[\s,]+".join(rf"{re.escape(word)}(?:e?s?|x)" for word in phrase.split()) + r"\b"


def find_profile(text: str, answering: bool = False) -> list[tuple[str, int, int]]:
    """Return (profil, start, end) for who the person says they are: at most the role and the organisation's side.

    Without `answering`, the words count only when the sentence speaks of oneself (« je suis », « nous sommes » ...).
    """
    folded = fold(text)
    known = _words()
    found: list[tuple[str, int, int]] = []
    for value, pattern in known["profiles"].items():
        opening = known["self" if value in ROLES else "organisation"]
        starts = [match.end() for match in opening.finditer(folded)]
        for match in pattern.finditer(folded):
            if answering or any(start <= match.start() <= start + REACH for start in starts):
                found.append((value, match.start(), match.end()))
                break
    return found


def find_document(text: str) -> tuple[str, int, int] | None:
    """Return the kind of document that `text` names, the most specific first, or None."""
    folded = fold(text)
    for value, pattern in _words()["documents"].items():
        match = pattern.search(folded)
        if match:
            return value, match.start(), match.end()
    return None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RoleExtractor(TextExtractor):
    """Entities `profil`, `audience`, `type_document`, `sigle`.

    `sigle` comes only with `faq/glossaire`, `type_document` with `obtenir_document`: elsewhere the same words are
    part of the question.
    """

    def find(self, text: str, message: Message) -> Iterable[Found]:
        """Return what the words of `text` say of the person and of what is asked."""
        intent = (message.get(INTENT) or {}).get("name")
        label = (message.get("lecture") or {}).get("label")
        profiles = find_profile(text, answering=intent == "declarer_profil")
        if profiles:
            value, start, end = profiles[0]
            yield "profil", start, end, value
            side = next((AUDIENCES[p] for p, _, _ in profiles if p in AUDIENCES), None)
            if side:
                yield "audience", start, end, side
        if intent == "obtenir_document":
            document = find_document(text)
            if document:
                yield "type_document", document[1], document[2], document[0]
        if label == "faq/glossaire":
            term = find_term(text)
            if term:
                yield "sigle", 0, len(text), term.sigle
