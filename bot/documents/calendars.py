"""Calendar files (.ics): the 90-day plan and the reminders of a contract."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta, timezone

from icalendar import Alarm, Calendar, Event

from bot.documents.content import is_yes, load, plain
from bot.documents.known import Known, Reminder, default_plan
from bot.documents.values import add_months, next_working_day

_DEFAULT_MONTHS = 12


def plan_calendar(known: Known) -> bytes:
    """The actions of the plan and its checkpoints at 30, 60 and 90 days, on working days."""
    template = load("plan_action")
    texts = template["agenda"]
    actions = known.plan or default_plan(known, known.audience or template["audience_par_defaut"])
    entries = []
    for action in actions:
        said = [
            f"Facteur clé : {action.facteur}." if action.facteur else None,
            f"Qui : {action.qui}." if action.qui else "[à compléter : qui s'en charge]",
            f"Pour en savoir plus, demandez à l'assistant : « {action.sujet} »." if action.sujet else None,
        ]
        entries.append(Reminder(action.action, "\n".join(filter(None, said)), action.jour))
    for days in (30, 60, 90):
        title = plain(texts["etape"], {"jours": str(days)}.get)
        entries.append(Reminder(title, texts["etape_detail"], next_working_day(known.today + timedelta(days=days))))
    return _calendar(texts["nom"], entries, known)


def reminders_calendar(known: Known) -> bytes:
    """The given reminders; without any, those of rappels.yml placed on the contract's dates."""
    return _calendar(load("rappels")["nom"], known.rappels or _default_reminders(known), known)


def _default_reminders(known: Known) -> list[Reminder]:
    start = known.debut or known.today
    months = known.duree_mois or _DEFAULT_MONTHS
    end = add_months(start, months)
    marks = {"debut": start, "milieu": start + (end - start) / 2, "fin": end}
    return [
        Reminder(
            titre=item["titre"],
            detail=item["detail"],
            jour=next_working_day(marks[item["repere"]] + timedelta(days=item["jours"])),
            mois=months if is_yes(item.get("mensuel")) else 1,
        )
        for item in load("rappels")["rappels"]
    ]


def _calendar(name: str, entries: list[Reminder] | tuple[Reminder, ...], known: Known) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Assistant clauses d'insertion//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/Paris")
    for entry in entries:
        calendar.add_component(_event(entry, known))
    return bytes(calendar.to_ical())


def _event(entry: Reminder, known: Known) -> Event:
    texts = load("rappels")
    produced = datetime.combine(known.today, time(9), tzinfo=timezone.utc)
    contract = known.value("contrat.intitule")
    event = Event()
    event.add("uid", _identifier(entry, contract))
    event.add("dtstamp", produced)
    event.add("summary", entry.titre, parameters={"LANGUAGE": "fr"})
    said = (entry.detail, f"Marché : {contract}." if contract else None, texts["mention"])
    event.add("description", "\n".join(filter(None, said)), parameters={"LANGUAGE": "fr"})
    event.add("dtstart", entry.jour)
    event.add("dtend", entry.jour + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Clauses d'insertion"])
    if entry.mois > 1:
        event.add("rrule", {"freq": "monthly", "count": entry.mois, **_month_day(entry.jour)})
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.titre)
    alarm.add("trigger", timedelta(days=-int(texts["alerte_jours"])))
    event.add_component(alarm)
    return event


def _month_day(first: date) -> dict[str, list[int]]:
    """Repeat on that day, or on the last one of the months that do not have it (RFC 5545, BYSETPOS)."""
    if first.day <= 28:
        return {}
    return {"bymonthday": list(range(28, first.day + 1)), "bysetpos": [-1]}


def _identifier(entry: Reminder, contract: str | None) -> str:
    """The same for the same entry: imported twice, it is shown once."""
    content = "\n".join((entry.titre, entry.jour.isoformat(), contract or ""))
    return hashlib.sha256(content.encode()).hexdigest()[:32] + "@clauses-insertion"
