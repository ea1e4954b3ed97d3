"""The model scheme at the floors of C102 Part IV: 45 per cent, thirteen weeks, seven days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.registry import Separation
from tests.law.schemes.abroad import GRANTED, REFUSED, WAITS, Claimant


def worker(pay: int = 2600, months: int = 6, *, reason: Separation = Separation.LAID_OFF) -> Claimant:
    return Claimant("ilo/c102-minimum", date(2020, 3, 1)).earned(pay, months).lost_work(reason).born(1985).claims()


def test_a_worker_is_paid_45_per_cent_for_thirteen_weeks() -> None:
    assert (worker().outcome, worker().rate, worker().lasts) == (GRANTED, Decimal(270), (13, "week"))


def test_a_worker_with_high_pay_meets_45_per_cent_of_the_reference_wage() -> None:
    assert worker(20000).rate == Decimal("562.50")


def test_a_worker_waits_seven_days() -> None:
    assert worker().determination().waiting_days == 7
    assert worker().weeks(2).paid == [0, 270]


def test_a_worker_with_five_months_is_refused() -> None:
    assert worker(months=5).outcome == REFUSED


def test_a_worker_who_left_is_asked_about() -> None:
    assert worker(reason=Separation.VOLUNTARY).outcome == WAITS


def test_a_worker_is_not_paid_a_fourteenth_week() -> None:
    assert worker().weeks(15).paid == [0] + [270] * 13 + [0]
