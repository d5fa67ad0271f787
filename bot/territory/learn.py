"""Learn the weights of `mentions` and `meaning` from the marked messages of `data/lieux`.

    python -m bot.territory.learn               # writes the tables mentions.tsv.gz and sens.tsv.gz
    python -m bot.territory.learn --verifier    # what they are worth on each writer, learnt from the others

Each line of `data/lieux/*.txt` is a message; a place in it is marked {words|role} or {words=Name|role}: role v is the
place meant, a another place, n no place. The cases of `data/lieux/cas.tsv`, which the tests hold, teach which place is
meant; the phrases of `data/nlu` that are no request to the directory, and in which the rules find no place, teach what
is none. The same messages give the same tables.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bot.territory import meaning, mentions, weights
from bot.territory.gazetteer import by_rules, find_places, prepare, with_missed
from bot.territory.groupings import normal_name
from bot.territory.index import NameIndex, name_index
from bot.territory.joining import join_neighbours
from bot.territory.reading import Reading, Span
from bot.territory.scene import scene, traits_of

DATA = Path(__file__).resolve().parents[2] / "data"
MARKED = DATA / "lieux"
MEANT, OTHER = "v", "a"
REGULARISATION, LEAST = 0.3, 3  # C; times a trait must be met
WITHOUT_PLACE, CASE = 0.4, 0.5  # weight of a phrase in which nothing is a place; of a case of the tests
REQUESTS = ("chercher_acteur", "informer", "voir_plus", "declarer_profil")
CASES, KINDS = "cas.tsv", ("commune", "departement", "region", "epci", "code_postal")
SMALLEST = 0.005  # weight below which a trait is not kept
_MARK = re.compile(r"\{([^{}|]*)\|([van])\}")
Mark = tuple[int, int, frozenset[str], str]  # start, end, ids that are right there, role
Learnt = weights.Weights


@dataclass
class Message:
    """A message being read: its marks, and what the rules find in it."""

    reading: Reading
    marks: Sequence[Mark]
    found: list[Span] = field(default_factory=list)

    def is_marked(self, first: int, last: int, ids: Iterable[str], roles: str) -> bool:
        """Return whether these words bear a mark of one of the roles, for one of the ids."""
        start, end = self.reading.tokens[first].start, self.reading.tokens[last - 1].end
        return any(
            role in roles and start < until and since < end and not right.isdisjoint(ids)
            for since, until, right, role in self.marks
        )


@dataclass(frozen=True)
class Example:
    """The traits of something to be weighed, and what must be said of it."""

    traits: list[str]
    right: bool
    weight: float = 1.0


def parse(line: str, index: NameIndex) -> Message:
    """Return the message that a line marks. Raises ValueError, in French, for a brace that is no mark."""
    text, position, marks = "", 0, []
    for mark in _MARK.finditer(line):
        text += line[position : mark.start()]
        words, _, name = mark[1].partition("=")
        marks.append((len(text), len(text) + len(words), _ids(index, (name or words).strip()), mark[2]))
        text, position = text + words, mark.end()
    text += line[position:]
    if "{" in text or "}" in text:
        raise ValueError(f"une accolade sans rôle : « {line} »")
    reading = Reading(text)
    return Message(reading, marks, by_rules(reading, index))


def without_marks(line: str) -> str:
    """Return the message that a line marks, as it was written."""
    return _MARK.sub(lambda mark: mark[1].partition("=")[0], line)


def _ids(index: NameIndex, name: str) -> frozenset[str]:
    """Return the ids of a name; of a number or a grouping, those read in it."""
    found = index.lookup_all(normal_name(name))
    for before in ("", "dans ", "à "):
        if found:
            break
        found = tuple(id_ for place in find_places(before + name) for id_ in (*place.candidates, *place.homonyms))
    return frozenset(found)


def read(file: Path, index: NameIndex) -> Iterator[Message]:
    """Yield the messages of a file whose places meant are all known."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            message = parse(line.strip(), index)
            if message.reading.forms and all(ids for _, _, ids, role in message.marks if role == MEANT):
                yield message


