"""Two officers look at what was sealed and release it, each in their own name, on the same evening."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from contracts.base import Envelope, derived_id, seal
from contracts.batches import batch_subject
from contracts.casework import Officer
from services.demo.calendar import morning_of
from services.demo.world import EVENING
from services.payments.edge import acting, batches

CONSOLE = "/tideover/console"
FIRST = Officer(staff="officer-301", role="payments-officer")
SECOND = Officer(staff="officer-302", role="payments-officer")
FIRST_LOOKS, SECOND_LOOKS = timedelta(minutes=20), timedelta(minutes=40)
"""So long after the close of the day."""


def releases(connection: Connection, day: date, seed: str) -> list[Envelope]:
    """What both say of every batch that waits on the evening of a day; nothing if no file was sealed."""
    return [
        _sealed(batch, officer, day, seed, looks)
        for batch in batches.sealed_batches(connection)
        if batch.waiting
        for officer, looks in ((FIRST, FIRST_LOOKS), (SECOND, SECOND_LOOKS))
    ]


def _sealed(batch: batches.Batch, officer: Officer, day: date, seed: str, looks: timedelta) -> Envelope:
    reasons = f"Looked at {batches.count_of(batch.waiting)} payments, their sum, the checks and what is pointed out."
    act = acting.release(batch, acting.SignedAct(officer, day, reasons))
    return seal(
        act,
        subject=batch_subject(batch.day, batch.currency),
        source=CONSOLE,
        time=morning_of(day, EVENING) + looks,
        event_id=derived_id("demo-release", seed, day, batch.day, batch.currency, officer.staff),
    )
