"""Joining neighbouring places that speak of one: a town and its département, postal code..."""

from __future__ import annotations

from dataclasses import replace

from bot.territory import arrondissements, cues
from bot.territory.index import NameIndex
from bot.territory.nearness import place_by_neighbours
from bot.territory.reading import TOWNS, Reading, Span
from bot.territory.roles import without_asides
from bot.territory.tables import departement_of

_LINKS = frozenset(
    [
        "dans",
        "ds",
        "dan",
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
_CITIES = frozenset([("commune-75056",), ("commune-69123",), ("commune-13055",)])


def join_neighbours(reading: Reading, index: NameIndex, found: list[Span]) -> list[Span]:
    """Return the certain places of a text, those that speak of one place made one."""
    found = [span for span in found if not _only_links(reading, span)]
    spans = [_with_arrondissement(reading, index, span) for span in found]
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
    return without_asides(reading, index, _narrowed(index, certain))


def _only_links(reading: Reading, span: Span) -> bool:
    """Return whether a name is a word that links two places rather than the village: « celle de la Sarthe »."""
    weak = span.weak and bool(span.ids) and span.kind == "commune"
    return weak and _LINKS.issuperset(reading.forms[span.first : span.last])


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
        return town.located or reading.form(town.first - 1) in cues.ACTORS or reading.closes(area.last)
    before = reading.form(town.first - 1)
    located = town.located and reading.surface(town.first - 1, town.first) != "a"
    alone = town.first == 0 and area.last == len(reading)
    return (alone or located or before in cues.KINDS) and reading.closes(area.last)


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
    if not index.is_frequent(typed):
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
    """Leave out a guess that is rather a quarter of the town told before: « à Marseille vers la Cabucelle »."""
    kept: list[Span] = []
    for span in spans:
        guessed = span.typed and not span.settled and reading.form(span.first - 1) in _AROUND
        if not (guessed and kept and kept[-1].kind in TOWNS and not kept[-1].typed):
            kept.append(span)
    return kept


def _narrowed(index: NameIndex, spans: list[Span]) -> list[Span]:
    """Let a département or région named elsewhere in the text decide between homonyms.

    A postal code of a town that is named too says nothing more and is left out.
    """
    towns = [index.territories.get(id_) for span in spans if span.kind == "commune" for id_ in span.ids]
    said = {code for town in towns if town is not None for code in town.codes_postaux}
    spans = [span for span in spans if span.kind != "code_postal" or span.code not in said]
    areas = [span for span in spans if span.kind in ("departement", "region", "code_postal")]
    if not areas:
        return spans
    result = []
    for span in spans:
        if span.kind == "commune" and len(span.ids) > 1:
            inside = tuple(id_ for id_ in span.ids if any(_is_inside(index, id_, area) for area in areas))
            span = span.stretched(span.first, span.last, inside) if inside else span
        result.append(span)
    return result
