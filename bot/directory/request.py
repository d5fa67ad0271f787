"""A directory request as a conversation builds it: filled over several messages, refined, corrected."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.directory.taxonomy import kinds
from bot.directory.text import fold, words
from bot.territory import territories

ALL_TYPES = "tous"
DEFAULT_KM = 25.0
NEAREST_KM = 5.0
FARTHEST_KM = 100.0
WITHOUT_SECTOR = frozenset({"facilitateur", "prescripteur", "institution"})  # families that do no trade
_WIDER = {
    "epci": re.compile(r"\btoute? (?:la|l|le) ?(?:agglo\w*|metropole|communaute|intercommunalite)"),
    "departement": re.compile(r"\btout (?:le )?departement\b|\bau niveau du departement\b"),
    "region": re.compile(r"\btoute (?:la )?region\b|\bau niveau de la region\b"),
}
_COUNTRY = re.compile(r"\b(?:toute? la france|la france entiere|partout en france|dans tout le pays)\b")
_IN_COUNTRY = re.compile(r"\ben france(?! travail)\b")  # unless a place is named too: « une ETTI en France, à Lille »
_NEARER = re.compile(r"\bplus (?:pres|proches?)\b|\bmoins loin\b|\bvraiment a cote\b")
_FARTHER = re.compile(r"\bplus (?:loin|large\w*)\b|\belarg\w+\b|\baux alentours\b|\bautour\b")
_ORDINALS = (
    re.compile(r"\b(?:premiere?|1 ?(?:er|ere)|numero 1|n 1)\b"),
    re.compile(r"\b(?:deuxieme|seconde?|2 ?(?:e|eme|nd|nde)|numero 2|n 2)\b"),
    re.compile(r"\b(?:troisieme|3 ?(?:e|eme)|numero 3|n 3)\b"),
    re.compile(r"\b(?:quatrieme|4 ?(?:e|eme)|numero 4|n 4)\b"),
    re.compile(r"\b(?:cinquieme|5 ?(?:e|eme)|numero 5|n 5)\b"),
)


MOST_OTHERS = 3  # other places offered after a search


@dataclass(frozen=True)
class Request:
    """What the person looks for. `candidats` holds the ids of an ambiguous place; `affiches` the actors last shown;
    `nom` the words of a name; `autres` the places of the same message that are still to be searched.
    """

    territoire: str | None = None
    types: tuple[str, ...] = ()
    types_connus: bool = False
    secteur: str | None = None
    modalite: str | None = None
    distance_km: float = DEFAULT_KM
    page: int = 1
    candidats: tuple[str, ...] = ()
    affiches: tuple[str, ...] = ()
    echecs: int = 0
    nom: str | None = None
    autres: tuple[str, ...] = ()

    @classmethod
    def from_state(cls, state: object) -> "Request":
        """Read a saved request; anything unknown or damaged is left out."""
        if not isinstance(state, Mapping):
            return cls()
        known = {key: value for key, value in state.items() if key in cls.__dataclass_fields__}
        for key in ("types", "candidats", "affiches", "autres"):
            known[key] = tuple(known.get(key) or ())
        return cls(**known)

    def to_state(self) -> dict[str, Any]:
        """The request as JSON-serialisable data."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    @property
    def missing(self) -> str | None:
        """What must still be asked: `territoire`, `type_acteur` or None."""
        if self.territoire is None:
            return "territoire"
        return None if self.types_connus else "type_acteur"


def merge(
    previous: Request, entities: Sequence[Mapping[str, Any]], text: str, new_search: bool, near: str | None = None
) -> Request:
    """Return the request after one more message.

    What the message names replaces what was known; what it leaves out stays, but for the sector and the modality
    when a new kind of actor is asked for. `near` (a territory id) decides between places of the same name, after the
    place already known.
    """
    types = _kinds_said(entities)
    sector, modality = _last(entities, "secteur"), _last(entities, "modalite")
    request = replace(previous, page=1, echecs=0, nom=None)
    if (sector or modality) and not types and _do_no_trade(request.types):
        request = replace(request, types=())  # « plutôt dans le bâtiment » after a facilitateur asks for who works
    if types:
        request = replace(request, types=() if ALL_TYPES in types else types, types_connus=True)
        if (new_search and types != previous.types) or _do_no_trade(types):
            request = replace(request, secteur=None, modalite=None)
    elif new_search and not (sector or modality or _mentions(entities) or _adjusts(text)):
        request = replace(request, types=(), types_connus=False, secteur=None, modalite=None)
    if (sector or modality) and not _do_no_trade(types):  # « les travaux sont à Lyon, qui est le facilitateur ? »
        request = replace(
            request,
            secteur=sector or request.secteur,
            modalite=modality or request.modalite,
            types_connus=True,
        )
    chosen = None if _mentions(entities) else _chosen_place(request.candidats, text)
    placed = replace(request, territoire=chosen, candidats=()) if chosen else _placed(request, entities, near)
    if not _mentions(entities) and _IN_COUNTRY.search(fold(text)):
        return replace(placed, territoire="france", candidats=())
    return _adjusted(placed, text)


def brings_something(request: Request, entities: Iterable[Mapping[str, Any]], text: str) -> bool:
    """Whether a message says anything that this request can use."""
    entities = tuple(entities)
    if _kinds_said(entities) or _values(entities, "secteur") or _values(entities, "modalite") or _mentions(entities):
        return True
    return _adjusts(text) or _chosen_place(request.candidats, text) is not None


def tells_places_apart(request: Request, text: str) -> bool:
    """Whether a message chooses between the places asked about, whatever else it looks like."""
    return _chosen_place(request.candidats, text) is not None


