"""The words that drive a journey instead of answering it: "stop", "retour", "pourquoi ?"."""

from functools import cache

from bot.guidance.content import common
from bot.guidance.wording import fold

_MORE_WORDS = 6


@cache
def _phrases() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """By command, the phrases that are the whole message, and those that may begin it ("…")."""
    result = {}
    for name, phrases in common()["commandes"].items():
        whole = frozenset(fold(phrase) for phrase in phrases)
        begins = tuple(fold(phrase) + " " for phrase in phrases if phrase.endswith("…"))
        result[name] = (whole, begins)
    return result


def find_command(text: str) -> tuple[str | None, bool]:
    """The command that a message gives, or None, and whether it is the whole message.

    Commands are the keys of `commandes` in commun.yml; more words may follow some of them.
    """
    plain = fold(text[:200])
    for politeness in (" s il vous plait", " svp", " merci", " stp"):
        plain = plain.removesuffix(politeness)
    for name, (whole, begins) in _phrases().items():
        if plain in whole:
            return name, True
        for begin in begins:
            if plain.startswith(begin) and len(plain[len(begin) :].split()) <= _MORE_WORDS:
                return name, False
    return None, False


def correction_marker(text: str) -> str | None:
    """The folded text after a word of correction ("non, 300 000" -> "300 000"); None without one."""
    plain = fold(text[:500])
    rest, found = plain, False
    changed = True
    while changed:
        changed = False
        for marker in common()["corrections"]:
            if rest == marker or rest.startswith(marker + " "):
                rest, found, changed = rest[len(marker) :].strip(), True, True
                break
    return rest if found else None


def looks_like_request(text: str) -> bool:
    """Whether a message orders something ("trouve-moi...") rather than answers in free words."""
    plain = fold(text[:200]) + " "
    return any(plain.startswith(begin + " ") for begin in common()["debuts_de_demande"])


def looks_like_question(text: str) -> bool:
    """Whether a message asks something: a question mark, or the first words of a question."""
    if "?" in text:
        return True
    plain = fold(text[:200]) + " "
    return any(plain.startswith(begin + " ") for begin in common()["debuts_de_question"])
