"""The journeys that a conversation keeps, by name: left for later, or done and compared with the next time."""

from collections.abc import Mapping
from typing import Any

from bot.guidance.commands import find_command
from bot.guidance.journeys import JOURNEYS

Kept = dict[str, Mapping[str, Any]]


def known_only(kept: Mapping[str, Any]) -> Kept:
    """Return what is kept without what no journey can read any more."""
    return {name: state for name, state in kept.items() if name in JOURNEYS and isinstance(state, Mapping)}


def keep(kept: Kept, state: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return what is kept once `state` is added, as the latest."""
    others = {name: each for name, each in kept.items() if name != state["journey"]}
    return {**others, state["journey"]: state}


def unfinished(kept: Kept) -> list[str]:
    """The journeys left before their end, the latest first."""
    return [name for name, state in reversed(kept.items()) if state.get("phase") != "fini"]


def latest_done(kept: Kept) -> Mapping[str, Any] | None:
    """The state of the latest journey, if it came to its end: its figures can still be corrected."""
    latest = next(reversed(kept.values()), None)
    return latest if latest and latest.get("phase") == "fini" else None


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
