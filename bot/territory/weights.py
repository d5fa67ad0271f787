"""Tables of learnt weights: how likely a thing of these traits is, by a linear model that one can read.

`bot.territory.learn` writes them.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import exp

from bot.territory.tables import TABLES


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each trait; one that was never met weighs nothing."""

    of: dict[str, float]

    def probability(self, traits: Iterable[str]) -> float:
        """Return how likely, between 0 and 1, what has these traits is."""
        of = self.of
        return 1 / (1 + exp(-sum([of.get(trait, 0.0) for trait in traits])))


def write(name: str, weights: dict[str, float]) -> int:
    """Write a table and return its size in octets; the same weights give the same file."""
    table = "".join(f"{trait}\t{weight}\n" for trait, weight in sorted(weights.items()))
    content = gzip.compress(table.encode(), 9, mtime=0)
    (TABLES / name).write_bytes(content)
    read.cache_clear()
    return len(content)


@lru_cache(maxsize=4)
def read(name: str) -> Weights | None:
    """Return a table, None when it is absent: it is being learnt for the first time."""
    file = TABLES / name
    if not file.exists():
        return None
    rows = gzip.decompress(file.read_bytes()).decode("utf-8").splitlines()
    return Weights({trait: float(weight) for trait, _, weight in (row.rpartition("\t") for row in rows)})
