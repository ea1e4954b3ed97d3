"""What a named person decides of a proposed overpayment: it is asked back, or waived."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from contracts.casework import Verdict
from contracts.claims import ClaimDecision
from contracts.overpayment_causes import UNKNOWN
from services.payments.accounts import RECEIVABLE, WAIVED, WRITTEN_OFF
from services.payments.debts import confirmed_owed
from services.payments.model import SENT, Decided, Leg, Position, PositionChange
from services.payments.recoveries.terms import Terms
from services.payments.recovery import Debt, GivenUp
from services.payments.recovery_steps import RecoveryAct, RecoveryStep, after
from services.runtime.handling import Refused


def decide(position: Position, decision: ClaimDecision, cause: UUID, terms: Terms) -> tuple[PositionChange, Decided]:
    """A named person confirms or waives a proposed overpayment, no more of it than was noticed.

    Only money that has settled can become a debt; for what is still on its way the decision waits for the bank. What
    is too old to be asked back becomes none. Raises `Refused` for a debt of which nobody was told.
    """
    most = _noticed(position, decision)
    recovery = _decided(position, decision, cause, most, terms)
    if decision.verdict is Verdict.FOR_CLAIMANT:
        change = _let_go(position, recovery, most, RecoveryStep.WAIVED)
    else:
        _walk_to_the_decision(decision)
        if decision.decided_on > terms.raise_until(_paid_on(position), recovery.overpayment_cause):
            change = _let_go(position, recovery, most, RecoveryStep.BARRED)
        else:
            held = replace(position.with_recovery(recovery), confirmed_minor=max(most, position.confirmed_minor))
            change = PositionChange((confirmed_owed(held),))
    decided = Decided(
        cause=cause,
        claim=position.claim,
        certification=position.certification,
        verdict=decision.verdict.value,
        officer=decision.officer.staff,
        article=decision.article,
        decided_on=decision.decided_on,
        amount_minor=most,
        contest_until=decision.contest_by or terms.contest_until(decision.decided_on),
    )
    return change, decided


def _noticed(position: Position, decision: ClaimDecision) -> int:
    """What of the proposed sum the person was told of."""
    if decision.amount is None:
        return position.proposed_minor
    if decision.amount.currency != position.currency:
        raise Refused("wrong-currency", "the decision is in another currency than the overpayment")
    return min(position.proposed_minor, decision.amount.minor)


def _let_go(position: Position, recovery: Debt, minor: int, step: RecoveryStep) -> PositionChange:
    """What was decided of is not asked back: waived, or too old to be raised."""
    left = position.proposed_minor - minor
    act = GivenUp(step, recovery.decided_on, recovery.officer, recovery.cause, minor)
    changed = replace(
        position.with_recovery(replace(recovery, given_up=(*recovery.given_up, act))),
        proposed_minor=left,
        confirmed_minor=min(position.confirmed_minor, left),
    )
    if step is RecoveryStep.WAIVED:
        account, changed = WAIVED, replace(changed, waived_minor=changed.waived_minor + minor)
    else:
        account, changed = WRITTEN_OFF, replace(changed, written_off_minor=changed.written_off_minor + minor)
    return PositionChange((changed,), {position.currency: (Leg(account, RECEIVABLE, minor),)} if minor else {})


def _walk_to_the_decision(decision: ClaimDecision) -> None:
    """The steps before a debt, as the decision shows them. Raises `Refused` where nobody was told."""
    if decision.noticed_on is None:
        raise Refused("bad-data", "noticed_on: a decision that makes a debt says when the person was told of it")
    step = RecoveryStep.PROPOSED
    for act in (RecoveryAct.NOTICE, RecoveryAct.HEAR, RecoveryAct.CONFIRM):
        step = after(step, act)


def _decided(position: Position, decision: ClaimDecision, cause: UUID, minor: int, terms: Terms) -> Debt:
    """What is known of the debt; decided again, it is so much more."""
    if (known := position.recovery(decision.question)) is not None:
        return replace(known, decided_minor=known.decided_minor + minor)
    contest_until = decision.contest_by or terms.contest_until(decision.decided_on)
    return Debt(
        question=decision.question,
        claim=position.claim,
        certification=position.certification,
        cause=cause,
        noticed_on=decision.noticed_on,
        decided_on=decision.decided_on,
        contest_until=contest_until,
        collect_until=terms.collect_until(contest_until),
        officer=decision.officer.staff,
        decided_minor=minor,
        overpayment_cause=decision.overpayment_cause or UNKNOWN,
        confirmed_by=decision.confirmed_by.staff if decision.confirmed_by else None,
    )


def _paid_on(position: Position) -> date:
    """The latest day on which a payment of the position was due, of those that were sent."""
    return max((payment.due_on for payment in position.instructions if payment.stage in SENT), default=date.max)
