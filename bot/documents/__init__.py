"""Documents filled from what is known, and the links that give them.

Keys read in `data`, all optional, any wrong value being ignored:

- `organisation`, `territoire_nom`, `referent`: texts; `audience` (or `profil`): acheteur | entreprise;
- `contrat`: intitule, montant (euros HT), heures, taux (0.05), duree_mois, date_debut (date or ISO text);
- `facilitateur`: a name or an actor; by default the first actor whose kind is facilitateur;
- `acteurs`: actors as in contract/messages.md; `scores`: factor -> 0 to 100;
- `plan`: facteur, action, date (or echeance: « 30 jours »), qui, intent;
- `rappels`: titre, date (or dans_jours), detail;
- `reunion`: objet, date, lieu, participants, points, decisions (quoi, qui, quand), prochaine;
- `date_production`: the day written on the document, today by default.
"""

from bot.documents.build import build
from bot.documents.links import LIFETIME, BadLink, ExpiredLink, expires_at, read, sign
from bot.documents.model import FILES, TYPES, Document, UnknownDocument
from bot.documents.web import Answer, answer, page_for

__all__ = [
    "FILES",
    "LIFETIME",
    "TYPES",
    "Answer",
    "BadLink",
    "Document",
    "ExpiredLink",
    "UnknownDocument",
    "answer",
    "build",
    "expires_at",
    "page_for",
    "read",
    "sign",
]
