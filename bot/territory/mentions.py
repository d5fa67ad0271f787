"""Names of places that the rules missed: misspelt, or ordinary words used as names.

`proposals` gives all that the words could name; a linear model, learnt from marked messages, tells which of it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from math import log10

from bot.territory import traits, weights
from bot.territory.context import is_river
from bot.territory.index import LINKS, NameIndex
from bot.territory.proper_names import names_something_else
from bot.territory.proposals import HEARD_FROM, Proposal, likelihood, propose
from bot.territory.reading import Reading, Span
from bot.territory.tables import territories

WEIGHTS = "mentions.tsv.gz"
# Chosen on messages of other writers than those learnt from (docs/comprehension.md).
BELIEVED = 0.45  # probability from which a name is added
FRENCH = 0.6  # French words that sound like a place: « charme », « fourmi »
IN_AREA = 0.15  # an unknown word that may be a village of the département told beside
RATHER = 0.2  # the likeliest alone, in a request in which the rules found no place
HEARD, LETTER = 1.0, 1.7  # costs below which a name sounds the same, differs by a letter
MOST_LETTERS, MOST_WORDS = 12, 4
SHORT_WORD = 2  # letters
FEW_WORDS = 6  # of a request that names only a place and what is looked for there
TOWN = 5_000  # inhabitants


@dataclass(frozen=True, slots=True)
class Mention:
    """A proposal to be weighed.

    Attributes:
        ids: the places that it may name, those of the area told beside when there are some.
        doubted: the rules saw the name and were not sure.
        in_area: whether it lies in a département, région or postal code that the rules found; None when there is none.
        unknown: no word of it is French.
        heard_there: French words after « à », « vers », that sound like a town: « à cent dans l'Yonne ».
        rivals: the traits of what else the same words could name.
    """

    proposal: Proposal
    ids: tuple[str, ...]
    doubted: bool
    in_area: bool | None
    unknown: bool
    heard_there: bool = False
    rivals: tuple[str, ...] = ()

    @property
    def is_village_told(self) -> bool:
        """Whether an unknown word is but a letter away from a place of the area told: hardly by chance."""
        return bool(self.in_area) and (self.unknown or self.heard_there) and 0 < self.proposal.cost < LETTER

    @property
    def least(self) -> float:
        """The probability from which it is added: more for French words that only sound like a place."""
        if self.is_village_told:
            return IN_AREA
        return FRENCH if self.match == "heard" and not self.unknown else BELIEVED

    def may_be_alone(self, reading: Reading) -> bool:
        """Return whether it may be taken rather than nothing: an unknown word, or a name in a request of a few words
        (« vif aci »); « cher facilitateur » and « on a eu » speak of no place."""
        if not (reading.asks_directory or reading.whole(self.proposal.first, self.proposal.last)):
            return False
        named = self.match == "exact" and self.ids[0].startswith("commune-")
        return self.unknown or (named and len(reading) <= FEW_WORDS)

    @property
    def match(self) -> str:
        cost = self.proposal.cost
        return "exact" if cost == 0 else "heard" if cost < HEARD else "letter" if cost < LETTER else "far"


def missed(reading: Reading, index: NameIndex, found: Sequence[Span]) -> list[Mention]:
    """Return what the words could name besides the places that the rules found, doubtful ones included."""
    sure = [span for span in found if not span.weak]
    taken = frozenset(position for span in sure for position in range(span.first, span.last))
    areas = {id_ for span in sure if span.kind in ("departement", "region", "code_postal") for id_ in span.ids}
    towns = frozenset().union(*map(_communes, areas))
    towns_found = frozenset(
        position for span in sure if not _is_village(index, span.ids) for position in range(span.first, span.last)
    )
    mentions = []
    for one in propose(reading, index, towns_found, towns):
        if not taken.isdisjoint(range(one.first, one.last)) and not _competes(reading, index, one, sure):
            continue
        if is_river(reading, one.first) or names_something_else(reading, index, one.first, one.last):
            continue
        inside = tuple(id_ for id_ in one.ids if id_ in towns)
        in_area = bool(inside) if areas and one.ids[0].startswith("commune-") else None
        doubted = any(span.weak and (span.first, span.last) == (one.first, one.last) for span in found)
        words = reading.forms[one.first : one.last]
        unknown = not any(index.lexicon.is_french(word) for word in words if word not in LINKS)
        town = max((index.population.get(id_, 0) for id_ in inside), default=0) >= TOWN
        heard = town and one.cost < HEARD and reading.form(one.first - 1) in ("a", "vers", "sur")
        mentions.append(Mention(one, inside or one.ids, doubted, in_area, unknown, heard))
    return [replace(mention, rivals=tuple(_rivals(mention, mentions))) for mention in mentions]


def _rivals(mention: Mention, mentions: Sequence[Mention]) -> Iterator[str]:
    """Yield what other names the same words could be: « sain germin lerm » holds « sain germin »."""
    one = mention.proposal
    seen = set()
    for rival in mentions:
        other = rival.proposal
        if rival is mention or other.last <= one.first or one.last <= other.first:
            continue
        holds = one.first <= other.first and other.last <= one.last
        held = other.first <= one.first and one.last <= other.last
        seen.add(f"{'same' if holds and held else 'holds' if holds else 'held' if held else 'crosses'}:{rival.match}")
    for trait in sorted(seen):
        yield f"rival:{trait}"
        yield f"{mention.match}:rival:{trait}"


def _competes(reading: Reading, index: NameIndex, one: Proposal, sure: Sequence[Span]) -> bool:
    """Return whether a misspelt name holds more words than those found in it (« chambon feugerol », « Château-Thiery »)
    or is that of a town where a village was found (« Loche », for Loches)."""
    over = [span for span in sure if span.first < one.last and one.first < span.last]
    if one.cost == 0 or any(span.first < one.first or one.last < span.last for span in over):
        return False
    if [(span.first, span.last) for span in over] != [(one.first, one.last)]:
        known = {position for span in over for position in range(span.first, span.last)}
        added = {reading.forms[position] for position in range(one.first, one.last) if position not in known}
        if any(len(word) > SHORT_WORD and not index.lexicon.is_french(word) for word in added):
            return True
        same = any(not set(span.ids).isdisjoint(one.ids) for span in over)
        linked = one.cost < HEARD and not same and not LINKS.isdisjoint(added)
        if linked or all(_is_village(index, span.ids) for span in over):
            return linked or not added <= LINKS  # « boulogne sur maire », « roman sur isere », not « le Calvados »
        kind = one.ids[0].partition("-")[0]
        alike = HEARD if LINKS.isdisjoint(added) else LETTER  # « Fontenay-le-Compte », not « Mayenne ville »
        begins = over[0].first == one.first and one.cost < alike  # « vers Toul » is not Vertou
        return begins and all(span.kind == kind for span in over) and (len(over) > 1 or not added <= LINKS)
    return _is_village(index, over[0].ids) and not _is_village(index, one.ids)


def _is_village(index: NameIndex, ids: Sequence[str]) -> bool:
    """Return whether only few people live in each of the places."""
    return all(index.population.get(id_, HEARD_FROM) < HEARD_FROM for id_ in ids)


@lru_cache(maxsize=256)
def _communes(area: str) -> frozenset[str]:
    """Return the ids of the communes of a département, région or postal code."""
    return frozenset(f"commune-{code}" for code in territories().communes_of(area))


def traits_of(reading: Reading, index: NameIndex, found: Sequence[Span], mention: Mention) -> Iterator[str]:
    """Yield the traits of a mention."""
    one, match = mention.proposal, mention.match
    yield "bias"
    yield from _of_name(reading, index, mention)
    around = [*traits.before(reading, one.first), *traits.after(reading, one.last)]
    yield from around
    expected = "expected" if _EXPECTING.intersection(around) else "bare"
    closed = "closed" if _CLOSING.intersection(around) else "open"
    capital = reading.tokens[one.first].capital and not reading.shouting
    yield f"{match}+{expected}"
    yield f"{match}+{closed}"
    yield f"{match}+{expected}+{closed}"
    yield f"{match}+{expected}+capital:{capital}+start:{reading.starts_sentence(one.first)}"
    link = reading.form(one.first - 1)
    if link in traits.PREPOSITIONS:
        french = all(index.lexicon.is_french(word) for word in reading.forms[one.first : one.last])
        yield f"{match}+{link}"
        yield f"{match}+{link}+capital:{capital}+french:{french}"
    sure = [span for span in found if not span.weak]
    yield f"{match}+asks:{reading.asks_directory}+none:{not sure}"
    yield f"{match}:found:{min(len(sure), 2)}"
    if reading.whole(one.first, one.last):
        yield f"{match}:whole"
        yield f"{match}:whole:likelihood:{int(likelihood(index, one.name, one.cost))}"
    yield f"{match}:doubted:{mention.doubted}"
    overlapping = [span for span in sure if span.first < one.last and one.first < span.last]
    yield f"{match}:over:{bool(overlapping)}"
    if overlapping:
        shared = any(not set(span.ids).isdisjoint(mention.ids) for span in overlapping)
        yield f"{match}:over:same:{shared}"
        whole = all(one.first <= span.first and span.last <= one.last for span in overlapping)
        yield f"{match}:over:whole:{whole}"
        more = one.last - one.first - sum(span.last - span.first for span in overlapping)
        larger = not _is_village(index, mention.ids)
        village = all(_is_village(index, span.ids) for span in overlapping)
        yield f"{match}:over:more:{min(more, 2)}:village:{village}:larger:{larger}"
    yield from mention.rivals


_EXPECTING = frozenset(["p1:loc", "p1:kind", "p1:actor", "p2:noun"])
_CLOSING = frozenset(["n:end", "n1:close", "n1:kind"])


def _of_name(reading: Reading, index: NameIndex, mention: Mention) -> Iterator[str]:
    one, match = mention.proposal, mention.match
    words = reading.forms[one.first : one.last]
    letters = min(sum(map(len, words)), MOST_LETTERS)
    population = max((index.population.get(id_, 50_000) for id_ in mention.ids), default=0)
    size = int(2 * log10(population + 10))
    kind = mention.ids[0].partition("-")[0]
    yield f"match:{match}"
    yield f"kind:{kind}"
    yield f"{match}:kind:{kind}"
    yield f"{match}:letters:{letters}"
    yield f"{match}:words:{min(len(words), MOST_WORDS)}"
    yield f"{match}:size:{size}"
    yield f"size:{size // 2}"
    if match != "exact":
        yield from _of_misspelling(index, mention, letters, size, words)
    french = [index.lexicon.is_french(word) for word in words if word not in LINKS]
    yield f"{match}:french:{all(french)}"
    yield f"{match}:anyfrench:{any(french)}"
    if len(words) == 1:
        yield f"{match}:frequent:{index.lexicon.is_frequent(words[0])}"
        yield f"{match}:resembles:{index.lexicon.resembles_ordinary(words[0])}"
        if match != "exact":
            yield f"{match}:sounds ordinary:{index.lexicon.sounds_ordinary(words[0])}"
        usage = index.usage(words[0])
        yield f"{match}:usage:{usage.kind if usage else '-'}"
    capital = "shout" if reading.shouting else str(reading.tokens[one.first].capital)
    if reading.starts_sentence(one.first):
        capital += ":start"
    yield f"{match}:capital:{capital}"
    yield f"{match}:french:{all(french)}:capital:{capital}"
    yield f"accents:{not reading.surface(one.first, one.last).isascii()}:{all(french)}"
    yield f"contracted:{one.contracted}"
    yield f"many:{min(len(mention.ids), MOST_WORDS)}"
    if mention.in_area is not None:
        yield f"{match}:area:{mention.in_area}"
        yield f"{match}:area:{mention.in_area}:french:{all(french)}"
        for most in range(5, letters + 1):
            yield f"{match}:area:{mention.in_area}:letters>={most}"


def _of_misspelling(index: NameIndex, mention: Mention, letters: int, size: int, words: Sequence[str]) -> Iterator[str]:
    one, match = mention.proposal, mention.match
    cost = int(one.cost * 5)
    yield f"{match}:cost:{cost}"
    yield f"{match}:cost:{cost}:size:{size // 2}"
    yield f"first:{one.name[:1] == words[0][:1]}"
    yield f"samewords:{one.name.count(' ') + 1 - len(words)}"
    yield f"short:{one.name in index.short_names}"
    for most in range(4, letters + 1):
        yield f"{match}:letters>={most}"
    for most in range(4, size + 1):
        yield f"misspelt:size>={most}"
    for most in range(-4, min(int(2.5 * likelihood(index, one.name, one.cost)), 16) + 1):
        yield f"misspelt:likelihood>={most}"
    for most in range(int(10 * one.cost / max(letters, 1)) + 1):
        yield f"misspelt:cost/letters>={most}"


def believed(
    reading: Reading, mentions: Sequence[Mention], probabilities: Sequence[float], nothing_found: bool
) -> list[Mention]:
    """Return the mentions to add, likeliest first, none over the words of another."""
    order = sorted(range(len(mentions)), key=lambda position: -probabilities[position])
    kept: list[Mention] = []
    for position in order:
        one = mentions[position].proposal
        if probabilities[position] < mentions[position].least:
            continue
        if not any(one.first < other.proposal.last and other.proposal.first < one.last for other in kept):
            kept.append(mentions[position])
    if not kept and nothing_found:
        alone = (position for position in order if mentions[position].may_be_alone(reading))
        kept = [mentions[position] for position in islice(alone, 1) if probabilities[position] >= RATHER]
    return kept


def completed(
    reading: Reading, index: NameIndex, found: Sequence[Span], learnt: weights.Weights | None = None
) -> list[Span]:
    """Return the spans that the rules found and those they missed, left to right; `learnt`: other weights than those
    of the table."""
    weighing = learnt or weights.read(WEIGHTS)
    if weighing is None:
        return list(found)
    mentions = missed(reading, index, found)
    probabilities = [weighing.probability(traits_of(reading, index, found, one)) for one in mentions]
    added = [
        Span(
            mention.proposal.first,
            mention.proposal.last,
            mention.ids,
            mention.ids[0].partition("-")[0],
            located=True,
            typed="" if mention.match == "exact" else reading.key(mention.proposal.first, mention.proposal.last),
        )
        for mention in believed(reading, mentions, probabilities, all(span.weak for span in found))
    ]
    words = {position for span in added for position in range(span.first, span.last)}
    kept = [span for span in found if words.isdisjoint(range(span.first, span.last))]
    return sorted([*kept, *added], key=lambda span: span.first)
