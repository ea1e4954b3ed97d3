"""Norwegian entitlement packs: the base from incomes and what a day comes to."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from law.language.run.evaluation import AnyEvaluation
from law.packs.ask import value
from law.packs.compare import Opening
from law.packs.pack import Answer, Found, Json, Pack
from tests.oracles.norway_law import law_of, paid_of, reported


def daily_rate(inputs: Json, _pack: Pack) -> Found:
    """Rates from a base, with children and up to the cap."""
    return _rates(
        law_of(
            inputs,
            base=inputs["benefit_base_nok"],
            children=inputs["children"],
            supplement_of_child=inputs["child_supplement_per_day_nok"],
        )
    )


def rate_from_base(inputs: Json, _pack: Pack) -> Found:
    """Base and rates from a base before the cap."""
    before = inputs["base_before_cap_nok"]
    law = law_of(
        inputs,
        year_1=before,
        year_2=0,
        year_3=0,
        by_conscription=False,
        children=inputs["children"],
        supplement_of_child=inputs["child_supplement_per_day_nok"],
    )
    return {**_rates(law), "base_nok": value(law, "base"), "base_uncapped_nok": before}


def _rates(law: AnyEvaluation) -> dict[str, Any]:
    return {
        "daily_rate_without_child_supplement_unrounded_nok": value(law, "daily_rate_exact"),
        "daily_rate_without_child_supplement_nok": value(law, "daily_rate_alone"),
        "daily_rate_with_child_supplement_nok": value(law, "daily_rate_full"),
        "daily_rate_nok": value(law, "daily_rate_full"),
        "daily_rate_maximum_nok": value(law, "daily_rate_max"),
        "weekly_rate_with_child_supplement_nok": value(law, "weekly_rate"),
        "weekly_rate_nok": value(law, "weekly_rate"),
    }


def base(inputs: Json, _pack: Pack) -> Found:
    """The base from monthly incomes."""
    law = law_of(inputs, paid_of(inputs), by_conscription=False, **reported(inputs))
    last_year = value(law, "last_year_is_best")
    # Before the cap the source adds the three years up and does not yet divide them.
    years = ("year_1",) if last_year else ("year_1", "year_2", "year_3")
    return {
        "base_unrounded_nok": value(law, "base_exact"),
        "base_nok": value(law, "base"),
        "uncapped_nok": sum(Fraction(str(value(law, year))) for year in years),
        "capped": value(law, "base_is_capped"),
        "basis": Opening("last 12 months" if last_year else "average of last 36 months"),
    }


def single_base(inputs: Json, _pack: Pack) -> Found:
    """One of the two ways to a base, with or without income from fishing."""
    rule = inputs["rule"]
    law = law_of(inputs, paid_of(inputs, fishing="fishing" in rule), by_conscription=False, **reported(inputs))
    names = ("year_1", "capped_12") if "last 12" in rule else ("uncapped_36", "capped_36")
    uncapped, capped = (value(law, name) for name in names)
    return {"uncapped_nok": uncapped, "capped_nok": capped}


def manual_base(inputs: Json, _pack: Pack) -> Found:
    """A base that the agency set, up to the cap."""
    law = law_of(inputs, base_by_hand=inputs["manual_base_nok"], by_conscription=False)
    uncapped = {"uncapped_nok": inputs["manual_base_nok"], "base_uncapped_nok": inputs["manual_base_nok"]}
    return {"base_nok": value(law, "base"), "capped": value(law, "base_is_capped"), **uncapped}


def conscription_base(inputs: Json, _pack: Pack) -> Found:
    """The base after military service."""
    return {"base_nok": value(law_of(inputs), "conscription_base")}


def duration_from_months(inputs: Json, _pack: Pack) -> Found:
    """Weeks from monthly incomes, whether or not they are enough."""
    if inputs.get("conscription_basis"):
        return {"weeks": value(law_of(inputs, by_conscription=True), "conscription_weeks")}
    return {"weeks": value(law_of(inputs, paid_of(inputs), **reported(inputs)), "weeks_by_income")}


ANSWERS: dict[str, Answer] = {
    "daily_rate": daily_rate,
    "rate_from_base": rate_from_base,
    "benefit_base": base,
    "benefit_base_single_rule": single_base,
    "manual_base": manual_base,
    "conscription_base": conscription_base,
    "duration_from_monthly_income": duration_from_months,
}
