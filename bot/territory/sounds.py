"""How a French name sounds: two spellings that are read aloud alike give the same code.

`sound("dunkerke") == sound("dunkerque")`, `sound("boulogne sur maire") == sound("boulogne sur mer")`. The code
is coarse on purpose (s and z are one, final letters that may be silent are dropped): the callers ask for a
well-known place, or for one inside the département said beside it.
"""

from __future__ import annotations

import re
from functools import lru_cache

# In order. A capital stands for a sound of two letters, so that no later rule splits it again.
_RULES = [
    (re.compile(pattern), code)
    for pattern, code in (
        (r"ph", "f"),
        (r"aul[tdx]s?$", "o"),
        (r"(?<=[bcdfghjklnpqrst])ill(?=[aou])", "i"),  # « Aurillac »
        (r"s?ch|sh", "S"),
        (r"gn", "n"),
        (r"h", ""),
        (r"ck|cqu?|qu?", "k"),
        (r"gu(?=[eiy])", "G"),
        (r"ge(?=[ao])|g(?=[eiy])", "j"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"w", "v"),
        (r"(?<=[aeou])ill?e?s?$", "Y"),
        (r"(?<=[nm])es?$", "Q"),  # a silent e, after which n and m are heard
        (r"(?:[stdxpz]+|(?<=...)er[sz]?|ez|es?)$", ""),
        (r"(?<=[aeou])(?:ill|y)(?=[aeou])", "Y"),
        (r"eau|au", "o"),
        (r"oin", "wI"),
        (r"o[iy]", "wa"),
        (r"ou", "U"),
        (r"(?:[ae]i[nm]|[iyu][nm])(?![aeiouynmQ])", "I"),
        (r"[ae][nm](?![aeiouynmQ])", "A"),
        (r"o[nm](?![aeiouynmQ])", "O"),
        (r"[ae][iy]|ae", "e"),
        (r"oe|eu", "E"),
        (r"y", "i"),
        (r"z", "s"),
        (r"x", "ks"),
        (r"G", "g"),
        (r"Q", ""),
        (r"(.)\1+", r"\1"),
    )
]


@lru_cache(maxsize=8192)
def _word_sound(word: str) -> str:
    code = word
    for pattern, replacement in _RULES:
        code = pattern.sub(replacement, code)
    return code or word


def sound(name: str) -> str:
    """Return the code of the way a normalised name sounds, its words joined."""
    return "".join([_word_sound(word) for word in name.split(" ")])
