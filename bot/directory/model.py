"""An actor of the directory: data·inclusion v1 `structure` fields as they are, plus ours.

Source of the first twenty fields: data-inclusion-schema 1.0.10 (Licence Ouverte 2.0),
schemas/structure.schema.json.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

DATA_INCLUSION_FIELDS = (
    "source",
    "id",
    "nom",
    "date_maj",
    "description",
    "lien_source",
    "siret",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "longitude",
    "latitude",
    "telephone",
    "courriel",
    "site_web",
    "horaires_accueil",
    "accessibilite_lieu",
    "reseaux_porteurs",
)

LIST_FIELDS = frozenset({"reseaux_porteurs", "secteurs", "modalites", "zone_codes"})
ZONE_TYPES = ("france", "zones", "rayon", "inconnue")
STALE_AFTER_DAYS = 365


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor. Identity is (`source`, `id`). Dates are ISO texts (2026-10-02), coordinates WGS84 degrees.

    `zone_codes` holds territory ids (`commune-59512`, `epci-200093201`, `departement-59`, `region-32`) and
    is read
    only when `zone_type` is `zones`; `rayon_km` only when it is `rayon`. An unknown zone (`inconnue`) covers
    nothing.
    `autres_sources` names the other sources of the same establishment when two records were shown as one.
    """

    source: str
    id: str
    nom: str
    date_maj: str
    description: str | None = None
    lien_source: str | None = None
    siret: str | None = None
    commune: str | None = None
    code_postal: str | None = None
    code_insee: str | None = None
    adresse: str | None = None
    complement_adresse: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    telephone: str | None = None
    courriel: str | None = None
    site_web: str | None = None
    horaires_accueil: str | None = None
    accessibilite_lieu: str | None = None
    reseaux_porteurs: tuple[str, ...] = ()
    type_acteur: str = "autre"
    kind: str | None = None
    secteurs: tuple[str, ...] = ()
    modalites: tuple[str, ...] = ()
    zone_type: str = "inconnue"
    zone_codes: tuple[str, ...] = ()
    rayon_km: float | None = None
    contact_nom: str | None = None
    structure_porteuse: str | None = None
    licence: str | None = None
    date_verification: str | None = None
    fictif: bool = False
    autres_sources: tuple[str, ...] = ()

    @property
    def identifiant(self) -> str:
        """The public id, unique over all sources, in data·inclusion's form `source--id`."""
        return public_id(self.source, self.id)

    @property
    def fraicheur(self) -> str:
        """The later of the update and verification dates."""
        return max(self.date_maj, self.date_verification or "")

    @property
    def completude(self) -> int:
        """How many of the facts that a reader needs are known (0 to 10)."""
        useful = (
            self.telephone,
            self.courriel,
            self.site_web,
            self.adresse,
            self.siret,
            self.secteurs,
            self.zone_type != "inconnue",
            self.description,
            self.contact_nom,
            self.date_verification,
        )
        return sum(bool(value) for value in useful)

    def is_stale(self, today: date) -> bool:
        """True when nobody updated or verified the record for over a year."""
        try:
            return (today - date.fromisoformat(self.fraicheur)).days > STALE_AFTER_DAYS
        except ValueError:
            return True

    def all_sources(self) -> tuple[str, ...]:
        """Every source that knows this actor, the one shown first."""
        return (self.source, *self.autres_sources)


FIELDS = tuple(field.name for field in fields(Actor))
STORED_FIELDS = tuple(name for name in FIELDS if name != "autres_sources")


def public_id(source: str, record_id: str) -> str:
    """`source--id`, without repeating a source that the id already starts with."""
    return record_id if record_id.startswith(f"{source}--") else f"{source}--{record_id}"


def merge_duplicates(records: list[Actor]) -> Actor:
    """One actor from several records of the same establishment and kind.

    The freshest record wins field by field; an older one fills what it leaves empty (a known zone replaces
    an unknown
    one); the lists of sectors and ways of working come whole from one record. The other sources are named.
    """
    ordered = sorted(records, key=lambda actor: (actor.fraicheur, actor.completude, actor.identifiant), reverse=True)
    values: dict[str, Any] = {}
    zone = next((actor for actor in ordered if actor.zone_type != "inconnue"), ordered[0])
    place = next((actor for actor in ordered if actor.code_insee), ordered[0])
    for name in FIELDS:
        known = (getattr(actor, name) for actor in ordered)
        values[name] = next((value for value in known if value not in (None, "", ())), getattr(ordered[0], name))
    for name in ("zone_type", "zone_codes", "rayon_km"):
        values[name] = getattr(zone, name)
    for name in (
        "code_insee",
        "commune",
        "code_postal",
        "adresse",
        "complement_adresse",
        "latitude",
        "longitude",
    ):
        values[name] = getattr(place, name)
    values["fictif"] = any(actor.fictif for actor in ordered)
    others = dict.fromkeys(actor.source for actor in ordered[1:] if actor.source != ordered[0].source)
    values["autres_sources"] = tuple(others)
    return Actor(**values)
