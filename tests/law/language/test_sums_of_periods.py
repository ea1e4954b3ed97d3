"""What a quantity of a period came to in the periods before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from contracts.values import Money, Period
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.decide.assess import assess
from law.decide.determine import determine
from law.people.as_facts import facts_of
from law.people.life import CLAIM, BenefitClaim, CertifiedPeriod, Job, Life, Pay
from tests.law.language.sheet import SOUND, changed, fault, load

MONDAY = date(2020, 6, 8)
SHEET = changed(
    """          is: max(0, rate - week_earnings())
          round: down to 1
""",
    """          is: max(0, rate - total_of_periods_before(earned_then))
          round: down to 1
        earned_then:
          meaning: Earned
          unit: USD/week
          is: week_earnings()
""",
)


def paid(earned: Sequence[int], *, backwards: bool = False) -> list[int]:
    """What is paid for each week after a high quarter of 5,200 dollars, of which a week has 200."""
    scheme = load(SHEET)
    quarter = Pay(Period(start=date(2019, 10, 1), end=date(2020, 1, 1)), Money(minor=520000, currency="USD"))
    life = Life(jobs=(Job(started=date(2019, 10, 1), ended=MONDAY, pay=(quarter,)),), claims=(BenefitClaim(MONDAY),))
    weeks = [
        CertifiedPeriod(
            Period.of_days(MONDAY + timedelta(weeks=number), 7), Money(minor=amount * 100, currency="USD"), 0
        )
        for number, amount in enumerate(earned)
    ]
    facts = facts_of(life.certifying(weeks), scheme)
    claim = ClaimUnderLaw(scheme, FactSet(reversed(facts) if backwards else facts), CLAIM)
    return [assessed.amount.minor // 100 for assessed in assess(claim, determine(claim))]


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "backwards"])
def test_a_week_is_asked_what_those_before_it_earned_in_whatever_order_they_arrive(*, backwards: bool) -> None:
    assert paid([30, 50, 0, 0], backwards=backwards) == [0, 170, 120, 120]


def test_a_week_of_waiting_that_earns_too_much_counts_as_well() -> None:
    assert paid([250, 0, 0]) == [0, 0, 0]


def test_it_is_asked_about_a_quantity_of_each_week_that_is_a_number() -> None:
    error = fault(SHEET.replace("(earned_then)", "(high)"))
    assert "total_of_periods_before is asked with a quantity named under each_week" in error.sentence
    assert error.example == "is: total_of_periods_before(earnings_of_week)"

    yes_no = SHEET.replace(
        "unit: USD/week\n          is: week_earnings()", "unit: yes_no\n          is: able_to_work()"
    )
    assert "adds up numbers, not yes_no" in fault(yes_no).sentence


def test_it_is_asked_under_each_week_alone() -> None:
    error = fault(SOUND.replace("is: share * high\n", "is: share * high - total_of_periods_before(due)\n"))
    assert "is asked about a certified week" in error.sentence
