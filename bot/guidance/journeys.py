"""The four guided journeys: for each, its content and the functions that reason on its answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.guidance import diagnostic, hours, lever, onboarding
from bot.guidance.content import load
from bot.guidance.model import Case, Conclusion, Content, Message, Question


def _nothing_to_deduce(answers: Mapping[str, Any], text: str) -> dict[str, Any]:
    return {}


def _nothing_before(case: Case, question: Question) -> tuple[Message, ...]:
    return ()


def _nothing_after(case: Case, question: Question, value: Any) -> str | None:
    return None


def _no_document(case: Case, question: Question, value: Any) -> dict[str, Any] | None:
    return None


@dataclass(frozen=True, slots=True)
class Logic:
    """The reasoning of one journey.

    `deduce(answers, text)` gives what the answers imply; `before` the messages before a question; `after` a
    remark on an answer; `document` the document that an answer asks for; `conclude` the end.
    """

    file_name: str
    conclude: Callable[[Case], Conclusion]
    deduce: Callable[[Mapping[str, Any], str], dict[str, Any]] = _nothing_to_deduce
    before: Callable[[Case, Question], tuple[Message, ...]] = _nothing_before
    after: Callable[[Case, Question, Any], str | None] = _nothing_after
    document: Callable[[Case, Question, Any], dict[str, Any] | None] = _no_document

    def content(self) -> Content:
        """The journey as its YAML says it."""
        return load(self.file_name)


JOURNEYS: dict[str, Logic] = {
    "calculer_heures": Logic("calcul_heures", hours.conclude, deduce=hours.deduce),
    "choisir_clause": Logic("levier", lever.conclude),
    "faire_diagnostic": Logic("diagnostic", diagnostic.conclude),
    "demarrer_parcours_referent": Logic(
        "parcours_referent",
        onboarding.conclude,
        before=onboarding.before,
        after=onboarding.after,
        document=onboarding.document,
    ),
}
