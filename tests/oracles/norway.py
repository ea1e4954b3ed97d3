"""Norwegian entitlement packs: what the agency's own engine says of income, base, rate and duration."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from contracts.values import Period
from law.case.case import Imposed
from law.decide.rests_and_sanctions import sanction_of
from law.packs.ask import value
from law.packs.pack import Answer, Found, Json, NotStated, Pack
from law.people.life import Life
from tests.oracles import norway_base
from tests.oracles.norway_claim import failed_periods
from tests.oracles.norway_law import income_of, law_of

DAYS_OF_A_WEEK = 7


def minimum_income(inputs: Json, _pack: Pack) -> Found:
    """Whether income is enough, or service stands for it."""
    law = law_of(inputs, **income_of(inputs))
    return {"minimum_income_test_met_or_not_needed": law.condition("enough_income").value}


def duration(inputs: Json, _pack: Pack) -> Found:
    """Weeks by income, or after service."""
    return {"weeks": value(law_of(inputs, **income_of(inputs)), "ordinary_weeks")}


def conscription_alternative(inputs: Json, _pack: Pack) -> Found:
    """Weeks and base with or without a right from service."""
    # The source's step states both incomes as what is left of them after indexation and the cap.
    bases = {"capped_12": inputs["income_last_12_months_nok"], "capped_36": inputs["income_last_36_months_nok"]}
    law = law_of(inputs, **income_of(inputs), **bases)
    return {
        "ordinary_weeks": value(law, "ordinary_weeks"),
        "conscription_weeks": value(law, "conscription_weeks"),
        "benefit_base_nok": value(law, "base"),
    }


def loss_of_working_time(inputs: Json, _pack: Pack) -> Found:
    """Whether enough working time was lost."""
    law = law_of(
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
    law = law_of(inputs)
    until = law.named("months_reported_until").value
    by = law.rules.scheme.vocabulary.questions["reporting_day"].answer(law.case, law.parameter("report_day").value)
    last = until - timedelta(days=1) if isinstance(until, date) else None
    return {"employer_reporting_deadline": by.value, "last_month_in_window": f"{last:%Y-%m}" if last else None}


def sanction_days(inputs: Json, _pack: Pack) -> Found:
    """Benefit days that a sanction of so many weeks uses up."""
    law = law_of(inputs)
    stated = inputs.get("weeks_imposed")
    weeks = law.parameter("sanction_weeks").value if stated in (None, "standard") else stated
    imposed = Imposed(days=int(Fraction(str(weeks))) * DAYS_OF_A_WEEK, before=0)
    none = stated == 0 or inputs.get("sanction_imposed", inputs.get("imposed")) is False
    days, lost = (0 if none else sanction_of(law, ground, imposed) for ground in ("quit", "refusal"))
    return {"sanction_benefit_days": days, "lost_benefit_days": lost}


def age_limit(inputs: Json, _pack: Pack) -> Found:
    """Whether the age limit is passed."""
    day = date.fromisoformat(inputs["effective_date"])
    law = law_of(inputs, Life(born=inputs["birth_date"][:7]), day=day)
    return {"age_requirement_met": law.condition("not_too_old").value}


def resumption(inputs: Json, _pack: Pack) -> Found:
    """Whether an earlier claim resumes, and is worked out anew."""
    law = law_of(
        inputs,
        day=date.fromisoformat(inputs["resumption_claim_date"]),
        last_benefit_day=date.fromisoformat(inputs["last_benefit_day_used"]),
        weeks_worked_since=12 if inputs["worked_12_weeks_or_more_since"] else 0,
    )
    return {"claim_resumes": value(law, "claim_resumes"), "recalculated": value(law, "recalculated")}


def coordination(inputs: Json, _pack: Pack) -> Found:
    """The rate beside reduced sick pay."""
    law = law_of(
        inputs,
        base=inputs["benefit_base_nok"],
        children=inputs["children"],
        other_benefit_daily=inputs["reduced_sick_pay_per_day_nok"],
    )
    return {
        "coordinated_daily_rate_nok": value(law, "rate_beside_others"),
        "still_entitled": value(law, "left_beside_others"),
    }


def layoff(inputs: Json, _pack: Pack) -> Found:
    """Weeks in a temporary layoff."""
    law = law_of(inputs, laid_off=inputs["layoff_right_granted"], fish_industry=inputs["fish_industry"])
    return {"weeks": value(law, "layoff_weeks")}


def deductible(inputs: Json, _pack: Pack) -> Found:
    """What is not paid at first."""
    law = law_of(inputs, daily_rate=inputs["daily_rate_nok"], fish_industry=inputs["fish_industry_layoff"])
    return {"deductible_nok": value(law, "deductible")}


def basic_amount(inputs: Json, _pack: Pack) -> Found:
    """The basic amount of a day."""
    name = "basic_amount" if inputs["for"] == "base" else "basic_amount_for_minimum"
    return {"G_nok": law_of(inputs, day=date.fromisoformat(inputs["date"])).parameter(name).value}


def holiday_supplement(inputs: Json, _pack: Pack) -> Found:
    """The supplement of the year after."""
    law = law_of(
        inputs, days_used_in_year=inputs["benefit_days_used_in_year"], paid_in_year=Fraction(inputs["paid_in_year_nok"])
    )
    return {"entitled": value(law, "holiday_due"), "supplement_nok": value(law, "holiday_supplement_exact")}


def automatic_stop(inputs: Json, _pack: Pack) -> Found:
    """From which day the claim stops, reports being told to the engine one by one."""
    law = law_of(inputs)
    if inputs.get("limit", 3) != law.parameter("failed_periods_max").value:
        raise NotStated(f"the law stops a claim after another number of periods than {inputs['limit']}")
    periods = [
        (
            Period(start=date.fromisoformat(period["from"]), end=date.fromisoformat(period["to"]) + timedelta(days=1)),
            bool(period["loss_requirement_met"]),
        )
        for period in inputs["periods"]
    ]
    return {"stop_from": failed_periods(date.fromisoformat(inputs["right_runs_from"]), periods)}


ANSWERS: dict[str, Answer] = norway_base.ANSWERS | {
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
    "basic_amount_in_force": basic_amount,
    "holiday_supplement": holiday_supplement,
    "automatic_stop_after_3_failed_periods": automatic_stop,
}
