"""Lists the messages that were not understood, grouped by likeness, ready to paste into data/nlu (`make a-relire`).

    python -m bot.nlu.review [--vider]

The label proposed for a group is the one that its messages were nearest to; the reader decides. `--vider` forgets the
messages once they are dealt with.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.folding import fold
from bot.nlu.journal import FILE

ALIKE = 0.35  # cosine of character n-grams above which two messages ask the same thing, chosen by reading groups
MOST_READ = 5_000  # the most recent messages: grouping compares them two by two
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Missed:
    """One message not understood: its day, its text without personal data, the readings thought of."""

    day: str
    text: str
    readings: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Group:
    """Messages alike, most typical first; `label` is None when no reading was thought of."""

    label: str | None
    messages: tuple[Missed, ...]
    times: int


def read(file: Path = FILE) -> list[Missed]:
    """Return the kept messages, oldest first, the former file included; a damaged line is passed over."""
    found = []
    for source in (file.with_name(f"{file.stem}.1{file.suffix}"), file):
        if not source.exists():
            continue
        for line in source.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                row = json.loads(line)
                readings = tuple((str(label), float(value)) for label, value in row["lectures"])
                found.append(Missed(str(row["jour"]), str(row["texte"]), readings))
            except (ValueError, KeyError, TypeError):
                continue
    return found[-MOST_READ:]


def group(messages: Sequence[Missed]) -> list[Group]:
    """Return the messages grouped by likeness, the most frequent group first; the same message counts once a group."""
    times: Counter[str] = Counter()
    firsts: dict[str, Missed] = {}
    for message in messages:
        key = " ".join(_WORD.findall(fold(message.text)))
        if key:
            times[key] += 1
            firsts.setdefault(key, message)
    if not firsts:
        return []
    keys = sorted(firsts, key=lambda key: (-times[key], key))
    rows = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit_transform(keys)
    leaders: list[int] = []
    members: dict[int, list[int]] = defaultdict(list)
    for position in range(len(keys)):  # greedy: the most frequent messages lead, the others join the nearest one
        likeness = (rows[leaders] @ rows[position].T).toarray().ravel() if leaders else np.zeros(1)
        best = int(likeness.argmax())
        if likeness[best] >= ALIKE:
            members[leaders[best]].append(position)
        else:
            leaders.append(position)
            members[position].append(position)
    groups = [_group([firsts[keys[i]] for i in some], sum(times[keys[i]] for i in some)) for some in members.values()]
    return sorted(groups, key=lambda g: (-g.times, g.messages[0].text))


def _group(messages: Sequence[Missed], times: int) -> Group:
    weights: dict[str, float] = defaultdict(float)
    for message in messages:
        for label, value in message.readings:
            weights[label] += value
    likeliest = max(sorted(weights), key=lambda name: weights[name], default=None)
    return Group(likeliest, tuple(messages), times)


def as_yaml(groups: Sequence[Group]) -> str:
    """Return Rasa YAML, one block for each label, the groups of a label one under the other."""
    by_label: dict[str, list[Group]] = defaultdict(list)
    for found in groups:
        by_label[found.label or "A_CHOISIR"].append(found)
    lines = [
        "# Messages non compris, groupés par ressemblance. Relire, corriger l'étiquette proposée, enlever ce qui",
        "# ne sert pas, puis coller les lignes « - … » sous la bonne intention dans data/nlu et lancer make train.",
    ]
    for label, proposed in by_label.items():
        lines += [f"- intent: {label}", "  examples: |"]
        for one in proposed:
            lines += [f"    - {_example(message.text)}" for message in one.messages]
    return "\n".join(lines) + "\n"


def _example(text: str) -> str:
    """Brackets and braces would annotate an entity for Rasa."""
    return re.sub(r"\s+", " ", re.sub(r"[\[\]{}()]", " ", text)).strip()


def summary(groups: Sequence[Group]) -> str:
    """Return what a reader wants first: how many, and the groups that come most often."""
    total = sum(one.times for one in groups)
    lines = [f"{total} messages non compris, {len(groups)} groupes. Les plus fréquents :"]
    for one in groups[:10]:
        lines.append(f"  {one.times:4d} fois  {one.messages[0].text[:70]}  (proposé : {one.label or 'rien'})")
    return "\n".join(lines)


def main(arguments: list[str] | None = None, file: Path = FILE) -> int:
    """Print the groups as YAML on the standard output, the summary on the error output."""
    parser = argparse.ArgumentParser(description="Les messages non compris, prêts à coller dans data/nlu.")
    parser.add_argument("--vider", action="store_true", help="oublier ces messages, une fois traités")
    options = parser.parse_args(arguments)
    if options.vider:
        for source in (file, file.with_name(f"{file.stem}.1{file.suffix}")):
            source.unlink(missing_ok=True)
        print("Les messages à relire sont effacés.", file=sys.stderr)
        return 0
    groups = group(read(file))
    if not groups:
        print("Aucun message à relire : rien n'a été gardé.", file=sys.stderr)
        return 0
    print(summary(groups), file=sys.stderr)
    print(as_yaml(groups), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
