"""Places named only to be taken back or ruled out: « à Lens... non pardon à Liévin », « Albi, pas Castres »."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.territory import cues
from bot.territory.reading import Reading, Span

WORDS_BEFORE = 8  # words before or after a place that may rule it out
MOST_BETWEEN = 12  # words between a place and the one that corrects it
_OF = "(?:de|d|du|des)"
_AT = f"(?:{_OF}|a|au|aux|en|sur|dans|vers|pres {_OF}|cote {_OF}|chez)"
_THE = "(?: (?:la|le|les|l))?"
_NEGATED = re.compile(
    r"(?:^|(?P<verb>\w+) )(?P<no>(?:(?:veux|veut|voulons|cherche|cherchons|faut) pas (?:de|d) \w+"
    r"|(?:ne|n) \w+ plus|est plus|ailleurs qu|ailleurs que"
    r"|pas|pa|non|nan"
    r"|rien a voir avec|sauf|hormis|excepte|hors|au lieu|plutot que|a part|a l exception)"
    r"(?: forcement| vraiment| necessairement| pas| plus| ceux| celles?| celui| c est)?"
    r"(?: (?:le|la|l|un|une|au|du|a la|dans le) (?:\w+ )?"
    r"(?:village|bourg|hameau|bled|ville|commune|homonyme|departement))?"
    rf"(?: {_AT})?{_THE})$"
)
_SET_ASIDE = re.compile(
    r"\b(?:oubli\w{1,4}|ignor\w{1,4}|remplac\w{1,4}|enlev\w{1,4}|retir\w{1,4}|exclu\w{0,4}|evit\w{1,4}|supprim\w{1,4}"
    r"|(?:laiss|mett|met)\w{0,4} (?:tomber|de cote)|rien|personne|inutile|la peine|peu importe|tant pis pour"
    r"|pas besoin|connai\w+ deja (?:le|la|l) \w+|deja)(?: (?:ce qui|celui|celle|ceux|le|la|les|me|nous|contacts?|numero"
    r"|liste|est|coordonnees|de|d"
    rf"|envoye|donne|donner|recue?|chercher|regarder|eu)){{0,6}}(?: {_AT})?{_THE}$"
)
_DISMISSED = re.compile(
    r"^(?:(?:c|ca|cela|ce) )?(?:(?:est|fait|serait) )?(?:(?:beaucoup|bien|un peu) )?trop (?:loin|cher|petit|grand)"
    r"|^(?:c est )?(?:bon|fait|regle|ok|deja (?:bon|fait|regle|vu))\b"
    r"|^(?:\w+ ){0,2}(?:j ai|on a|nous avons) (?:deja )?(?:trouve|ce qu il|quelqu un|mon|ma|notre|le|un)\b"
    r"|^(?:ne |n )?(?:repond|existe|prend|veut|peut|est|sont|convient|marche) (?:pas|plus)\b"
    r"|^(?:mise? )?a part\b|^(?:ne )?(?:m |nous )?(?:interesse|concerne)\w{0,2} pas"
    r"|^(?:ne )?compte(?:nt)? pas|^(?:est|sont) exclu"
)
TAKEN_BACK = re.compile(
    r"\b(?:pardon|oups|mince|zut|flute|erratum|dsl|en realite|je verifie"
    r"|erreur|desole|desolee|correction|rectification|rectifie|excusez|trompe|trompee|betise|gourre"
    r"|plante|n importe quoi|(?:voulais|voulait|veux|voulu) (?:dire|mettre|ecrire)|je corrige|au temps pour moi"
    r"|autant pour moi|lapsus|faute de frappe)\b"
)
_SAID_BEFORE = re.compile(
    r"\b(?:(?:avais|avait|ai|avons|a) (?:\w+ )?(?:mis|ecrit|dit|note|indique|marque|tape|saisi|parle|demande|precise)"
    rf"|javais (?:mis|ecrit|dit)|parlais|disais|pensais|croyais|ecrivais)(?: \w+)?(?: {_AT})?{_THE}$"
)
_BUT = re.compile(r"\b(?:mais|en fait|enfin|c est|cest|ce sera|finalement|voulais|or|seulement)\b")
_NO_MORE_THAN_HESITATION = cues.CORRECTION | {"fait", "finalement", "vrai", "cest", "ce", "sera", "nan"}
_CONTRACTED = {"d": "de", "du": "de", "des": "de", "au": "a", "aux": "a"}


def without_withdrawn(reading: Reading, spans: list[Span]) -> list[Span]:
    """Return the places without those ruled out, when others remain; a town is only marked as an aside: it still
    decides between homonyms."""
    spans = _with_corrected_aside(reading, spans)
    refused = {span: is_denied(reading, span) or _is_set_aside(reading, span, spans) for span in spans}
    accepted = []
    for span in spans:
        if not any(no and other.ids == span.ids and other.first >= span.first for other, no in refused.items()):
            accepted.append(span)
        elif span.kind == "commune":
            accepted.append(replace(span, aside=True, withdrawn=True))
    return accepted if any(not span.aside for span in accepted) else spans


def _words_before(reading: Reading, first: int) -> str:
    """Return the words of the sentence before this position, the last few."""
    start = first
    while start > max(0, first - WORDS_BEFORE) and not reading.starts_sentence(start):
        start -= 1
    return " ".join(reading.forms[start:first])


def is_denied(reading: Reading, span: Span) -> bool:
    """Return whether the place is the one not meant: « et non à Limoges », « pas forcément à Brive »."""
    found = _NEGATED.search(_words_before(reading, span.first))
    if found is None or found["verb"] in cues.NOT_DENYING:
        return False
    words = found["no"].count(" ") + 1
    return not any(reading.breaks(position) for position in range(span.first - words + 1, span.first))


def _is_set_aside(reading: Reading, span: Span, spans: list[Span]) -> bool:
    """Return whether a place is ruled out: « laissez de côté la Corse », « Cholet c'est trop loin »."""
    if _SET_ASIDE.search(_words_before(reading, span.first)):
        return True
    following = min((other.first for other in spans if other.first >= span.last), default=len(reading))
    after = " ".join(reading.forms[span.last : min(following, span.last + WORDS_BEFORE)])
    return bool(_DISMISSED.search(after))


