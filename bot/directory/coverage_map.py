"""The picture of `annuaire verifier --carte`: communes of each département, by who covers them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from bot.directory.checks import Coverage
from bot.territory import territories

_COLOURS: tuple[tuple[str, str, str], ...] = (
    ("locale", "#1b7f4d", "facilitateur local"),
    ("elargie", "#e6a117", "seulement plus large"),
)
_COLOURS += (("aucune", "#c0392b", "aucun facilitateur"),)
_MAX_DEPARTEMENTS = 12


def draw_map(coverage: Sequence[Coverage], path: Path) -> None:
    """Writes a PNG, one panel per département (the twelve with most communes without a facilitateur at
    most).
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # heavy, and only the map needs it
    from matplotlib.figure import Figure

    shown = sorted(coverage, key=lambda c: (-len(c.aucune), c.departement))[:_MAX_DEPARTEMENTS]
    columns = max(1, math.ceil(math.sqrt(len(shown))))
    lines = max(1, math.ceil(len(shown) / columns))
    figure = Figure(figsize=(5 * columns, 5 * lines + 0.6))
    FigureCanvasAgg(figure)
    for panel, one in enumerate(sorted(shown, key=lambda c: c.departement), start=1):
        axes = figure.add_subplot(lines, columns, panel)
        middle = 46.0
        for level, colour, label in _COLOURS:
            points = [_point(code) for code in getattr(one, level)]
            known = [point for point in points if point is not None]
            if known:
                middle = known[0][1]
                axes.scatter(*zip(*known, strict=True), s=14, c=colour, label=f"{label} ({len(known)})")
        axes.set_title(territories().label(f"departement-{one.departement}"))
        axes.set_aspect(1 / math.cos(math.radians(middle)))
        axes.set_axis_off()
        axes.legend(loc="lower left", fontsize=8)
    figure.suptitle("Communes selon leur facilitateur")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110, format="png")


def _point(code_insee: str) -> tuple[float, float] | None:
    commune = territories().get(f"commune-{code_insee}")
    if commune is None or commune.lat is None or commune.lon is None:
        return None
    return commune.lon, commune.lat
