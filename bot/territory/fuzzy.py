"""Names written with one or two wrong letters.

One wrong letter (added, missing, changed, swapped): two words differ by one edit only if one of the forms
that each gives by dropping a letter is the same. The dropped forms of every name are kept as sorted hashes,
which costs a few megabytes instead of the tens that a dictionary would.
Two wrong letters: only for well-known names of nine letters or more, compared one by one,
with the same first letter.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

LONGEST = 32  # letters: nobody types more without a shorter name being found in it
SHORTEST = 5  # letters: a shorter name is one edit away from too many words
LONG_ENOUGH_FOR_TWO = 9


def _dropped(word: str) -> Iterator[str]:
    yield word
    for position in range(len(word)):
        yield word[:position] + word[position + 1 :]


class FuzzyNames:
    """Finds the name a misspelt one stands for.

    Args:
        weights: normalised names with the population of the largest place of each.
        well_known: population from which a name is known by all.
    """

    def __init__(self, weights: Mapping[str, int], well_known: int) -> None:
        self._names = [name for name in weights if SHORTEST <= len(name) <= LONGEST]
        self._weights = weights
        self._famous: dict[str, list[str]] = {}
        for name, weight in weights.items():
            if weight >= well_known and LONG_ENOUGH_FOR_TWO <= len(name) <= LONGEST:
                self._famous.setdefault(name[0], []).append(name)
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

    def _nearest(self, word: str) -> tuple[str, int] | None:
        """Return the likeliest name and its population: one edit away, else two for a well-known name.

        Among several names, the most populous; None when no name is near enough.
        """
        if not SHORTEST <= len(word) <= LONGEST + 1:
            return None
        forms = np.array([hash(form) for form in _dropped(word)], dtype=np.int64)
        first = np.searchsorted(self._hashes, forms, side="left")
        last = np.searchsorted(self._hashes, forms, side="right")
        owners = {
            int(owner) for low, high in zip(first, last, strict=False) if low < high for owner in self._owners[low:high]
        }
        near = [self._names[o] for o in owners if OSA.distance(word, self._names[o], score_cutoff=1) <= 1]
        if not near and len(word) >= LONG_ENOUGH_FOR_TWO:
            same_start = self._famous.get(word[0], [])
            found = process.extract(word, same_start, scorer=OSA.distance, score_cutoff=2, limit=None)
            near = [name for name, _, _ in found]
        if not near:
            return None
        best = max(near, key=lambda name: (self._weights[name], name))
        return best, self._weights[best]
