"""The acts that name what is not known of a person or a programme yet, and how many there are."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from services.almp_referral.tables import TABLES
from services.runtime.delivery.early_act_store import EarlyActStore

EARLY_ACTS = EarlyActStore(TABLES)


def early_acts(connection: Connection) -> int:
    """How many acts name what is not known yet."""
    return connection.scalar(select(func.count()).select_from(EARLY_ACTS.table)) or 0
