"""A receipt for everything that a claimant files and that was taken in: what it said, by its SHA-256, and when."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import TypeVar

from contracts.base import Envelope, Event
from contracts.intake import (
    CertificationFiled,
    ClaimFiled,
    ClaimWithdrawn,
    ContestFiled,
    ContestWithdrawn,
    ReplyFiled,
    WaiverRequested,
)
from contracts.waiting import FilingReceived
from services.claims.person import Applicant
from services.runtime.handling import To

Filing = (
    ClaimFiled | ClaimWithdrawn | CertificationFiled | ReplyFiled | ContestFiled | ContestWithdrawn | WaiverRequested
)
F = TypeVar("F", bound=Filing)
MILLI = 1_000
OF_THE_PERSON, OF_THE_CONTENT = 14, 16
"""So many signs of the pseudonym and of the digest make a receipt's number."""
FIRST_TIME_MS = 1_000_000_000_000
"""A log's time in milliseconds is greater; a laptop's log counts turns instead, and never so many."""


def sha256_of(filing: Event) -> str:
    """Of what a filing says, in the one form in which the contracts write it."""
    return hashlib.sha256(filing.model_dump_json(exclude_none=True).encode()).hexdigest()


def receipt_number(person: str, filing: Event) -> str:
    """The number of a receipt: whose it is and what it is about, so that the same filing has one receipt."""
    content = sha256_of(filing)
    return f"{person[:OF_THE_PERSON]}.{content[:OF_THE_CONTENT]}"


def receipted(
    handler: Callable[[F, Applicant, Envelope], Iterable[Event | To]],
) -> Callable[[F, Applicant, Envelope], list[Event | To]]:
    """The handler of a filing, with a receipt after what it causes; what is refused has none."""

    def handle(event: F, person: Applicant, cause: Envelope) -> list[Event | To]:
        return [*handler(event, person, cause), _receipt(event, person, cause)]

    return handle


def _receipt(filing: Filing, person: Applicant, cause: Envelope) -> FilingReceived:
    return FilingReceived(
        receipt=receipt_number(person.subject, filing),
        kind=filing.name,
        about=_about(filing),
        filed_on=_filed_on(filing),
        received_at=_came_at(person, cause),
        sha256=sha256_of(filing),
    )


def _came_at(person: Applicant, cause: Envelope) -> datetime:
    if person.arrived is None or person.arrived < FIRST_TIME_MS:
        return cause.time
    return datetime.fromtimestamp(person.arrived // MILLI, UTC)


def _about(filing: Filing) -> str:
    match filing:
        case ReplyFiled() | WaiverRequested():
            return filing.question
        case ContestFiled():
            return filing.decision
        case ContestWithdrawn():
            return filing.contest
    return filing.key


def _filed_on(filing: Filing) -> date:
    match filing:
        case ClaimWithdrawn() | ContestWithdrawn():
            return filing.withdrawn_on
    return filing.filed_on
