"""A tracker store that forgets: on request at once, and every conversation after the time the settings give."""

import json
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from logging import getLogger
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import settings

# Rasa walks the tree of event classes for each event that it reads back: 0.1 ms each, all turns of a conversation
# at every turn. The answer never changes.
Event.resolve_by_type = staticmethod(lru_cache(maxsize=256)(Event.resolve_by_type))

logger = getLogger(__name__)
BETWEEN_PURGES = 3600  # seconds
DAY = 86_400  # seconds
KEPT_IN_MEMORY = 200  # conversations, about 0.1 MB each


@dataclass(frozen=True, slots=True)
class _Held:
    """What is known of a stored conversation: how many events the base holds, how many of the events in its tracker are
    stored, and the tracker once a turn is over."""

    stored: int
    saved: int
    tracker: DialogueStateTracker | None = None


_NOTHING = _Held(-1, 0)
_NOTHING_STORED = _Held(0, 0)


class ForgetfulTrackerStore(SQLTrackerStore):
    """Rasa's SQL store, which deletes a conversation whose slot `effacer` is true and those left for too long."""

    def __init__(self, domain: Domain | None = None, **kwargs: Any) -> None:
        """Open the store as Rasa does."""
        super().__init__(domain, **kwargs)
        self._purged_at = 0.0
        self._recent: OrderedDict[str, _Held] = OrderedDict()
        events = self.SQLEvent.__table__
        self._insert = events.insert()
        self._counted = sa.select(sa.func.count()).where(events.c.sender_id == sa.bindparam("sender_id"))
        if self.engine.dialect.name == "sqlite":
            self._keep_connections()

    def _keep_connections(self) -> None:
        """Rasa opens and closes the SQLite file several times a turn; here connections stay, in WAL mode."""
        url = self.engine.url
        self.engine.dispose()
        self.engine: sa.engine.Engine = sa.create_engine(
            url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False}
        )
        sa.event.listen(self.engine, "connect", _fast_and_safe)
        self.sessionmaker = sa.orm.sessionmaker(bind=self.engine)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation; one that this process saved last is not read again from its first event.

        What another server added meanwhile shows by how many events the base holds: then all is read.
        """
        held = self._recent.pop(sender_id, _NOTHING)
        stored = self._count(sender_id)
        tracker = held.tracker if held.stored == stored else None
        if tracker is None and stored:
            tracker = await super().retrieve(sender_id)
        # The tracker itself is not held: a turn that fails must not leave its traces.
        self._hold(sender_id, _Held(stored, len(tracker.events) if tracker else 0))
        return tracker

    def _count(self, sender_id: str) -> int:
        with self.engine.connect() as connection:
            return int(connection.execute(self._counted, {"sender_id": sender_id}).scalar() or 0)

    def _hold(self, sender_id: str, held: "_Held") -> None:
        self._recent[sender_id] = held
        if len(self._recent) > KEPT_IN_MEMORY:
            self._recent.popitem(last=False)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Save the conversation, or delete all of it when the person asked so."""
        if tracker.get_slot("effacer"):
            await self.delete(tracker.sender_id)
        else:
            await self.stream_events(tracker)
            self._append(tracker)
        if time.time() - self._purged_at > BETWEEN_PURGES:
            self._purged_at = time.time()
            self.purge(settings().conservation_jours)

    def _append(self, tracker: DialogueStateTracker) -> None:
        """Write the events that came since the conversation was read, in one statement; Rasa counts the stored ones
        and writes one by one."""
        held = self._recent.pop(tracker.sender_id, None)
        if held and not held.stored and [event.type_name for event in tracker.events] == [ActionExecuted.type_name]:
            self._hold(tracker.sender_id, _NOTHING_STORED)  # Rasa listens; nobody has spoken yet
            return
        if held is None:
            with self.session_scope() as session:
                new = list(self._additional_events(session, tracker))
        else:
            new = list(islice(tracker.events, held.saved, None))
        if new:
            with self.engine.begin() as connection:
                connection.execute(self._insert, [self._row(tracker.sender_id, event) for event in new])
        stored = held.stored + len(new) if held else self._count(tracker.sender_id)
        self._hold(tracker.sender_id, _Held(stored, len(tracker.events), tracker))

    @staticmethod
    def _row(sender_id: str, event: Event) -> dict[str, Any]:
        data = event.as_dict()
        return {
            "sender_id": sender_id,
            "type_name": event.type_name,
            "timestamp": data.get("timestamp"),
            "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
            "action_name": data.get("name"),
            "data": json.dumps(data),
        }

    async def delete(self, sender_id: str) -> None:
        """Delete every event of one conversation."""
        self._recent.pop(sender_id, None)
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter_by(sender_id=sender_id).delete()
            session.commit()

    def purge(self, days: int) -> Sequence[str]:
        """Delete the conversations whose last event is older than `days`; return their ids."""
        limit = time.time() - days * DAY
        try:
            with self.session_scope() as session:
                last = sa.func.max(self.SQLEvent.timestamp)
                query = session.query(self.SQLEvent.sender_id).group_by(self.SQLEvent.sender_id).having(last < limit)
                old = [row[0] for row in query.all()]
                if old:
                    session.query(self.SQLEvent).filter(self.SQLEvent.sender_id.in_(old)).delete(
                        synchronize_session=False
                    )
                    session.commit()
                return old
        except SQLAlchemyError:
            logger.exception("Old conversations could not be deleted")
            return []


def _fast_and_safe(connection: Any, _record: Any) -> None:
    """A crash of the machine may lose the last message; it never damages the file."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
