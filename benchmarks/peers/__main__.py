"""Accuracy of Rasa's default configuration, or of DIET alone over flat labels, on the same sets.

python -m benchmarks.peers [--pair defaut|diet-a-plat] [--epoques N]
"""

import argparse
from dataclasses import replace

from benchmarks.figures import recorded, speed
from benchmarks.peers.build import DEFAULT_EPOCHS, FLAT, diet_flat, rasa_default, training_seconds
from benchmarks.reading import memory_megabytes, read_all
from benchmarks.sets import NAMES, load

PEERS = {"defaut": rasa_default, "diet-a-plat": diet_flat}


def main(arguments: list[str] | None = None) -> None:
    """Train if needed, read the sets, print the figures."""
    parser = argparse.ArgumentParser(description="La configuration par défaut de Rasa sur les mêmes jeux.")
    parser.add_argument("--epoques", type=int, default=DEFAULT_EPOCHS, help="passages sur les données")
    parser.add_argument("--pair", choices=PEERS, default="defaut", help="la configuration mesurée")
    options = parser.parse_args(arguments)
    epochs = options.epoques
    model = PEERS[options.pair](epochs)
    messages = {name: load(name) for name in NAMES}
    readings, loading = read_all([message.text for some in messages.values() for message in some], model, True)
    following = iter([replace(reading, label=reading.label.replace(FLAT, "/")) for reading in readings])
    for name, some in messages.items():
        pairs = [(message, next(following)) for message in some]
        for figure, value in recorded(name, pairs).items():
            if not figure.endswith((".lieux", ".types")):  # the default configuration names no place, no type
                print(f"{figure:32s} {100 * value:5.1f} %")
    median, slowest = speed([reading.milliseconds for reading in readings])
    print(f"{epochs} époques, apprentissage {training_seconds(model)} s, chargement {loading:.1f} s")
    print(f"lecture : médiane {median:.2f} ms, 99 % sous {slowest:.2f} ms ; mémoire {memory_megabytes():.0f} Mo")


if __name__ == "__main__":
    main()
