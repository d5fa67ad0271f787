"""Reading a misspelt place at a position of a text."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from bot.territory import context, cues
from bot.territory.fuzzy import Near
from bot.territory.index import ARTICLES, KNOWN_ENOUGH, LINKS, MISSPELT_SAINTS, WELL_KNOWN, NameIndex
from bot.territory.reading import Reading, Span

MOST_WORDS = 4
LONG_PHRASE = 10  # letters of three words or more: as long as that, only the place sounds so
PLURAL_LOST = 6  # letters of a French word that may be a town without its last letter ("limoge")
SETTLED_NEARBY = 4  # letters of an unknown word that the département said beside it can settle
SURE_WORDS = 3  # words of a saint's name beyond which French words that sound like it are believed
LONG_NAME = 14  # letters and spaces of a name that may have two wrong letters and sound the same
WIDER_NAME = 8  # letters and spaces of a misspelt département of two French words
HEARD_ONLY = 15_000  # inhabitants of a town whose name is written quite differently, only sounding the same
_AREA_WORDS = frozenset(["dans", "en", "departement", "dept", "region", "vers", "sur", "de"])


def misspelt(reading: Reading, index: NameIndex, first: int, least_words: int = 1) -> Span | None:
    """Return the place whose name is written with a wrong letter or two, or as it sounds, at this position.

    The span is weak, with the words typed, when only a département or postal code beside it could tell.
    """
    form = reading.forms[first]
    article = form in ARTICLES
    if (
        not form.isalpha()
        or form in cues.KINDS
        or form in cues.LOCATIVES - {"cote"}
        or (form in cues.DETERMINERS and not article)
    ):
        return None
    if form in cues.FILLERS - {"ville", "cote"} and not article:
        return None
    longest = first + 1
    while longest < min(len(reading), first + MOST_WORDS) and _continues(reading, longest):
        longest += 1
    saint = _as_saint(reading, index, first, longest)
    if saint is not None:
        return saint
    odd = [not index.lexicon.is_french(word) for word in reading.forms[first:longest]]
    around = context.before(reading, first)
    for last in range(longest, first + max(least_words, 2 if article else 1) - 1, -1):
        if article and any(index.lookup(reading.key(first + 1, end)) for end in range(last, longest + 1)):
            continue  # « la Seine-Maritime » is not « La Seyne »
        span = _window(reading, index, first, last, odd[: last - first], around)
        if span is not None:
            return span
    if least_words == 1 and not article and _is_told_with_area(reading, first, around):
        typed = reading.as_heard(first, first + 1)
        return Span(first, first + 1, (), "commune", weak=True, located=True, typed=typed)
    if article or least_words > 1 or not index.is_unknown(form):
        return _without_its_plural(reading, index, first, around) if least_words == 1 and not article else None
    hopeful = around.located or reading.capitalised(first, first + 1) or around.word in cues.ACTORS
    if len(form) >= SETTLED_NEARBY and (hopeful or not reading.form(first - 1)):
        return Span(first, first + 1, (), "commune", weak=True, located=around.located, typed=form)
    return None


def misspelt_after_contraction(
    reading: Reading, index: NameIndex, position: int, article: str, least_words: int = 1
) -> Span | None:
    """Return the place whose article is in the contraction here: « aux sables d'olonnes », « PLIE des abimes »."""
    first, before = position + 1, reading.form(position - 1)
    acted = before in cues.ACTORS or before in cues.PLACE_NOUNS
    if not acted and reading.forms[position] not in ("au", "aux", "o"):
        return None
    for last in range(min(len(reading), first + MOST_WORDS), first + least_words - 1, -1):
        words = reading.forms[first:last]
        odd = not all(word in LINKS or index.lexicon.is_french(word) for word in words)
        if not (odd or (acted and reading.closes(last))) or not all(word.isalpha() for word in words):
            continue
        key = f"{article} {reading.key(first, last)}"
        if len(key) < WIDER_NAME:
            continue
        for near in index.fuzzy.nearest(key):
            most = 2 if near.heard and odd and len(key) >= LONG_NAME else 1
            named = near.name.startswith(f"{article} ") and OSA.distance(key, near.name, score_cutoff=most) <= most
            if named and near.weight >= (KNOWN_ENOUGH if odd else WELL_KNOWN) and (odd or near.heard):
                ids = index.lookup(near.name)
                return Span(first, last, ids, ids[0].partition("-")[0], located=True)
    return None


