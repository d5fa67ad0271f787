"""The secret that signs document links: from the environment, else a file of its own made at the first use."""

import os
import secrets
from pathlib import Path

from bot.settings import PROJECT

SECRET_FILE = PROJECT / "var" / "liens.secret"


def link_secret(path: Path | None = None) -> str:
    """Return LIENS_SECRET, else the secret kept in var/; several servers behind one address share LIENS_SECRET."""
    given = os.environ.get("LIENS_SECRET")
    if given:
        return given
    file = path or SECRET_FILE
    try:
        return file.read_text(encoding="ascii")
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        made = secrets.token_urlsafe(32)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process made it meanwhile
            return file.read_text(encoding="ascii")
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(made)
        return made
