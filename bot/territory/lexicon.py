"""Ordinary French words, first names, and how the names that are words too must be used."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path

from bot.territory.one_edit import OneEdit
from bot.territory.sounds import sound
from bot.territory.tables import TABLES, natural_regions

_FEMININE = (("euse", "eur"), ("trice", "teur"), ("iere", "ier"), ("ienne", "ien"))  # endings of trades


def rows(path: Path) -> Iterable[list[str]]:
    """Yield the rows of a hand-made table, its comments left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


class Lexicon:
    """The words that are no misspelt place. Use `lexicon()`, which reads its tables when first needed."""

    def is_french(self, word: str) -> bool:
        """Return whether the folded word is ordinary French or a first name, never a misspelling."""
        if word in natural_regions():
            return True
        if len(word) < 3 or word in self.ordinary or word in self._first_names or self.usages.get(word) == "mot":
            return True
        return self.is_elided(word) or self._is_feminine(word)

    def _is_feminine(self, word: str) -> bool:
        """Return whether the folded word is a trade said of a woman: « carreleuse »."""
        return any(word.endswith(she) and word[: -len(she)] + he in self.ordinary for she, he in _FEMININE)

    def is_elided(self, word: str) -> bool:
        """Return whether the folded word is an ordinary one after a lost apostrophe ("loffre")."""
        return len(word) > 4 and word[0] in "ldjnqst" and word[1] in "aeiouhy" and word[1:] in self.ordinary

    def is_frequent(self, word: str) -> bool:
        """Return whether the folded word is among the most frequent French ones."""
        return word in self._frequent_words

    def resembles_ordinary(self, word: str) -> bool:
        """Return whether the folded word is one wrong letter away from a very frequent French word ("coment")."""
        return bool(self._frequent_letters.near(word))

    def sounds_ordinary(self, word: str) -> bool:
        """Return whether the folded word sounds like a very frequent French word ("bone", "pase")."""
        return sound(word) in self._frequent_sounds

    def is_first_name(self, word: str) -> bool:
        """Return whether the folded word is a common first name."""
        return word in self._first_names

    @cached_property
    def ordinary(self) -> frozenset[str]:
        """The folded words of ordinary French."""
        content = gzip.decompress((TABLES / "lexique.txt.gz").read_bytes()).decode("utf-8")
        return frozenset(content.splitlines())

    @cached_property
    def _frequent_words(self) -> frozenset[str]:
        return frozenset(row[0] for row in rows(TABLES / "mots_frequents.txt"))

    @cached_property
    def _frequent_sounds(self) -> frozenset[str]:
        return frozenset(map(sound, self._frequent_words))

    @cached_property
    def _frequent_letters(self) -> OneEdit:
        return OneEdit(sorted(self._frequent_words), longest=20)

    @cached_property
    def _first_names(self) -> frozenset[str]:
        return frozenset(row[0] for row in rows(TABLES / "prenoms.txt"))

    @cached_property
    def usages(self) -> dict[str, str]:
        """The use imposed by hand on some names: courant, majuscule, jamais, sigle, lieu or mot."""
        return {key: kind for key, kind in rows(TABLES / "usages.tsv")}


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon, kept."""
    return Lexicon()
