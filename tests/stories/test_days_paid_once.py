"""Certifications that overlap, move and come late: every week that the law pays is paid once, whatever comes first."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from contracts.eligibility import AssessmentMade
from contracts.registry import Fact
from contracts.values import Money
from law.people.life import BenefitClaim, Certification, CertifiedPeriod, Life
from law.people.stretches import stretches
from services.payments.reconcile import reconcile
from services.runtime.delivery import parking
from services.runtime.laptop.laptop import Laptop
from tests.stories.town import (
    CLAIM,
    FIRST,
    bank_pays,
    born,
    closes,
    decided,
    files_claim,
    final,
    lost_work,
    said,
    stated,
    town,
    wages,
)

AFTER = FIRST + timedelta(days=120)


def certified(key: str, first: int, weeks: int, *, version: int = 1, late: int = 0) -> Fact:
    """So many weeks from the `first` of the claim, with nothing earned."""
    periods = tuple(
        CertifiedPeriod(week, Money(minor=0, currency="USD"))
        for week in stretches("week", FIRST + timedelta(weeks=first), weeks)
    )
    certification = Certification(periods, periods[-1].period.end + timedelta(days=late), key)
    return stated(Life(claims=(BenefitClaim(key=CLAIM, certifications=(certification,)),)), version=version)


LIVES = {
    "each overlaps the next by a week": (certified("k-0", 0, 2), certified("k-1", 1, 2), certified("k-2", 3, 2)),
    "six weeks certified late over paid ones": (
        certified("k-0", 1, 2),
        certified("k-1", 4, 1),
        certified("k-late", 0, 6, late=60),
    ),
    "moved by a fortnight, and another on the days it left": (
        certified("k-0", 0, 2),
        certified("k-0", 2, 2, version=2),
        certified("k-1", 0, 2, late=40),
    ),
}


def paid_weeks(laptop: Laptop) -> dict[str, int]:
    """By the latest assessments, how much is due for each week; no week is due twice."""
    latest = {one.certification: one for one in decided(laptop) if isinstance(one, AssessmentMade)}
    weeks = [week for one in latest.values() for week in one.weeks if week.amount.minor]
    assert len({week.period.start for week in weeks}) == len(weeks)
    return {str(week.period.start): week.amount.minor for week in weeks}


@pytest.mark.parametrize("life", LIVES)
def test_every_order_of_certifications_ends_in_the_same_money_with_nothing_parked(tmp_path: Path, life: str) -> None:
    ends = []
    for number, order in enumerate(permutations(LIVES[life])):
        laptop = town(tmp_path / str(number))
        facts = [born(), *(wages(month) for month in range(1, 25)), lost_work(), files_claim()]
        laptop.publish(said(fact) for fact in facts)
        laptop.run_until_quiet()
        for place, certification in enumerate(order):
            laptop.publish([said(certification)])
            laptop.run_until_quiet()
            closes(laptop, AFTER + timedelta(days=place))
            bank_pays(laptop, AFTER + timedelta(days=place))
        closes(laptop, AFTER + timedelta(days=9))
        bank_pays(laptop, AFTER + timedelta(days=9))
        with laptop.databases["payments"].begin() as connection:
            report = reconcile(connection)
            assert not parking.waiting(connection)
        assert not report.differences
        net = final(laptop)["net"]
        assert isinstance(net, dict)
        assert sum(net.values()) == sum(paid_weeks(laptop).values()) > 0
        ends.append((paid_weeks(laptop), sum(net.values())))
        laptop.close()
    assert all(end == ends[0] for end in ends)
