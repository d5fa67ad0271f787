"""The calendar files, read again with icalendar."""

from datetime import date
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar

from bot.documents import build


def events(type_document: str, data: dict[str, Any]) -> list[Any]:
    calendar = Calendar.from_ical(build(type_document, data).contenu)
    assert calendar["VERSION"] == "2.0"
    return list(calendar.walk("VEVENT"))


def test_the_plan_becomes_one_entry_by_action_and_three_checkpoints(data: dict[str, Any]) -> None:
    found = events("plan_action_agenda", data)
    days = {str(event["SUMMARY"]): event.decoded("DTSTART") for event in found}
    assert days == {
        "Nommer une personne référente.": date(2026, 12, 22),
        "Rencontrer deux structures.": date(2026, 12, 28),
        "Point d'étape du plan d'action à 30 jours": date(2026, 12, 22),
        "Point d'étape du plan d'action à 60 jours": date(2027, 1, 21),
        "Point d'étape du plan d'action à 90 jours": date(2027, 2, 22),
    }
    assert all(event.walk("VALARM") for event in found)
    assert all("pas un conseil juridique" in str(event["DESCRIPTION"]) for event in found)


def test_the_same_entry_keeps_its_identifier_so_that_a_second_import_adds_nothing(
    data: dict[str, Any],
) -> None:
    first, second = (sorted(str(e["UID"]) for e in events("plan_action_agenda", data)) for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)


def test_given_reminders_are_kept_with_their_day() -> None:
    given = [
        {"titre": "Étape 4", "date": "2026-12-07", "detail": "Mon territoire"},
        {"titre": "Étape 5", "dans_jours": 7},
        {"titre": "Sans date"},
    ]
    found = events("rappels", {"rappels": given, "date_production": "2026-11-23"})
    assert [(str(e["SUMMARY"]), e.decoded("DTSTART")) for e in found] == [
        ("Étape 4", date(2026, 12, 7)),
        ("Étape 5", date(2026, 11, 30)),
    ]


def test_without_reminders_those_of_the_contract_are_proposed(data: dict[str, Any]) -> None:
    found = {(str(e["SUMMARY"]), e.decoded("DTSTART")): e for e in events("rappels", data)}
    assert ("Bilan final de la clause d'insertion", date(2027, 10, 1)) in found
    monthly = found["Point avec le facilitateur", date(2026, 12, 31)]
    days = list(rrulestr(monthly["RRULE"].to_ical().decode(), dtstart=_noon(monthly.decoded("DTSTART"))))
    assert len(days) == 10
    assert days[2].date() == date(2027, 2, 28)  # the last day of a month that has no 31st


def _noon(day: date) -> Any:
    from datetime import datetime

    return datetime(day.year, day.month, day.day)
