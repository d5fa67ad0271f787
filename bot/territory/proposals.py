"""Every place that the words of a text could name, believed or not: `mentions` weighs them.

Exact names, whatever the sentence makes of them, and names that words may be a misspelling of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

from bot.territory import cues
from bot.territory.fuzzy import LETTER
from bot.territory.index import ARTICLES, LINKS, MISSPELT_SAINTS, NameIndex
from bot.territory.pronunciation import dictated
from bot.territory.reading import Reading

MOST_WORDS = 6
CROWD, COST, SHORT_NAME = 0.35, 2.0, 0.4  # of `likelihood`: chosen on the marked messages (docs/comprehension.md)
VILLAGE = 50  # inhabitants below which all places are as likely
SHORTEST = 3  # letters of a word that may be misspelt
HEARD_FROM = 3_000  # inhabitants of a place that French words may sound like: « fourmi », « cent lys »
ACRONYM = 6  # letters of a word in capitals that is no misspelling
SEVERAL = 3  # words of a name of which one may be misspelt as another French word, and which is not met by chance
MOST_MISSPELT = 16  # runs of words looked up as misspelt, in one text
_CONTRACTED = {"au": ("le",), "aux": ("les",), "du": ("le",), "des": ("les",), "o": ("le", "les")}
_INSIDE = LINKS | {"saint", "sainte"}
_NO_NAME = cues.SENTENCE
_NEVER_INSIDE = (cues.SENTENCE - {"et"}) | cues.KINDS | cues.DIRECTORY
SHORTEST_SPLIT = 6  # letters of a name cut in two
MOST_HEARD = 4  # words that sound like one name
DICTATED, NEARLY_DICTATED = 0.6, 1.4  # cost of a name that the words sound like, all but one sound
_NEVER_HEARD = cues.KINDS | cues.DIRECTORY
GLUED = 0.2  # cost of a name written in one word: « saintetienne »


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the words from `first` to `last` (excluded) may name: `ids`, the places of the normalised name `name`.

    `cost`: how unlikely the misspelling is, 0 for the exact name. `contracted`: the article is in the word before.
    """

    first: int
    last: int
    name: str
    ids: tuple[str, ...]
    cost: float
    contracted: bool = False


def propose(
    reading: Reading, index: NameIndex, taken: frozenset[int] = frozenset(), towns: frozenset[str] = frozenset()
) -> list[Proposal]:
    """Return the proposals, left to right; none within the words `taken`, which already name a place; `towns`: the
    communes of the areas that the text names, one of which may be heard in any words."""
    found: list[Proposal] = []
    looked_up = 0
    for first, last in sorted(_windows(reading), key=lambda window: window[1] - window[0]):
        if taken.issuperset(range(first, last)):
            continue
        words = reading.forms[first:last]
        key = reading.key(first, last)
        ids = index.lookup(key)
        if ids:
            found.append(Proposal(first, last, key, ids, 0.0))
            if index.population.get(ids[0], HEARD_FROM) < HEARD_FROM:
                found += _heard(index, first, last, key)  # « vanne », a village, or Vannes
        contracted = list(_after_contraction(reading, index, first, last, key))
        found += contracted
        if ids or contracted or not _NEVER_INSIDE.isdisjoint(words):
            continue
        joined = key.replace(" ", "")
        glued = index.glued(joined)
        if glued or _is_split(index, joined, key):
            found.append(Proposal(first, last, key if glued else joined, glued or index.lookup(joined), GLUED))
            continue
        if any(_is_acronym(reading, position) for position in range(first, last)):
            continue
        if any(_is_odd(index, word) for word in words) and _may_be_name(index, words):
            if looked_up < MOST_MISSPELT:
                looked_up += 1
                found += _misspelt(reading, index, first, last, key)
        else:
            found += _heard(index, first, last, key, reading.as_heard(first, last))
    known = {(one.first, one.last, one.ids) for one in found}
    for one in _dictated(reading, index, taken, towns):
        if (one.first, one.last, one.ids) not in known:
            known.add((one.first, one.last, one.ids))
            found.append(one)
    return sorted(found, key=lambda proposal: (proposal.first, proposal.last, proposal.cost, proposal.name))


