"""One Chromium for the folder, one fake server and one clean page a test."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from fake_server import FakeServer

CHROMIUM = "/usr/bin/chromium"
ABSENT = "Tests du navigateur laissés de côté : apt-get install chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs a Debian package."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.paquet)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once, and not for each test, that they were left out and what to install."""
    if not Path(CHROMIUM).exists():
        terminalreporter.write_line(ABSENT)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; the tests are left out where it is absent, and fail when nothing may be left out."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("EXIGER_TOUT") == "1":
            pytest.fail(ABSENT, pytrace=False)
        pytest.skip(ABSENT)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """The page's server with canned answers."""
    fake = FakeServer()
    fake.start()
    yield fake
    fake.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A clean profile, on a desktop."""
    opened = browser.new_context(viewport={"width": 1100, "height": 800}, reduced_motion="reduce")
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, server: FakeServer) -> Iterator[Page]:
    """The page, welcomed; a script error or something refused by the security policy fails the test."""
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda line: wrong.append(line.text) if "Content Security" in line.text else None)
    opened.goto(server.address)
    opened.get_by_role("button", name="Je suis facilitateur").wait_for()
    yield opened
    assert wrong == []
