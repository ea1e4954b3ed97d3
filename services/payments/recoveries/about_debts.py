"""What is said of a debt takes effect when its decision is known; what comes before is kept until then.

An officer's act that cannot take effect is refused by an event that says why, and holds up nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.about import OverpaymentAbout, WaiverAbout
from contracts.base import Envelope, Event, read
from contracts.casework import Officer, RepaymentConfirmed, RepaymentReceived
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.payments import RecoveryActRefused
from services.payments.booking import Booking, take
from services.payments.claimant import Claimant
from services.payments.converge import Balancing, balanced
from services.payments.model import Position
from services.payments.recoveries.acts import ActNotAllowed, ActSetting
from services.payments.recoveries.debt_acts import ACTS, DebtAct
from services.payments.recoveries.telling import collected_and_ended
from services.payments.recoveries.terms import Terms
from services.payments.recovery import Debt
from services.runtime.handling import Consequences

GAVE_BACK = "What was collected for a debt goes back, so that another sum is in question."


def question_of(event: Any) -> str | None:
    """The question whose decision made the debt that an event is about; None where it is about no debt."""
    if not isinstance(event, ClaimDecision | ContestOpened | ContestClosed):
        return str(event.question)
    match event.about:
        case WaiverAbout(debt=question):
            return question
        case OverpaymentAbout():
            return event.question
        case _:
            return None


@dataclass(frozen=True, slots=True)
class AboutDebts:
    """Lets what is said of debts take effect, on the terms of an institution."""

    terms: Terms

    def heard(self, event: Any, state: Claimant, cause: Envelope) -> Consequences:
        """Something is said of a debt; before its decision is known it is kept."""
        if (question := question_of(event)) is None:
            return ()
        state.about_debts.append((question, cause))
        if state.with_debt(question) is None:
            return ()
        return self._taken(event, state, cause, question)

    def why_not(self, event: Any, state: Claimant, question: str) -> str | None:
        """Why an officer's act on a debt would not take effect, in the words of its refusal; None if it would.

        Nothing is changed.
        """
        position = state.with_debt(question)
        recovery = position.recovery(question) if position else None
        if position is None or recovery is None:
            return "no decision made it a debt"
        act = ACTS[type(event)]
        try:
            _is_no_other_debts_money(event, question, state)
            self._is_dated_within(event, act, recovery, state)
            act.does(position, recovery, event, ActSetting(UUID(int=0), self.terms))
        except ActNotAllowed as missing:
            return str(missing)
        return None

    def answered(self, question: str, state: Claimant) -> list[Event]:
        """What follows when the decision is known and something was said of its debt before."""
        events: list[Event] = []
        for cause in state.said_of_debt(question):
            events += self._taken(read(cause), state, cause, question)
        return events

    def _taken(self, event: Any, state: Claimant, cause: Envelope, question: str) -> list[Event]:
        position = state.with_debt(question)
        recovery = position.recovery(question) if position else None
        if position is None or recovery is None:
            return []
        act = ACTS[type(event)]
        try:
            _is_no_other_debts_money(event, question, state)
            self._is_dated_within(event, act, recovery, state)
            changed = act.does(position, recovery, event, ActSetting(cause.id, self.terms))
        except ActNotAllowed as missing:
            return [_refused(event, question, str(missing))]
        return [] if changed == position else _booked(state, (position, changed), event, cause, question)

    def _is_dated_within(self, event: Any, act: DebtAct, recovery: Debt, state: Claimant) -> None:
        """Raises `ActNotAllowed` for a day before what the act is about, or behind the closed days."""
        if act.not_before is None:
            return
        on, first = act.day(event), act.not_before(recovery, event)
        last = self.terms.latest_day(first, state.over_until)
        if on < first:
            raise ActNotAllowed(f"it is dated {on}, before what it is about, which is of {first}")
        if on > last:
            raise ActNotAllowed(f"it is dated {on}; by the days closed so far it can be dated {last} at most")


def _booked(
    state: Claimant, change: tuple[Position, Position], event: Any, cause: Envelope, question: str
) -> list[Event]:
    position, changed = change
    around = {
        key: other
        for key, other in state.meeting(position.key, position.reach).items()
        if other.currency == position.currency
    }
    came_in = changed.recovered_minor - position.recovered_minor
    act = ACTS[type(event)]
    on = act.day(event)
    balancing = Balancing(state.subject, on, GAVE_BACK)
    balance = balanced(balancing, around, {**around, position.key: changed}, came_in=came_in)
    said = take(state, balance, cause, Booking(act.kind, on, position.key))
    return [*said, *collected_and_ended(change, question, event)]


def _is_no_other_debts_money(event: Any, question: str, state: Claimant) -> None:
    """One reference of the bank is one repayment. Raises `ActNotAllowed` where it paid off another debt already."""
    if isinstance(event, RepaymentReceived | RepaymentConfirmed):
        debts = (recovery for position in state.owing() for recovery in position.recoveries)
        if any(recovery.collection(event.payment) for recovery in debts if recovery.question != question):
            raise ActNotAllowed("the same money came before as a repayment of another debt")


def _refused(event: Any, question: str, reason: str) -> RecoveryActRefused:
    officer: Officer = event.officer
    payment = getattr(event, "payment", None)
    return RecoveryActRefused(question=question, act=event.name, officer=officer, payment=payment, reason=reason)
