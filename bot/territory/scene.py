"""The places of a text seen together, and what tells which of them is meant: the traits that `meaning` weighs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log10

from bot.territory import cues, evidence, traits
from bot.territory.index import NameIndex
from bot.territory.reading import Reading, Span
from bot.territory.withdrawn import is_denied

LONG_MESSAGE = 40  # words
NEAR = 5  # words between two places said together
MANY = 3  # places
REACH = 14  # words on each side that may speak of a place
AROUND_OTHER = (5, 4)  # words before and after another place
PHRASE = 3  # words next to a place, told in their order
PLACE, NUMBER, START, END = "@", "#", "^", "$"
MOST_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Scene:
    """The places of a text.

    Attributes:
        spans: the places.
        weights: how much the rules think that each is meant (`evidence.weights`).
        words: the words of the text, a place told as `PLACE`, a number as `NUMBER`.
        sentences: the first word of each sentence.
        clauses: the first word of each clause, commas included.
    """

    spans: tuple[Span, ...]
    weights: tuple[int, ...]
    words: tuple[str, ...]
    sentences: tuple[int, ...]
    clauses: tuple[int, ...]


def scene(reading: Reading, index: NameIndex, spans: Sequence[Span]) -> Scene:
    """Return the places of a text weighed by the rules."""
    found = evidence.weights(reading, index, list(spans)) if len(spans) > 1 else [evidence.NOTHING] * len(spans)
    words = [NUMBER if form[0].isdigit() else form for form in reading.forms]
    for span in spans:
        words[span.first : span.last] = [PLACE] * (span.last - span.first)
    sentences = [position for position in range(len(words)) if reading.starts_sentence(position)]
    clauses = [position for position in range(len(words)) if reading.breaks(position)]
    return Scene(tuple(spans), tuple(found), tuple(words), tuple(sentences), tuple(clauses))


def traits_of(reading: Reading, index: NameIndex, one: Scene, position: int) -> Iterator[str]:
    """Yield the traits of the place at this position in the scene."""
    span, weight = one.spans[position], one.weights[position]
    rule = "withdrawn" if span.withdrawn else "aside" if span.aside else "kept"
    yield "bias"
    yield from traits.before(reading, span.first)
    yield from traits.after(reading, span.last)
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
    yield from _within(one, position)
    yield from _in_sentence(reading, one, span)
    for other in range(len(one.spans)):
        if other != position:
            yield from _beside(reading, one, span, other)
            yield from _around_other(one, span, one.spans[other])


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


def _within(one: Scene, position: int) -> Iterator[str]:
    """Yield the words between the place and the one before, the one after, or the bounds of the sentence; the phrases
    that touch it; the words of its clause."""
    span = one.spans[position]
    start, end = _bounds(one.sentences, span, len(one.words))
    before = max(start, span.first - REACH, one.spans[position - 1].last if position else 0)
    after = min(end, span.last + REACH, one.spans[position + 1].first if position + 1 < len(one.spans) else end)
    for word in one.words[before : span.first]:
        yield f"said before={word}"
    for word in one.words[span.last : after]:
        yield f"said after={word}"
    left, right = one.words[max(0, span.first - PHRASE) : span.first], one.words[span.last : span.last + PHRASE]
    for size in range(2, PHRASE + 1):
        if len(left) >= size:
            yield f"phrase before={' '.join(left[-size:])}"
        if len(right) >= size:
            yield f"phrase after={' '.join(right[:size])}"
    yield f"between={' '.join(left[-1:])}_{' '.join(right[:1])}"
    first, last = _bounds(one.clauses, span, len(one.words))
    for word in one.words[first : span.first] + one.words[span.last : last]:
        yield f"clause={word}"


def _bounds(starts: Sequence[int], span: Span, count: int) -> tuple[int, int]:
    """Return the first word of the sentence or clause of a place, and that of the next."""
    return (
        max((start for start in starts if start <= span.first), default=0),
        min((start for start in starts if start >= span.last), default=count),
    )


def _in_sentence(reading: Reading, one: Scene, span: Span) -> Iterator[str]:
    """Yield how the sentence of the place begins, where it stands, and whether it is the one that asks."""
    start, end = _bounds(one.sentences, span, len(one.words))
    opening = one.words[start : min(start + 2, span.first)]
    yield f"opens={' '.join(opening[:1])}"
    yield f"opens={' '.join(opening)}"
    asked = [position for position, form in enumerate(reading.forms) if form in cues.DIRECTORY]
    earlier = any(position < span.first for position in asked)
    yield f"asked:{earlier}:{any(position >= span.last for position in asked)}"
    here = any(start <= position < end for position in asked)
    yield f"asked here:{here}:{len(one.spans) > 1}"
    yield f"asked here:{here}:question:{'?' in reading.gap(end)}"
    rank = sum(first <= span.first for first in one.sentences)
    yield f"sentence:{min(rank, MOST_SENTENCES)}/{min(len(one.sentences), MOST_SENTENCES + 1)}"


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
    signs = "".join(sign for sign in between(reading, low, high) if sign in ",;:.!?()-/")
    yield f"{side}:signs:{signs[:2]}"
    if len(words) > NEAR:
        return
    yield f"{side}:{' '.join(words)}"
    yield f"{side}:{len(words)}:{signs[:1]}"
    yield f"{side}:{' '.join(words[:1])}+{state}"
    yield f"{side}:weight:{one.weights[position]}"
    yield f"{side}:{state}:{' '.join(words[:1])}+{one.weights[position]}"


def _around_other(one: Scene, span: Span, other: Span) -> Iterator[str]:
    """Yield what stands around another place: « on a fini à Dax » speaks for the other one."""
    side = "earlier" if other.first < span.first else "later"
    words, (left, right) = one.words, AROUND_OTHER
    link = words[other.first - 1] if other.first else START
    mine = words[span.first - 1] if span.first else START
    yield f"{side} link={link}"
    yield f"{side} link={link}+{mine}"
    yield f"{side} next={words[other.last] if other.last < len(words) else END}"
    for word in words[max(0, other.first - left) : other.first]:
        yield f"{side} before={word}"
    for word in words[other.last : other.last + right]:
        yield f"{side} after={word}"


def between(reading: Reading, low: int, high: int) -> str:
    """Return the text between the word before `low` and the word at `high`."""
    end = reading.tokens[high].start if high < len(reading) else len(reading.text)
    return reading.text[reading.tokens[low - 1].end : end]
