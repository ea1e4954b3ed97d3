"""What is said of a debt after its decision: contests, waivers, instalments, repayments, and what ends it. Pure.

Each act gives the position as it is then, the same one where it was known before. Any order gives the same: what was
collected while it should not have been goes back when that is learnt. What an officer cannot do raises `ActNotAllowed`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from contracts.about import WaiverAbout
from contracts.bank import CreditReported
from contracts.casework import (
    CollectionSuspended,
    DebtWrittenOff,
    InstalmentsAgreed,
    RepaymentConfirmed,
    RepaymentReceived,
    Verdict,
)
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.contest import ContestOutcome
from contracts.intake import WaiverRequested
from contracts.payments import CollectedBy
from contracts.values import LAST_DAY
from services.payments.debts import believed, confirmed, given_back, given_up, taken_up_again
from services.payments.model import Position
from services.payments.recoveries.disputes import disputed
from services.payments.recoveries.terms import Terms
from services.payments.recovery import CollectedSum, Debt, DisputeKind, GivenUp, Instalments
from services.payments.recovery_steps import RecoveryStep


class ActNotAllowed(Exception):
    """An officer's act on a debt cannot take effect; the message says why."""


@dataclass(frozen=True, slots=True)
class ActSetting:
    """The event by which something is said of a debt, and the terms of the institution."""

    cause: UUID
    terms: Terms


def contest_opened(position: Position, recovery: Debt, event: ContestOpened, occasion: ActSetting) -> Position:
    """Until the contest is closed, nothing is collected; a filing that is dated ahead counts from its opening."""
    since = min(event.filed_on, event.opened_on)
    return disputed(position, recovery, occasion.terms, DisputeKind.CONTEST, event.contest, opened_on=since)


def contest_closed(position: Position, recovery: Debt, event: ContestClosed, occasion: ActSetting) -> Position:
    """Where the decision stands it may be contested further for some days; where it does not, nothing is asked for.

    The decision is the one that made the debt, or one that refused to waive it.
    """
    closed = event.closed_on
    position = disputed(position, recovery, occasion.terms, DisputeKind.CONTEST, event.contest, closed_on=closed)
    now = position.recovery(recovery.question)
    if now is None:
        return position
    if event.outcome is ContestOutcome.OVERTURNED:
        is_waiver = isinstance(event.about, WaiverAbout)
        step = RecoveryStep.WAIVED if is_waiver else RecoveryStep.OVERTURNED
        act = GivenUp(step, closed, event.officer.staff if event.officer else "", occasion.cause, 0)
        return _ended(position, now.question, act) if is_waiver else overturned(position, now, act)
    return _contestable_until(position, now, event.contest_by)


def waiver_requested(position: Position, recovery: Debt, event: WaiverRequested, occasion: ActSetting) -> Position:
    """Until a person decides, nothing is collected; soon after another request, only new facts stop it."""
    since, kind, facts = event.filed_on, DisputeKind.WAIVER_REQUEST, bool(event.new_facts)
    return disputed(position, recovery, occasion.terms, kind, event.request, opened_on=since, new_facts=facts)


def suspended(position: Position, recovery: Debt, event: CollectionSuspended, occasion: ActSetting) -> Position:
    """A named officer stops the collection for some days."""
    since, end = event.suspended_on, event.until + timedelta(days=1)
    kind, key = DisputeKind.SUSPENSION, str(occasion.cause)
    return disputed(position, recovery, occasion.terms, kind, key, opened_on=since, closed_on=end)


def waiver_decided(position: Position, recovery: Debt, event: ClaimDecision, occasion: ActSetting) -> Position:
    """A named person grants the request, and nothing more is asked for; or refuses it, which may be contested."""
    kind, key, closed = DisputeKind.WAIVER_REQUEST, event.request or event.question, event.decided_on
    position = disputed(position, recovery, occasion.terms, kind, key, closed_on=closed)
    if event.verdict is Verdict.AGAINST_CLAIMANT:
        now = position.recovery(recovery.question)
        return _contestable_until(position, now, event.contest_by) if now else position
    act = GivenUp(RecoveryStep.WAIVED, event.decided_on, event.officer.staff, occasion.cause, 0)
    return _ended(position, recovery.question, act)


def _contestable_until(position: Position, recovery: Debt, until: date | None) -> Position:
    """Nothing is collected by the last day to go on; the years in which it may be collected are as many as before."""
    if until is None or until <= recovery.contest_until:
        return position
    longer = until - recovery.contest_until
    collect_until = min(recovery.collect_until + longer, LAST_DAY)
    return position.with_recovery(replace(recovery, contest_until=until, collect_until=collect_until))


