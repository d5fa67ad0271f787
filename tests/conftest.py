"""What every test may need: the demonstration directory in a file of its own, default settings, a fixed secret."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rasa_server import leave_tensorflow_out

leave_tensorflow_out()  # as the servers do
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")


@pytest.fixture(scope="session")
def demonstration_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a directory that holds the fictional actors."""
    from bot.directory import open_store
    from bot.directory.importer import import_files
    from bot.directory.setup import DEMONSTRATION

    url = f"sqlite:///{tmp_path_factory.mktemp('annuaire') / 'annuaire.sqlite'}"
    store = open_store(url, write=True)
    import_files(store, [DEMONSTRATION])
    store.close()
    return url


@pytest.fixture
def demonstration(demonstration_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The actions read the demonstration directory, the default settings and a secret of the test's own."""
    from actions import directory
    from bot.settings import settings

    monkeypatch.setenv("ANNUAIRE_URL", demonstration_url)
    monkeypatch.setenv("ORGANISATION_YML", str(tmp_path / "absent.yml"))
    monkeypatch.setenv("LIENS_SECRET", "un secret pour les essais seulement")
    settings.cache_clear()
    directory.forget_store()
    yield
    settings.cache_clear()
    directory.forget_store()
