"""Which of the places that a text names is meant: where the work is, rather than a home, a street, a dish.

A linear model, learnt from marked messages, over what stands around each place and what the rules of `roles` and
`evidence` made of it (`scene`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.territory import cues, evidence, weights
from bot.territory.index import NameIndex
from bot.territory.reading import Reading, Span
from bot.territory.scene import Scene, between, scene, traits_of

WEIGHTS = "sens.tsv.gz"
# Chosen on messages of other writers than those learnt from (docs/comprehension.md): probability from which a place is
# kept, one that the rules said in passing, the part of the likeliest's that it must reach, and from which one is taken
# rather than none.
KEPT, RECALLED, FAR_BELOW, RATHER = 0.35, 0.5, 0.8, 0.1
NARROWED = 7  # words between a town and the area that tells which one it is
COORDINATED = 6  # words between two places of one list, at most
MOST_PLACES = 24  # of a message; a longer list is no message, and each place is compared with all others


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
    gap = between(reading, before.last, span.first).removeprefix(")")
    if any(sign in gap for sign in ".;:!?()"):
        return False
    if gap.isspace() and before.kind == span.kind == "commune":
        return True  # « massy palaiseau »
    if not ("," in gap or not _JOINING.isdisjoint(words)):
        return False
    weight = one.weights[position]
    joined = weight >= evidence.WORK or not _JOINING.isdisjoint(words[:1])
    same = joined and one.weights[position - 1] == weight  # « lot 1 à Brest, lot 2 à Quimper »
    return _LISTING.issuperset(words) or same


_SEEKING = cues.ACTORS | cues.SEEKING
_JOINING = frozenset(["et", "ou", "ni", "puis", "ainsi"])
_LISTING = (
    _JOINING | cues.COORDINATING | frozenset(["que", "qu", "bien", "aussi", "egalement", "surtout", "dans", "vers"])
)


def _narrowed(reading: Reading, index: NameIndex, spans: Sequence[Span], kept: Sequence[int]) -> Sequence[int]:
    """Return the town of the one area kept, when one stands before it: « Saint-Paul, mais celui de La Réunion »."""
    if len(kept) != 1 or spans[kept[0]].kind not in ("departement", "region"):
        return kept
    area = spans[kept[0]].ids[0]
    for place in range(kept[0] - 1, -1, -1):
        town = spans[place]
        inside = (
            town.kind in ("commune", "departement")
            and town.ids[0] != area
            and any(area == wider.id for id_ in town.ids for wider in index.territories.ancestors(id_))
        )
        words = reading.forms[town.last : spans[kept[0]].first]
        if inside and not town.withdrawn and len(words) <= NARROWED and _SEEKING.isdisjoint(words):
            return [place]
    return kept


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
    kept: Sequence[int] = chosen(spans, listed(reading, one, probabilities))
    if not kept and reading.asks_directory:
        kept = [place for place, span in enumerate(spans) if not span.aside][:1]
    kept = _narrowed(reading, index, spans, kept)
    return [replace(span, aside=position not in kept) for position, span in enumerate(spans)]
