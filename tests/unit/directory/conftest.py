"""A directory in a SQLite file, and the same in a PostgreSQL cluster started for the tests."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.directory import Actor, Store, open_store
from bot.directory.schema import acteurs, to_row
from bot.directory.targets import departement_of_commune

SHARED_DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def _postgresql_binary(name: str) -> str | None:
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / name).exists():
            return str(folder / name)
    return shutil.which(name)


def _unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root: another user is taken then."""
    if os.geteuid() != 0:
        return []
    user = "postgres" if subprocess.run(["id", "postgres"], capture_output=True).returncode == 0 else "nobody"
    return ["runuser", "-u", user, "--"]


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The URL of a private PostgreSQL server, stopped and erased at the end."""
    initdb, pg_ctl = _postgresql_binary("initdb"), _postgresql_binary("pg_ctl")
    if initdb is None or pg_ctl is None:
        message = "PostgreSQL absent : initdb et pg_ctl sont introuvables (paquet Debian « postgresql »)"
        if os.environ.get("EXIGER_TOUT") == "1":
            pytest.fail(message)
        pytest.skip(message)
    folder = Path(tempfile.mkdtemp(prefix="annuaire-pg-"))
    prefix = _unprivileged()
    if prefix:
        shutil.chown(folder, prefix[2])
    cluster = folder / "cluster"
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": folder}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    try:
        init = [initdb, "-D", str(cluster), "-U", "annuaire", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run([*prefix, *init], **quiet)
        start = [pg_ctl, "-D", str(cluster), "-o", settings, "-l", str(folder / "journal"), "-w", "start"]
        subprocess.run([*prefix, *start], **quiet)
        yield f"postgresql://annuaire@127.0.0.1:{port}/postgres"
        subprocess.run([*prefix, pg_ctl, "-D", str(cluster), "-m", "immediate", "-w", "stop"], **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.paquet)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty place for a directory, on each kind of database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'annuaire.sqlite'}"
    address: str = request.getfixturevalue("postgresql_url")
    engine = sa.create_engine(address, future=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return address


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an empty place for a SQLite directory."""
    return f"sqlite:///{tmp_path / 'annuaire.sqlite'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty directory open for writing."""
    opened = open_store(url, write=True)
    yield opened
    opened.close()


@pytest.fixture
def fill(store: Store) -> Callable[..., Store]:
    """Puts actors into the directory, in place of what it held."""

    def put(*actors: Actor) -> Store:
        write_actors(store, actors)
        return store

    return put


def write_actors(store: Store, actors: tuple[Actor, ...] | list[Actor]) -> None:
    """Replaces all the records by `actors`."""
    rows = []
    for number, actor in enumerate(actors, start=1):
        departement = departement_of_commune(actor.code_insee) if actor.code_insee else None
        rows.append(to_row(actor, departement) | {"num": number})
    with store.writing() as connection:
        connection.execute(sa.delete(acteurs))
        if rows:
            connection.execute(sa.insert(acteurs), rows)
        store.reindex(connection)


def an_actor(id_: str = "1", **changes: object) -> Actor:
    """An actor that sits in Villeurbanne, to be changed field by field."""
    values: dict[str, object] = {
        "source": "essai",
        "id": id_,
        "nom": f"Structure {id_}",
        "date_maj": "2026-10-02",
        "code_insee": "69266",
        "type_acteur": "siae",
        "kind": "ei",
    }
    return Actor(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def replace_actors() -> Callable[[Store, list[Actor]], None]:
    """`write_actors`, for tests."""
    return write_actors


@pytest.fixture
def make_actor() -> Callable[..., Actor]:
    """`an_actor`, for tests."""
    return an_actor
