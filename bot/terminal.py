"""A conversation in the terminal, through the page's own channel."""

import json
import secrets
import urllib.request
from typing import Any

from rich.console import Console

console = Console()


def converse(address: str) -> None:
    """Talk until an empty line after « quitter », Ctrl-D or Ctrl-C; a figure chooses the button of that number."""
    conversation = secrets.token_urlsafe(24)
    buttons = _show(_post(address, {"conversation": conversation, "bouton": "/salutation"}))
    while True:
        try:
            typed = console.input("[bold]Vous :[/bold] ").strip()
        except (EOFError, KeyboardInterrupt):
            console.print("\nAu revoir.")
            return
        if typed.lower() in ("quitter", "exit", "quit"):
            return
        chosen = buttons[int(typed) - 1] if typed.isdigit() and 0 < int(typed) <= len(buttons) else None
        sent = {"bouton": chosen["payload"]} if chosen else {"texte": typed}
        buttons = _show(_post(address, {"conversation": conversation, **sent}))


def _post(address: str, body: dict[str, str]) -> list[dict[str, Any]]:
    request = urllib.request.Request(
        f"{address}/message", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except OSError as error:
        return [{"text": f"L'assistant ne répond pas ({error})."}]


def _show(messages: list[dict[str, Any]]) -> list[dict[str, str]]:
    buttons: list[dict[str, str]] = []
    for message in messages:
        if message.get("text"):
            console.print(f"\n[cyan]{message['text']}[/cyan]", highlight=False)
        for button in message.get("buttons") or ():
            buttons.append(button)
            console.print(f"  {len(buttons)}. {button['title']}", highlight=False)
    console.print()
    return buttons
