"""The glossary of the field: which term a person asks about, and what it means.

The terms are data (data/glossaire.yml, edited without Python). `find_term` reads a French sentence and
returns the one term it asks about. It is pure string work, bounded for any input.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process

GLOSSARY_FILE = Path(__file__).resolve().parent.parent / "data" / "glossaire.yml"

# A long message ends with its question more often than it starts with it: only its end is read.
MAX_CHARACTERS = 2000
# Below this length a misspelt acronym is as close to a wrong term as to the right one (ETTI, EITI).
MIN_FUZZY_LENGTH = 6
MIN_FUZZY_SCORE = 80


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What announces or follows a term whose meaning is asked (folded: no accent, no apostrophe).
CUES = """
veut dire|veux dire|veu dire|ve dire|vt dire|veulent dire|veut tu dire
signifie|signifient|signification|correspond|correspondent|designe|sens
c est quoi|c quoi|cest quoi|ces quoi|sait quoi|est quoi|sont quoi|keske|kesako|quesaco|keskeseksa
qu est ce que c est que|qu est ce que c est|qu est ce que|qu est ce qu|qu est ce|quest ce que|quest ce qu
definition|definir|definis|definissez|sigle|acronyme|abreviation|initiales|le terme|le mot
entend on par|entendez vous par|entend par|entendez par|appelle t on|appelle on|explique moi|expliquez moi
"""
# Words that may stand between the cue and the term without being what is asked.
FILLERS = _word_set("""
le la les l un une des du de d au aux ce cet cette ces mon ma mes votre vos notre nos
mot mots sigle terme acronyme abreviation lettre expression notion ca cela c est que qu a en
exactement concretement donc fait juste vraiment bien deja alors precisement simplement exact
""")
AFTER_CUE = FILLERS | {"quoi"}
# After the cue, these words show that the term came before it ("ETTI, c'est quoi par rapport aux autres ?").
LINKS = _word_set("""
par pour dans comme et ou selon chez sur avec quand si car parce mais je j on vous tu quoi la
tout toute ceci svp stp merci s il plait bonjour pardon please ici
""")
ARTICLES = _word_set("""
le la les l un une des du de d au aux ce cet cette ces mon ma mes votre vos notre nos chaque
""")
ELISIONS = _word_set("je j tu t vous nous on")  # "j'ai", "vous l'ai-je dit": a verb, not an association

_SPACED_LETTERS = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?\b\.?|\b(?:[A-Z] ){2,}[A-Z]\b")
_WORD = re.compile(r"[^\W_]+")
_CLAUSE_END = re.compile(r"[,;.!?\n]")


class GlossaryError(ValueError):
    """The glossary file cannot be used; the message is in French and names the file and the term."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of data/glossaire.yml."""

    sigle: str
    developpe: str  # the acronym spelt out; "" for a plain word
    definition: str
    variantes: tuple[str, ...]
    faits: tuple[str, ...]  # ids of the reference facts behind the definition
    voir: str  # faq topic that says more
    prudence: str  # "" | "sigle" | "mot": how careful to be with a short form


@dataclass(frozen=True, slots=True)
class _Key:
    """One spelling of a term, as folded words."""

    words: tuple[str, ...]
    term: Term
    acronym: bool

    @property
    def careful(self) -> str:
        return self.term.prudence if len(self.words) == 1 and len(self.words[0]) <= 5 else ""


@dataclass(frozen=True, slots=True)
class _Word:
    surface: str
    folded: str
    opens_clause: bool  # punctuation stands before it


@dataclass(frozen=True, slots=True)
class _Match:
    start: int  # word positions, end excluded
    end: int
    key: _Key
    trusted: bool  # readable as the term by itself, without a cue beside it
    context: bool  # only says where the term was read: "dans le CCAP"

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Specific first (acronym or several words before one plain word), then longest, then first."""
        specific = self.key.acronym or len(self.key.words) > 1
        return specific, sum(map(len, self.key.words)), -self.start


def terms() -> tuple[Term, ...]:
    """Return every term of the glossary, in the order of the file (read once).

    Raises GlossaryError when the file is absent or wrong.
    """
    return _glossary()[0]


def find_term(text: str) -> Term | None:
    """Return the term that a sentence asks about, or None when no known term is asked.

    Case, accents, hyphens, dots and regular plurals do not matter. With several terms, the one beside
    "veut dire", "c'est quoi", "définition de"... wins, then the most specific. When what is asked is unknown
    ("que veut dire XYZ dans le CCAP ?"), the answer is None, not the term that happens to stand near.
    """
    words = _words(text[-MAX_CHARACTERS:])
    if not words:
        return None
    matches = _matches(words)
    asked = [i for i in range(len(words)) if words[i].folded not in FILLERS]
    for match in matches:
        if all(match.start <= i < match.end for i in asked):
            return match.key.term  # the whole message is the term
    cues = _cues(words)
    if not cues:
        return _best(matches) or (_nearest(words[asked[0]].folded) if len(asked) == 1 else None)
    return _asked_by_cue(words, matches, cues)


def load(path: Path) -> tuple[Term, ...]:
    """Read and check a glossary file. Raises GlossaryError (in French, file and term named)."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GlossaryError(f"{path.name} : fichier illisible ({error.strerror}).") from error
    except yaml.YAMLError as error:
        raise GlossaryError(f"{path.name} : YAML incorrect. {error}") from error
    entries = content.get("termes") if isinstance(content, Mapping) else None
    if not isinstance(entries, list) or not entries:
        raise GlossaryError(f"{path.name} : la clé « termes » doit contenir une liste de termes.")
    loaded = tuple(_term(entry, number, path.name) for number, entry in enumerate(entries, start=1))
    seen: set[str] = set()
    for term in loaded:
        if term.sigle.casefold() in seen:
            raise GlossaryError(f"{path.name} : le terme « {term.sigle} » figure deux fois.")
        seen.add(term.sigle.casefold())
    return loaded


