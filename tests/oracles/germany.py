"""German packs: GETTSIM's entitlements and net pay, and the statute's durations."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from law.case.case import Imposed
from law.decide.rests_and_sanctions import sanction_of
from law.packs.ask import holds, paid, run, sheet, value
from law.packs.pack import Answer, Found, Json, NotStated, Pack
from law.people.life import Job, Life

STATUTE = date(2020, 1, 1)
LAW_OF_2026 = date(2026, 6, 1)
DAYS_OF_A_MONTH, DAYS_OF_A_YEAR, MONTHS = 30, 365, 12
DAYS_OF_THE_FRAME = 913
AN_AGE = 40  # no rule on short contracts asks for it
TAX_IS_ROUNDED = Fraction(1, 100)
"""The pack rounds tax and surcharge to the cent and the net pay that follows from them not."""
IN_FRAME, IN_EXTENDED = "months_in_frame", "months_in_extended_frame"


def entitlement(inputs: Json, _pack: Pack) -> Found:
    """Amount by the month, duration, and whether the conditions hold, from given aggregates."""
    day = date.fromisoformat(inputs["policy_date"])
    given: dict[str, Any] = {
        IN_FRAME: inputs["insured_months_in_last_30"],
        IN_EXTENDED: inputs["insured_months_in_last_60"],
        "age()": inputs["age_years"],
        "months_since_birth()": inputs["age_years"] * MONTHS,
        "children": inputs["child_allowances"],
        "side_job_hours": inputs["weekly_hours_of_side_job"],
        "seeks_work": inputs["seeking_work"],
        "months_drawn": inputs["benefit_months_already_drawn_without_break"],
        "net_pay_daily": Fraction(inputs["mean_net_pay_last_12_months_eur_per_month"]) / DAYS_OF_A_MONTH,
    }
    if "reached_pension_age" in inputs:
        given["pension_age_reached"] = inputs["reached_pension_age"]
    law = run(sheet("de/alg1"), day, Life(jobs=(Job(ended=day),)), **given)
    eligible = holds(law)
    daily = value(law, "daily_benefit_exact")
    return {
        "benefit_eur_per_month": DAYS_OF_A_MONTH * Fraction(daily) if eligible else 0,  # type: ignore[arg-type]
        "remaining_months": value(law, "months_payable"),
        "qualifying_period_met": value(law, "qualifies_ordinarily"),
        "eligible": eligible,
    }


def assessment_pay(inputs: Json, pack: Pack) -> Found:
    """Net pay of a year by lump deductions, and what a month of benefit comes to at either rate."""
    day = date.fromisoformat(inputs["policy_date"])
    taxed = inputs if "wage_tax_eur_per_year" in inputs else _same_pay(inputs, pack)
    given = {
        "gross_pay_daily": Fraction(inputs["gross_eur_per_month"]) * MONTHS / DAYS_OF_A_YEAR,
        "wage_tax_daily": Fraction(taxed["wage_tax_eur_per_year"]) / DAYS_OF_A_YEAR,
        "solidarity_surcharge_daily": Fraction(taxed["solidarity_surcharge_eur_per_year"]) / DAYS_OF_A_YEAR,
        "contribution_ceiling": taxed["contribution_ceiling_eur_per_year"],
    }
    rates = {}
    law = run(sheet("de/alg1"), day, **given)
    for rate, children in ((60, 0), (67, 1)):
        law = run(sheet("de/alg1"), day, **given, children=children)
        year = Fraction(value(law, "daily_benefit_exact")) * DAYS_OF_A_YEAR  # type: ignore[arg-type]
        rates[f"benefit_eur_per_month_rate_{rate}"] = year / MONTHS
    net = Fraction(value(law, "net_pay_daily")) * DAYS_OF_A_YEAR  # type: ignore[arg-type]
    return {"assessment_net_pay_eur_per_year": net, **rates, "tolerance": TAX_IS_ROUNDED}


def _same_pay(inputs: Json, pack: Pack) -> Json:
    """The case of the same pay, tax class and day that states the wage tax, which is never worked out here."""
    asked = ("policy_date", "gross_eur_per_month", "tax_class")
    for case in pack.cases:
        other: Json = case["inputs"]
        if "wage_tax_eur_per_year" in other and all(other.get(name) == inputs[name] for name in asked):
            return other
    raise NotStated("the case states no wage tax, and no other case of the pack states it for the same pay")


def duration(inputs: Json, _pack: Pack) -> Found:
    """Months and calendar days by the statute's table, from months or calendar days insured in sixty months."""
    if "insured_calendar_days_in_60_months" in inputs:
        days = inputs["insured_calendar_days_in_60_months"]
        in_frame = min(days, DAYS_OF_THE_FRAME)
        given = {"age()": inputs["age"], _insured_days("frame"): in_frame, _insured_days("extended_frame"): days}
        return _duration(STATUTE, given)
    months = inputs["insured_months_in_extended_window"]
    return _duration(STATUTE, {IN_EXTENDED: months, IN_FRAME: months, "age()": inputs["age_years_completed"]})


