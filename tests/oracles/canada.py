"""Canadian packs: hours needed, weeks payable, the weekly rate, and earnings while on claim."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from contracts.values import Period
from law.people.life import Job, Life
from tests.oracles.law import claim_on, determined, paid, period_of, run, sheet, value
from tests.oracles.pack import Answer, Found, Json, NotStated, Pack

SCHEME = "ca/ei-regular"
IN_FORCE = date(2026, 4, 5)
VIOLATIONS: dict[str | None, str] = {None: "no_violation", "none": "no_violation"}
FIRST_SUNDAY_BY = 10
"""By this day of January a benefit period, which begins on a Sunday, has begun in the year itself."""
HALF_A_CENT = Fraction(1, 200)
"""The law pays whole cents; the pack, which leaves rounding out, shares of them."""
HOURS = "insured_hours(qualifying_period)"


def _rate(inputs: Json) -> Fraction:
    return Fraction(inputs["regional_unemployment_rate_pct"]) / 100


def qualification(inputs: Json, _pack: Pack) -> Found:
    """Whether the hours are enough for the regional rate and the violations before."""
    law = run(
        sheet(SCHEME),
        IN_FORCE,
        **{
            HOURS: inputs["insurable_hours_in_qualifying_period"],
            "regional_rate": _rate(inputs),
            "violation": VIOLATIONS.get(inputs.get("violation"), inputs.get("violation")),
        },
    )
    return {"qualifies": law.condition("enough_hours").value, "required_hours": value(law, "hours_required")}


def duration(inputs: Json, _pack: Pack) -> Found:
    """Weeks payable by Schedule I, or V for seasonal claimants."""
    if inputs["table"] not in {"I", "V"}:
        raise NotStated(f"the law knows the schedules I and V, and the case asks for {inputs['table']}")
    law = run(
        sheet(SCHEME),
        IN_FORCE,
        **{
            HOURS: inputs["insurable_hours_in_qualifying_period"],
            "regional_rate": _rate(inputs),
            "seasonal_claimant": inputs["table"] == "V",
        },
    )
    weeks = value(law, "maximum_weeks")
    return {"max_weeks": weeks or None}


def weekly_rate(inputs: Json, _pack: Pack) -> Found:
    """The rate from the best weeks of a qualifying period whose weeks are stated one by one."""
    weeks = inputs["weekly_insurable_earnings_in_qualifying_period_cad"]
    starts = [IN_FORCE - timedelta(weeks=len(weeks) - number) for number in range(len(weeks))]
    scheme = sheet(SCHEME)
    pay = tuple(
        paid(amount, start, start + timedelta(weeks=1), scheme) for amount, start in zip(weeks, starts, strict=True)
    )
    given = {
        "regional_rate": _rate(inputs),
        "maximum_yearly_insurable_earnings": inputs["maximum_yearly_insurable_earnings_cad"],
    }
    return _rates(run(scheme, IN_FORCE, Life(jobs=(Job(pay=pay),)), **given))


def maximum(inputs: Json, _pack: Pack) -> Found:
    """The highest rate of a year."""
    given = {
        "weekly_insurable_earnings": inputs["weekly_insurable_earnings_cad"],
        "maximum_yearly_insurable_earnings": inputs["maximum_yearly_insurable_earnings_cad"],
    }
    return _rates(run(sheet(SCHEME), date(inputs["benefit_period_year"], 1, FIRST_SUNDAY_BY), **given))


def _rates(law: Any) -> Found:
    return {
        "number_of_best_weeks": value(law, "number_of_best_weeks"),
        "weekly_insurable_earnings_cad": value(law, "weekly_insurable_earnings"),
        "weekly_rate_cad_unrounded": value(law, "weekly_rate_exact"),
        "weekly_rate_cad_rounded_to_dollar": value(law, "weekly_rate"),
    }


def partial_earnings(inputs: Json, _pack: Pack) -> Found:
    """What is deducted for earnings in a week, and what remains."""
    scheme = sheet(SCHEME)
    given = {
        HOURS: 2000,
        "regional_rate": Fraction(6, 100),
        "weekly_insurable_earnings": inputs["weekly_insurable_earnings_cad"],
        "weekly_rate": inputs["weekly_rate_cad"],
    }
    life = Life(jobs=(Job(ended=IN_FORCE),))
    facts, outer = claim_on(IN_FORCE, scheme, life), run(scheme, IN_FORCE, life, **given)
    week = Period.of_days(IN_FORCE + timedelta(weeks=1), 7)
    law = period_of(outer, determined(facts, scheme, **given), week, earned=inputs["earnings_in_week_cad"])
    return {
        "deduction_cad": value(law, "deduction_in_full"),
        "benefit_payable_cad": value(law, "weekly_payment"),
        "tolerance": HALF_A_CENT,
    }


ANSWERS: dict[str, Answer] = {
    "qualification": qualification,
    "duration": duration,
    "weekly_rate": weekly_rate,
    "weekly_rate_maximum": maximum,
    "partial_earnings": partial_earnings,
}
