"""A tracker store that forgets: on request at once, and every conversation after the time the settings give."""

import time
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from logging import getLogger
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
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


class ForgetfulTrackerStore(SQLTrackerStore):
    """Rasa's SQL store, which deletes a conversation whose slot `effacer` is true and those left for too long."""

    def __init__(self, domain: Domain | None = None, **kwargs: Any) -> None:
        """Open the store as Rasa does."""
        super().__init__(domain, **kwargs)
        self._purged_at = 0.0
        self._recent: OrderedDict[str, tuple[int, DialogueStateTracker]] = OrderedDict()
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

        What another server added meanwhile shows by the number of the last event: then all is read.
        """
        last, held = self._recent.pop(sender_id, (0, None))  # a turn that fails must not leave its traces
        if held is not None and last == self._last_event(sender_id):
            return held
        return await super().retrieve(sender_id)

    def _last_event(self, sender_id: str) -> int:
        with self.session_scope() as session:
            found = session.query(sa.func.max(self.SQLEvent.id)).filter_by(sender_id=sender_id).scalar()
        return int(found or 0)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Save the conversation, or delete all of it when the person asked so."""
        if tracker.get_slot("effacer"):
            await self.delete(tracker.sender_id)
        else:
            await super().save(tracker)
            self._recent[tracker.sender_id] = (self._last_event(tracker.sender_id), tracker)
            if len(self._recent) > KEPT_IN_MEMORY:
                self._recent.popitem(last=False)
        if time.time() - self._purged_at > BETWEEN_PURGES:
            self._purged_at = time.time()
            self.purge(settings().conservation_jours)

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