def _term(entry: Any, number: int, file_name: str) -> Term:
    if not isinstance(entry, Mapping):
        raise GlossaryError(f"{file_name} : le terme n° {number} n'est pas un bloc « sigle, definition... ».")
    where = f"{file_name} : terme n° {number} (« {entry.get('sigle', 'sans sigle')} »)"
    for name in ("sigle", "definition", "voir"):
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise GlossaryError(f"{where} : « {name} » manque ou n'est pas un texte.")
    for name in ("variantes", "faits"):
        value = entry.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise GlossaryError(f"{where} : « {name} » doit être une liste de textes.")
    prudence = entry.get("prudence", "")
    if prudence not in ("", "sigle", "mot"):
        raise GlossaryError(f"{where} : « prudence » vaut « sigle » ou « mot ».")
    return Term(
        sigle=entry["sigle"],
        developpe=str(entry.get("developpe") or ""),
        definition=entry["definition"],
        variantes=tuple(entry.get("variantes") or ()),
        faits=tuple(entry.get("faits") or ()),
        voir=entry["voir"],
        prudence=prudence,
    )


@lru_cache(maxsize=1)
def _glossary() -> tuple[tuple[Term, ...], Mapping[str, tuple[_Key, ...]], Mapping[str, Term]]:
    """Terms; spellings by first word, longest first; long single-word spellings for misspellings."""
    loaded = load(GLOSSARY_FILE)
    keys: dict[tuple[str, ...], _Key] = {}
    # The term's own name wins over a variant of another one.
    for spellings in (
        lambda term: (term.sigle,),
        lambda term: (term.developpe, *term.variantes),
    ):
        for term in loaded:
            for spelling in spellings(term):
                words = tuple(word.folded for word in _words(spelling))
                if words:
                    keys.setdefault(words, _Key(words, term, acronym=sum(map(str.isupper, spelling)) > 1))
    by_first_word: dict[str, list[_Key]] = {}
    for key in sorted(keys.values(), key=lambda key: -len(key.words)):
        by_first_word.setdefault(key.words[0], []).append(key)
    long_words = {
        key.words[0]: key.term for key in keys.values() if len(key.words) == 1 and len(key.words[0]) >= MIN_FUZZY_LENGTH
    }
    return loaded, {first: tuple(found) for first, found in by_first_word.items()}, long_words


@lru_cache(maxsize=1)
def _cues_by_first_word() -> Mapping[str, Sequence[tuple[str, ...]]]:
    by_first_word: dict[str, list[tuple[str, ...]]] = {}
    for cue in sorted(
        (tuple(map(_fold, cue.split())) for cue in re.split(r"[|\n]", CUES.strip())), key=len, reverse=True
    ):
        by_first_word.setdefault(cue[0], []).append(cue)
    return by_first_word


@lru_cache(maxsize=4096)
def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("œ", "oe"))
    folded = "".join(character for character in decomposed if not unicodedata.combining(character))
    # Plurals fold too; short words keep their s (ASS, RSA's, CCAS).
    return folded[:-1] if len(folded) >= 5 and folded[-1] in "sx" else folded


def _words(text: str) -> list[_Word]:
    text = unicodedata.normalize("NFC", text)
    text = _SPACED_LETTERS.sub(lambda found: re.sub(r"[. ]", "", found[0]), text)
    words, previous_end = [], 0
    for found in _WORD.finditer(text):
        opens = bool(_CLAUSE_END.search(text, previous_end, found.start()))
        words.append(_Word(found[0], _fold(found[0]), opens))
        previous_end = found.end()
    return words


