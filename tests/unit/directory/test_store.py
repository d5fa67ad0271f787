"""Where the directory lives, and what is said when it cannot be used."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.directory import Actor, DirectoryUnavailable, Query, Store, open_store, search

Make = Callable[..., Actor]
Replace = Callable[[Store, list[Actor]], None]


def test_an_absent_directory_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DirectoryUnavailable, match=r"pas installé.*annuaire importer"):
        open_store(f"sqlite:///{tmp_path / 'rien.sqlite'}")
    assert not (tmp_path / "rien.sqlite").exists()


def test_an_empty_file_is_told_to_be_empty(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "a.sqlite").close()
    (tmp_path / "a.sqlite").touch()
    with pytest.raises(DirectoryUnavailable, match="vide"):
        open_store(f"sqlite:///{tmp_path / 'a.sqlite'}")


def test_a_damaged_file_is_told_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_bytes(b"ceci n'est pas une base" * 100)
    with pytest.raises(DirectoryUnavailable, match="abîmé"):
        open_store(f"sqlite:///{tmp_path / 'a.sqlite'}")


@pytest.mark.parametrize("url", ["n'importe quoi", "postgresql://x@127.0.0.1:1/x", "oracle9://x"])
def test_an_address_that_leads_nowhere_is_told(url: str) -> None:
    with pytest.raises(DirectoryUnavailable, match="annuaire"):
        open_store(url)


def test_the_address_comes_from_the_environment(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(sqlite_url, write=True).close()
    monkeypatch.setenv("ANNUAIRE_URL", sqlite_url)
    open_store().close()


def test_opening_twice_for_writing_migrates_once(url: str) -> None:
    open_store(url, write=True).close()
    open_store(url, write=True).close()


def test_another_version_of_the_tables_is_told(sqlite_url: str) -> None:
    store = open_store(sqlite_url, write=True)
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(DirectoryUnavailable, match="autre version"):
        open_store(sqlite_url)


def test_a_reader_sees_an_import_without_being_opened_again(
    url: str, make_actor: Make, replace_actors: Replace
) -> None:
    writer = open_store(url, write=True)
    reader = open_store(url)
    assert search(reader, Query("commune-69266")).total == 0
    replace_actors(writer, [make_actor("1"), make_actor("2")])
    assert search(reader, Query("commune-69266")).total == 2
    writer.close()
    reader.close()


def test_several_threads_search_the_same_store(sqlite_url: str, make_actor: Make, replace_actors: Replace) -> None:
    writer = open_store(sqlite_url, write=True)
    replace_actors(writer, [make_actor(str(number)) for number in range(20)])
    writer.close()
    store = open_store(sqlite_url)
    totals: list[int] = []

    def ask() -> None:
        totals.extend(search(store, Query("commune-69266")).total for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [20] * 160
    store.close()
