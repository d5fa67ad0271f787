"""Deciding whether the words that make a name are used as a place."""

from __future__ import annotations

from dataclasses import dataclass

from bot.territory import cues
from bot.territory.index import NameIndex, Usage
from bot.territory.reading import Reading

VERY_COMMON = 2_000  # rank of a word that is among the 2,000 most frequent forms of French
SMALL_TOWN = 3_000  # inhabitants: below, an ordinary word in small letters is hardly ever the town
KNOWN_TOWN = 20_000
_CONTRACTIONS = {"au": "a", "aux": "a", "du": "de", "des": "de"}
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
    linked = word in ("de", "d", "du", "des")
    explicit = word in cues.EXPLICIT or (linked and earlier in cues.EXPLICIT)
    located = explicit or word in cues.LOCATIVES or (linked and earlier in cues.PLACE_NOUNS)
    return Before(word, earlier, explicit, located)


def names_something_else(reading: Reading, index: NameIndex, first: int, last: int) -> bool:
    """Return whether the name belongs to a street, a person, or a company ("rue de Paris", "Mme Lille")."""
    position, skipped = first - 1, 0
    while reading.form(position) in ("de", "du", "d", "des", "la", "le", "les", "l") and skipped < 3:
        position, skipped = position - 1, skipped + 1
    if reading.form(position) in cues.STREETS and not reading.breaks(position + 1):
        return not (reading.form(position) in ("place", "cours") and reading.form(position - 1) in ("en", "au"))
    word = reading.form(first - 1)
    if reading.breaks(first) and word != "m":
        return False
    saint = reading.form(first - 2) in ("saint", "sainte")  # « Saint-Benoît la Réunion »
    if index.is_first_name(word) and reading.gap(first) == " " and not saint:
        return True
    if (
        reading.form(first - 2) in cues.PERSONS - {"m", "me"}
        and not reading.shouting
        and reading.gap(first) == " "
        and all(token.capital for token in reading.tokens[first - 1 : first + 1])
    ):
        return True  # « madame Nancy Paris »
    if word in cues.PERSONS and not (word == "m" and reading.gap(first).strip()[:1] not in ("", ".")):
        return True
    follows = reading.form(last)
    if word not in cues.COMPANIES or reading.breaks(last) or not follows.isalpha():
        return False
    if follows in cues.CLOSERS or follows in cues.LOCATIVES or follows in cues.DETERMINERS or follows == "de":
        return False
    owned = reading.form(first - 2) in cues.DETERMINERS or word == "chez"
    return owned or (reading.tokens[first].capital and reading.tokens[last].capital and not reading.shouting)


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
    if wider and usage is not None and around.word == "le" and usage.kind == "courant":
        return reading.capitalised(first, last) or around.earlier in cues.LOCATIVES | {"dans", "region"}
    capital = reading.capitalised(first, last)
    if usage is None:
        if population >= SMALL_TOWN or capital or last - first > 1 or reading.shouting:
            return True
        linked = (
            around.located or around.word in ("de", "d", "en", "et", "ou", "pour", ",") or around.word in cues.ACTORS
        )
        return (linked and not index.is_elided(reading.forms[first])) or reading.whole(first, last)
    if around.explicit:
        return not determined
    if usage.kind == "jamais" or determined:
        return False
    alone = reading.whole(first, last)
    if usage.kind == "sigle":
        if alone or (reading.surface(first, last).isupper() and not reading.shouting):
            return True
        return _is_said_acronym(reading, index, first, last, around)
    if wider and around.word == "en" and last - first == 1 and len(reading.forms[first]) <= _SHORT:
        return True  # « en idf »
    if last - first == 1 and len(reading.forms[first]) <= _SHORT and around.earlier != "y":
        said = _is_said_short_name(reading, first, around)
        if said is not None:
            return said
    linked = around.located or around.word in ("de", "d", ",", "et", "ou", "pour", "en")
    rare_use = usage.kind == "majuscule" or population < SMALL_TOWN
    if rare_use or (usage.rank < VERY_COMMON and population < KNOWN_TOWN):
        fair = usage.kind != "majuscule" and usage.rank >= VERY_COMMON and population >= 1_000
        return (capital and linked) or (alone and (fair or (around.word == "a" and usage.rank >= VERY_COMMON)))
    if capital or alone:
        return True
    if not reading.closes(last):
        return False
    if around.word in ("de", "d"):
        return around.earlier in cues.PLACE_NOUNS or around.earlier in cues.ACTORS
    return around.word in cues.LOCATIVES - {"dans"} or around.word in cues.ACTORS


def _is_said_acronym(reading: Reading, index: NameIndex, first: int, last: int, around: Before) -> bool:
    """Return whether an acronym in small letters is a place: « en hdf », « des ETTI en aura »."""
    acted = around.earlier in cues.ACTORS and reading.form(first - 3) not in cues.DETERMINERS - {"des", "les"}
    if index.is_french(reading.key(first, last)):
        return around.word == "en" and acted and reading.closes(last)
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
    linked = around.located or (around.word in ("de", "d") and around.earlier in cues.PLACE_NOUNS)
    named = (surface[0].isupper() and surface[1:].islower()) or (not surface.isascii() and surface != "dû")
    return linked and named and not reading.shouting


def is_used_as_departement(reading: Reading, index: NameIndex, first: int, last: int) -> bool:
    """Return whether the name of a département is used as such ("dans le Nord", not "au nord de")."""
    key = reading.key(first, last)
    word, earlier, third = (reading.form(first - back) for back in (1, 2, 3))
    said = "departement" in (word, earlier, third) or "dept" in (word, earlier, third)
    usage = index.usage(key)
    if said or (usage is None and not index.is_french(key)):
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
    if key == "manche" and cues.SEA.intersection(reading.forms):
        return False
    if key in ("somme", "lot", "manche") and (follows in ("de", "d", "des", "totale") or follows[:1].isdigit()):
        return False
    if reading.whole(first, last):
        return key != "lot" or reading.tokens[first].capital
    capital = reading.tokens[first].capital and not reading.shouting and not reading.starts_sentence(first)
    inside = word in ("le", "la", "l", "les") and earlier in ("dans", "sur", "couvre", "vers", "pour")
    if key == "lot":
        return capital and inside
    if inside or (word == "en" and key != "somme"):
        return True
    articles = ("le", "la", "l", "les", "du", "des", "de", "d", "et", "ou")
    if key == "nord" and word in ("le", "du") and reading.closes(last) and earlier in ("", *cues.ACTORS):
        return True
    return capital and (word in articles or word in cues.LOCATIVES or word in cues.ACTORS or reading.breaks(first))
