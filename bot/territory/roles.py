"""The part a place plays beside others: where the work is, or only where the speaker comes from, a firm's name...

Of several places, those that a person mentions in passing are left out; a place named alone always stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.territory import cues, evidence
from bot.territory.index import NameIndex
from bot.territory.proper_names import begins_a_firm_name
from bot.territory.reading import Reading, Span
from bot.territory.withdrawn import without_withdrawn

FAR_BELOW = 2  # how much less than another a place said in passing is meant


def without_asides(reading: Reading, index: NameIndex, spans: list[Span]) -> list[Span]:
    """Return the places without those said in passing, when others remain.

    Where the speaker comes from is marked as an aside only: it may still decide between homonyms.
    """
    if len(spans) < 2:
        return spans
    spans = without_withdrawn(reading, _without_spelt_out(reading, index, spans))
    spans = _without_range(reading, index, spans)
    starts = {span.first for span in spans}
    named = [span.last not in starts and _is_a_name(reading, span) for span in spans]
    weights = _of_one_place(spans, evidence.weights(reading, index, spans))
    open_ = [not span.aside and not name for span, name in zip(spans, named, strict=True)]
    most = max((weight for weight, counts in zip(weights, open_, strict=True) if counts), default=evidence.NOTHING)
    passing = [
        not counts
        or (_is_in_passing(weight, most) and not _is_in_area(index, span, weight, zip(spans, weights, strict=True)))
        for span, counts, weight in zip(spans, open_, weights, strict=True)
    ]
    here = next((position for position in range(1, len(spans)) if _is_here(reading, spans, position)), 0)
    if here:
        passing = [True] * here + passing[here:]
    meant = [span for span, aside in zip(spans, passing, strict=True) if not aside]
    if not meant:
        return spans
    kept = []
    for span, aside, name, weight in zip(spans, passing, named, weights, strict=True):
        if not aside:
            kept.append(span)
        elif not name:
            around = not span.aside and weight <= evidence.HOME and any(_holds(index, span, other) for other in meant)
            kept.append(replace(span, aside=not around))
    return kept


def _is_in_area(index: NameIndex, span: Span, weight: int, spans: Iterable[tuple[Span, int]]) -> bool:
    """Return whether a place only makes the area said beside it precise: « dans le Gers, je suis à Mirande »."""
    return any(
        evidence.NOTHING in (weight, area_weight) and _holds(index, area, span)
        for area, area_weight in spans
        if area is not span
    )


def _of_one_place(spans: list[Span], weights: list[int]) -> list[int]:
    """Return the weights, those of a place said several times made the greatest of them."""
    greatest: dict[tuple[str, ...], int] = {}
    for span, weight in zip(spans, weights, strict=True):
        greatest[span.ids] = max(weight, greatest.get(span.ids, weight))
    return [greatest[span.ids] for span in spans]


def _is_in_passing(weight: int, most: int) -> bool:
    """Return whether a place is said in passing, by how much it is meant and how much another is."""
    if most == evidence.ONLY:
        return weight < most
    return weight <= evidence.NOTHING and most - weight >= FAR_BELOW


def _is_here(reading: Reading, spans: list[Span], position: int) -> bool:
    """Return whether a place is where one is, not the other: « Nanterre, mais je voudrais ici, à Poitiers »."""
    words = reading.forms[spans[position - 1].last : spans[position].first]
    return "mais" in words and "ici" in words[-3:] and words[-1] in ("a", "au", "aux", "en", "dans", "sur", "la", "le")


def _is_a_name(reading: Reading, span: Span) -> bool:
    """Return whether the place is the name of a building or firm: « la clinique Saint-Étienne », « Eiffage Lyon »."""
    word = reading.form(span.first - 1)
    if reading.breaks(span.first):
        return begins_a_firm_name(reading, span.first, span.last)
    if (
        span.kind in ("commune", "region", "departement")
        and word in ("de", "d", "du")
        and _is_named_firm(reading, span.first)
    ):
        return True
    return (
        begins_a_firm_name(reading, span.first, span.last)
        or (span.kind == "commune" and word in cues.ESTABLISHMENTS)
        or word in cues.FIRMS
        or (word in cues.BRANCHES and reading.form(span.first - 2) in cues.FIRMS)
    )


def _is_named_firm(reading: Reading, first: int) -> bool:
    """Return whether a town ends the name of a firm: « Les Charpentes de Bordeaux », « Les Jardins de Tours »."""
    if reading.shouting or first < 3 or any(reading.breaks(position) for position in (first - 2, first - 1)):
        return False
    article, noun = reading.tokens[first - 3], reading.tokens[first - 2]
    ordinary = cues.ACTORS | cues.PLACE_NOUNS | cues.AGGLOMERATIONS | {"communaute", "pays", "grand"}
    return (
        article.form in ("les", "la", "le", "l")
        and article.capital
        and noun.capital
        and not reading.surface(first - 2, first - 1).isupper()
        and noun.form not in ordinary
        and not reading.starts_sentence(first - 3)
    )


def _holds(index: NameIndex, wider: Span, span: Span) -> bool:
    """Return whether a place lies in another, which then is no other place."""
    inside = {place.id for place in index.territories.ancestors(span.ids[0])}
    return bool(inside.intersection(wider.ids))


def _without_range(reading: Reading, index: NameIndex, spans: list[Span]) -> list[Span]:
    """Leave out the ends of a range beside the wider place they lie in: « toute la Bretagne, de Brest à Vitré »."""
    wider = [span for span in spans if span.kind in ("region", "departement")]
    dropped: set[int] = set()
    for position in range(len(spans) - 1) if wider else ():
        one, two = spans[position], spans[position + 1]
        ranged = reading.form(one.first - 1) in ("de", "d", "du") and reading.forms[one.last : two.first] in (
            ["a"], ["au"], ["jusqu", "a"], ["jusqu", "au"],
        )  # fmt: skip
        if ranged and any(_holds(index, area, one) and _holds(index, area, two) for area in wider):
            dropped |= {position, position + 1}
    return [span for position, span in enumerate(spans) if position not in dropped]


def _without_spelt_out(reading: Reading, index: NameIndex, spans: list[Span]) -> list[Span]:
    """Leave out a région whose départements are told beside it: « en Alsace (67 et 68) »."""

    def inside(position: int, wider: Span) -> bool:
        return spans[position].kind == "departement" and _holds(index, wider, spans[position])

    def spelt(position: int) -> bool:
        for one, two in ((position + 1, position + 2), (position - 2, position - 1)):
            if min(one, two) < 0 or max(one, two) >= len(spans):
                continue
            low, high = (position, one) if one > position else (two, position)
            listed = cues.LISTING.issuperset(reading.forms[spans[low].last : spans[high].first])
            if listed and inside(one, spans[position]) and inside(two, spans[position]):
                return True
        return False

    return [span for position, span in enumerate(spans) if span.kind != "region" or not spelt(position)]
