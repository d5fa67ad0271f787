"""The trained assistant, loaded once for all the conversations of this folder."""

import asyncio
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain

sys.path.insert(0, str(Path(__file__).parent))

from conversing import Conversation, InProcessActions

from bot.launcher import MODELS, train
from bot.settings import PROJECT


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """The event loop of every conversation."""
    made = asyncio.new_event_loop()
    yield made
    made.close()


@pytest.fixture(scope="session")
def agent() -> Agent:
    """The assistant; trained first when what it is made from has changed."""
    train()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    domain = Domain.load(PROJECT / "domain.yml")
    return Agent.load(
        MODELS / "assistant.tar.gz", action_endpoint=InProcessActions(), tracker_store=InMemoryTrackerStore(domain)
    )


@pytest.fixture
def talk(agent: Agent, loop: asyncio.AbstractEventLoop, demonstration: None) -> Conversation:
    """A person who has said nothing yet."""
    return Conversation(agent, loop)