def _is_told_with_area(reading: Reading, first: int, around: context.Before) -> bool:
    """Return whether any word may be a town, what is around being told: « a cambré ds le 59 »."""
    if around.word not in ("a", "vers", "sur") or len(reading.forms[first]) < SETTLED_NEARBY:
        return False
    follows = first + 1 + (reading.form(first + 1) in cues.HESITATING)
    beside = reading.forms[follows : follows + 2] == ["a", "cote"]
    told = beside or reading.form(follows) in ("dans", "ds", "dan", "pres")
    return told and reading.surface(first - 1, first) != "À"


def _continues(reading: Reading, position: int) -> bool:
    return reading.forms[position].isalpha() and not reading.breaks(position)


def _as_saint(reading: Reading, index: NameIndex, first: int, longest: int) -> Span | None:
    """Return the place of "sain quentin", "sin denis"."""
    saint = MISSPELT_SAINTS.get(reading.forms[first])
    if saint is None:
        return None
    for last in range(longest, first + 1, -1):
        ids = index.lookup(" ".join([saint, *reading.inner[first + 1 : last]]))
        if ids and index.population.get(ids[0], 0) >= KNOWN_ENOUGH:
            return Span(first, last, ids, ids[0].partition("-")[0], located=context.before(reading, first).located)
    return None


def _window(
    reading: Reading, index: NameIndex, first: int, last: int, odd: list[bool], around: context.Before
) -> Span | None:
    words = reading.forms[first:last]
    key = reading.key(first, last)
    if len(words) == 2 and words[0] in ("saint", "sainte") and index.lexicon.is_french(words[1]):
        named = around.located or reading.capitalised(first, last)
        for alike in index.fuzzy.nearest(key) if named else ():
            enough = KNOWN_ENOUGH if alike.heard else WELL_KNOWN
            if alike.weight >= enough and OSA.distance(key, alike.name, score_cutoff=1) <= 1:
                return _span(index, index.lookup(alike.name), first, last, around)  # « à Sainte Rosse »
    if not any(odd) or (len(words) == 2 and words[0] not in ARTICLES and index.lexicon.is_french(words[-1])):
        if not _is_long_phrase(words) and not (len(words) == 2 and words[0] in ARTICLES and reading.whole(first, last)):
            return _wider(reading, index, first, last, around)
        many = len(words) > SURE_WORDS and words[0] in ("saint", "sainte")  # « saint jean de lus »
        known = KNOWN_ENOUGH if many or reading.asks_directory else WELL_KNOWN
        near = next((n for n in index.fuzzy.heard(key) if n.weight >= known and " " in n.name), None)
        return _span(index, index.lookup(near.name), first, last, around) if near else None
    if len(words) == 1 and not index.is_unknown(key):
        return None
    alone = reading.whole(first, last)
    capital = reading.capitalised(first, first + 1)
    ids = index.glued(key.replace(" ", ""))
    if ids and _least_population(key, around, capital, alone, True) is not None:
        return _span(index, ids, first, last, around)
    for near in _near(index, key, words, alone):
        least = _least_population(key, around, capital, alone, near.heard)
        if least is None:
            continue
        if near.heard and OSA.distance(key, near.name, score_cutoff=1) > 1:
            least = max(least, HEARD_ONLY)
        if near.weight >= least:
            return _span(index, index.lookup(near.name), first, last, around)
    return None


