"""Reads the journeys' YAML (data/guidance) and checks it: a mistake is named by file, question and key."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.guidance.model import Choice, Content, Question

FOLDER = Path(__file__).resolve().parents[2] / "data" / "guidance"
KINDS = frozenset(
    {
        "choix",
        "montant",
        "taux",
        "duree",
        "heures",
        "cout_horaire",
        "nombre",
        "territoire",
        "date",
        "lots",
        "texte",
    }
)
_QUESTION_KEYS = frozenset(
    {"id", "genre", "nom", "texte", "pourquoi", "attendu", "choix", "defaut", "defaut_texte", "minimum",
     "maximum", "trop_petit", "trop_grand", "vraisemblable", "mots", "entites", "si", "dans_la_phrase",
     "etape", "recapitulatif", "facultatif", "bouton_pause"}
)  # fmt: skip
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is there
_CHOICE_KEYS = frozenset({"id", "titre", "synonymes", "valeur"})


class ContentError(ValueError):
    """A content file is wrong; the message, in French, says where and how to mend it."""


@cache
def read_yaml(name: str) -> dict[str, Any]:
    """The content of data/guidance/<name>.yml. Raises ContentError when it is absent or not a mapping."""
    path = FOLDER / f"{name}.yml"
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, yaml.YAMLError) as error:
        raise ContentError(f"data/guidance/{name}.yml ne peut pas être lu : {error}") from error
    if not isinstance(data, dict):
        raise ContentError(f"data/guidance/{name}.yml : des clés sont attendues en début de ligne.")
    return data


@cache
def common() -> dict[str, Any]:
    """The words and sentences that all journeys share (data/guidance/commun.yml)."""
    return read_yaml("commun")


@cache
def load(file_name: str) -> Content:
    """The journey of data/guidance/<file_name>.yml. Raises ContentError when a question is badly written."""
    raw = read_yaml(file_name)
    shared = {item["id"]: item for item in common()["questions_communes"]}
    questions = []
    for item in raw["questions"]:
        merged = {**shared.get(item.get("id"), {}), **item}
        questions.append(_question(merged, file_name, raw.get("echelles", {})))
    ids = [question.id for question in questions]
    if len(set(ids)) != len(ids):
        raise ContentError(f"data/guidance/{file_name}.yml : deux questions portent le même id.")
    return Content(
        id=raw["id"],
        version=int(raw["version"]),
        title=raw["titre"],
        opening=by_audience(raw["ouverture"]),
        questions=tuple(questions),
        summarised=bool(raw.get("recapitulatif", True)),
        raw=raw,
    )


def by_audience(text: str | Mapping[str, str] | None) -> dict[str, str]:
    """A text that may differ by audience, as a mapping whose key "" is for everybody."""
    if text is None:
        return {}
    return {"": text.strip()} if isinstance(text, str) else {key: value.strip() for key, value in text.items()}


def _question(item: Mapping[str, Any], file_name: str, scales: Mapping[str, Any]) -> Question:
    where = f"data/guidance/{file_name}.yml, question « {item.get('id', '?')} »"
    if unknown := set(item) - _QUESTION_KEYS:
        raise ContentError(f"{where} : clé inconnue {sorted(unknown)}.")
    for key in ("id", "genre", "nom", "texte", "pourquoi", "attendu"):
        if not item.get(key):
            raise ContentError(f"{where} : la clé « {key} » manque.")
    if item["genre"] not in KINDS:
        raise ContentError(f"{where} : genre « {item['genre']} » inconnu (attendu : {', '.join(sorted(KINDS))}).")
    choices = item.get("choix", [])
    if isinstance(choices, str):
        choices = scales[choices]
    return Question(
        id=item["id"],
        kind=item["genre"],
        name=item["nom"],
        text=by_audience(item["texte"]),
        why=by_audience(item["pourquoi"]),
        expected=item["attendu"].strip(),
        choices=tuple(_choice(choice, where) for choice in choices),
        default=item.get("defaut"),
        default_text=item.get("defaut_texte", "").strip(),
        minimum=item.get("minimum"),
        maximum=item.get("maximum"),
        too_small=item.get("trop_petit", "").strip(),
        too_large=item.get("trop_grand", "").strip(),
        likely=tuple(item["vraisemblable"]) if "vraisemblable" in item else None,
        words=tuple(item.get("mots", ())),
        entities=tuple(item.get("entites", ())),
        condition={key: _as_tuple(value) for key, value in item.get("si", {}).items()},
        in_sentence=bool(item.get("dans_la_phrase", False)),
        step=item.get("etape"),
        summary=bool(item.get("recapitulatif", True)),
        optional=bool(item.get("facultatif", False)),
        pause=bool(item.get("bouton_pause", False)),
    )


def _choice(item: Mapping[str, Any], where: str) -> Choice:
    if not item.get("id") or not item.get("titre"):
        raise ContentError(f"{where} : un choix sans « id » ou sans « titre ».")
    return Choice(
        id=str(item["id"]),
        title=item["titre"],
        synonyms=tuple(str(word) for word in item.get("synonymes", ())),
        value=item.get("valeur"),
        data={key: value for key, value in item.items() if key not in _CHOICE_KEYS},
    )


def _as_tuple(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)
