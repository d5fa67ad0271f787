"""Names that hold the name of a place without being one: streets, persons, firms, teams, products."""

from __future__ import annotations

from bot.territory import cues
from bot.territory.context import follows_building, is_named_village
from bot.territory.index import NameIndex
from bot.territory.reading import Reading

_LINKS = frozenset(["de", "du", "d", "des", "la", "le", "les", "l"])
_OF = frozenset(["de", "du", "d", "des"])
_ARTICLES = frozenset(["le", "les"])
LARGE_TOWN = 20_000  # inhabitants: « lycée Saint-Brieuc » is in the town
_TABLE = 4  # words around the name of a cheese or a wine in which another dish is looked for


def names_something_else(reading: Reading, index: NameIndex, first: int, last: int) -> bool:
    """Return whether the name belongs to a street, a person, or a company ("rue de Paris", "Mme Lille")."""
    position, skipped = first - 1, 0
    while reading.form(position) in ("de", "du", "d", "des", "la", "le", "les", "l") and skipped < 3:
        position, skipped = position - 1, skipped + 1
    roundabout = reading.form(position) == "point" and reading.form(position - 1) == "rond"
    if (roundabout or reading.form(position) in cues.STREETS) and not reading.breaks(position + 1):
        return not (reading.form(position) in ("place", "cours") and reading.form(position - 1) in ("en", "au"))
    if (
        _is_of_a_product(reading, first, last)
        or _is_team(reading, first, last)
        or _is_word(reading, index, first, last)
    ):
        return True
    if _is_building(reading, index, first, last) or _is_shop(reading, first, last):
        return True
    named = position < first - 1 and index.lexicon.is_first_name(reading.form(position))
    if named and reading.form(position - 1) in cues.ESTABLISHMENTS and not reading.breaks(position):
        return True  # « lycée Jean de La Fontaine »
    if is_named_village(reading, first) or follows_building(reading, index, first):
        return False
    if _is_inside_a_firm_name(reading, first, last):
        return True
    follows = reading.form(last)
    owners = last + 1 if follows == "et" else last
    if reading.form(owners) in cues.FAMILY and not reading.breaks(last) and _is_named_owner(reading, owners):
        return True  # « cabinet Vichy et Associés »
    if _is_of_a_trading_firm(reading, first):
        return True
    word = reading.form(first - 1)
    if reading.breaks(first) and word != "m":
        return False
    saint = reading.form(first - 2) in ("saint", "sainte")  # « Saint-Benoît la Réunion »
    if index.lexicon.is_first_name(word) and reading.gap(first) in (" ", "-") and not saint:
        return True
    if (
        reading.form(first - 2) in cues.PERSONS - {"m", "me"}
        and not reading.shouting
        and reading.gap(first) == " "
        and all(token.capital for token in reading.tokens[first - 1 : first + 1])
    ):
        return True  # « madame Nancy Paris »
    if word in cues.PERSONS and not (word == "m" and reading.gap(first).strip()[:1] not in ("", ".")):
        return True
    if word not in cues.COMPANIES or reading.breaks(last) or not follows.isalpha():
        return False
    if follows in cues.CLOSERS or follows in cues.LOCATIVES or follows in cues.DETERMINERS or follows == "de":
        return False
    owned = reading.form(first - 2) in cues.DETERMINERS or word == "chez"
    return owned or (reading.tokens[first].capital and reading.tokens[last].capital and not reading.shouting)


def _is_named_owner(reading: Reading, position: int) -> bool:
    """Return whether a word of family ends a firm's name: « et Fille », not « je suis de Nantes et fille de »."""
    return reading.form(position) not in cues.FAMILY_WOMEN or reading.tokens[position].capital


def _is_building(reading: Reading, index: NameIndex, first: int, last: int) -> bool:
    """Return whether a saint's name is that of a building: « l'hôpital Saint-Antoine »."""
    if reading.breaks(first) or reading.form(first) not in ("saint", "sainte"):
        return False
    people = max((index.population.get(id_, 0) for id_ in index.lookup(reading.key(first, last))), default=0)
    return reading.form(first - 1) in cues.ESTABLISHMENTS and people < LARGE_TOWN


def _is_shop(reading: Reading, first: int, last: int) -> bool:
    """Return whether the name is that of a shop: « le café des Vosges », « le restaurant Le Marseille »."""
    link = reading.form(first - 1)
    noun = reading.form(first - 2)
    if reading.breaks(first) or reading.shouting:
        return False
    if noun == "de" and link in ("la", "l"):
        noun, link = reading.form(first - 3), "du"
    if noun in cues.SHOPS:
        return link in ("des", "du") or (link in ("le", "la") and reading.tokens[first - 1].capital)
    return link in cues.SHOPS and reading.form(first) in _ARTICLES | {"la"} and reading.tokens[first].capital


def _is_of_a_product(reading: Reading, first: int, last: int) -> bool:
    """Return whether the name is that of food or stone: « le jambon de Bayonne », « en pierre de Caen »."""
    if reading.breaks(first) and reading.form(first) not in cues.EDIBLE:
        return False
    link = reading.form(first - 1)
    noun = first - 2 if link in _OF else first - 1
    if link in _OF and reading.form(noun) in cues.LOCATIVES:
        return False  # « autour de Chablis »
    named = cues.PRODUCTS | cues.MATERIALS if link in _OF else cues.PRODUCTS
    if reading.form(noun) in named and not reading.breaks(noun + 1):
        return not reading.breaks(first)
    if last - first > 1 or reading.forms[first] not in cues.EDIBLE or link in cues.LOCATIVES or link == "en":
        return False
    around = reading.forms[max(0, first - _TABLE) : first] + reading.forms[last : last + _TABLE]
    return not cues.DISHES.isdisjoint(around)


