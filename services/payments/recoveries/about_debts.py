"""What is said of a debt takes effect when its decision is known; what comes before is kept until then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts.about import OverpaymentAbout
from contracts.base import Envelope, Event, read
from contracts.casework import DebtWrittenOff, InstalmentsAgreed, RepaymentReceived, WaiverDecided
from contracts.claims import ContestClosed, ContestOpened
from contracts.intake import WaiverRequested
from contracts.payments import RecoveryEnd, RecoveryEnded
from contracts.values import Money
from services.payments.booking import Booking, take
from services.payments.claimant import Claimant
from services.payments.converge import Balancing, balanced
from services.payments.model import Position
from services.payments.recoveries import acts
from services.payments.recoveries.offsets import said_of
from services.payments.recovery import Debt
from services.payments.recovery_steps import RecoveryStep
from services.runtime.handling import Consequences, Refused

GAVE_BACK = "What was collected for a debt goes back, so that another sum is in question."
END_OF = {
    RecoveryStep.WAIVED: RecoveryEnd.WAIVED,
    RecoveryStep.WRITTEN_OFF: RecoveryEnd.WRITTEN_OFF,
    RecoveryStep.OVERTURNED: RecoveryEnd.OVERTURNED,
}


@dataclass(frozen=True, slots=True)
class DebtAct:
    """What an event does to a position with the debt it names, what that is called in the books, and its day."""

    does: Callable[[Position, Debt, Any, UUID], Position]
    kind: str
    day: Callable[[Any], date]


ACTS: Mapping[type[Event], DebtAct] = {
    ContestOpened: DebtAct(acts.contest_opened, "contest-opened", lambda event: event.filed_on),
    ContestClosed: DebtAct(acts.contest_closed, "contest-closed", lambda event: event.closed_on),
    WaiverRequested: DebtAct(acts.waiver_requested, "waiver-requested", lambda event: event.filed_on),
    WaiverDecided: DebtAct(acts.waiver_decided, "waiver-decided", lambda event: event.decided_on),
    DebtWrittenOff: DebtAct(acts.written_off, "written-off", lambda event: event.written_off_on),
    InstalmentsAgreed: DebtAct(acts.instalments_agreed, "instalments", lambda event: event.agreed_on),
    RepaymentReceived: DebtAct(acts.repaid, "repaid", lambda event: event.received_on),
}


def heard(event: Any, state: Claimant, cause: Envelope) -> Consequences:
    """Something is said of a debt; before its decision is known it is kept."""
    if isinstance(event, ContestOpened | ContestClosed) and not isinstance(event.about, OverpaymentAbout):
        return ()
    if isinstance(event, RepaymentReceived):
        _is_no_other_debts_money(event, state)
    if state.with_debt(event.question) is None:
        state.early.append((event.question, cause))
        return ()
    return _take(event, state, cause)


def answered(question: str, state: Claimant) -> list[Event]:
    """What follows when the decision is known and something was said of its debt before.

    What cannot be true of this debt, such as a sum in another currency, stays where early events are kept: it does not
    hold up the decision.
    """
    events: list[Event] = []
    for cause in state.early_events(question):
        with suppress(Refused):
            events += _take(read(cause), state, cause)
    return events


def _is_no_other_debts_money(event: RepaymentReceived, state: Claimant) -> None:
    """One reference of the bank is one repayment. Raises `Refused` where it paid off another debt already."""
    debts = (recovery for position in state.owing() for recovery in position.recoveries)
    if any(recovery.collection(event.payment) for recovery in debts if recovery.question != event.question):
        raise Refused("conflicting-fact", "the same money came before as a repayment of another debt")


def _take(event: Any, state: Claimant, cause: Envelope) -> list[Event]:
    position = state.with_debt(event.question)
    recovery = position.recovery(event.question) if position else None
    if position is None or recovery is None:
        return []
    act = ACTS[type(event)]
    changed = act.does(position, recovery, event, cause.id)
    if changed == position:
        return []
    around = {
        key: other
        for key, other in state.meeting(position.key, position.reach).items()
        if other.currency == position.currency
    }
    came_in = changed.recovered_minor - position.recovered_minor
    on = act.day(event)
    change = balanced(
        Balancing(state.subject, on, GAVE_BACK), around, {**around, position.key: changed}, came_in=came_in
    )
    said = take(state, change, cause, Booking(act.kind, on, position.key))
    return [*said, *_told(position, changed, event.question, on)]


def _told(before: Position, after: Position, question: str, on: date) -> list[Event]:
    """What others must know: what came in, and what is no longer asked for."""
    was, now = before.recovery(question), after.recovery(question)
    if was is None or now is None:
        return []
    known = {money.reference for money in was.collections}
    events: list[Event] = [
        said_of(after, question, money, None) for money in now.collections if money.reference not in known
    ]
    for act in now.given_up[len(was.given_up) :]:
        back = sum(money.returned_minor for money in now.collections)
        back -= sum(money.returned_minor for money in was.collections)
        events.append(
            RecoveryEnded(
                claim=after.claim,
                certification=after.certification,
                question=question,
                end=END_OF[act.step],
                amount=Money(minor=act.minor, currency=after.currency),
                given_back=Money(minor=back, currency=after.currency),
                ended_on=on,
            )
        )
    return events
