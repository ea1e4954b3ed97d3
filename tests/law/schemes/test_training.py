"""Days in training certify availability where a sheet says so; a day on which nobody came takes nothing away."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from contracts.eligibility import WeekState
from contracts.training import ParticipationCounted
from contracts.values import Period
from law.people.life import BenefitClaim, CertifiedPeriod, Life
from tests.law.schemes.abroad import Claimant

BEGAN, APRIL = date(2025, 3, 1), date(2025, 4, 1)
MARCH = Period(start=BEGAN, end=APRIL)


def counted(
    first: date | None, last: date | None, *, trains: bool = True, attended: tuple[Period, ...] = ()
) -> ParticipationCounted:
    return ParticipationCounted(
        key="referral-1",
        source_version=1,
        recorded_at=datetime(2025, 4, 2, tzinfo=UTC),
        claim="claim",
        programme="programme-new-trade",
        trains=trains,
        began_on=first,
        last_day=last,
        over=False,
        attended=attended,
    )


def march(*facts: ParticipationCounted, available: bool = False) -> WeekState:
    """What becomes of March when the person certified so, and providers reported so."""
    person = Claimant("de/alg1", BEGAN).earned(3000, 24).lost_work().born(1985).stated(wage_tax_daily="9.91").claims()
    told = CertifiedPeriod(MARCH, available=available, sought_work=available)
    person.says(claims=Life(claims=(BenefitClaim(),)).certifying([told]).claims)
    person.facts += facts
    [assessed] = person.assessed()
    return assessed.state


@pytest.mark.parametrize(
    ("fact", "state"),
    [
        (counted(BEGAN, date(2025, 3, 28)), WeekState.PAID),
        (counted(date(2025, 3, 31), date(2025, 3, 31)), WeekState.PAID),
        (counted(date(2025, 2, 1), date(2025, 2, 28)), WeekState.HELD),
        (counted(APRIL, APRIL), WeekState.HELD),
        (counted(BEGAN, date(2025, 3, 28), trains=False), WeekState.HELD),
        (counted(None, None), WeekState.HELD),
    ],
)
def test_training_in_the_month_stands_for_availability_and_nothing_else_does(
    fact: ParticipationCounted, state: WeekState
) -> None:
    assert march(fact) == state


def test_a_training_to_which_nobody_came_cuts_nothing() -> None:
    assert march(counted(BEGAN, BEGAN, attended=()), available=True) == WeekState.PAID
    assert march(available=True) == WeekState.PAID
