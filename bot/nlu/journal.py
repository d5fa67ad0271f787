"""Keeps the messages that were not understood, without personal data, for `make a-relire`.

One JSON object a line in var/a_relire.jsonl: day, text, the readings thought of. No sender, no hour. The setting
`garder_messages_non_compris` of organisation.yml turns it off.
"""

import json
import logging
import os
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.settings import PROJECT, settings

FILE = PROJECT / "var" / "a_relire.jsonl"
LARGEST = 5_000_000  # bytes; then the file becomes a_relire.1.jsonl, in place of the former one
LONGEST_KEPT = 600  # characters of a message
READINGS_KEPT = 3

_logger = logging.getLogger(__name__)

# « Marie », « DUPONT », « Le Goff », « d'Estienne », « Jean-Paul »: up to four words that make one name.
_PARTICLE = r"(?:d['’]|(?:de|du|des|la|le|el|ben)\s+)"
_NAME_WORD = r"[A-ZÀ-Ý][\w'’.-]*"
_NAME = rf"{_PARTICLE}?{_NAME_WORD}(?:\s+{_PARTICLE}*{_NAME_WORD}){{0,3}}"
_IS = r"(?:\s+est|\s*:|\s+c['’]est)"
_SAYS_NAME = rf"(?:[Jj]e?\s*m['’ ]?appell?e|[Mm]on\s+nom(?:\s+de\s+famille)?{_IS}|[Mm]on\s+pr[ée]nom{_IS})"
_TITLE = r"\b(?:M\.|MM\.|Mr\.?|mr|Mmes?|mme|Mlle|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|Ma[îi]tre|Dr\.?|Docteur)"
_MAIL = r"[\w.+%-]+\s?(?:@|\(at\)|\[at\]|\barobase\b)\s?[\w-]+(?:\s?\.\s?[\w-]+)*"
_MASKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE), "[lien]"),
    (re.compile(_MAIL, re.IGNORECASE), "[courriel]"),
    (re.compile(r"\bFR\d{2}(?:[ .]?[0-9A-Z]{4}){5}[ .]?[0-9A-Z]{3}\b"), "[numéro]"),  # IBAN
    (re.compile(r"(?:\+|\b00)\d{1,3}[\s.()-]*\d(?:[\s./()-]*\d){6,13}\b"), "[téléphone]"),
    (re.compile(r"\b0[1-9](?:[\s./-]?\d{2}){4}\b"), "[téléphone]"),
    (re.compile(r"\b\d(?:[ .\-]?\d){8,}\b"), "[numéro]"),  # SIREN, SIRET, social security, card
    (re.compile(rf"({_SAYS_NAME})\s+\S+(?:\s+{_PARTICLE}*{_NAME_WORD}){{0,3}}"), r"\1 [nom]"),
    (re.compile(rf"({_TITLE})\s+{_NAME}"), r"\1 [nom]"),
)


def keep(
    text: str, ranking: Sequence[tuple[str, float]] = (), file: Path | None = None, today: date | None = None
) -> bool:
    """Append `text`, masked, with its first readings (label, probability); return whether it was kept.

    Nothing is raised, whatever the text, the disk or the settings: the journal never costs an answer.
    """
    try:
        masked = without_personal_data(text)
        if not settings().garder_messages_non_compris or not any(char.isalpha() for char in masked):
            return False
        entry = {
            "jour": (today or date.today()).isoformat(),
            "texte": masked,
            "lectures": [[str(label), round(float(value), 3)] for label, value in list(ranking)[:READINGS_KEPT]],
        }
        _append(file or FILE, json.dumps(entry, ensure_ascii=False))
    except Exception as error:
        _logger.warning("Message à relire non gardé : %s", type(error).__name__)
        return False
    return True


def without_personal_data(text: str) -> str:
    """Return `text` on one line, at most LONGEST_KEPT characters, with mails, links, telephones, long numbers and the
    names that follow « je m'appelle » or a title replaced by what they are."""
    readable = "".join(char if char.isprintable() else " " for char in text[: LONGEST_KEPT * 2])
    masked = " ".join(readable.split())
    for pattern, replacement in _MASKS:
        masked = pattern.sub(replacement, masked)
    return masked[:LONGEST_KEPT]


def _append(file: Path, line: str) -> None:
    """One write, so that two processes do not mix their lines; owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    data = (line + "\n").encode("utf-8", "replace")
    if file.exists() and file.stat().st_size + len(data) > LARGEST:
        file.replace(file.with_name(f"{file.stem}.1{file.suffix}"))
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, data)
    finally:
        os.close(descriptor)
