"""A process killed in the middle of an import: the former directory is whole and the next import goes through."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from bot.directory import Query, open_store, search
from bot.directory.importer import import_files
from bot.settings import PROJECT

# The new rows are all written when the search index is built again; the transaction is still open.
KILLED = """
import os, signal, sys
from pathlib import Path
from bot.directory import open_store
from bot.directory.importer import import_files
from bot.directory.store import Store
Store.reindex = lambda self, connection: os.kill(os.getpid(), signal.SIGKILL)
import_files(open_store(sys.argv[1], write=True), [Path(sys.argv[2])])
"""


def _file(path: Path, ids: range) -> Path:
    common = {"source": "dora", "date_maj": "2026-10-02", "code_insee": "59350", "code_postal": "59800"}
    rows = [common | {"id": f"dora--{i}", "nom": f"Structure {i}", "reseaux_porteurs": ["aci"]} for i in ids]
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def test_a_killed_import_leaves_the_former_directory_whole(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'annuaire.sqlite'}"
    store = open_store(url, write=True)
    import_files(store, [_file(tmp_path / "avant.json", range(5))])
    store.close()

    after = _file(tmp_path / "apres.json", range(100, 400))
    died = subprocess.run(
        [sys.executable, "-c", KILLED, url, str(after)], cwd=PROJECT, capture_output=True, timeout=120
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()

    store = open_store(url, write=True)
    assert search(store, Query("commune-59350", par_page=50)).total == 5
    assert store.actor("dora--4") is not None and store.actor("dora--100") is None
    import_files(store, [after])
    assert search(store, Query("commune-59350", par_page=50)).total >= 300
    store.close()
