"""The label model: linear classifier, calibrated probabilities. Knows nothing of Rasa."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, cpu_count, delayed
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.nlu.features import FeatureSettings, TextFeatures

FOLDS = 3
SEED = 22
REGULARISATION = 0.5  # C of the linear classifier, chosen with `python -m benchmarks.massive --choisir`
WORTH_PROCESSES = 2_000  # phrases: below, starting processes costs more than it saves


@dataclass
class LabelModel:
    """Weights (columns x labels, float32), intercepts, and the temperature that makes scores probabilities."""

    features: TextFeatures
    labels: tuple[str, ...]
    weights: np.ndarray
    intercepts: np.ndarray
    sharpness: float = 1.0

    @classmethod
    def train(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        settings: FeatureSettings,
        regularisation: float = REGULARISATION,
    ) -> "LabelModel":
        """Fit on `texts`; the sharpness is chosen on held-out folds, so that 80 % means right four times in five."""
        features = TextFeatures(settings).fit(texts)
        rows = features.transform(texts)
        names = np.array(labels)
        order = tuple(sorted(set(labels)))
        if len(order) < 2:
            raise ValueError("Il faut au moins deux étiquettes pour apprendre à les distinguer.")
        position = {name: i for i, name in enumerate(order)}
        folds = min(FOLDS, int(np.unique(names, return_counts=True)[1].min()))
        parts = StratifiedKFold(folds, shuffle=True, random_state=SEED).split(rows, names) if folds >= 2 else ()
        splits = [(kept, held) for kept, held in parts]
        # The whole set and the folds are fitted at the same time, each in its own process: liblinear draws from one
        # random generator a process, and the same phrases must give the same model.
        jobs = min(cpu_count(), 1 + len(splits)) if len(names) > WORTH_PROCESSES else 1
        everything = Parallel(n_jobs=jobs, max_nbytes=None)(  # liblinear refuses shared arrays, which are read-only
            delayed(fit_linear)(rows[kept], names[kept], regularisation)
            for kept in (np.arange(len(names)), *(kept for kept, _ in splits))
        )
        svm, partial = everything[0], everything[1:]
        sharpness = 1.0
        if splits:
            scores = [_decision(one, rows[held], order) for one, (_, held) in zip(partial, splits, strict=True)]
            truths = [[position[name] for name in names[held]] for _, held in splits]
            sharpness = best_sharpness(np.concatenate(scores), np.concatenate(truths))
        weights, intercepts = svm.coef_.T, svm.intercept_
        if len(order) == 2:
            weights, intercepts = np.hstack([-weights, weights]), np.array([-intercepts[0], intercepts[0]])
        return cls(
            features, order, np.ascontiguousarray(weights, np.float32), intercepts.astype(np.float32), float(sharpness)
        )

    def scores(self, text: str) -> np.ndarray:
        """Return the linear score of each label, in the order of `labels`."""
        columns, values = self.features.row(text)
        return values @ self.weights[columns] + self.intercepts

    def probabilities(self, text: str) -> np.ndarray:
        """Return calibrated probabilities, in the order of `labels`; they add up to 1."""
        scaled = self.scores(text) * self.sharpness
        exponentials = np.exp(scaled - scaled.max())
        return exponentials / exponentials.sum()


def best_sharpness(scores: np.ndarray, truths: np.ndarray) -> float:
    """Return the factor on `scores` (n x labels) that gives the true labels the highest likelihood."""

    def loss(log_factor: float) -> float:
        scaled = scores * np.exp(log_factor)
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(truths)), truths]))

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 4), method="bounded").x))


def fit_linear(rows: np.ndarray, names: np.ndarray, regularisation: float) -> LinearSVC:
    """Return the linear classifier of the pipeline, one label against the others, fitted on `rows`."""
    return LinearSVC(C=regularisation, random_state=SEED).fit(rows, names)


def _decision(svm: LinearSVC, rows: np.ndarray, order: Sequence[str]) -> np.ndarray:
    scores = svm.decision_function(rows)
    if scores.ndim == 1:
        scores = np.column_stack([-scores, scores])
    aligned = np.full((scores.shape[0], len(order)), -5.0)
    aligned[:, [list(order).index(name) for name in svm.classes_]] = scores
    return aligned