def _wider(reading: Reading, index: NameIndex, first: int, last: int, around: context.Before) -> Span | None:
    """Return the département or région of a name whose words are all French: "alpes maritime", "cote dor"."""
    if last - first < 2 or reading.forms[first] in ARTICLES or not index.starts_wider(reading.forms[first]):
        return None
    key = reading.key(first, last)
    if len(key) < WIDER_NAME:
        return None
    ids = index.glued(key.replace(" ", ""))
    for near in index.fuzzy.heard(key):
        ids = ids or (index.lookup(near.name) if near.name.count(" ") == key.count(" ") else ())
    return _span(index, ids, first, last, around) if ids and ids[0].startswith(("departement", "region")) else None


def _near(index: NameIndex, key: str, words: list[str], alone: bool) -> Iterator[Near]:
    """Yield the likeliest name, then those that sound alike, when their words differ as a misspelling may."""
    likeliest = True
    for near in index.fuzzy.nearest(key):
        name = near.name.split(" ")
        article = words[0] in ARTICLES
        if (article and not (near.heard or alone)) or (len(words) > 1 and article != (name[0] in ARTICLES)):
            continue
        heard = near.heard and len(name) == len(words)
        forgotten = heard and ((alone and article) or _is_long_phrase(words) or any(_changed(index, words, name)))
        if (near.heard or likeliest) and (forgotten or _same_words(index, words, name)):
            yield near
            likeliest = False


def _is_long_phrase(words: list[str]) -> bool:
    return len(words) > 2 and sum(map(len, words)) >= LONG_PHRASE and bool(LINKS.intersection(words[1:-1]))


def _changed(index: NameIndex, typed: list[str], name: list[str]) -> Iterator[bool]:
    """Yield, for each word that differs, whether the one typed is no French word."""
    for mine, theirs in zip(typed, name, strict=True):
        if mine != theirs:
            yield not index.lexicon.is_french(mine)


def _span(index: NameIndex, ids: tuple[str, ...], first: int, last: int, around: context.Before) -> Span:
    return Span(first, last, ids, ids[0].partition("-")[0], located=around.located)


def _without_its_plural(reading: Reading, index: NameIndex, first: int, around: context.Before) -> Span | None:
    """Return the well-known town whose last, silent letter was forgotten: "limoge", "valencienne"."""
    form = reading.forms[first]
    said = around.located or around.word in cues.ACTORS or reading.whole(first, first + 1)
    if len(form) < PLURAL_LOST or not said or not reading.closes(first + 1) or index.lookup(form):
        return None
    for letter in "sx":
        ids = index.lookup(form + letter)
        if ids and index.population.get(ids[0], 0) >= WELL_KNOWN and index.usage(form + letter) is None:
            return _span(index, ids, first, first + 1, around)
    return None


def _same_words(index: NameIndex, typed: list[str], name: list[str]) -> bool:
    """Return whether the words differ where a misspelling may: never a French word for another."""
    if len(typed) != len(name):
        return len(typed) < 3 and typed[0] not in ARTICLES
    different = [(mine, theirs) for mine, theirs in zip(typed, name, strict=True) if mine != theirs]
    if len(typed) > 2 and len(different) == 1 and OSA.distance(*different[0]) == 1:
        return True
    return not any(index.lexicon.is_french(mine) for mine, _ in different)


def _least_population(key: str, around: context.Before, capital: bool, alone: bool, heard: bool) -> int | None:
    """Return how large a place must be for its misspelling to be believed here, None when none would be."""
    letters = len(key)
    if around.word in cues.DETERMINERS and not around.explicit:
        wide = heard and letters >= 5 and around.earlier in _AREA_WORDS
        return 100_000 if letters >= 7 or wide else None
    if around.located or alone:
        return 300 if letters >= 8 else 1_500 if letters >= 7 else 10_000 if letters > 4 else 40_000
    linked = capital or around.word in ("de", "d", "en", "et", "ou", ",") or around.word in cues.ACTORS
    if letters < 7:
        if heard and around.word in cues.KINDS and letters > 4:
            return 5_000  # « esat sarla »
        return 20_000 if heard and linked and letters > 4 else None
    if heard and capital and letters >= 8 and around.word in ("de", "d"):
        return 5_000  # « le facilitateur de Guimgamp »
    return 15_000 if linked else 50_000
