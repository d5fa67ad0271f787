"""Measures understanding on the evaluation sets, writes a report, fails when a figure drops.

    python -m benchmarks.evaluate [--rapide] [--enregistrer]

`--rapide` leaves the cross-validation out. `--enregistrer` makes today's figures the reference. Status 1 when a figure
is below benchmarks/evaluation/reference.yml by more than its tolerance; time never fails.
"""

import argparse
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
import yaml
from sklearn.model_selection import StratifiedKFold

from benchmarks import report
from benchmarks.figures import recorded, speed
from benchmarks.pipeline import fallback_threshold, label_settings, training_phrases
from benchmarks.reading import memory_megabytes, read_all
from benchmarks.sets import FOLDER, NAMES, load, overlaps
from bot.launcher import VAR, LaunchError, model_is_current, train

REFERENCE = FOLDER / "reference.yml"
FOLDS = 3
TOLERANCE = 0.02  # of a figure newly recorded
HEAD = """\
# Les chiffres à tenir : make evaluate échoue quand l'un d'eux baisse de plus que sa tolérance.
#   clé       : <jeu>.<chiffre> ; jeux dev, test, difficile ; exactitude = étiquette exacte, dans le sujet ;
#               acceptes = messages du sujet qui ne sont pas refusés ; hors_loin, hors_proche = hors sujet reconnu
#   valeur    : part mesurée, entre 0 et 1 (python -m benchmarks.evaluate --enregistrer les remplace toutes)
#   tolerance : baisse permise
"""


def cross_validate() -> list[float]:
    """Return the accuracy of each fold, training phrases only, with the settings of config.yml."""
    from bot.nlu.marking import mark
    from bot.nlu.model import LabelModel
    from bot.nlu.named import named

    phrases = training_phrases()
    texts = np.array([mark(text, named(text)) for text, _ in phrases], dtype=object)
    labels = np.array([label for _, label in phrases])
    settings, accuracies = label_settings(), []
    for kept, held in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(texts, labels):
        model = LabelModel.train(list(texts[kept]), list(labels[kept]), **settings)
        found = [model.labels[int(np.argmax(model.scores(text)))] for text in texts[held]]
        accuracies.append(float(np.mean(np.array(found) == labels[held])))
    return accuracies


def drops(figures: Mapping[str, float], reference: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return a sentence for each figure of `reference` that is missing or below its value minus its tolerance."""
    found = []
    for name, wanted in reference.items():
        value = figures.get(name)
        if value is None:
            found.append(f"{name} : n'est plus mesuré")
        elif value < wanted["valeur"] - wanted["tolerance"] - 1e-9:
            found.append(f"{name} : {value:.3f}, attendu {wanted['valeur']:.3f} à {wanted['tolerance']:.3f} près")
    return found


def read_reference() -> dict[str, Any]:
    """Return the recorded figures, empty when none was recorded."""
    if not REFERENCE.exists():
        return {}
    return (yaml.safe_load(REFERENCE.read_text(encoding="utf-8")) or {}).get("chiffres") or {}


def record(figures: Mapping[str, float]) -> None:
    """Make `figures` the reference; the tolerances already chosen are kept."""
    known = read_reference()
    lines = [HEAD + "chiffres:"]
    for name, value in figures.items():
        tolerance = known.get(name, {}).get("tolerance", TOLERANCE)
        lines.append(f"  {name}: {{valeur: {value}, tolerance: {tolerance}}}")
    REFERENCE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def evaluate(quick: bool, keep: bool) -> int:
    """Run everything; return the exit status."""
    for name, text, where in overlaps():
        print(f"Attention, {name} : « {text} » est déjà dans {where}.")
    if not model_is_current():
        VAR.mkdir(exist_ok=True)
        train()
    messages = {name: load(name) for name in NAMES}
    readings, loading = read_all([message.text for some in messages.values() for message in some])
    clock, processor = speed([r.milliseconds for r in readings]), speed([r.processor for r in readings])
    running = report.Running(clock, processor, loading, memory_megabytes())
    following = iter(readings)
    sets = {name: [(message, next(following)) for message in some] for name, some in messages.items()}
    figures = {key: value for name, pairs in sets.items() for key, value in recorded(name, pairs).items()}
    if keep:
        record(figures)
    dropped = drops(figures, read_reference())
    file = report.write(sets, running, fallback_threshold(), [] if quick else cross_validate(), dropped)
    for key, value in figures.items():
        print(f"{key:32s} {100 * value:5.1f} %")
    print(f"lecture : médiane {clock[0]:.2f} ms, 99 % sous {clock[1]:.2f} ms ; mémoire {running.memory:.0f} Mo")
    print(f"calcul seul : médiane {processor[0]:.2f} ms, 99 % sous {processor[1]:.2f} ms")
    print(f"Rapport : {file.relative_to(file.parents[2])}")
    for drop in dropped:
        print(f"EN BAISSE  {drop}")
    return 1 if dropped else 0


def main(arguments: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Mesure la compréhension et écrit le rapport.")
    parser.add_argument("--rapide", action="store_true", help="sans validation croisée")
    parser.add_argument("--enregistrer", action="store_true", help="prendre ces chiffres pour référence")
    options = parser.parse_args(arguments)
    try:
        return evaluate(options.rapide, options.enregistrer)
    except LaunchError as error:
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
