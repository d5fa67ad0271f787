"""The figures of an evaluation, from messages and what was understood of them. Pure functions, all between 0 and 1."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.reading import FALLBACK, Reading
from benchmarks.sets import FAR, NEAR, OUT_OF_SCOPE, Message
from bot.territory import territories

Pair = tuple[Message, Reading]
REFUSED = (OUT_OF_SCOPE, FALLBACK)
BINS = 10


@dataclass(frozen=True)
class Share:
    """`right` of `total`; `value` is None when there is nothing to count."""

    right: int
    total: int

    @property
    def value(self) -> float | None:
        return self.right / self.total if self.total else None


def share(pairs: Iterable[Pair], holds: Callable[[Message, Reading], bool]) -> Share:
    """Return how many pairs hold."""
    results = [holds(message, reading) for message, reading in pairs]
    return Share(sum(results), len(results))


def strict(message: Message, reading: Reading) -> bool:
    """The label is exactly the expected one; a message out of scope may also be declared not understood."""
    return reading.label == message.label or (not message.in_scope and reading.label == FALLBACK)


def lenient(message: Message, reading: Reading) -> bool:
    """The label is the expected one or another defensible one."""
    return strict(message, reading) or reading.label in message.aussi


def refused(_: Message, reading: Reading) -> bool:
    """The message is taken for out of scope or not understood."""
    return reading.label in REFUSED


def right_place(message: Message, reading: Reading) -> bool:
    """One of the expected ids and nothing else (a wider territory that holds it may be named too: « Y, dans la
    Somme »); when the name is ambiguous, a list that shares at least two of the expected candidates; no place at all
    when none is meant. The set may give several right answers.
    """
    answers = (message.territoire or (), *message.territoire_aussi)
    return any(_is_place(expected, message.ambigu, reading.places) for expected in map(set, answers))


def _is_place(expected: set[str], ambiguous: bool, places: Sequence[tuple[str, ...]]) -> bool:
    if not expected:
        return not places
    if ambiguous and len(expected) > 1:
        return any(len(values) > 1 and len(expected & set(values)) > 1 for values in places)
    known = territories()
    wider = {place.id for id_ in expected for place in known.ancestors(id_)} - expected
    found = [values for values in places if not set(values) <= wider]
    return bool(found) and all(len(values) == 1 and values[0] in expected for values in found)


def right_types(message: Message, reading: Reading) -> bool:
    """Exactly the expected kinds of actor; the set may give several right answers."""
    return reading.types in [frozenset(types) for types in (message.type_acteur or (), *message.type_aussi)]


def by_kind(pairs: Sequence[Pair]) -> dict[str, tuple[Share, Share]]:
    """Return (strict, lenient) of each kind of message, in the order of the sets."""
    grouped: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        grouped[pair[0].kind].append(pair)
    return {kind: (share(some, strict), share(some, lenient)) for kind, some in grouped.items()}


def by_label(pairs: Sequence[Pair]) -> dict[str, Share]:
    """Return the strict accuracy of each label, worst first."""
    grouped: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        grouped[pair[0].label].append(pair)
    shares = {label: share(some, strict) for label, some in grouped.items()}
    return dict(sorted(shares.items(), key=lambda item: (item[1].value or 0.0, -item[1].total)))


def confusions(pairs: Sequence[Pair]) -> Counter[tuple[str, str]]:
    """Return how often (expected, understood) happened, for the wrong readings only."""
    return Counter((m.label, r.label) for m, r in pairs if not strict(m, r))


def reliability(pairs: Sequence[Pair]) -> tuple[list[tuple[float, float, int]], float]:
    """Return (mean confidence, accuracy, messages) by tenth of confidence, and the expected calibration error."""
    confidence = np.array([reading.confidence for _, reading in pairs])
    right = np.array([reading.first == message.label for message, reading in pairs], float)
    tenth = np.minimum((confidence * BINS).astype(int), BINS - 1)
    points = [
        (float(confidence[tenth == b].mean()), float(right[tenth == b].mean()), int((tenth == b).sum()))
        for b in range(BINS)
        if (tenth == b).any()
    ]
    error = sum(count * abs(mean - accuracy) for mean, accuracy, count in points) / max(1, len(pairs))
    return points, error


@dataclass(frozen=True)
class Operating:
    """What one threshold gives: out-of-scope recognised (far, near), in-scope refused, in-scope right."""

    threshold: float
    far: float
    near: float
    refused: float
    accuracy: float


def thresholds(pairs: Sequence[Pair], steps: int = 20) -> list[Operating]:
    """Return the operating points of thresholds 0, 0.05, ... below 1, from the ranking before any threshold."""

    def rejected(reading: Reading, limit: float) -> bool:
        return reading.first == OUT_OF_SCOPE or reading.confidence < limit

    groups = {
        "far": [r for m, r in pairs if m.kind == FAR],
        "near": [r for m, r in pairs if m.kind == NEAR],
        "in": [r for m, r in pairs if m.in_scope],
    }
    expected = [m.label for m, _ in pairs if m.in_scope]
    points = []
    for step in range(steps):
        limit = step / steps
        shares = {
            name: float(np.mean([rejected(r, limit) for r in some])) if some else 0.0 for name, some in groups.items()
        }
        right = [r.first == label and r.confidence >= limit for r, label in zip(groups["in"], expected, strict=True)]
        points.append(Operating(limit, shares["far"], shares["near"], shares["in"], float(np.mean(right))))
    return points


def speed(times: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 99th percentile of `times`."""
    return float(np.median(times)), float(np.percentile(times, 99))


def recorded(name: str, pairs: Sequence[Pair]) -> dict[str, float]:
    """Return the figures that reference.yml may watch, `<set>.<figure>` -> value; all are better when higher."""
    in_scope = [pair for pair in pairs if pair[0].in_scope]
    shares = {f"exactitude.{kind}": both[0] for kind, both in by_kind(pairs).items()}
    shares["exactitude"] = share(in_scope, strict)
    shares["exactitude_indulgente"] = share(in_scope, lenient)
    shares["acceptes"] = share(in_scope, lambda m, r: not refused(m, r))
    shares["hors_loin"] = share([p for p in pairs if p[0].kind == FAR], refused)
    shares["hors_proche"] = share([p for p in pairs if p[0].kind == NEAR], refused)
    shares["lieux"] = share([p for p in pairs if p[0].territoire is not None], right_place)
    shares["types"] = share([p for p in pairs if p[0].type_acteur], right_types)
    return {f"{name}.{figure}": round(s.value, 4) for figure, s in shares.items() if s.value is not None}
