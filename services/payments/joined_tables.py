"""The table of accounts that belong to one person."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, String, Table

from services.payments.tables import TABLES
from services.runtime.database.chain import current

joined_account = Table(
    "joined_account",
    TABLES,
    Column("person", String(64), primary_key=True),
    Column("other", String(64), primary_key=True),
    Column("mergers", JSON(), nullable=False),
    Column("sent", JSON(none_as_null=True), nullable=True),
    Column("heard", JSON(none_as_null=True), nullable=True),
    Column("set_aside", JSON(), nullable=False),
    Column("holds", Boolean(), nullable=False),
    Column("asks", Boolean(), nullable=False),
    info=current(),
)
"""Of each pseudonym, every other that is, or was, said to be the same person, and what the two told each other last.

`mergers` is the version and whether it holds, by key; `sent` and `heard` are the data of `payments.account-shared`;
`set_aside` is minor units by the question of a debt. `asks` says whether something is asked that may be withheld from.
"""
