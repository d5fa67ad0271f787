"""First tables: actors, state, search index, full text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TEXT = (
    "description lien_source siret commune code_postal code_insee adresse complement_adresse telephone courriel "
    "site_web horaires_accueil accessibilite_lieu reseaux_porteurs kind secteurs modalites zone_codes contact_nom "
    "structure_porteuse licence date_verification departement"
).split()
_REQUIRED_TEXT = "source id nom date_maj type_acteur zone_type fraicheur recherche empreinte".split()

# The index holds no copy of the text: it reads the rows of `acteurs` (external content), kept in step by triggers.
_FULL_TEXT = (
    "CREATE VIRTUAL TABLE acteurs_texte USING fts5"
    "(recherche, content='acteurs', content_rowid='num', tokenize='ascii', prefix='3', columnsize=0, detail=column)",
    "CREATE TRIGGER acteurs_ajout AFTER INSERT ON acteurs BEGIN "
    "INSERT INTO acteurs_texte(rowid, recherche) VALUES (new.num, new.recherche); END",
    "CREATE TRIGGER acteurs_retrait AFTER DELETE ON acteurs BEGIN "
    "INSERT INTO acteurs_texte(acteurs_texte, rowid, recherche) VALUES ('delete', old.num, old.recherche); END",
    "CREATE TRIGGER acteurs_modification AFTER UPDATE ON acteurs WHEN old.recherche <> new.recherche BEGIN "
    "INSERT INTO acteurs_texte(acteurs_texte, rowid, recherche) VALUES ('delete', old.num, old.recherche); "
    "INSERT INTO acteurs_texte(rowid, recherche) VALUES (new.num, new.recherche); END",
)


def upgrade() -> None:
    op.create_table(
        "acteurs",
        sa.Column("num", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in _REQUIRED_TEXT),
        *(sa.Column(name, sa.Text) for name in _TEXT),
        *(sa.Column(name, sa.Float) for name in ("longitude", "latitude", "rayon_km")),
        sa.Column("fictif", sa.Boolean, nullable=False),
        sa.Column("completude", sa.SmallInteger, nullable=False),
        sa.UniqueConstraint("source", "id", name="acteurs_identite"),
    )
    op.create_index("acteurs_etablissement", "acteurs", ["siret", "kind"])
    op.create_index("acteurs_commune", "acteurs", ["code_insee"])
    op.create_table(
        "etat", sa.Column("cle", sa.Text, primary_key=True), sa.Column("valeur", sa.Text, nullable=False)
    )
    op.create_table(
        "index_recherche",
        sa.Column("nom", sa.Text, primary_key=True),
        sa.Column("donnees", sa.LargeBinary, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in _FULL_TEXT:
            op.execute(statement)
    else:
        op.execute("CREATE INDEX acteurs_texte ON acteurs USING gin (to_tsvector('simple', recherche))")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE acteurs_texte")
    op.drop_table("index_recherche")
    op.drop_table("etat")
    op.drop_table("acteurs")
