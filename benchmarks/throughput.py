"""Messages answered per second over REST: ours, Rasa's default configuration, the framework floor, in one run.

    python -m benchmarks.throughput [--epoques N] [--requetes N] [--tours N] [--echanges N] [--tel-quel]

Each bot runs alone as one Rasa process on loopback, in turn, the turns repeated (A B C A B C) so that a busy moment of
the machine does not fall on one of them. The peers are trained into var/peers when needed; the speed of the default
configuration does not depend on --epoques. Ours runs as `make run` starts it, with its SQLite conversation store, then
with Rasa's store in memory, as the peers do: only the latter compares like with like.
"""

import argparse
import asyncio
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks.peers.build import floor, rasa_default
from benchmarks.pipeline import MODEL
from bot.launcher import RASA_SERVER, environment, model_is_current, train
from bot.settings import PROJECT

QUESTIONS = ("c'est quoi un GEIQ ?", "Que se passe-t-il à la fin, comment fait-on le bilan ?")
CLIENTS = (1, 4, 16)
WARM_UP = 30  # messages before the clock counts
OURS = "notre assistant"
PEER_OPTIONS = ("--connector", "rest", "--endpoints", "benchmarks/peers/endpoints.yml")
PATIENCE = 240  # seconds for a bot to be ready


@dataclass(frozen=True)
class Bot:
    """One Rasa process to measure; `options` are those of `rasa run` after the model, `module` is Rasa's command line:
    ours as `make run` starts it, the peers' as it comes."""

    name: str
    model: Path
    options: tuple[str, ...]
    module: str = "rasa"


@dataclass
class Measures:
    """All rounds of one bot: messages per second by number of clients, median ms at one client, ms of processor time
    for one message (what stays comparable when the machine is busy), seconds to be ready, MB."""

    rates: dict[int, list[float]] = field(default_factory=dict)
    medians: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    memories: list[float] = field(default_factory=list)

    def rate(self, clients: int) -> float:
        """The median over the rounds."""
        return statistics.median(self.rates[clients])


async def ask(session: aiohttp.ClientSession, address: str, sender: str, question: str) -> float:
    """Return the seconds that one answer took; raises RuntimeError when the bot says nothing."""
    started = time.perf_counter()
    async with session.post(address, json={"sender": sender, "message": question}) as response:
        answer = await response.json()
    if not answer:
        raise RuntimeError(f"sans réponse à « {question} »")
    return time.perf_counter() - started