def _matches(words: Sequence[_Word]) -> list[_Match]:
    """Terms present in the sentence, longest first at each place, without overlap."""
    keys_by_first_word = _glossary()[1]
    shouted = all(word.surface.isupper() or not word.surface.isalpha() for word in words)
    found, position = [], 0
    while position < len(words):
        for key in keys_by_first_word.get(words[position].folded, ()):
            end = position + len(key.words)
            if end <= len(words) and all(
                words[position + offset].folded == word for offset, word in enumerate(key.words)
            ):
                trusted = _is_trusted(words, position, key, shouted)
                found.append(_Match(position, end, key, trusted, _is_context(words, position)))
                position = end - 1
                break
        position += 1
    return [match for match in found if not _is_plain_word(words, match)]


def _is_trusted(words: Sequence[_Word], position: int, key: _Key, shouted: bool) -> bool:
    if not key.careful:
        return True
    if words[position].surface.isupper() and not shouted:
        return True
    return key.careful == "sigle" and position > 0 and words[position - 1].folded in ARTICLES


def _is_plain_word(words: Sequence[_Word], match: _Match) -> bool:
    """True for "j'ai", "ai-je", "20 ml", "la place du facilitateur": never the term, cue or not."""
    if not match.key.careful:
        return False
    before = words[match.start - 1].folded if match.start else ""
    before_article = words[match.start - 2].folded if match.start > 1 and before in ARTICLES else ""
    if before in ELISIONS or before_article in ELISIONS or before.isdigit():
        return True
    if match.key.careful != "mot" or match.end == len(words) or words[match.end].opens_clause:
        return False
    after, is_upper = words[match.end].folded, words[match.start].surface.isupper()
    return after in ("je", "t") or (not is_upper and after in ("de", "du", "des", "d"))


def _is_context(words: Sequence[_Word], position: int) -> bool:
    before = [word.folded for word in words[max(0, position - 2) : position]]
    return "dans" in before[-1:] or (before[:1] == ["dans"] and before[-1] in ARTICLES)


def _cues(words: Sequence[_Word]) -> list[tuple[int, int]]:
    """Places (start, end) of the words that ask for a meaning; the longest cue at each place."""
    cues_by_first_word = _cues_by_first_word()
    found, position = [], 0
    while position < len(words):
        for cue in cues_by_first_word.get(words[position].folded, ()):
            end = position + len(cue)
            if tuple(word.folded for word in words[position:end]) == cue:
                found.append((position, end))
                position = end - 1
                break
        position += 1
    return found


def _asked_by_cue(words: Sequence[_Word], matches: Sequence[_Match], cues: Sequence[tuple[int, int]]) -> Term | None:
    starts = {match.start: match for match in matches}
    ends = {match.end: match for match in matches if not match.context}
    after_pause: Term | None = None
    unknown: list[int] = []
    for start, end in cues:
        position, paused = end, False
        while position < len(words) and position not in starts and words[position].folded in AFTER_CUE:
            paused |= words[position].opens_clause or words[position].folded == "quoi"
            position += 1
        if position in starts:
            paused |= words[position].opens_clause
            if not paused:
                return starts[position].key.term
            after_pause = after_pause or starts[position].key.term
        elif not paused and _names_something(words, position, cues):
            unknown.append(position)
        # "ETTI, ça veut dire quoi ?": the term came before the cue.
        position = start
        while position > 0 and position not in ends and words[position - 1].folded in FILLERS:
            position -= 1
        if position in ends and not (unknown and unknown[-1] >= end):
            return ends[position].key.term
    if after_pause:
        return after_pause
    if unknown:
        later = [match for match in matches if match.start > unknown[-1] and not match.context]
        return _nearest(words[unknown[-1]].folded) or _best(later)
    return _best(matches)


def _names_something(words: Sequence[_Word], position: int, cues: Iterable[tuple[int, int]]) -> bool:
    """True when the word just after a cue is what is asked, though no known term starts there."""
    if position == len(words) or words[position].opens_clause or words[position].folded in LINKS:
        return False
    return all(start != position for start, _ in cues)


def _best(matches: Sequence[_Match]) -> Term | None:
    trusted = [match for match in matches if match.trusted]
    candidates = [match for match in trusted if not match.context] or trusted
    return max(candidates, key=lambda match: match.rank).key.term if candidates else None


def _nearest(word: str) -> Term | None:
    """The term that a long misspelt word stands for ("globalizasion"), if one is close enough."""
    if len(word) < MIN_FUZZY_LENGTH:
        return None
    long_words = _glossary()[2]
    found = process.extractOne(word, long_words.keys(), scorer=fuzz.ratio, score_cutoff=MIN_FUZZY_SCORE)
    return long_words[found[0]] if found else None