def written_off(position: Position, recovery: Debt, event: DebtWrittenOff, occasion: ActSetting) -> Position:
    """A named person gives it up."""
    act = GivenUp(RecoveryStep.WRITTEN_OFF, event.written_off_on, event.officer.staff, occasion.cause, 0)
    return _ended(position, recovery.question, act)


def instalments_agreed(position: Position, recovery: Debt, event: InstalmentsAgreed, occasion: ActSetting) -> Position:
    """The latest plan holds. One of nothing, or one that could not end in the years of limitation, is not allowed."""
    if event.each.currency != position.currency:
        raise ActNotAllowed("the instalments are in another currency than the debt")
    if not event.each.minor:
        raise ActNotAllowed("an instalment of nothing would stop the collection; a suspension says until when")
    plan = Instalments(event.each.minor, event.by == "offset", event.agreed_on, event.officer.staff, occasion.cause)
    known = recovery.instalments
    if known is not None and (known.agreed_on, str(known.cause)) >= (plan.agreed_on, str(plan.cause)):
        return position
    if (last := _last_instalment(recovery, plan)) > recovery.collect_until:
        raise ActNotAllowed(
            f"at best the last instalment would be due on {last}, "
            f"and the debt may be collected until {recovery.collect_until}"
        )
    return position.with_recovery(replace(recovery, instalments=plan))


def _last_instalment(recovery: Debt, plan: Instalments) -> date:
    """The earliest day of the last one: payments are withheld from once a week at best, and paid in once a month."""
    times = -(-recovery.owed_minor // plan.each_minor)
    first = max(plan.agreed_on, recovery.contest_until)
    if plan.withheld:
        return date.fromordinal(min(first.toordinal() + 7 * times, date.max.toordinal()))
    years, month = divmod(first.year * 12 + first.month - 1 + times, 12)
    return date(years, month + 1, 1) if years < date.max.year else date.max


def repaid(position: Position, recovery: Debt, event: RepaymentReceived, _occasion: ActSetting) -> Position:
    """One officer finds that money came in: it is believed up to the debt, and the rest waits; told twice, once."""
    if event.amount.currency != position.currency:
        raise ActNotAllowed("the repayment is in another currency than the debt")
    known = recovery.collection(event.payment)
    if known is not None:
        if (_told(known), known.on) != (event.amount.minor, event.received_on):
            raise ActNotAllowed("the same repayment was told before with another sum or day")
        return position
    told_by = event.officer.staff
    money = CollectedSum(CollectedBy.REPAYMENT, event.payment, event.received_on, event.amount.minor, told_by=told_by)
    position = taken_up_again(position, recovery, money)
    return believed(position, position.recovery(recovery.question) or recovery, money)


def repayment_confirmed(
    position: Position, recovery: Debt, event: RepaymentConfirmed, _occasion: ActSetting
) -> Position:
    """Another officer, who neither told of the money nor decided the debt, finds the same: all of it counts."""
    known = recovery.collection(event.payment)
    if known is None or known.by is not CollectedBy.REPAYMENT:
        raise ActNotAllowed("no repayment with this reference was told of this debt")
    if (event.amount.currency, event.amount.minor) != (position.currency, _told(known)):
        raise ActNotAllowed("the repayment was told with another sum")
    if event.officer.is_one_of({known.told_by, *recovery.officers}):
        raise ActNotAllowed(f"{event.officer.staff} told of the repayment or decided the debt, and cannot confirm it")
    if known.confirmed_by is not None:
        return position
    return confirmed(position, recovery, known, event.officer.staff)


def shown_by_the_bank(position: Position, recovery: Debt, event: CreditReported, _occasion: ActSetting) -> Position:
    """The bank's own entry shows a repayment that was told with the same sum: all of it counts."""
    known = recovery.collection(event.payment)
    if known is None or not known.is_unconfirmed:
        return position
    if (event.amount.currency, event.amount.minor) != (position.currency, _told(known)):
        return position
    return confirmed(position, recovery, known, event.message)


def _told(money: CollectedSum) -> int:
    return money.minor + money.uncounted_minor


def overturned(position: Position, recovery: Debt, act: GivenUp) -> Position:
    """The decision was changed: nothing is asked for, and all that was collected goes back."""
    if recovery.is_overturned:
        return position
    position = given_up(position, recovery, act)
    for money in recovery.collections:
        if money.kept_minor and (now := position.recovery(recovery.question)) is not None:
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
