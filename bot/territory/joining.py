"""Joining neighbouring places that speak of one: a town and its département, postal code..."""

from __future__ import annotations

from dataclasses import replace

from bot.territory import arrondissements, cues
from bot.territory.arrondissement_corrected import corrected, listed
from bot.territory.index import NameIndex
from bot.territory.landscape import settle_by_landscape
from bot.territory.nearness import place_by_neighbours
from bot.territory.reading import TOWNS, Reading, Span
from bot.territory.roles import without_asides
from bot.territory.tables import departement_of
from bot.territory.withdrawn import is_denied

_LINKS = frozenset(
    [
        "dans",
        "euh",
        "le",
        "la",
        "les",
        "l",
        "en",
        "du",
        "de",
        "des",
        "d",
        "a",
        "au",
        "sur",
        "departement",
        "dept",
        "region",
        "cote",
        "commune",
        "ville",
        "cedex",
        "village",
        "celui",
        "donc",
        "celle",
        "petite",
        "petit",
        "grande",
        "grand",
        "est",
        "c",
    ]
)
_FAR = 4  # words that may stand between a town and its département
_AROUND = frozenset(["vers", "cote", "quartier", "secteur"])
HEARD_TOWN = 5_000  # inhabitants
_SMALL_WORDS = frozenset(["de", "d", "du", "des", "la", "le", "les", "l"])
_CITIES = frozenset([("commune-75056",), ("commune-69123",), ("commune-13055",)])


def join_neighbours(reading: Reading, index: NameIndex, found: list[Span]) -> list[Span]:
    """Return the certain places of a text, those that speak of one place made one."""
    spans = [_with_arrondissement(reading, index, span) for span in found if not _is_pronoun(reading, span)]
    spans = settle_by_landscape(reading, index, spans)
    ends = [*(span.first for span in spans[1:] if not span.weak), len(reading)]
    spans = [corrected(reading, index, span, min(end for end in ends if end >= span.first)) for span in spans]
    spans = [one for span in spans for one in listed(reading, index, span)]
    joined: list[Span] = []
    for span in spans:
        if joined and span.first < joined[-1].last:
            continue
        one = _join(reading, index, joined[-1], span) if joined else None
        if one is not None:
            joined[-1] = one
        else:
            joined.append(span)
    joined = _village_told(reading, index, joined)
    certain = [span for span in place_by_neighbours(reading, index, joined) if not span.weak and span.ids]
    certain = _without_quarters(reading, certain)
    return without_asides(reading, index, _narrowed(reading, index, certain))


def _is_pronoun(reading: Reading, span: Span) -> bool:
    """Return whether « celle » stands for the town said before, rather than for a village: « celle de l'Isère »."""
    pronoun = span.weak and span.last - span.first == 1 and reading.forms[span.first] in ("celle", "celles")
    return pronoun and reading.form(span.last) in ("de", "d", "du", "des", "en", "dans", "qui", "pres")


def _with_arrondissement(reading: Reading, index: NameIndex, span: Span) -> Span:
    if span.kind != "commune" or span.ids[:1] not in _CITIES:
        return span
    known = index.territories
    return (
        arrondissements.arrondissement_after(reading, span, known)
        or arrondissements.arrondissement_before(reading, span, known)
        or span
    )


