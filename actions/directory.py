"""How a directory answer is shown: the list, one actor, whom to turn to; the directory may be out of order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from logging import getLogger
from textwrap import shorten
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.speech import say_text
from bot.directory import (
    DirectoryUnavailable,
    Query,
    SearchResult,
    Store,
    UnknownTerritory,
    alternatives,
    open_store,
    search,
)
from bot.directory.labels import kind_label, modality_label, sector_label
from bot.directory.naming import named_among
from bot.directory.presentation import actor_card
from bot.directory.request import DEFAULT_KM, Request, by_name
from bot.guidance import Button
from bot.territory import territories

logger = getLogger(__name__)
_stores: dict[str, Store] = {}


def store() -> Store:
    """The directory, opened once a process and again after a failure; raises DirectoryUnavailable."""
    if "store" not in _stores:
        _stores["store"] = open_store()
    return _stores["store"]


def forget_store() -> None:
    """Open the directory again at the next request."""
    _stores.clear()


def answer_request(dispatcher: CollectingDispatcher, tracker: Tracker, request: Request) -> Request:
    """Search and say what was found, or whom to turn to; return the request with the actors shown."""
    place = request.territoire or "france"
    try:
        result = search(
            store(),
            Query(
                territoire=place,
                types=request.types,
                secteur=request.secteur,
                modalite=request.modalite,
                distance_km=request.distance_km,
                page=request.page,
                texte=request.nom,
            ),
        )
        others = alternatives(store(), place) if not result.total else {}
    except DirectoryUnavailable as error:
        logger.error("Annuaire indisponible : %s", error)
        forget_store()
        say_text(dispatcher, tracker, "annuaire_indisponible", recours=_ways({}, place))
        return request
    if result.total and not result.acteurs:
        say_text(dispatcher, tracker, "plus_de_suite")
        return replace(request, page=max(1, result.pages))
    message = result.as_message()
    if request.nom and result.total == 1:
        show_actor(dispatcher, tracker, message["acteurs"][0]["id"])
    elif result.total:
        _say_actors(dispatcher, tracker, request, result, message)
    else:
        say_text(
            dispatcher,
            tracker,
            "aucun_acteur",
            lieu=territories().label(place),
            criteres=_criteria(request),
            recours=_ways(others, place),
            autres=[territories().label(id_) for id_ in request.autres],
            custom=message,
            buttons=[*_elsewhere(request), *_when_none(request)],
        )
    return replace(request, affiches=tuple(a["id"] for a in message["acteurs"]))


def show_actor(dispatcher: CollectingDispatcher, tracker: Tracker, actor_id: str) -> None:
    """Say all that the directory holds of one actor."""
    try:
        actor = store().actor(actor_id)
    except DirectoryUnavailable as error:
        logger.error("Annuaire indisponible : %s", error)
        forget_store()
        say_text(dispatcher, tracker, "annuaire_indisponible", recours=[])
        return
    if actor is None:
        say_text(dispatcher, tracker, "fiche_inconnue")
        return
    card = actor_card(actor, date.today())
    sectors = ", ".join(sector_label(code) for code in actor.secteurs)
    shown = card | {"nature": _nature(card), "secteurs_en_mots": sectors, "date_en_mots": _day(card["date_maj"])}
    say_text(dispatcher, tracker, "fiche", a=shown)


def named_request(request: Request, entities: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Request | None:
    """The first request by one of these names that finds somebody, around the known place or else in France."""
    sought = (by_name(entities, name, place) for place in dict.fromkeys((request.territoire, None)) for name in names)
    return next((one for one in sought if count_actors(one.territoire or "france", one.types, one.nom)), None)


def shown_actor(request: Request, text: str) -> str | None:
    """The id of the actor of the list just shown that the message names, or None."""
    try:
        actors = {id_: store().actor(id_) for id_ in request.affiches}
    except DirectoryUnavailable:
        return None
    return named_among(text, {id_: actor.nom for id_, actor in actors.items() if actor})


def places_to_choose(ids: tuple[str, ...]) -> list[Button]:
    """One button a place of the same name, largest first, five at most."""
    return [Button(territories().label(i), f'/informer{{"territoire": "{i}"}}') for i in ids[:5]]


def _say_actors(
    dispatcher: CollectingDispatcher, tracker: Tracker, request: Request, result: SearchResult, message: dict[str, Any]
) -> None:
    actors = [card | {"nature": _nature(card)} for card in message["acteurs"]]
    buttons = [
        Button(shorten(f"Détails : {a['nom']}", 60, placeholder="…"), f'/chercher_acteur{{"fiche": "{a["id"]}"}}')
        for a in actors
    ]
    if result.page < result.pages:
        buttons.append(Button("Voir la suite", "/voir_plus"))
    buttons += _elsewhere(request)
    buttons.append(Button("Emporter la liste", '/obtenir_document{"type_document": "liste_contacts"}'))
    say_text(
        dispatcher,
        tracker,
        "acteurs",
        buttons=buttons,
        custom=message,
        total=result.total,
        page=result.page,
        pages=result.pages,
        lieu=territories().label(request.territoire or "france"),
        criteres=_criteria(request),
        acteurs=actors,
        autres=[territories().label(id_) for id_ in request.autres],
        fictif=any(a.get("fictif") for a in actors),
    )


def _elsewhere(request: Request) -> list[Button]:
    """One button for each other place of the message: the same search there."""
    return [
        Button(f"Même recherche : {territories().label(id_)}", f'/chercher_acteur{{"territoire": "{id_}"}}')
        for id_ in request.autres
    ]


def _criteria(request: Request) -> str:
    words = [kind_label(code) for code in request.types]
    words += [f"« {request.nom} »"] if request.nom else []
    words += [sector_label(request.secteur)] if request.secteur else []
    words += [modality_label(request.modalite)] if request.modalite else []
    words += [f"{request.distance_km:g} km au plus"] if request.distance_km != DEFAULT_KM else []
    return ", ".join(words)


def _day(iso: str | None) -> str | None:
    """« 05/08/2026 » for « 2026-08-05 »; what is not a date is shown as it is."""
    try:
        return date.fromisoformat(iso or "").strftime("%d/%m/%Y")
    except ValueError:
        return iso


def _nature(card: dict[str, Any]) -> str:
    return card.get("libelle_kind") or kind_label(card.get("type_acteur") or "")


def _when_none(request: Request) -> list[Button]:
    buttons = []
    if "facilitateur" not in request.types:
        buttons.append(Button("Chercher le facilitateur", '/chercher_acteur{"type_acteur": "facilitateur"}'))
    if request.types or request.secteur:
        buttons.append(Button("Voir tous les acteurs du lieu", '/chercher_acteur{"type_acteur": "tous"}'))
    return buttons


def _ways(others: dict[str, Any], place: str) -> list[str]:
    """Whom to turn to for this place, in words: known facilitateurs, then its EPCI, département and région."""
    known = territories()
    named = [f"{card['nom']} (facilitateur, {card['motif']})" for card in others.get("facilitateurs", [])]
    around = [t for t in known.ancestors(place) if t.type in ("epci", "departement", "region")]
    return [*named, *(known.label(t.id) for t in around)]


def count_actors(place: str, types: tuple[str, ...], name: str | None = None) -> int | None:
    """How many actors of these kinds (and name) the directory has for a place; None when it cannot answer."""
    try:
        return search(store(), Query(territoire=place, types=types, par_page=1, texte=name)).total
    except (DirectoryUnavailable, UnknownTerritory) as error:
        logger.error("Annuaire indisponible : %s", error)
        return None


def find_actors(place: str, types: tuple[str, ...], limit: int = 3) -> list[dict[str, Any]]:
    """The first actors of these kinds for a place, as the contract shows them; none when the directory fails."""
    try:
        return search(store(), Query(territoire=place, types=types, par_page=limit)).as_message()["acteurs"]
    except (DirectoryUnavailable, UnknownTerritory) as error:
        logger.error("Annuaire indisponible : %s", error)
        return []