def by_name(entities: Sequence[Mapping[str, Any]], name: str, place: str | None) -> Request:
    """The request for the actors of a name, in a place or else in France, of the kinds that the message names."""
    return Request(territoire=place or "france", types=_kinds_said(entities), types_connus=True, nom=name)


def all_kinds(request: Request) -> Request:
    """The same request for every kind of actor: what « je ne sais pas » means when the kind is asked."""
    return replace(request, types=(), types_connus=True, echecs=0)


def chosen_actor(request: Request, text: str) -> str | None:
    """Return the id of the shown actor that « le deuxième », « le dernier » ... designates, or None."""
    return _ranked(request.affiches, text)


def _chosen_place(ids: Sequence[str], text: str) -> str | None:
    """The place, of several of the same name, that « le deuxième » or « celui de la Réunion » designates, or None."""
    by_rank = _ranked(ids, text)
    if by_rank:
        return by_rank
    said = f" {' '.join(words(text))} "
    found = [id_ for id_ in ids if any(f" {name} " in said for name in _names_around(id_, ids))]
    return found[0] if len(found) == 1 else None


def _names_around(id_: str, ids: Sequence[str]) -> set[str]:
    """The folded names of the territories that hold this place and none of the others."""
    around = {one: {t.nom for t in territories().ancestors(one)} for one in ids}
    others = set().union(*(names for one, names in around.items() if one != id_))
    return {" ".join(words(name)).removeprefix("la ").removeprefix("le ") for name in around[id_] - others}


def _ranked(ids: Sequence[str], text: str) -> str | None:
    folded = fold(text)
    if ids and re.search(r"\bderni", folded):
        return ids[-1]
    rank = next((rank for rank, pattern in enumerate(_ORDINALS) if pattern.search(folded)), None)
    return ids[rank] if rank is not None and rank < len(ids) else None


def _do_no_trade(types: Iterable[str]) -> bool:
    families = {kinds()[code].type_acteur if code in kinds() else code for code in types}
    return bool(families) and families <= WITHOUT_SECTOR


def _adjusts(text: str) -> bool:
    folded = fold(text)
    return any(p.search(folded) for p in (*_WIDER.values(), _COUNTRY, _NEARER, _FARTHER))


def _placed(request: Request, entities: Sequence[Mapping[str, Any]], near: str | None) -> Request:
    mentions = _mentions(entities)
    if not mentions:
        return replace(request, candidats=())
    precise = [m for m in mentions if m[0].startswith(("commune-", "code_postal-"))]
    candidates = (precise or mentions)[-1]
    if request.candidats:  # « Saint-Denis », then « 974 »: the wider place decides between the homonyms
        inside = [c for c in request.candidats if any(candidates[0] == t.id for t in territories().ancestors(c))]
        if len(inside) == 1:
            return replace(request, territoire=inside[0], candidats=())
    request = replace(request, candidats=(), autres=_others(request, precise or mentions, candidates))
    if len(candidates) == 1:
        return replace(request, territoire=candidates[0])
    for reference in (request.territoire, near):
        same = [c for c in candidates if reference and _share_departement(c, reference)]
        if len(same) == 1:
            return replace(request, territoire=same[0])
    return replace(request, territoire=None, candidats=candidates)


def _others(request: Request, mentions: Sequence[tuple[str, ...]], searched: tuple[str, ...]) -> tuple[str, ...]:
    """The places still to be searched: those named beside the one searched, or left of those named before."""
    named = dict.fromkeys(ids[0] for ids in mentions[:-1] if len(ids) == 1)
    if not named and searched[0] in request.autres:
        named = dict.fromkeys(request.autres)
    return tuple(id_ for id_ in named if id_ not in searched)[:MOST_OTHERS]


def _adjusted(request: Request, text: str) -> Request:
    folded = fold(text)
    if _COUNTRY.search(folded):
        return replace(request, territoire="france", candidats=())
    place = territories().get(request.territoire) if request.territoire else None
    if place:
        for level, pattern in _WIDER.items():
            wider = next((t.id for t in territories().ancestors(place.id) if t.type == level), None)
            if wider and pattern.search(folded):
                return replace(request, territoire=wider)
    if _NEARER.search(folded):
        return replace(request, distance_km=max(NEAREST_KM, request.distance_km / 2))
    if _FARTHER.search(folded):
        return replace(request, distance_km=min(FARTHEST_KM, request.distance_km * 2))
    return request


def _share_departement(one: str, other: str) -> bool:
    a, b = territories().get(one), territories().get(other)
    if not (a and b and a.departement):
        return False
    return a.departement == (b.code if b.type == "departement" else b.departement)


def _mentions(entities: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Each place named, as its known candidate ids; an id that no table knows is left out."""
    mentions = []
    for entity in entities:
        if entity.get("entity") == "territoire":
            value = entity.get("value")
            ids = tuple(i for i in (value if isinstance(value, list) else [value]) if isinstance(i, str))
            known = tuple(i for i in ids if territories().get(i))
            if known:
                mentions.append(known)
    return mentions


def _kinds_said(entities: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The kinds and families of actors named, each once; a code that no vocabulary knows is left out."""
    families = {kind.type_acteur for kind in kinds().values()}
    said = dict.fromkeys(_values(entities, "type_acteur"))
    return tuple(code for code in said if code in kinds() or code in families or code == ALL_TYPES)


def _values(entities: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    values: list[str] = []
    for entity in entities:
        if entity.get("entity") == name:
            value = entity.get("value")
            values.extend(v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str))
    return values


def _last(entities: Iterable[Mapping[str, Any]], name: str) -> str | None:
    values = _values(entities, name)
    return values[-1] if values else None
