"""Links to documents: the address itself carries what the document needs, encrypted, for 30 days.

Nothing is stored: any server that has the secret can answer, and nothing personal can be read in an address.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.documents.model import FILES, UnknownDocument
from bot.documents.values import as_items, as_mapping

LIFETIME = timedelta(days=30)

_CLOCK_SKEW = timedelta(minutes=5)
_SHORTEST_SECRET = 16
_LONGEST_TOKEN = 60_000
_LONGEST_CONTENT = 1_000_000
_MAX_DEPTH = 5

# Words that most contents share: zlib then writes a reference to them. Changing them breaks the links already
# given, so the first byte of a content names the dictionary it was written with.
_VERSION = b"1"
_DICTIONARY = (
    '"source":"data-inclusion","date_maj":"2026-"fictif":true:"motif":"intervient dans la commune'
    "siège dans la communecouvre le départementà "
    '"secteurs":["batiment","espaces_verts","nettoyage","restauration"],"site_web":"https://www.",'
    '"courriel":"contact@"telephone":"+33 "adresse":" rue  avenue ","code_postal":"code_insee":"commune":'
    '"Insertion Emploi "kind":"etti","kind":"aci","kind":"ei","kind":"facilitateur","type_acteur":"siae",'
    '"intent":"/faq/","echeance":"30 jours","echeance":"60 jours","echeance":"90 jours",'
    '"qui":"Personne référente",{"facteur":"pertinence","facteur":"territoire","facteur":"referent",'
    '"facteur":"facilitateur","action":""contrat":{"intitule":"Marché de "montant":00000.0,"heures":,'
    '"taux":0.05,"duree_mois":12,"date_debut":"2027-"scores":{"pertinence":,"territoire":,"referent":,'
    '"facilitateur":},"plan":[{"acteurs":[{"nom":""audience":"entreprise","audience":"acheteur",'
    '"profil":"referent","territoire_nom":"organisation":"'
    '["tableau_suivi",["fiche_de_poste",["convention",["clause",["plan_action",{"'
).encode()

_ACTOR_KEYS = frozenset(
    {"nom", "kind", "type_acteur", "adresse", "code_postal", "commune", "telephone", "courriel", "site_web"}
    | {"secteurs", "motif", "source", "date_maj", "fictif"}
)
_COMMON = frozenset(
    {"organisation", "audience", "profil", "territoire_nom", "contrat", "referent", "facilitateur"}
    | {"date_production"}
)
_EXTRA: dict[str, frozenset[str]] = {
    "fiche_de_poste": frozenset({"acteurs"}),
    "convention": frozenset({"acteurs"}),
    "plan_action": frozenset({"acteurs", "plan", "scores"}),
    "plan_action_agenda": frozenset({"plan"}),
    "tableau_suivi": frozenset({"acteurs"}),
    "clause": frozenset({"acteurs"}),
    "compte_rendu": frozenset({"acteurs", "reunion"}),
    "liste_contacts": frozenset({"acteurs"}),
    "liste_contacts_vcf": frozenset({"acteurs"}),
    "rappels": frozenset({"rappels"}),
}


class BadLink(ValueError):
    """The address was altered, cut, or not made by us."""


class ExpiredLink(BadLink):
    """The address was right, more than 30 days ago."""


def sign(type_document: str, data: Mapping[str, object], secret: str | bytes, now: datetime) -> str:
    """The end of an address that gives this document for 30 days; letters, digits, « - », « _ » only.

    Only the data that the document uses is kept, so that the address stays short. `now` without a time zone
    is UTC.
    Raises UnknownDocument, or ValueError when the secret is shorter than 16 characters.
    """
    if type_document not in FILES:
        raise UnknownDocument(type_document)
    kept = _needed(type_document, data)
    # The date the link was made is the date of the document, whatever day it is opened.
    kept.setdefault("date_production", _utc(now).date().isoformat())
    content = json.dumps([type_document, kept], ensure_ascii=False, separators=(",", ":"))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zdict=_DICTIONARY)
    packed = packer.compress(content.encode("utf-8", "replace")) + packer.flush()
    token = _cipher(secret).encrypt_at_time(_VERSION + packed, int(_utc(now).timestamp()))
    return token.rstrip(b"=").decode("ascii")


def read(token: str, secret: str | bytes, now: datetime) -> tuple[str, dict[str, object]]:
    """The type and data that were signed; raises ExpiredLink or BadLink (ExpiredLink is one)."""
    cipher = _cipher(secret)
    if not isinstance(token, str) or not token.isascii() or len(token) > _LONGEST_TOKEN:
        raise BadLink("Ce lien n'est pas reconnu.")
    padded = token.encode("ascii") + b"=" * (-len(token) % 4)
    try:
        made = datetime.fromtimestamp(cipher.extract_timestamp(padded), timezone.utc)
        content = cipher.decrypt(padded)
    except (InvalidToken, ValueError, OverflowError, OSError) as error:
        raise BadLink("Ce lien n'est pas reconnu.") from error
    if made > _utc(now) + _CLOCK_SKEW or content[:1] != _VERSION:
        raise BadLink("Ce lien n'est pas reconnu.")
    if _utc(now) >= made + LIFETIME:
        raise ExpiredLink("Ce lien a expiré.")
    unpacker = zlib.decompressobj(-15, zdict=_DICTIONARY)
    type_document, data = json.loads(unpacker.decompress(content[1:], _LONGEST_CONTENT))
    return type_document, data


def expires_at(now: datetime) -> datetime:
    """When a link made `now` stops working (UTC)."""
    return _utc(now).replace(microsecond=0) + LIFETIME


def _cipher(secret: str | bytes) -> Fernet:
    material = secret.encode() if isinstance(secret, str) else secret
    if len(material) < _SHORTEST_SECRET:
        raise ValueError(f"Le secret des liens doit avoir au moins {_SHORTEST_SECRET} caractères.")
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"clauses-insertion/liens-documents/1").derive(material)
    return Fernet(base64.urlsafe_b64encode(key))


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)


def _needed(type_document: str, data: object) -> dict[str, object]:
    wanted = _COMMON | _EXTRA[type_document]
    kept = {key: _plain(value) for key, value in as_mapping(data).items() if isinstance(key, str) and key in wanted}
    if "acteurs" in kept:
        actors = [{k: v for k, v in as_mapping(item).items() if k in _ACTOR_KEYS} for item in as_items(kept["acteurs"])]
        if type_document == "tableau_suivi":
            actors = [actor for actor in actors if "facilitateur" in (actor.get("kind"), actor.get("type_acteur"))]
        kept["acteurs"] = actors
    return {key: value for key, value in kept.items() if value not in (None, "", [], {})}


def _plain(value: object, depth: int = 0) -> object:
    """The value as JSON can write it; what it cannot is dropped, what is empty too."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return value if -1e15 < value < 1e15 else None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if depth >= _MAX_DEPTH:
        return None
    if isinstance(value, Mapping):
        pairs = {str(key): _plain(item, depth + 1) for key, item in value.items() if isinstance(key, str)}
        return {key: item for key, item in pairs.items() if item not in (None, "", [], {})}
    return [_plain(item, depth + 1) for item in as_items(value)]
