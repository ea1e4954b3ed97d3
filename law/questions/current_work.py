"""Questions about work that goes on: hours that were reduced, work suspended, employments beside each other."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from contracts.registry import EmploymentEnded, EmploymentStarted, EmploymentSuspended, HoursChanged
from law.case.benefit_periods import days_of
from law.case.case import Case
from law.language.sheet.scheme import DAYS_OF_A_WEEK
from law.language.terms.questions import Answer, QuestionRegister
from law.language.terms.values import Unknown
from law.questions.person_and_job import MINUTES_OF_AN_HOUR, hours_not_said

REGISTER = QuestionRegister()


@REGISTER.question(unit="hours/week", sentence="the weekly working time that is left on the day of the claim")
def weekly_hours_left(case: Case) -> Answer:
    """Of all employments that run on that day: as they were changed, zero while work is suspended."""
    day = case.claim.filed_on
    running = _running(case, day)
    minutes = [_minutes_on(case, job, day) for job in running]
    keys = tuple(job.key for job in running) + tuple(key for _, own in minutes for key in own)
    return Answer(_hours([own for own, _ in minutes]), keys)


@REGISTER.question(unit="yes_no", sentence="work is suspended without end of the employment on the day of the claim")
def work_is_suspended(case: Case) -> Answer:
    """Whether an employer reported so (C168 Art. 10(2)(b))."""
    day = case.claim.filed_on
    suspended = [fact for fact in _suspensions(case) if _holds(fact, day)]
    return Answer(bool(suspended), tuple(fact.key for fact in suspended))


@REGISTER.question(unit="count", sentence="the number of employments that run on the day of the claim")
def employments_running(case: Case) -> Answer:
    """As the registry knows them; one that ends on that day no longer runs."""
    running = _running(case, case.claim.filed_on)
    return Answer(len(running), tuple(job.key for job in running))


@REGISTER.question(unit="hours", scope="week", sentence="the agreed working hours of the period without any reduction")
def agreed_hours_of_period(case: Case) -> Answer:
    """Of the employments that run on each day, by the calendar day, without temporary changes."""
    return _hours_of_period(case, with_reduction=False)


@REGISTER.question(unit="hours", scope="week", sentence="the working hours of the period as they were reduced")
def reduced_hours_of_period(case: Case) -> Answer:
    """The same with temporary reductions, and zero while work is suspended."""
    return _hours_of_period(case, with_reduction=True)


def _hours_of_period(case: Case, *, with_reduction: bool) -> Answer:
    minutes_of_days: list[int | Unknown] = []
    keys: dict[str, None] = {}
    for day in days_of(case.certified().period):
        for job in _running(case, day):
            minutes, own = _minutes_on(case, job, day, with_reduction=with_reduction)
            minutes_of_days.append(minutes)
            keys |= dict.fromkeys((job.key, *own))
    return Answer(_hours(minutes_of_days, DAYS_OF_A_WEEK), tuple(keys))


def _hours(minutes: list[int | Unknown], parts: int = 1) -> Fraction | Unknown:
    """The sum in hours, where each is told for so many parts; unknown if one of them is."""
    doubt = Unknown.among(minutes)
    return doubt or Fraction(sum(known for known in minutes if isinstance(known, int)), MINUTES_OF_AN_HOUR * parts)


def _running(case: Case, day: date) -> list[EmploymentStarted]:
    ended = {fact.employment: fact.ended_on for fact in case.facts.of(EmploymentEnded)}
    begun = [fact for fact in case.facts.of(EmploymentStarted) if fact.started_on <= day]
    return [fact for fact in begun if ended.get(fact.employment, date.max) > day]


def _minutes_on(
    case: Case, job: EmploymentStarted, day: date, *, with_reduction: bool = True
) -> tuple[int | Unknown, tuple[str, ...]]:
    """The weekly minutes of an employment on a day; of changes that hold together the one that began last."""
    stopped = [fact for fact in _suspensions(case) if fact.employment == job.employment and _holds(fact, day)]
    if stopped and with_reduction:
        return 0, tuple(fact.key for fact in stopped)
    changed = [
        fact
        for fact in case.facts.of(HoursChanged)
        if fact.employment == job.employment and _holds(fact, day) and (with_reduction or not fact.temporary)
    ]
    newest = max(changed, key=lambda fact: (fact.period.start, fact.key), default=None)
    if newest is not None:
        return newest.minutes_weekly, (newest.key,)
    return (hours_not_said(job) if job.minutes_weekly is None else job.minutes_weekly), ()


def _suspensions(case: Case) -> list[EmploymentSuspended]:
    return case.facts.of(EmploymentSuspended)


def _holds(fact: HoursChanged | EmploymentSuspended, day: date) -> bool:
    return fact.period.start <= day < fact.period.end
