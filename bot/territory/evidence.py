"""What the words around a place tell of it: the work is there, or only the speaker, its firm or its buyer.

The cue nearest before a place speaks of it: in « je suis couvreur à Nantes, le chantier est à Redon », « suis » of
Nantes, « chantier » of Redon. A cue never reaches over another place, nor over the end of a sentence.
"""

from __future__ import annotations

from bot.territory import cues, situation
from bot.territory.index import NameIndex
from bot.territory.reading import Reading, Span

ONLY, WORK, HERE, NOTHING, OWNER, HOME = 4, 2, 1, 0, -1, -2
REACH = 13  # words before a place in which a cue is looked for
_SAID_NEAR = 5  # words before a place in which « notre », « mairie » tell whose it is
_FEW = 6  # words between two places said together
_FROM = frozenset(["de", "d", "du", "des", "depuis"])
_SKIPPED = frozenset(["la", "le", "les", "l"])


def weights(reading: Reading, index: NameIndex, spans: list[Span]) -> list[int]:
    """Return how much each place is meant: from `HOME`, where somebody comes from, to `ONLY`, the one place asked."""
    found: list[int] = []
    for position, span in enumerate(spans):
        start = spans[position - 1].last if position else 0
        weight = ONLY if _is_side(reading, spans, position) else _weight(reading, index, span, start)
        if position and weight != ONLY and _is_said_with(reading, spans[position - 1], span, found[-1]):
            weight = found[-1]
        found.append(weight)
    for position, span in enumerate(spans):
        end = spans[position + 1].first if position + 1 < len(spans) else len(reading)
        if found[position] >= NOTHING and _is_pointed_at(reading, span.last, end):
            found[position] = WORK
        elif (
            found[position] == NOTHING
            and end - span.last <= REACH
            and not situation.OPPOSED.isdisjoint(reading.forms[span.last : end])
        ):
            found[position] = OWNER  # « j'ai vu avec Cannes, mais il me faut »
    for position, span in enumerate(spans):
        if found[position] == NOTHING and OWNER in found and _link(reading, span.first) in cues.LOCATIVES:
            found[position] = HERE  # « La Ville de Paris a un centre à Royan »
    return found


def _weight(reading: Reading, index: NameIndex, span: Span, start: int) -> int:
    if _is_chosen(reading, span):
        return ONLY
    whole_area = span.kind in ("departement", "region", "epci") and not situation.WHOLE.isdisjoint(
        reading.forms[max(start, span.first - _SAID_NEAR) : span.first]
    )
    if whole_area:
        return WORK
    link = _link(reading, span.first)
    after = _said_after(reading, span)
    if after:
        return after
    if link == "depuis" or _is_person_from(reading, index, span.first, start):
        return HOME
    for position in range(span.first - 1, max(start, span.first - REACH) - 1, -1):
        weight = _cue(reading, position, span.first, link)
        if weight:
            return weight
        if reading.starts_sentence(position):
            break
    return HOME if _ends_an_address(reading, span.first) else _said_of_first(reading, span)


def _ends_an_address(reading: Reading, first: int) -> bool:
    """Return whether a town ends the address of somebody: « 12 avenue de Lyon à Valence »."""
    streets = (word for word in range(max(1, first - _SAID_NEAR), first) if reading.forms[word] in cues.STREETS)
    return any(reading.forms[word - 1].isdigit() for word in streets)


def _said_of_first(reading: Reading, span: Span) -> int:
    """Return what a sentence says of the place that it begins with: « À Dole, le chantier démarre »."""
    start = span.first
    while start > 0 and reading.form(start - 1) in cues.COORDINATING and not reading.starts_sentence(start):
        start -= 1
    if not reading.starts_sentence(start):
        return NOTHING
    for position in range(span.last, min(len(reading), span.last + REACH)):
        if reading.starts_sentence(position):
            break
        if situation.is_work(reading.forms[position]) or situation.is_kind_of_actor(reading, position):
            return HERE
    return NOTHING


def _link(reading: Reading, first: int) -> str:
    """Return the preposition before a place, its article left out."""
    position = first - 1
    while reading.form(position) in _SKIPPED and position > first - 3:
        position -= 1
    return reading.form(position)


