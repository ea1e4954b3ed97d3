"""How many acts name what claims does not know yet."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from services.claims.early_acts import AWAITS
from services.claims.tables import EARLY_ACTS

KEEPABLE = tuple(sorted(act.name for act in AWAITS))
"""The names of the events that may name what is not known yet."""


def early_acts_by_kind(connection: Connection) -> Mapping[str, int]:
    """How many acts name what is not known yet, by the name of their event."""
    kind = EARLY_ACTS.table.c.act
    query = select(kind, func.count().label("count_")).group_by(kind)
    return dict.fromkeys(KEEPABLE, 0) | {row.act: row.count_ for row in connection.execute(query)}
