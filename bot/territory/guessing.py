"""Guessing a misspelt place where the sentence expects one: « esat vers Xxx », « etti Xxx », « Xxx geiq ».

There, a word that is not French is a place, however small: of all the names it may stand for, the few likeliest
are candidates, by how near they are and how many people live there.
"""

from __future__ import annotations

from math import log

from bot.territory import context, cues
from bot.territory.fuzzy import CLIPPED, LETTER, Guess
from bot.territory.index import ARTICLES, KNOWN_ENOUGH, LINKS, MISSPELT_SAINTS, WELL_KNOWN, NameIndex
from bot.territory.reading import Reading, Span

MOST_WORDS = 6
SHORTEST = 4  # letters
MOST_CANDIDATES = 4  # places one may be asked to choose from
COST = 2.0  # how much dearer a misspelling makes a place, against the logarithm of its population
CROWD = 0.5  # how much a place is likelier for its population
VILLAGE = 50  # inhabitants below which all places are as likely
UNLIKELY = 2.0  # difference beyond which a candidate is left out
SHORT_NAME = 0.5  # cost of a name that is not the whole name of a present commune
TOWN = 5_000  # inhabitants of a place known beyond its neighbours
ACRONYM = 5  # letters of a word in capitals that may be an acronym
_DEAREST = {4: 1.0, 5: 1.7, 6: 2.2, 7: 2.8}  # cost believed, by the letters typed
_CLAUSES = frozenset(["clause", "clauses", "contact", "contacts"])  # what follows them is seldom a place
SAINTS = frozenset(["saint", "sainte"])


def guess(reading: Reading, index: NameIndex, first: int, least_words: int = 1) -> Span | None:
    """Return the places that the words at this position may stand for, when a place is expected there.

    With `least_words`, a shorter name has been found there: more words must make a name that holds them.
    """
    expected = reading.asks_directory and _is_expected(reading, first)
    if not expected and (least_words < 2 or not reading.asks_directory):
        return None
    for last in range(_longest(reading, first), first + least_words - 1, -1):
        closed = reading.closes(last) or reading.form(last) in cues.KINDS
        if not closed or not _may_be_name(reading, index, first, last):
            continue
        doubtful = _resembles_ordinary(reading, index, first, last) and not _follows_place_word(reading, first)
        if doubtful and reading.form(first - 1) in ("de", "d", "du"):
            continue
        typed = _with_saint(reading.as_heard(first, last))
        ids = likeliest(index, typed, only_towns=doubtful, only_alike=not expected)
        ids = ids or likeliest(
            index, _with_saint(reading.key(first, last)), only_towns=doubtful, only_alike=not expected
        )
        if ids:
            located = context.before(reading, first).located
            return Span(first, last, ids, ids[0].partition("-")[0], located=located, typed=typed)
    return None


def likeliest(index: NameIndex, typed: str, only_towns: bool = False, only_alike: bool = False) -> tuple[str, ...]:
    """Return the ids of the places that misspelt words may stand for, likeliest first, four at most.

    With `only_towns`, the words may be French ones misspelt too: only a town whose name sounds the same is meant;
    with `only_alike`, only a name that sounds the same.
    """
    words = typed.split(" ")
    dearest = _DEAREST.get(sum(map(len, words)), 3.5)
    kept = {word for word in words if len(word) >= SHORTEST and (index.lexicon.is_french(word) or index.lookup(word))}
    kept = kept - SAINTS if words[1:] else set()
    scores: dict[str, float] = {}
    heard = 0  # inhabitants of the largest place whose name sounds the same
    for near in index.fuzzy.guesses(typed):
        if near.cost > dearest or ((only_towns or only_alike) and near.cost >= LETTER):
            break
        sure = near.cost < LETTER and len(words) > 1
        cut = near.cost == CLIPPED
        if cut and near.name in index.short_names:
            continue
        if not (sure or cut) and not kept.issubset(near.name.split(" ")):
            continue  # « Corps Isère » is no misspelling of Corpeau
        for id_ in index.lookup(near.name):
            population = index.population.get(id_, 0)
            if cut and (population < WELL_KNOWN or not id_.startswith("commune-")):
                continue
            if (only_towns and population < TOWN) or (
                near.cost >= LETTER and heard >= KNOWN_ENOUGH and heard >= population
            ):
                continue
            heard = max(heard, population if near.cost < LETTER else 0)
            scores[id_] = max(scores.get(id_, -99.0), _score(index, near, id_))
    ordered = sorted(scores, key=lambda id_: (-scores[id_], id_))
    return tuple(id_ for id_ in ordered[:MOST_CANDIDATES] if scores[id_] >= scores[ordered[0]] - UNLIKELY)