def short_duration(inputs: Json, _pack: Pack) -> Found:
    """Months and calendar days for those who mostly had short contracts."""
    months = inputs["insured_months_in_window"]
    given = {IN_EXTENDED: months, IN_FRAME: months, "mostly_short_contracts": True}
    return _duration(STATUTE, {**given, "age()": inputs["age_years_completed"]})


def short_contracts(inputs: Json, _pack: Pack) -> Found:
    """The same, where more or fewer months lie outside of the frame."""
    given = {IN_FRAME: inputs["months_in_30"], IN_EXTENDED: inputs["months_in_60"], "mostly_short_contracts": True}
    return _duration(LAW_OF_2026, {**given, "age()": AN_AGE})


def _duration(day: date, given: dict[str, Any]) -> Found:
    law = run(sheet("de/alg1"), day, Life(jobs=(Job(ended=day),)), **given)
    return {"months": value(law, "months_payable"), "calendar_days": value(law, "days_of_benefit")}


def _insured_days(window: str) -> str:
    return f"insured_days_with({window}, insured_without_pay)"


def qualifies(inputs: Json, _pack: Pack) -> Found:
    """Whether insured days are enough, for a claim on the day after the last of them."""
    scheme = sheet("de/alg1")
    first, last = (date.fromisoformat(inputs[name]) for name in ("insured_from", "insured_to"))
    ended = last + timedelta(days=1)
    law = run(scheme, ended, Life(jobs=(Job(ended=ended, pay=(paid(1, first, ended, scheme),)),)))
    return {"qualifies": value(law, "qualifies_ordinarily")}


def cut_for_giving_up_work(inputs: Json, _pack: Pack) -> Found:
    """Days that a sanction for giving up work takes from the duration."""
    given = {"days_of_benefit": inputs["days_of_claim"]}
    if "days_since_event" in inputs:
        given["employment_ended()"] = LAW_OF_2026 - timedelta(days=inputs["days_since_event"])
    law = run(sheet("de/alg1"), LAW_OF_2026, Life(jobs=(Job(ended=LAW_OF_2026),)), **given)
    days = inputs["sanction_days"]
    return {"cut_days": sanction_of(law, "quit", Imposed(days, before=0, in_all=days))}


def ceiling(inputs: Json, _pack: Pack) -> Found:
    """The contribution ceiling of a year, in the western or in the eastern states."""
    name = "pension_ceiling" if inputs["kind"] == "ceiling_west" else "pension_ceiling_east"
    return {"yearly": run(sheet("de/alg1"), date(inputs["year"], 1, 1)).parameter(name).value}


def short_time_months(inputs: Json, _pack: Pack) -> Found:
    """For how many months short-time work may be drawn on, by the ordinance in force in a month."""
    day = date.fromisoformat(f"{inputs['month']}-01")
    return {"months_max": run(sheet("de/kurzarbeitergeld"), day).parameter("months_max").value}


def remainder(inputs: Json, _pack: Pack) -> Found:
    """A new claim with the rest of an older one, up to the longest duration of the age."""
    ages = {12: 30, 15: 50, 18: 55, 24: 58}
    law = run(
        sheet("de/alg1"),
        STATUTE,
        **{
            "age()": ages[inputs["maximum_months_for_age"]],
            "months_of_new_claim": inputs["new_claim_months"],
            "old_claim_months_left": inputs["remaining_months_of_old_claim"],
            "old_claim_years": inputs["years_since_old_claim_arose"],
        },
    )
    return {"months": value(law, "months_payable")}


GETTSIM: dict[str, Answer] = {
    "entitlement": entitlement,
    "official_policy_case": entitlement,
    "assessment_pay": assessment_pay,
    "official_policy_case_assessment_pay": assessment_pay,
}
STATUTES: dict[str, Answer] = {
    "duration": duration,
    "duration_short_qualifying_period_s142_2": short_duration,
    "remainder_of_extinguished_claim": remainder,
    "qualify": qualifies,
    "duration_short_contracts": short_contracts,
    "cut_for_giving_up_work": cut_for_giving_up_work,
    "ceiling_west": ceiling,
    "ceiling_east": ceiling,
    "short_time_months": short_time_months,
}
ANSWERS = GETTSIM | STATUTES