def _cue(reading: Reading, position: int, first: int, link: str) -> int:
    """Return what the word at this position tells of the place at `first`, `NOTHING` when it is no cue."""
    form, before, after = (reading.form(position + shift) for shift in (0, -1, 1))
    near = position >= first - _SAID_NEAR
    if form == "ici" and position >= first - 3 and before not in situation.BEING:
        return WORK
    if situation.is_kind_of_actor(reading, position):
        return HOME if _is_said_of_oneself(reading, position) else WORK
    if situation.is_won(reading, position) or (form in situation.HOUSING and before.isdigit()):
        return WORK
    if situation.is_work(form):
        return OWNER if situation.is_office(reading, position) else WORK
    if (form == "base" and after == "vie") or (form.startswith("install") and before in ("m", "s", "nous")):
        return NOTHING
    owned = form in situation.HOME or form in situation.FIRMS or (near and situation.is_owner(reading, position))
    if owned and (_is_worked_on(reading, position) or _is_of_a_won_market(reading, position)):
        return WORK
    if form in situation.HOME or form in situation.EARLIER or (form == "est" and before == "on"):
        return WORK if _is_sought(reading, position) or _is_served(reading, position) else HOME
    if form == "carriere" and before in ("ma", "sa", "leur"):
        return HOME
    if form in situation.LEAVING:
        return HOME if link in _FROM else NOTHING
    if form == "chez":
        return HOME if after not in situation.AT_HOME and reading.form(position + 2) not in situation.FIRMS else NOTHING
    if form in situation.FIRMS and near:
        return WORK if _is_served(reading, position) else _firm(reading, position, link)
    if near and (situation.is_owner(reading, position) or form in situation.POSSESSIVES):
        return NOTHING if situation.is_work(before) else OWNER  # « je cherche mon homologue de »
    if situation.is_trade(form) and near:
        bare = (
            not situation.is_kind_of_actor(reading, position - 1)
            and before not in cues.DETERMINERS
            and position + 1 < first
            and link in ("a", "au", "aux", "sur")
        )
        return OWNER if bare or (link in _FROM and after in _FROM) else NOTHING
    return NOTHING


def _firm(reading: Reading, position: int, link: str) -> int:
    """Return what « boîte », « entreprise » tell: the speaker's own, or the one that is looked for."""
    before = reading.form(position - 1)
    if before in cues.SIZES:
        position, before = position - 1, reading.form(position - 2)
    if before in situation.POSSESSIVES or before in ("l", "la", "le") or reading.starts_sentence(position):
        return HOME
    employed = {"chez", "pour", "dans", "suis", "sommes", "est", "tiens", "dirige", "gere"}
    earlier = {reading.form(position - back) for back in (2, 3)}
    return HOME if before in ("une", "un") and (earlier & employed or link in _FROM) else NOTHING


def _is_said_of_oneself(reading: Reading, position: int) -> bool:
    """Return whether a kind of actor is who speaks: « je suis facilitatrice à Brest »."""
    words = [reading.form(position - back) for back in (1, 2, 3)]
    employed = any(situation.is_trade(word) for word in words[1:]) and not _FROM.union(["a", "au", "l"]).isdisjoint(
        words
    )
    return employed or not situation.BEING.isdisjoint(words[:2]) or words[0] in situation.POSSESSIVES


def _is_sought(reading: Reading, position: int) -> bool:
    """Return whether the one that is « basé » somewhere is an actor looked for: « une EI basée à Arras »."""
    return any(situation.is_kind_of_actor(reading, word) for word in range(max(0, position - 4), position))


def _is_worked_on(reading: Reading, position: int) -> bool:
    """Return whether a building is what the work is done on: « nous rénovons l'agence de », « ouvre un entrepôt à »."""
    determined = reading.form(position - 1) in cues.DETERMINERS - {"au", "aux"}
    return determined and situation.is_building(reading.form(position - 2)) and not reading.breaks(position)


def _is_of_a_won_market(reading: Reading, position: int) -> bool:
    """Return whether the building is where a market was won: « a eu le marché du pavillon, à l'hôpital de »."""
    for word in range(position - 1, max(0, position - REACH), -1):
        if situation.is_won(reading, word):
            return reading.form(position) in situation.PUBLIC_BUILDINGS
        if reading.starts_sentence(word):
            break
    return False