def _is_word(reading: Reading, index: NameIndex, first: int, last: int) -> bool:
    """Return whether the name is a word that people often say, or a customer's: « 20 eure par semaine », « que ce soit
    nice », « orange qui coupe le téléphone », « mon client Orange »."""
    form, before = reading.form(first), reading.form(first - 1)
    if reading.form(last) == "europeenne":
        return True
    if before in cues.CUSTOMERS and not reading.breaks(first):
        return reading.tokens[first].capital and not reading.shouting
    if last - first == 2 and form in _ARTICLES and reading.form(first + 1) in ("port", "ports"):
        return before in ("dans", "sur")  # « dans le port », « au Port »
    if last - first > 1 or before in cues.LOCATIVES:
        return False
    if form == "ports":
        return True
    if form in cues.UNITS:
        return before.isdigit()
    if form == "manche":
        return not cues.SEA.isdisjoint(reading.forms)
    if form == "nice":
        near = reading.starts_sentence(first) or before in ("c", "est")
        thanks = near and reading.form(last) in ("merci", "top", "super", "cool")
        return thanks or (before in cues.APPRAISING and not reading.tokens[first].capital)
    if form == "orange" and before not in _OF:
        return before in ("chez", "en") or not cues.TELEPHONY.isdisjoint(reading.forms)
    return before == "du" and form in cues.EDIBLE and form not in index.departement_names  # « du munster »


def _is_team(reading: Reading, first: int, last: int) -> bool:
    """Return whether the name is that of a team: « on joue Lens samedi », « le rugby de Toulon »."""
    word, earlier = reading.form(first - 1), reading.form(first - 2)
    plays = reading.form(last) in ("joue", "affronte", "bat", "recoit") or "contre" in reading.forms[last : last + 4]
    if plays and word not in cues.LOCATIVES | _OF:
        return True
    if reading.breaks(first):
        return False
    capitals = all(token.capital for token in reading.tokens[first - 1 : first + 1])
    if word in cues.CLUBS and capitals and not reading.shouting:
        return True  # « le RC Lens », not « tu as Lens »
    if word in cues.PLAYING or (word == "recoit" and reading.form(first + 1) in cues.DAYS):
        return True
    if word in ("a", "au") and earlier in ("joue", "jouent", "jouait"):
        return cues.DAYS.isdisjoint(reading.forms[first + 1 : first + 3]) is False
    if word not in _OF:
        return False
    if earlier in cues.SPORTS:
        return reading.form(first - 3) not in _OF and reading.form(first - 3) not in cues.ESTABLISHMENTS
    return earlier == "club" and not cues.SUPPORTERS.isdisjoint(reading.forms[max(0, first - 6) : first - 2])


def _is_inside_a_firm_name(reading: Reading, first: int, last: int) -> bool:
    """Return whether the name is part of a firm's: « ma boîte s'appelle Les Délices de Bourgogne »."""
    if reading.shouting or not reading.tokens[first].capital:
        return False
    position = first - 1
    while position > first - 6 and not reading.breaks(position + 1):
        token = reading.tokens[position] if position >= 0 else None
        if token is None:
            return False
        itself = token.form in cues.NAMING_ITSELF and reading.form(position - 1) == "s"
        if token.form in cues.NAMING or itself:
            return True
        if not token.capital and token.form not in _LINKS:
            break
        position -= 1
    ending = reading.forms[last : last + 3]
    if not cues.LEGAL_FORMS.isdisjoint(ending) and reading.form(first - 1) not in cues.LOCATIVES:
        return True  # « au nom de Vichy Nettoyage SARL »
    ended = reading.form(last) in cues.FIRM_ENDINGS and reading.gap(last) == " " and reading.tokens[last].capital
    if ended and reading.form(first - 1) not in cues.LOCATIVES:
        return True
    introduced = cues.COMPANIES | cues.SUPPLIERS | {"avec", "titulaire"}
    return begins_a_firm_name(reading, first, last) and reading.form(first - 1) in introduced


def _is_of_a_trading_firm(reading: Reading, first: int) -> bool:
    """Return whether a place ends the name of a firm that trades: « la Compagnie des Antilles »."""
    noun = first - 2
    while reading.form(noun) in _LINKS and noun > first - 4:
        noun -= 1
    bank = reading.form(noun) in cues.BANKS
    if reading.shouting or not (bank or (reading.form(noun) in cues.TRADING and not reading.starts_sentence(noun))):
        return False
    linked = _LINKS.issuperset(reading.forms[noun + 1 : first]) and reading.form(noun + 1) in _OF
    return linked and reading.tokens[noun].capital and not reading.breaks(first)


def begins_a_firm_name(reading: Reading, first: int, last: int) -> bool:
    """Return whether a name is followed by a noun that has a capital: « Provence Repas », « Bordeaux Nettoyage »."""
    if reading.shouting or last >= len(reading) or reading.gap(last) != " ":
        return False
    follows = reading.tokens[last]
    ordinary = cues.KINDS | cues.CLOSERS | cues.PLACE_NOUNS | cues.DETERMINERS | cues.LOCATIVES | cues.FILLERS
    word = reading.form(first - 1)
    return (
        reading.tokens[first].capital
        and follows.capital
        and follows.form.isalpha()
        and len(follows.form) > 3
        and not reading.surface(last, last + 1).isupper()
        and follows.form not in ordinary
        and (reading.breaks(first) or (word not in cues.LOCATIVES and word not in _OF and word != "en"))
    )
