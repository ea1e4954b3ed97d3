"""The employment service's word on the search for work: it pays what was not certified, and only opens a question."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from contracts.eligibility import WeekState
from contracts.registry import JobSearchVerified, Verified
from contracts.values import Period
from law.people.life import BenefitClaim, CertifiedPeriod, Life
from tests.law.schemes.abroad import Claimant

BEGAN, APRIL = date(2025, 3, 1), date(2025, 4, 1)
MARCH = Period(start=BEGAN, end=APRIL)


def month(*words: Verified, certified: bool, of: Period = MARCH) -> WeekState:
    """What becomes of March when the person certified so, and services said so."""
    person = Claimant("de/alg1", BEGAN).earned(3000, 24).lost_work().born(1985).stated(wage_tax_daily="9.91").claims()
    told = CertifiedPeriod(MARCH, sought_work=certified)
    person.says(claims=Life(claims=(BenefitClaim(),)).certifying([told]).claims)
    person.facts += [
        JobSearchVerified(
            key=f"search/{number}",
            source_version=1,
            recorded_at=datetime(2025, 4, 2, tzinfo=UTC),
            period=of,
            search=word,
            by="employment-service",
        )
        for number, word in enumerate(words)
    ]
    [assessed] = person.assessed()
    return assessed.state


@pytest.mark.parametrize(
    ("words", "certified", "state"),
    [
        ((), True, WeekState.PAID),
        ((), False, WeekState.HELD),
        ((Verified.MET,), False, WeekState.PAID),
        ((Verified.NOT_MET,), True, WeekState.HELD),
        ((Verified.CANNOT_SAY,), True, WeekState.PAID),
        ((Verified.CANNOT_SAY,), False, WeekState.HELD),
        ((Verified.CANNOT_SAY, Verified.MET), False, WeekState.PAID),
        ((Verified.MET, Verified.NOT_MET), True, WeekState.HELD),
    ],
)
def test_a_word_for_the_person_pays_and_one_against_asks(
    words: tuple[Verified, ...],
    certified: bool,  # noqa: FBT001 - a case of the table
    state: WeekState,
) -> None:
    assert month(*words, certified=certified) == state


def test_a_word_on_a_part_of_the_month_decides_nothing() -> None:
    half = Period(start=BEGAN, end=date(2025, 3, 16))
    assert month(Verified.NOT_MET, certified=True, of=half) == WeekState.PAID