def _is_served(reading: Reading, position: int) -> bool:
    """Return whether one's own premises are what the work is for: « pour notre siège d'Aubervilliers »."""
    return reading.form(position - 1) in situation.POSSESSIVES and reading.form(position - 2) == "pour"


def _is_person_from(reading: Reading, index: NameIndex, first: int, start: int) -> bool:
    """Return whether a person says where from: « Julie de Morlaix, peintre »."""
    named = first - 2
    return (
        named >= start
        and reading.form(first - 1) in ("de", "d", "du")
        and index.lexicon.is_first_name(reading.forms[named])
        and reading.tokens[named].capital
    )


def _is_said_with(reading: Reading, previous: Span, span: Span, weight: int) -> bool:
    """Return whether a place is said with the one before, of this weight: « de Pau et de Tarbes »."""
    if weight == ONLY:
        return False
    words = reading.forms[previous.last : span.first]
    between = set(words)
    if words in (["a"], ["au"], ["jusqu", "a"]) and weight >= NOTHING and _link(reading, previous.first) in _FROM:
        return True
    if not between:
        return weight != HOME or not reading.breaks(span.first)
    added = max((position for position, word in enumerate(words) if word in situation.ADDING), default=-1)
    joined = 0 <= added < _FEW and situation.OPPOSING.isdisjoint(words[:added])
    if joined and situation.ADDED.issuperset(words[added + 1 :]):
        return True
    listed = cues.COORDINATING | cues.HESITATING
    if weight >= HERE and listed.issuperset(words) and (reading.breaks(previous.last) or between & cues.HESITATING):
        return True
    if weight >= HERE and not situation.ANOTHER.isdisjoint(words[-3:]):
        return True  # « un autre pour Alès »
    if not between & situation.BESIDE:
        return False
    return between <= (situation.LINKING if weight >= WORK else situation.BESIDE | cues.COORDINATING)


def _is_chosen(reading: Reading, span: Span) -> bool:
    """Return whether no other place is wanted: « aux Lilas uniquement », « c'est à Carcassonne que »."""
    after = reading.form(span.last)
    if after in situation.ONLY and reading.breaks(span.last + 1):
        return True
    if {reading.form(span.first - back) for back in (2, 3)} & (situation.ONLY - {"juste"}) and _link(
        reading, span.first
    ) in ("a", "au", "aux", "sur", "dans", "en", "de", "d", "du", "cote"):
        return True
    said = " ".join(reading.forms[max(0, span.first - 4) : span.first])
    return after in ("que", "qu", "ou") and "c est " in f" {said} " and not reading.breaks(span.last)


def _is_side(reading: Reading, spans: list[Span], position: int) -> bool:
    """Return whether a place said before is said again as the side meant: « notre tronçon est côté Redon »."""
    span = spans[position]
    before = span.first - 1
    while reading.form(before) in _FROM | _SKIPPED and before > span.first - 4:
        before -= 1
    again = any(not set(span.ids).isdisjoint(other.ids) for other in spans[:position])
    return again and reading.form(before) == "cote" and reading.form(before - 1) != "a"


def _said_after(reading: Reading, span: Span) -> int:
    """Return what a relative clause says of the place: « Agen, où est le chantier », « Agen d'où je viens »."""
    position = span.last
    if reading.form(position) == "d" and reading.form(position + 1) == "ou":
        return HOME
    if reading.form(position) != "ou" or reading.surface(position, position + 1) != "où":
        return NOTHING
    for word in range(position + 1, min(len(reading), position + 7)):
        if situation.is_work(reading.forms[word]) or situation.is_kind_of_actor(reading, word):
            return WORK
        if reading.forms[word] in situation.HOME:
            return HOME
    return NOTHING


def _is_pointed_at(reading: Reading, start: int, end: int) -> bool:
    """Return whether « là-bas », « sur place » comes after a place, before any other."""
    return any(
        (reading.forms[word], reading.form(word + 1)) in situation.POINTING
        for word in range(start, min(end, start + 40))
    )
