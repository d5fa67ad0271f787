"""What Rasa works out again at each turn though it never changes, done once or not at all.

A turn makes six trackers, each of which copies every slot by the slow general way; checks that the domain is not empty
by writing it all out; and copies events for log lines that nobody asked to see. That was a seventh of a turn.
"""

from typing import Any, TypeVar

import rasa.core.processor
from rasa.shared.core.domain import Domain
from rasa.shared.core.slots import Slot

_AnySlot = TypeVar("_AnySlot", bound=Slot)
_is_empty = Domain.is_empty


def copy_slot(slot: _AnySlot) -> _AnySlot:
    """Return what `copy.copy` gives: a slot of the same class with the same attributes, not shared."""
    twin = object.__new__(type(slot))
    twin.__dict__.update(slot.__dict__)
    return twin


def is_empty(domain: Domain) -> bool:
    """Return what Rasa's `Domain.is_empty` says, asked once: a loaded domain does not change."""
    known: bool | None = domain.__dict__.get("_known_empty")
    if known is None:
        known = domain.__dict__["_known_empty"] = _is_empty(domain)
    return known


class _Uncopied:
    """Stands for the module `copy` in `rasa.core.processor`, which only copies what it logs."""

    @staticmethod
    def deepcopy(value: Any) -> Any:
        return value


def install() -> None:
    """Make Rasa save this work from now on."""
    Slot.__copy__ = copy_slot
    Domain.is_empty = is_empty
    rasa.core.processor.copy = _Uncopied
