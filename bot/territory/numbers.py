"""Places said by a number: département, postal code."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from num2words import num2words
from text_to_num import text2num

from bot.territory import cues
from bot.territory.names import normalise
from bot.territory.reading import Reading, Span
from bot.territory.sounds import sound
from bot.territory.tables import Territories

_DEPARTEMENT_WORDS = frozenset(["departement", "departements", "dept", "dpt", "dep", "depts"])
_INTRODUCERS = frozenset(["dans", "sur", "pour", "vers", "par", "departement", "couvrir", "couvre", "hors"])
_DIGITS = {
    w: str(d) for d, w in enumerate(["zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"])
}
_BEFORE_SPELT = _DEPARTEMENT_WORDS | {"le", "du", "dans"}
_WHOLE_CITY = {"75000": "commune-75056", "69000": "commune-69123", "13000": "commune-13055"}
_SAID_AS = {"vingt": "vin", "cinq": "sinq", "soixante": "soissante"}  # whose letters are not all heard
LONGEST_SPELT = 12  # words of a postal code said in words
LAST_DAY = 31  # a number up to it may be the day of a date


@lru_cache(maxsize=1)
def _numbers_in_words() -> dict[str, str]:
    """Return the département codes by their number in words ("quatre vingt treize")."""
    found = {}
    for number in [*range(1, 96), 971, 972, 973, 974, 976]:
        found[normalise(num2words(number, lang="fr"))] = f"{number:02d}"
    return found


@lru_cache(maxsize=1)
def _heard_numbers() -> dict[str, str]:
    """Return the words that numbers are made of by their sound: « catre vin treize »."""
    return {sound(_SAID_AS.get(word, word)): word for word in FIRST_WORDS}


def may_begin(reading: Reading, position: int) -> bool:
    """Return whether a number in digits or words, even misspelt, may stand at this position."""
    form = reading.forms[position]
    if form[0].isdigit() or form in FIRST_WORDS:
        return True
    return reading.form(position - 1) in _BEFORE_SPELT and sound(form) in _heard_numbers()


def _as_numbers(words: list[str]) -> list[str]:
    """Return the words, those that only sound like a number made it: « catre vin traise »."""
    heard = _heard_numbers()
    return [word if word in FIRST_WORDS else heard.get(sound(word), word) for word in words]


def departement_at(reading: Reading, position: int, known: Territories) -> Span | None:
    """Return the département whose number stands at this position: certain, weak, or None."""
    spelt = _spelt_departement(reading, position, known)
    if spelt is not None:
        return spelt
    form = reading.forms[position]
    if len(form) == 1:
        return _in_digits_apart(reading, position, known)
    code = form.upper()
    if not 2 <= len(form) <= 3 or not form[0].isdigit() or known.get(f"departement-{code}") is None:
        return None
    span = Span(position, position + 1, (f"departement-{code}",), "departement", weak=True, code=code)
    before = reading.form(position - 1)
    if before in ("n", "no", "numero") and reading.form(position - 2) in _DEPARTEMENT_WORDS:
        return replace(span, weak=False)
    if _is_listed(reading, position, known):
        return replace(span, weak=False)
    if reading.is_counted(position + 1) or before in cues.NUMBERED - {"pour"} or _in_digits(reading, position):
        return None
    return replace(span, weak=not _is_said(reading, position, code))


def _in_digits_apart(reading: Reading, position: int, known: Territories) -> Span | None:
    """Return the département whose digits are apart: « dans le 9-3 », « les ETTI du 9.4 », « sur le 9-7-6 »."""
    if reading.forms[position] != "9":
        return None
    last = position + 1
    while last < position + 3 and len(reading.form(last)) == 1 and reading.gap(last) in ("-", ".", " "):
        last += 1
    code = "".join(reading.forms[position:last])
    if not code.isdigit() or reading.form(last)[:1].isdigit() or reading.form(last) == "au":
        return None
    before, earlier = reading.form(position - 1), reading.form(position - 2)
    said = before in ("le", "du") and (earlier in _INTRODUCERS | cues.ACTORS or reading.closes(last))
    dashed = reading.gap(position + 1) == "-" and before not in cues.NUMBERED  # « 9-3 etti »
    said = said or before in cues.KINDS  # « etti 9.3 »
    said = said or (before in ("ou", "et") and reading.form(position - 2).isdigit() and reading.asks_directory)
    said = said or (dashed and (reading.form(last) in cues.KINDS or before in cues.LOCATIVES))
    if not said or reading.is_counted(last) or known.get(f"departement-{code}") is None:
        return None
    return Span(position, last, (f"departement-{code}",), "departement")


def _is_listed(reading: Reading, position: int, known: Territories) -> bool:
    """Return whether the number is in a list: « les départements 59, 62 et 80 », « 93/94 »."""
    first, last = position, position
    while _is_code(reading, first - 1, known) or (reading.form(first - 1) in ("et", "ou") and first > 1):
        first -= 1
    while _is_code(reading, last + 1, known) or (reading.form(last + 1) in ("et", "ou") and last + 2 < len(reading)):
        last += 1
    codes = [form for form in reading.forms[first : last + 1] if form[0].isdigit()]
    if len(codes) < 2 or reading.is_counted(last + 1):
        return False
    before = reading.form(first - 1)
    if before in _DEPARTEMENT_WORDS:
        return True
    introduced = reading.whole(first, last + 1) or before in cues.ACTORS or before in ("le", "dans")
    introduced = introduced or (reading.in_parentheses(first, last + 1) and before not in cues.NUMBERED)
    linked = {"et", "ou"}.intersection(reading.forms[first:last])
    introduced = introduced or (len(codes) > 2 and bool(linked) and before not in cues.NUMBERED)
    return introduced and all(not code.isdigit() or int(code) > LAST_DAY for code in codes)


def _is_code(reading: Reading, position: int, known: Territories) -> bool:
    form = reading.form(position)
    return 2 <= len(form) <= 3 and form[0].isdigit() and known.get(f"departement-{form.upper()}") is not None


def _in_digits(reading: Reading, position: int) -> bool:
    """Return whether the number is a piece of a longer one: a date, a telephone number, an amount."""
    for neighbour, gap in ((position - 1, reading.gap(position)), (position + 1, reading.gap(position + 1))):
        if reading.form(neighbour)[:1].isdigit() and gap in (
            " ",
            ".",
            "/",
            "-",
            ":",
            "\u00a0",
            "\u202f",
            ",",
        ):
            return True
    return False


def _is_said(reading: Reading, position: int, code: str) -> bool:
    """Return whether the words around the number make it a département."""
    before, earlier = reading.form(position - 1), reading.form(position - 2)
    certain = not code.isdigit() or int(code) > LAST_DAY
    if before in _DEPARTEMENT_WORDS or reading.whole(position, position + 1):
        return True
    if before == "le":
        if earlier in _INTRODUCERS or earlier in _DEPARTEMENT_WORDS:
            return True
        if reading.form(position + 1) in ("et", "ou") and reading.form(position + 2) == "le":
            return _is_departement(reading.form(position + 3))
        return certain and earlier not in cues.NUMBERED and earlier not in cues.DATES
    if before in ("du", "de", "d"):
        if before == "du" and earlier in ("celle", "celui", "celles", "ceux"):
            return True  # « Vitrolles, celle du 13 »
        if earlier in _DEPARTEMENT_WORDS or earlier in cues.ACTORS:
            return True
        return before == "du" and earlier not in cues.DATES and (certain or earlier in cues.PUBLIC_ESTATE)
    if reading.in_parentheses(position, position + 1) and before in cues.ACTORS:
        return True
    if before in ("dans", "sur", "a", "au", "vers") and reading.closes(position + 1):
        return certain
    if before in ("et", "ou") and earlier.isdigit() and reading.form(position - 3) in ("le", "du") and certain:
        return True
    if before in cues.ACTORS and reading.closes(position + 1) and not reading.breaks(position):
        return True
    if position == 0 and reading.form(1) in cues.KINDS and (certain or len(code) > 2 or code[0] == "0"):
        return True  # « 972 geiq », « 08 aci », « 2B geiq »
    alone = reading.breaks(position + 1) and reading.asks_directory
    ends = position + 1 == len(reading)
    named = before.isalpha() and before not in cues.SENTENCE | cues.LOCATIVES | cues.NUMBERED | cues.MONEY
    if alone and ((position == 0 and certain and not ends) or (ends and certain and named)):
        return True  # « 77, quelles ETTI ? », « chantier espaces verts 2A », « geiq metallerie 44 ? »
    if code.isdigit():
        return False
    opens = reading.starts_sentence(position) and reading.breaks(position + 1)  # « 2A, chantiers d'insertion »
    return before in cues.LOCATIVES or before == "en" or (opens and reading.surface(position, position + 1).isupper())


def _is_departement(form: str) -> bool:
    return len(form) == 2 and form.isascii() and form.isdigit() and LAST_DAY < int(form) <= 95


def _spelt_departement(reading: Reading, position: int, known: Territories) -> Span | None:
    """Return the département said in words: « dans le neuf trois », « le quatre-vingt-treize »."""
    form = reading.forms[position]
    if not form.isalpha():
        return None
    before, earlier = reading.form(position - 1), reading.form(position - 2)
    if before in _NUMBER_WORDS:
        return None
    introduced = (before == "le" and earlier in _INTRODUCERS) or before in _DEPARTEMENT_WORDS
    for length in (5, 4, 3, 2, 1):
        words = _as_numbers(reading.forms[position : position + length])
        if length == 1 and form not in FIRST_WORDS:
            break  # « dans le vin »
        if reading.form(position + length) in _NUMBER_WORDS and not reading.breaks(position + length):
            continue
        if len(words) < length or reading.is_counted(position + length):
            continue
        digits = "".join(_DIGITS.get(word, "?") for word in words)
        spelt = digits if length in (2, 3) and known.get(f"departement-{digits}") else None
        said = introduced or (before in ("le", "du", "dans") and reading.closes(position + length))
        if spelt and (said or (length == 2 and digits[0] == "9" and before not in _DIGITS)):
            return Span(position, position + length, (f"departement-{spelt}",), "departement")
        number = _numbers_in_words().get(" ".join(words))
        ends = len(words) == length and (
            reading.closes(position + length) or reading.form(position + length) in cues.KINDS
        )
        inside = before in _DEPARTEMENT_WORDS or earlier == "dans"
        sure = number is not None and inside and int(number) > LAST_DAY and length > 1
        closed = sure or (ends and number is not None and (inside or int(number) > LAST_DAY))
        if number and known.get(f"departement-{number}") and introduced and closed:
            return Span(position, position + length, (f"departement-{number}",), "departement")
    return None


FIRST_WORDS = frozenset(
    [
        "un",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "zero",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
    ]
)


_NUMBER_WORDS = FIRST_WORDS | {"cent", "cents", "mille"}


def postal_code_at(reading: Reading, position: int, known: Territories) -> Span | None:
    """Return the postal code at this position, weak when only a town beside it can confirm it."""
    form, last = reading.forms[position], position + 1
    if form.isalpha():
        return _spelt_postal_code(reading, position, known)
    if len(form) == 2 and form.isdigit() and reading.gap(last) == " ":
        following = reading.form(last)
        if len(following) == 3 and following.isdigit():
            form, last = form + following, last + 1
    if len(form) != 5 or not form.isdigit() or not form.isascii() or reading.is_counted(last):
        return None
    before = reading.form(position - 1)
    if before in cues.NUMBERED - {"code", "pour"} or (before[:1].isdigit() and reading.gap(position) in (" ", ".")):
        return None
    if reading.form(last)[:1].isdigit() and reading.gap(last) in (" ", ".", "-"):
        return None
    id_ = _WHOLE_CITY.get(form, f"code_postal-{form}")
    exists = known.get(id_) is not None
    said = before in ("postal", "cp")
    in_one_piece = last - position == 1  # two groups of digits are an amount, unless announced or beside a town
    if in_one_piece and form.endswith("000"):
        said = said or reading.whole(position, last)
        placed = before in ("a", "sur", "dans", "du", "au") or (
            before in cues.KINDS and last == len(reading)
        )  # « etti 38000 »
        said = said or (placed and not any(word in cues.MONEY for word in reading.forms))
    elif in_one_piece:
        said = True
    return Span(position, last, (id_,) if exists else (), "code_postal", weak=not (exists and said), code=form)


def _spelt_postal_code(reading: Reading, position: int, known: Territories) -> Span | None:
    """Return the postal code said in words: « code postal soixante-neuf mille cent »."""
    before = position - 1
    while reading.form(before) in ("c", "est", "le"):
        before -= 1
    if reading.form(before) not in ("postal", "cp") or "mille" not in reading.forms[position : position + 6]:
        return None
    for last in range(min(len(reading), position + LONGEST_SPELT), position, -1):
        try:
            code = f"{text2num(' '.join(reading.forms[position:last]), 'fr'):05d}"
        except ValueError:
            continue
        id_ = _WHOLE_CITY.get(code, f"code_postal-{code}")
        if known.get(id_) is not None:
            return Span(position, last, (id_,), "code_postal", code=code)
    return None
