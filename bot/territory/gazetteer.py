"""Finding the places that a French text names.

`find_places` reads a text word by word, longest name first, then joins neighbours that speak of one place
("Saint-Denis (93)", "69100 Villeurbanne", "Lyon 3e"). Ordinary words that are also names, streets, companies,
amounts and dates are left out by the rules of `context` and `numbers`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.territory import context, cues, groupings, numbers
from bot.territory.agreement import agreeing
from bot.territory.arrondissements import heard_city
from bot.territory.cut_short import cut_short
from bot.territory.groupings import normal_name
from bot.territory.index import NameIndex, name_index
from bot.territory.joining import join_neighbours
from bot.territory.meaning import meant
from bot.territory.mentions import completed
from bot.territory.proper_names import names_something_else
from bot.territory.reading import Reading, Span
from bot.territory.tables import territories
from bot.territory.told import told_at
from bot.territory.weights import Weights

HEAD, TAIL = 4_000, 1_000  # characters read at the start and at the end of a very long text
Rules = tuple[tuple[int, int], ...]  # times the population of the next, and inhabitants
LARGER: Rules = ((10, 20_000), (20, 4_000))  # « Lure » is not « Luré »
FAR_LARGER: Rules = ((200, 20_000),)  # La Rochelle (17), not the village of 40 people; « Valence » is asked about
LONG_NAME = 2  # spaces of a name that is one, though shortened: « Saint-Geniez-d'Olt »
_CONTRACTED_ARTICLES = {"au": ("le",), "du": ("le",), "aux": ("les",), "des": ("les",), "o": ("le", "les")}
_TOWN_WORDS = ("agglo", "agglopole", "agglomeration", "metropole", "intercommunalite")
_ARTICLES = frozenset(["le", "la", "les", "l"])
_OPENERS = _ARTICLES | {"region"}


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text.

    Attributes:
        start, end: offsets in the text.
        surface: the words as written.
        candidates: territory ids, most likely first; several when the name is truly ambiguous.
        homonyms: all the territories of that name, the unlikely ones included.
    """

    start: int
    end: int
    surface: str
    candidates: tuple[str, ...]
    homonyms: tuple[str, ...] = ()


def prepare() -> None:
    """Load and index everything now (two or three seconds) rather than at the first messages."""
    known = territories()
    for kind in ("departement", "region", "france"):  # made of thousands of communes each
        for id_ in known.ids(kind):
            known.get(id_)
    for sentence in ("dans le quatre-vingt-treize", "à saintetiene", "à Sainte-Marselle", "code postal deux mille"):
        find_places(sentence)


def find_places(text: str) -> list[PlaceMention]:
    """Return the places that the text names, in order, without overlap.

    Of a text longer than 5,000 characters, only the first 4,000 and the last 1,000 are read.
    """
    if len(text) > HEAD + TAIL:
        tail = len(text) - TAIL
        late = [
            PlaceMention(m.start + tail, m.end + tail, m.surface, m.candidates, m.homonyms) for m in _find(text[tail:])
        ]
        return _find(text[:HEAD]) + late
    return _find(text)


def _find(text: str) -> list[PlaceMention]:
    reading = Reading(text)
    index = name_index()
    spans = join_neighbours(reading, index, with_missed(reading, index, by_rules(reading, index)))
    spans = meant(reading, index, spans)
    mentions = [_mention(reading, index, span) for span in spans]
    named = [(mention.candidates, mention.homonyms) for mention in mentions]
    agreed = zip(mentions, agreeing(index, named), spans, strict=True)
    return [replace(mention, candidates=candidates) for mention, candidates, span in agreed if not span.aside]


def with_missed(reading: Reading, index: NameIndex, found: list[Span], learnt: Weights | None = None) -> list[Span]:
    """Return the places that the rules found and those that they missed; « agglo de Dunkerke » names an EPCI too."""
    spans = completed(reading, index, found, learnt)
    return [_in_agglomeration(reading, index, span) if span.typed else span for span in spans]


def by_rules(reading: Reading, index: NameIndex) -> list[Span]:
    """Return the places that the rules find, the doubtful ones marked weak."""
    found: list[Span] = []
    position = 0
    while position < len(reading):
        span, next_position = _read_at(reading, index, position)
        if span is not None:
            found.append(span)
        position = next_position
    return found


