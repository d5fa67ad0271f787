"""The journeys that a conversation keeps, by name: left for later, or done and compared with the next time."""

from collections.abc import Mapping
from typing import Any

from bot.guidance.commands import find_command
from bot.guidance.journeys import JOURNEYS

Kept = Mapping[str, Mapping[str, Any]]


def keep(kept: Kept | None, state: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return what is kept once `state` is added, as the latest."""
    others = {name: each for name, each in (kept or {}).items() if name != state["journey"]}
    return {**others, state["journey"]: state}


def unfinished(kept: Kept | None) -> list[str]:
    """The journeys left before their end, the latest first."""
    return [name for name, state in reversed((kept or {}).items()) if name in JOURNEYS and state.get("phase") != "fini"]


def latest_done(kept: Kept | None) -> Mapping[str, Any] | None:
    """The state of the latest journey, if it came to its end: its figures can still be corrected."""
    latest = next(reversed((kept or {}).values()), None)
    return latest if latest and latest.get("phase") == "fini" and latest.get("journey") in JOURNEYS else None


def title(journey: str) -> str:
    """The name of a journey, for a person."""
    return JOURNEYS[journey].content().title


def wants_to_resume(text: str) -> bool:
    """Whether a message asks to take a journey up again (« reprendre », « on continue »)."""
    return find_command(text)[0] == "reprendre"


def wants_to_stop(text: str) -> bool:
    """Whether a message asks to stop what is under way (« stop », « laissez tomber », « plus tard »)."""
    return find_command(text)[0] == "stop"


def does_not_know(text: str) -> bool:
    """Whether a message says that the person does not know (« aucune idée »)."""
    return find_command(text)[0] == "ne_sait_pas"
