"""Counting what the directory holds."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.directory.schema import acteurs
from bot.directory.store import Store


def statistics(store: Store) -> dict[str, Any]:
    """Counts of records: total, fictional ones, by family, kind, source, département, coverage; freshness
    bounds.
    """
    with store.reading() as connection:

        def by(column: str) -> dict[str, int]:
            key = sa.func.coalesce(acteurs.c[column], "(inconnu)")
            query = sa.select(key, sa.func.count()).group_by(key).order_by(sa.func.count().desc(), key)
            return {row[0]: row[1] for row in connection.execute(query)}

        totals = connection.execute(
            sa.select(
                sa.func.count(),
                sa.func.min(acteurs.c.fraicheur),
                sa.func.max(acteurs.c.fraicheur),
                sa.func.count().filter(acteurs.c.fictif == sa.true()),
            )
        ).one()
        return {
            "total": totals[0],
            "fictives": totals[3],
            "plus_ancienne": totals[1],
            "plus_recente": totals[2],
            "par_type": by("type_acteur"),
            "par_kind": by("kind"),
            "par_source": by("source"),
            "par_departement": by("departement"),
            "par_zone": by("zone_type"),
        }
