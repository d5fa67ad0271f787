"""Fetching a file to import: resume, size limit, checksum, proxies from the environment."""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import requests

from bot.directory.readers import UnreadableFile

logger = logging.getLogger(__name__)

DEFAULT_LIMIT_BYTES = 4 << 30
_CHUNK = 1 << 18
_TIMEOUT_S = (10, 60)
_ATTEMPTS = 4


def is_url(text: str) -> bool:
    """True for an http or https address."""
    return text.lower().startswith(("http://", "https://"))


def fetch(url: str, folder: Path, progress: Callable[[int, int | None], None] | None = None) -> Path:
    """Downloads `url` into `folder` and returns the file.

    An interrupted download goes on where it stopped, when the server allows it. The expected checksum is
    given in the
    address (`…/file.json#sha256=<hex>`). The size limit is ANNUAIRE_TAILLE_MAX (bytes, 4 GiB by default).
    Proxies are
    those of the environment (HTTPS_PROXY…). `progress` receives bytes done and total. Raises
    `UnreadableFile`.
    """
    address, _, fragment = url.partition("#")
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.\-]", "_", unquote(Path(urlsplit(address).path).name)) or "fichier"
    key = hashlib.sha256(address.encode()).hexdigest()[:12]
    part = folder / f"{key}-{name}.part"
    limit = int(os.environ.get("ANNUAIRE_TAILLE_MAX", DEFAULT_LIMIT_BYTES))
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            _receive(address, part, limit, progress)
            break
        except (
            requests.ConnectionError,
            requests.Timeout,
            requests.exceptions.ChunkedEncodingError,
        ) as error:
            logger.info("download of %s interrupted (attempt %d): %s", address, attempt, error)
            if attempt == _ATTEMPTS:
                raise UnreadableFile(
                    f"Le téléchargement de {address} a échoué ; relancer la commande le reprendra où il en est."
                ) from error
        except requests.RequestException as error:
            raise UnreadableFile(f"Le téléchargement de {address} a échoué : {error}") from error
    expected = re.search(r"sha256=([0-9a-fA-F]{64})", fragment)
    if expected and _sha256(part) != expected.group(1).lower():
        part.unlink()
        raise UnreadableFile(f"Le fichier {address} n'a pas la somme de contrôle attendue : il a été écarté.")
    final = folder / name
    part.replace(final)
    _validator(part).unlink(missing_ok=True)
    return final


def _receive(address: str, part: Path, limit: int, progress: Callable[[int, int | None], None] | None) -> None:
    done = part.stat().st_size if part.exists() else 0
    validator = _validator(part)
    headers = {"Accept-Encoding": "identity"}
    if done and validator.exists():
        headers |= {"Range": f"bytes={done}-", "If-Range": validator.read_text(encoding="utf-8")}
    with requests.get(address, headers=headers, stream=True, timeout=_TIMEOUT_S) as response:
        if response.status_code == 416:
            return  # the whole file is already there
        if response.status_code >= 400:
            raise UnreadableFile(f"Le serveur a répondu {response.status_code} pour {address}.")
        resumed = response.status_code == 206
        done = done if resumed else 0
        announced = response.headers.get("Content-Length")
        total = done + int(announced) if announced else None
        if total is not None and total > limit:
            raise UnreadableFile(f"Le fichier {address} dépasse la taille permise ({total} octets, limite {limit}).")
        tag = response.headers.get("ETag") or response.headers.get("Last-Modified")
        if tag and not tag.startswith("W/"):
            validator.write_text(tag, encoding="utf-8")
        else:
            validator.unlink(missing_ok=True)
        with part.open("ab" if resumed else "wb") as stream:
            for chunk in response.iter_content(_CHUNK):
                done += len(chunk)
                if done > limit:
                    raise UnreadableFile(f"Le fichier {address} dépasse la taille permise ({limit} octets).")
                stream.write(chunk)
                if progress is not None:
                    progress(done, total)
        if total is not None and done < total:
            raise requests.ConnectionError(f"{done} bytes of {total}")


def _validator(part: Path) -> Path:
    return part.with_name(part.name + ".etag")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
