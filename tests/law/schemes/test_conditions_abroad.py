"""Conditions that single laws add: time without gap, the last month, a fund's continuity, those who never worked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from law.people.life import Job
from tests.law.schemes.abroad import GRANTED, REFUSED, Claimant

D = Decimal


def with_gap(scheme: str, on: date, *, pay: int = 4000000) -> Claimant:
    """Twelve insured months of the last fifteen, none of the three just before the last one."""
    person = Claimant(scheme, on).earned(pay, 1).earned(pay, 11, back=4)
    return person.lost_work().born(1985)


@pytest.mark.parametrize(("on", "outcome"), [(date(2025, 1, 1), REFUSED), (date(2025, 3, 1), GRANTED)])
def test_an_indonesian_with_a_gap_is_refused_before_2025_and_granted_since(on: date, outcome: str) -> None:
    assert with_gap("id/jkp", on).claims().outcome == outcome


def test_a_jordanian_who_was_not_insured_in_the_last_month_is_refused() -> None:
    on = date(2025, 3, 1)
    assert Claimant("jo/ssc", on).earned(400, 40).lost_work().born(1985).claims().outcome == GRANTED
    assert Claimant("jo/ssc", on).earned(400, 40, back=1).lost_work().born(1985).claims().outcome == REFUSED


def test_a_chilean_without_three_months_in_a_row_is_paid_from_the_account_alone() -> None:
    on = date(2025, 3, 1)
    whole = Claimant("cl/cesantia", on).earned(1000000, 24).lost_work().born(1985).stated(account_balance=100000)
    broken = Claimant("cl/cesantia", on).earned(1000000, 2).earned(1000000, 20, back=3).lost_work().born(1985)
    broken.stated(account_balance=100000)

    assert whole.claims().months(1).paid == [700000]
    assert broken.claims().months(1).paid == [100000]


def test_a_chilean_under_a_fixed_term_is_paid_from_the_average_of_five_months() -> None:
    person = Claimant("cl/cesantia", date(2025, 3, 1)).earned(1000000, 5).earned(500000, 10, back=5).lost_work()
    assert person.stated(account_balance=0, fixed_term=True).claims().rate == 700000


def test_a_bahraini_who_seeks_work_for_the_first_time_is_paid_the_aid() -> None:
    def first_time(kind: str, on: date) -> Claimant:
        return Claimant("bh/unemployment", on).born(2002).stated(first_time_job_seeker=kind).claims()

    graduate = first_time("graduate", date(2025, 3, 1))
    assert (graduate.outcome, graduate.rate, graduate.lasts) == (GRANTED, D(200), (9, "month"))
    assert first_time("other", date(2025, 3, 1)).rate == 150
    assert first_time("other", date(2018, 3, 1)).rate == 120
    assert Claimant("bh/unemployment", date(2025, 3, 1)).born(2002).lost_work().claims().outcome == REFUSED


def test_a_bahraini_who_drew_benefit_before_has_twelve_months_of_eighteen_counted() -> None:
    person = Claimant("bh/unemployment", date(2022, 3, 1)).earned(500, 12).lost_work().born(1985).claims().months(1)
    later = date(2025, 3, 1)
    person.earned(500, 6, back=-36).earned(500, 6, back=-26)
    person.says(Job(key="second", ended=later))

    assert person.claims(again=later, key="again").determination("again").outcome.value == GRANTED
