"""Fetching a file from an address: resume, limits, checksum."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from bot.directory.download import fetch
from bot.directory.readers import UnreadableFile

CONTENT = bytes(range(256)) * 4096


class _Server(BaseHTTPRequestHandler):
    """Serves CONTENT with ranges; the first answer to /coupe stops in the middle."""

    ranges: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        if self.path == "/absent":
            self.send_error(404)
            return
        asked = self.headers.get("Range")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if asked:
            self.ranges.append(asked)
        body = CONTENT[start:]
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"v1"')
        self.end_headers()
        cut = self.path == "/coupe.bin" and not asked
        self.wfile.write(body[: len(body) // 2] if cut else body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A local server."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    _Server.ranges = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_file_is_fetched_whole(address: str, tmp_path: Path) -> None:
    path = fetch(f"{address}/dossier/structures.json?x=1", tmp_path)
    assert path.name == "structures.json" and path.read_bytes() == CONTENT
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupted_download_goes_on_where_it_stopped(address: str, tmp_path: Path) -> None:
    assert fetch(f"{address}/coupe.bin", tmp_path).read_bytes() == CONTENT
    assert _Server.ranges == [f"bytes={len(CONTENT) // 2}-"]


def test_a_checksum_is_verified(address: str, tmp_path: Path) -> None:
    right = hashlib.sha256(CONTENT).hexdigest()
    assert fetch(f"{address}/a.bin#sha256={right}", tmp_path).exists()
    with pytest.raises(UnreadableFile, match="somme de contrôle"):
        fetch(f"{address}/b.bin#sha256={'0' * 64}", tmp_path)


def test_a_file_over_the_limit_is_refused(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNUAIRE_TAILLE_MAX", "1000")
    with pytest.raises(UnreadableFile, match="taille permise"):
        fetch(f"{address}/a.bin", tmp_path)


def test_an_absent_file_is_told(address: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="404"):
        fetch(f"{address}/absent", tmp_path)
