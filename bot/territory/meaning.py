"""Which of the places that a text names is meant: where the work is, rather than a home, a street, a dish.

A linear model, learnt from marked messages, over what stands around each place and what the rules of `roles` and
`evidence` made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import log10

from bot.territory import cues, evidence, traits, weights
from bot.territory.index import NameIndex
from bot.territory.reading import Reading, Span
from bot.territory.withdrawn import is_denied

WEIGHTS = "sens.tsv.gz"
# Chosen on messages of other writers than those learnt from (docs/comprehension.md): probability from which a place is
# kept, one that the rules said in passing, the part of the likeliest's that it must reach, and from which one is taken
# rather than none.
KEPT, RECALLED, FAR_BELOW, RATHER = 0.3, 0.5, 0.7, 0.1
COORDINATED = 6  # words between two places of one list, at most
LONG_MESSAGE = 40  # words
NEAR = 5  # words between two places said together
MANY = 3
MOST_PLACES = 24  # of a message; a longer list is no message, and each place is compared with all others


@dataclass(frozen=True, slots=True)
class Scene:
    """The places of a text, and how much the rules think that each is meant (`evidence.weights`)."""

    spans: tuple[Span, ...]
    weights: tuple[int, ...]


def scene(reading: Reading, index: NameIndex, spans: Sequence[Span]) -> Scene:
    """Return the places of a text weighed by the rules."""
    found = evidence.weights(reading, index, list(spans)) if len(spans) > 1 else [evidence.NOTHING] * len(spans)
    return Scene(tuple(spans), tuple(found))


def traits_of(reading: Reading, index: NameIndex, one: Scene, position: int) -> Iterator[str]:
    """Yield the traits of the place at this position in the scene."""
    span, weight = one.spans[position], one.weights[position]
    rule = "withdrawn" if span.withdrawn else "aside" if span.aside else "kept"
    around = [*traits.before(reading, span.first), *traits.after(reading, span.last)]
    yield "bias"
    yield from around
    yield f"rule:{rule}"
    yield f"kind:{span.kind}"
    yield f"{rule}:kind:{span.kind}"
    yield f"typed:{bool(span.typed)}"
    yield f"located:{span.located}"
    population = max((index.population.get(id_, 50_000) for id_ in span.ids), default=0)
    yield f"size:{int(log10(population + 10))}"
    words = reading.forms[span.first : span.last]
    french = all(index.lexicon.is_french(word) for word in words)
    capital = "shout" if reading.shouting else str(reading.tokens[span.first].capital)
    yield f"french:{french}:capital:{capital}:start:{reading.starts_sentence(span.first)}"
    yield f"french:{french}:located:{span.located}"
    yield f"letters:{min(sum(map(len, words)), 8)}"
    yield f"{rule}:asks:{reading.asks_directory}"
    yield f"{rule}:long:{len(reading) > LONG_MESSAGE}"
    yield f"{rule}:weight:{weight}"
    if is_denied(reading, span):
        yield f"denied:{rule}"
    yield from _among(one, position, rule, weight)
    for other in range(len(one.spans)):
        if other != position:
            yield from _beside(reading, one, span, other)


def _among(one: Scene, position: int, rule: str, weight: int) -> Iterator[str]:
    count = min(len(one.spans), MANY)
    yield f"{rule}:of:{count}"
    yield f"{rule}:of:{count}:weight:{weight}"
    others = [other for other in range(len(one.spans)) if other != position]
    if not others:
        return
    place = "first" if position == 0 else "last" if position == len(one.spans) - 1 else "between"
    yield f"order:{place}"
    yield f"order:{place}:of:{count}:{rule}"
    yield f"{rule}:above:{weight - max(one.weights[other] for other in others)}"
    yield f"{rule}:above:least:{weight - min(one.weights[other] for other in others)}"
    yield f"{rule}:others kept:{min(sum(not one.spans[other].aside for other in others), 2)}"
    yield f"{rule}:others located:{any(one.spans[other].located for other in others)}"
    if any(not set(one.spans[position].ids).isdisjoint(one.spans[other].ids) for other in others):
        yield "repeated"


def _beside(reading: Reading, one: Scene, span: Span, position: int) -> Iterator[str]:
    """Yield what stands between a place and another near it."""
    other = one.spans[position]
    if other.last <= span.first:
        side, low, high = "after", other.last, span.first
    else:
        side, low, high = "before", span.last, other.first
    words = reading.forms[low:high]
    state = "aside" if other.aside else "kept"
    sentences = any(reading.starts_sentence(word) for word in range(low + 1, high + 1))
    yield f"{side}:{state}:sentences:{sentences}"
    yield f"{side}:kinds:{other.kind}+{span.kind}"
    signs = "".join(sign for sign in reading.text[_end(reading, low) : _start(reading, high)] if sign in ",;:.!?()-/")
    yield f"{side}:signs:{signs[:2]}"
    if len(words) > NEAR:
        return
    yield f"{side}:{' '.join(words)}"
    yield f"{side}:{len(words)}:{signs[:1]}"
    yield f"{side}:{' '.join(words[:1])}+{state}"
    yield f"{side}:weight:{one.weights[position]}"
    yield f"{side}:{state}:{' '.join(words[:1])}+{one.weights[position]}"


def _end(reading: Reading, word: int) -> int:
    return reading.tokens[word - 1].end


def _start(reading: Reading, word: int) -> int:
    return reading.tokens[word].start if word < len(reading) else len(reading.text)


def chosen(spans: Sequence[Span], probabilities: Sequence[float]) -> list[int]:
    """Return the positions of the places that are meant: likely enough, and not far less than the likeliest."""
    most = max(probabilities, default=0.0)
    least = [max(RECALLED if span.aside else KEPT, FAR_BELOW * most) for span in spans]
    kept = [place for place, one in enumerate(probabilities) if one >= least[place]]
    if not kept and most >= RATHER:
        kept = [list(probabilities).index(most)]
    return kept


def listed(reading: Reading, one: Scene, probabilities: Sequence[float]) -> list[float]:
    """Return the probabilities, places of one list given their likeliest's: « à Blois, à Vendôme et à Tours »."""
    shared = list(probabilities)
    first = 0
    for position in range(1, len(one.spans) + 1):
        if position < len(one.spans) and _is_listed(reading, one, position):
            continue
        shared[first:position] = [max(shared[first:position])] * (position - first)
        first = position
    return shared


