"""The pack of the fifty states: quarters of wages as facts, the weekly amount before rounding, and eligibility."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

from law.people.life import Job, Life
from tests.oracles.law import paid, run, sheet, value
from tests.oracles.pack import Answer, Found, Json, Pack

SCHEME = "us/states-2020"
FILED = date(2020, 1, 6)
QUARTERS = [date(2018, 10, 1), date(2019, 1, 1), date(2019, 4, 1), date(2019, 7, 1), date(2019, 10, 1)]
NOT_ENFORCED = "enough_outside_by_weekly_amounts"
"""The pack's source lists this test and never applies it; the sheet has it, as a condition of its own."""
DECIMALS = Fraction(1, 10**9)
"""The source writes 1/26 as 0.038461538: so much of the wages is the doubt about a weekly amount."""


def weekly_amount(inputs: Json, _pack: Pack) -> Found:
    """The weekly amount, zero if the wages are not enough."""
    scheme, quarters = sheet(SCHEME), inputs["quarter_earnings_usd_oldest_first"]
    pay = tuple(
        paid(amount, start, end, scheme)
        for amount, (start, end) in zip(quarters, pairwise(QUARTERS), strict=True)
        if amount
    )
    life = Life(born="1980-01", region=inputs["state"], jobs=(Job(pay=pay),))
    law = run(scheme, FILED, life, weeks_worked=inputs["weeks_worked"])
    tests = [
        name for name, condition in scheme.conditions.items() if not condition.by_a_person and name != NOT_ENFORCED
    ]
    eligible = all(law.condition(name).value is True for name in tests)
    return {
        "weekly_benefit_usd_unrounded": value(law, "weekly_amount_exact") if eligible else 0,
        "monetarily_eligible": eligible,
        "tolerance": DECIMALS * sum(map(Fraction, quarters)),
    }


KINDS = (
    "published_example interior_rising interior_falling cap one_quarter_only "
    "steady_smallest_whole_dollar_quarter_that_qualifies steady_one_dollar_less"
)
ANSWERS: dict[str, Answer] = dict.fromkeys(KINDS.split(), weekly_amount)
