"""Hours of insertion: from an amount to hours, from hours to a rate, by lots, and from hours to a team.

Formula (published, secondary source):
hours = amount excl. tax × labour share × insertion rate ÷ loaded hourly cost.
1 607 hours a year make one full-time equivalent (code du travail, L3123-1). All results are indicative.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.guidance import wording
from bot.guidance.answers import UNKNOWN
from bot.guidance.model import Case, Conclusion, Message

HOURS_PER_YEAR = 1607
WEEKS_PER_YEAR = 52
_MOST_MIXES = 3
_HALF_TIME = 0.45  # under about a half-time post, hours make missions rather than a post


@dataclass(frozen=True, slots=True)
class Team:
    """Hours a week, full-time equivalents over the period, people by weekly hours."""

    weekly_hours: float
    etp: float
    people: Mapping[int, int]


def insertion_hours(amount: float, labour_share: float, rate: float, hourly_cost: float) -> float:
    """Hours for an amount (euros excl. tax), a labour share and a rate (fractions), a cost (euros an hour).

    Raises ValueError when the cost is not positive.
    """
    if hourly_cost <= 0:
        raise ValueError("Le coût horaire doit être positif.")
    return amount * labour_share * rate / hourly_cost


def insertion_rate(target_hours: float, amount: float, labour_share: float, hourly_cost: float) -> float:
    """The rate (fraction, may exceed 1) that gives these hours. Raises ValueError without labour to pay."""
    labour = amount * labour_share
    if labour <= 0:
        raise ValueError("Le montant et la part de main-d'œuvre doivent être positifs.")
    return target_hours * hourly_cost / labour


def full_time_equivalent(hours: float) -> float:
    """Full-time equivalents over one year."""
    return hours / HOURS_PER_YEAR


def sensitivity(rate: float, points: float) -> tuple[float, ...]:
    """The rates `points` below and above, those that remain between 0 and 1 excluded and included."""
    return tuple(round(near, 6) for near in (rate - points, rate + points) if 0 < near <= 1)


def team(hours: float, months: float, rhythms: Sequence[int] = (20, 26, 35)) -> Team:
    """The team that does these hours over these months, with 52 weeks a year and everybody there all along.

    Raises ValueError when the duration is not positive.
    """
    if months <= 0:
        raise ValueError("La durée doit être positive.")
    weekly = hours / (months * WEEKS_PER_YEAR / 12)
    people = {rhythm: max(1, math.ceil(round(weekly / rhythm, 6))) for rhythm in rhythms}
    return Team(weekly, hours / (HOURS_PER_YEAR * months / 12), people)


def deduce(answers: Mapping[str, Any], text: str) -> dict[str, Any]:
    """What the answers imply: who speaks (an amount: a buyer; only hours: a company), which calculation."""
    deduced: dict[str, Any] = {}
    hours = answers.get("heures") or answers.get("heures_visees")
    audience = answers.get("audience")
    if audience is None and ("montant" in answers or "lots" in answers):
        deduced["audience"] = audience = "acheteur"
    elif audience is None and hours:
        deduced["audience"] = audience = "entreprise"
    if audience != "acheteur":
        return deduced | ({"heures": hours} if hours else {})
    if "lots" in answers:
        deduced["sens"] = "lots"
        if all(lot.get("metier") for lot in answers["lots"]):
            deduced["part"] = UNKNOWN
    elif hours:
        deduced |= {"sens": "taux", "heures_visees": hours}
    elif "montant" in answers or "taux" in answers:
        deduced["sens"] = "heures"
    if text and {"montant", "part", "cout_horaire"} <= set(answers) and ("taux" in answers or hours):
        deduced["duree"] = answers.get("duree", UNKNOWN)  # all the formula is there: nothing else to ask
    return deduced


def conclude(case: Case) -> Conclusion:
    """The hours (buyer), the rate (buyer, backwards) or the team and mixes (company)."""
    if case.audience == "entreprise":
        return _company(case)
    if case.answers.get("sens") == "taux":
        return _rate(case)
    if case.answers.get("sens") == "lots":
        return _lots(case)
    return _hours(case)


def _given(case: Case, key: str) -> float:
    value = case.number(key)
    if value is None:
        question = case.content.question(key)
        value = float(question.default) if question else 0.0
    return value


def _inputs(**given: Any) -> dict[str, Any]:
    empty = {"montant": None, "part_main_oeuvre": None, "taux_insertion": None, "cout_horaire": None}
    return {**empty, **{key: _tidy(value) for key, value in given.items()}}


def _tidy(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() and value > 1 else value


def _finish(case: Case, parts: list[str], custom: dict[str, Any]) -> Conclusion:
    message = Message("\n\n".join(part for part in parts if part), case.buttons(), custom)
    kept = {key: value for key, value in custom.items() if key != "acteurs"}
    return Conclusion((message,), result=kept)


def _hours(case: Case) -> Conclusion:
    amount, share, rate, cost = (_given(case, key) for key in ("montant", "part", "taux", "cout_horaire"))
    hours = insertion_hours(amount, share, rate, cost)
    etp = round(full_time_equivalent(hours), 2)
    formula = case.sentence(
        "formule_heures",
        montant=wording.euros(amount),
        part=wording.percent(share),
        taux=wording.percent(rate),
        cout=wording.euros(cost),
        heures=wording.hours(hours),
    )
    formula_etp = case.sentence("formule_etp", heures=wording.hours(hours), etp=wording.number(etp))
    custom: dict[str, Any] = {
        "type": "calcul_heures",
        "heures": round(hours),
        "etp": etp,
        "formule": formula,
        "entrees": _inputs(montant=amount, part_main_oeuvre=share, taux_insertion=rate, cout_horaire=cost),
        "duree": case.number("duree"),
        "sensibilite": [
            {"taux_insertion": near, "heures": round(insertion_hours(amount, share, near, cost))}
            for near in sensitivity(rate, case.content.raw["reperes"]["points"])
        ],
        "indicatif": True,
    }
    parts = [
        case.sentence("resultat", heures=wording.hours(hours), etp=wording.number(etp)),
        case.sentence("formule", formule=f"{formula} ; {formula_etp}."),
        _sensitivity_line(case, custom["sensibilite"]),
        _reasonable(case, hours, rate),
        case.sentence("indicatif"),
    ]
    return _finish(case, parts, custom)


def _sensitivity_line(case: Case, near: list[dict[str, Any]]) -> str:
    lines = [
        case.sentence(
            "sensibilite_ligne",
            taux=wording.percent(item["taux_insertion"]),
            heures=wording.hours(item["heures"]),
        )
        for item in near
    ]
    return case.sentence("sensibilite", lignes=" ; ".join(lines)) if lines else ""


def _reasonable(case: Case, hours: float, rate: float | None) -> str:
    """A word on the volume, the duration and the rate against the landmarks of the YAML."""
    landmarks = case.content.raw["reperes"]
    said = []
    months = case.number("duree")
    if months:
        crew = team(hours, months)
        people = f"{wording.number(crew.etp, 1)} {'personnes' if crew.etp >= 2 else 'personne'}"
        weekly = f"{wording.number(crew.weekly_hours, 1)} h"
        key = "duree" if crew.etp >= _HALF_TIME else "duree_mission"
        said.append(case.sentence(key, duree=wording.months(months), hebdo=weekly, personnes=people))
        if _is_rushed(crew, months):
            said.append(case.sentence("volume_court"))
    if hours < landmarks["petit_volume"]:
        said.append(case.sentence("petit_volume"))
    if rate is not None and rate < landmarks["taux_bas"]:
        said.append(case.sentence("taux_bas"))
    elif rate is not None:
        said.append(case.sentence("taux_haut" if rate > landmarks["taux_haut"] else "taux_usuel"))
    return " ".join(said)


def _rate(case: Case) -> Conclusion:
    amount, share, cost, target = (_given(case, key) for key in ("montant", "part", "cout_horaire", "heures_visees"))
    rate = insertion_rate(target, amount, share, cost)
    etp = round(full_time_equivalent(target), 2)
    formula = case.sentence(
        "formule_taux",
        heures=wording.hours(target),
        cout=wording.euros(cost),
        montant=wording.euros(amount),
        part=wording.percent(share),
        taux=wording.percent(rate),
    )
    custom: dict[str, Any] = {
        "type": "calcul_heures",
        "heures": round(target),
        "etp": etp,
        "formule": formula,
        "entrees": _inputs(montant=amount, part_main_oeuvre=share, taux_insertion=round(rate, 4), cout_horaire=cost),
        "duree": case.number("duree"),
        "sensibilite": [],
        "indicatif": True,
    }
    parts = [
        case.sentence("resultat_taux", heures=wording.hours(target), taux=wording.percent(rate)),
        case.sentence("formule", formule=f"{formula}."),
    ]
    if rate > 1:
        most = wording.hours(insertion_hours(amount, share, 1, cost))
        parts.append(case.sentence("taux_impossible", heures=wording.hours(target), maximum=most))
    else:
        parts.append(_reasonable(case, target, round(rate, 3)))
    return _finish(case, [*parts, case.sentence("indicatif")], custom)


def _lots(case: Case) -> Conclusion:
    rate, cost, general = (_given(case, key) for key in ("taux", "cout_horaire", "part"))
    trades = case.content.question("part")
    lines, lots, amount, labour = [], [], 0.0, 0.0
    for lot in case.answers["lots"]:
        trade = trades.choice(lot.get("metier")) if trades else None
        share = trade.value if trade and trade.value is not None else general
        value = float(lot["montant"])
        hours = insertion_hours(value, share, rate, cost)
        amount, labour = amount + value, labour + value * share
        lots.append({"nom": lot["nom"], "montant": _tidy(value), "part_main_oeuvre": share, "heures": round(hours)})
        lines.append(
            case.sentence(
                "formule_lot",
                nom=lot["nom"],
                montant=wording.euros(value),
                part=wording.percent(share),
                taux=wording.percent(rate),
                cout=wording.euros(cost),
                heures=wording.hours(hours),
            )
        )
    total = labour * rate / cost
    etp = round(full_time_equivalent(total), 2)
    share = round(labour / amount, 4)
    custom: dict[str, Any] = {
        "type": "calcul_heures",
        "heures": round(total),
        "etp": etp,
        "formule": " ; ".join(lines),
        "entrees": _inputs(montant=amount, part_main_oeuvre=share, taux_insertion=rate, cout_horaire=cost),
        "lots": lots,
        "duree": case.number("duree"),
        "sensibilite": [
            {"taux_insertion": near, "heures": round(labour * near / cost)}
            for near in sensitivity(rate, case.content.raw["reperes"]["points"])
        ],
        "indicatif": True,
    }
    parts = [
        case.sentence("resultat", heures=wording.hours(total), etp=wording.number(etp)),
        wording.bullets(lines),
        _sensitivity_line(case, custom["sensibilite"]),
        _reasonable(case, total, rate),
        case.sentence("indicatif"),
    ]
    return _finish(case, parts, custom)


def _company(case: Case) -> Conclusion:
    hours, months = _given(case, "heures"), _given(case, "duree")
    landmarks = case.content.raw["reperes"]
    crew = team(hours, months, tuple(landmarks["rythmes"]))
    people = [
        case.sentence(
            "personnes_ligne",
            nombre=f"{count} {'personnes' if count > 1 else 'personne'}",
            rythme=str(rhythm),
        )
        for rhythm, count in crew.people.items()
    ]
    place = case.answers.get("territoire", "france")
    mixes, mix_lines = _mixes(case, hours, months)
    actors, actor_lines = _actors(case, place, {way for mix in mixes for way in mix["parts"]})
    etp = round(full_time_equivalent(hours), 2)
    formula = case.sentence("formule_etp", heures=wording.hours(hours), etp=wording.number(etp))
    custom: dict[str, Any] = {
        "type": "calcul_heures",
        "heures": round(hours),
        "etp": etp,
        "formule": formula,
        "entrees": _inputs(heures=hours, duree=months, territoire=place),
        "heures_par_semaine": round(crew.weekly_hours, 1),
        "etp_sur_la_periode": round(crew.etp, 2),
        "personnes": {str(rhythm): count for rhythm, count in crew.people.items()},
        "montages": mixes,
        "acteurs": actors,
        "indicatif": True,
    }
    parts = [
        case.sentence(
            "equipe",
            heures=wording.hours(hours),
            duree=wording.months(months),
            hebdo=f"{wording.number(crew.weekly_hours, 1)} h",
            etp=wording.number(round(crew.etp, 2)),
        ),
        case.sentence("formule", formule=f"{formula} (sur un an)."),
        case.sentence("personnes", lignes=" ; ".join(people)),
        _reasonable_volume(case, hours, crew, months),
        "\n".join([case.sentence("montages"), *mix_lines]),
        "\n".join(actor_lines),
        case.sentence("indicatif_entreprise"),
    ]
    return _finish(case, parts, custom)


def _reasonable_volume(case: Case, hours: float, crew: Team, months: float) -> str:
    if _is_rushed(crew, months):
        return case.sentence("volume_court")
    return case.sentence("petit_volume") if hours < case.content.raw["reperes"]["petit_volume"] else ""


def _is_rushed(crew: Team, months: float) -> bool:
    """Whether several people must work at once for a short time: candidates are then hard to find."""
    return crew.etp >= 3 and months < 6


def _mixes(case: Case, hours: float, months: float) -> tuple[list[dict[str, Any]], list[str]]:
    ways = case.content.raw["voies"]
    fitting = [
        mix
        for mix in case.content.raw["montages"]
        if mix["heures"][0] <= hours <= mix["heures"][1] and mix["duree"][0] <= months <= mix["duree"][1]
    ][:_MOST_MIXES]
    mixes, lines = [], []
    for number, mix in enumerate(fitting, start=1):
        parts = {way: round(hours * percent / 100) for way, percent in mix["parts"].items()}
        detail = ", ".join(
            case.sentence("montage_part", voie=ways[way]["titre"], heures=wording.hours(count))
            for way, count in parts.items()
        )
        mixes.append({"id": mix["id"], "titre": mix["titre"], "parts": parts})
        lines.append(case.sentence("montage", numero=number, titre=mix["titre"], detail=detail, interet=mix["interet"]))
    return mixes, lines


def _actors(case: Case, place: str, ways: set[str]) -> tuple[dict[str, list[dict[str, Any]]], list[str]]:
    if place == "france":
        return {}, [case.sentence("sans_territoire")]
    actors: dict[str, list[dict[str, Any]]] = {}
    lines = []
    for way, description in case.content.raw["voies"].items():
        if way not in ways:
            continue
        found = case.services.find_actors(place, tuple(description["types"]), 3)
        if found:
            actors[way] = found
            names = ", ".join(_name(actor) for actor in found)
            lines.append(case.sentence("acteurs", contact=description["contact"], noms=names))
    return actors, lines or [case.sentence("aucun_acteur")]


def _name(actor: Mapping[str, Any]) -> str:
    name = str(actor.get("nom", ""))
    place = actor.get("commune")
    return f"{name} ({place})" if place else name
