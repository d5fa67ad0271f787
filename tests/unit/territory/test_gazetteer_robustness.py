"""The gazetteer on long, strange and hostile texts; offsets of what it finds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.territory import find_places, resolve_place

_WORDS = (
    "saint st la le les l' d' à de du au aux ( ) - / , . Lyon 3 3e 69 69100 93 2A lot Lot nord marseille "
    "Paris Vienne valence 26 métropole agglo grand communauté communes rue société neuf trois vingt quatre "
    "Réunion € % euros"
)
_PIECES = st.sampled_from(_WORDS.split())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    find_places(text)
    resolve_place(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=25).map(" ".join))
def test_no_sequence_of_place_words_raises_and_mentions_do_not_overlap(text: str) -> None:
    mentions = find_places(text)
    assert all(text[m.start : m.end] == m.surface and m.candidates for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


_SHORT = st.text("adelmnosuy'àéœ9", min_size=1, max_size=2)
_SIGNS = st.sampled_from([*"'’.,-/()?!:;&°«»", "\n", "…", "s/", "st", "ô", "mille", "postal", "plutôt", "sur", "bord"])


@settings(max_examples=300, deadline=None)
@given(st.lists(_SHORT | _SIGNS, max_size=20), st.sampled_from(["", " "]))
def test_no_sequence_of_very_short_words_raises(pieces: list[str], space: str) -> None:
    text = space.join(pieces)
    assert all(text[m.start : m.end] == m.surface and m.candidates for m in find_places(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x01\x02",
        "\u202eruoY siraP\u202c",
        "مرحبا باريس Lyon",
        "🙂" * 1000,
        "½ ² ³ ⅷ ﷺ İstanbul",
        "saint " * 4000,
        "la " * 6000,
        "9 " * 9000,
        "à " * 9000,
        "l'" * 9000,
        "saint-" * 3000,
        "<b>Paris</b>" * 1500,
        "\ud800",
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_strange_and_endless_texts_are_read_without_error(text: str) -> None:
    for mention in find_places(text):
        assert text[mention.start : mention.end] == mention.surface


def test_offsets_are_those_of_the_text_as_written() -> None:
    text = "Où ?   Un ESAT à  Saint-Étienne (42) et à Lyon."
    assert [(m.start, m.end, m.surface) for m in find_places(text)] == [
        (18, 36, "Saint-Étienne (42)"),
        (42, 46, "Lyon"),
    ]


def test_of_a_very_long_text_the_beginning_and_the_end_are_read() -> None:
    text = "à Roubaix. " + "bla " * 5000 + " à Lyon"
    found = find_places(text)
    assert [mention.surface for mention in found] == ["Roubaix", "Lyon"]
    assert text[found[1].start : found[1].end] == "Lyon"


def test_decomposed_accents_are_read_like_composed_ones() -> None:
    assert [mention.candidates for mention in find_places("à E\u0301vreux")] == [("commune-27229",)]
