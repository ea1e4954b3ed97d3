"""What a service publishes: envelopes, written in the transaction that caused them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from contracts.base import Envelope
from services.runtime.database import chain
from services.runtime.database.store import outbox


def publish(connection: Connection, envelopes: Sequence[Envelope]) -> None:
    """Append envelopes to the outbox, in order."""
    if not envelopes:
        return
    rows = [
        {
            "event_id": envelope.id,
            "topic": envelope.type.split(".")[1],
            "subject": envelope.subject,
            "type": envelope.type,
            "body": envelope.to_bytes(),
        }
        for envelope in envelopes
    ]
    chain.insert(connection, outbox, rows)
