"""The assistant's spoken texts outside the FAQ, read from data/dialogue and filled with Jinja.

`data/dialogue/textes.yml` holds, by name, `texte` (a Jinja template), `boutons` (title and payload) and, for those
that depend on who reads, `selon` (the same keys by audience).
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined, Template

from bot.guidance import Button, Message
from bot.settings import PROJECT

DIALOGUE = PROJECT / "data" / "dialogue"


class TextError(ValueError):
    """A text of data/dialogue cannot be used; the message names the file and the text."""


@lru_cache(maxsize=1)
def _texts() -> dict[str, dict[str, Any]]:
    file = DIALOGUE / "textes.yml"
    texts = yaml.safe_load(file.read_text(encoding="utf-8"))
    for name, entry in texts.items():
        if not isinstance(entry, dict) or "texte" not in entry:
            raise TextError(f"{file.name}, « {name} » : la clé « texte » manque.")
    return texts


@lru_cache(maxsize=1)
def labels() -> dict[str, str]:
    """In words, for a button: what each intent or `faq/<topic>` means to the person."""
    return yaml.safe_load((DIALOGUE / "libelles.yml").read_text(encoding="utf-8"))["libelles"]


@lru_cache(maxsize=512)
def _template(source: str) -> Template:
    return Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(source)


def render(name: str, audience: str | None = None, values: Mapping[str, Any] | None = None) -> Message:
    """Return the text `name` for this audience, its blanks filled with `values`.

    Raises TextError when the name is unknown.
    """
    texts = _texts()
    if name not in texts:
        raise TextError(f"textes.yml : le texte « {name} » n'existe pas.")
    entry = texts[name]
    entry = {**entry, **(entry.get("selon") or {}).get(audience or "", {})}
    text = _template(entry["texte"]).render(**(values or {})).strip()
    buttons = tuple(Button(b["titre"], b["payload"]) for b in entry.get("boutons") or ())
    return Message(text, buttons)
