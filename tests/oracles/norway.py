"""Norwegian entitlement packs: what the agency's own engine says of income, base, rate and duration."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from contracts.base import Event
from contracts.values import Period
from services.eligibility.case import Imposed
from services.eligibility.resting import sanction_of
from services.eligibility.rulesheet.calendar import first_of_next_month
from services.eligibility.rulesheet.evaluate import Evaluation
from tests.oracles.law import born, earned, run, sheet, value
from tests.oracles.norway_claim import failed_periods
from tests.oracles.pack import Answer, Found, Json, Pack

SCHEME = "no/dagpenger"
ANY_DAY = date(2022, 4, 1)
INDEXED = [
    f"indexed_earnings({window}, basic_amount)" for window in ("months_1_to_12", "months_13_to_24", "months_25_to_36")
]


def _law(inputs: Json, *facts: Event, day: date | None = None, **given: Any) -> Evaluation:
    claim = date.fromisoformat(inputs["claim_date"]) if "claim_date" in inputs else day or ANY_DAY
    return run(sheet(SCHEME), claim, facts, **given)


def _income(inputs: Json) -> dict[str, Any]:
    return {
        "income_12_months": inputs["income_last_12_months_nok"],
        "income_36_months": inputs["income_last_36_months_nok"],
        "conscription_right": inputs.get("conscription_right", False),
    }


def _paid(inputs: Json, *, fishing: bool = True) -> list[Event]:
    """The monthly incomes as facts, with those below nought that correct others; one fact a line."""
    paid: list[Event] = []
    for number, line in enumerate(inputs["monthly_income_nok"]):
        if not fishing and line.get("class") == "FANGST_FISKE":
            continue
        start = date.fromisoformat(f"{line['month']}-01")
        paid.append(earned(line["amount"], start, first_of_next_month(start), sheet(SCHEME), key=f"pay-{number}"))
    return paid


def _reported(inputs: Json) -> dict[str, Any]:
    last = date.fromisoformat(f"{inputs['last_month_in_window']}-01")
    return {"months_reported_until": first_of_next_month(last)}


def minimum_income(inputs: Json, _pack: Pack) -> Found:
    """Whether income is enough, or service stands for it."""
    law = _law(inputs, **_income(inputs))
    return {"minimum_income_test_met_or_not_needed": law.condition("enough_income").value}


def duration(inputs: Json, _pack: Pack) -> Found:
    """Weeks by income, or after service."""
    return {"weeks": value(_law(inputs, **_income(inputs)), "ordinary_weeks")}


def conscription_alternative(inputs: Json, _pack: Pack) -> Found:
    """Weeks and base with or without a right from service."""
    blocks = dict(zip(INDEXED, (inputs["income_last_12_months_nok"], 0, 0), strict=True))
    law = _law(inputs, **_income(inputs), **blocks)
    return {
        "ordinary_weeks": value(law, "ordinary_weeks"),
        "conscription_weeks": value(law, "conscription_weeks"),
        "benefit_base_nok": value(law, "base"),
    }


def loss_of_working_time(inputs: Json, _pack: Pack) -> Found:
    """Whether enough working time was lost."""
    law = _law(
        inputs,
        **{
            "usual_weekly_hours()": inputs["usual_weekly_hours"],
            "by_conscription": False,
            "weekly_hours_now": inputs["new_weekly_hours"],
            "fish_industry": inputs["laid_off_from_fish_industry"],
        },
    )
    return {"requirement_met": law.condition("enough_loss_of_work").value}


def window_end(inputs: Json, _pack: Pack) -> Found:
    """By which day employers report, and the last month that counts."""
    law = _law(inputs)
    until = law.named("months_reported_until").value
    by = law.rules.scheme.vocabulary.questions["reporting_day"].answer(law.case, law.parameter("report_day").value)
    last = until - timedelta(days=1) if isinstance(until, date) else None
    return {"employer_reporting_deadline": by.value, "last_month_in_window": f"{last:%Y-%m}" if last else None}


def sanction_days(inputs: Json, _pack: Pack) -> Found:
    """Benefit days that a sanction of so many weeks uses up."""
    imposed = Imposed(days=inputs["weeks_imposed"] * 7, before=0)
    days = sanction_of(_law(inputs), "quit", imposed)
    return {"sanction_benefit_days": days, "lost_benefit_days": sanction_of(_law(inputs), "refusal", imposed)}


def age_limit(inputs: Json, _pack: Pack) -> Found:
    """Whether the age limit is passed."""
    day = date.fromisoformat(inputs["effective_date"])
    law = _law(inputs, born(date.fromisoformat(inputs["birth_date"])), day=day)
    return {"age_requirement_met": law.condition("not_too_old").value}


def resumption(inputs: Json, _pack: Pack) -> Found:
    """Whether an earlier claim resumes, and is worked out anew."""
    law = _law(
        inputs,
        day=date.fromisoformat(inputs["resumption_claim_date"]),
        last_benefit_day=date.fromisoformat(inputs["last_benefit_day_used"]),
        weeks_worked_since=12 if inputs["worked_12_weeks_or_more_since"] else 0,
    )
    return {"claim_resumes": value(law, "claim_resumes"), "recalculated": value(law, "recalculated")}


def coordination(inputs: Json, _pack: Pack) -> Found:
    """The rate beside reduced sick pay."""
    law = _law(
        inputs,
        base=inputs["benefit_base_nok"],
        children=inputs["children"],
        other_benefit_daily=inputs["reduced_sick_pay_per_day_nok"],
    )
    rate = value(law, "daily_rate")
    return {"coordinated_daily_rate_nok": rate, "still_entitled": rate != 0}


def layoff(inputs: Json, _pack: Pack) -> Found:
    """Weeks in a temporary layoff."""
    law = _law(inputs, laid_off=inputs["layoff_right_granted"], fish_industry=inputs["fish_industry"])
    return {"weeks": value(law, "layoff_weeks")}


def deductible(inputs: Json, _pack: Pack) -> Found:
    """What is not paid at first."""
    law = _law(inputs, daily_rate=inputs["daily_rate_nok"], fish_industry=inputs["fish_industry_layoff"])
    return {"deductible_nok": value(law, "deductible")}


def daily_rate(inputs: Json, _pack: Pack) -> Found:
    """Rates from a base, with children and up to the cap."""
    return _rates(
        _law(
            inputs,
            base=inputs["benefit_base_nok"],
            children=inputs["children"],
            supplement_of_child=inputs["child_supplement_per_day_nok"],
        )
    )


def rate_from_base(inputs: Json, _pack: Pack) -> Found:
    """Base and rates from a base before the cap."""
    before = inputs["base_before_cap_nok"]
    law = _law(
        inputs,
        year_1=before,
        year_2=0,
        year_3=0,
        by_conscription=False,
        children=inputs["children"],
        supplement_of_child=inputs["child_supplement_per_day_nok"],
    )
    return {**_rates(law), "base_nok": value(law, "base"), "base_uncapped_nok": before}


def _rates(law: Evaluation) -> dict[str, Any]:
    return {
        "daily_rate_without_child_supplement_unrounded_nok": value(law, "daily_rate_exact"),
        "daily_rate_without_child_supplement_nok": value(law, "daily_rate_alone"),
        "daily_rate_with_child_supplement_nok": value(law, "daily_rate_full"),
        "daily_rate_nok": value(law, "daily_rate_full"),
        "daily_rate_maximum_nok": value(law, "daily_rate_max"),
        "weekly_rate_with_child_supplement_nok": value(law, "weekly_rate"),
    }


def base(inputs: Json, _pack: Pack) -> Found:
    """The base from monthly incomes."""
    law = _law(inputs, *_paid(inputs), by_conscription=False, **_reported(inputs))
    return {
        "base_unrounded_nok": value(law, "base_exact"),
        "base_nok": value(law, "base"),
        "uncapped_nok": value(law, "base_before_cap"),
        "capped": value(law, "base_is_capped"),
        "basis": "last 12 months" if value(law, "last_year_is_best") else "average of last 36 months",
    }


def single_base(inputs: Json, _pack: Pack) -> Found:
    """One of the two ways to a base, with or without income from fishing."""
    rule = inputs["rule"]
    law = _law(inputs, *_paid(inputs, fishing="fishing" in rule), by_conscription=False, **_reported(inputs))
    names = ("year_1", "capped_12") if "last 12" in rule else ("uncapped_36", "capped_36")
    uncapped, capped = (value(law, name) for name in names)
    return {"uncapped_nok": uncapped, "capped_nok": capped}


def manual_base(inputs: Json, _pack: Pack) -> Found:
    """A base that the agency set, up to the cap."""
    law = _law(inputs, base_by_hand=inputs["manual_base_nok"], by_conscription=False)
    return {"base_nok": value(law, "base"), "capped": value(law, "base_is_capped")}


def conscription_base(inputs: Json, _pack: Pack) -> Found:
    """The base after military service."""
    return {"base_nok": value(_law(inputs), "conscription_base")}


def duration_from_months(inputs: Json, _pack: Pack) -> Found:
    """Weeks from monthly incomes, whether or not they are enough."""
    if inputs.get("conscription_basis"):
        return {"weeks": value(_law(inputs, by_conscription=True), "conscription_weeks")}
    return {"weeks": value(_law(inputs, *_paid(inputs), **_reported(inputs)), "weeks_by_income")}


def basic_amount(inputs: Json, _pack: Pack) -> Found:
    """The basic amount of a day."""
    name = "basic_amount" if inputs["for"] == "base" else "basic_amount_for_minimum"
    return {"G_nok": _law(inputs, day=date.fromisoformat(inputs["date"])).parameter(name).value}


def holiday_supplement(inputs: Json, _pack: Pack) -> Found:
    """The supplement of the year after."""
    law = _law(inputs, days_used_in_year=inputs["benefit_days_used_in_year"], paid_in_year=inputs["paid_in_year_nok"])
    return {"entitled": value(law, "holiday_due"), "supplement_nok": Fraction(str(value(law, "holiday_supplement")))}


def automatic_stop(inputs: Json, _pack: Pack) -> Found:
    """From which day the claim stops, reports being told to the engine one by one."""
    periods = [
        (
            Period(start=date.fromisoformat(period["from"]), end=date.fromisoformat(period["to"]) + timedelta(days=1)),
            bool(period["loss_requirement_met"]),
        )
        for period in inputs["periods"]
    ]
    return {"stop_from": failed_periods(date.fromisoformat(inputs["right_runs_from"]), periods)}


ANSWERS: dict[str, Answer] = {
    "minimum_income": minimum_income,
    "duration": duration,
    "conscription_alternative": conscription_alternative,
    "loss_of_working_time_at_claim": loss_of_working_time,
    "qualifying_window_end": window_end,
    "sanction_days_self_inflicted_unemployment": sanction_days,
    "temporary_loss_days": sanction_days,
    "age_limit": age_limit,
    "resumption": resumption,
    "coordination_with_sick_pay": coordination,
    "temporary_layoff_weeks": layoff,
    "deductible": deductible,
    "daily_rate": daily_rate,
    "rate_from_base": rate_from_base,
    "benefit_base": base,
    "benefit_base_single_rule": single_base,
    "manual_base": manual_base,
    "conscription_base": conscription_base,
    "duration_from_monthly_income": duration_from_months,
    "basic_amount_in_force": basic_amount,
    "holiday_supplement": holiday_supplement,
    "automatic_stop_after_3_failed_periods": automatic_stop,
}
