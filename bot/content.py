"""What the assistant answers, as data, and which answers must be read again.

`python -m bot.content` (also `make contenu`) prints, in French, the answers whose review date has passed or
comes within 30 days.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml

RESPONSES_FOLDER = Path(__file__).resolve().parent.parent / "data" / "responses"
NOTICE = timedelta(days=30)  # an editor hears about an answer a month ahead
AUDIENCES = {None: "tous publics", "acheteur": "acheteur", "entreprise": "entreprise"}


class ContentError(ValueError):
    """A responses file cannot be read; the message is in French and names the file and the answer."""


@dataclass(frozen=True, slots=True)
class Button:
    """A next question or task offered under an answer."""

    title: str
    payload: str  # "/faq/aleas", or "/chercher_acteur{...}" with single braces, as a channel sends it


@dataclass(frozen=True, slots=True)
class Answer:
    """One variant of one answer of data/responses."""

    name: str  # "utter_faq/penalites"
    audience: str | None  # "acheteur", "entreprise", or None: for everybody else
    text: str
    buttons: tuple[Button, ...]
    facteur: str | None  # bases | pertinence | territoire | referent | facilitateur | realisation
    faits: tuple[str, ...]  # ids of the reference facts behind the text
    relire_le: date | None  # None: nobody set a date yet
    file: str  # name of the file, for the editor

    @property
    def topic(self) -> str:
        """The name as an editor says it: "penalites"."""
        return self.name.removeprefix("utter_").removeprefix("faq/")


def answers(folder: Path = RESPONSES_FOLDER) -> tuple[Answer, ...]:
    """Return every answer under review, by file then in the order of the file.

    Under review: each variant of a `utter_faq/<topic>` response, and any other response that carries a date.
    Raises ContentError when a file is unreadable or ill-formed.
    """
    return tuple(answer for path in sorted(folder.glob("*.yml")) for answer in _answers_of(path))


def due(today: date, among: Sequence[Answer] | None = None) -> list[Answer]:
    """Return the answers whose review date is past or within 30 days of `today`, most urgent first.

    An answer without a date is due at once. `among` defaults to all the answers of the project.
    """
    late = [
        answer
        for answer in (answers() if among is None else among)
        if answer.relire_le is None or answer.relire_le <= today + NOTICE
    ]
    return sorted(late, key=lambda answer: (answer.relire_le or date.min, answer.name, answer.audience or ""))


def table(found: Sequence[Answer], today: date) -> str:
    """Return the due answers as lines of text in French, aligned in columns."""
    if not found:
        return f"Aucune réponse à relire d'ici {NOTICE.days} jours."
    header = ("À relire le", "État", "Sujet", "Public", "Fichier")
    rows = [
        (
            answer.relire_le.strftime("%d/%m/%Y") if answer.relire_le else "sans date",
            _state(answer.relire_le, today),
            answer.topic,
            AUDIENCES.get(answer.audience, str(answer.audience)),
            f"data/responses/{answer.file}",
        )
        for answer in found
    ]
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (header, tuple("-" * width for width in widths), *rows)
    ]
    total = "1 réponse à relire" if len(rows) == 1 else f"{len(rows)} réponses à relire"
    advice = "Relisez le texte, vérifiez ses sources, puis changez « relire_le » dans le fichier."
    return "\n".join([*lines, "", f"{total}. {advice}"])


def main(today: date | None = None) -> int:
    """Print what is due. Return 0, or 2 when a file cannot be read."""
    day = today or date.today()
    try:
        print(table(due(day), day))
    except ContentError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _state(relire_le: date | None, today: date) -> str:
    if relire_le is None:
        return "date à fixer"
    days = (relire_le - today).days
    if days == 0:
        return "aujourd'hui"
    unit = "jour" if abs(days) == 1 else "jours"
    return f"dans {days} {unit}" if days > 0 else f"en retard de {-days} {unit}"


def _answers_of(path: Path) -> Iterator[Answer]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name} : fichier illisible. {error}") from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: an impossible date, 2027-02-30
        raise ContentError(f"{path.name} : YAML incorrect. {error}") from error
    responses = content.get("responses") if isinstance(content, Mapping) else None
    if not isinstance(responses, Mapping):
        raise ContentError(f"{path.name} : la clé « responses » manque ou n'est pas une liste de réponses.")
    for name, variants in responses.items():
        if not isinstance(variants, list):
            raise ContentError(f"{path.name}, {name} : les variantes doivent commencer par un tiret.")
        for variant in variants:
            if not isinstance(variant, Mapping):
                raise ContentError(f"{path.name}, {name} : une variante n'est pas un bloc « text, buttons... ».")
            answer = _answer(str(name), variant, path.name)
            if answer.name.startswith("utter_faq/") or answer.relire_le:
                yield answer


def _answer(name: str, variant: Mapping[str, Any], file_name: str) -> Answer:
    where = f"{file_name}, {name}"
    metadata = _checked(variant.get("metadata") or {}, Mapping, f"{where} : « metadata »")
    checked_list = partial(_checked, kind=list)
    conditions = checked_list(variant.get("condition") or [], where=f"{where} : « condition »")
    buttons = checked_list(variant.get("buttons") or [], where=f"{where} : « buttons »")
    faits = checked_list(metadata.get("faits") or [], where=f"{where} : « faits »")
    return Answer(
        name=name,
        audience=next((c.get("value") for c in conditions if c.get("name") == "audience"), None),
        text=str(variant.get("text") or ""),
        buttons=tuple(_button(button, where) for button in buttons),
        facteur=metadata.get("facteur"),
        faits=tuple(map(str, faits)),
        relire_le=_date(metadata.get("relire_le"), where),
        file=file_name,
    )


def _checked(value: Any, kind: type, where: str) -> Any:
    if not isinstance(value, kind):
        raise ContentError(f"{where} n'a pas la forme attendue.")
    return value


def _button(button: Any, where: str) -> Button:
    if not isinstance(button, Mapping) or not {"title", "payload"} <= button.keys():
        raise ContentError(f"{where} : un bouton a besoin de « title » et de « payload ».")
    # Rasa's interpolation turns doubled braces into single ones when it sends the message.
    payload = str(button["payload"]).replace("{{", "{").replace("}}", "}")
    return Button(str(button["title"]), payload)


def _date(value: Any, where: str) -> date | None:
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ContentError(f"{where} : « relire_le » s'écrit AAAA-MM-JJ, pas « {value} ».") from error


if __name__ == "__main__":
    raise SystemExit(main())