def _is_listed(reading: Reading, one: Scene, position: int) -> bool:
    """Return whether a place is said in the same breath as the one before, and as much meant by the rules."""
    before, span = one.spans[position - 1], one.spans[position]
    words = reading.forms[before.last : span.first]
    if before.aside or span.aside or len(words) > COORDINATED:
        return False
    gap = reading.text[_end(reading, before.last) : _start(reading, span.first)]
    if any(sign in gap for sign in ".;:!?()") or not ("," in gap or not _JOINING.isdisjoint(words)):
        return False
    weight = one.weights[position]
    joined = weight >= evidence.WORK or not _JOINING.isdisjoint(words[:1])
    same = joined and one.weights[position - 1] == weight  # « lot 1 à Brest, lot 2 à Quimper »
    return _LISTING.issuperset(words) or same


_JOINING = frozenset(["et", "ou", "ni", "puis", "ainsi"])
_LISTING = _JOINING | cues.COORDINATING | frozenset(["que", "qu", "aussi", "egalement", "surtout", "dans", "vers"])


def meant(
    reading: Reading, index: NameIndex, spans: Sequence[Span], learnt: weights.Weights | None = None
) -> list[Span]:
    """Return the places, those that are not meant marked as asides; `learnt`: other weights than those of the table.

    Without a table, or when a text is but a list of places, the rules decide alone.
    """
    weighing = learnt or weights.read(WEIGHTS)
    if weighing is None or not 0 < len(spans) <= MOST_PLACES:
        return list(spans)
    one = scene(reading, index, spans)
    probabilities = [weighing.probability(traits_of(reading, index, one, position)) for position in range(len(spans))]
    kept = chosen(spans, listed(reading, one, probabilities))
    return [replace(span, aside=position not in kept) for position, span in enumerate(spans)]
