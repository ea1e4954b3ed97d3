"""What waits as it came: the bank's entries until their payment is sealed, orders to pay again until the return."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from services.payments.claimant import Claimant
from services.payments.tables import reissue_order, unmatched_entry
from services.runtime.database import chain


def save_entries(connection: Connection, states: Sequence[Claimant]) -> None:
    """Keep what the bank said of payments that are not sealed here."""
    rows = [
        {"cause": envelope.id, "end_to_end": end_to_end, "envelope": envelope.to_bytes()}
        for state in states
        for end_to_end, envelope in state.unmatched
    ]
    chain.insert(connection, unmatched_entry, [row | {"misfit": None} for row in rows])


def save_orders(connection: Connection, states: Sequence[Claimant]) -> None:
    """Keep orders to pay again that came before the return."""
    rows = [
        {
            "cause": envelope.id,
            "person": state.subject,
            "end_to_end": end_to_end,
            "envelope": envelope.to_bytes(),
        }
        for state in states
        for end_to_end, envelope in state.orders
    ]
    chain.insert(connection, reissue_order, rows)
