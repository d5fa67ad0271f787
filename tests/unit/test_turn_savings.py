"""What is saved at each turn changes nothing of what Rasa does."""

import copy
from collections.abc import Iterator

import pytest
import rasa.core.processor
from rasa.shared.core.domain import Domain
from rasa.shared.core.slots import CategoricalSlot, ListSlot, Slot, TextSlot

from bot import turn_savings


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The savings, taken back after each test."""
    monkeypatch.setattr(Slot, "__copy__", turn_savings.copy_slot, raising=False)
    monkeypatch.setattr(Domain, "is_empty", turn_savings.is_empty)
    yield


@pytest.mark.parametrize(
    "slot",
    [
        TextSlot("territoire", [{"type": "custom"}], initial_value="Lens"),
        ListSlot("types", [{"type": "custom"}]),
        CategoricalSlot("profil", [{"type": "custom"}], values=["acheteur", "entreprise"], influence_conversation=True),
    ],
    ids=lambda slot: slot.name,
)
def test_a_copied_slot_is_the_same_and_lives_its_own_life(slot: Slot) -> None:
    twin = copy.copy(slot)
    assert type(twin) is type(slot)
    assert twin.__dict__ == slot.__dict__
    twin.value = "autre"
    assert slot.value != "autre"


@pytest.mark.parametrize(("text", "empty"), [("version: '3.1'\nintents:\n- salutation\n", False), ("", True)])
def test_a_domain_says_each_time_whether_it_is_empty(text: str, empty: bool) -> None:
    domain = Domain.from_yaml(text) if text else Domain.empty()
    assert [domain.is_empty() for _ in range(2)] == [empty, empty]


def test_rasa_copies_in_its_processor_only_what_it_logs() -> None:
    """`_Uncopied` must give way the day Rasa's processor copies something that it keeps."""
    source = rasa.core.processor.__file__
    with open(source, encoding="utf-8") as lines:
        copied = [line.strip() for line in lines if "copy." in line]
    assert copied
    assert all("=copy.deepcopy(" in line for line in copied), copied