async def load(address: str, clients: int, requests: int, turn: str, exchanges: int) -> tuple[float, float]:
    """Return messages per second and the median ms of a message, `clients` asking at the same time; each begins a new
    conversation after `exchanges` messages."""

    async def one(number: int, count: int) -> list[float]:
        times = []
        for i in range(count):
            sender = f"{turn}-{clients}-{number}-{i // exchanges}"
            times.append(await ask(session, address, sender, QUESTIONS[i % len(QUESTIONS)]))
        return times

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        started = time.perf_counter()
        times = await asyncio.gather(*(one(number, max(1, requests // clients)) for number in range(clients)))
        elapsed = time.perf_counter() - started
    flat = [value for some in times for value in some]
    return len(flat) / elapsed, statistics.median(flat) * 1000


def measure(bot: Bot, requests: int, exchanges: int, turn: int, into: Measures) -> None:
    """Start `bot`, load it, stop it; raises RuntimeError when it does not start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        env = environment() | {"TRACKER_URL": f"sqlite:///{folder}/conversations.sqlite"}
        command = [sys.executable, "-m", bot.module, "run", "--model", str(bot.model), "-i", "127.0.0.1"]
        command += ["--port", str(port), *bot.options]
        started = time.monotonic()
        with open(Path(folder) / "rasa.log", "wb") as log:
            server = subprocess.Popen(
                command, cwd=PROJECT, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            asyncio.run(_until_ready(server, address))
            into.starts.append(time.monotonic() - started)
            rest = f"{address}/webhooks/rest/webhook"
            asyncio.run(load(rest, 1, WARM_UP, f"prelude-{turn}", exchanges))
            computed, asked = processor_seconds(server.pid), 0
            for clients in CLIENTS:
                asked += clients * max(1, requests // clients)
                rate, median = asyncio.run(load(rest, clients, requests, str(turn), exchanges))
                into.rates.setdefault(clients, []).append(rate)
                if clients == 1:
                    into.medians.append(median)
            into.processor.append((processor_seconds(server.pid) - computed) / asked * 1000)
            into.memories.append(resident_megabytes(server.pid))
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


async def _until_ready(server: "subprocess.Popen[bytes]", address: str) -> None:
    limit = time.monotonic() + PATIENCE
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < limit:
            if server.poll() is not None:
                break
            with suppress(aiohttp.ClientError):
                await ask(session, f"{address}/webhooks/rest/webhook", "pret", QUESTIONS[0])
                return
            await asyncio.sleep(0.1)
    raise RuntimeError(f"le serveur n'a pas démarré (code {server.poll()})")


def processor_seconds(pid: int) -> float:
    """Return the processor time that process `pid` has used, all threads; 0 where /proc is absent."""
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return 0.0
    numbers = file.read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid: int) -> float:
    """Return the resident memory of process `pid` in MB."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(pid)])) / 1024


def table(results: dict[str, Measures]) -> str:
    """Return the figures as Markdown, one line a bot, medians over the rounds."""
    head = (
        "| bot | messages/s à " + ", ".join(map(str, CLIENTS)) + " clients | médiane (1 client) "
        "| calcul par message | prêt en | mémoire |"
    )
    lines = [head, "| --- | --- | --- | --- | --- | --- |"]
    for name, some in results.items():
        rates = " / ".join(f"{some.rate(clients):.0f}" for clients in CLIENTS)
        lines.append(
            f"| {name} | {rates} | {statistics.median(some.medians):.1f} ms | "
            f"{statistics.median(some.processor):.1f} ms | "
            f"{statistics.median(some.starts):.1f} s | {statistics.median(some.memories):.0f} Mo |"
        )
    return "\n".join(lines)


def ratios(results: dict[str, Measures], ours: str) -> list[str]:
    """Return `ours` against each peer, by number of clients."""
    lines = []
    for name, some in results.items():
        if not name.startswith(OURS):
            shown = ", ".join(f"{results[ours].rate(c) / some.rate(c):.2f} ({c})" for c in CLIENTS)
            cheaper = statistics.median(some.processor) / max(statistics.median(results[ours].processor), 1e-9)
            lines.append(f"{ours} / {name} : {shown} ; par temps de calcul {cheaper:.2f}")
    return lines


def bots(epochs: int, as_they_are: bool) -> Sequence[Bot]:
    """Return ours with its own store and with the peers' one, then the peers, trained; with `as_they_are`, models that
    exist are not trained again because a phrase has changed since."""
    if not MODEL.exists() or not (as_they_are or model_is_current()):
        train()
    return (
        Bot(OURS, MODEL, ("--credentials", "credentials.yml", "--endpoints", "endpoints.yml"), RASA_SERVER),
        Bot(f"{OURS}, mémoire", MODEL, PEER_OPTIONS, RASA_SERVER),
        Bot("Rasa par défaut", rasa_default(epochs, as_they_are), PEER_OPTIONS),
        Bot("plancher", floor(), PEER_OPTIONS),
    )


def main(arguments: list[str] | None = None) -> None:
    """Measure and print the table and the ratios."""
    parser = argparse.ArgumentParser(description="Messages par seconde, à côté de Rasa par défaut et du plancher.")
    parser.add_argument("--epoques", type=int, default=100, help="époques de la configuration par défaut")
    parser.add_argument("--requetes", type=int, default=320, help="messages par mesure")
    parser.add_argument("--tours", type=int, default=2, help="tours A B C")
    parser.add_argument(
        "--echanges",
        type=int,
        default=1,
        help="messages d'une conversation ; Rasa relit à chaque message ce qui précède",
    )
    parser.add_argument("--tel-quel", action="store_true", help="les modèles déjà là, même de phrases plus anciennes")
    options = parser.parse_args(arguments)
    measured = bots(options.epoques, options.tel_quel)
    results = {bot.name: Measures() for bot in measured}
    for turn in range(options.tours):
        for bot in measured:
            measure(bot, options.requetes, options.echanges, turn, results[bot.name])
            print(f"tour {turn + 1}, {bot.name} : {results[bot.name].rates[1][-1]:.0f} messages/s", flush=True)
    print(table(results))
    for bot in measured:
        if bot.name.startswith(OURS):
            print("\n".join(ratios(results, bot.name)))


if __name__ == "__main__":
    main()
