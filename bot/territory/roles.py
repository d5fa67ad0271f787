"""The part a place plays beside others: where the work is, or only where the speaker comes from, a firm's name...

Of several places, those that a person mentions in passing are left out; a place named alone always stays.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.territory import cues
from bot.territory.index import NameIndex
from bot.territory.reading import Reading, Span

WORDS_BEFORE = 10  # words before a place that may tell its part
_OF = "(?:de|d|du|des)"
_AT = f"(?:{_OF}|a|au|aux|en|sur|dans|vers|pres {_OF}|cote {_OF})"
_THE = "(?: (?:la|le|les|l))?"
_FIRM = "(?:boite|entreprise|societe|pme|tpe|agence|cabinet|bureau|atelier|groupe|firme|artisan|sarl|sas|eurl|scop)"
_OURS = (
    "(?:notre|nos|mon|ma|mes|(?:nous sommes|on est|je suis|jsuis|je tiens|je dirige|je gere|je represente|on a|j ai)"
    "(?: une?)?)"
)
_TRADE = (
    "(?:macon|plaquiste|electricien|plombier|chauffagiste|couvreur|menuisier|peintre|charpentier|paysagiste|carreleur"
    "|terrassier|serrurier|traiteur|architecte|promoteur|conducteur de travaux|conductrice de travaux)"
)
_COMES_FROM = re.compile(
    r"\b(?:nous sommes|on est|je suis|jsuis|chuis|chui|venons|viens|jviens|vient|viennent|venant|venue?s?|arrivons"
    rf"|originaires?) {_OF}{_THE}$"
    rf"|\bsiege(?: (?!chantier|marche)\w+){{0,3}} {_AT}{_THE}$"
    rf"|\b(?:notre|nos|mon|ma|mes|le|nous avons notre|on a notre) (?:depot|locaux|bureaux|atelier|garage|agence|bureau)"
    rf"(?: principale?)? (?:est|sont|se trouve|se trouvent)(?: \w+)? {_AT}{_THE}$"
    rf"|\b(?:notre|nos|mon|ma) (?:depot|locaux|bureaux|agence|atelier|bureau) {_OF}{_THE}$"
    rf"|\bchez (?!moi|nous|vous|eux|elle|lui|toi|les?|la|une?|des)\w+ {_AT}{_THE}$"
    rf"|\b(?:j habite|nous habitons|on habite)(?: {_AT})?{_THE}$"
)
_FIRM_OF = re.compile(
    rf"\b(?:boite|pme|tpe|artisan|sarl|sas|eurl)(?P<ours>(?: \w+){{0,3}}?) {_AT}{_THE}$"
    rf"|\b{_OURS}(?: petite?| grosse?)? {_FIRM}(?P<other>(?: \w+){{0,4}}?) {_AT}{_THE}$"
    rf"|\b(?:une?|notre|le|la) {_TRADE} {_OF}{_THE}$"
    rf"|\b(?:chez|(?:travaille|bosse|intervien[st]) pour) une?(?P<employer>(?: \w+){{1,3}}?) {_OF}{_THE}$"
)
_BASED = re.compile(
    r"\b(?:nous|on|je|suis|sommes|est|boite|entreprise|societe|pme|agence|cabinet|groupe|artisan)"
    rf"(?P<subject>(?: \w+){{0,4}}?) (?:base|installe|implante|domicilie|etabli)\w{{0,3}} {_AT}{_THE}$"
)
_FIRST_FIRM = re.compile(
    rf"^(?:une? )?(?:petite? |grosse? )?(?:{_FIRM}|{_TRADE}|chef d agence)(?P<trade>(?: \w+){{0,4}}?) {_AT}{_THE}$"
)
_STANDS_AT = re.compile(rf"\b(?:nous sommes|on est|je suis|jsuis|chuis)(?: ici)? (?:a|au|aux|sur|en|dans){_THE}$")
_WORK = re.compile(
    r"\b(?:cherch\w+|recherch\w+|besoin"
    r"|chantiers?|marches?|operations?|travaux|projets?|interven\w+|execut\w+|realis\w+|gros oeuvre|prestations?"
    r"|heures|c est pour)\b"
)
_NEGATED = re.compile(
    r"(?:^|(?P<verb>\w+) )(?P<no>(?:pas|non|sauf|hormis|excepte|au lieu|plutot que)"
    rf"(?: forcement| vraiment| necessairement| pas| plus)?(?: {_AT})?{_THE})$"
)


def without_asides(reading: Reading, index: NameIndex, spans: list[Span]) -> list[Span]:
    """Return the places without those said in passing, when others remain.

    Where the speaker comes from is marked as an aside only: it may still decide between homonyms.
    """
    if len(spans) < 2:
        return spans
    spans = _without_corrected(reading, _without_spelt_out(reading, index, spans))
    spans = _without_range(reading, index, spans)
    befores = [" ".join(reading.forms[max(0, span.first - WORDS_BEFORE) : span.first]) for span in spans]
    accepted = [
        (span, before) for span, before in zip(spans, befores, strict=True) if not _is_denied(reading, span, before)
    ] or list(zip(spans, befores, strict=True))
    spans = [span for span, _ in accepted]
    befores = [before for _, before in accepted]
    asides = _asides(reading, spans, befores)
    here = next((position for position in range(1, len(spans)) if _is_here(reading, spans, position)), 0)
    if here:
        asides = [True] * here + asides[here:]
    meant = [span for span, aside in zip(spans, asides, strict=True) if not aside]
    if not meant or len(meant) == len(spans):
        return spans
    kept = []
    for span, aside in zip(spans, asides, strict=True):
        if not aside or all(_holds(index, other, span) for other in meant):
            kept.append(span)
        elif not _is_a_name(reading, span):
            kept.append(replace(span, aside=True))
    return kept


def _asides(reading: Reading, spans: list[Span], befores: list[str]) -> list[bool]:
    """Return, for each place, whether it is said in passing, by the words before it."""
    found: list[bool] = []
    working = [bool(_WORK.search(before)) for before in befores]
    for position, span in enumerate(spans):
        before = befores[position]
        aside = _is_origin(before) or _is_a_name(reading, span)
        if not aside and any(working[position + 1 :]):
            aside = bool(_STANDS_AT.search(before)) or (span.first < WORDS_BEFORE and _is_first_firm(before))
        if not aside and position and found[-1]:
            previous = spans[position - 1]
            between = set(reading.forms[previous.last : span.first])
            aside = (
                between <= cues.COORDINATING
                and bool(between & {"et", "ou", "ni"})
                and not _is_a_name(reading, previous)
            )
        found.append(aside)
    return found


def _is_here(reading: Reading, spans: list[Span], position: int) -> bool:
    """Return whether a place is where one is, not the other: « Nanterre, mais je voudrais ici, à Poitiers »."""
    words = reading.forms[spans[position - 1].last : spans[position].first]
    return "mais" in words and "ici" in words[-3:] and words[-1] in ("a", "au", "aux", "en", "dans", "sur", "la", "le")


def _is_origin(before: str) -> bool:
    """Return whether the words before a place say where the speaker or its firm comes from."""
    if _COMES_FROM.search(before):
        return True
    for pattern in (_FIRM_OF, _BASED):
        found = pattern.search(before)
        if found:
            words = " ".join(group for group in found.groups() if group).split()
            return not cues.SOUGHT.intersection(words)
    return False


def _is_first_firm(before: str) -> bool:
    """Return whether a message that begins with a firm says where it is: « société de peinture à Reims »."""
    found = _FIRST_FIRM.search(before)
    return found is not None and not cues.SOUGHT.intersection(found["trade"].split())


def _is_denied(reading: Reading, span: Span, before: str) -> bool:
    """Return whether the place is the one not meant: « et non à Limoges », « pas forcément à Brive »."""
    found = _NEGATED.search(before)
    if found is None or found["verb"] in cues.NOT_DENYING:
        return False
    words = found["no"].count(" ") + 1
    return not any(reading.breaks(position) for position in range(span.first - words + 1, span.first + 1))


def _is_a_name(reading: Reading, span: Span) -> bool:
    """Return whether the place is the name of a building or firm: « la clinique Saint-Étienne », « Eiffage Lyon »."""
    word = reading.form(span.first - 1)
    if reading.breaks(span.first):
        return False
    if (
        span.kind in ("commune", "region", "departement")
        and word in ("de", "d", "du")
        and _is_named_firm(reading, span.first)
    ):
        return True
    return (
        (span.kind == "commune" and word in cues.ESTABLISHMENTS)
        or word in cues.FIRMS
        or (word in cues.BRANCHES and reading.form(span.first - 2) in cues.FIRMS)
    )


def _is_named_firm(reading: Reading, first: int) -> bool:
    """Return whether a town ends the name of a firm: « Les Charpentes de Bordeaux », « Les Jardins de Tours »."""
    if reading.shouting or first < 3 or any(reading.breaks(position) for position in (first - 2, first - 1)):
        return False
    article, noun = reading.tokens[first - 3], reading.tokens[first - 2]
    ordinary = cues.ACTORS | cues.PLACE_NOUNS | cues.AGGLOMERATIONS | {"communaute", "pays", "grand"}
    return (
        article.form in ("les", "la", "le", "l")
        and article.capital
        and noun.capital
        and not reading.surface(first - 2, first - 1).isupper()
        and noun.form not in ordinary
        and not reading.starts_sentence(first - 3)
    )


def _holds(index: NameIndex, wider: Span, span: Span) -> bool:
    """Return whether a place lies in another, which then is no other place."""
    inside = {place.id for place in index.territories.ancestors(span.ids[0])}
    return bool(inside.intersection(wider.ids))


def _without_corrected(reading: Reading, spans: list[Span]) -> list[Span]:
    """Leave out the place that is taken back at once: « à Lens... non pardon à Liévin »."""
    kept: list[Span] = []
    for position, span in enumerate(spans):
        between = reading.forms[span.last : spans[position + 1].first] if position + 1 < len(spans) else []
        after = spans[position + 1].last if position + 1 < len(spans) else len(reading)
        if not (cues.CORRECTION.issuperset(between) and _takes_back(reading, between, after)):
            kept.append(span)
    return kept


def _takes_back(reading: Reading, between: list[str], after: int) -> bool:
    """Return whether the words between two places, or after them, correct the first: « ou plutôt »."""
    if cues.CORRECTING.intersection(between):
        return True
    hesitations = len(cues.HESITATING.intersection(between))
    if "plutot" in between:
        return bool(hesitations) or "ou" in between
    if "ou" in between:
        return False
    late = reading.form(after) == "plutot" and reading.form(after + 1) != "que"
    return hesitations > 1 or (hesitations == 1 and late)


def _without_range(reading: Reading, index: NameIndex, spans: list[Span]) -> list[Span]:
    """Leave out the ends of a range beside the wider place they lie in: « toute la Bretagne, de Brest à Vitré »."""
    wider = [span for span in spans if span.kind in ("region", "departement")]
    dropped: set[int] = set()
    for position in range(len(spans) - 1) if wider else ():
        one, two = spans[position], spans[position + 1]
        ranged = reading.form(one.first - 1) in ("de", "d", "du") and reading.forms[one.last : two.first] in (
            ["a"], ["au"], ["jusqu", "a"], ["jusqu", "au"],
        )  # fmt: skip
        if ranged and any(_holds(index, area, one) and _holds(index, area, two) for area in wider):
            dropped |= {position, position + 1}
    return [span for position, span in enumerate(spans) if position not in dropped]


def _without_spelt_out(reading: Reading, index: NameIndex, spans: list[Span]) -> list[Span]:
    """Leave out a région whose départements are told beside it: « en Alsace (67 et 68) »."""

    def inside(position: int, wider: Span) -> bool:
        return spans[position].kind == "departement" and _holds(index, wider, spans[position])

    def spelt(position: int) -> bool:
        for one, two in ((position + 1, position + 2), (position - 2, position - 1)):
            if min(one, two) < 0 or max(one, two) >= len(spans):
                continue
            low, high = (position, one) if one > position else (two, position)
            listed = cues.LISTING.issuperset(reading.forms[spans[low].last : spans[high].first])
            if listed and inside(one, spans[position]) and inside(two, spans[position]):
                return True
        return False

    return [span for position, span in enumerate(spans) if span.kind != "region" or not spelt(position)]
