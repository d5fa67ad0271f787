"""Finding, among many words, those that a word is one edit away from (a letter added, lost, changed or swapped).

Two words differ by one edit only if one of the forms that each gives by dropping a letter, or none, is the same.
These forms are kept as sorted hashes: a few megabytes instead of the tens that a dictionary would cost. The hash of
a word is a polynomial of its letters, so that those of its dropped forms follow from it without making them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

_BASE = 1_000_003
_INVERSE = pow(_BASE, -1, 1 << 64)
_PIECE = 4_096  # words hashed at once, so that little memory is needed
_ALL_BITS = (1 << 64) - 1
_Hashes = NDArray[np.uint64]


class OneEdit:
    """The words one edit away from a word.

    Args:
        words: what is searched, without doubles; longer ones than `longest` are never found.
        longest: letters of the longest word found.
    """

    def __init__(self, words: Sequence[str], longest: int) -> None:
        self._words = [word for word in words if 0 < len(word) <= longest]
        self._longest = longest
        # One letter more may be typed than the longest word has.
        self._powers_of_one = [pow(_BASE, power, 1 << 64) for power in range(longest + 2)]
        self._powers = np.array(self._powers_of_one, dtype=np.uint64)
        pieces = [self._hashed(low) for low in range(0, len(self._words), _PIECE)]
        hashes = np.concatenate([piece[0] for piece in pieces])
        owners = np.concatenate([piece[1] for piece in pieces])
        order = np.argsort(hashes)
        self._hashes, self._owners = hashes[order], owners[order]

    def near(self, word: str) -> list[str]:
        """Return the words at one edit of this one or none, in the order given at first."""
        if not 0 < len(word) <= self._longest + 1:
            return []
        forms = np.array(self._dropped_of_one(word), dtype=np.uint64)
        first = self._hashes.searchsorted(forms)
        held = np.flatnonzero(self._hashes.take(first, mode="clip") == forms)
        owners: set[int] = set()
        for low, form in zip(first[held].tolist(), forms[held], strict=True):
            owners.update(self._owners[low : self._hashes.searchsorted(form, side="right")].tolist())
        words = (self._words[owner] for owner in sorted(owners))
        return [near for near in words if OSA.distance(word, near, score_cutoff=1) <= 1]

    def _hashed(self, low: int) -> tuple[_Hashes, NDArray[np.int32]]:
        """Return the hashes of the forms of some words, from the one at `low` on, and whose they are."""
        words = self._words[low : low + _PIECE]
        letters = np.zeros((len(words), self._longest + 1), dtype=np.uint64)
        for row, word in enumerate(words):
            letters[row, : len(word)] = np.frombuffer(word.encode("utf-32-le"), dtype=np.uint32)
        forms = self._dropped(letters)
        lengths = np.array([len(word) for word in words])
        real = np.arange(forms.shape[1])[None, :] <= lengths[:, None]
        owners = np.arange(low, low + len(words), dtype=np.int32)[:, None]
        return forms[real], np.broadcast_to(owners, forms.shape)[real]

    def _dropped_of_one(self, word: str) -> list[int]:
        """Return what `_dropped` gives for a word alone, quicker."""
        weighted = [ord(letter) * power for letter, power in zip(word, self._powers_of_one, strict=False)]
        before, whole = 0, sum(weighted)
        forms = [whole & _ALL_BITS]
        for one in weighted:
            forms.append((before + (whole - before - one) * _INVERSE) & _ALL_BITS)
            before += one
        return forms

    def _dropped(self, letters: _Hashes) -> _Hashes:
        """Return, for each row of letters, the hashes of the word without its first letter, its second... and whole.

        Past the end of a shorter word, the hash of the whole word comes again.
        """
        width = letters.shape[1]
        weighted = letters * self._powers[:width]
        before = np.zeros((len(letters), width + 1), dtype=np.uint64)
        np.cumsum(weighted, axis=1, out=before[:, 1:])
        whole = before[:, -1:]
        without = before[:, :-1] + (whole - before[:, 1:]) * np.uint64(_INVERSE)
        return np.concatenate([without, whole], axis=1)
