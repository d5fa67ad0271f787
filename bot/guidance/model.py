"""What journeys exchange with their caller, and what a journey is made of once its YAML is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Understood:
    """What the NLU understood of one message: entity dicts hold at least "entity" and "value"."""

    text: str
    intent: str | None = None
    entities: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A choice offered to the person; `payload` is in Rasa's slash form."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message to send; `custom` follows contract/messages.md and says again what `text` says."""

    text: str
    buttons: tuple[Button, ...] = ()
    custom: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What a journey answers: new state (JSON), messages, whether it is left, a document to make."""

    state: dict[str, Any]
    messages: tuple[Message, ...]
    finished: bool = False
    document: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Services:
    """What journeys need from the rest of the project. The callables never raise.

    count_actors(territoire_id, types) is None when the directory cannot answer;
    find_actors(territoire_id, types, limit) gives actor dicts of contract/messages.md;
    label(territoire_id) is the name to show ("Saint-Denis (93)").
    """

    today: date
    count_actors: Callable[[str, tuple[str, ...]], int | None]
    find_actors: Callable[..., list[dict[str, Any]]]
    label: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer; `value` is the number that it stands for, if any; `data` holds the other keys."""

    id: str
    title: str
    synonyms: tuple[str, ...] = ()
    value: float | None = None
    data: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a journey, as its YAML states it; texts may differ by audience."""

    id: str
    kind: str
    name: str
    text: Mapping[str, str]
    why: Mapping[str, str]
    expected: str
    choices: tuple[Choice, ...] = ()
    default: Any = None
    default_text: str = ""
    minimum: float | None = None
    maximum: float | None = None
    too_small: str = ""
    too_large: str = ""
    likely: tuple[float, float] | None = None
    words: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    condition: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_sentence: bool = False
    step: int | None = None
    summary: bool = True
    optional: bool = False
    pause: bool = False

    def choice(self, choice_id: object) -> Choice | None:
        """The choice with this id, or None."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)


@dataclass(frozen=True, slots=True)
class Content:
    """A journey read from its YAML: what is said, what is asked, and the tables its reasoning reads."""

    id: str
    version: int
    title: str
    opening: Mapping[str, str]
    questions: tuple[Question, ...]
    summarised: bool
    raw: Mapping[str, Any]

    def question(self, question_id: str) -> Question | None:
        """The question with this id, or None."""
        return next((question for question in self.questions if question.id == question_id), None)


Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """What a journey's reasoning reads: content, answers that apply, services, an earlier result."""

    content: Content
    answers: Answers
    services: Services
    defaults: tuple[str, ...] = ()
    previous: Mapping[str, Any] = field(default_factory=dict)

    @property
    def audience(self) -> str:
        """acheteur or entreprise (acheteur while unknown)."""
        return "entreprise" if self.answers.get("audience") == "entreprise" else "acheteur"

    def sentence(self, key: str, **values: object) -> str:
        """A sentence of the journey's YAML (key "phrases"), its blanks filled."""
        text: str = self.content.raw["phrases"][key]
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text.strip()

    def buttons(self) -> tuple[Button, ...]:
        """The buttons offered at the end of the journey to this audience."""
        return tuple(Button(title, payload) for title, payload in self.content.raw["boutons"][self.audience])

    def number(self, question_id: str) -> float | None:
        """The number answered: as given, or the one that the chosen option stands for; None when unknown."""
        value = self.answers.get(question_id)
        question = self.content.question(question_id)
        if question and (choice := question.choice(value)):
            return choice.value
        return float(value) if isinstance(value, int | float) else None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The end of a journey: messages, what is worth keeping for the next time, a document to produce."""

    messages: tuple[Message, ...]
    result: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] | None = None
