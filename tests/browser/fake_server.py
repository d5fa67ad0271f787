"""The chat page with canned answers of every kind: to work on the page, and to test it, without Rasa.

By hand: `.venv/bin/python tests/browser/fake_server.py`, then open the address it prints. Type « annuaire »,
« dessin », « calcul », « levier », « diagnostic », « document » (see canned_answers.yml), or « panne »,
for which the server fails once.
"""

import json
import re
import sys
from collections.abc import Callable
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[2]
WEB = PROJECT / "bot" / "web"
ANSWERS = Path(__file__).with_name("canned_answers.yml")
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".html": "text/html"}

Messages = list[dict[str, Any]]


def security_policy() -> str:
    """The policy that the true channel sends, read from its source since rasa is slow to import."""
    source = (PROJECT / "bot" / "channels" / "page.py").read_text(encoding="utf-8")
    found = re.search(r'"Content-Security-Policy": "([^"]+)"', source)
    assert found, "page.py no longer states its Content-Security-Policy on one line"
    return found.group(1)


@lru_cache(maxsize=1)
def canned() -> list[dict[str, Any]]:
    """The entries of canned_answers.yml, in order."""
    return yaml.safe_load(ANSWERS.read_text(encoding="utf-8"))


def answer(sent: str) -> Messages:
    """The canned answer that has a word in `sent`; else an echo."""
    for entry in canned():
        if any(word in sent for word in entry["mots"]):
            return entry["messages"]
    return [{"text": f"Vous avez écrit : {sent}"}]


class FakeServer:
    """Serves the page on a free port of the loopback; `received` holds every body posted.

    `failing` is the list of HTTP statuses that the next messages get instead of an answer.
    """

    def __init__(self, port: int = 0) -> None:
        self.received: list[dict[str, Any]] = []
        self.failing: list[int] = []
        self._lock = Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.address = f"http://127.0.0.1:{self._http.server_port}/assistant/"

    def start(self) -> None:
        """Serve in a thread of its own."""
        Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def serve(self) -> None:
        """Serve here, until interrupted."""
        self._http.serve_forever()

    def stop(self) -> None:
        """Close the port."""
        self._http.shutdown()
        self._http.server_close()

    def reply(self, body: bytes) -> tuple[int, Messages]:
        """Status and messages for one posted body."""
        sent = json.loads(body)
        with self._lock:
            self.received.append(sent)
            status = self.failing.pop(0) if self.failing else 200
        text = sent.get("bouton") or sent.get("texte") or ""
        if "panne" in text and status == 200 and sum(r == sent for r in self.received) == 1:
            status = 500
        return status, answer(text) if status == 200 else [{"text": "Quelque chose n'a pas marché."}]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        policy, reply = security_policy(), self.reply

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.split("?")[0]
                home = path in ("/assistant", "/assistant/")
                name = "page.html" if home else path.removeprefix("/assistant/")
                file = (WEB / name).resolve()
                if WEB not in file.parents or not file.is_file():
                    return self._send(404, b"", "text/plain")
                return self._send(200, file.read_bytes(), TYPES[file.suffix])

            def do_POST(self) -> None:
                status, messages = reply(self.rfile.read(int(self.headers["Content-Length"])))
                self._send(status, json.dumps(messages, ensure_ascii=False).encode(), "application/json")

            def _send(self, status: int, content: bytes, kind: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Content-Security-Policy", policy)
                self.send_header("Cache-Control", "no-cache")
                self.end_headers()
                self.wfile.write(content)

            log_message: Callable[..., None] = staticmethod(lambda *args: None)

        return Handler


if __name__ == "__main__":
    server = FakeServer(int(sys.argv[1]) if len(sys.argv) > 1 else 8765)
    print(f"Page de démonstration : {server.address}  (Ctrl-C pour arrêter)", flush=True)
    try:
        server.serve()
    except KeyboardInterrupt:
        server.stop()
