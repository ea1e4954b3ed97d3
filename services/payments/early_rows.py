"""What came before that which it is about: the bank's words on payments not sealed yet, orders before their return."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from services.payments.claimant import Claimant
from services.payments.tables import reissue_order, unmatched_entry
from services.runtime.database import chain


def save(connection: Connection, states: Sequence[Claimant]) -> None:
    """Keep it until it can take effect."""
    _save_unmatched(connection, states)
    _save_orders(connection, states)


def _save_unmatched(connection: Connection, states: Sequence[Claimant]) -> None:
    rows = [
        {"cause": envelope.id, "end_to_end": end_to_end, "envelope": envelope.to_bytes()}
        for state in states
        for end_to_end, envelope in state.unmatched
    ]
    chain.insert(connection, unmatched_entry, [row | {"misfit": None} for row in rows])


def _save_orders(connection: Connection, states: Sequence[Claimant]) -> None:
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
