"""How a French name sounds: two spellings that are read aloud alike give the same code.

`sound("dunkerke") == sound("dunkerque")`, `sound("boulogne sur maire") == sound("boulogne sur mer")`. The code
is coarse on purpose (s and z are one, final letters that may be silent are dropped): the callers ask for a
well-known place, or for one inside the département said beside it.
"""

from __future__ import annotations

import re
from functools import lru_cache

# In order: letters without which the rule changes nothing, pattern, code. A capital stands for a sound of two letters,
# so that no later rule splits it again.
_RULES = [
    (letters, re.compile(pattern), code)
    for letters, pattern, code in (
        ("ph", r"ph", "f"),
        ("aul", r"aul[tdx]s?$", "o"),
        ("ill", r"(?<=[bcdfghjklnpqrst])ill(?=[aou])", "i"),  # « Aurillac »
        ("h", r"s?ch|sh", "S"),
        ("gn", r"gn", "n"),
        ("h", r"h", ""),
        ("", r"ck|cqu?|qu?", "k"),
        ("gu", r"gu(?=[eiy])", "G"),
        ("g", r"ge(?=[ao])|g(?=[eiy])", "j"),
        ("c", r"c(?=[eiy])", "s"),
        ("c", r"c", "k"),
        ("w", r"w", "v"),
        ("il", r"(?<=[aeou])ill?e?s?$", "Y"),
        ("ye", r"(?<=[aeou])yes?$", "Y"),  # « marseye », « Hendaye »
        ("e", r"(?<=[nm])es?$", "Q"),  # a silent e, after which n and m are heard
        ("", r"(?:[stdxpz]+|(?<=...)er[sz]?|ez|es?)$", ""),
        ("", r"(?<=[aeou])(?:ill|y)(?=[aeou])", "Y"),
        ("au", r"eau|au", "o"),
        ("oin", r"oin", "wI"),
        ("o", r"o[iy]", "wa"),
        ("ou", r"ou", "U"),
        ("", r"(?:[ae]i[nm]|[iyu][nm])(?![aeiouynmQ])", "I"),
        ("", r"[ae][nm](?![aeiouynmQ])", "A"),
        ("o", r"o[nm](?![aeiouynmQ])", "O"),
        ("", r"[ae][iy]|ae", "e"),
        ("", r"oe|eu", "E"),
        ("y", r"y", "i"),
        ("z", r"z", "s"),
        ("x", r"x", "ks"),
        ("G", r"G", "g"),
        ("Q", r"Q", ""),
        ("", r"(.)\1+", r"\1"),
    )
]


@lru_cache(maxsize=8192)
def _word_sound(word: str) -> str:
    code = word
    for letters, pattern, replacement in _RULES:
        if letters in code:  # much quicker than a pattern that finds nothing
            code = pattern.sub(replacement, code)
    return code or word


def sound(name: str) -> str:
    """Return the code of the way a normalised name sounds, its words joined."""
    return "".join([_word_sound(word) for word in name.split(" ")])
