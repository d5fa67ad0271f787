"""What is known of the user's situation, read from the `data` of a document and nothing else.

`understand` never raises: what is missing, too long or of the wrong type is left unknown, and the document
shows it as a gap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.documents.content import load
from bot.documents.values import (
    add_months,
    as_items,
    as_mapping,
    clean_text,
    day,
    delay_days,
    french_date,
    french_number,
    next_working_day,
    number,
)

HOURS_PER_YEAR = 1607
"""Legal yearly working time, to turn hours into full-time equivalents (code du travail, L3123-1)."""

PLAN_DAYS = 90


@dataclass(frozen=True, slots=True)
class Contact:
    """An actor of the territory, every value cleaned; None when it is not known."""

    nom: str
    kind: str
    type: str | None
    adresse: str | None
    code_postal: str | None
    commune: str | None
    telephone: str | None
    courriel: str | None
    site_web: str | None
    secteurs: tuple[str, ...]
    motif: str | None
    source: str | None
    date_maj: date | None
    fictif: bool


@dataclass(frozen=True, slots=True)
class PlanAction:
    """One action of the plan; `jour` is a working day, `jours` away from today (negative when it is past)."""

    facteur: str | None
    action: str
    jours: int
    jour: date
    qui: str | None
    sujet: str | None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One entry of the reminders calendar; `mois` is the number of monthly repetitions (1: once)."""

    titre: str
    detail: str | None
    jour: date
    mois: int = 1


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the notes of a meeting already hold."""

    points: tuple[str, ...]
    decisions: tuple[tuple[str, str | None, str | None], ...]


@dataclass(frozen=True)
class Known:
    """What can be written in a document. `fields` holds the `{{ champ }}` values, ready to be read."""

    today: date
    audience: str | None
    fields: Mapping[str, str]
    heures: float | None
    montant: float | None
    taux: float | None
    duree_mois: int | None
    debut: date | None
    plan: tuple[PlanAction, ...]
    acteurs: tuple[Contact, ...]
    scores: Mapping[str, float]
    rappels: tuple[Reminder, ...]
    reunion: Meeting
    has: frozenset[str] = field(default_factory=frozenset)

    def value(self, name: str) -> str | None:
        """The text of `{{ name }}`, or None when it is unknown."""
        return self.fields.get(name)


def understand(data: object) -> Known:
    """What `data` lets us write. Keys: see `bot/documents/__init__.py`. Never raises."""
    source = as_mapping(data)
    contract = as_mapping(source.get("contrat"))
    today = day(source.get("date_production")) or date.today()
    heures = number(contract.get("heures"), minimum=0.5, maximum=1e8)
    montant = number(contract.get("montant"), minimum=1)
    taux = _rate(contract.get("taux"))
    months = number(contract.get("duree_mois"), minimum=1, maximum=120)
    duree = int(months) if months else None
    debut = day(contract.get("date_debut"))
    contacts = tuple(filter(None, map(_contact, as_items(source.get("acteurs")))))
    actions = tuple(filter(None, (_action(*item, today) for item in enumerate(as_items(source.get("plan"), 20)))))
    scores = _scores(source.get("scores"))
    fields: dict[str, str | None] = {
        "organisation": clean_text(source.get("organisation"), 120),
        "territoire_nom": clean_text(source.get("territoire_nom"), 120),
        "referent": clean_text(source.get("referent"), 120),
        "date_production": french_date(today),
        "periode_plan": f"Du {french_date(today)} au {french_date(today + timedelta(days=PLAN_DAYS))}",
        "contrat.intitule": clean_text(contract.get("intitule"), 200),
        "contrat.montant": f"{french_number(montant, 2)} €" if montant else None,
        "contrat.heures": _plural(heures, "heure"),
        "contrat.etp": french_number(heures / HOURS_PER_YEAR, 2) if heures else None,
        "contrat.taux": f"{french_number(taux * 100, 2)} %" if taux else None,
        "contrat.duree_mois": f"{duree} mois" if duree else None,
        "contrat.date_debut": french_date(debut) if debut else None,
        "contrat.date_fin": french_date(add_months(debut, duree)) if debut and duree else None,
        **_facilitateur(source.get("facilitateur"), contacts),
        **_meeting_fields(source.get("reunion")),
    }
    known_fields = {name: value for name, value in fields.items() if value is not None}
    has = set(known_fields) | {n for n, v in (("plan", actions), ("acteurs", contacts), ("scores", scores)) if v}
    return Known(
        today=today,
        audience=_audience(source),
        fields=known_fields,
        heures=heures,
        montant=montant,
        taux=taux,
        duree_mois=duree,
        debut=debut,
        plan=actions,
        acteurs=contacts,
        scores=scores,
        rappels=tuple(filter(None, (_reminder(item, today) for item in as_items(source.get("rappels"), 60)))),
        reunion=_meeting(source.get("reunion")),
        has=frozenset(has),
    )


def score_reading(score: float) -> str:
    """How to read a score of 0 to 100, in the words of libelles.yml."""
    steps = load("libelles")["lecture"]
    return next((str(step["texte"]) for step in steps if score >= step["seuil"]), str(steps[-1]["texte"]))


def default_plan(known: Known, audience: str) -> tuple[PlanAction, ...]:
    """The plan of plan_action.yml for this reader, used when no diagnostic was made."""
    items = load("plan_action")["plan_type"][audience]
    return tuple(filter(None, (_action(rank, item, known.today) for rank, item in enumerate(items))))


def _audience(source: Mapping[str, object]) -> str | None:
    for key in ("audience", "profil"):
        if source.get(key) in ("acheteur", "entreprise"):
            return str(source[key])
    return None


def _plural(value: float | None, word: str) -> str | None:
    return f"{french_number(value, 1)} {word}{'s' if value >= 2 else ''}" if value else None


def _rate(value: object) -> float | None:
    """A fraction: 0.05 for 5 %. A number above 1, or a text with %, is read as a percentage."""
    rate = number(value, minimum=0.0001, maximum=100)
    if rate and (rate > 1 or (isinstance(value, str) and "%" in value)):
        rate /= 100
    return rate


def _scores(value: object) -> dict[str, float]:
    """Score of each factor, 0 to 100, in the order of the four factors."""
    scores = {name: number(as_mapping(value).get(name), 0, 100) for name in load("libelles")["facteurs"]}
    return {name: score for name, score in scores.items() if score is not None}


def _contact(item: object) -> Contact | None:
    actor = as_mapping(item)
    nom = clean_text(actor.get("nom"), 160)
    if nom is None:
        return None
    kind = clean_text(actor.get("kind"), 40) or clean_text(actor.get("type_acteur"), 40) or ""
    sectors = tuple(filter(None, (clean_text(sector, 60) for sector in as_items(actor.get("secteurs"), 20))))
    site = clean_text(actor.get("site_web"), 200)
    return Contact(
        nom=nom,
        kind=kind,
        type=load("libelles")["types"].get(kind, kind or None),
        adresse=clean_text(actor.get("adresse"), 200),
        code_postal=_postcode(actor.get("code_postal")),
        commune=clean_text(actor.get("commune"), 80),
        telephone=clean_text(actor.get("telephone"), 40),
        courriel=clean_text(actor.get("courriel"), 120),
        site_web=site if site and re.match(r"https?://", site) else None,
        secteurs=tuple(sector.replace("_", " ").replace("-", " ") for sector in sectors),
        motif=clean_text(actor.get("motif"), 120),
        source=clean_text(actor.get("source"), 120),
        date_maj=day(actor.get("date_maj")),
        fictif=actor.get("fictif") is True,
    )


def _postcode(value: object) -> str | None:
    if isinstance(value, int) and 1000 <= value <= 99999:
        return f"{value:05d}"
    return clean_text(value, 10) if isinstance(value, str) else None


def _facilitateur(value: object, contacts: tuple[Contact, ...]) -> dict[str, str | None]:
    """Fields of the facilitateur: given as a name or an actor, else the first one among the actors."""
    chosen = _contact(value if isinstance(value, Mapping) else {"nom": value})
    chosen = chosen or next((contact for contact in contacts if contact.kind == "facilitateur"), None)
    if chosen is None:
        return {}
    contact = ", ".join(filter(None, (chosen.telephone, chosen.courriel)))
    return {
        "facilitateur.nom": chosen.nom + (" (fictif)" if chosen.fictif else ""),
        "facilitateur.contact": contact or None,
        "facilitateur.commune": chosen.commune or None,
    }


def _action(rank: int, item: object, today: date) -> PlanAction | None:
    given = as_mapping(item) or {"action": item}
    action = clean_text(given.get("action"), 400)
    if action is None:
        return None
    labels = load("libelles")
    wanted = given.get("echeance")
    # A diagnostic made some days ago gives dates: its delays were counted from that day, not from today.
    due = day(given.get("date")) or day(wanted)
    days = (due - today).days if due else delay_days(wanted)
    if days is None and isinstance(wanted, str):
        days = labels["jours"].get(wanted.strip().lower()[:40])
    if days is None:
        days = min(30 * (rank // 2 + 1), PLAN_DAYS)
    intent = clean_text(given.get("intent"), 80) or ""
    return PlanAction(
        facteur=labels["facteurs"].get(clean_text(given.get("facteur"), 40)),
        action=action,
        jours=days,
        jour=next_working_day(today + timedelta(days=days)),
        qui=clean_text(given.get("qui"), 120),
        sujet=labels["sujets"].get(intent.rsplit("/", 1)[-1]),
    )


def _reminder(item: object, today: date) -> Reminder | None:
    given = as_mapping(item)
    titre = next(filter(None, (clean_text(given.get(key), 160) for key in ("titre", "action", "texte"))), None)
    when = next(filter(None, (day(given.get(key)) for key in ("date", "quand", "echeance"))), None)
    if when is None:
        days = next((d for key in ("dans_jours", "echeance") if (d := delay_days(given.get(key))) is not None), None)
        when = None if days is None else today + timedelta(days=days)
    if titre is None or when is None:
        return None
    detail = next(filter(None, (clean_text(given.get(key), 600) for key in ("detail", "description"))), None)
    return Reminder(titre, detail, next_working_day(when))


def _meeting_fields(value: object) -> dict[str, str | None]:
    meeting = as_mapping(value)
    people = filter(None, (clean_text(person, 120) for person in as_items(meeting.get("participants"), 40)))
    when, following = day(meeting.get("date")), day(meeting.get("prochaine"))
    return {
        "reunion.objet": clean_text(meeting.get("objet"), 200),
        "reunion.date": french_date(when) if when else None,
        "reunion.lieu": clean_text(meeting.get("lieu"), 200),
        "reunion.participants": " ; ".join(people) or clean_text(meeting.get("participants"), 600),
        "reunion.prochaine": french_date(following) if following else None,
    }


def _meeting(value: object) -> Meeting:
    meeting = as_mapping(value)
    points = tuple(filter(None, (clean_text(point) for point in as_items(meeting.get("points"), 30))))
    decisions = []
    for item in as_items(meeting.get("decisions"), 30):
        given = as_mapping(item) or {"quoi": item}
        what = clean_text(given.get("quoi"))
        if what:
            decisions.append((what, clean_text(given.get("qui"), 120), clean_text(given.get("quand"), 60)))
    return Meeting(points, tuple(decisions))
