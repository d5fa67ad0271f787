"""The diagnostic's scores as a drawing, with the same thing said in words."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping

from bot.documents.content import colour, load
from bot.documents.values import french_number


def score_reading(score: float) -> str:
    """How to read a score of 0 to 100, in the words of libelles.yml."""
    steps = load("libelles")["lecture"]
    return next((str(step["texte"]) for step in steps if score >= step["seuil"]), str(steps[-1]["texte"]))


def score_chart(scores: Mapping[str, float]) -> tuple[bytes, str]:
    """PNG of a bar for each factor, and its text alternative."""
    # matplotlib is slow to import and only a plan with scores needs it.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    labels = load("libelles")["facteurs"]
    names = ["\n".join(textwrap.wrap(labels[name], 26)) for name in scores]
    values = list(scores.values())
    figure = Figure(figsize=(8, 0.55 + 0.55 * len(values)), dpi=160)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.barh(names, [100] * len(values), color=f"#{colour('fond_clair')}", height=0.55)
    axes.barh(names, values, color=f"#{colour('titre')}", height=0.55)
    for position, value in enumerate(values):
        axes.text(
            101.5, position, french_number(value), va="center", color=f"#{colour('texte')}", weight="bold"
        )
    axes.set_xlim(0, 110)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0, colors=f"#{colour('texte')}")
    for side in axes.spines.values():
        side.set_visible(False)
    figure.tight_layout(pad=0.4)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    said = " ; ".join(f"{labels[name]} : {french_number(score)}" for name, score in scores.items())
    return buffer.getvalue(), f"Barres horizontales, scores sur 100. {said}."
