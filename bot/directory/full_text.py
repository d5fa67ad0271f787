"""Finding actors by the words of their name, host or SIRET; a misspelt word is read as the nearest known ones."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import sqlalchemy as sa
from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy.engine import Connection

from bot.directory.index import Ints
from bot.directory.text import SMALL_WORDS, words

MAX_WORDS = 8
SHORTEST_CORRECTED = 5
"""Letters of the shortest word that may be misspelt: of fewer letters, everything is near everything."""
LONG = 9
"""Letters from which a word may carry two mistakes instead of one."""
MAX_NEAR = 20

_SQLITE = sa.text("SELECT rowid FROM acteurs_texte WHERE acteurs_texte MATCH :q")
_POSTGRESQL = sa.text("SELECT num FROM acteurs WHERE to_tsvector('simple', recherche) @@ to_tsquery('simple', :q)")


def numbers_by_text(connection: Connection, text: str, vocabulary: Sequence[str]) -> Ints | None:
    """Row numbers of the actors that have, for every word of `text` (small words apart), one that begins with it.

    A word that begins no word of the sorted `vocabulary` stands for the nearest ones, one or two mistakes away.
    None when the text has no word.
    """
    wanted = words(text)
    joined = "".join(wanted)
    if joined.isdigit() and len(joined) >= 9:
        wanted = [joined]  # a SIREN or SIRET written in groups of digits
    wanted = [word for word in wanted if word not in SMALL_WORDS] or wanted
    wanted = [word for word in (re.sub(r"[^0-9a-z]", "", word) for word in wanted[:MAX_WORDS]) if word]
    if not wanted:
        return None
    choices = [known_words(word, vocabulary) for word in wanted]
    if connection.dialect.name == "sqlite":
        clauses = ("(" + " OR ".join(f'"{word}"*' for word in some) + ")" for some in choices)
        rows = connection.execute(_SQLITE, {"q": " AND ".join(clauses)})
    else:
        clauses = ("(" + " | ".join(f"{word}:*" for word in some) + ")" for some in choices)
        rows = connection.execute(_POSTGRESQL, {"q": " & ".join(clauses)})
    return np.fromiter((row[0] for row in rows), dtype=np.int32)


def known_words(word: str, vocabulary: Sequence[str]) -> list[str]:
    """The word itself when it begins a word of the sorted vocabulary, else the nearest ones, else itself."""
    place = bisect_left(vocabulary, word)
    if place < len(vocabulary) and vocabulary[place].startswith(word):
        return [word]
    if len(word) < SHORTEST_CORRECTED or not word.isalpha():
        return [word]
    allowed = 1 if len(word) < LONG else 2
    near = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=MAX_NEAR)
    return [found for found, distance, _ in near if distance == near[0][1]] or [word]
