"""Deciding which territory a name stands for, with what is known of the person's territory."""

from __future__ import annotations

from dataclasses import dataclass

from bot.territory.gazetteer import PlaceMention, find_places, likely, outweighs
from bot.territory.index import NameIndex, name_index
from bot.territory.names import normalise, tokenize
from bot.territory.proposals import likeliest
from bot.territory.tables import Territory

WORTH_NEAR = 2_000  # inhabitants from which the homonym of one's own département wins over a famous town
_FILLERS = (
    "a",
    "au",
    "aux",
    "de",
    "du",
    "des",
    "d",
    "sur",
    "dans",
    "vers",
    "en",
    "commune",
    "ville",
    "mairie",
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The territory meant, or None when it is not sure: ask about `candidates`, likeliest first."""

    id: str | None
    candidates: tuple[str, ...] = ()


def resolve_place(text_or_mention: str | PlaceMention, near: str | None = None) -> Resolution:
    """Return the territory that a name, or a mention found by `find_places`, stands for.

    Args:
        text_or_mention: what the person wrote to say a place; a place even if it is an ordinary word.
        near: id of the person's territory, or of a place said earlier, which decides between homonyms.

    Of several places, the one that lies in all the others; else all are candidates, none chosen.
    """
    index = name_index()
    if isinstance(text_or_mention, PlaceMention):
        return _choose(index, text_or_mention.candidates, text_or_mention.homonyms, near)
    mentions = find_places(text_or_mention)
    if not mentions:
        ids = _as_a_name(index, text_or_mention)
        return _choose(index, likely(index, ids), ids, near)
    if len(mentions) == 1:
        return _choose(index, mentions[0].candidates, mentions[0].homonyms, near)
    chosen = [_choose(index, mention.candidates, mention.homonyms, near) for mention in mentions]
    ids = _narrowest(index, tuple(dict.fromkeys(one.id or one.candidates[0] for one in chosen)))
    unsure = len(ids) == 1 and all(one.id != ids[0] for one in chosen)
    if unsure:
        return next(one for one in chosen if one.candidates[0] == ids[0])
    return Resolution(ids[0] if len(ids) == 1 else None, ids)


def _narrowest(index: NameIndex, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the places without those that hold another of them ("dans le Gers, à Mirande" is Mirande)."""
    wider = {parent.id for id_ in ids for parent in index.territories.ancestors(id_)}
    return tuple(id_ for id_ in ids if id_ not in wider) or ids


def _as_a_name(index: NameIndex, text: str) -> tuple[str, ...]:
    """Return the territories of a text taken as a bare name, ordinary word or misspelling included."""
    words = [token.form for token in tokenize(text[:200])]
    for first in range(min(len(words), 4)):
        if first and words[first - 1] not in _FILLERS:
            break
        key = " ".join(words[first:])
        contracted = {"au": "le ", "du": "le ", "aux": "les ", "des": "les "}.get(words[first - 1], "") if first else ""
        ids = index.lookup(contracted + key) if contracted else ()
        ids = ids or index.lookup(key)
        if ids:
            return ids
    return likeliest(index, normalise(text[:200]))


def _choose(index: NameIndex, candidates: tuple[str, ...], homonyms: tuple[str, ...], near: str | None) -> Resolution:
    around = index.territories.get(near) if near else None
    if around is not None and len(homonyms or candidates) > 1:
        close = _closest(
            index, homonyms or candidates, around, famous=outweighs(index, candidates) if len(candidates) > 1 else True
        )
        if close:
            close = likely(index, close, at_home=True)
            return Resolution(close[0] if len(close) == 1 else None, close)
    return Resolution(candidates[0] if len(candidates) == 1 else None, candidates)


def _closest(index: NameIndex, ids: tuple[str, ...], around: Territory, famous: bool) -> tuple[str, ...]:
    """Return the homonyms nearest to a territory: in it or its EPCI, else in its département, else région."""
    places = [place for id_ in ids if (place := index.territories.get(id_)) is not None]
    own = [p.id for p in places if p.id == around.id or (around.epci and p.epci == around.epci and p.type == "commune")]
    if own:
        return tuple(own)
    least = WORTH_NEAR if famous else 0
    same = [
        p.id for p in places
        if around.departement and p.departement == around.departement and p.population >= least
    ]  # fmt: skip
    if same or famous:
        return tuple(same)
    return tuple(p.id for p in places if around.region and p.region == around.region)