def _mention(reading: Reading, index: NameIndex, span: Span) -> PlaceMention:
    start, end = reading.tokens[span.first].start, reading.tokens[span.last - 1].end
    if reading.text[start:end].count("(") > reading.text[start:end].count(")") and reading.text[end : end + 1] == ")":
        end += 1
    candidates = likely(index, span.ids)
    hidden = () if span.settled else index.lookup_all(reading.key(span.first, span.last))
    homonyms = (*span.ids, *(id_ for id_ in hidden if id_ not in span.ids)) if hidden else span.ids
    return PlaceMention(start, end, reading.text[start:end], candidates, homonyms)


def likely(index: NameIndex, ids: tuple[str, ...], at_home: bool = False) -> tuple[str, ...]:
    """Return the candidates worth asking about: the first alone when it is overwhelmingly larger than its homonyms;
    `at_home`, among the places around the person, a town is not asked about for a village."""
    if len(ids) < 2 or not ids[0].startswith("commune-") or not ids[1].startswith("commune-"):
        return ids
    names = [index.territories.label(id_).partition(" (")[0] for id_ in ids[:2]]
    other_accents = names[1] != names[0] and normal_name(names[1]) == normal_name(names[0])
    return ids[:1] if outweighs(index, ids, LARGER if at_home or other_accents else FAR_LARGER) else ids


def outweighs(index: NameIndex, ids: tuple[str, ...], rules: Rules = LARGER) -> bool:
    """Return whether the first of several communes is large, and much larger than the second."""
    first, second = (index.population.get(id_, 0) for id_ in ids[:2])
    return any(first >= least and first >= ratio * second for ratio, least in rules)


def _read_at(reading: Reading, index: NameIndex, position: int) -> tuple[Span | None, int]:
    """Return the place at this position, if any, and the position to go on from."""
    form = reading.forms[position]
    if numbers.may_begin(reading, position):
        known = index.territories
        span = numbers.postal_code_at(reading, position, known) or numbers.departement_at(reading, position, known)
        if span is not None:
            return span, span.last
    told = told_at(reading, index, position) or cut_short(reading, index, position) or heard_city(reading, position)
    if told is not None:
        return told, told.last
    weak = None
    for last, inner in groupings.said_at(reading, position):
        epcis = index.epci_of_heart(inner)
        if epcis:
            return Span(position, last, epcis, "epci"), last
    for first, last, key, contracted in _windows(reading, index, position):
        ids = index.lookup(key)
        if not ids or reading.pauses(first, last):
            continue
        article = contracted or (form in _OPENERS and last - first > 1)
        if article and any(end > last for _, end, inner, _ in _windows(reading, index, position + 1)
                           if end > last and index.lookup(inner)):  # fmt: skip
            return None, position + 1  # "le Pas-de-Calais" is not "Le Pas"
        if names_something_else(reading, index, first, last):
            return None, last
        span = _judge(reading, index, first, last, key, ids, contracted)
        if span is not None and not span.weak:
            return _in_agglomeration(reading, index, span), span.last
        weak = weak or span
    if weak is not None:
        return weak, weak.last
    return None, position + 1


def _windows(reading: Reading, index: NameIndex, position: int) -> Iterable[tuple[int, int, str, bool]]:
    """Yield the names that could start here, longest first: (first word, end, name, contracted article)."""
    form = reading.forms[position]
    if form in _CONTRACTED_ARTICLES and position + 1 < len(reading):
        for article in _CONTRACTED_ARTICLES[form]:
            for last in range(min(len(reading), position + index.longest(article)), position + 1, -1):
                yield position + 1, last, " ".join([article, *reading.inner[position + 1 : last]]), True
    if form in cues.AGGLOMERATIONS and position + 1 < len(reading):  # "l'agglo rouennaise"
        yield position, position + 2, f"metropole {reading.inner[position + 1]}", False
    for last in range(min(len(reading), position + index.longest(form)), position, -1):
        yield position, last, reading.key(position, last), False


