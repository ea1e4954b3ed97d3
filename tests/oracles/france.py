"""The French pack: entitlement from contracts, and benefit beside pay from resumed work, month by month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from contracts.registry import Separation
from contracts.values import Period
from law.language.run.evaluation import AnyEvaluation
from law.language.terms.calendar import add_months, first_of_month, first_of_next_month, is_weekday
from law.packs.ask import claim_on, determined, holds, paid, period_of, run, sheet, value
from law.packs.compare import Quotations
from law.packs.pack import Answer, Found, Json, Pack
from law.people.life import Job, Life, Pay

SCHEME = "fr/are"
MINUTES_OF_A_WORK_DAY = 7 * 60
DAYS_OF_A_MONTH = 30
SINGLE_PRECISION = Fraction(1, 10**6)
"""The source adds up in single precision: of a sum of months so much in proportion may be noise."""
MOST_DAYS_OF_THE_SOURCE = {0: 730, 53: 913, 55: 1095}
"""By age: the source divides pay by no more days; the law divides by those from the first contract to the last."""
REASONS = {
    "licenciement": Separation.DISMISSED,
    "fin_cdd": Separation.FIXED_TERM_ENDED,
    "rupture_conventionnelle": Separation.MUTUAL_AGREEMENT,
    "demission": Separation.VOLUNTARY,
    "demission_legitime": Separation.VOLUNTARY,
}
ANY_CEILING = 10**6  # official cases state no ceiling of social security, and their pay is far below any


def _contracts(jobs: Iterable[Json]) -> Iterable[Pay]:
    """Every month of every contract as a registry states it: pay, and hours of its weekdays."""
    for number, job in enumerate(jobs):
        first, last = date.fromisoformat(job["start"]), date.fromisoformat(job["end"]) + timedelta(days=1)
        start = first
        while start < last:
            end = min(last, first_of_next_month(start))
            days = sum(is_weekday(start + timedelta(days=day)) for day in range((end - start).days))
            minutes = int(days * MINUTES_OF_A_WORK_DAY * Fraction(job["working_time_share"]))
            pay = job["gross_eur_per_month"]
            yield paid(pay, start, end, sheet(SCHEME), minutes=minutes, key=f"job-{number}-{start}")
            start = end


def entitlement(inputs: Json, _pack: Pack) -> Found:
    """Eligibility, days, reference wage and daily benefit."""
    day, jobs = date.fromisoformat(f"{inputs['claim_month']}-01"), inputs["jobs"]
    last = max(jobs, key=lambda job: job["end"])
    ended = date.fromisoformat(last["end"]) + timedelta(days=1)
    job = Job(ended=ended, reason=REASONS[last["end_reason"]], pay=tuple(_contracts(jobs)))
    life = Life(born=inputs["birth_date"][:7], jobs=(job,))
    given = {
        "security_ceiling": inputs.get("monthly_social_security_ceiling_eur", ANY_CEILING),
        "legitimate_resignation": last["end_reason"] == "demission_legitime",
        "last_day_of_work": date.fromisoformat(last["end"]),
    }
    law = run(sheet(SCHEME), day, life, **given)
    most = max(days for age, days in MOST_DAYS_OF_THE_SOURCE.items() if _number(law, "age_at_end") >= age)
    if _number(law, "salary_days") > most:
        law = run(sheet(SCHEME), day, life, **given, salary_days=most)
    return {**_periods(law, day), **_amounts(law, day), "eligible": holds(law), "noise": SINGLE_PRECISION}


def _number(law: AnyEvaluation, name: str) -> Fraction:
    return Fraction(str(value(law, name)))


def _periods(law: AnyEvaluation, day: date) -> dict[str, Any]:
    window = "months_36" if value(law, "is_older") else "months_24"
    months = 36 if value(law, "is_older") else 24
    question = law.rules.scheme.vocabulary.questions["days_from_first_to_last"]
    spans = law.rules.scheme.windows[window].window.spans(day)
    keys = set(question.answer(law.case, spans).facts)
    starts = [fact.period.start for fact in law.case.facts.everything if getattr(fact, "key", "") in keys]  # type: ignore[attr-defined]
    return {
        "age_at_job_end": value(law, "age_at_end"),
        "reference_period_months": months,
        "worked_days": value(law, "work_days"),
        "reference_period_start": max(min(starts), first_of_month(add_months(day, -months))) if starts else None,
        "reference_period_calendar_days": value(law, "reference_days"),
    }


def _amounts(law: AnyEvaluation, day: date) -> dict[str, Any]:
    """The pack's source has no minimum benefit and no maximum after the coefficient; the sheet has both, apart."""
    found = {
        "reference_salary_total_eur": "reference_salary",
        "reference_daily_wage_divisor_days": "salary_days",
        "reference_daily_wage_eur": "reference_wage",
        "daily_benefit_full_rate_eur": "daily_before_minimum",
        "duration_days": "days_before_maximum",
        "daily_benefit_degressed_eur": "daily_later",
    }
    amounts: dict[str, Any] = {name: value(law, quantity) for name, quantity in found.items()}
    amounts["degression_starts_on"] = _falls_on(law, day)
    daily, net = Fraction(str(value(law, "daily_before_minimum"))), Fraction(str(value(law, "net_daily")))
    amounts["benefit_before_contributions_eur_per_30_day_month"] = DAYS_OF_A_MONTH * daily
    amounts["benefit_net_eur_per_30_day_month"] = DAYS_OF_A_MONTH * net
    return amounts


