"""Starts everything: directory, model, action server, Rasa. Used by the Makefile; messages are in French.

python -m bot.launcher run | chat | train | prepare | validate
"""

import argparse
import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from rich.console import Console

from bot.settings import PROJECT, SettingsError, load_settings

MODELS = PROJECT / "models"
VAR = PROJECT / "var"
FINGERPRINT = MODELS / "empreinte.txt"
INPUTS = (
    "config.yml",
    "domain.yml",
    "uv.lock",
    "data/nlu",
    "data/rules",
    "data/responses",
    "bot/nlu",
    # What the label model reads through its markers:
    "data/directory/vocabulaire",
    "data/dialogue/vocabulaire.yml",
    "bot/territory",
    "bot/directory/phrases.py",
    "bot/guidance/quantities.py",
)
RASA_SERVER = "bot.rasa_server"
START_PATIENCE = 180  # seconds
console = Console(stderr=True)


class LaunchError(RuntimeError):
    """Something prevents the start; the message (French) says what and what to do."""


def environment() -> dict[str, str]:
    """The variables of the servers: those already set win."""
    defaults = {
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "PYTHONPATH": str(PROJECT),
        # One message is too little work to share: several threads would only wait for each other.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "ASSISTANT_HOTE": "127.0.0.1",
        "ASSISTANT_PORT": "5005",
        "ACTIONS_PORT": "5055",
        "SANIC_HOST": "127.0.0.1",  # the action server has no authentication
        "TRACKER_URL": f"sqlite:///{VAR / 'conversations.sqlite'}",
    }
    merged = {**defaults, **os.environ}
    merged.setdefault("ACTION_SERVER_URL", f"http://127.0.0.1:{merged['ACTIONS_PORT']}/webhook")
    merged.setdefault("ADRESSE_PUBLIQUE", f"http://localhost:{merged['ASSISTANT_PORT']}/assistant")
    return merged


def fingerprint(inputs: Iterable[str] = INPUTS) -> str:
    """A digest of everything the model is made from: the model is trained again only when it changes."""
    digest = hashlib.sha256()
    for name in inputs:
        path = PROJECT / name
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.exists() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(PROJECT)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def model_is_current() -> bool:
    """Whether a model made from today's inputs is there."""
    return FINGERPRINT.exists() and FINGERPRINT.read_text() == fingerprint() and any(MODELS.glob("*.tar.gz"))


