"""Names written with one or two wrong letters, or as they sound.

One wrong letter (added, missing, changed, swapped), or a space wrongly put: `one_edit`. Two wrong letters, with the
same first letter: compared one by one. As it sounds, or but for one sound: `sounds.sound`. `proposals` chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.territory.one_edit import OneEdit
from bot.territory.sounds import sound

LONGEST = 32  # letters: nobody types more without a shorter name being found in it
SHORTEST_HEARD = 4  # letters of a name found by its sound
NAME_FOR_TWO = 7
TYPED_FOR_TWO = 6  # letters typed, for two of them to be wrong
DEAREST = 3.5  # cost beyond which nobody would recognise the name
HEARD, PER_LETTER = 0.3, 0.1  # cost of a name that sounds alike, and of each letter that differs in it
LETTER, TWO_LETTERS = 1.0, 2.2  # cost of one and two wrong letters
SOUND, PER_LETTER_OF_SOUND = 1.0, 0.3  # cost of a wrong sound, and of each letter that differs
FIRST_LETTER = 0.7  # more when the name begins by another sound
MANY = 2  # sounds that differ, when more than one
CLIPPED = 1.05  # cost of a well-known name cut short
CLIPPED_LETTERS, SHORTEST_CLIPPED = 5, 3  # letters of a word cut short, alone or after others
SURE = 1.2  # cost below which no farther name is looked for
BARE = 1.8  # cost of a name whose vowels alone were lost or changed: « villnve d'asq »
SOUNDS_OF_SPLIT = 5  # sounds of a name that several ordinary words make: « roue bet », « oreille ac »
BARE_LETTERS = 4  # consonants of a name known by them


@dataclass(frozen=True, slots=True)
class Near:
    """A name that sounds like another, and the population of the largest place of that name."""

    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class Guess:
    """A name that a misspelt one may stand for, and how unlikely the misspelling is: 0 for none."""

    name: str
    cost: float


_PRONOUNCED = frozenset("bcdfgkpstxz")  # a last letter that people who write as they speak do pronounce: « mulouz »
_VOWELS = str.maketrans("", "", "aeiouEUAIOYw")
_Bucket = dict[tuple[str, int], list[str]]  # names by their first letter and length


class FuzzyNames:
    """Finds the names a misspelt one may stand for.

    Args:
        weights: normalised names with the population of the largest place of each.
        well_known: population from which a name is known by all.
        heard_from: population from which a name is found by its sound.
        soft: other spellings of names, the cedilla told ("besansson" for "besancon").
    """

    def __init__(
        self, weights: Mapping[str, int], well_known: int, heard_from: int, soft: Iterable[tuple[str, str]]
    ) -> None:
        self._weights = weights
        self._heard_from, self._well_known = heard_from, well_known
        self._famous: _Bucket = {}
        self._heard: dict[str, list[str]] = {}
        self._glued: dict[str, list[str]] = {}
        for name, weight in weights.items():
            if len(name) > LONGEST:
                continue
            if weight >= well_known and len(name) >= NAME_FOR_TWO:
                self._famous.setdefault((name[0], len(name)), []).append(name)
            if len(name) >= SHORTEST_HEARD:
                self._heard.setdefault(sound(name), []).append(name)
                self._glued.setdefault(name.replace(" ", ""), []).append(name)
        for spelling, name in soft:
            same = self._heard.setdefault(sound(spelling), [])
            if name not in same:
                same.append(name)
        self._all: _Bucket = {}
        for glued in self._glued:
            self._all.setdefault((glued[0], len(glued)), []).append(glued)
        self._bare: dict[str, list[str]] = {}
        for code, names in self._heard.items():
            bare = code.translate(_VOWELS)
            if len(bare) >= BARE_LETTERS:
                self._bare.setdefault(bare, []).extend(name for name in names if weights[name] >= heard_from)
        self._letters = OneEdit(list(self._glued), LONGEST)
        self._sounds = OneEdit(list(self._heard), LONGEST)
        self.heard = lru_cache(maxsize=4096)(self._alike)
        self.guesses = lru_cache(maxsize=4096)(self._guesses)

    def same_sound(self, word: str) -> Sequence[str]:
        """Return the names that sound like this one, however they are written."""
        return self._heard.get(sound(word), ())

    def near_sound(self, word: str) -> Iterator[tuple[str, bool]]:
        """Yield the names that sound like these words but for one sound at most, and whether they sound the same."""
        code = sound(word)
        if len(code) >= SOUNDS_OF_SPLIT:
            for one in self._sounds.near(code):
                for name in self._heard[one]:
                    yield name, one == code
        else:
            for name in self._heard.get(code, ()):
                yield name, True

    def _alike(self, word: str) -> tuple[Near, ...]:
        """Return the names that sound like this one and are not written too differently, most populous first."""
        if not SHORTEST_HEARD <= len(word) <= LONGEST + 1:
            return ()
        code = sound(word)
        split = " " in word and len(code) >= SOUNDS_OF_SPLIT
        most = len(word) if split else max(2, (len(word) + 2) // 3)
        names = [
            n for n in self._heard.get(code, ())
            if self._weights[n] >= self._heard_from
            and OSA.distance(word, n) <= most + (self._weights[n] >= self._well_known)  # « rince » for Reims
        ]  # fmt: skip
        return tuple(Near(n, self._weights[n]) for n in sorted(names, key=lambda n: (-self._weights[n], n)))

    def _clipped(self, word: str) -> Iterator[str]:
        """Yield the well-known names that begin by this one, cut short: « marsei », « saint naz »."""
        last = word.rpartition(" ")[2]
        if len(last) >= (CLIPPED_LETTERS if last == word else SHORTEST_CLIPPED):
            for length in range(len(word) + 1, LONGEST):
                yield from (name for name in self._famous.get((word[0], length), ()) if name.startswith(word))

    def _guesses(self, word: str) -> tuple[Guess, ...]:
        """Return every name this one may stand for, however small its place, likeliest misspelling first.

        Also those of which a last letter is written because it is heard, or the vowels alone were lost.
        """
        glued, code = word.replace(" ", ""), sound(word)
        if not SHORTEST_HEARD <= len(glued) <= LONGEST:
            return ()
        found = {name: MANY for one in self._letters.near(glued) for name in self._glued[one]}
        for one in sorted(self._sounds.near(code), key=code.__eq__):
            found.update(dict.fromkeys(self._heard[one], 0 if one == code else 1))
        costs = {name: _cost(glued, code, name, sounds) for name, sounds in found.items()}
        if len(glued) >= TYPED_FOR_TWO and min(costs.values(), default=DEAREST) > SURE:
            for one in _two_edits_away(glued, self._all):
                costs.update((name, _cost(glued, code, name, MANY)) for name in self._glued[one] if name not in costs)
        costs.update((name, CLIPPED) for name in self._clipped(word) if costs.get(name, DEAREST) > CLIPPED)
        if word[-1:] in _PRONOUNCED:
            for name in self._heard.get(sound(word + "e"), ()):
                costs[name] = min(costs.get(name, DEAREST), _cost(glued, code, name, 0))
        for name in self._bare.get(code.translate(_VOWELS), ()):
            costs.setdefault(name, BARE + PER_LETTER * OSA.distance(glued, name.replace(" ", "")))
        guesses = (Guess(name, cost) for name, cost in costs.items() if cost <= DEAREST)
        return tuple(sorted(guesses, key=lambda guess: (guess.cost, guess.name)))


def _two_edits_away(word: str, bucket: _Bucket) -> Iterator[str]:
    """Yield the names of the same first letter that are two edits away or less."""
    for length in range(len(word) - 2, len(word) + 3):
        names = bucket.get((word[0], length))
        if names:
            for name, *_ in process.extract(word, names, scorer=OSA.distance, score_cutoff=2, limit=None):
                yield name


def _cost(glued: str, code: str, name: str, sounds: int) -> float:
    """Return how unlikely it is to write the name thus: by the letters and the sounds that differ."""
    whole = name.replace(" ", "")
    letters = OSA.distance(glued, whole)
    if sounds == 0:
        return HEARD + PER_LETTER * letters if letters <= max(3, len(glued) * 2 // 3) else DEAREST + 1
    first = FIRST_LETTER if glued[0] != whole[0] and code[:1] != sound(name)[:1] else 0.0
    if letters <= 1:
        return LETTER + first
    by_letters = TWO_LETTERS if letters == 2 else DEAREST + 1
    alike = sounds == 1 and letters <= max(2, (len(glued) + 2) // 3)
    return first + min(by_letters, SOUND + PER_LETTER_OF_SOUND * letters if alike else by_letters)