def without_place(index: NameIndex) -> Iterator[Message]:
    """Yield the phrases of `data/nlu` that name no place: the rules find none, and it is no request for an actor."""
    for file in sorted((DATA / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu", []):
            if "intent" in block and block["intent"] not in REQUESTS:
                for line in block["examples"].splitlines():
                    message = parse(re.sub(r"[{}]", " ", line.strip().removeprefix("- ")), index)
                    if message.reading.forms and not any(not span.weak for span in message.found):
                        yield message


def cases(index: NameIndex) -> Iterator[Message]:
    """Yield the sentences of `cas.tsv`, the places expected marked over the whole of each."""
    known = index.territories
    ids = {known.label(id_): id_ for kind in KINDS for id_ in known.ids(kind)}
    for line in (MARKED / CASES).read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        _, sentence, places = (*line.split("\t"), "")[:3]
        labels = [label for place in places.split(" ; ") for label in place.split(" | ") if label]
        reading = Reading(sentence)
        if reading.forms and all(label in ids for label in labels):
            expected = frozenset(ids[label] for label in labels)
            yield Message(reading, [(0, len(sentence), expected, MEANT)], by_rules(reading, index))


def of_mentions(message: Message, index: NameIndex, weight: float = 1.0) -> Iterator[Example]:
    """Yield an example for each thing that the words could name besides what the rules found."""
    for one in mentions.missed(message.reading, index, message.found):
        right = message.is_marked(one.proposal.first, one.proposal.last, one.ids, MEANT + OTHER)
        yield Example(list(mentions.traits_of(message.reading, index, message.found, one)), right, weight)


def joined(message: Message, index: NameIndex, learnt: Learnt) -> list[Span]:
    """Return the places of a message, those the rules missed added by these weights."""
    return join_neighbours(message.reading, index, with_missed(message.reading, index, message.found, learnt))


def of_meaning(message: Message, index: NameIndex, spans: Sequence[Span], weight: float = 1.0) -> Iterator[Example]:
    """Yield an example for each place of a message."""
    one = scene(message.reading, index, spans)
    for position, span in enumerate(spans):
        right = message.is_marked(span.first, span.last, span.ids, MEANT)
        yield Example(list(traits_of(message.reading, index, one, position)), right, weight)


def fit(examples: Sequence[Example]) -> Learnt:
    """Return the weight of each trait learnt from the examples."""
    met = Counter(trait for one in examples for trait in set(one.traits))
    vectors = DictVectorizer()
    rows = vectors.fit_transform(
        [
            {trait: float(count) for trait, count in Counter(one.traits).items() if met[trait] >= LEAST}
            for one in examples
        ]
    )
    model = LogisticRegression(C=REGULARISATION, solver="liblinear", max_iter=3000, random_state=0)
    model.fit(rows, [one.right for one in examples], sample_weight=[one.weight for one in examples])
    names = vectors.get_feature_names_out()
    learnt = {str(name): float(weight) for name, weight in zip(names, model.coef_[0], strict=True)}
    learnt["bias"] = learnt.get("bias", 0.0) + float(model.intercept_[0])
    return Learnt({name: round(weight, 3) for name, weight in learnt.items() if abs(weight) >= SMALLEST})


def is_understood(message: Message, index: NameIndex, spans: Sequence[Span]) -> bool:
    """Return whether the places meant are found, each with the right id among its own, and no other (a wider one that
    holds them may be)."""
    kept = [span for span in spans if not span.aside]
    wanted = [ids for _, _, ids, role in message.marks if role == MEANT]
    every: set[str] = set().union(*wanted)
    wider = {place.id for id_ in every for place in index.territories.ancestors(id_)}
    found = all(any(not ids.isdisjoint(span.ids) for span in kept) for ids in wanted)
    return found and all(not every.isdisjoint(span.ids) or set(span.ids) <= wider for span in kept)


def flat(examples: Iterable[Iterable[Example]]) -> list[Example]:
    """Return the examples of several messages as one list."""
    return [one for some in examples for one in some]


def learn(
    written: dict[str, list[Message]], nothing: list[Message], index: NameIndex, show: Callable[[str], None]
) -> tuple[Learnt, Learnt]:
    """Return the weights of mentions and of meaning; the latter learns from mentions that other writers taught, as it
    will meet them. Says, for each writer, what the others teach of its messages."""
    said = {name: [list(of_mentions(message, index)) for message in some] for name, some in written.items()}
    unsaid = flat(of_mentions(message, index, WITHOUT_PLACE) for message in nothing)
    spans: dict[str, list[list[Span]]] = {}
    for name, some in written.items():
        others = fit(flat(one for other, those in said.items() if other != name for one in those) + unsaid)
        spans[name] = [joined(message, index, others) for message in some]
    told = {
        name: [list(of_meaning(message, index, one)) for message, one in zip(some, spans[name], strict=True)]
        for name, some in written.items()
    }
    weights_of_mentions = fit(flat(one for some in said.values() for one in some) + unsaid)
    held = flat(of_meaning(case, index, joined(case, index, weights_of_mentions), CASE) for case in cases(index))
    for name, some in written.items():
        others = fit(flat(one for other, those in told.items() if other != name for one in those) + held)
        rules = sum(
            is_understood(message, index, join_neighbours(message.reading, index, message.found)) for message in some
        )
        right = sum(
            is_understood(message, index, meaning.meant(message.reading, index, one, others))
            for message, one in zip(some, spans[name], strict=True)
        )
        show(f"{name:14s} {rules / len(some):6.1%} par les règles, {right / len(some):6.1%} ; {len(some)} messages")
    return weights_of_mentions, fit(flat(one for some in told.values() for one in some) + held)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Apprend à reconnaître les lieux d'un message, et lequel est voulu.")
    parser.add_argument("--verifier", action="store_true", help="mesurer sans rien écrire")
    options = parser.parse_args(arguments)
    prepare()
    index = name_index()
    written = {file.stem: list(read(file, index)) for file in sorted(MARKED.glob("*.txt"))}
    learnt = learn(written, list(without_place(index)), index, lambda line: print(line, flush=True))
    if not options.verifier:
        for name, table in zip((mentions.WEIGHTS, meaning.WEIGHTS), learnt, strict=True):
            print(f"{name} : {len(table.of)} poids, {weights.write(name, table.of)} octets")


if __name__ == "__main__":
    main()