def train(force: bool = False) -> None:
    """Train unless the model is current; raises LaunchError when training fails."""
    if not force and model_is_current():
        return
    MODELS.mkdir(exist_ok=True)
    started = time.monotonic()
    log = VAR / "entrainement.log"
    with console.status("Apprentissage du modèle (moins de trois minutes)…"), log.open("w") as stream:
        code = subprocess.call(
            [
                sys.executable,
                "-m",
                RASA_SERVER,
                "train",
                "--skip-validation",
                "--fixed-model-name",
                "assistant",
                "--out",
                str(MODELS),
                "--quiet",
            ],
            cwd=PROJECT,
            env=environment(),
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    if code:
        raise LaunchError(
            f"L'apprentissage a échoué. {_last_error(log)}\nLe détail est dans {log.relative_to(PROJECT)}."
        )
    FINGERPRINT.write_text(fingerprint())
    console.print(f"Modèle prêt en {time.monotonic() - started:.0f} s.")


def prepare_directory() -> None:
    """Load the demonstration directory the first time; an existing directory is left as it is."""
    from bot.directory.readers import UnreadableFile
    from bot.directory.setup import ensure_directory
    from bot.directory.store import DirectoryUnavailable

    try:
        created = ensure_directory()
    except (UnreadableFile, DirectoryUnavailable) as error:
        raise LaunchError(f"L'annuaire de démonstration n'a pas pu être chargé. {error}") from error
    if created:
        console.print("Annuaire de démonstration chargé (acteurs fictifs).")


def prepare() -> None:
    """Everything that the servers need before they start; raises LaunchError."""
    try:
        VAR.mkdir(exist_ok=True)
        load_settings()
    except SettingsError as error:
        raise LaunchError(str(error)) from error
    except OSError as error:
        raise LaunchError(f"Impossible d'écrire dans le dossier du projet : {error.strerror}.") from error
    prepare_directory()
    train()


def free_port(port: int, host: str, what: str, variable: str) -> None:
    """Raise LaunchError when `port` is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise LaunchError(
                f"Le port {port} ({what}) est déjà pris : l'assistant tourne-t-il ailleurs ?\n"
                f"Arrêtez l'autre programme, ou choisissez un autre port : {variable}={port + 100} make run"
            ) from error


def run() -> None:
    """Start the servers, print the page's address, stop everything on Ctrl-C or when one of them stops."""
    env = environment()
    host, port, actions = env["ASSISTANT_HOTE"], int(env["ASSISTANT_PORT"]), int(env["ACTIONS_PORT"])
    free_port(port, host, "page", "ASSISTANT_PORT")
    free_port(actions, "127.0.0.1", "serveur d'actions", "ACTIONS_PORT")
    prepare()
    servers = start_servers(env, ["-i", host, "--port", str(port)], api=True)
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    try:
        with console.status("Démarrage de l'assistant…"):
            wait_until_ready(servers, f"http://127.0.0.1:{port}/assistant")
        console.print(f"\n[bold]L'assistant est prêt : http://localhost:{port}/assistant/[/bold]")
        console.print("Ctrl-C pour tout arrêter.")
        while all(server.poll() is None for server in servers.values()):
            time.sleep(0.3)
        stopped = next(name for name, server in servers.items() if server.poll() is not None)
        raise LaunchError(f"Le serveur « {stopped} » s'est arrêté. {_last_error(VAR / f'{stopped}.log')}")
    except KeyboardInterrupt:
        console.print("\nArrêt…")
    finally:
        stop(servers)


def start_servers(env: Mapping[str, str], rasa_options: list[str], api: bool) -> dict[str, subprocess.Popen[bytes]]:
    """Start the action server and Rasa; their output goes to var/<name>.log."""
    commands = {
        "actions": [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", env["ACTIONS_PORT"]],
        "rasa": [sys.executable, "-m", RASA_SERVER, "run", "--model", str(MODELS / "assistant.tar.gz"), *rasa_options],
    }
    if api:
        commands["rasa"] += ["--enable-api"] if env.get("API", "oui") == "oui" else []
    servers = {}
    for name, command in commands.items():
        with (VAR / f"{name}.log").open("wb") as log:
            servers[name] = subprocess.Popen(
                command, cwd=PROJECT, env=dict(env), stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
    return servers


def wait_until_ready(servers: Mapping[str, subprocess.Popen[bytes]], address: str) -> None:
    """Return when the page answers; raise LaunchError when a server stops first or nothing comes."""
    limit = time.monotonic() + START_PATIENCE
    while time.monotonic() < limit:
        for name, server in servers.items():
            if server.poll() is not None:
                raise LaunchError(f"Le serveur « {name} » n'a pas démarré. {_last_error(VAR / f'{name}.log')}")
        with suppress(OSError), urllib.request.urlopen(address, timeout=2) as answer:
            if answer.status == 200:
                check_model_loaded(VAR / "rasa.log")
                return
        time.sleep(0.2)
    raise LaunchError(f"L'assistant ne répond pas après {START_PATIENCE} s. Voir var/rasa.log.")


def check_model_loaded(log: Path) -> None:
    """Raise LaunchError when Rasa's log says that it serves without a model: it starts all the same."""
    if failure := re.search(r"Could not load model due to (.+)", log.read_text(errors="replace")):
        raise LaunchError(
            f"Le modèle models/assistant.tar.gz ne se charge pas ({failure[1].strip().rstrip('.')}).\n"
            "Apprenez-le de nouveau : make train"
        )


def stop(servers: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Stop every server and wait; one that does not obey within 10 s is killed."""
    for server in servers.values():
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
    for server in servers.values():
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def chat() -> None:
    """A conversation in the terminal with a running or a freshly started assistant."""
    from bot.terminal import converse

    env = environment()
    address = f"http://127.0.0.1:{env['ASSISTANT_PORT']}/assistant"
    with suppress(OSError), urllib.request.urlopen(address, timeout=1):
        converse(address)
        return
    prepare()
    servers = start_servers(env, ["-i", "127.0.0.1", "--port", env["ASSISTANT_PORT"]], api=False)
    try:
        with console.status("Démarrage de l'assistant…"):
            wait_until_ready(servers, address)
        converse(address)
    finally:
        stop(servers)


def validate() -> None:
    """Rasa's own check of domain, data and configuration; raises LaunchError on the first error or warning."""
    checked = subprocess.run(
        [sys.executable, "-m", RASA_SERVER, "data", "validate", "--fail-on-warnings", "--data", "data"],
        cwd=PROJECT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(checked.stdout, end="")
    # `--fail-on-warnings` lets those of Python pass.
    if checked.returncode or "Warning" in checked.stdout:
        raise LaunchError("Les données d'apprentissage ont un défaut : voir les lignes au-dessus.")


def _last_error(log: Path) -> str:
    """What a log says of a failure: the YAML file and line when there is one, else its last telling line."""
    text = log.read_text(errors="replace") if log.exists() else ""
    if place := re.findall(r'in "([^"<>]+\.ya?ml)", line (\d+)', text):
        file, line = place[-1]
        return f"Le fichier {file}, ligne {line}, n'est pas un YAML lisible."
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "Error" in line or "Exception" in line or ".yml" in line]
    return (telling or lines or [""])[-1][-500:]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status."""
    parser = argparse.ArgumentParser(description="Lance l'assistant et ce qui le sert.")
    commands = {"run": run, "chat": chat, "train": lambda: train(force=True), "prepare": prepare, "validate": validate}
    parser.add_argument("commande", choices=commands)
    chosen = parser.parse_args(arguments).commande
    try:
        VAR.mkdir(exist_ok=True)
        commands[chosen]()
    except LaunchError as error:
        console.print(f"[bold red]{error}[/bold red]", highlight=False)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
