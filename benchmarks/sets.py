"""The evaluation sets: messages written apart from the training phrases, by kind of author.

    python -m benchmarks.sets             says which messages stand in two sets or in training
    python -m benchmarks.sets --retirer   takes them out of the sets (the training phrase stays)

`dev` served to choose, `requetes` too for places; the errors of `test`, `difficile`, `questions`, `lieux`, `demandes`
(the last two, directory requests) were read since, so that they flatter; those of `inconnu`, `demandes_inconnues`,
`requetes_inconnues` and `requetes_nouvelles` never were, only their totals: those are the figures to quote.

One JSON object a line: text, label, kind, aussi (other defensible labels), and for a directory request territoire (ids,
any of which is right; none: no place is meant), type_acteur, ambigu (true: the assistant must ask which of them is
meant), territoire_aussi and type_aussi (other right answers, each a list).
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pipeline import training_phrases
from bot.nlu.folding import fold
from bot.settings import PROJECT
from bot.territory.learn import without_marks

FOLDER = Path(__file__).resolve().parent / "evaluation"
NAMES = (
    "dev", "test", "difficile", "inconnu", "lieux", "demandes", "demandes_inconnues", "requetes",
    "requetes_inconnues", "requetes_nouvelles", "questions",
)  # fmt: skip
UNREAD = ("inconnu", "demandes_inconnues", "requetes_inconnues", "requetes_nouvelles")  # reports give their totals only
OUT_OF_SCOPE = "hors_sujet"
FAR, NEAR = "hors_loin", "hors_proche"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Message:
    """One message and what must be understood of it; `territoire` is None when the set says nothing of places."""

    text: str
    label: str
    kind: str
    aussi: tuple[str, ...] = ()
    territoire: tuple[str, ...] | None = None
    type_acteur: tuple[str, ...] | None = None
    ambigu: bool = False
    territoire_aussi: tuple[tuple[str, ...], ...] = ()
    type_aussi: tuple[tuple[str, ...], ...] = ()

    @property
    def in_scope(self) -> bool:
        return self.label != OUT_OF_SCOPE


def load(name: str) -> list[Message]:
    """Return the messages of one set; raises OSError or ValueError when its file is absent or broken."""
    messages = []
    for line in _file(name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for key in ("aussi", "territoire", "type_acteur"):
            if key in row:
                row[key] = tuple(row[key])
        for key in ("territoire_aussi", "type_aussi"):
            row[key] = tuple(tuple(other) for other in row.get(key) or ())
        messages.append(Message(**row))
    return messages


def key_of(text: str) -> str:
    """Return what makes two messages the same: folded words; the text itself when it holds no word."""
    return " ".join(_WORD.findall(fold(text))) or text.strip()


def overlaps(names: Sequence[str] = NAMES) -> list[tuple[str, str, str]]:
    """Return (set, message, where it already stands) for each message that stands twice."""
    where = {key_of(text): "data/nlu" for text, _ in training_phrases()}
    where |= {key_of(text): "data/lieux" for text in marked_messages()}
    found = []
    for name in names:
        for message in load(name):
            key = key_of(message.text)
            if key in where:
                found.append((name, message.text, where[key]))
            else:
                where[key] = name
    return found


def marked_messages(folder: Path = PROJECT / "data" / "lieux") -> list[str]:
    """Return the messages that teach the reading of places, their marks left out, and the cases that the tests hold."""
    files = [*sorted(folder.glob("*.txt")), folder / "cas.tsv"]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    said = [line for line in lines if line.strip() and not line.startswith("#")]
    return [line.split("\t")[1] if "\t" in line else without_marks(line) for line in said]


def remove(found: Sequence[tuple[str, str, str]]) -> None:
    """Take the messages of `overlaps` out of their sets; of two in one set, the first stays."""
    for name in {name for name, _, _ in found}:
        unwanted = {text for set_name, text, where in found if set_name == name and where != name}
        kept, seen = [], set()
        for line in _file(name).read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            if text not in unwanted and key_of(text) not in seen:
                seen.add(key_of(text))
                kept.append(line)
        _file(name).write_text("\n".join(kept) + "\n", encoding="utf-8")


def _file(name: str) -> Path:
    return FOLDER / f"{name}.jsonl"


def main(arguments: list[str] | None = None) -> int:
    """List (or remove) the messages that stand twice; status 1 when some remain."""
    parser = argparse.ArgumentParser(description="Vérifie qu'aucun message d'évaluation ne sert à l'apprentissage.")
    parser.add_argument("--retirer", action="store_true", help="ôter ces messages des jeux d'évaluation")
    options = parser.parse_args(arguments)
    found = overlaps()
    for name, text, where in found:
        print(f"{name} : « {text} » est déjà dans {where}")
    if options.retirer and found:
        remove(found)
        print(f"{len(found)} messages retirés.")
        return 0
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
