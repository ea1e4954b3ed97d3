"""German benefit is paid on in sickness for six weeks, and rests beside severance pay up to the end once agreed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from contracts.eligibility import BenefitState, WeekState
from contracts.employment import Absence, EmploymentStarted, LeavingPayment
from contracts.registry import Contract
from contracts.values import Period
from law.people.life import AbsentDays, Job, PaidOnLeaving
from tests.law.schemes.abroad import Claimant

BEGAN = date(2025, 3, 1)
MARCH, APRIL = (BEGAN, date(2025, 4, 1)), (date(2025, 4, 1), date(2025, 5, 1))


def ill(*days: tuple[date, date], kind: Absence = Absence.SICKNESS) -> list[WeekState]:
    """What becomes of March and April for somebody who was ill, or absent otherwise, on these days."""
    person = Claimant("de/alg1", BEGAN).earned(3000, 24).lost_work()
    person.says(born="1985-06").stated(wage_tax_daily="9.91").claims()
    absences = tuple(AbsentDays(Period(start=start, end=end), kind) for start, end in days)
    return [week.state for week in person.says(absences=absences).certifies(MARCH, APRIL).assessed()]


def test_six_weeks_of_sickness_are_paid_and_a_day_more_is_asked_about() -> None:
    first = date(2025, 3, 10)
    assert ill((first, first + timedelta(days=42))) == [WeekState.PAID, WeekState.PAID]
    assert ill((first, first + timedelta(days=43))) == [WeekState.PAID, WeekState.HELD]


def test_reports_of_one_sickness_that_follow_each_other_are_counted_as_one() -> None:
    first, next_report = date(2025, 3, 10), date(2025, 3, 31)
    after = first + timedelta(days=43)
    assert ill((first, next_report), (next_report, after)) == [WeekState.PAID, WeekState.HELD]
    well_between = next_report + timedelta(days=1)
    assert ill((first, next_report), (well_between, after)) == [WeekState.PAID, WeekState.PAID]


def test_a_sickness_from_before_the_claim_is_asked_about() -> None:
    assert ill((date(2025, 2, 20), date(2025, 3, 6))) == [WeekState.HELD, WeekState.PAID]


def test_days_in_service_are_asked_about() -> None:
    assert ill((date(2025, 3, 10), date(2025, 3, 20)), kind=Absence.SERVICE) == [WeekState.HELD, WeekState.PAID]


def rested(ended: date, agreed_end: date | None, severance: int = 9000) -> int:
    """The days on which the benefit rests beside severance pay."""
    leaving = PaidOnLeaving(LeavingPayment.SEVERANCE, severance)
    job = Job(started=date(2023, 1, 1), ended=ended, contract=Contract.FIXED_TERM, paid_on_leaving=(leaving,))
    person = Claimant("de/alg1", BEGAN).earned(3000, 24).says(job, born="1985-06").stated(wage_tax_daily="9.91")
    person.facts = [
        fact.model_copy(update={"agreed_end": agreed_end}) if isinstance(fact, EmploymentStarted) else fact
        for fact in person.facts
    ]
    timeline = person.claims().determination().timeline
    return sum(stretch.period.days for stretch in timeline if stretch.state is BenefitState.DISQUALIFIED)


@pytest.mark.parametrize(
    ("agreed_end", "days"),  # at most 0.60 x 20,000 / 98.63
    [(None, 0), (BEGAN, 0), (date(2025, 3, 13), 12), (date(2026, 1, 1), 121)],
)
def test_severance_pay_of_a_fixed_term_ended_early_lets_benefit_rest_until_its_agreed_end(
    agreed_end: date | None, days: int
) -> None:
    assert rested(BEGAN, agreed_end, severance=20_000) == days