def _join(reading: Reading, index: NameIndex, first: Span, second: Span) -> Span | None:
    """Return one place made of two neighbours, None when they are two places."""
    between = reading.forms[first.last : second.first]
    if len(between) > _FAR or any(word not in _LINKS for word in between):
        return None
    town, area = (first, second) if first.kind in TOWNS else (second, first)
    if {first.kind, second.kind} == {"commune", "epci"}:  # « à Mens dans le Trièves »
        town, area = (first, second) if first.kind == "commune" else (second, first)
    elif town.kind not in TOWNS or area.kind not in ("departement", "region", "code_postal"):
        return None
    if town.typed:
        inside = _direct(index, town, area) or _misspelt_inside(index, town.typed, area)
        if town.ids and not inside and area.kind == "departement" and not area.weak:
            return area  # the misspelt name was badly guessed
        town = replace(town, ids=inside, weak=not inside)
    if _is_numbered(reading, town, area):
        inside = _direct(index, town, area)
        if inside:
            return town.stretched(first.first, second.last, inside)
    if (town.weak and not _touch(reading, town, area)) or (area.weak and not _touch(reading, town, area)):
        return None
    if town is second and not town.located and "a" not in between and area.kind != "code_postal":
        gap = reading.gap(second.first)
        if not any(sign in gap for sign in "-()–:,"):
            return None
    inside = _inside(reading, index, town, area)
    if not inside:
        return None
    if area.kind == "code_postal" and inside[:1] in _CITIES:
        quarter = index.territories.communes_of(f"code_postal-{area.code}")
        inside = tuple(f"commune-{insee}" for insee in quarter) or inside
    last = max(first.last, second.last)
    if reading.form(last) == "cedex":
        last += 1
    return town.stretched(first.first, last, inside)


def _village_told(reading: Reading, index: NameIndex, spans: list[Span]) -> list[Span]:
    """Return the spans, the only name that stands alone believed when it is told to be a village of a département.

    « Bun. Pas de faute de frappe, c'est un village, 65. »
    """
    if cues.VILLAGES.isdisjoint(reading.forms) or len(spans) < 2:
        return spans
    towns = [span for span in spans if span.kind == "commune"]
    areas = [span for span in spans if span.kind == "departement"]
    if len(towns) != 1 or len(areas) != 1 or not towns[0].weak:
        return spans
    town, area = towns[0], areas[0]
    alone = (
        (town.located or reading.breaks(town.first))
        and reading.breaks(town.last)
        and reading.tokens[town.first].capital
    )
    inside = _direct(index, town, area)
    return [town.stretched(town.first, town.last, inside)] if alone and inside else spans


def _is_numbered(reading: Reading, town: Span, area: Span) -> bool:
    """Return whether the number of a département stands right after a town: « st nazaire 44 », « siae us 95 »."""
    if area.kind != "departement" or not area.code or area.first != town.last or reading.gap(area.first) != " ":
        return False
    if not town.weak:
        return True
    before = reading.form(town.first - 1)
    located = town.located and reading.surface(town.first - 1, town.first) != "a"
    alone = town.first == 0 and area.last == len(reading)
    named = alone or located or before in cues.KINDS or (reading.tokens[town.first].capital and not reading.shouting)
    return named and (reading.closes(area.last) or reading.form(area.last) in cues.KINDS)


def _direct(index: NameIndex, town: Span, area: Span) -> tuple[str, ...]:
    return tuple(id_ for id_ in town.ids if _is_inside(index, id_, area))


def _touch(reading: Reading, town: Span, area: Span) -> bool:
    """Return whether nothing but punctuation, or "dans le", stands between the two."""
    low, high = min(town.last, area.last), max(town.first, area.first)
    words = reading.forms[low:high]
    if area.weak and area.code and words and reading.form(area.first - 1) not in ("le", "du", "dans"):
        return False
    gap = reading.gap(area.first) if town.first < area.first else reading.gap(town.first)
    if not words and area.weak and area.kind == "departement":
        return (bool(gap.strip(" ")) and "." not in gap) or (not town.weak and reading.closes(area.last))
    return len(words) <= 3 or "village" in words


def _inside(reading: Reading, index: NameIndex, town: Span, area: Span) -> tuple[str, ...]:
    """Return the candidates that lie in the area: of the very name first, else of a longer or hidden one."""
    tiers = [town.ids]
    if town.kind == "commune":
        tiers.append(tuple(dict.fromkeys(other for id_ in town.ids for other in index.homonyms(id_))))
        tiers.append(index.lookup_all(reading.key(town.first, town.last)))
    for ids in tiers:
        inside = tuple(id_ for id_ in ids if _is_inside(index, id_, area))
        if inside:
            return inside
    return ()


