"""The index of every name a French territory goes by, exact and misspelt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

from bot.territory.fuzzy import FuzzyNames
from bot.territory.groupings import epci_keys, heart, normal_name
from bot.territory.lexicon import lexicon, rows
from bot.territory.names import normalise
from bot.territory.pronunciation import other_spellings
from bot.territory.sounds import sound
from bot.territory.tables import TABLES, Territories, territories

ARTICLES = frozenset(["le", "la", "les", "l"])
LINKS = frozenset(
    ["en", "sur", "sous", "les", "de", "du", "d", "des", "l", "la", "le", "et", "pres", "aux", "au", "lez"]
)
MISSPELT_SAINTS = {
    **dict.fromkeys(["sain", "sein", "sin", "cin", "snt", "sait", "sant", "sint", "sn", "siant", "saitn"], "saint"),
    **dict.fromkeys(["sinte", "saite", "sante", "seinte", "siante"], "sainte"),
}
WELL_KNOWN = 20_000  # inhabitants: a name known by all, whose misspellings by two letters are understood
KNOWN_ENOUGH = 2_000  # inhabitants: a name often enough written to be written in one word
SHORT_NAME = 1_000  # inhabitants of a town called by its first words when no other bears them ("Montcuq")
LONG_WORD = 8  # letters of a word that may have two wrong ones
LETTER_LOST = 5  # letters of a département that may have a wrong one ("voges")
LONG_NAME = 4  # words, of which the first two, or all but the last, are often said alone
GLUED = 6  # letters of a name written in one word
HEAD_OF_VILLAGE = 5_000  # inhabitants of a town called by its first words though a village bears them ("Romilly")
DOMINANT, FAR_ABOVE = 5, 20  # times as large as the next town of those first words; as the village that bears them
FEW = 3  # towns of the same first words that may be asked about
HEADS = 15_000  # inhabitants: a town called by its first words alone ("Villefranche", "Châlons")
TOWNS_TOO = frozenset(["75", "977", "978", "989"])  # départements named like their one town, which is meant
ORDINARY_ALIAS_RANK = 5_000
_SUFFIX = re.compile(r"\s*\(.+\)$")  # « Château-Chinon (Ville) »: the part nobody says
_SAME_START = "ckqsz"
_SAINTS = ("saint", "sainte")
_NATURE_WORDS = ("communaute ", "cc ", "ca ", "cu ", "comcom ", "com com ", "agglo")


@dataclass(frozen=True, slots=True)
class Usage:
    """How an ordinary word must be used to be a place: `kind` is courant, majuscule, jamais or sigle."""

    kind: str
    rank: int


class NameIndex:
    """Names to territory ids, most populous first. Use `name_index()`, which builds it once (about 0.4 s)."""

    def __init__(self, known: Territories) -> None:
        self.territories = known
        self.lexicon = lexicon()
        self.population: dict[str, int] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._hidden: dict[str, tuple[str, ...]] = {}
        self._keys: dict[str, str] = {}
        self._hearts: dict[str, tuple[str, ...]] = {}
        self._longest: dict[str, int] = {}
        self.departement_names: dict[str, str] = {}
        self._aliases: set[str] = set()
        self._accented: dict[str, tuple[str, ...]] = {}
        self._ordinary_bare: set[str] = set()
        self._town_keys: set[str] = set()
        self.short_names: set[str] = set()
        self._localities: set[str] = set()
        self._add_communes()
        self._add_wider()
        self._add_aliases()
        for key in self._names:
            words = key.split(" ")
            if len(words) > self._longest.get(words[0], 0):
                self._longest[words[0]] = len(words)

    # -- looking up

    def lookup(self, key: str) -> tuple[str, ...]:
        """Return the ids of the territories of this normalised name, most populous first."""
        return self._names.get(key, ())

    def lookup_all(self, key: str) -> tuple[str, ...]:
        """Return the ids of this name, then those it may stand for (Montreuil-sur-Mer)."""
        found = self.lookup(key)
        return (*found, *(id_ for id_ in self._hidden.get(key, ()) if id_ not in found))

    def longest(self, first_word: str) -> int:
        """Return how many words the longest name starting with this word has, 0 when no name does."""
        return self._longest.get(first_word, 0)

    def usage(self, key: str) -> Usage | None:
        """Return how the name must be used to be a place, None when it always is one."""
        forced = self.lexicon.usages.get(key)
        if forced in ("lieu", "mot"):
            return None
        rank = self._ranks.get(key)
        if forced:
            return Usage(forced, rank or ORDINARY_ALIAS_RANK)
        if rank is None:
            return None
        return Usage("majuscule" if key in self.short_names and " " not in key else "courant", rank)

    def is_ordinary(self, key: str) -> bool:
        """Return whether the name is an ordinary word too, even when it is most often the place ("muret")."""
        return key in self._ranks

    def homonyms(self, id_: str) -> tuple[str, ...]:
        """Return the communes of the same name, this one included, most populous first."""
        territory = self.territories.get(id_)
        if territory is None or territory.type != "commune":
            return (id_,)
        same = tuple(i for i in self.lookup(normalise(territory.nom)) if i.startswith("commune-"))
        return same if id_ in same else (id_,)

    def is_name_word(self, word: str) -> bool:
        """Return whether the folded word is one of those that names are made of."""
        return word in self._name_words

    def glued(self, word: str) -> tuple[str, ...]:
        """Return the ids of the town whose name was written in one word ("saintetienne", "lehavre")."""
        key = self._glued.get(word)
        return self.lookup(key) if key else ()

    def accented(self, word: str) -> tuple[str, ...]:
        """Return the ids of a nickname that its accents tell from an ordinary word ("sainté")."""
        return self._accented.get(word, ())

    def heard_departement(self, word: str) -> str | None:
        """Return the id of the département whose name sounds like this one or is a letter away."""
        heard = self._heard_departements.get(sound(word))
        if heard or len(word) < LETTER_LOST:
            return heard
        near = (id_ for name, id_ in self.departement_names.items() if OSA.distance(word, name, score_cutoff=1) <= 1)
        return next(near, None)

    def begins_departement(self, word: str) -> bool:
        """Return whether the word sounds like the first one of « Loir-et-Cher », « Tarn-et-Garonne »."""
        return any(sound(name.split(" ")[0]) == sound(word) for name in self.departement_names if " et " in name)

    @cached_property
    def _heard_departements(self) -> dict[str, str]:
        return {sound(name): id_ for name, id_ in self.departement_names.items()}

    def epci_of_heart(self, key: str) -> tuple[str, ...]:
        """Return the ids of the EPCI whose name is this one once its nature and articles are left out."""
        return self._hearts.get(key, ())

    def nearest_of(self, word: str, insee: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the communes, among these, whose name may be meant by a misspelt word."""
        most = 2 if len(word) >= LONG_WORD else 1
        same_sound = self.fuzzy.same_sound(word)
        near: list[tuple[int, int, str]] = []
        for code in insee:
            key = self._keys.get(code, "")
            if abs(len(key) - len(word)) > LONG_WORD // 2 or not key:
                continue
            alike = key in same_sound
            if not alike and key[0] not in (word[0], *_SAME_START):
                continue
            distance = OSA.distance(word, key, score_cutoff=most)
            if alike or distance <= most:
                near.append((0 if alike else distance, -self.population[f"commune-{code}"], f"commune-{code}"))
        return tuple(id_ for distance, _, id_ in sorted(near) if distance == min(near)[0])

    def sounds_like(self, id_: str, word: str) -> bool:
        """Return whether the name of a commune sounds like this word."""
        return self._keys.get(id_.removeprefix("commune-")) in self.fuzzy.same_sound(word)

    # -- building

    def _add_communes(self) -> None:
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        heads: dict[str, list[tuple[int, str]]] = defaultdict(list)
        small_heads: dict[str, list[tuple[int, str]]] = defaultdict(list)
        former: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for code, name, population in self.territories.names("commune"):
            if self.territories.city_of(code):
                continue
            key = normal_name(name)
            id_ = f"commune-{code}"
            self.population[id_] = population
            self._keys[code] = key
            found[key].append((-population, id_))
            if "(" in name:
                self._keys[code] = normal_name(_SUFFIX.sub("", name))
                found[self._keys[code]].append((-population, id_))
            self._town_keys.add(key)
            words = key.split(" ")
            if words[0] in ARTICLES and len(words) > 1 and population >= WELL_KNOWN:
                heads[" ".join(words[1:])].append((-population, id_))
            for head in _heads(words, self.lexicon.is_french):
                (heads if population >= HEADS else small_heads)[head].append((-population, id_))
        for head, entries in small_heads.items():
            known = head.split(" ")
            ordinary = len(known) < LONG_NAME - 1 and all(
                word in LINKS or self.lexicon.is_french(word) for word in known
            )
            largest = max(-population for population, _ in entries)
            villages = max((-population for population, _ in found.get(head, ())), default=0)
            new = head not in heads and largest >= SHORT_NAME and not ordinary
            second = sorted(-population for population, _ in entries)[-2:][0] if len(entries) > 1 else 0
            larger = (
                largest >= HEAD_OF_VILLAGE
                and largest > villages
                and (len(entries) <= FEW or largest >= DOMINANT * second)
            )
            if larger and largest >= FAR_ABOVE * max(villages, second):
                entries = [min(entries)]
                found.pop(head, None)
            if new and (head not in found or larger):
                heads[head] = entries
            else:
                self._hidden[head] = tuple(id_ for _, id_ in sorted(entries))
        for name, code, locality in self.territories.former_communes:
            key = normal_name(name)
            if key not in found and key not in heads:
                if locality:
                    self._localities.add(key)  # known by its very name only: few people live there
                id_ = f"commune-{code}"
                former[key].append((-self.population.get(id_, 0), id_))
        heads.update(former)
        self.short_names = heads.keys() - found.keys()
        for key, entries in heads.items():
            exact = found.get(key, [])
            if not exact or min(exact) > min(entries) or _is_as_likely(exact, entries):
                found[key] = sorted(set(exact + entries))
            else:
                self._hidden[key] = (*(id_ for _, id_ in sorted(entries)), *self._hidden.get(key, ()))
        self._names = {key: tuple(id_ for _, id_ in sorted(entries)) for key, entries in found.items()}

    def _add_wider(self) -> None:
        for code, name, _ in self.territories.names("region"):
            if not code.startswith("9") or len(code) == 2:  # overseas collectivities are départements here
                self._put(normal_name(name), f"region-{code}")
        for code, name, _ in self.territories.names("departement"):
            key = normal_name(name)
            if code not in TOWNS_TOO:
                self._put(key, f"departement-{code}")
                self.departement_names[key] = f"departement-{code}"
        self._put("paris", "commune-75056")
        for code, name, population in self.territories.names("epci"):
            id_ = f"epci-{code}"
            self.population[id_] = population
            for key in epci_keys(name):
                if key not in self._names:
                    self._put(key, id_)
            inner = heart(name)
            self._hearts[inner] = (*self._hearts.get(inner, ()), id_)
            if (
                len(inner) >= GLUED
                and " " not in inner
                and inner not in self._names
                and not self.lexicon.is_french(inner)
            ):
                self._put(inner, id_)

    def _put(self, key: str, id_: str) -> None:
        """Give the name to a wider territory; a town of the name worth asking about stays after it."""
        towns = [i for i in self._names.get(key, ()) if i.startswith("commune-") and i != id_]
        kept = [i for i in towns if self.population[i] >= 10_000] if not id_.startswith("commune-") else towns
        self._names[key] = (*kept, id_) if kept and id_.startswith("departement-") else (id_, *kept)

    def _add_aliases(self) -> None:
        for key in list(self._names):
            words = key.split(" ")
            if words[0] == "l" and len(words) > 1 and self.population.get(self._names[key][0], 0) >= KNOWN_ENOUGH:
                self._names.setdefault("l" + " ".join(words[1:]), self._names[key])  # "lhay les roses"
            if words[0] in ARTICLES and len(words) > 2 and self._names[key][0].startswith("commune-"):
                self._add_without_article(key, words[1:])
        for key, ids in rows(TABLES / "surnoms.tsv"):
            if not key.isascii():
                self._accented[key] = tuple(ids.split(" "))
                continue
            self._hidden[key] = (*self._names.get(key, ()), *self._hidden.get(key, ()))
            self._names[key] = tuple(ids.split(" "))
            self._aliases.add(key)

    def _add_without_article(self, key: str, words: list[str]) -> None:
        """Let « étang salé », « ile d'yeu » be said for L'Étang-Salé, L'Île-d'Yeu; ordinary words, with care."""
        bare = " ".join(words)
        if bare in self._names:
            return
        ordinary = all(word in LINKS or self.lexicon.is_french(word) for word in words)
        if not ordinary or self.population.get(self._names[key][0], 0) >= KNOWN_ENOUGH:
            self._names[bare] = self._names[key]
            if ordinary:
                self._ordinary_bare.add(bare)

    @cached_property
    def _name_words(self) -> frozenset[str]:
        return frozenset(word for key in self._names for word in key.split(" "))

    @cached_property
    def _ranks(self) -> dict[str, int]:
        """Frequency rank of the names that are ordinary words, aliases included."""
        ranks = {key: int(rank) for key, rank in rows(TABLES / "mots_courants.tsv")}
        ranks.update(dict.fromkeys(self._ordinary_bare, ORDINARY_ALIAS_RANK))
        for key, ids in self._names.items():
            if key in ranks or len(key) > 40:
                continue
            words = key.split(" ")
            bare = words[1:] if words[0] in ARTICLES and len(words) > 1 else words
            if key in self._aliases and len(words) > 1:
                continue
            if ids[0].startswith("epci-"):
                ordinary = all(word in LINKS or self.lexicon.is_french(word) for word in words)
                if ordinary and not key.startswith(_NATURE_WORDS):
                    ranks[key] = 1
            elif len(bare) == 1:
                small = self.population.get(ids[0], WELL_KNOWN) < WELL_KNOWN
                if len(bare[0]) < 4 or (self.lexicon.is_french(bare[0]) and (small or key not in self._town_keys)):
                    ranks[key] = ORDINARY_ALIAS_RANK
        return ranks

    @cached_property
    def _glued(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, ids in self._names.items():
            if " " in key and self.population.get(ids[0], WELL_KNOWN) >= KNOWN_ENOUGH:
                word = key.replace(" ", "")
                saint, _, rest = key.partition(" ")
                short = {"saint": "st", "sainte": "ste"}.get(saint)
                for one in (word, f"{short}{rest.replace(' ', '')}" if short else word):
                    if len(one) >= GLUED and one not in self._names and one not in self.lexicon.ordinary:
                        found.setdefault(one, key)
        return found

    @cached_property
    def fuzzy(self) -> FuzzyNames:
        """The names as they may be misspelt."""
        weights = {
            key: max((self.population.get(i, 1_000_000) for i in ids), default=0)
            for key, ids in self._names.items()
            if len(key) >= 4 and key not in self._localities
        }
        soft = other_spellings(weights, self.territories, KNOWN_ENOUGH)
        return FuzzyNames(weights, WELL_KNOWN, KNOWN_ENOUGH, soft)


def _heads(words: list[str], is_french: Callable[[str], bool]) -> list[str]:
    """Return the first words of a town's name that can stand for it: before "en", "sur"..., or the first one.

    "Villefranche" for Villefranche-sur-Saône, "Prats" and "Prats-de-Mollo" for Prats-de-Mollo-la-Preste, "Conflans"
    for Conflans-Sainte-Honorine, "Hérouville", "Font-Romeu" for Font-Romeu-Odeillo-Via, "Amélie-les-Bains".
    """
    start = 1 if words[0] in ARTICLES else 0
    ends = [position for position in range(start + 1, len(words)) if words[position] in LINKS]
    ends = [end for end in ends if words[end - 1] not in LINKS]
    heads = [" ".join(words[:end]) for end in ends if words[end - 1] not in _SAINTS]
    first = words[start]
    alone = len(words) > start + 1 and len(first) > 4 and first not in _SAINTS and not is_french(first)
    if alone and start + 1 not in ends:
        heads.append(" ".join(words[: start + 1]))
    if len(words) >= LONG_NAME:
        cuts = [cut for cut in (2, len(words) - 1) if LINKS.isdisjoint(words[cut - 1 : cut + 1])]
        heads += [" ".join(words[:cut]) for cut in cuts if words[cut - 1] not in _SAINTS]
    return list(dict.fromkeys(heads))


def _is_as_likely(exact: list[tuple[int, str]], heads: list[tuple[int, str]]) -> bool:
    """Return whether a town called by its first words is meant as often as one overseas of that very name: Saint-Leu
    (974) or Saint-Leu-la-Forêt."""
    largest, id_ = min(exact)
    return id_.startswith("commune-97") and min(heads)[0] * 3 <= largest


@lru_cache(maxsize=1)
def name_index() -> NameIndex:
    """Return the index of names, built on the first call and kept."""
    return NameIndex(territories())
