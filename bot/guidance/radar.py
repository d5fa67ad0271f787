"""A radar drawing as an SVG text, readable without colour (dashes, figures) and by a screen reader."""

import math
from collections.abc import Mapping
from html import escape

_WIDTH, _HEIGHT = 540, 420
_CENTRE_X, _CENTRE_Y = _WIDTH / 2, _HEIGHT / 2
_RADIUS = 130
_NOW, _BEFORE, _GRID, _INK = (
    "#0b5c8e",
    "#9a4a00",
    "#c4c9d1",
    "#1b1f24",
)  # contrast over 4.5:1 on white, grid aside


def radar_svg(
    scores: Mapping[str, int],
    *,
    title: str,
    description: str,
    previous: Mapping[str, int] | None = None,
    legend: tuple[str, str] = ("", ""),
) -> str:
    """The drawing of scores from 0 to 100 by label, with an earlier one dashed under it.

    `legend` names the present and the earlier drawing. Raises ValueError under three labels.
    """
    labels = list(scores)
    if len(labels) < 3:
        raise ValueError("Un radar demande au moins trois branches.")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-30 0 {_WIDTH + 60} {_HEIGHT}" role="img" lang="fr" '
        'aria-labelledby="radar-titre radar-texte" font-family="Arial, sans-serif" font-size="14">',
        f'<title id="radar-titre">{escape(title)}</title><desc id="radar-texte">{escape(description)}</desc>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
    ]
    for level in (25, 50, 75, 100):
        ring = _points([level] * len(labels))
        parts.append(f'<polygon points="{ring}" fill="none" stroke="{_GRID}"/>')
    for index, label in enumerate(labels):
        x, y = _point(index, len(labels), 100)
        parts.append(f'<line x1="{_CENTRE_X:g}" y1="{_CENTRE_Y:g}" x2="{x:g}" y2="{y:g}" stroke="{_GRID}"/>')
        parts.append(_label(index, len(labels), label, scores[label]))
    if previous:
        before = _points([previous.get(label, 0) for label in labels])
        parts.append(
            f'<polygon points="{before}" fill="none" stroke="{_BEFORE}" stroke-width="2" stroke-dasharray="6 4"/>'
        )
    now = _points(list(scores.values()))
    parts.append(f'<polygon points="{now}" fill="{_NOW}" fill-opacity="0.2" stroke="{_NOW}" stroke-width="3"/>')
    for index, score in enumerate(scores.values()):
        x, y = _point(index, len(labels), score)
        parts.append(f'<circle cx="{x:g}" cy="{y:g}" r="4" fill="{_NOW}"/>')
    if previous and any(legend):
        parts.append(
            f'<text x="12" y="{_HEIGHT - 28}" fill="{_NOW}">— {escape(legend[0])}</text>'
            f'<text x="12" y="{_HEIGHT - 10}" fill="{_BEFORE}">- - {escape(legend[1])}</text>'
        )
    return "".join([*parts, "</svg>"])


def _point(index: int, count: int, score: float) -> tuple[float, float]:
    angle = 2 * math.pi * index / count - math.pi / 2
    reach = _RADIUS * max(0, min(100, score)) / 100
    return round(_CENTRE_X + reach * math.cos(angle), 1), round(_CENTRE_Y + reach * math.sin(angle), 1)


def _points(values: list[int]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in (_point(i, len(values), v) for i, v in enumerate(values)))


def _label(index: int, count: int, label: str, score: int) -> str:
    x, y = _point(index, count, 100)
    side = x - _CENTRE_X
    anchor = "middle" if abs(side) < 1 else "start" if side > 0 else "end"
    x += 0 if anchor == "middle" else math.copysign(6, side)
    y += -22 if y < _CENTRE_Y - 1 else 20 if y > _CENTRE_Y + 1 else -4
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{_INK}">{escape(label)}'
        f'<tspan x="{x:g}" dy="16" font-weight="bold">{score}</tspan></text>'
    )
