"""Runs the trained assistant's whole NLU on messages, as POST /model/parse does, in one process.

On one thread, as the servers of `make run` do: sharing one message among threads only makes it wait for them.
"""

import asyncio
import logging
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from benchmarks.pipeline import MODEL

FALLBACK = "nlu_fallback"
WARM_UP = 20  # messages read before the clock counts


@dataclass(frozen=True)
class Reading:
    """What was understood of one message.

    `label` is what the contract reads (nlu_fallback included); `ranking` holds the labels before the threshold applies,
    with their probabilities; `places` holds one tuple of ids for each place; `milliseconds` is the whole NLU's time,
    `processor` the part of it spent computing (the same on a busy machine), in ms.
    """

    label: str
    ranking: tuple[tuple[str, float], ...]
    places: tuple[tuple[str, ...], ...]
    types: frozenset[str]
    milliseconds: float
    processor: float = 0.0

    @property
    def first(self) -> str:
        return self.ranking[0][0] if self.ranking else self.label

    @property
    def confidence(self) -> float:
        return self.ranking[0][1] if self.ranking else 0.0


def read_all(texts: Sequence[str], model: Path = MODEL, needs_tensorflow: bool = False) -> tuple[list[Reading], float]:
    """Return one Reading for each text, and the seconds that loading `model` took; ours needs no TensorFlow."""
    from bot.rasa_server import leave_tensorflow_out

    if not needs_tensorflow:
        leave_tensorflow_out()
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    from bot.graph_runner import install

    install()
    configure_structlog(logging.WARNING)
    started = time.perf_counter()
    agent = Agent.load(str(model))
    loading = time.perf_counter() - started

    async def run() -> list[Reading]:
        for text in list(texts)[:WARM_UP]:
            await agent.parse_message(text)
        readings = []
        for text in texts:
            before, computed = time.perf_counter(), time.thread_time()
            parsed = await agent.parse_message(text)
            elapsed, processor = time.perf_counter() - before, time.thread_time() - computed
            readings.append(replace(understood(parsed), milliseconds=elapsed * 1000, processor=processor * 1000))
        return readings

    with threadpool_limits(limits=1):
        return asyncio.run(run()), loading


def understood(parsed: dict[str, Any]) -> Reading:
    """Return the Reading (not timed) of Rasa's parse of one message, by the rules of contract/messages.md."""
    label = (parsed.get("intent") or {}).get("name") or FALLBACK
    if label == "faq":
        label = parsed["response_selector"]["faq"]["response"]["intent_response_key"] or label
    ranking = (parsed.get("lecture") or {}).get("classement") or []
    places, types = [], set()
    for entity in parsed.get("entities") or []:
        value = entity["value"]
        values = tuple(value) if isinstance(value, list) else (value,)
        if entity["entity"] == "territoire":
            places.append(values)
        elif entity["entity"] == "type_acteur":
            types.update(values)
    return Reading(
        label,
        tuple((entry["label"], float(entry["confidence"])) for entry in ranking),
        tuple(places),
        frozenset(types),
        0.0,
    )


def memory_megabytes() -> float:
    """Return the largest memory this process has held, in MB."""
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest / (1024 * 1024) if sys.platform == "darwin" else largest / 1024