def _judge(
    reading: Reading,
    index: NameIndex,
    first: int,
    last: int,
    key: str,
    ids: tuple[str, ...],
    contracted: bool,
) -> Span | None:
    """Return the place meant by this name here, weak when only a neighbour could confirm it."""
    around = context.before(reading, first, contracted)
    departement = index.departement_names.get(key)
    if departement is None and "," not in reading.gap(first) and key.split(" ")[0] in ("la", "le", "les", "l"):
        inside = index.departement_names.get(" ".join(key.split(" ")[1:]))
        if inside and not contracted and around.word != "a":
            return None  # "la Creuse": read again from the next word
    if departement is not None and departement in ids:
        ids = _town_or_departement(index, key, around, ids, departement)
    kind = ids[0].partition("-")[0]
    if kind == "departement":
        usage = index.usage(key)
        if usage is not None and usage.kind == "majuscule":
            fine = _island(reading, first, last)
        elif usage is not None and usage.kind == "sigle":
            fine = reading.surface(first, last).isupper()
        else:
            fine = departement is None or context.is_used_as_departement(reading, index, first, last)
        return Span(first, last, ids, kind, weak=not fine, located=around.located)
    population = max(index.population.get(id_, context.KNOWN_TOWN) for id_ in ids)
    usage = index.usage(key)
    expected = around.located or (around.word in cues.ACTORS and reading.closes(last))
    short = key in index.short_names and key.count(" ") < LONG_NAME
    if short and usage is None and population < context.SMALL_TOWN and not expected:
        return Span(first, last, ids, kind, weak=True)
    if last - first == 1 and _accented_otherwise(reading, index, first, ids):
        return None
    fine = context.is_used_as_town(reading, index, first, last, usage, population, contracted, kind == "region")
    if usage is not None and usage.kind == "jamais" and not fine and not reading.capitalised(first, last):
        return None
    return Span(first, last, ids, kind, weak=not fine, located=around.located)


def _accented_otherwise(reading: Reading, index: NameIndex, position: int, ids: tuple[str, ...]) -> bool:
    """Return whether the accents of a word in small letters are not those of the name ("marié", "maçon")."""
    surface = reading.surface(position, position + 1)
    if surface.isascii() or surface[0].isupper():
        return False
    names = (index.territories.get(id_) for id_ in ids)
    return not any(place is not None and surface in place.nom.lower() for place in names)


def _island(reading: Reading, first: int, last: int) -> bool:
    """Return whether « la réunion » is the island rather than a meeting."""
    word = reading.form(first - 1)
    named = last - first > 1 or word in ("la", "ile")
    if named and reading.tokens[last - 1].capital and not reading.shouting:
        return True
    ends = reading.breaks(last) or reading.form(last) in ("et", "ou", "svp", "merci")
    return reading.whole(first, last) or (named and word in ("a", "ile") and ends)


def _town_or_departement(
    index: NameIndex, key: str, around: context.Before, ids: tuple[str, ...], departement: str
) -> tuple[str, ...]:
    """Return the candidates of a name borne by a town and a département, by the words before it."""
    towns = tuple(id_ for id_ in ids if id_ != departement)
    if not towns:
        return ids
    largest = index.territories.get(towns[0])
    if largest is not None and normal_name(largest.nom) != key:
        return (departement,)  # « Loire » is not Loire-Authion
    if around.word in ("la", "le", "l", "les", "en", "departement") or around.earlier == "departement":
        return (departement,)
    if around.word in ("a", "vers", "ville", "commune", "mairie") or around.explicit:
        return towns
    return ids


def _in_agglomeration(reading: Reading, index: NameIndex, span: Span) -> Span:
    """Return the EPCI meant by "agglo de Reims", "Reims métropole", "le Grand Reims", else the span."""
    if span.kind != "commune":
        return span
    if reading.key(span.first, span.last) in index.short_names and len(likely(index, span.ids)) > 1:
        return span
    first, last = span.first, span.last
    position = first - 1
    if reading.form(position) in ("de", "du", "d", "des"):
        position -= 1
        one, two, three = (reading.form(position - back) for back in (0, 1, 2))
        if one in cues.AGGLOMERATIONS:
            first = position - 2 if three == "communaute" else position
        elif one in ("communes", "urbaine") and "communaute" in (two, three):
            first = position - (1 if two == "communaute" else 2)
    elif reading.form(position) == "grand" and not reading.breaks(first):
        first = position
    if reading.form(last) in _TOWN_WORDS and not reading.breaks(last) and first == span.first:
        last += 1
    if first == span.first and last == span.last:
        return span
    epcis = []
    for id_ in likely(index, span.ids, at_home=True):  # « l'agglomération de Saint-Nazaire » is that of the town
        town = index.territories.get(id_)
        if town is not None and town.epci and f"epci-{town.epci}" not in epcis:
            epcis.append(f"epci-{town.epci}")
    return span.stretched(first, last, tuple(epcis), "epci") if epcis else span
