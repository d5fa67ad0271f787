"""Where the directory lives: a SQLite file by default, PostgreSQL by URL. One writer never blocks the
readers.
"""

from __future__ import annotations

import logging
import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from bot.directory.index import SearchIndex, load_index, save_index
from bot.directory.index_build import IndexBuilder
from bot.directory.model import STORED_FIELDS, Actor, merge_duplicates, public_id
from bot.directory.schema import acteurs, etat, from_row
from bot.directory.taxonomy import PROJECT_ROOT

logger = logging.getLogger(__name__)

SCHEMA_VERSION = "0001"
DEFAULT_FILE = PROJECT_ROOT / "var" / "annuaire.sqlite"
_MIGRATIONS = Path(__file__).with_name("migrations")
_READ_TIMEOUT_S = 2.0
_WRITE_TIMEOUT_S = 30.0


class DirectoryUnavailable(Exception):
    """The directory cannot be read or written; the message says why, in French, for the person who keeps
    it.
    """


def default_url() -> str:
    """The URL of the directory: ANNUAIRE_URL, else the project's SQLite file."""
    return os.environ.get("ANNUAIRE_URL") or f"sqlite:///{DEFAULT_FILE}"


class Store:
    """An open directory. Safe to share between threads; the search index is read again when an import
    changed it.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._index: tuple[str, SearchIndex] | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection on one coherent state of the directory; database failures become
        `DirectoryUnavailable`.
        """
        try:
            with self.engine.connect() as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            raise _unavailable(error) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it is kept, or nothing when an error or a crash interrupts it."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise _unavailable(error) from error

    def index(self, connection: Connection) -> SearchIndex:
        """The search index of the state that `connection` sees."""
        generation = connection.exec_driver_sql(_GENERATION).scalar()
        held = self._index
        if held is None or held[0] != generation:
            held = (generation, load_index(connection))
            self._index = held
        return held[1]

    def reindex(self, connection: Connection) -> None:
        """Builds the search index again, in the caller's transaction."""
        save_index(connection, IndexBuilder().build(connection))
        connection.execute(sa.delete(etat).where(etat.c.cle == "generation"))
        connection.execute(sa.insert(etat).values(cle="generation", valeur=uuid.uuid4().hex))

    def actor(self, identifiant: str) -> Actor | None:
        """The actor of a public id (`source--id`), merged with its twins from other sources, or None.

        A bare id is accepted when only one source uses it.
        """
        with self.reading() as connection:
            source = identifiant.split("--", 1)[0]
            rest = identifiant[len(source) + 2 :]
            wanted = sa.or_(acteurs.c.id == identifiant, sa.and_(acteurs.c.source == source, acteurs.c.id == rest))
            rows = connection.execute(sa.select(acteurs.c.num, acteurs.c.source, acteurs.c.id).where(wanted)).all()
            exact = [row for row in rows if public_id(row.source, row.id) == identifiant]
            rows = exact or rows
            if len(rows) != 1:
                return None
            index = self.index(connection)
            return self.actors(connection, [index.twins(rows[0].num)])[0]

    def actors(self, connection: Connection, groups: Sequence[Sequence[int]]) -> list[Actor]:
        """One actor per group of row numbers (the records of one establishment), in the order given."""
        numbers = [number for group in groups for number in group]
        if not numbers:
            return []
        rows = connection.exec_driver_sql(f"{_BY_NUMBER}({','.join(map(str, numbers))})").mappings()
        found = {row["num"]: from_row(row) for row in rows}
        return [merge_duplicates([found[n] for n in group]) if len(group) > 1 else found[group[0]] for group in groups]

    def all_actors(self, connection: Connection) -> Iterator[Actor]:
        """Every record as stored, without merging, by source then id; streamed."""
        query = sa.select(acteurs).order_by(acteurs.c.source, acteurs.c.id)
        for row in connection.execute(query, execution_options={"yield_per": 2_000}).mappings():
            yield from_row(row)

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()


# Read at each search: plain SQL saves a third of a millisecond of statement building.
_GENERATION = "SELECT valeur FROM etat WHERE cle = 'generation'"
_BY_NUMBER = f"SELECT num, {', '.join(STORED_FIELDS)} FROM acteurs WHERE num IN "


def open_store(url: str | None = None, *, write: bool = False) -> Store:
    """The directory at `url` (default: `default_url()`).

    With `write`, an absent SQLite file is created and the tables are brought up to date. Otherwise the
    directory must
    exist and be readable. Raises `DirectoryUnavailable` with a sentence in French.
    """
    try:
        parsed = make_url(url or default_url())
    except ArgumentError as error:
        raise DirectoryUnavailable(
            "L'adresse de l'annuaire n'est pas une URL SQLAlchemy (sqlite:///… ou postgresql://…)."
        ) from error
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    if is_file:
        path = Path(str(parsed.database))
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.exists():
            raise DirectoryUnavailable(
                f"L'annuaire n'est pas installé : le fichier {path.name} est absent. "
                "Pour le créer : annuaire importer FICHIER."
            )
    try:
        store = Store(_engine(parsed, write))
    except (SQLAlchemyError, ImportError) as error:
        raise _unavailable(error) from error
    try:
        if write:
            _migrate(store)
        else:
            _check(store)
    except DirectoryUnavailable:
        store.close()
        raise
    return store


def _engine(url: URL, write: bool) -> Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, future=True, pool_pre_ping=True)
    timeout = _WRITE_TIMEOUT_S if write else _READ_TIMEOUT_S
    engine = sa.create_engine(
        url, future=True, poolclass=QueuePool, connect_args={"timeout": timeout, "check_same_thread": False}
    )

    @sa.event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        # Transactions are opened by SQLAlchemy below: pysqlite's own handling would commit before each DDL.
        connection.isolation_level = None
        if write:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA cache_size=-65536")
        else:
            connection.execute("PRAGMA query_only=ON")

    @sa.event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _version(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _check(store: Store) -> None:
    with store.reading() as connection:
        version = _version(connection)
    if version is None:
        raise DirectoryUnavailable("L'annuaire est vide. Pour le remplir : annuaire importer FICHIER.")
    if version != SCHEMA_VERSION:
        raise DirectoryUnavailable(
            "L'annuaire a été créé par une autre version du programme "
            f"({version}, attendu {SCHEMA_VERSION}). "
            "Un nouvel import le met à jour : annuaire importer FICHIER."
        )


def _migrate(store: Store) -> None:
    with store.writing() as connection:
        if _version(connection) == SCHEMA_VERSION:
            return
        from alembic import command  # only an import of data ever needs it: searching stays quick to start
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        store.reindex(connection)


def _unavailable(error: Exception) -> DirectoryUnavailable:
    detail = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    logger.warning("directory unavailable: %s", detail)
    lowered = detail.lower()
    if "locked" in lowered or "busy" in lowered:
        reason = "il est verrouillé par un autre programme ; réessayez dans un instant"
    elif "not a database" in lowered or "malformed" in lowered or "corrupt" in lowered:
        reason = "son fichier est abîmé ; restaurez une sauvegarde ou refaites un import dans un nouveau fichier"
    elif "readonly" in lowered or "permission" in lowered or "unable to open" in lowered:
        reason = "le programme n'a pas le droit d'ouvrir ou d'écrire son fichier"
    elif "connect" in lowered or "connection" in lowered:
        reason = "la base de données ne répond pas"
    else:
        reason = f"la base de données a répondu : {detail}"
    return DirectoryUnavailable(f"L'annuaire ne peut pas être utilisé : {reason}.")
