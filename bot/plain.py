"""The answers in much simpler words, for whoever did not understand (data/dialogue/en_clair.yml)."""

from functools import lru_cache

import yaml

from bot.settings import PROJECT

FILE = PROJECT / "data" / "dialogue" / "en_clair.yml"


@lru_cache(maxsize=1)
def _explanations() -> dict[str, dict[str, str]]:
    """By topic, then by audience ("tous" always, "acheteur" and "entreprise" where they differ)."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))["explications"]


def plain_explanation(topic: str | None, audience: str | None) -> str | None:
    """Return the answer to `topic` ("faq/penalites") in plain words and with an example.

    The text is the one of `audience` when there is one, else the one for everybody. None: no such topic.
    """
    by_audience = _explanations().get((topic or "").removeprefix("faq/"))
    if by_audience is None:
        return None
    return by_audience.get(audience or "tous", by_audience["tous"])
