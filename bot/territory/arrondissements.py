"""The municipal arrondissements of Paris, Lyon, Marseille: « Lyon 3e », « Marseille treize », « le 12ème à Paris »."""

from __future__ import annotations

import re
from functools import lru_cache

from num2words import num2words
from rapidfuzz.distance import OSA

from bot.territory import context, cues
from bot.territory.names import normalise
from bot.territory.reading import Reading, Span
from bot.territory.sounds import sound
from bot.territory.tables import Territories

_ORDINAL = re.compile(r"(\d{1,2})(?:er|ere|e|eme|ieme|em|nd|ond|ième)$")
_ROMAN_NUMERALS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_ROMAN = {numeral: value for value, numeral in enumerate(_ROMAN_NUMERALS.split(), start=1)}
_CITIES = {"marseille": "commune-13055", "paris": "commune-75056", "lyon": "commune-69123"}
SHORTEST_CITY, LONG_CITY = 4, 5  # letters of a misspelt city, and of one that may have two wrong letters
_ARRONDISSEMENT_WORDS = frozenset(["arrondissement", "arrondissements", "arr", "arrdt", "ardt", "arrond"])
MOST_PRECISING = 6  # words between the city and the number
_AFTER_ARRONDISSEMENT = cues.KINDS | _ARRONDISSEMENT_WORDS | {"un", "une"}


def arrondissement_after(reading: Reading, city: Span, known: Territories) -> Span | None:
    """Return « Lyon 3e », « Paris, 12ème arrondissement », « Marseille dans le 13e » from the city's span."""
    position = city.last
    skipped = False
    while reading.form(position) in ("dans", "le", "au", "du", "l") and position < city.last + 2:
        position, skipped = position + 1, True
    far = _precised(reading, city.last)
    position, skipped = max(position, far), skipped or far > position
    form = reading.form(position)
    number, ordinal, last = _ordinal(reading, position)
    if number is None and not skipped and form.isalpha() and reading.gap(position) in (" ", "-"):
        number, last = _in_words(reading, position)
    named = reading.form(last) in _ARRONDISSEMENT_WORDS
    if number is None or (form in ("i", "v", "x") and not named):
        return None
    if not ordinal and ((skipped and not named) or reading.is_counted(last)):
        return None
    if not ordinal and (reading.gap(city.last).strip(" -,(") or reading.form(last)[:1].isdigit()):
        return None
    code = _arrondissement(city.ids[0], number, known)
    return city.stretched(city.first, last + named, (code,), "arrondissement") if code else None


def _precised(reading: Reading, position: int) -> int:
    """Return where the number of an arrondissement told farther stands: « Marseille, plus précisément dans le 1er
    arrondissement »; else the position given."""
    number = position
    while number < position + MOST_PRECISING and reading.form(number) in cues.PRECISING:
        number += 1
    named = _ordinal(reading, number)[0] is not None and reading.form(number + 1) in _ARRONDISSEMENT_WORDS
    return number if named else position


def arrondissement_before(reading: Reading, city: Span, known: Territories) -> Span | None:
    """Return « 13e arrondissement de Marseille », « le 3ème à Lyon » from the city's span."""
    position = city.first - 1
    if reading.form(position) not in ("de", "a", "d", "sur"):
        position += 1
    named = reading.form(position - 1) in _ARRONDISSEMENT_WORDS
    position -= 1 + named
    for length in (2, 1):
        first = position - length + 1
        if first < 0:
            continue
        number, ordinal, last = _ordinal(reading, first)
        if number is not None and last == position + 1 and (ordinal or named):
            code = _arrondissement(city.ids[0], number, known)
            if code:
                return city.stretched(first, city.last, (code,), "arrondissement")
    return None


def of_any_city(reading: Reading, position: int, known: Territories) -> Span | None:
    """Return « dans le 13e arrondissement » when no city is named: that of each city which has as many, to be asked
    about."""
    if reading.forms[position] not in cues.ORDINALS and not reading.forms[position][0].isdigit():
        return None
    number, _, last = _ordinal(reading, position)
    if number is None or reading.form(last) not in _ARRONDISSEMENT_WORDS:
        return None
    if any(_sounds_like(form, city) for form in reading.forms if len(form) >= SHORTEST_CITY for city in _CITIES):
        return None
    found = (_arrondissement(city, number, known) for city in ("commune-75056", "commune-13055", "commune-69123"))
    ids = tuple(id_ for id_ in found if id_)
    return Span(position, last + 1, ids, "arrondissement", located=True) if ids else None


def heard_city(reading: Reading, position: int) -> Span | None:
    """Return the city whose name, misspelt, stands before the number of an arrondissement: « marsei 15eme »."""
    form, follows = reading.forms[position], reading.form(position + 1)
    if not follows[:1].isdigit() and follows not in cues.ORDINALS:
        return None
    if form in _CITIES or not form.isalpha() or len(form) < SHORTEST_CITY:
        return None
    number, ordinal, last = _ordinal(reading, position + 1)
    if number is None or not ordinal or not reading.closes(last) or reading.breaks(position + 1):
        return None
    city = next((name for name in _CITIES if _sounds_like(form, name)), None)
    around = context.before(reading, position)
    if city is None or not (around.located or around.word in cues.ACTORS or position == 0):
        return None
    return Span(position, position + 1, (_CITIES[city],), "commune", located=around.located)


def _sounds_like(typed: str, city: str) -> bool:
    cut_short = len(typed) > SHORTEST_CITY and city.startswith(typed)
    return cut_short or sound(typed) == sound(city) or (len(city) > LONG_CITY and OSA.distance(typed, city) <= 2)


def _ordinal(reading: Reading, position: int) -> tuple[int | None, bool, int]:
    """Return the number at this position, whether it is an ordinal, and where it ends."""
    form = reading.form(position)
    two = f"{form} {reading.form(position + 1)}"
    if two in cues.ORDINALS:
        return cues.ORDINALS[two], True, position + 2
    if form in cues.ORDINALS:
        return cues.ORDINALS[form], True, position + 1
    found = _ORDINAL.match(form)
    if found:
        return int(found[1]), True, position + 1
    if form.isascii() and form.isdigit() and len(form) <= 2:
        if reading.form(position + 1) in ("e", "eme", "er", "ieme") and reading.gap(position + 1) in (
            "",
            " ",
        ):
            return int(form), True, position + 2
        return int(form), False, position + 1
    roman = form[:-1] if form.endswith("e") and form[:-1] in _ROMAN else form
    if roman in _ROMAN:
        return _ROMAN[roman], roman != form, position + 1
    return None, False, position + 1


def _in_words(reading: Reading, position: int) -> tuple[int | None, int]:
    """Return the number said in words that ends the phrase (« Lyon sept »), and where it ends."""
    for last in (position + 2, position + 1):
        number = _up_to_twenty().get(" ".join(reading.forms[position:last])) if last <= len(reading) else None
        closed = number is not None and (reading.closes(last) or reading.form(last) in _AFTER_ARRONDISSEMENT)
        if closed and not reading.is_counted(last):
            return number, last
    return None, position


@lru_cache(maxsize=1)
def _up_to_twenty() -> dict[str, int]:
    return {normalise(num2words(number, lang="fr")): number for number in range(2, 21)}


def _arrondissement(city: str, number: int, known: Territories) -> str | None:
    codes = known.arrondissements(city.removeprefix("commune-"))
    return f"commune-{codes[number - 1]}" if 1 <= number <= len(codes) else None
