"""What the treasury tells of a fund is booked once for each reference of its own."""

from __future__ import annotations

from uuid import uuid5

from contracts.base import Envelope
from contracts.treasury import FundDirection, FundMoved
from services.payments.accounts import CASH, fund
from services.payments.claimant import Claimant
from services.payments.fund_rows import FundMovement
from services.payments.model import JournalEntry, Leg
from services.runtime.handling import Consequences, Refused


def moved(event: FundMoved, state: Claimant, cause: Envelope) -> Consequences:
    """Book what came into a fund or left it; the same reference again is no second movement.

    Raises `Refused` where a reference comes again with something else.
    """
    if not event.amount.minor:
        return ()
    if (before := _told_before(event, state)) is not None:
        if before != FundMovement.of(event):
            raise Refused("conflicting-fact", "the same movement of the fund came before with other content")
        return ()
    state.fund_moves.append((event, cause))
    state.entries.append(_entry(event, cause))
    return ()


def _told_before(event: FundMoved, state: Claimant) -> FundMovement | None:
    for earlier, _ in state.fund_moves:
        if (earlier.fund, earlier.movement) == (event.fund, event.movement):
            return FundMovement.of(earlier)
    return state.stored.fund_moved(event.fund, event.movement) if state.stored else None


def _entry(event: FundMoved, cause: Envelope) -> JournalEntry:
    account, minor = fund(event.fund), event.amount.minor
    into = event.direction is FundDirection.INTO
    return JournalEntry(
        id=uuid5(cause.id, "payments/fund"),
        cause=cause.id,
        kind="fund-moved",
        effective_on=event.moved_on,
        recorded_at=cause.time,
        claim=None,
        certification=None,
        currency=event.amount.currency,
        legs=(Leg(CASH, account, minor) if into else Leg(account, CASH, minor),),
    )
