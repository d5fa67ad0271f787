"""Names written with one or two wrong letters, or as they sound.

One wrong letter (added, missing, changed, swapped): two words differ by one edit only if one of the forms
that each gives by dropping a letter is the same. The dropped forms of every name are kept as sorted hashes,
which costs a few megabytes instead of the tens that a dictionary would.
Two wrong letters: only for well-known names of seven letters or more, compared one by one,
with the same first letter. As it sounds: `sounds.sound`, for the names often enough written.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.territory.sounds import sound

LONGEST = 32  # letters: nobody types more without a shorter name being found in it
SHORTEST = 5  # letters: a shorter name is one edit away from too many words
SHORTEST_HEARD = 4  # letters of a name found by its sound
TYPED_FOR_TWO = 8  # letters typed, for two of them to be wrong
NAME_FOR_TWO = 7
TWO_EDITS = 0.05  # weight of a name two letters away, against one a letter away
ALIKE_AND_NEAR = 3.0  # weight of a name that is one letter away and sounds the same too


@dataclass(frozen=True, slots=True)
class Near:
    """A name near a misspelt one.

    Attributes:
        name: the normalised name.
        weight: population of the largest place of the name.
        heard: the two sound the same.
    """

    name: str
    weight: int
    heard: bool


def _dropped(word: str) -> Iterator[str]:
    yield word
    for position in range(len(word)):
        yield word[:position] + word[position + 1 :]


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
        self._names = [name for name in weights if SHORTEST <= len(name) <= LONGEST]
        self._weights = weights
        self._famous: dict[str, list[str]] = {}
        self._heard: dict[str, list[str]] = {}
        for name, weight in weights.items():
            if weight >= well_known and NAME_FOR_TWO <= len(name) <= LONGEST:
                self._famous.setdefault(name[0], []).append(name)
            if weight >= heard_from and SHORTEST_HEARD <= len(name) <= LONGEST:
                self._heard.setdefault(sound(name), []).append(name)
        for spelling, name in soft:
            if weights.get(name, 0) >= heard_from:
                self._heard.setdefault(sound(spelling), []).append(name)
        hashes, owners = array("q"), array("i")
        for owner, name in enumerate(self._names):
            for form in _dropped(name):
                hashes.append(hash(form))
                owners.append(owner)
        unsorted = np.frombuffer(hashes, dtype=np.int64)
        order = np.argsort(unsorted)
        self._hashes = unsorted[order]
        self._owners = np.frombuffer(owners, dtype=np.int32)[order]
        self.nearest = lru_cache(maxsize=4096)(self._nearest)
        self.heard = lru_cache(maxsize=4096)(self._alike)

    def _alike(self, word: str) -> tuple[Near, ...]:
        """Return the names that sound like this one and are not written too differently, most populous first."""
        if not SHORTEST_HEARD <= len(word) <= LONGEST + 1:
            return ()
        most = max(2, (len(word) + 2) // 3)
        names = [n for n in self._heard.get(sound(word), ()) if OSA.distance(word, n, score_cutoff=most) <= most]
        return tuple(Near(n, self._weights[n], True) for n in sorted(names, key=lambda n: (-self._weights[n], n)))

    def _nearest(self, word: str) -> tuple[Near, ...]:
        """Return the names this one may be a misspelling of, likeliest first; none when none is near enough."""
        alike = {near.name for near in self.heard(word)}
        scores = {name: float(self._weights[name]) for name in alike}
        if SHORTEST <= len(word) <= LONGEST + 1:
            for name in self._one_edit_away(word):
                scores[name] = self._weights[name] * (ALIKE_AND_NEAR if name in alike else 1.0)
            if len(word) >= TYPED_FOR_TWO:
                same_start = self._famous.get(word[0], [])
                for name, _, _ in process.extract(word, same_start, scorer=OSA.distance, score_cutoff=2, limit=None):
                    scores.setdefault(name, self._weights[name] * TWO_EDITS)
        ordered = sorted(scores, key=lambda name: (-scores[name], name))
        return tuple(Near(name, self._weights[name], name in alike) for name in ordered)

    def _one_edit_away(self, word: str) -> list[str]:
        forms = np.array([hash(form) for form in _dropped(word)], dtype=np.int64)
        first = np.searchsorted(self._hashes, forms, side="left")
        last = np.searchsorted(self._hashes, forms, side="right")
        owners = {
            int(owner) for low, high in zip(first, last, strict=False) if low < high for owner in self._owners[low:high]
        }
        return [self._names[o] for o in owners if OSA.distance(word, self._names[o], score_cutoff=1) <= 1]
