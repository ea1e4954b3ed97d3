"""What is said of a debt after its decision: contests, waivers, instalments, repayments, and what ends it. Pure.

Each act gives the position as it is then; `None` where it was known before. Any order gives the same: what was
collected while it should not have been goes back when that is learnt.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from contracts.casework import DebtWrittenOff, InstalmentsAgreed, RepaymentReceived, Verdict, WaiverDecided
from contracts.claims import ContestClosed, ContestOpened
from contracts.contest import ContestOutcome
from contracts.intake import WaiverRequested
from contracts.payments import CollectedBy
from contracts.values import LAST_DAY
from services.payments.debts import collected, given_back, given_up, taken_up_again
from services.payments.model import Position
from services.payments.recovery import (
    CollectedSum,
    Debt,
    Dispute,
    DisputeKind,
    GivenUp,
    Instalments,
)
from services.payments.recovery_steps import RecoveryStep
from services.runtime.handling import Refused


def contest_opened(position: Position, recovery: Debt, event: ContestOpened, _cause: UUID) -> Position:
    """Until the contest is closed, nothing is collected; a filing that is dated ahead counts from its opening."""
    since = min(event.filed_on, event.opened_on)
    return disputed(position, recovery, DisputeKind.CONTEST, event.contest, opened_on=since)


def contest_closed(position: Position, recovery: Debt, event: ContestClosed, cause: UUID) -> Position:
    """Where the decision stands it may be contested further for some days; where it does not, all goes back."""
    position = disputed(position, recovery, DisputeKind.CONTEST, event.contest, closed_on=event.closed_on)
    now = position.recovery(recovery.question)
    if now is None:
        return position
    if event.outcome is ContestOutcome.OVERTURNED:
        officer = event.officer.staff if event.officer else ""
        return overturned(position, now, GivenUp(RecoveryStep.OVERTURNED, event.closed_on, officer, cause, 0))
    if event.contest_by is None or event.contest_by <= now.contest_until:
        return position
    longer = event.contest_by - now.contest_until
    collect_until = min(now.collect_until + longer, LAST_DAY)
    return position.with_recovery(replace(now, contest_until=event.contest_by, collect_until=collect_until))


def waiver_requested(position: Position, recovery: Debt, event: WaiverRequested, _cause: UUID) -> Position:
    """Until a person decides, nothing is collected."""
    return disputed(position, recovery, DisputeKind.WAIVER_REQUEST, event.request, opened_on=event.filed_on)


def waiver_decided(position: Position, recovery: Debt, event: WaiverDecided, cause: UUID) -> Position:
    """A named person grants the request, and nothing more is asked for; or refuses it."""
    position = disputed(position, recovery, DisputeKind.WAIVER_REQUEST, event.request, closed_on=event.decided_on)
    if event.verdict is Verdict.AGAINST_CLAIMANT:
        return position
    act = GivenUp(RecoveryStep.WAIVED, event.decided_on, event.officer.staff, cause, 0)
    return _ended(position, recovery.question, act)


def written_off(position: Position, recovery: Debt, event: DebtWrittenOff, cause: UUID) -> Position:
    """A named person gives it up."""
    act = GivenUp(RecoveryStep.WRITTEN_OFF, event.written_off_on, event.officer.staff, cause, 0)
    return _ended(position, recovery.question, act)


def instalments_agreed(position: Position, recovery: Debt, event: InstalmentsAgreed, cause: UUID) -> Position:
    """The latest plan holds. Raises `Refused` for another currency."""
    if event.each.currency != position.currency:
        raise Refused("wrong-currency", "the instalments are in another currency than the debt")
    plan = Instalments(event.each.minor, event.by == "offset", event.agreed_on, event.officer.staff, cause)
    known = recovery.instalments
    if known is not None and (known.agreed_on, str(known.cause)) >= (plan.agreed_on, str(cause)):
        return position
    return position.with_recovery(replace(recovery, instalments=plan))


def repaid(position: Position, recovery: Debt, event: RepaymentReceived, _cause: UUID) -> Position:
    """Money came in for it; the same money told twice counts once. Raises `Refused` for another currency or sum."""
    if event.amount.currency != position.currency:
        raise Refused("wrong-currency", "the repayment is in another currency than the debt")
    known = recovery.collection(event.payment)
    if known is not None:
        if (known.minor, known.on) != (event.amount.minor, event.received_on):
            raise Refused("conflicting-fact", "the same repayment came before with another sum or day")
        return position
    money = CollectedSum(CollectedBy.REPAYMENT, event.payment, event.received_on, event.amount.minor)
    position = taken_up_again(position, recovery, money)
    return collected(position, position.recovery(recovery.question) or recovery, money)


def overturned(position: Position, recovery: Debt, act: GivenUp) -> Position:
    """The decision was changed: nothing is asked for, and all that was collected goes back."""
    if recovery.is_overturned:
        return position
    position = given_up(position, recovery, act)
    for money in recovery.collections:
        if money.kept_minor and (now := position.recovery(recovery.question)) is not None:
            position = given_back(position, now, money)
    return position


def disputed(  # noqa: PLR0913 - a position with a debt, and a dispute
    position: Position,
    recovery: Debt,
    kind: DisputeKind,
    key: str,
    *,
    opened_on: date | None = None,
    closed_on: date | None = None,
) -> Position:
    """A contest or request was opened or closed; what was withheld while it was open goes back."""
    known = recovery.dispute(kind, key)
    opened = [day for day in (opened_on, known and known.opened_on, closed_on) if day]
    closed = [day for day in (closed_on, known and known.closed_on) if day]
    dispute = Dispute(kind, key, min(opened), min(closed, default=None))
    position = position.with_recovery(recovery.with_dispute(dispute))
    for money in recovery.collections:
        now = position.recovery(recovery.question)
        if now and money.by is CollectedBy.OFFSET and money.kept_minor and dispute.covers(money.on):
            position = given_back(position, now, money)
    return position


def _ended(position: Position, question: str, act: GivenUp) -> Position:
    """Nothing more is asked for. What was withheld on that day or came in after it, before it was known, goes back."""
    recovery = position.recovery(question)
    if recovery is None or recovery.given_up:
        return position
    for money in recovery.collections:
        now = position.recovery(question)
        too_late = money.on > act.on or (money.on == act.on and money.by is CollectedBy.OFFSET)
        if now and money.kept_minor and too_late:
            position = given_back(position, now, money)
    last = position.recovery(question)
    if last is None or not last.owed_minor + min(position.confirmed_minor, last.room_minor):
        return position
    return given_up(position, last, act)
