"""What stands around words that may name a place: the traits that `mentions` and `meaning` weigh."""

from __future__ import annotations

from collections.abc import Iterator

from bot.territory import cues, situation
from bot.territory.reading import Reading

LEFT, RIGHT = 8, 5  # words before and after in which cues are looked for
ALONE, NUMBERED = 2, 3  # words before that are told as they are; told apart from those farther
PREPOSITIONS = cues.LOCATIVES | frozenset(["de", "d", "du", "des", "en", "au", "aux", "pour", "et", "ou", "c", "est"])
_CLASSES = (
    ("loc", cues.LOCATIVES), ("explicit", cues.EXPLICIT), ("noun", cues.PLACE_NOUNS - cues.EXPLICIT),
    ("kind", cues.KINDS), ("actor", cues.ACTORS - cues.KINDS), ("det", cues.DETERMINERS), ("street", cues.STREETS),
    ("building", cues.ESTABLISHMENTS), ("firm", cues.COMPANIES | cues.FIRMS), ("person", cues.PERSONS),
    ("product", cues.DISHES), ("sport", cues.SPORTS | cues.PLAYING), ("home", situation.HOME),
    ("leaving", situation.LEAVING), ("owner", situation.OWNERS), ("possessive", situation.POSSESSIVES),
    ("housing", situation.HOUSING), ("hesitating", cues.HESITATING), ("correcting", cues.CORRECTING),
    ("close", cues.CLOSERS), ("unit", cues.UNITS), ("day", cues.DAYS), ("size", cues.SIZES), ("but", situation.OPPOSED),
    ("river", cues.RIVERSIDE), ("naming", cues.NAMING), ("joining", frozenset(["et", "ou", "ni"])),
)  # fmt: skip


def before(reading: Reading, first: int) -> Iterator[str]:
    """Yield the traits of the words before `first`, back to the start of the sentence."""
    for distance in range(1, LEFT + 1):
        position = first - distance
        if position < 0:
            break
        form = _form(reading, position)
        near = f"p{distance}" if distance <= NUMBERED else "p"
        if distance <= ALONE:
            yield f"{near}={form}"
        if distance == 1 and position > 0:
            yield f"pp={reading.forms[position - 1]} {form}"
        yield f"l={form}"
        yield from _classes(form, near)
        if situation.is_trade(form):
            yield f"{near}:trade"
        if reading.starts_sentence(position):
            yield f"{near}:starts"
            break
    yield f"p:gap:{reading.gap(first).strip()[:1]}" if first else "p:begin"


def after(reading: Reading, last: int) -> Iterator[str]:
    """Yield the traits of the words from `last` on, to the end of the sentence."""
    for position in range(last, min(len(reading), last + RIGHT)):
        distance = position - last + 1
        if reading.starts_sentence(position):
            yield f"n{distance}:next"
            break
        form = _form(reading, position)
        if distance == 1:
            yield f"n1={form}"
        yield f"r={form}"
        yield from _classes(form, f"n{distance}" if distance <= ALONE else "n")
    if last >= len(reading):
        yield "n:end"
    yield f"n:gap:{reading.gap(last).strip()[:1]}"


def _form(reading: Reading, position: int) -> str:
    return "#" if reading.forms[position][0].isdigit() else reading.forms[position]


def _classes(form: str, near: str) -> Iterator[str]:
    for name in _classes_of(form):
        yield f"{near}:{name}"


def _classes_of(form: str) -> tuple[str, ...]:
    names = _known.get(form)
    if names is None:
        names = tuple(name for name, words in _CLASSES if form in words)
        if situation.is_work(form):
            names = (*names, "work")
        if len(_known) < _MOST_KNOWN:
            _known[form] = names
    return names


_MOST_KNOWN = 20_000  # words whose classes are kept
_known: dict[str, tuple[str, ...]] = {}
