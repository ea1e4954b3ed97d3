"""How a story tells of what a claim waits for, of receipts, outages, and claims that were made ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.base import Event
from contracts.eligibility import ClaimPrepared
from contracts.outages import OutageRecorded
from contracts.registry import LayoffAnnounced
from contracts.waiting import (
    AwaitedStep,
    CertificationAwaited,
    ClaimIncomplete,
    DecisionProvisional,
    FilingReceived,
    OutageFound,
)

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it: none."""
AWAITED = {
    AwaitedStep.REMINDED: "Reminded to certify",
    AwaitedStep.LATE: "Not certified in time, and told so:",
    AwaitedStep.OVERDUE: "Not certified after the grace either; a person asks, and nothing is lost:",
}


def _incomplete(e: ClaimIncomplete) -> Told:
    if not e.missing:
        return f"Nothing is missing for claim {e.claim} any more.", ()
    facts = " ".join(
        f"{missing.asks} (from {missing.from_whom.value.replace('_', ' ')}, since {missing.since}; "
        f"after {missing.until} a person asks)."
        for missing in e.missing
    )
    return f"Missing for claim {e.claim}: {facts}", ()


def _awaited(e: CertificationAwaited) -> Told:
    days = f"{e.period.start} to {e.period.end} (that day not included)"
    return f"{AWAITED[e.step]} {days}; in time until {e.due_by}, taken until {e.grace_until}.", ()


def _provisional(e: DecisionProvisional) -> Told:
    which = f"Determination {str(e.determination)[:8]}"
    if e.settled_on is not None:
        return f"{which} is provisional no more.", ()
    return f"{which} is provisional: nothing was heard from {e.institution} since {e.since}.", ()


def _prepared(e: ClaimPrepared) -> Told:
    if e.withdrawn:
        return f"The prepared claim {e.claim} is not needed: the employer took its announcement back.", ()
    return f"Claim {e.claim} was made ready, without work from {e.unemployed_from}; it only has to be confirmed.", ()


def _outage(e: OutageRecorded) -> Told:
    if e.taken_back:
        return f"{e.officer.staff} took back the outage {e.key}: {e.because}", ()
    until = f"until {e.until} (that day not included)" if e.until else "and goes on"
    return f"{e.officer.staff} declared an outage of {e.institution} since {e.since} {until}: {e.because}", ()


WAITING: Mapping[type[Event], Callable[[Any], Told]] = {
    ClaimIncomplete: _incomplete,
    CertificationAwaited: _awaited,
    FilingReceived: lambda e: (f"Receipt {e.receipt} for what was filed.", ()),
    DecisionProvisional: _provisional,
    OutageRecorded: _outage,
    OutageFound: lambda e: (f"By our own record we stood still from {e.period.start} to {e.period.end}.", ()),
    ClaimPrepared: _prepared,
    LayoffAnnounced: lambda e: (
        f"The employer announced that it lays off many ({e.layoff}); employment {e.employment} ends on {e.ended_on}.",
        (),
    ),
}
