"""Amounts, rates, durations and hours written in French, in figures or in words.

Pure text functions: no state, no model. A number is claimed by at most one finder, because each finder
requires its own unit after the number ("833 h" is never an amount, "10 mois" never hours), and a number
without a unit is left alone ("59" may be a département) except large grouped ones ("150.000").
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from text_to_num import text2num


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity found in a text: `text[start:end] == surface`; the unit of `value` is the finder's."""

    start: int
    end: int
    surface: str
    value: float


_UNITS = (
    "z[ée]ro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|"
    "trente|quarante|cinquante|soixante|septante|huitante|octante|nonante|cents?|mille|millions?|milliards?"
)
_COLLECTIVES = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
# The first alternative eats the "cent" of "pour cent", which is a unit and not a number.
_NUMBER = re.compile(
    rf"""
    (?P<percent>\bpour[\s-]?(?:cents?|100)\b)
    |(?P<digits>(?<!\w)(?<!\d[.,])(?<!\d{{4}}-)
        (?:[1-9]\d{{0,2}}
           (?:(?P<sep>[ .\u00a0\u202f'’_])\d{{3}}(?:(?P=sep)\d{{3}}){{0,3}}|(?:,\d{{3}}){{1,4}})(?!\d)
           (?:[.,]\d{{1,2}}(?!\d))?
        |\d{{1,15}}(?:[.,]\d{{1,6}})?(?!\d)))
    |(?P<collective>\bune?\s+(?:{"|".join(_COLLECTIVES)})s?\b)
    |(?P<words>\b(?:{_UNITS})\b(?:[\s-]+(?:et[\s-]+(?=une?\b|onze\b))?(?:{_UNITS})\b){{0,14}})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NEGATIVE = re.compile(r"(?:(?<![\w)\]])[-−–]\s?|(?<!\bau )(?<!\bdu )(?<!\bde )\bmoins )$", re.IGNORECASE)
_MILLION_AND_DIGIT = re.compile(r"\bmillions?[\s-]+(deux|trois|quatre|cinq|six|sept|huit|neuf)$")
_ARTICLES = frozenset({"un", "une"})

_GAP = r"[\s\u00a0\u202f]*(?:d['’]\s?|de\s)?"
_EURO = r"(?:€|euros?\b|eur\b)"
_MULTIPLIER = re.compile(
    rf"[\s\u00a0\u202f]*(?:(?P<k>k(?=\s?{_EURO}|e\b|\b)|mille\b)|(?P<M>M(?-i:(?=\b))|m(?=\s?{_EURO}|e\b)|millions?\b)"
    r"|(?P<G>milliards?\b|Md(?=\b|€)))(?P<half>\s+et\s+demie?\b)?",
    re.IGNORECASE,
)
_LOWER_M = re.compile(r"[\s\u00a0\u202f]*m(?!ill|d|\s?€|\s?e)")
_READ_LIMIT = 4_000  # characters: a longer text is pasted, not typed, and reading all of it would cost time
_REST_THOUSANDS = re.compile(r"\s+(\d{1,3})(?:\s?mille|[ .\u00a0\u202f]000)(?!\d)", re.IGNORECASE)
_REST_DIGIT = re.compile(
    rf"\s+([1-9])(?![\w,.]|\s*(?:%|lots?|mois|ans|h\b|heures))(?=\s*{_EURO}|\s*$|\s*[,;.])",
    re.IGNORECASE,
)
_DIGIT_FOLLOWS = re.compile(r"\s?\d")
_HALF = re.compile(r"\s+et\s+demie?\b", re.IGNORECASE)
_EURO_UNIT = re.compile(rf"{_GAP}(?:{_EURO}|(?<=[kKmM])e\b)", re.IGNORECASE)
_PER_HOUR = re.compile(
    r"\s*(?:h\.?t\.?\s*)?(?:charg[ée]e?s?\s*)?(?:/\s?h(?:eures?)?\b|(?:de|par|à)\s+(?:l['’]\s?)?heure\b|l['’]\s?heure\b|horaires?\b)",
    re.IGNORECASE,
)
_OTHER_UNIT = re.compile(
    rf"{_GAP}(?:h\b|hrs?\b|heures?\b|mois\b|ans?\b|ann[ée]es?\b|semaines?\b|jours?\b|%|pour[\s-]?cents?\b|"
    r"salari[ée]s?\b|personnes?\b|habitants?\b|lots?\b|etp\b|m[²2]\b|km\b)",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"[\s\u00a0\u202f]*(?:%|pour[\s-]?(?:cents?|100)\b|p\.\s?cent\b|pct\b)",
    re.IGNORECASE,
)
_HOURS = re.compile(
    rf"{_GAP}(?:h(?:[\s]?(?P<minutes>[0-5]\d))?\b(?![\w'’])|heures?\b|hrs?\b)"
    r"(?!\s*(?:/|par|à la)\s*semaine|\s*hebdo)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:\bà|\bvers|\bavant|\baprès|\bdès|\bjusqu['’]à)\s*$", re.IGNORECASE)
_WEEKLY = re.compile(rf"{_GAP}(?:h|heures?)\s*(?:(?:/|par|à la)\s*semaine|hebdo)", re.IGNORECASE)
_DURATION = re.compile(
    rf"{_GAP}(?P<unit>mois|ans?|ann[ée]es?|semestres?|trimestres?|semaines?|jours?)\b",
    re.IGNORECASE,
)
_AND_MONTHS = re.compile(r"\s+(?:et\s+)?$", re.IGNORECASE)
_MONEY_CONTEXT = re.compile(
    r"\b(?:montants?|budget|march[ée]|lot|contrat|estim[ée]e?|valeur|enveloppe)\b[^.;:\d]{0,25}:?\s*$",
    re.IGNORECASE,
)
_RATE_CONTEXT = re.compile(r"\b(?:taux|part|proportion)\b[^.;\d]{0,30}$", re.IGNORECASE)
_NOT_MONEY_CONTEXT = re.compile(
    r"\b(?:siren|siret|t[ée]l\w*|n[°o]|num[ée]ro|article|art)\b\W{0,3}(?:est\s+)?$",
    re.IGNORECASE,
)
_SHARES = (
    (re.compile(r"\btrois[\s-]quarts?\b|\b3/4\b", re.IGNORECASE), 0.75),
    (re.compile(r"\bdeux[\s-]tiers\b|\b2/3\b", re.IGNORECASE), 0.667),
    (re.compile(r"\bmoiti[ée]\b|\b1/2\b", re.IGNORECASE), 0.5),
    (re.compile(r"\b(?:un|le) tiers\b|\b1/3\b", re.IGNORECASE), 0.333),
    (re.compile(r"\b(?:un|le) quart\b|\b1/4\b", re.IGNORECASE), 0.25),
)
_MONTHS_OF = {
    "m": 1.0,
    "a": 12.0,
    "sem": 12 / 52,
    "semestre": 6.0,
    "trimestre": 3.0,
    "jour": 12 / 365,
}


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: float
    scale: float  # 1, or the multiplier already applied (thousand, million): a hint that money is meant
    grouped: bool  # "150 000" or "150.000"
    article: bool  # "un", "une": a number only when a unit follows


def _value_of_digits(raw: str) -> tuple[float, bool]:
    grouped = re.fullmatch(r"[1-9]\d{0,2}(?:[ .\u00a0\u202f'’_,]\d{3})+(?:[.,]\d{1,2})?", raw) is not None
    if grouped:
        whole, decimals = raw, ""
        if tail := re.search(r"[.,](\d{1,2})$", raw):
            whole, decimals = raw[: tail.start()], tail.group(1)
        return float(re.sub(r"\D", "", whole) + (f".{decimals}" if decimals else "")), True
    return float(raw.replace(",", ".")), False


def _value_of_words(run: str) -> tuple[float, int] | None:
    """The value of the longest leading part of a run of number words, and how many characters it takes."""
    words = list(re.finditer(r"[^\s-]+", run))
    for count in range(len(words), 0, -1):
        part = run[: words[count - 1].end()]
        plain = part.lower().replace("-", " ").replace("huitante", "quatre vingt").replace("octante", "quatre vingt")
        try:
            value = float(text2num(plain, "fr"))
        except ValueError:
            continue
        # "un million deux" is said for 1 200 000, never for 1 000 002.
        if spoken := _MILLION_AND_DIGIT.search(plain):
            digit = text2num(spoken.group(1), "fr")
            value += digit * 100_000 - digit
        return value, len(part)
    return None


@lru_cache(maxsize=64)
def _numbers(text: str) -> tuple[_Number, ...]:
    """Every number of the text with its multiplier ("k", "millions") applied, from left to right."""
    found: list[_Number] = []
    position = 0
    while match := _NUMBER.search(text, position, _READ_LIMIT):
        position = match.end()
        if match.group("percent"):
            continue
        start, grouped, article, scale = match.start(), False, False, 1.0
        if digits := match.group("digits"):
            value, grouped = _value_of_digits(digits)
        elif collective := match.group("collective"):
            value = float(_COLLECTIVES[collective.lower().split()[-1].rstrip("s")])
        else:
            read = _value_of_words(match.group("words"))
            if read is None:
                continue
            value, length = read
            position = start + length
            words = text[start:position].lower()
            article = words in _ARTICLES
            scale = 1e6 if "million" in words or "milliard" in words else 1.0
            if scale > 1 and (half := _HALF.match(text, position)):
                value, position = value + 500_000, half.end()
        end = position
        multiplier = _MULTIPLIER.match(text, end)
        if multiplier and not _LOWER_M.match(text, end):
            scale = 1e3 if multiplier.group("k") else 1e6 if multiplier.group("M") else 1e9
            value = (value + (0.5 if multiplier.group("half") else 0.0)) * scale
            end, article = multiplier.end(), False
            value, end = _after_million(text, value, end, scale)
            position = end
        if sign := _NEGATIVE.search(text[max(0, start - 12) : start]):
            start, value = start - len(sign.group()), -value
        found.append(_Number(start, end, round(value, 6), scale, grouped, article))
    return tuple(found)


def _after_million(text: str, value: float, end: int, scale: float) -> tuple[float, int]:
    """Adds what follows "1 million": "1 million 2" is 1 200 000, "1 million 200 mille" too."""
    if scale != 1e6 or not value.is_integer():
        return value, end
    if rest := _REST_THOUSANDS.match(text, end):
        return value + int(rest.group(1)) * 1_000, rest.end()
    if rest := _REST_DIGIT.match(text, end):
        return value + int(rest.group(1)) * 100_000, rest.end()
    return value, end


def _mention(text: str, start: int, end: int, value: float) -> Mention:
    return Mention(start, end, text[start:end], value)


def _is_bare_money(text: str, number: _Number) -> bool:
    """Whether a number without € is money all the same: "2 millions", "150.000", "budget de 80 000"."""
    if _OTHER_UNIT.match(text, number.end) or _DIGIT_FOLLOWS.match(text, number.end):
        return False
    before = text[max(0, number.start - 45) : number.start]
    if _NOT_MONEY_CONTEXT.search(before):
        return False
    if number.scale > 1:
        return True
    size = abs(number.value)
    ungrouped_is_large = 100_000 <= size < 100_000_000 and float(size).is_integer()
    return ungrouped_is_large or (size >= 1_000 and _MONEY_CONTEXT.search(before) is not None)


def find_amounts(text: str) -> list[Mention]:
    """The amounts of the text, in euros ("150k€", "cent mille euros", "150.000", "un million deux").

    Costs per hour ("30 € de l'heure") are left to `find_hourly_costs`. A negative amount keeps its sign.
    """
    mentions = []
    for number in _numbers(text):
        if unit := _EURO_UNIT.match(text, number.end):
            if not _PER_HOUR.match(text, unit.end()):
                mentions.append(_mention(text, number.start, unit.end(), number.value))
        elif text[max(0, number.start - 2) : number.start].rstrip().endswith("€") or (
            not number.article and _is_bare_money(text, number)
        ):
            mentions.append(_mention(text, number.start, number.end, number.value))
    return mentions


def find_hourly_costs(text: str) -> list[Mention]:
    """The costs per hour of the text, in euros ("30 €/h", "28 euros de l'heure")."""
    mentions = []
    for number in _numbers(text):
        unit = _EURO_UNIT.match(text, number.end)
        if unit and (per_hour := _PER_HOUR.match(text, unit.end())):
            mentions.append(_mention(text, number.start, per_hour.end(), number.value))
    return mentions


def find_rates(text: str) -> list[Mention]:
    """The rates of the text as fractions: 0.05 for "5 %", "cinq pour cent", "un taux de 0,05"."""
    mentions = []
    for number in _numbers(text):
        if unit := _PERCENT.match(text, number.end):
            mentions.append(_mention(text, number.start, unit.end(), round(number.value / 100, 6)))
        elif (
            0 < number.value < 1
            and _RATE_CONTEXT.search(text[max(0, number.start - 45) : number.start])
            and not _OTHER_UNIT.match(text, number.end)
            and not _EURO_UNIT.match(text, number.end)
        ):
            mentions.append(_mention(text, number.start, number.end, number.value))
    return mentions


def find_shares(text: str) -> list[Mention]:
    """The fractions said in words ("la moitié", "un tiers"), to be read only when a share was asked for."""
    for pattern, value in _SHARES:
        if match := pattern.search(text, 0, _READ_LIMIT):
            return [_mention(text, match.start(), match.end(), value)]
    return []


def find_durations(text: str) -> list[Mention]:
    """The durations of the text, in months ("18 mois", "un an et demi" = 18, "2 ans et 6 mois" = 30).

    Weeks and days are converted with 52 weeks and 365 days a year, rounded to two decimals.
    """
    mentions: list[Mention] = []
    for number in _numbers(text):
        unit = _DURATION.match(text, number.end)
        if not unit:
            continue
        name, end = unit.group("unit").lower(), unit.end()
        months_each = _MONTHS_OF[_unit_key(name)]
        value = number.value
        if half := _HALF.match(text, end):
            value, end = value + 0.5, half.end()
        months = round(value * months_each, 2)
        previous = mentions[-1] if mentions else None
        if previous and name == "mois" and _AND_MONTHS.fullmatch(text, previous.end, number.start):
            mentions[-1] = _mention(text, previous.start, end, round(previous.value + months, 2))
        else:
            mentions.append(_mention(text, number.start, end, months))
    return mentions


def _unit_key(name: str) -> str:
    if name.startswith(("semestre", "trimestre", "jour")):
        return name.rstrip("s")
    return "sem" if name.startswith("semaine") else name[0]


def find_hours(text: str) -> list[Mention]:
    """The volumes of hours of the text ("833 h", "huit cents heures", "1h30" = 1.5).

    A time of day ("à 14h30") and a weekly working time ("35 h par semaine") are not volumes.
    """
    mentions = []
    for number in _numbers(text):
        unit = _HOURS.match(text, number.end)
        if not unit:
            continue
        if 0 <= number.value <= 24 and _CLOCK.search(text[max(0, number.start - 10) : number.start]):
            continue
        minutes = int(unit.group("minutes") or 0)
        mentions.append(_mention(text, number.start, unit.end(), round(number.value + minutes / 60, 2)))
    return mentions


_CLAIMS: tuple[Callable[[str], list[Mention]], ...] = (
    find_rates,
    find_durations,
    find_hours,
    find_hourly_costs,
)


def find_bare_number(text: str) -> Mention | None:
    """The first number of the text that no other unit claims, when the question fixes the unit.

    Multipliers count ("300k" is 300 000). None when there is no number, or only numbers with a unit.
    """
    claimed = [(m.start, m.end) for find in _CLAIMS for m in find(text)]
    articles: Mention | None = None
    for number in _numbers(text):
        if any(start <= number.start < end for start, end in claimed) or _WEEKLY.match(text, number.end):
            continue
        if number.article:
            alone = text.strip(" .!").lower() in _ARTICLES
            articles = articles or (_mention(text, number.start, number.end, number.value) if alone else None)
            continue
        return _mention(text, number.start, number.end, number.value)
    return articles