def _misspelt_inside(index: NameIndex, typed: str, area: Span) -> tuple[str, ...]:
    """Return the communes of a département or postal code whose name may be meant by a misspelt word."""
    if area.kind == "region" or not area.ids:
        return ()
    insee = [code for id_ in area.ids for code in index.territories.communes_of(id_)]
    near = index.nearest_of(typed, insee)
    if not index.lexicon.is_frequent(typed):
        return near
    # « une ei à cent dans l'Yonne » : a very common word is a town of some size that sounds the same.
    return tuple(id_ for id_ in near if index.population[id_] >= HEARD_TOWN and index.sounds_like(id_, typed))


def _is_inside(index: NameIndex, id_: str, area: Span) -> bool:
    place = index.territories.get(id_)
    if place is None:
        return False
    if area.kind == "code_postal":
        known = area.code in place.codes_postaux
        return known or (departement_of(area.code) == place.departement and not _is_exact(index, area, place.code))
    wider = {f"departement-{place.departement}", f"region-{place.region}", f"epci-{place.epci}"} - {id_}
    return any(code in wider for code in area.ids)


def _is_exact(index: NameIndex, area: Span, insee: str) -> bool:
    """Return whether the postal code is one of other communes than this one, which contradicts the name."""
    communes = index.territories.communes_of(f"code_postal-{area.code}")
    return bool(communes) and insee not in communes and not area.code.endswith("000")


def _without_quarters(reading: Reading, spans: list[Span]) -> list[Span]:
    """Leave out what is rather a quarter of the town told beside: « à Marseille vers la Cabucelle »."""
    kept: list[Span] = []
    for position, span in enumerate(spans):
        if _is_quarter(reading, span, kept[-1:], spans[position + 1 : position + 2]):
            continue
        guessed = span.typed and not span.settled and reading.form(span.first - 1) in _AROUND
        if not (guessed and kept and kept[-1].kind in TOWNS and not kept[-1].typed and kept[-1].ids != span.ids):
            kept.append(span)
    return kept


def _is_quarter(reading: Reading, span: Span, previous: list[Span], following: list[Span]) -> bool:
    """Return whether a name is said to be that of a quarter: « à Dijon, quartier Les Bourroches »."""
    position = span.first - 1
    while position > 0 and reading.gap(position + 1) == "-":
        position -= 1
    while reading.form(position) in _SMALL_WORDS and position > span.first - 4:
        position -= 1
    if span.kind != "commune" or reading.form(position) not in ("quartier", "quartiers", "cite"):
        return False
    told_after = following and reading.forms[span.last : following[0].first] in (["a"], ["de"], ["d"])
    town = previous or (following if told_after else [])
    return bool(town) and town[0].kind in TOWNS and town[0].ids != span.ids


def _narrowed(reading: Reading, index: NameIndex, spans: list[Span]) -> list[Span]:
    """Let a département or région named elsewhere in the text decide between homonyms, those ruled out excluding.

    A postal code of a town that is named too says nothing more and is left out.
    """
    towns = [index.territories.get(id_) for span in spans if span.kind == "commune" for id_ in span.ids]
    said = {code for town in towns if town is not None for code in town.codes_postaux}
    spans = [span for span in spans if span.kind != "code_postal" or span.code not in said]
    areas = [span for span in spans if span.kind in ("departement", "region", "code_postal")]
    denied = [area for area in areas if is_denied(reading, area)]
    meant = [area for area in areas if area not in denied]
    return [_narrowed_to(index, span, meant, denied) for span in spans] if areas else spans


def _narrowed_to(index: NameIndex, span: Span, meant: list[Span], denied: list[Span]) -> Span:
    """Return the span with those of its homonyms that lie in the areas meant, or out of those ruled out."""
    if span.kind != "commune" or len(span.ids) < 2:
        return span
    inside = tuple(id_ for id_ in span.ids if any(_is_inside(index, id_, area) for area in meant))
    outside = tuple(id_ for id_ in span.ids if not any(_is_inside(index, id_, area) for area in denied))
    kept = inside or (outside if denied else ())
    return span.stretched(span.first, span.last, kept) if kept else span
