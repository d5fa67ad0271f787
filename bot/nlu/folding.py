"""Lower-case, accentless text that keeps every character at its place."""

import unicodedata
from functools import lru_cache

APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"), " ")


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    base = unicodedata.normalize("NFKD", char)[:1].lower()
    return base if len(base) == 1 else " "


def fold(text: str) -> str:
    """Return `text` in lower case without accents, apostrophes and hyphens as blanks, same length."""
    if text.isascii():
        return text.lower().translate(APOSTROPHES).replace("-", " ")
    return "".join(map(_fold_char, text.translate(APOSTROPHES))).replace("-", " ")
