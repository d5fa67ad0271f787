"""Writes benchmarks/rapport/rapport.md (French, for those who run the assistant) and its pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import pictures
from benchmarks.figures import (
    Pair,
    Share,
    by_kind,
    by_label,
    confusions,
    lenient,
    refused,
    reliability,
    right_place,
    right_types,
    share,
    strict,
    thresholds,
)
from benchmarks.sets import FAR, NEAR, UNREAD

FOLDER = Path(__file__).resolve().parent / "rapport"
WORST_SHOWN = 20
CONFUSIONS_SHOWN = 25
ERRORS_SHOWN = 40


@dataclass(frozen=True)
class Running:
    """What one process costs: (median, 99th percentile) of a message in ms, on the clock and computing; loading in
    seconds, memory in MB."""

    clock: tuple[float, float]
    processor: tuple[float, float]
    loading: float
    memory: float


def write(
    sets: Mapping[str, Sequence[Pair]],
    running: Running,
    threshold: float,
    cross_validation: Sequence[float],
    drops: Sequence[str],
    folder: Path = FOLDER,
) -> Path:
    """Write the report and its pictures into `folder`; return the Markdown file."""
    folder.mkdir(parents=True, exist_ok=True)
    points = thresholds(sets["dev"])
    curves = {name: reliability(_in_scope(pairs)) for name, pairs in sets.items()}
    pictures.confusion(folder / "confusion.png", [pair for pairs in sets.values() for pair in pairs])
    pictures.reliability_curve(folder / "fiabilite.png", curves)
    pictures.accuracy_by_kind(folder / "exactitude.png", {name: by_kind(pairs) for name, pairs in sets.items()})
    pictures.threshold_curve(folder / "seuil.png", points, threshold)
    parts = [
        "# Compréhension : ce qui est mesuré\n",
        "Écrit par `make evaluate` ; ne pas modifier à la main. La méthode est dans docs/comprehension.md.\n",
        _drops(drops),
        "## D'un coup d'œil\n",
        _summary(sets),
        _running(running, cross_validation),
        "## Par genre de message\n\nExactitude stricte (et indulgente : une autre étiquette défendable compte).\n",
        _kinds(sets),
        "![Exactitude par genre](exactitude.png)\n",
        "## Seuil de confiance\n",
        f"Le seuil de config.yml est {threshold:.2f}. Une ligne par seuil, jeu dev.\n",
        _table(
            ("seuil", "lointain reconnu", "proche reconnu", "dans le sujet refusé", "dans le sujet compris"),
            [(f"{p.threshold:.2f}", *map(_percent, (p.far, p.near, p.refused, p.accuracy))) for p in points],
        ),
        "![Seuil](seuil.png)\n",
        "## Fiabilité de la confiance\n\n![Fiabilité](fiabilite.png)\n",
        *(_details(name, pairs) for name, pairs in sets.items() if name not in UNREAD),
        "![Confusions](confusion.png)\n",
    ]
    file = folder / "rapport.md"
    file.write_text("\n".join(parts), encoding="utf-8")
    return file


def _drops(drops: Sequence[str]) -> str:
    if not drops:
        return "Aucun chiffre n'a baissé au-delà de sa tolérance (benchmarks/evaluation/reference.yml).\n"
    return "**Chiffres en baisse :**\n\n" + "\n".join(f"- {drop}" for drop in drops) + "\n"


def _summary(sets: Mapping[str, Sequence[Pair]]) -> str:
    rows = []
    for name, pairs in sets.items():
        inside = _in_scope(pairs)
        rows.append(
            (
                name,
                str(len(pairs)),
                _share(share(inside, strict)),
                _share(share(inside, lenient)),
                _share(share(inside, refused)),
                _share(share(_of_kind(pairs, FAR), refused)),
                _share(share(_of_kind(pairs, NEAR), refused)),
                _share(share([p for p in pairs if p[0].territoire is not None], right_place)),
                _share(share([p for p in pairs if p[0].type_acteur], right_types)),
                f"{reliability(inside)[1]:.3f}",
            )
        )
    head = ("jeu", "messages", "strict", "indulgent", "refusés", "hors sujet lointain", "hors sujet proche")
    return _table((*head, "lieux", "types d'acteur", "écart de fiabilité"), rows)


def _running(running: Running, cross_validation: Sequence[float]) -> str:
    lines = [
        f"- Lecture d'un message (toute la chaîne, un processus) : médiane {running.clock[0]:.2f} ms, "
        f"99 % sous {running.clock[1]:.2f} ms ; calcul seul, quoi que fasse la machine par ailleurs : "
        f"{running.processor[0]:.2f} ms et {running.processor[1]:.2f} ms.",
        f"- Chargement du modèle : {running.loading:.1f} s ; mémoire du processus : {running.memory:.0f} Mo.",
    ]
    if cross_validation:
        folds = ", ".join(_percent(value) for value in cross_validation)
        lines.append(f"- Validation croisée sur les phrases d'apprentissage ({len(cross_validation)} parts) : {folds}.")
    return "\n".join(lines) + "\n"


def _kinds(sets: Mapping[str, Sequence[Pair]]) -> str:
    shares = {name: by_kind(pairs) for name, pairs in sets.items()}
    kinds = list(dict.fromkeys(kind for some in shares.values() for kind in some))
    rows = [
        (
            kind,
            *(f"{_share(some[kind][0])} ({_share(some[kind][1])})" if kind in some else "" for some in shares.values()),
        )
        for kind in kinds
    ]
    return _table(("genre", *shares), rows)


def _details(name: str, pairs: Sequence[Pair]) -> str:
    worst = [(label, _share(s), f"{s.right}/{s.total}") for label, s in by_label(pairs).items() if s.right < s.total]
    mixed = [(e, g, str(n)) for (e, g), n in confusions(pairs).most_common(CONFUSIONS_SHOWN)]
    places = [
        (_cell(m.text), ", ".join(m.territoire or ()), " ; ".join(", ".join(p[:4]) for p in r.places) or "aucun")
        for m, r in pairs
        if m.territoire is not None and not right_place(m, r)
    ]
    types = [
        (_cell(m.text), ", ".join(m.type_acteur or ()), ", ".join(sorted(r.types)) or "aucun")
        for m, r in pairs
        if m.type_acteur and not right_types(m, r)
    ]
    errors = [(_cell(m.text), m.kind, m.label, f"{r.label} ({r.confidence:.2f})") for m, r in pairs if not strict(m, r)]
    return "\n".join(
        [
            f"## Jeu {name} : les étiquettes, la plus faible d'abord\n",
            _table(("étiquette", "exactitude", "messages"), worst[:WORST_SHOWN]),
            "### Confusions les plus fréquentes\n",
            _table(("attendu", "compris", "fois"), mixed),
            f"### Messages mal compris (les {ERRORS_SHOWN} premiers)\n",
            _table(("message", "genre", "attendu", "compris"), errors[:ERRORS_SHOWN]),
            f"### Lieux manqués ({len(places)})\n",
            _table(("message", "attendu", "trouvé"), places[:ERRORS_SHOWN]),
            f"### Types d'acteur manqués ({len(types)})\n",
            _table(("message", "attendu", "trouvé"), types[:ERRORS_SHOWN]),
        ]
    )


def _in_scope(pairs: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in pairs if pair[0].in_scope]


def _of_kind(pairs: Sequence[Pair], kind: str) -> list[Pair]:
    return [pair for pair in pairs if pair[0].kind == kind]


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %".replace(".", ",")


def _share(part: Share) -> str:
    return "" if part.value is None else _percent(part.value)


def _cell(text: str) -> str:
    short = " ".join(text.split())
    return (short if len(short) <= 120 else f"{short[:60]} … {short[-55:]}").replace("|", "/")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "Rien à signaler.\n"
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
