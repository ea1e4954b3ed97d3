"""Two officers who release whatever lies sealed, for tests that are about something else."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from contracts.base import Envelope, derived_id, seal
from contracts.batches import BatchReleased, batch_subject
from contracts.casework import Officer
from services.payments.release import rows
from services.payments.release.acting import SignedAct, release
from services.payments.release.batches import sealed_batches
from services.runtime.database.store import Database

OFFICERS = tuple(Officer(staff=f"officer-30{number}", role="payments-clerk") for number in (1, 2))
LATER = datetime(2030, 1, 1, 12, tzinfo=UTC)


def released(database: Database) -> None:
    """Everything that waits is released by both, as if payments had heard it."""
    with database.begin() as connection:
        rows.save(connection, releases(connection))


def releases(connection: Connection) -> list[tuple[BatchReleased, Envelope]]:
    """What the two say of everything that waits, as it stands in the log."""
    acts = [
        release(batch, SignedAct(officer, batch.day, "The sums were compared."))
        for batch in sealed_batches(connection)
        if batch.waiting
        for officer in OFFICERS
    ]
    return [(act, _envelope(act)) for act in acts]


def _envelope(act: BatchReleased) -> Envelope:
    subject = batch_subject(act.day, act.total.currency)
    return seal(act, subject=subject, source="/test", time=LATER, event_id=derived_id("release", act.model_dump_json()))
