"""When the next days of a claim have to be certified: reminded, late, overdue. Pure; nothing is lost by any of them.

The length of what is certified at once is the sheet's; how long one may take, and the grace, are the procedure's. Days
of an outage do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.claims import ClaimState
from contracts.eligibility import BenefitState, DeterminationMade
from contracts.values import LAST_DAY, Period
from contracts.waiting import AwaitedStep, CertificationAwaited
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Scheme
from law.language.terms.calendar import add_months
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.parameters import Parameter
from law.language.terms.units import MONTHS
from services.claims.model import Claim
from services.claims.outages import ONE_DAY, Outages, moved
from services.claims.procedure import Procedure, days_of
from services.runtime.handling import Refused

MAY_BE_CERTIFIED = frozenset({BenefitState.WAITING, BenefitState.PAYABLE, BenefitState.HELD})
IN_ORDER = (AwaitedStep.REMINDED, AwaitedStep.LATE, AwaitedStep.OVERDUE)
Intervals = Mapping[str, Parameter]
"""By scheme, how much time a certification covers."""


def intervals_of(schemes: Iterable[Scheme]) -> Intervals:
    """How much time a certification covers under each scheme."""
    return {scheme.name: scheme.parameters[scheme.claim.certified_every.what] for scheme in schemes}


@dataclass(frozen=True, slots=True)
class AwaitedDays:
    """The days of a claim that come next, and when each step of waiting for them is reached."""

    period: Period
    due_by: date
    grace_until: date
    reached: Mapping[AwaitedStep, date]
    """By step, the day whose end brings it."""


def certifiable_until(event: DeterminationMade) -> date | None:
    """The day after the last one that may be certified under a determination; None where there is none."""
    return max((days.period.end for days in event.timeline if days.state in MAY_BE_CERTIFIED), default=None)


def awaited_days(claim: Claim, intervals: Intervals, procedure: Procedure, outages: Outages) -> AwaitedDays | None:
    """What has to be certified next; None where nothing has, where an outage leaves open until when, and on days for
    which the procedure has no figure: nobody is reminded then.
    """
    try:
        return _awaited_days(claim, intervals, procedure, outages)
    except Refused:
        return None


def _awaited_days(claim: Claim, intervals: Intervals, procedure: Procedure, outages: Outages) -> AwaitedDays | None:
    year, since = claim.benefit_year, claim.awaited_since
    if claim.state is not ClaimState.GRANTED or year is None or since is None or claim.certifiable_until is None:
        return None
    first = claim.certified_until or year.start
    if first >= claim.certifiable_until:
        return None
    period = Period(start=first, end=min(_interval_ends(claim, first, intervals, procedure), claim.certifiable_until))
    runs_from = max(period.end - ONE_DAY, since)
    own = claim.safeguards.late_certification
    in_time = own.days if own and own.days is not None else days_of(procedure.certification_days, runs_from)
    due_by = _moved(runs_from, in_time, outages)
    if due_by is None:
        return None
    grace = own.grace_days if own and own.grace_days is not None else None
    grace_until = _moved(
        due_by, days_of(procedure.certification_grace_days, runs_from) if grace is None else grace, outages
    )
    if grace_until is None:
        return None
    remind_on = due_by - timedelta(days=days_of(procedure.certification_reminder_days, runs_from))
    days = (max(remind_on, runs_from), due_by, grace_until)
    return AwaitedDays(period, due_by, grace_until, dict(zip(IN_ORDER, days, strict=True)))


def _moved(begins: date, days: int, outages: Outages) -> date | None:
    if days > (LAST_DAY - begins).days:
        return None
    return moved(begins, begins + timedelta(days=days), outages.values())


def _interval_ends(claim: Claim, first: date, intervals: Intervals, procedure: Procedure) -> date:
    """The day after the days that are certified together, as the sheet says, else the procedure."""
    interval = intervals.get(claim.scheme or "")
    try:
        length = None if interval is None else int(interval.on(first).value)
    except OutsideKnownLaw:
        length = None
    if interval is None or length is None:
        return first + timedelta(days=days_of(procedure.certification_interval_days, first))
    if interval.unit == MONTHS:
        return add_months(first, length)
    of_weeks = any(name == "week" for name, _ in interval.unit.powers)
    return first + timedelta(days=length * (DAYS_OF_A_WEEK if of_weeks else 1))


def told(claim: Claim, awaited: AwaitedDays, closed: date, procedure: Procedure) -> CertificationAwaited | None:
    """The step that the end of a day brings, if it was not told yet."""
    reached = [step for step in IN_ORDER if awaited.reached[step] <= closed]
    if not reached or _rank(reached[-1]) <= _rank(claim.awaited_step):
        return None
    claim.awaited_step = reached[-1]
    return CertificationAwaited(
        claim=claim.claim,
        step=reached[-1],
        period=awaited.period,
        due_by=awaited.due_by,
        grace_until=awaited.grace_until,
        channels=tuple(sorted(procedure.reminded_by)),
        on=closed,
        good_cause=claim.safeguards.late_certification.good_cause if claim.safeguards.late_certification else None,
    )


def untold(claim: Claim, awaited: AwaitedDays | None, closed: date) -> None:
    """Take back steps that are not reached any more, since an outage moved their days: they are told when they are."""
    reached = [step for step in IN_ORDER if awaited is not None and awaited.reached[step] <= closed]
    if awaited is not None and _rank(claim.awaited_step) >= len(reached):
        claim.awaited_step = reached[-1] if reached else None


def next_day(claim: Claim, awaited: AwaitedDays | None) -> date | None:
    """The day whose end brings the next step; None where none is left."""
    if awaited is None:
        return None
    return next((awaited.reached[step] for step in IN_ORDER if _rank(step) > _rank(claim.awaited_step)), None)


def _rank(step: AwaitedStep | None) -> int:
    return -1 if step is None else IN_ORDER.index(step)
