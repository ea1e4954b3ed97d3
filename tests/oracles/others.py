"""Packs of South Africa: curve and credit days."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.oracles.law import run, sheet, value
from tests.oracles.pack import Answer, Found, Json, Pack

NEWER, OLDER = date(2020, 1, 1), date(2010, 1, 1)
WORKED = "insured_days(last_four_years)"


def daily_benefit(inputs: Json, _pack: Pack) -> Found:
    """Income, share and benefit of a day."""
    law = run(sheet("za/uif"), NEWER, monthly_income=inputs["average_monthly_pay_zar"])
    percent = Fraction(str(value(law, "replacement_rate"))) * 100
    return {
        "daily_income_zar": value(law, "daily_income"),
        "replacement_rate_pct": percent,
        "replacement_rate_pct_rounded": round(percent, 2),
        "daily_benefit_zar": value(law, "daily_benefit_exact"),
    }


def published(inputs: Json, pack: Pack) -> Found:
    """The published example rounds the share to 38 per cent and the income to the cent before multiplying."""
    found = daily_benefit(inputs, pack)
    percent, income = round(found["replacement_rate_pct"]), round(Fraction(str(found["daily_income_zar"])), 2)
    return {**found, "replacement_rate_pct_rounded": percent, "daily_benefit_zar": income * Fraction(percent, 100)}


def credits_now(inputs: Json, _pack: Pack) -> Found:
    """Credit days since the divisor is four."""
    given = {WORKED: inputs["days_worked_as_contributor_in_last_4_years"]}
    return {"credit_days": value(run(sheet("za/uif"), NEWER, **given), "credit_days")}


def credits_then(inputs: Json, _pack: Pack) -> Found:
    """Credit days under the Act of 2001, less those received."""
    given = {
        WORKED: inputs["days_worked_as_contributor_in_last_4_years"],
        "credits_received": inputs.get("benefit_days_received_in_last_4_years", 0),
    }
    return {"credit_days": value(run(sheet("za/uif"), OLDER, **given), "credit_days")}


SOUTH_AFRICA: dict[str, Answer] = {
    "daily_benefit": daily_benefit,
    "published_example": published,
    "credit_days_2018": credits_now,
    "credit_days_2001_act": credits_then,
    "credit_days_2001_act_less_used": credits_then,
}
