"""Finding the phrases of a vocabulary in a sentence: longest match, accents and small words ignored, typos
forgiven.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.directory.text import SMALL_WORDS, fold

_TOKEN = re.compile(r"[^\W_]+|[.;:!?\n]")
_BREAK = frozenset(".;:!?\n")
# « j'ai », « je l'ai », « n'ai », « y ai », « vous en ai » : before these, a short acronym is a verb.
_VERB_BEFORE = frozenset(["j", "je", "n", "m", "t", "y", "en", "s", "vous", "nous", "ne"])
_ARTICLE = frozenset(
    [
        "kel",
        "kelle",
        "dun",
        "cherche",
        "cherch",
        "jcherche",
        "une",
        "un",
        "des",
        "les",
        "cette",
        "ces",
        "ce",
        "aux",
        "quelle",
        "quelles",
        "quel",
        "quels",
        "aucune",
        "aucun",
        "plusieurs",
        "d",
        "deux",
        "trois",
        "quatre",
        "chaque",
        "autre",
        "autres",
        "seule",
        "seules",
        "seul",
        "seuls",
        "votre",
        "vos",
        "notre",
        "nos",
        "mon",
        "ma",
        "la",
        "le",
    ]
)
# After these, « ai » at the start of a message is no verb: « ai sur lyon », « ai au françois ».
_PLACE_AFTER = frozenset(["au", "aux", "sur", "vers", "dans", "pres"])
_HAVING = frozenset(["besoin", "compris", "trouve", "termine", "perdu", "recu", "choisi", "raison", "appele", "signe"])
# Around a mistyped acronym (« un esta », « siea à Lens »), which may be a word of another language.
_AROUND_MISTYPED = _PLACE_AFTER | {"a", "en", "de", "du", "d", "pour"}
_GLUED_ARTICLES = ("des", "les", "une", "un")
GLUED = 8
"""Letters of a word that may follow a glued article (« desstructures »)."""
SPELT, SPELT_ANNOUNCED = 3, 2
"""Letters of an acronym said letter by letter, and after an article."""
ACRONYM = 5
"""Letters of the longest acronym."""
ELIDED = 7
"""Letters of a word that may hide an elided article."""
POSTAL_CODE = 5
"""Figures of a postal code, which counts nothing (« 14500 EI peinture »)."""
SHORT = 4
"""Letters beyond which the one word after « ai » may be a town (« ai bourganeuf »)."""
MAX_LENGTH = 4_000
"""Only the beginning of a longer text is read (characters)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase found: offsets in the text, the words themselves, the value they stand for."""

    start: int
    end: int
    surface: str
    value: str


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    surface: str
    form: str


def _stem(form: str) -> str:
    """`form` without its plural mark (travaux and sous keep theirs)."""
    return form[:-1] if len(form) > 3 and form[-1] == "s" and not form.endswith("ss") else form


def _deletes(word: str, depth: int) -> set[str]:
    found = {word}
    edge = {word}
    for _ in range(depth):
        edge = {w[:i] + w[i + 1 :] for w in edge for i in range(len(w))}
        found |= edge
    return found


def _tolerance(word: str) -> int:
    """How many typing mistakes a word of this length may carry."""
    return 0 if len(word) < 6 else 1 if len(word) < 10 else 2


class PhraseFinder:
    """Finds phrases in text. Built once; `find` is safe to call from several threads."""

    def __init__(
        self,
        phrases: Iterable[tuple[str, str]],
        careful: Iterable[tuple[str, str]] = (),
        never_corrected: Iterable[str] = (),
        mistyped: Iterable[tuple[str, str]] = (),
    ) -> None:
        """`phrases`, `careful` and `mistyped` are (words, value); careful ones are acronyms that are also
        ordinary words, mistyped ones are wrong spellings of acronyms.
        """
        self._values: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._longest: dict[str, int] = {}
        self._careful: dict[str, str] = {fold(form): value for form, value in careful}
        self._mistyped: dict[str, str] = {fold(form): value for form, value in mistyped}
        self._vocabulary: set[str] = set()
        for phrase, value in phrases:
            self._add(phrase, value)
        self._never = {fold(word) for word in never_corrected} | {_stem(fold(word)) for word in never_corrected}
        self._corrections: dict[str, set[str]] = {}
        for word in self._vocabulary:
            for shorter in _deletes(word, _tolerance(word)):
                self._corrections.setdefault(shorter, set()).add(word)
        self._correct = lru_cache(maxsize=20_000)(self._correct_uncached)

    def _add(self, phrase: str, value: str) -> None:
        forms = tuple(_stem(token.form) for token in _tokens(phrase) if token.form not in SMALL_WORDS)
        if not forms:
            return
        known = self._values.get(forms, ())
        if value not in known:
            self._values[forms] = (*known, value)
        self._longest[forms[0]] = max(self._longest.get(forms[0], 0), len(forms))
        self._vocabulary.update(forms)

    def find(self, text: str) -> list[Mention]:
        """The mentions in `text`, from left to right; a phrase that stands for two values gives two
        mentions.
        """
        tokens = self._with_acronyms_spelt(_tokens(text[:MAX_LENGTH]))
        forms = [self._known_form(token.form) for token in tokens]
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            end, values = self._longest_from(tokens, forms, at)
            if end == at and self._careful_fires(tokens, at):
                end, values = at + 1, (self._careful[_stem_short(tokens[at].form)],)
            elif end == at and self._mistyped_fires(tokens, at):
                end, values = at + 1, (self._mistyped[_stem(tokens[at].form)],)
            if end == at:
                at += 1
                continue
            start, stop = tokens[at].start, tokens[end - 1].end
            found.extend(Mention(start, stop, text[start:stop], value) for value in values)
            at = end
        return found

    def _longest_from(self, tokens: list[_Token], forms: list[str], at: int) -> tuple[int, tuple[str, ...]]:
        limit = self._longest.get(forms[at], 0)
        if not limit or (at and tokens[at].form in SMALL_WORDS):
            return at, ()
        read: list[str] = []
        best: tuple[int, tuple[str, ...]] = (at, ())
        for index in range(at, len(tokens)):
            if tokens[index].form in _BREAK:
                break
            if tokens[index].form in SMALL_WORDS and index > at:
                continue
            read.append(forms[index])
            values = self._values.get(tuple(read))
            if values and not self._is_quantity(tokens, at, index):
                best = (index + 1, values)
            if len(read) >= limit:
                break
        return best

    @staticmethod
    def _is_quantity(tokens: list[_Token], at: int, index: int) -> bool:
        """True for « 30 tp », « 500 ea »: a two-letter unit after a number; « 1 ea » and « 14500 EI » are none."""
        if index > at or len(tokens[at].form) != 2 or not at or not tokens[at - 1].form.isdigit():
            return False
        return len(tokens[at - 1].form) not in (1, POSTAL_CODE)

    def _careful_fires(self, tokens: list[_Token], at: int) -> bool:
        """A short acronym that is also a word: in capitals, or after an article, never as the verb « ai »."""
        token = tokens[at]
        if _stem_short(token.form) not in self._careful:
            return False
        before = tokens[at - 1] if at else None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        following = tokens[at + 2].form if at + 2 < len(tokens) else ""
        if after and after.form in ("ou", "et") and (_stem(following),) in self._values:
            return True  # « ai ou etti »
        if before and before.form.isdigit():
            return len(before.form) == 1 or (len(before.form) == POSTAL_CODE and token.surface.isupper())
        if (before and before.form in _VERB_BEFORE) or (after and after.form in {"je", "j"}):
            return False
        if before and before.form == "l" and at > 1:
            # « l'AI » is the association, « je l'ai », « JE L'AI » the verb.
            return token.surface.isupper() and not (before.surface.isupper() or tokens[at - 2].form in _VERB_BEFORE)
        if token.surface.rstrip("s").isupper():
            return True
        if before is None:
            word = after.form if after else ""
            ends = len(tokens) == at + 2 or (len(tokens) == at + 3 and following.isdigit())
            named = ends and len(word) > SHORT and word not in _HAVING  # « ai bourganeuf », « ai corps 38 »
            return named or word in _PLACE_AFTER | {"pour", "pr"}
        return before.form in _ARTICLE

    def _mistyped_fires(self, tokens: list[_Token], at: int) -> bool:
        """A wrong spelling of an acronym, where a kind of actor is expected: « un esta », « siea à Lens »."""
        if _stem(tokens[at].form) not in self._mistyped:
            return False
        after = tokens[at + 1].form if at + 1 < len(tokens) else ""
        return (at > 0 and tokens[at - 1].form in _ARTICLE | {"l"}) or after in _AROUND_MISTYPED

    def _with_acronyms_spelt(self, tokens: Sequence[_Token]) -> list[_Token]:
        """The tokens, the letters of an acronym made one: « une e t t i », « E.S.A.T. »."""
        merged: list[_Token] = []
        at = 0
        while at < len(tokens):
            last, word = self._spelt_from(tokens, at)
            if word:
                surface = "".join(token.surface for token in tokens[at:last] if token.form != ".")
                merged.append(_Token(tokens[at].start, tokens[last - 1].end, surface, word))
            else:
                merged.append(tokens[at])
            at = last
        return merged

    def _spelt_from(self, tokens: Sequence[_Token], at: int) -> tuple[int, str]:
        """Where the acronym spelt from this token ends, and its form: the next token and "" when none is."""
        if len(tokens[at].form) > 1 or tokens[at].form in _BREAK:
            return at + 1, ""
        before = tokens[at - 1].form if at else ""
        if before in _VERB_BEFORE:
            return at + 1, ""  # « il y a c i joint »
        least = SPELT_ANNOUNCED if before in ("une", "un", "des", "les") else SPELT
        letters, end, found = "", at, (at + 1, "")
        while end < len(tokens) and len(tokens[end].form) == 1 and len(letters) <= ACRONYM:
            if tokens[end].form != ".":
                if tokens[end].form in _BREAK:
                    break
                letters += tokens[end].form
                if len(letters) >= least and (letters,) in self._values:
                    found = (end + 1, letters)
            end += 1
        return found

    def _known_form(self, form: str) -> str:
        stemmed = _stem(form)
        if stemmed in self._vocabulary or len(form) < 6 or form in self._never or stemmed in self._never:
            return stemmed
        return self._without_elision(stemmed) or self._correct(stemmed)

    def _without_elision(self, form: str) -> str | None:
        """The long vocabulary word after a lost apostrophe or space: « dinsertion », « desstructures »."""
        for article in _GLUED_ARTICLES:
            rest = form.removeprefix(article)
            if rest != form and len(rest) >= GLUED and rest in self._vocabulary:
                return rest
        if form[0] not in "dl" or form[1] not in "aeiouh" or len(form) < ELIDED:
            return None
        word = form[1:] if form[1:] in self._vocabulary else self._correct(form[1:])
        return word if word in self._vocabulary else None

    def _correct_uncached(self, form: str) -> str:
        """The vocabulary word that `form` misspells, or `form`: same first letter, closest, no tie."""
        depth = _tolerance(form)
        candidates: set[str] = set()
        for shorter in _deletes(form, depth):
            candidates |= self._corrections.get(shorter, set())
        ranked = sorted(
            (OSA.distance(form, word), word)
            for word in candidates
            if len(form) >= 10
            or (word[0] == form[0] and not word.startswith(form) and not form.startswith(word))
            or len(form) >= 10
        )
        ranked = [(distance, word) for distance, word in ranked if distance <= min(depth, _tolerance(word))]
        if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
            return form
        return ranked[0][1]


def _stem_short(form: str) -> str:
    return form[:-1] if len(form) == 3 and form.endswith("s") else form


@lru_cache(maxsize=8)  # types, sectors and modalities are looked for in the same message
def _tokens(text: str) -> tuple[_Token, ...]:
    return tuple(
        _Token(match.start(), match.end(), match.group(), fold(match.group())) for match in _TOKEN.finditer(text)
    )
