"""Short-time work: what is due for one worker in one month, by the line of the employer's list alone.

The line is made into the life of a person who keeps the work and certifies the month, and the sheet is asked as for
anybody else. A public holiday is no day on which work was lost: where more hours are said to be lost than the working
days of the month hold, a person looks at the line.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from contracts.eligibility import DeterminationOutcome, WeekState
from contracts.intake import ClaimFiled
from contracts.short_time import ShortTimeReported
from contracts.short_time_answers import LineOutcome
from contracts.values import FIRST_DAY, Money, Period
from law.case.benefit_periods import days_of
from law.case.case import in_major
from law.case.facts import FactSet
from law.case.model import Assessment, Determination
from law.decide.all_claims import under_law
from law.decide.assess import assess
from law.decide.determine import determine
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Scheme
from law.language.terms.calendar import SATURDAY, add_months, is_working_day
from law.language.terms.derivation import Json
from law.language.terms.errors import OutsideKnownLaw
from law.people.as_facts import facts_of
from law.people.life import (
    MINUTES_OF_AN_HOUR,
    BenefitClaim,
    Certification,
    CertifiedPeriod,
    Job,
    Life,
    Pay,
    ReducedHours,
    StatedValue,
    Statement,
)

WORKDAYS_OF_A_WEEK = SATURDAY
"""From Monday to Friday."""


class LineDue(NamedTuple):
    """What became of a line, and why."""

    outcome: LineOutcome
    amount: Money
    because: str
    cites: str
    if_accepted: Money | None = None
    """For a line that needs a person: what is due if they find that it is right; None where that is not known."""


def due_of_line(line: ShortTimeReported, scheme: Scheme) -> LineDue:
    """What the sheet gives for the line. Raises `OutsideKnownLaw` for a month of which it knows no law."""
    if line.month.start == FIRST_DAY:
        raise OutsideKnownLaw(f"no month before {FIRST_DAY} is known, and what was earned before decides")
    due = _by_the_sheet(line, scheme)
    possible = working_minutes(line, scheme.country)
    if line.minutes_lost <= possible or due.outcome is not LineOutcome.DUE:
        return due
    because = (
        f"{_hours(line.minutes_lost)} hours are said to be lost, and the working days of the month, without public "
        f"holidays, hold {_hours(possible)}: a person looks at it."
    )
    nothing = Money(minor=0, currency=scheme.currency)
    return LineDue(LineOutcome.NEEDS_A_PERSON, nothing, because, due.cites, due.amount)


def derivation_of(line: ShortTimeReported, scheme: Scheme) -> list[Json]:
    """How the sheet comes to what is due, down to what the line states. Raises `OutsideKnownLaw`."""
    _, assessment = _assessed(line, scheme)
    return assessment.derivation


def _assessed(line: ShortTimeReported, scheme: Scheme) -> tuple[Determination, Assessment]:
    facts = FactSet(facts_of(_life(line, scheme), scheme))
    [filed] = facts.of(ClaimFiled)
    claim = under_law({scheme.name: scheme}, facts, filed, ())
    determination = determine(claim)
    [assessment] = assess(claim, determination)
    return determination, assessment


def _by_the_sheet(line: ShortTimeReported, scheme: Scheme) -> LineDue:
    determination, assessment = _assessed(line, scheme)
    [week] = assessment.weeks
    if determination.outcome is DeterminationOutcome.NEEDS_A_PERSON or week.state is WeekState.HELD:
        return LineDue(LineOutcome.NEEDS_A_PERSON, Money(minor=0, currency=scheme.currency), week.because, week.cites)
    outcome = LineOutcome.DUE if assessment.amount.minor else LineOutcome.NOT_DUE
    return LineDue(outcome, assessment.amount, week.because, week.cites)


def working_minutes(line: ShortTimeReported, country: str) -> Fraction:
    """The agreed working time of the month, without weekends and the public holidays of the place."""
    days = sum(is_working_day(day, country, line.region) for day in days_of(line.month))
    return Fraction(line.minutes_agreed_weekly * days, WORKDAYS_OF_A_WEEK)


def _hours(minutes: int | Fraction) -> str:
    whole, rest = divmod(int(minutes), MINUTES_OF_AN_HOUR)
    return f"{whole}:{rest:02d}"


def _life(line: ShortTimeReported, scheme: Scheme) -> Life:
    """A person who keeps the work, and certifies the month with the pay that is left."""
    month = line.month
    weekly_lost = Fraction(line.minutes_lost * DAYS_OF_A_WEEK, month.days)
    left = max(0, int(line.minutes_agreed_weekly - weekly_lost))
    job = Job(
        key=line.employment,
        employer=line.employer,
        started=month.start - timedelta(days=1),
        minutes_weekly=line.minutes_agreed_weekly,
        pay=(Pay(Period(start=add_months(month.start, -1), end=month.start), line.should_pay),),
        reduced=(ReducedHours(month, left),),
    )
    certified = Certification((CertifiedPeriod(month, line.pay),), month.end)
    stated: dict[str, StatedValue] = {
        "workplace_decided": line.workplace_decided,
        "should_pay": in_major(line.should_pay.minor, scheme.minor_units),
        "net_of_should_pay": in_major(line.net_of_should_pay.minor, scheme.minor_units),
        "net_of_pay": in_major(line.net_of_pay.minor, scheme.minor_units),
        "children": line.children,
    }
    return Life(
        jobs=(job,),
        stated=tuple(Statement(name, value) for name, value in stated.items() if name in scheme.particulars),
        claims=(BenefitClaim(month.start, month.start, certifications=(certified,)),),
    )
