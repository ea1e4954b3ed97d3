"""What stops the collection of a debt: a contest, a request to waive it, or a named officer. Pure.

A request that comes soon after another one was refused does not stop it by itself, unless it names new facts, and then
once: requests without end would otherwise stop it until it is too old to be collected.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from contracts.payments import CollectedBy
from services.payments.debts import given_back
from services.payments.model import Position
from services.payments.recoveries.terms import Terms
from services.payments.recovery import Debt, Dispute, DisputeKind


def disputed(  # noqa: PLR0913 - a position with a debt, and a dispute
    position: Position,
    recovery: Debt,
    terms: Terms,
    kind: DisputeKind,
    key: str,
    *,
    opened_on: date | None = None,
    closed_on: date | None = None,
    new_facts: bool = False,
) -> Position:
    """A contest or request was opened or closed; what was withheld while it was open goes back."""
    known = recovery.dispute(kind, key)
    opened = [day for day in (opened_on, known and known.opened_on, closed_on) if day]
    closed = [day for day in (closed_on, known and known.closed_on) if day]
    facts = new_facts or (known is not None and known.new_facts)
    recovery = recovery.with_dispute(Dispute(kind, key, min(opened), min(closed, default=None), facts))
    recovery = replace(recovery, disputes=tuple(_as_they_suspend(recovery.disputes, terms)))
    position = position.with_recovery(recovery)
    for money in recovery.collections:
        now = position.recovery(recovery.question)
        held_up = any(dispute.covers(money.on) for dispute in recovery.disputes)
        if now and money.by is CollectedBy.OFFSET and money.kept_minor and held_up:
            position = given_back(position, now, money)
    return position


def _as_they_suspend(disputes: Sequence[Dispute], terms: Terms) -> list[Dispute]:
    """Each with whether it stops the collection by itself, in their order."""
    requests = [dispute for dispute in disputes if dispute.kind is DisputeKind.WAIVER_REQUEST]
    return [
        replace(dispute, suspends=_suspends(dispute, takewhile(dispute.__ne__, requests), terms))
        if dispute.kind is DisputeKind.WAIVER_REQUEST
        else dispute
        for dispute in disputes
    ]


def _suspends(request: Dispute, earlier: Iterable[Dispute], terms: Terms) -> bool:
    recent = [
        other
        for other in earlier
        if other.closed_on is None or request.opened_on < terms.asks_again_from(other.closed_on)
    ]
    return not recent or (request.new_facts and len(recent) == 1)
