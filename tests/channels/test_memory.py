"""The tracker store forgets on request and after the time the organisation chose."""

import time

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import BooleanSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.memory import DAY, ForgetfulTrackerStore

SLOT = {"type": "bool", "influence_conversation": False, "mappings": [{"type": "custom"}]}
DOMAIN = Domain.from_dict({"version": "3.1", "slots": {"effacer": SLOT}})


@pytest.fixture
def store(tmp_path) -> ForgetfulTrackerStore:
    """An empty store in a file."""
    return ForgetfulTrackerStore(DOMAIN, dialect="sqlite", db=str(tmp_path / "conversations.sqlite"))


def conversation(sender: str, days_old: float = 0) -> DialogueStateTracker:
    """Someone who said one thing some days ago."""
    tracker = DialogueStateTracker(sender, [BooleanSlot("effacer", [], influence_conversation=False)])
    tracker.update(UserUttered("bonjour", timestamp=time.time() - days_old * DAY))
    return tracker


async def test_a_conversation_is_remembered(store: ForgetfulTrackerStore) -> None:
    await store.save(conversation("a"))
    remembered = await store.retrieve("a")
    assert remembered is not None
    assert remembered.latest_message.text == "bonjour"


async def test_a_conversation_is_stored_whole_once_somebody_speaks(store: ForgetfulTrackerStore) -> None:
    tracker = await store.get_or_create_tracker("a")  # saved by Rasa with nothing but the wait for a message
    assert await store.retrieve("a") is None
    tracker.update(UserUttered("bonjour"))
    await store.save(tracker)
    everything = await store.retrieve_full_tracker("a")
    assert everything is not None
    assert [event.type_name for event in everything.events] == ["action", "user"]


async def test_a_conversation_is_erased_on_request_and_no_other(store: ForgetfulTrackerStore) -> None:
    tracker = conversation("a")
    await store.save(tracker)
    await store.save(conversation("b"))
    tracker.update(SlotSet("effacer", True))
    await store.save(tracker)
    assert await store.retrieve("a") is None
    assert await store.retrieve("b") is not None


async def test_whoever_comes_back_after_erasing_is_remembered_again(store: ForgetfulTrackerStore) -> None:
    tracker = conversation("a")
    tracker.update(SlotSet("effacer", True))
    await store.save(tracker)
    await store.save(conversation("a"))
    assert await store.retrieve("a") is not None


async def test_conversations_left_too_long_are_deleted(store: ForgetfulTrackerStore) -> None:
    store._purged_at = time.time()
    await store.save(conversation("ancienne", days_old=91))
    await store.save(conversation("recente", days_old=89))
    assert list(store.purge(90)) == ["ancienne"]
    assert await store.retrieve("ancienne") is None
    assert await store.retrieve("recente") is not None


async def test_saving_deletes_the_old_ones_by_itself(store: ForgetfulTrackerStore) -> None:
    store._purged_at = time.time()
    await store.save(conversation("ancienne", days_old=400))
    store._purged_at = 0
    await store.save(conversation("recente"))
    assert await store.retrieve("ancienne") is None


async def test_what_another_server_added_is_read(tmp_path) -> None:
    file = str(tmp_path / "conversations.sqlite")
    here, elsewhere = (ForgetfulTrackerStore(DOMAIN, dialect="sqlite", db=file) for _ in range(2))
    await here.save(conversation("a"))
    there = await elsewhere.retrieve("a")
    assert there is not None
    there.update(UserUttered("et ensuite ?"))
    await elsewhere.save(there)
    again = await here.retrieve("a")
    assert again is not None
    assert again.latest_message.text == "et ensuite ?"


async def test_a_turn_that_fails_before_it_is_saved_leaves_no_trace(store: ForgetfulTrackerStore) -> None:
    await store.save(conversation("a"))
    failing = await store.retrieve("a")
    assert failing is not None
    failing.update(UserUttered("perdu"))
    after = await store.retrieve("a")
    assert after is not None
    assert after.latest_message.text == "bonjour"


async def test_each_event_is_stored_once_even_after_a_new_session_begins(store: ForgetfulTrackerStore) -> None:
    await store.save(conversation("a"))
    for happening in (SessionStarted(), UserUttered("rebonjour"), UserUttered("et ensuite ?")):
        tracker = await store.retrieve("a")
        assert tracker is not None
        tracker.update(happening)
        await store.save(tracker)
    everything = await store.retrieve_full_tracker("a")
    assert everything is not None
    said = [event.text for event in everything.events if isinstance(event, UserUttered)]
    assert said == ["bonjour", "rebonjour", "et ensuite ?"]


async def test_a_conversation_that_left_memory_goes_on_where_it_was(
    store: ForgetfulTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.memory.KEPT_IN_MEMORY", 1)
    await store.save(conversation("a"))
    tracker = await store.retrieve("a")
    assert tracker is not None
    await store.save(conversation("b"))
    tracker.update(UserUttered("et ensuite ?"))
    await store.save(tracker)
    again = await store.retrieve("a")
    assert again is not None
    assert [event.text for event in again.events if isinstance(event, UserUttered)] == ["bonjour", "et ensuite ?"]
