"""How the tests talk to the page."""

from playwright.sync_api import Locator, Page


def message_box(page: Page) -> Locator:
    """Where the person writes."""
    return page.get_by_label("Votre message")


def settled(page: Page, turns: int) -> Locator:
    """The last turn, once `turns` turns are shown and none is awaited."""
    ready = "n => document.querySelectorAll('.turn').length === n && !document.querySelector('.typing')"
    page.wait_for_function(ready, arg=turns)
    return page.locator(".turn").last


def tell(page: Page, text: str) -> Locator:
    """Type `text`, press Enter; return the turn with its answer (or its failure)."""
    turns = page.locator(".turn").count()
    message_box(page).fill(text)
    message_box(page).press("Enter")
    return settled(page, turns + 1)


def focused(page: Page) -> str:
    """The text, or the id, of what has the focus."""
    return page.evaluate("document.activeElement.innerText?.trim() || document.activeElement.id")
