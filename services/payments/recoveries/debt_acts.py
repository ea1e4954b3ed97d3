"""What each event does to a debt, on which day, and from which day on it may be dated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.bank import CreditReported
from contracts.base import Event
from contracts.casework import (
    CollectionSuspended,
    DebtWrittenOff,
    InstalmentsAgreed,
    RepaymentConfirmed,
    RepaymentReceived,
)
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.intake import WaiverRequested
from services.payments.model import Position
from services.payments.recoveries import acts
from services.payments.recoveries.acts import ActSetting
from services.payments.recovery import Debt


@dataclass(frozen=True, slots=True)
class DebtAct:
    """What an event does to a position with the debt it names, what that is called in the books, and its day.

    `not_before` is the first day that an officer's act may bear; what claims checked, or a claimant files, has none.
    """

    does: Callable[[Position, Debt, Any, ActSetting], Position]
    kind: str
    day: Callable[[Any], date]
    not_before: Callable[[Debt, Any], date] | None = None


def _decided(recovery: Debt, _event: Any) -> date:
    return recovery.decided_on


def _last_withheld(recovery: Debt, _event: Any) -> date:
    """What gives up or stops what is left does not undo what was withheld before it."""
    return max(recovery.decided_on, recovery.last_withheld_on or recovery.decided_on)


def _noticed(recovery: Debt, _event: Any) -> date:
    """A person may repay as soon as they were told."""
    return min(recovery.noticed_on or recovery.decided_on, recovery.decided_on)


def _received(recovery: Debt, event: RepaymentConfirmed) -> date:
    known = recovery.collection(event.payment)
    return known.on if known else recovery.decided_on


ACTS: Mapping[type[Event], DebtAct] = {
    ContestOpened: DebtAct(acts.contest_opened, "contest-opened", lambda event: event.filed_on),
    ContestClosed: DebtAct(acts.contest_closed, "contest-closed", lambda event: event.closed_on),
    WaiverRequested: DebtAct(acts.waiver_requested, "waiver-requested", lambda event: event.filed_on),
    ClaimDecision: DebtAct(acts.waiver_decided, "waiver-decided", lambda event: event.decided_on),
    CollectionSuspended: DebtAct(acts.suspended, "suspended", lambda event: event.suspended_on, _last_withheld),
    DebtWrittenOff: DebtAct(acts.written_off, "written-off", lambda event: event.written_off_on, _last_withheld),
    InstalmentsAgreed: DebtAct(acts.instalments_agreed, "instalments", lambda event: event.agreed_on, _decided),
    RepaymentReceived: DebtAct(acts.repaid, "repaid", lambda event: event.received_on, _noticed),
    CreditReported: DebtAct(acts.shown_by_the_bank, "confirmed", lambda event: event.booked_on),
    RepaymentConfirmed: DebtAct(acts.repayment_confirmed, "confirmed", lambda event: event.confirmed_on, _received),
}
