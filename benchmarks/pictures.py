"""The pictures of the evaluation report, small PNG files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from benchmarks.figures import Operating, Pair, Share

BLUE, ORANGE, GREEN, GREY = "#1f4e8c", "#b34700", "#2b7a3d", "#767676"
DPI = 90


def confusion(file: Path, pairs: Sequence[Pair]) -> None:
    """Draw the confusion matrix; each row adds up to 1, labels in alphabetical order."""
    names = sorted({m.label for m, _ in pairs} | {r.label for _, r in pairs})
    place = {name: i for i, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)))
    for message, reading in pairs:
        counts[place[message.label], place[reading.label]] += 1
    rows = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(11, 11))
    axes.imshow(rows, cmap="Blues", vmin=0, vmax=1)
    short = [name.removeprefix("faq/") for name in names]
    axes.set_xticks(range(len(names)), short, rotation=90, fontsize=6)
    axes.set_yticks(range(len(names)), short, fontsize=6)
    axes.set_xlabel("étiquette comprise")
    axes.set_ylabel("étiquette attendue")
    axes.set_title("Matrice de confusion (chaque ligne fait 100 %)")
    _save(figure, file)


def reliability_curve(file: Path, curves: Mapping[str, tuple[list[tuple[float, float, int]], float]]) -> None:
    """Draw accuracy against stated confidence; the diagonal is perfect calibration."""
    figure, axes = plt.subplots(figsize=(6, 4.5))
    axes.plot([0, 1], [0, 1], "--", color=GREY, linewidth=1, label="parfait")
    for (name, (points, error)), color in zip(curves.items(), (BLUE, ORANGE, GREEN), strict=False):
        axes.plot(
            [p[0] for p in points], [p[1] for p in points], "o-", color=color, label=f"{name} (écart {error:.3f})"
        )
    axes.set(xlabel="confiance annoncée", ylabel="part de lectures justes", xlim=(0, 1), ylim=(0, 1.02))
    axes.set_title("Fiabilité de la confiance")
    axes.legend()
    _save(figure, file)


def accuracy_by_kind(file: Path, kinds: Mapping[str, Mapping[str, tuple[Share, Share]]]) -> None:
    """Draw the strict accuracy of each kind of message, one bar for each set."""
    names = list(dict.fromkeys(kind for some in kinds.values() for kind in some))
    figure, axes = plt.subplots(figsize=(8, 4.5))
    width = 0.8 / len(kinds)
    for rank, ((name, some), color) in enumerate(zip(kinds.items(), (BLUE, ORANGE, GREEN), strict=False)):
        shown = [(i, some[kind][0].value or 0.0) for i, kind in enumerate(names) if kind in some]
        axes.bar([i + rank * width for i, _ in shown], [v for _, v in shown], width, color=color, label=name)
    axes.set_xticks([i + 0.4 - width / 2 for i in range(len(names))], names, rotation=20, fontsize=8)
    axes.set_ylim(0.5, 1)
    axes.grid(axis="y", alpha=0.4)
    axes.set_title("Exactitude stricte par genre de message")
    axes.legend(loc="lower left")
    _save(figure, file)


def threshold_curve(file: Path, points: Sequence[Operating], chosen: float) -> None:
    """Draw what each threshold gives; the dotted line is the threshold of config.yml."""
    figure, axes = plt.subplots(figsize=(6, 4.5))
    limits = [p.threshold for p in points]
    axes.plot(limits, [p.far for p in points], color=GREEN, label="hors sujet lointain reconnu")
    axes.plot(limits, [p.near for p in points], color=ORANGE, label="hors sujet proche reconnu")
    axes.plot(limits, [p.accuracy for p in points], color=BLUE, label="dans le sujet, bien compris")
    axes.plot(limits, [p.refused for p in points], color=GREY, label="dans le sujet, refusé")
    axes.axvline(chosen, linestyle=":", color="black", linewidth=1)
    axes.set(xlabel="seuil de confiance", ylim=(0, 1.02))
    axes.set_title("Choix du seuil (jeu dev)")
    axes.legend(fontsize=8)
    _save(figure, file)


def _save(figure: "plt.Figure", file: Path) -> None:
    figure.tight_layout()
    figure.savefig(file, dpi=DPI)
    plt.close(figure)
