"""One journey under way: content, cleaned state, services; every change of state is made here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.guidance.answers import is_valid, phrase
from bot.guidance.journeys import JOURNEYS, Logic
from bot.guidance.model import Answers, Case, Content, Question, Services

_PHASES = ("questions", "recapitulatif", "fini")


@dataclass(slots=True)
class Run:
    """A journey under way; `state` is a fresh dict, the caller's is never changed."""

    logic: Logic
    content: Content
    state: dict[str, Any]
    services: Services

    @classmethod
    def open(cls, saved: Mapping[str, Any], services: Services) -> "Run":
        """The run of a saved state, whatever its age: answers that no question knows any more are dropped.

        Raises KeyError when the journey itself is unknown.
        """
        logic = JOURNEYS[saved["journey"]]
        content = logic.content()
        answers = {}
        for key, value in _mapping(saved.get("answers")).items():
            question = content.question(key)
            if question and is_valid(question, value):
                answers[key] = value
        failures = saved.get("failures")
        asked = saved.get("asked")
        state = {
            "journey": saved["journey"],
            "version": content.version,
            "answers": answers,
            "defaults": [key for key in _strings(saved.get("defaults")) if key in answers],
            "current": saved.get("current") if isinstance(saved.get("current"), str) else None,
            "index": 0,
            "failures": failures if isinstance(failures, int) else 0,
            "history": [key for key in _strings(saved.get("history")) if key in answers],
            "phase": saved.get("phase") if saved.get("phase") in _PHASES else "questions",
            "asked": asked if isinstance(asked, int) else 0,
            "result": dict(_mapping(saved.get("result"))),
            "previous": dict(_mapping(saved.get("previous"))),
        }
        run = cls(logic, content, state, services)
        if state["phase"] == "recapitulatif" and run.missing():
            state["phase"] = "questions"
        return run

    @property
    def answers(self) -> Answers:
        """The answers so far, by question id."""
        answers: Answers = self.state["answers"]
        return answers

    @property
    def audience(self) -> str | None:
        """acheteur, entreprise, or None while unknown."""
        value = self.answers.get("audience")
        return value if isinstance(value, str) else None

    @property
    def current(self) -> Question | None:
        """The question being asked; None at the summary and at the end."""
        if self.state["phase"] != "questions":
            return None
        question = self.content.question(self.state["current"] or "")
        if question and question in self.applicable() and question.id not in self.answers:
            return question
        missing = self.missing()
        return missing[0] if missing else None

    def applicable(self) -> list[Question]:
        """The questions to ask, given the answers so far, in order."""
        return [
            question
            for question in self.content.questions
            if all(str(self.answers.get(key)) in wanted for key, wanted in question.condition.items())
        ]

    def missing(self) -> list[Question]:
        """The applicable questions that have no answer yet."""
        return [question for question in self.applicable() if question.id not in self.answers]

    def case(self) -> Case:
        """What the reasoning reads: only the answers to questions that apply."""
        answers = {
            question.id: self.answers[question.id] for question in self.applicable() if question.id in self.answers
        }
        return Case(self.content, answers, self.services, tuple(self.state["defaults"]), self.state["previous"])

    def set_answer(self, question: Question, value: Any, *, asked: bool, default: bool = False) -> None:
        """Keeps an answer, and remembers whether it was asked for and whether it is a default."""
        self.answers[question.id] = value
        self.state["failures"] = 0
        if question.id in self.state["defaults"]:
            self.state["defaults"].remove(question.id)
        if default:
            self.state["defaults"].append(question.id)
        if asked and question.id not in self.state["history"]:
            self.state["history"].append(question.id)

    def fill_deduced(self) -> None:
        """Fills what the answers imply, without touching an answer given."""
        for key, value in self.logic.deduce(self.answers, "").items():
            question = self.content.question(key)
            if question and key not in self.answers and is_valid(question, value):
                self.set_answer(question, value, asked=False)

    def forget(self, question_id: str) -> None:
        """Removes an answer, so that the question is asked again."""
        self.answers.pop(question_id, None)
        for key in ("history", "defaults"):
            if question_id in self.state[key]:
                self.state[key].remove(question_id)
        self.state["failures"] = 0

    def progress(self, question: Question) -> str:
        """« (3 sur 8) », or « (étape 3 sur 8) » by steps; empty for the question of who is asking."""
        if question.id == "audience":
            return ""
        if question.step is not None:
            total = max(item.step or 0 for item in self.content.questions)
            return phrase("progres_etape", position=question.step, total=total)
        counted = [item.id for item in self.content.questions if item.id != "audience" and self._expected(item)]
        position = counted.index(question.id) + 1 if question.id in counted else len(counted)
        return phrase("progres", position=position, total=len(counted))

    def _expected(self, question: Question) -> bool:
        """Whether the question will be asked if those not answered yet are answered by their default."""
        for key, wanted in question.condition.items():
            gate = self.content.question(key)
            value = self.answers.get(key, gate.default if gate else None)
            if str(value) not in wanted:
                return False
        return True


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