def _falls_on(law: AnyEvaluation, day: date) -> date | None:
    """From which day the benefit falls, if it lasts until then, in months of thirty days."""
    months, days = divmod(int(Fraction(str(value(law, "days_before_maximum")))), DAYS_OF_A_MONTH)
    after_last, falls_on = add_months(day, months) + timedelta(days=days), value(law, "falls_on")
    if value(law, "falls") is not True or not isinstance(falls_on, date):
        return None
    return falls_on if falls_on < after_last else None


def official(inputs: Json, pack: Pack) -> Found:
    """As above; beside it the simulator of the institution, which rounds its net amount otherwise."""
    found = dict(entitlement(inputs, pack))
    known = Quotations(duration_days=found["duration_days"], eligible=found["eligible"])
    return {**found, "official_simulator_france_travail": known}


def month(inputs: Json, _pack: Pack, left: Any = None) -> Found:
    """One month beside pay from resumed work."""
    scheme, start = sheet(SCHEME), date.fromisoformat(f"{inputs['month']}-01")
    left = inputs["benefit_days_left_at_start"] if left is None else left
    pay = inputs["resumed_job_gross_eur_per_month"]
    before = inputs.get("daily_benefit_before_degression_eur", inputs["daily_benefit_eur"])
    given = {
        "daily_benefit": before,
        "daily_now_stated": inputs["daily_benefit_eur"],
        "reference_wage": inputs["reference_daily_wage_eur"],
        "days_of_benefit": 730,
        "work_days": 500,
        "daily_later": before,
        "benefit_left()": left,
    }
    life = Life(jobs=(Job(ended=start),))
    outer = run(scheme, start, life, **given)
    found = determined(claim_on(start, scheme, life), scheme, **given)
    law = period_of(outer, found, Period(start=start, end=first_of_next_month(start)), earned=pay)
    return _month(law, left, works=inputs["activity"] == "actif" and pay > 0)


def _month(law: AnyEvaluation, left: Any, *, works: bool) -> Found:
    paid, payable = (Fraction(str(value(law, name))) for name in ("days_paid", "days_payable"))
    of_day = {name: Fraction(str(value(law, f"{name}_of_day"))) for name in ("pension", "csg", "crds")}
    payment = value(law, "payment")
    # The source deducts for every day that would be payable, also for those of which none is left.
    deductions = sum(of_day.values()) * payable
    return {
        "supplement_applies": works,
        "full_month_benefit_eur": value(law, "full_month"),
        "resumed_pay_counted_eur": value(law, "pay_counted"),
        "benefit_days_payable": payable,
        "benefit_days_paid": paid,
        "benefit_gross_eur": payment if works else 0,
        "unemployment_benefit_gross_eur": payment,
        "unemployment_benefit_gross": payment,
        "benefit_days_left_at_start": left,
        "benefit_days_left_at_end": max(Fraction(0), Fraction(left) - payable),
        "pension_contribution_per_day_eur": -of_day["pension"],
        "pension_contribution_eur": -of_day["pension"] * payable,
        "csg_per_day_eur": -of_day["csg"],
        "csg_eur": -of_day["csg"] * payable,
        "crds_per_day_eur": -of_day["crds"],
        "crds_eur": -of_day["crds"] * payable,
        "deductions_eur": -deductions,
        "benefit_net_eur": max(Fraction(0), Fraction(str(payment)) - deductions) if works else 0,
    }


def sequence(inputs: Json, pack: Pack) -> Found:
    """Months that follow each other: each leaves days for the next."""
    left: Any = inputs["months"][0]["benefit_days_left_at_start"]
    found = []
    for one in inputs["months"]:
        told = month(one, pack, left)
        found.append({"month": one["month"], **told})
        left = told["benefit_days_left_at_end"]
    return {"months": found}


ANSWERS: dict[str, Answer] = {
    "official_entitlement": official,
    "computed_entitlement": entitlement,
    "official_test": month,
    "computed": month,
    "official_test_month_sequence": sequence,
}