def _score(index: NameIndex, near: Guess, id_: str) -> float:
    cost = near.cost + (SHORT_NAME if near.name in index.short_names else 0.0)
    return CROWD * log(index.population.get(id_, 20_000) + VILLAGE) - COST * cost


def _with_saint(typed: str) -> str:
    """Return the words with « sin », « sain » before others read as « saint »."""
    word, space, rest = typed.partition(" ")
    return f"{MISSPELT_SAINTS.get(word, word)}{space}{rest}" if rest else typed


def _longest(reading: Reading, first: int) -> int:
    last = first + 1
    while last < min(len(reading), first + MOST_WORDS) and reading.forms[last].isalpha() and not reading.breaks(last):
        last += 1
    return last


def _is_expected(reading: Reading, first: int) -> bool:
    """Return whether the sentence expects a place at this word."""
    word = reading.forms[first]
    if not word.isalpha() or word in cues.ACTORS or word in cues.KINDS or word[1:] in cues.KINDS:
        return False
    if word not in ARTICLES and (word in LINKS or word in cues.FILLERS or word in cues.DETERMINERS):
        return False
    around = context.before(reading, first)
    if around.located or around.word in cues.ACTORS - _CLAUSES or around.word in cues.CORRECTING:
        return True
    if first == 0:
        return not cues.KINDS.isdisjoint(reading.forms[:MOST_WORDS])
    return around.word in ("de", "d", "du") and around.earlier in cues.ACTORS


def _may_be_name(reading: Reading, index: NameIndex, first: int, last: int) -> bool:
    """Return whether the words may be a misspelt name: one is unknown, and none belongs to the sentence."""
    words = reading.forms[first:last]
    if len(words) == 1:
        fine = len(words[0]) >= SHORTEST and index.is_unknown(words[0])
        return fine and not _is_acronym(reading, first)
    if words[-1] in cues.CLOSERS or words[-1] in LINKS or "et" in words or not cues.KINDS.isdisjoint(words):
        return False
    content = [word for word in words if word not in LINKS]
    if words[0] in MISSPELT_SAINTS and not index.lexicon.is_frequent(words[1]):
        return True
    odd = any(_is_odd(index, word) for word in content) or not SAINTS.isdisjoint(words[1:-1])
    if not odd or max(map(len, content)) < SHORTEST:
        return False
    if words[0] in ARTICLES and index.lookup(reading.key(first + 1, last)):
        return False  # « le Cantal » is no village that begins by « Le »
    return len(content) > 1 or not _is_acronym(reading, last - 1)


def _resembles_ordinary(reading: Reading, index: NameIndex, first: int, last: int) -> bool:
    content = [word for word in reading.forms[first:last] if len(word) >= SHORTEST and word not in SAINTS]
    return len(content) == 1 and index.lexicon.resembles_ordinary(content[0])


def _follows_place_word(reading: Reading, first: int) -> bool:
    """Return whether only a place follows without an article: « vers Xxx », « près de Xxx », « ville de Xxx »."""
    word = reading.form(first - 1)
    if word in ("de", "d"):
        return reading.form(first - 2) in ("pres", "autour", "ville", "commune", "mairie", "agglo")
    return word in ("vers", "secteur")


def _is_odd(index: NameIndex, word: str) -> bool:
    """Return whether the word is no French one, nor one of two letters that a sentence is made of."""
    short = len(word) == 2 and not any(word in words for words in (cues.CLOSERS, cues.FILLERS, cues.DETERMINERS))
    return short or not index.lexicon.is_french(word)


def _is_acronym(reading: Reading, position: int) -> bool:
    surface = reading.surface(position, position + 1)
    written = surface.isupper() and len(surface) <= ACRONYM and not reading.shouting
    return written or surface.lower() in cues.TENDER
