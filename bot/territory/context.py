"""Deciding whether the words that make a name are used as a place."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.territory import cues
from bot.territory.index import NameIndex, Usage
from bot.territory.reading import Reading

VERY_COMMON = 2_000  # rank of a word that is among the 2,000 most frequent forms of French
SMALL_TOWN = 3_000  # inhabitants: below, an ordinary word in small letters is hardly ever the town
TOWN = 5_000
KNOWN_TOWN = 20_000
_LAND_WORDS = frozenset(["sur", "dans", "vers", "tout"])
_CONTRACTIONS = {"au": "a", "aux": "a", "o": "a", "du": "de", "des": "de"}
_DEPARTEMENT_LETTERS = range(8, 13)  # of a misspelt « département »
ASKED_TOWN, ASKED_WORDS = 1_000, 5  # inhabitants of a town, words before it, in a request of a few words
_BEFORE_ACRONYM = frozenset(["le", "la", "l", "au", "du"])
_BUILDING_WORDS = 3  # « lycée Jean Rostand »
_SHORT = 3  # letters of a name that is short enough to be an acronym or a verb
_AROUND_NORTH = frozenset(["de", "d", "du", "des", "est", "ouest"])


@dataclass(frozen=True, slots=True)
class Before:
    """The words before a name: `word` is the last one ("au" and "aux" read "a"), `earlier` the one before."""

    word: str
    earlier: str
    explicit: bool
    located: bool


def before(reading: Reading, first: int, contracted: bool = False) -> Before:
    """Return what stands before the name that starts at `first`, whose article may be in a contraction."""
    word, earlier = reading.form(first - 1), reading.form(first - 2)
    if contracted:
        word = _CONTRACTIONS.get(word, word)
    if reading.gap(first).strip(" '’\"«-\u00a0") and first:
        word = "," if word else ""
    if word == "a" and earlier in cues.HAVING and reading.surface(first - 1, first) == "a":
        word = "avoir"
    linked = word in ("de", "d", "du", "des")
    explicit = word in cues.EXPLICIT or (linked and earlier in cues.EXPLICIT) or is_named_village(reading, first)
    located = explicit or word in cues.LOCATIVES or (linked and earlier in cues.PLACE_NOUNS)
    return Before(word, earlier, explicit, located)


def is_named_village(reading: Reading, first: int) -> bool:
    """Return whether the words before say that a name is a village's: « un village qui s'appelle Oz »."""
    if reading.form(first - 1) not in ("appelle", "nomme", "nommee", "appele", "appelee"):
        return False
    return not cues.VILLAGES.isdisjoint(reading.forms[max(0, first - 5) : first - 1])


def is_used_as_town(
    reading: Reading,
    index: NameIndex,
    first: int,
    last: int,
    usage: Usage | None,
    population: int,
    contracted: bool,
    wider: bool,
) -> bool:
    """Return whether the name of a town, EPCI or région at these words is used as a place."""
    around = before(reading, first, contracted)
    determined = around.word in cues.DETERMINERS and not contracted and not around.explicit
    capital = reading.capitalised(first, last)
    if wider and last - first > 1 and around.word in ("du", "au", "en"):
        return True  # « du Grand-Est »
    if wider and usage is not None and around.word in ("le", "la", "l") and usage.kind == "courant":
        return capital or last - first > 1 or around.earlier in cues.LOCATIVES | {"dans", "region"}
    if usage is None:
        if determined and not wider and not capital and _is_common_noun(reading, index, first, last, around):
            return False
        if around.word == "le" and around.earlier in _LAND_WORDS and not contracted and population < ASKED_TOWN:
            return False  # « sur le Larzac » : the land, not the village
        if population >= SMALL_TOWN or capital or last - first > 1 or reading.shouting:
            return True
        linked = (
            around.located or around.word in ("de", "d", "en", "et", "ou", "pour", ",") or around.word in cues.ACTORS
        )
        return (
            (linked and not index.lexicon.is_elided(reading.forms[first]))
            or reading.whole(first, last)
            or _opens_request(reading, index, first, last)
        )
    if around.explicit:
        return not determined
    shown = usage.kind == "sigle" and reading.surface(first, last).isupper() and not reading.shouting
    if usage.kind == "jamais" or (determined and not (shown and around.word in _BEFORE_ACRONYM)):
        return False
    alone = reading.whole(first, last)
    if _is_asked_about(reading, first, last, population, usage) and not index.lexicon.is_elided(reading.forms[first]):
        return True
    if usage.kind == "sigle":
        if alone or shown:
            return True
        return _is_said_acronym(reading, index, first, last, around)
    if wider and around.word == "en" and last - first == 1 and reading.closes(last):
        return True  # « en idf », « cap emploi en corse »
    if wider and around.word == "en" and last - first == 1 and len(reading.forms[first]) <= _SHORT:
        return True
    if last - first == 1 and len(reading.forms[first]) <= _SHORT and around.earlier != "y":
        said = _is_said_short_name(reading, first, around)
        if said is not None:
            return said
    linked = around.located or around.word in ("de", "d", ",", "et", "ou", "pour", "en")
    rare_use = usage.kind == "majuscule" or population < SMALL_TOWN
    if rare_use or (usage.rank < VERY_COMMON and population < KNOWN_TOWN):
        fair = usage.kind != "majuscule" and usage.rank >= VERY_COMMON and population >= 1_000
        if population >= TOWN and _lacks_article(reading, first, last, around):
            return True
        return (capital and linked) or (alone and (fair or (around.word == "a" and usage.rank >= VERY_COMMON)))
    if (
        capital
        or alone
        or _heads_a_request(reading, first, last, population)
        or (reading.closes(last) and follows_building(reading, index, first))
    ):
        return True
    if not reading.closes(last) and not (around.word == "a" and reading.form(last) in cues.DETERMINERS):
        return False
    if around.word in ("de", "d"):
        return around.earlier in cues.PLACE_NOUNS or around.earlier in cues.ACTORS
    return around.word in cues.LOCATIVES - {"dans"} or around.word in cues.ACTORS


def _opens_request(reading: Reading, index: NameIndex, first: int, last: int) -> bool:
    """Return whether a request begins by a village that is no French word: « Obersoultzbach, une ETTI ? »."""
    begins = reading.starts_sentence(first) and reading.breaks(last) and reading.tokens[first].capital
    return begins and reading.asks_directory and not index.lexicon.is_french(reading.forms[first])


def _lacks_article(reading: Reading, first: int, last: int, around: Before) -> bool:
    """Return whether a noun stands in a request as only a town may: « une etti sur avion pr lundi »."""
    return around.word in ("sur", "vers") and reading.asks_directory and reading.closes(last) and last - first == 1


def _is_common_noun(reading: Reading, index: NameIndex, first: int, last: int, around: Before) -> bool:
    """Return whether a name in small letters after an article is the noun: « un petit bourg », « le muret »."""
    if last - first == 1:
        return index.is_ordinary(reading.forms[first]) and not reading.shouting
    words = reading.forms[first:last]
    owned = around.word in ("le", "la", "les") and reading.form(last) in ("de", "d", "du", "des")
    return (
        (owned or around.word in cues.INDEFINITE)
        and not reading.shouting
        and all(index.lexicon.is_french(word) for word in words)
    )


def _is_asked_about(reading: Reading, first: int, last: int, population: int, usage: Usage) -> bool:
    """Return whether a request says only kinds of actor and this name: « geiq btp vif », « tours esat linge »."""
    if population < ASKED_TOWN or not cues.KINDS.intersection(reading.forms):
        return False
    if last == len(reading):
        return first < ASKED_WORDS and all(form in cues.ACTORS for form in reading.forms[:first])
    well_known = population >= KNOWN_TOWN and usage.kind == "courant"
    return well_known and first == 0 and not reading.breaks(last) and reading.form(last) in cues.KINDS


def _heads_a_request(reading: Reading, first: int, last: int, population: int) -> bool:
    """Return whether a well-known town begins a request for actors: « Tours : quels ESAT ? »."""
    return (
        population >= KNOWN_TOWN
        and reading.starts_sentence(first)
        and reading.tokens[first].capital
        and reading.breaks(last)
        and not cues.KINDS.isdisjoint(reading.forms[last:])
    )


def follows_building(reading: Reading, index: NameIndex, first: int) -> bool:
    """Return whether the words before name a building after a person: « lycée Jean Rostand chantilly »."""
    return (
        first >= _BUILDING_WORDS
        and reading.forms[first - 3] in cues.ESTABLISHMENTS
        and index.lexicon.is_first_name(reading.forms[first - 2])
        and not any(reading.breaks(position) for position in range(first - 2, first + 1))
    )


def _is_said_acronym(reading: Reading, index: NameIndex, first: int, last: int, around: Before) -> bool:
    """Return whether an acronym in small letters is a place: « en hdf », « des ETTI en aura »."""
    acted = around.earlier in cues.ACTORS and reading.form(first - 3) not in cues.DETERMINERS - {"des", "les"}
    if index.lexicon.is_french(reading.key(first, last)):
        return around.word == "en" and acted and reading.form(last) not in cues.HAD
    return around.word in ("en", "sur", "dans", "region", "metropole") or around.word in cues.ACTORS


def _is_said_short_name(reading: Reading, first: int, around: Before) -> bool | None:
    """Return whether a name of one to three letters is a place; None when the other rules must tell.

    Of one or two letters, only « à Eu », « vers Us », « autour d'Oô », never « on a eu », « à us ». One letter
    may stand for anything (« passer de X à Y »): a village of that name needs another word to say it.
    """
    surface = reading.surface(first, first + 1)
    if len(surface) > 2:
        return True if _written_as_place(reading, first, around) else None
    return len(surface) == 2 and _written_as_place(reading, first, around)


def _written_as_place(reading: Reading, first: int, around: Before) -> bool:
    """Return whether a very short word has the capital or the accents of a name, after a word of place."""
    surface = reading.surface(first, first + 1)
    nouns = cues.PLACE_NOUNS | cues.ESTABLISHMENTS
    linked = around.located or (around.word in ("de", "d") and around.earlier in nouns)
    named = (surface[0].isupper() and surface[1:].islower()) or (not surface.isascii() and surface != "dû")
    return linked and named and not reading.shouting


def is_used_as_departement(reading: Reading, index: NameIndex, first: int, last: int) -> bool:
    """Return whether the name of a département is used as such ("dans le Nord", not "au nord de")."""
    key = reading.key(first, last)
    word, earlier, third = (reading.form(first - back) for back in (1, 2, 3))
    if last - first == 1 and is_river(reading, first):
        return False
    said = any(_is_departement_word(form) for form in (word, earlier, third))
    usage = index.usage(key)
    if said or (usage is None and not index.lexicon.is_french(key)):
        return True
    if usage is not None and usage.kind == "lieu":
        return True
    follows = reading.form(last)
    if key == "nord" and not reading.breaks(last):
        listed = range(last + 2, min(last + 7, len(reading)) + 1)
        if follows == "et" and any(reading.key(last + 1, end) in index.departement_names for end in listed):
            return True
        if follows in _AROUND_NORTH or reading.gap(last).strip() in ("-", "–"):
            return False
    if key in ("somme", "lot", "manche") and (follows in ("de", "d", "des", "totale") or follows[:1].isdigit()):
        return False
    if reading.whole(first, last):
        return key != "lot" or reading.tokens[first].capital
    capital = reading.tokens[first].capital and not reading.shouting and not reading.starts_sentence(first)
    inside = word in ("le", "la", "l", "les") and earlier in ("dans", "sur", "couvre", "vers", "pour")
    of = word in ("du", "des") or (word in ("la", "l") and earlier == "de")
    kind = of and reading.form(first - (2 if word in ("du", "des") else 3)) in cues.KINDS_AND_QUALITIES
    kind = kind and reading.closes(last)
    short = last == len(reading) and first < ASKED_WORDS and bool(cues.KINDS.intersection(reading.forms))
    if capital and word == "du" and earlier in ("celui", "celle"):
        return True  # « Villeneuve, celle du Lot »
    if key == "lot":
        if short and word == "du" and cues.ACTORS.issuperset(reading.forms[: first - 1]):
            return True  # « siae du lot »
        return (inside or kind) and (capital or _is_directory_request(reading, first, last))
    if short and cues.ACTORS.issuperset(reading.forms[:first]):
        return True  # « aci somme »
    if kind:
        return True  # « les aci du cher », « les etti de la manche »
    if inside or (word == "en" and key != "somme"):
        return True
    articles = ("le", "la", "l", "les", "du", "des", "de", "d", "et", "ou")
    if key == "nord" and word in ("le", "du") and reading.closes(last) and earlier in ("", *cues.ACTORS):
        return True
    return capital and (word in articles or word in cues.LOCATIVES or word in cues.ACTORS or reading.breaks(first))


def is_river(reading: Reading, first: int) -> bool:
    """Return whether the name is the river's: « au bord de la Loire », « de part et d'autre du Rhône »."""
    position = first - 1
    while position > first - 4 and reading.form(position) in ("de", "d", "du", "la", "le", "l"):
        position -= 1
    if reading.form(position) == "sur" and reading.form(position - 1) in ("pont", "ponts", "passerelle", "vue"):
        return True
    if any(reading.breaks(between) for between in range(position + 1, first + 1)):
        return False
    if position == first - 1 and reading.form(position) not in ("bord", "bords", "fleuve", "riviere"):
        return False
    if reading.form(position) == "long":
        return reading.form(position - 1) == "le"
    if reading.form(position) == "autre":
        return reading.form(position - 1) == "d" and reading.form(position - 2) == "et"
    return reading.form(position) in cues.RIVERSIDE


def _is_departement_word(form: str) -> bool:
    """Return whether the word is « département », even misspelt."""
    if form in ("departement", "departements", "dept", "dpt", "dep", "depts"):
        return True
    return (
        form[:3] == "dep"
        and len(form) in _DEPARTEMENT_LETTERS
        and OSA.distance(form, "departement", score_cutoff=2) <= 2
    )


def _is_directory_request(reading: Reading, first: int, last: int) -> bool:
    """Return whether kinds of actor are asked for, and nothing of a tender: « qui sont les esat dans le lot »."""
    forms = reading.forms
    asked = cues.KINDS.intersection(forms[:first]) and cues.ASKING.intersection(forms[:first])
    return bool(asked) and reading.closes(last) and not cues.TENDER.intersection(forms)
