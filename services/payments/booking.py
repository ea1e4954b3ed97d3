"""Keeps what an event changed of positions, and books the movements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid5

from contracts.base import Envelope, Event
from services.payments.claimant import Claimant
from services.payments.model import JournalEntry, PeriodKey, PositionChange


@dataclass(frozen=True, slots=True)
class Booking:
    """What a journal entry is called, the day it counts for, and the position it is about."""

    kind: str
    effective_on: date
    about: PeriodKey
    part: str = "journal"
    """Which of the entries of its cause it is, where there are several."""


def take(state: Claimant, change: PositionChange, cause: Envelope, booking: Booking) -> Sequence[Event]:
    """Keep the new positions and book the movements, an entry for each currency; what follows is said by the caller."""
    for position in change.positions:
        state.keep(position)
    claim, certification = booking.about
    for number, (currency, legs) in enumerate(sorted(change.legs.items())):
        entry = JournalEntry(
            id=uuid5(cause.id, f"payments/{booking.part}/{number}" if number else f"payments/{booking.part}"),
            cause=cause.id,
            kind=booking.kind,
            effective_on=booking.effective_on,
            recorded_at=cause.time,
            claim=claim,
            certification=certification,
            currency=currency,
            legs=legs,
        )
        if legs:
            state.entries.append(entry)
    return change.events