def _is_split(index: NameIndex, joined: str, key: str) -> bool:
    """Return whether these words are the name of a town cut in two: « douarne nez »."""
    if " " not in key or len(joined) < SHORTEST_SPLIT:
        return False
    return any(index.population.get(id_, 0) >= HEARD_FROM for id_ in index.lookup(joined))


def _dictated(reading: Reading, index: NameIndex, taken: frozenset[int], towns: frozenset[str]) -> Iterator[Proposal]:
    """Yield the towns of the areas named that the words sound like, small words included: « vers hoche dans le Gers »,
    « guerre est, Creuse »; and those that a telephone writes as other words."""
    for first in range(len(reading)):
        if not (reading.breaks(first) or reading.form(first - 1) in cues.BEFORE_HEARD):
            continue
        for last in range(first + 1, min(len(reading), first + MOST_HEARD) + 1):
            words = reading.forms[first:last]
            if not words[-1].isalpha() or (last - 1 > first and reading.breaks(last - 1)):
                break
            if not _NEVER_HEARD.isdisjoint(words) or not taken.isdisjoint(range(first, last)):
                break
            key = reading.key(first, last)
            small = not cues.SENTENCE.isdisjoint(words)
            for name in dictated().get(key, ()):
                ids = index.lookup(name)
                if not small or not towns.isdisjoint(ids):
                    yield Proposal(first, last, name, ids, DICTATED)
            if towns and words[-1] not in LINKS:
                yield from _heard_in(reading, index, towns, first, last)


def _heard_in(reading: Reading, index: NameIndex, towns: frozenset[str], first: int, last: int) -> Iterator[Proposal]:
    """Yield the likeliest of these towns that the words sound like."""
    key = reading.key(first, last)
    elided = last - first == 1 and key[0] == "d" and len(key) >= SHORTEST_SPLIT  # « danger » for d'Angers
    odd = any(_is_odd(index, word) for word in reading.forms[first:last])
    best: dict[str, float] = {}
    for typed in {key, reading.as_heard(first, last), key[1:] if elided else key}:
        for name, same in index.fuzzy.near_sound(typed) if len(typed.replace(" ", "")) >= SHORTEST else ():
            inside = [id_ for id_ in index.lookup(name) if id_ in towns]
            people = max((index.population[id_] for id_ in inside), default=0)
            if people >= HEARD_FROM or (inside and same and odd):
                best[name] = min(best.get(name, 9.0), DICTATED if same else NEARLY_DICTATED)
    if best:
        name = max(best, key=lambda name: (likelihood(index, name, best[name]), name))
        if name != key:
            yield Proposal(first, last, name, index.lookup(name), best[name])


