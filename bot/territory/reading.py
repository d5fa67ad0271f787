"""A text being read for places: its words, what stands around them, and the places found so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.territory import cues
from bot.territory.names import Token, tokenize

_SENTENCE_END = re.compile(r"[.!?\n\r…]|^\s*[-*•]")
_PAUSE = frozenset(",;:!?")
_PUNCTUATION = re.compile(r"[^\s'’\-–]")
_DECIMAL = re.compile(r"\s?[%€$°²]|[.,]\d|\s?(?:k|K|M)€")
ENDS_ALIKE = 3  # letters of a word beyond which its end may be heard otherwise than written
LEAST_MISSPELT, MOST_MISSPELT = 9, 16  # letters of a word of the directory known though misspelt
_LONG_CUES = sorted(word for word in cues.DIRECTORY if len(word) >= LEAST_MISSPELT)
_CUE_STARTS = frozenset(word[:3] for word in _LONG_CUES)
TOWNS = ("commune", "epci", "arrondissement")  # the kinds of a place that people go to


@dataclass(frozen=True, slots=True)
class Span:
    """A place found between two words (`last` excluded).

    Attributes:
        ids: candidates, most likely first, before the overwhelming one is preferred.
        kind: commune, epci, departement, region, france, code_postal or arrondissement.
        weak: not a place by itself, only if a neighbouring place confirms it ("die" before "(26)").
        located: a word before says that a place comes (« à », « ville de »...).
        code: the digits of a postal code or number.
        settled: a neighbouring place has decided between the homonyms.
        aside: said in passing, another place being meant.
        withdrawn: aside because it is denied or corrected.
        typed: the normalised words, when they may be a misspelling that only a neighbouring place can settle.
    """

    first: int
    last: int
    ids: tuple[str, ...]
    kind: str
    weak: bool = False
    located: bool = False
    code: str = ""
    typed: str = ""
    settled: bool = False
    aside: bool = False
    withdrawn: bool = False

    def stretched(self, first: int, last: int, ids: tuple[str, ...], kind: str | None = None) -> Span:
        """Return the span over other words with other candidates, now certain."""
        return replace(self, first=first, last=last, ids=ids, kind=kind or self.kind, weak=False, settled=True)


@lru_cache(maxsize=4096)
def _sounds_directory(word: str) -> bool:
    """Return whether a word is misspelt for one of the directory: « dinsersion », « intermédière »."""
    if not LEAST_MISSPELT <= len(word) <= MOST_MISSPELT or word[:3] not in _CUE_STARTS:
        return False
    return process.extractOne(word, _LONG_CUES, scorer=OSA.distance, score_cutoff=2) is not None


@dataclass
class Reading:
    """A text cut into words, with the questions that the rules ask about them."""

    text: str
    tokens: list[Token] = field(init=False)
    forms: list[str] = field(init=False)
    inner: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = tokenize(self.text)
        self.forms = [token.form for token in self.tokens]
        self.inner = [self._inner_form(position) for position in range(len(self.forms))]

    def _inner_form(self, position: int) -> str:
        """Return the form of a word inside a name: « s/ » is « sur », « lez » is « les »."""
        form = self.forms[position]
        if form == "lez":
            return "les"
        if form == "s" and position and "'" not in self.gap(position) and "’" not in self.gap(position):
            return "sur"
        return "sous" if form == "ss" else form

    def __len__(self) -> int:
        return len(self.forms)

    def form(self, position: int) -> str:
        """Return the folded word at a position, "" outside the text."""
        return self.forms[position] if 0 <= position < len(self.forms) else ""

    def key(self, first: int, last: int) -> str:
        """Return the normalised name that these words make."""
        return " ".join([self.forms[first], *self.inner[first + 1 : last]])

    def as_heard(self, first: int, last: int) -> str:
        """Return the key of the words, « é » at the end of one read « -et », which sounds the same in a name."""
        words = [self.forms[first], *self.inner[first + 1 : last]]
        for position, word in enumerate(words, start=first):
            if len(word) > ENDS_ALIKE and self.surface(position, position + 1)[-1] in "éÉ":
                words[position - first] = f"{word}t"
        return " ".join(words)

    def gap(self, position: int) -> str:
        """Return what stands between the word before this position and the word at it."""
        start = self.tokens[position - 1].end if position > 0 else 0
        end = self.tokens[position].start if position < len(self.tokens) else len(self.text)
        return self.text[start:end]

    def surface(self, first: int, last: int) -> str:
        """Return the text of these words as written."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def breaks(self, position: int) -> bool:
        """Return whether punctuation, or an end of the text, stands before the word at this position."""
        gap = self.gap(position)
        return position <= 0 or position >= len(self.forms) or bool(_PUNCTUATION.search(gap)) or "\n" in gap

    def pauses(self, first: int, last: int) -> bool:
        """Return whether these words are not said in one breath: « Vienne, la ville »."""
        return any(_PAUSE.intersection(self.gap(position)) for position in range(first + 1, last))

    def starts_sentence(self, position: int) -> bool:
        """Return whether the word at this position begins a sentence."""
        return position == 0 or bool(_SENTENCE_END.search(self.gap(position)))

    @cached_property
    def shouting(self) -> bool:
        """Whether capitals tell nothing: nearly every word has one."""
        words = [token for token in self.tokens if token.form.isalpha()]
        return len(words) > 1 and sum(token.capital for token in words) > 0.8 * len(words)

    @cached_property
    def asks_directory(self) -> bool:
        """Whether the message speaks of those whom the directory lists, or of a work site."""
        return not cues.DIRECTORY.isdisjoint(self.forms) or any(map(_sounds_directory, self.forms))

    def capitalised(self, first: int, last: int) -> bool:
        """Return whether these words bear capitals that mean something."""
        if self.shouting:
            return False
        if self.starts_sentence(first) and first + 1 >= last:
            return len(self.forms[first]) > 2 and self.surface(first, last).isupper()  # « IDF : les ETTI »
        content = [t for t in self.tokens[first:last] if t.form not in cues.DETERMINERS and len(t.form) > 2]
        return bool(content) and all(token.capital for token in content)

    def is_counted(self, last: int) -> bool:
        """Return whether the number that ends before `last` counts something: a unit follows it."""
        end = self.tokens[last - 1].end
        if self.form(last) == "pour":  # « 5 pour cent », not « le 04 pour du nettoyage »
            return self.form(last + 1) in ("cent", "mille")
        unit = self.form(last) in cues.UNITS and "," not in self.gap(last)  # « 2A, chantiers d'insertion »
        return unit or bool(_DECIMAL.match(self.text, end))

    def in_parentheses(self, first: int, last: int) -> bool:
        """Return whether these words alone stand between brackets."""
        return self.gap(first).rstrip().endswith(("(", "[")) and self.gap(last).lstrip().startswith((")", "]"))

    def whole(self, first: int, last: int) -> bool:
        """Return whether the message says nothing but these words."""
        rest = self.forms[:first] + self.forms[last:]
        return len(rest) <= 6 and all(form in cues.FILLERS for form in rest)

    def closes(self, last: int) -> bool:
        """Return whether the phrase ends before the word at this position."""
        return self.breaks(last) or self.form(last) in cues.CLOSERS or self.form(last).isdigit()
