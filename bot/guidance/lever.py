"""Choice of the lever for a contract: reads the decision table and thresholds of data/guidance/levier.yml.

Sources are in the table itself: CCP L2112-2 and following, thresholds of the JO of 26 December 2025.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.guidance import wording
from bot.guidance.model import Case, Conclusion, Message

DIMENSIONS: dict[str, tuple[str, ...]] = {
    "objet": ("insertion", "autre"),
    "nature": ("travaux", "services", "fournitures", "concession"),
    "seuil": ("atteint", "sous", "inconnu"),
    "main_oeuvre": ("forte", "faible"),
    "duree": ("longue", "courte"),
    "metier": ("adapte", "peu_adapte"),
    "candidats": ("nombreux", "rares", "aucun", "inconnu"),
}
LEVERS = ("condition_execution", "critere_attribution", "marche_reserve", "marche_insertion", "aucun")


@dataclass(frozen=True, slots=True)
class Obligation:
    """Whether a social condition is compulsory (None: to be checked), and the threshold in euros HT."""

    applies: bool | None
    threshold: float | None


def matching_rows(table: Iterable[Mapping[str, Any]], situation: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The rows of the decision table whose conditions all hold in a situation (one value per dimension)."""
    return [row for row in table if all(situation[name] in _values(wanted) for name, wanted in row["si"].items())]


def _values(wanted: object) -> tuple[str, ...]:
    return tuple(wanted) if isinstance(wanted, list) else (str(wanted),)


def threshold(table: Mapping[str, Any], nature: str, buyer: str, on: date) -> float | None:
    """The European threshold in euros HT; None when no period covers the date."""
    for period in table["periodes"]:
        if period["du"] <= on <= period["au"]:
            for line in period["valeurs"]:
                if nature in line["natures"] and line["acheteur"] in ("*", buyer):
                    return float(line["montant"])
    return None


def obligation(raw: Mapping[str, Any], nature: str, buyer: str, amount: float | None, on: date) -> Obligation:
    """Whether the obligation of 22 August 2026 applies to a need of this amount (HT), consulted `on`.

    Source: CCP L2112-2-1 (contracts), L3114-2 and following (concessions); see data/guidance/levier.yml.
    """
    limit = threshold(raw["seuils"], nature, buyer, on)
    if on < raw["obligation"]["depuis"]:
        return Obligation(False, limit)
    if amount is None or limit is None:
        return Obligation(None, limit)
    return Obligation(amount >= limit, limit)


def situation(case: Case, applies: Obligation, count: int | None) -> dict[str, str]:
    """The answers as one value per dimension of the decision table."""
    categories = case.content.raw["categories"]
    share, months = case.number("part"), case.number("duree")
    trades = case.content.question("metier")
    trade = trades.choice(case.answers.get("metier")) if trades else None
    return {
        "objet": "insertion" if case.answers.get("objet") == "oui" else "autre",
        "nature": str(case.answers.get("nature", "services")),
        "seuil": {True: "atteint", False: "sous", None: "inconnu"}[applies.applies],
        "main_oeuvre": "forte" if (share or 0) >= categories["main_oeuvre_forte"] else "faible",
        "duree": "longue" if (months or 0) >= categories["duree_longue"] else "courte",
        "metier": "adapte" if trade is None or trade.data.get("adapte", True) else "peu_adapte",
        "candidats": _candidates(count, categories["candidats_nombreux"]),
    }


def _candidates(count: int | None, many: int) -> str:
    if count is None:
        return "inconnu"
    return "aucun" if count == 0 else "nombreux" if count >= many else "rares"


def conclude(case: Case) -> Conclusion:
    """The lever advised, with the obligation, reasons, next steps, wording advice, checks and sources."""
    raw = case.content.raw
    nature = str(case.answers.get("nature", "services"))
    planned = case.answers.get("date_consultation")
    on = date.fromisoformat(planned) if isinstance(planned, str) and planned != "inconnu" else case.services.today
    buyer = str(case.answers.get("acheteur_type", "autre"))
    duty = obligation(raw, nature, buyer, case.number("montant"), on)
    place = str(case.answers.get("territoire", "france"))
    count = None if place == "france" else case.services.count_actors(place, tuple(raw["categories"]["types"]))
    row = matching_rows(raw["lignes"], situation(case, duty, count))[0]
    lever = raw["leviers"][row["recommandation"]]
    reasons = [*row["raisons"], *_count_reason(case, place, count)]
    duty_source = raw["obligation"]["sources"]["concession" if nature == "concession" else "marche"]
    sources = [*lever["sources"]]
    if nature == "concession" and "sources_concession" in lever:
        sources = [*lever["sources_concession"]]
    if duty.applies is not False and duty_source not in sources:
        sources.append(duty_source)
    sources.append(raw["seuils"]["source"])
    custom = {
        "type": "levier",
        "recommandation": row["recommandation"],
        "alternatives": list(row["alternatives"]),
        "obligation_2026": duty.applies,
        "seuil": duty.threshold,
        "raisons": reasons,
        "sources": sources,
        "etapes": list(lever["entreprise"] if case.audience == "entreprise" else lever["etapes"]),
        "redaction": lever["redaction"],
        "a_verifier": list(lever["verifier"]),
        "ligne": row["id"],
    }
    others = ", ".join(raw["leviers"][name]["titre"] for name in row["alternatives"])
    result = "resultat_entreprise" if case.audience == "entreprise" else "resultat"
    parts = [
        case.sentence(result, levier=lever["titre"], explication=lever["explication"]),
        _duty_sentence(case, duty, nature, duty_source, on),
        f"{case.sentence('raisons')}\n{wording.bullets(reasons)}",
        case.sentence("alternatives", liste=others),
        f"{case.sentence('etapes')}\n{wording.bullets(custom['etapes'])}",
    ]
    if case.audience == "acheteur":
        parts.append(case.sentence("redaction", conseil=lever["redaction"]))
        parts.append(f"{case.sentence('verifier')}\n{wording.bullets(custom['a_verifier'])}")
    parts.append(case.sentence("sources", liste=" ; ".join(sources)))
    return Conclusion((Message("\n\n".join(parts), case.buttons(), custom),), result=custom)


def _count_reason(case: Case, place: str, count: int | None) -> list[str]:
    if count is None:
        return []
    key = "candidats_aucun" if count == 0 else "candidats_un" if count == 1 else "candidats"
    return [case.sentence(key, nombre=str(count), territoire=case.services.label(place))]


def _duty_sentence(case: Case, duty: Obligation, nature: str, source: str, on: date) -> str:
    if duty.applies is False and on < case.content.raw["obligation"]["depuis"]:
        return case.sentence("obligation_avant", source=source)
    if duty.threshold is None:
        return case.sentence("obligation_seuil_inconnu", source=source)
    key = {True: "obligation_oui", False: "obligation_non", None: "obligation_verifier"}[duty.applies]
    if duty.applies and nature == "concession":
        key = "obligation_oui_concession"
    return case.sentence(
        key,
        seuil=wording.euros(duty.threshold),
        source=source,
        source_seuil=case.content.raw["seuils"]["source"],
    )