def _windows(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the runs of words that may be a name: said in one breath, neither begun nor ended by a small word."""
    count = len(reading)
    for first in range(count):
        form = reading.forms[first]
        mount = form == "mon" and reading.form(first + 1) == "de"  # « mon de marsan »
        if not form.isalpha() or (form in _NO_NAME and not mount) or (form in LINKS and form not in ARTICLES):
            continue
        for last in range(first + 1, min(count, first + MOST_WORDS) + 1):
            if last - 1 > first and (not reading.forms[last - 1].isalpha() or reading.breaks(last - 1)):
                break
            word = reading.forms[last - 1]
            if word in _INSIDE or (word in _NO_NAME and last - 1 > first):
                continue
            yield first, last


def _after_contraction(reading: Reading, index: NameIndex, first: int, last: int, key: str) -> Iterator[Proposal]:
    """Yield the names whose article is in the word before: « au Havre », « au bourget »."""
    for article in _CONTRACTED.get(reading.form(first - 1), ()):
        name = f"{article} {key}"
        ids = index.lookup(name)
        if ids:
            yield Proposal(first, last, name, ids, 0.0, contracted=True)
        elif any(_is_odd(index, word) for word in reading.forms[first:last]) or index.fuzzy.heard(name):
            named = [guess for guess in index.fuzzy.guesses(name) if guess.name.startswith(f"{article} ")]
            for guess in sorted(named, key=lambda guess: -likelihood(index, guess.name, guess.cost))[:1]:
                yield Proposal(first, last, guess.name, index.lookup(guess.name), guess.cost, contracted=True)


def _is_odd(index: NameIndex, word: str) -> bool:
    """Return whether a word may be a misspelling: no French word, no name."""
    return len(word) >= SHORTEST and word not in _INSIDE and not index.lexicon.is_french(word)


def _is_acronym(reading: Reading, position: int) -> bool:
    surface = reading.surface(position, position + 1)
    return surface.isupper() and len(surface) <= ACRONYM and not reading.shouting


def _may_be_name(index: NameIndex, words: list[str]) -> bool:
    """Return whether the words that are no misspelling are words of names, but for one of several: « saint malot »,
    « fleuri les aubrais », not « arras demain »."""
    strange = sum(not (index.is_name_word(word) or _is_odd(index, word)) for word in words)
    return strange == 0 or (strange == 1 and len(words) >= SEVERAL)


def _misspelt(reading: Reading, index: NameIndex, first: int, last: int, key: str) -> Iterator[Proposal]:
    best: dict[str, float] = {}
    for typed in dict.fromkeys((key, reading.as_heard(first, last), _with_saint(key))):
        for guess in index.fuzzy.guesses(typed):
            if guess.cost >= LETTER and index.lookup(guess.name)[0].startswith("epci-"):
                continue  # « Perpign » is no grouping, nor « zi nord » the CINOR
            best[guess.name] = min(best.get(guess.name, 9.0), guess.cost)
    if best:
        name = max(best, key=lambda name: (likelihood(index, name, best[name]), name))
        yield Proposal(first, last, name, index.lookup(name), best[name])


def _heard(index: NameIndex, first: int, last: int, key: str, as_heard: str = "") -> Iterator[Proposal]:
    """Yield the places of some size that French words sound like."""
    if len(key) < SHORTEST:
        return
    if as_heard and as_heard != key and index.lookup(as_heard):
        yield Proposal(first, last, as_heard, index.lookup(as_heard), GLUED)  # « gueré », that « guère » is not
        return
    for near in (index.fuzzy.heard(key) or index.fuzzy.heard(as_heard))[:2]:
        sized = near.weight >= HEARD_FROM or last - first >= SEVERAL
        if sized and near.name != key:
            letters = abs(len(near.name) - len(key))
            yield Proposal(first, last, near.name, index.lookup(near.name), 0.3 + 0.1 * max(1, letters))


def likeliest(index: NameIndex, typed: str) -> tuple[str, ...]:
    """Return the ids of the place that a normalised, misspelt bare name stands for, none when none is likely."""
    guesses = index.fuzzy.guesses(typed)
    best = max(guesses, key=lambda guess: (likelihood(index, guess.name, guess.cost), guess.name), default=None)
    if best is None or likelihood(index, best.name, best.cost) < 0:
        return ()
    return index.lookup(best.name)


def _with_saint(key: str) -> str:
    word, space, rest = key.partition(" ")
    return f"{MISSPELT_SAINTS.get(word, word)}{space}{rest}" if rest else key


def likelihood(index: NameIndex, name: str, cost: float) -> float:
    """Return how likely a name is the one meant by misspelt words, on a scale of its own: the more people live there,
    the less unlikely the misspelling (`cost`), the better."""
    population = max((index.population.get(id_, 20_000) for id_ in index.lookup(name)), default=0)
    return CROWD * log(population + VILLAGE) - COST * cost - (SHORT_NAME if name in index.short_names else 0.0)
