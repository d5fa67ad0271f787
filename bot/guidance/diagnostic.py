"""Diagnostic on the four success factors: scores, radar, strengths, and a plan of at most six actions."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.guidance import wording
from bot.guidance.model import Case, Conclusion, Message
from bot.guidance.radar import radar_svg

MOST_ACTIONS = 6


def factor_scores(case: Case) -> dict[str, int]:
    """The score of each factor from 0 to 100: the mean of its questions' points, those answered only."""
    points: dict[str, list[float]] = {factor: [] for factor in case.content.raw["facteurs"]}
    for key, advice in _answered(case).items():
        points[advice["facteur"]].append(case.number(key) or 0.0)
    return {factor: round(100 * sum(values) / len(values)) if values else 0 for factor, values in points.items()}


def plan(case: Case) -> list[dict[str, Any]]:
    """At most six actions, the most useful first: effect × what is missing, then the order of the questions.

    Each action has facteur, action, echeance, date (ISO), qui, intent.
    """
    wanted = [
        (-(advice["effet"] * (1 - (case.number(key) or 0.0))), order, advice)
        for order, (key, advice) in enumerate(_answered(case).items())
        if (case.number(key) or 0.0) < 1
    ]
    today = case.services.today
    return [
        {
            "facteur": advice["facteur"],
            "action": advice["action"],
            "echeance": advice["echeance"],
            "date": (today + timedelta(days=advice["jours"])).isoformat(),
            "qui": advice["qui"],
            "intent": advice["intent"],
        }
        for _, _, advice in sorted(wanted, key=lambda item: item[:2])[:MOST_ACTIONS]
    ]


def strengths(case: Case) -> list[str]:
    """What already goes well, in a sentence each."""
    return [advice["force"] for key, advice in _answered(case).items() if case.number(key) == 1]


def _answered(case: Case) -> dict[str, Mapping[str, Any]]:
    advice = case.content.raw["plan"]
    return {key: advice[key] for key in case.answers if key in advice}


def conclude(case: Case) -> Conclusion:
    """The scores with their change since last time, strengths and plan, as a `diagnostic` message."""
    raw = case.content.raw
    scores = factor_scores(case)
    before = _previous_scores(case, scores)
    actions, strong = plan(case), strengths(case)
    mean = round(sum(scores.values()) / len(scores))
    level = next(item["texte"] for item in raw["niveaux"] if mean >= item["a_partir_de"])
    lines = [_score_line(case, factor, score, before) for factor, score in scores.items()]
    short = {factor: description["court"] for factor, description in raw["facteurs"].items()}
    alternative = case.sentence("radar_texte", scores=" ; ".join(lines))
    drawing = radar_svg(
        {short[factor]: score for factor, score in scores.items()},
        title=case.sentence("radar_titre"),
        description=alternative,
        previous={short[factor]: score for factor, score in before.items()} or None,
        legend=(case.sentence("radar_maintenant"), case.sentence("radar_avant")),
    )
    change = {factor: scores[factor] - score for factor, score in before.items()}
    custom = {
        "type": "diagnostic",
        "profil": case.audience,
        "scores": scores,
        "plan": actions,
        "forces": strong,
        "evolution": change or None,
        "radar": {"svg": drawing, "texte": alternative},
    }
    parts = [
        case.sentence("resultat", moyenne=str(mean), niveau=level),
        f"{case.sentence('scores')}\n{wording.bullets(lines)}",
        f"{case.sentence('forces')}\n{wording.bullets(strong)}" if strong else case.sentence("aucune_force"),
        "\n".join([case.sentence("plan"), *_plan_lines(case, actions)]) if actions else case.sentence("plan_vide"),
        case.sentence("refaire"),
    ]
    result = {
        "profil": case.audience,
        "scores": scores,
        "plan": actions,
        "forces": strong,
        "date": case.services.today.isoformat(),
    }
    return Conclusion((Message("\n\n".join(parts), case.buttons(), custom),), result=result)


def _previous_scores(case: Case, scores: Mapping[str, int]) -> dict[str, int]:
    """The scores of the last time, when it was for the same audience and they are still whole."""
    saved = case.previous.get("scores")
    if case.previous.get("profil") != case.audience or not isinstance(saved, Mapping):
        return {}
    kept = {factor: saved.get(factor) for factor in scores}
    return {factor: value for factor, value in kept.items() if isinstance(value, int)}


def _score_line(case: Case, factor: str, score: int, before: Mapping[str, int]) -> str:
    name = case.content.raw["facteurs"][factor]["titre"]
    if factor not in before:
        return case.sentence("score", facteur=name, score=str(score))
    points = score - before[factor]
    key = "plus" if points > 0 else "moins" if points < 0 else "egal"
    change = case.sentence(key, points=str(abs(points)))
    return case.sentence("score_evolution", facteur=name, score=str(score), ecart=change)


def _plan_lines(case: Case, actions: list[dict[str, Any]]) -> list[str]:
    return [
        case.sentence("action", numero=str(number), action=item["action"], echeance=item["echeance"], qui=item["qui"])
        for number, item in enumerate(actions, start=1)
    ]