def _with_corrected_aside(reading: Reading, spans: list[Span]) -> list[Span]:
    """Mark the place that is taken back at once: « à Lens... non pardon à Liévin »."""
    marked: list[Span] = []
    for position, span in enumerate(spans[:-1]):
        following = spans[position + 1]
        end = spans[position + 2].first if position + 2 < len(spans) else len(reading)
        corrected = _is_corrected(reading, span, following, end)
        marked.append(replace(span, aside=corrected, withdrawn=corrected))
    return [*marked, *spans[-1:]]


def _is_corrected(reading: Reading, span: Span, following: Span, end: int) -> bool:
    """Return whether the place after this one, which ends before `end` the next, is said in its stead."""
    between = reading.forms[span.last : following.first]
    if len(between) > MOST_BETWEEN:
        return False
    said = " ".join(between)
    if TAKEN_BACK.search(said):
        return True
    if _SAID_BEFORE.search(_words_before(reading, span.first)) and _BUT.search(said):
        return True
    if not _NO_MORE_THAN_HESITATION.issuperset(between):
        return False
    late = " ".join(reading.forms[following.last : end][:2])
    if between and (TAKEN_BACK.match(late) or late in ("en fait", "en vrai")):
        return "et" not in between
    return _takes_back(reading, between, span.first, following.last)


def _takes_back(reading: Reading, between: list[str], first: int, after: int) -> bool:
    """Return whether the words between two places, or after them, correct the first: « ou plutôt »."""
    if between and (cues.CORRECTING | {"nan"}).intersection(between):
        return between[0] != "mais"
    repeated = [_CONTRACTED.get(word, word) for word in between[1:]]
    said = [_CONTRACTED.get(word, word) for word in reading.forms[first - len(repeated) : first]]
    if repeated and between[0] in cues.HESITATING and repeated == said:
        return True  # « de Bastia euh d'Ajaccio »
    hesitations = len(cues.HESITATING.intersection(between))
    if "plutot" in between:
        return bool(hesitations) or "ou" in between
    late = reading.form(after) == "plutot" and reading.form(after + 1) != "que"
    if "ou" in between:
        return late
    return hesitations > 1 or (hesitations == 1 and late)
