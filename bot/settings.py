"""The deploying organisation's settings: one YAML file, checked when the assistant starts."""

import os
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parent.parent
DEFAULT_FILE = PROJECT / "organisation.yml"

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DEPARTEMENT = re.compile(r"\d{2}|2[AB]|97\d|98\d")


class SettingsError(ValueError):
    """The settings file cannot be used; the message (French) names the file and the key."""


@dataclass(frozen=True)
class HumanContact:
    """Who a person is sent to; every part may be unknown."""

    nom: str | None = None
    telephone: str | None = None
    courriel: str | None = None

    @property
    def known(self) -> bool:
        return bool(self.nom or self.telephone or self.courriel)


@dataclass(frozen=True)
class Settings:
    """What one organisation chose. `conservation_jours` is in days."""

    nom: str = "votre organisation"
    departement_par_defaut: str | None = None
    bienvenue: str | None = None
    contact_humain: HumanContact = field(default_factory=HumanContact)
    contact_donnees: str | None = None
    conservation_jours: int = 90
    garder_messages_non_compris: bool = True
    adresse_publique: str | None = None

    @property
    def near(self) -> str | None:
        """The territory id of the default département, or None."""
        return f"departement-{self.departement_par_defaut}" if self.departement_par_defaut else None


def load_settings(path: Path | None = None) -> Settings:
    """Return the settings of `path`; raise SettingsError when a key or a value is wrong."""
    file = path or Path(os.environ.get("ORGANISATION_YML", DEFAULT_FILE))
    if not file.exists():
        return Settings()
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", vers la ligne {mark.line + 1}" if mark else ""
        raise SettingsError(f"{file.name} : ce fichier n'est pas un YAML lisible{line}.") from error
    if not isinstance(raw, dict):
        raise SettingsError(f"{file.name} : des lignes « clé: valeur » sont attendues.")
    return _checked(raw, file.name)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings in force, read once a process."""
    return load_settings()


def _checked(raw: dict[str, Any], file: str) -> Settings:
    unknown = sorted(set(raw) - set(Settings.__dataclass_fields__))
    if unknown:
        raise SettingsError(f"{file} : réglage inconnu « {unknown[0]} ».")
    contact = raw.get("contact_humain") or {}
    if not isinstance(contact, dict) or set(contact) - set(HumanContact.__dataclass_fields__):
        raise SettingsError(f"{file}, contact_humain : seuls nom, telephone et courriel sont attendus.")
    values = {key: value for key, value in raw.items() if value is not None}
    values["contact_humain"] = HumanContact(**{k: str(v) for k, v in contact.items() if v})
    if "departement_par_defaut" in values:
        code = str(values["departement_par_defaut"]).upper().zfill(2)
        if not _DEPARTEMENT.fullmatch(code):
            raise SettingsError(f"{file}, departement_par_defaut : « {code} » n'est pas un numéro de département.")
        values["departement_par_defaut"] = code
    for key, mail in (
        ("contact_donnees", values.get("contact_donnees")),
        ("contact_humain, courriel", values["contact_humain"].courriel),
    ):
        if mail and not _MAIL.fullmatch(str(mail)):
            raise SettingsError(f"{file}, {key} : « {mail} » n'est pas une adresse de courriel.")
    days = values.get("conservation_jours", 90)
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= 3650:
        raise SettingsError(f"{file}, conservation_jours : un nombre de jours entre 1 et 3650 est attendu.")
    if not isinstance(values.get("garder_messages_non_compris", True), bool):
        raise SettingsError(f"{file}, garder_messages_non_compris : true ou false est attendu.")
    address = values.get("adresse_publique")
    if address and not re.fullmatch(r"https?://[^\s/]+(/[^\s]*)?", str(address)):
        raise SettingsError(f"{file}, adresse_publique : une adresse http(s) est attendue.")
    for key in ("nom", "bienvenue"):
        if key in values and not isinstance(values[key], str):
            raise SettingsError(f"{file}, {key} : un texte est attendu.")
    return Settings(**values)
