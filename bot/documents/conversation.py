"""The data of a document, gathered from what a conversation knows: profile, directory request, journeys."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.directory.request import Request
from bot.territory import territories

MOST_CONTACTS = 14  # more would make the link too long
UNNAMED = "votre organisation"
FindActors = Callable[[str, tuple[str, ...], int], list[dict[str, Any]]]


def document_data(
    organisation: str,
    audience: str | None,
    profile: str | None,
    request: Request,
    journeys: Mapping[str, Any],
    find_actors: FindActors,
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the keys that `bot.documents` reads, those that are known only; `extra` wins over all.

    `journeys` holds the saved states by journey; an answer that is missing or of another shape is left out.
    """
    hours, onboarding = (
        _answers(journeys, "calculer_heures"),
        _answers(journeys, "demarrer_parcours_referent"),
    )
    place = request.territoire or hours.get("territoire") or onboarding.get("territoire")
    place = place if isinstance(place, str) and territories().get(place) else None
    diagnostic = _result(journeys, "faire_diagnostic")
    data = {
        "organisation": None if organisation == UNNAMED else organisation,
        "audience": audience,
        "profil": profile,
        "territoire_nom": territories().label(place) if place else None,
        "acteurs": find_actors(place, request.types, MOST_CONTACTS) if place else None,
        "contrat": _contract(hours, _result(journeys, "calculer_heures")),
        "scores": diagnostic.get("scores"),
        "plan": diagnostic.get("plan"),
        **(extra or {}),
    }
    return {key: value for key, value in data.items() if value}


def _contract(answers: Mapping[str, Any], result: Mapping[str, Any]) -> dict[str, Any]:
    contract = {
        "montant": answers.get("montant"),
        "taux": answers.get("taux"),
        "duree_mois": answers.get("duree"),
        "heures": result.get("heures") or answers.get("heures"),
    }
    return {key: value for key, value in contract.items() if isinstance(value, int | float) and value > 0}


def _answers(journeys: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return _mapping(_mapping(journeys.get(name)).get("answers"))


def _result(journeys: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return _mapping(_mapping(journeys.get(name)).get("result"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
