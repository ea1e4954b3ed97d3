"""The table of claims of which the account is looked after."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table

from services.payments.tables import TABLES
from services.runtime.database.chain import current


class AccountState(StrEnum):
    """What was told of the account of a claim's person."""

    NEW = "new"
    """Nobody has looked yet."""
    MISSING = "missing"
    KNOWN = "known"


account_wanted = Table(
    "account_wanted",
    TABLES,
    Column("person", String(64), primary_key=True),
    Column("claim", String(80), primary_key=True),
    Column("partition", Integer(), nullable=False),
    Column("state", String(8), nullable=False),
    CheckConstraint("state IN ('new', 'missing', 'known')", name="is_looked_after"),
    Index("account_wanted_by_state", "partition", "state"),
    info=current(),
)
"""Claims that were opened, and whether it is known to which account their people are paid."""
