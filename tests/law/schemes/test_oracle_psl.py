"""Mississippi against an independent engine: PSLmodels/ui_calculator, figures of January 2020.

The oracle does not round and writes 1/26 as 0.038461538, so the unrounded quantity is compared within the
precision of that decimal; eligibility is compared exactly.
"""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from contracts.eligibility import DeterminationOutcome
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from tests.law.schemes.person import in_mississippi

PACK = json.loads(
    (Path(__file__).parents[2] / "oracles/us_state_ui_2020_psl.json").read_text(encoding="utf-8"), parse_float=Decimal
)
CASES: list[dict[str, Any]] = [case for case in PACK["cases"] if case["inputs"]["state"] == "MS"]
RATE_PRECISION = Fraction(1, 10**9)  # of the oracle's nine-digit 1/26, per dollar of wages


def test_the_pack_has_cases_of_mississippi() -> None:
    assert len(CASES) >= 2


@pytest.mark.parametrize("case", CASES, ids=[case["inputs"]["kind"] for case in CASES])
def test_the_sheet_agrees_with_the_independent_engine(case: dict[str, Any]) -> None:
    quarters = case["inputs"]["quarter_earnings_usd_oldest_first"]
    person = in_mississippi(*(str(amount).removesuffix(".0") for amount in quarters))

    determination = person.determination()

    eligible = determination.outcome is DeterminationOutcome.GRANTED
    assert eligible is case["expected"]["monetarily_eligible"], case["cite"]
    if eligible:
        run = ClaimUnderLaw(person.scheme, FactSet(person.facts), person.claim).evaluation()
        unrounded = run.quantity("weekly_benefit_unrounded").value
        assert isinstance(unrounded, int | Fraction)
        expected = Fraction(case["expected"]["weekly_benefit_usd_unrounded"])
        assert abs(unrounded - expected) <= RATE_PRECISION * Fraction(max(quarters)), case["cite"]


def test_the_figures_of_the_sheet_are_those_of_the_pack() -> None:
    row = PACK["parameters"]["states"]["MS"]
    benefit, needed = row["benefit_rows_in_order"][0], row["monetary_eligibility"]
    parameters = in_mississippi().scheme.parameters

    assert parameters["weekly_benefit_max"].values[-1].value == benefit["max"]
    assert parameters["weekly_benefit_min"].values[-1].value == benefit["min"]
    assert parameters["weeks_of_benefit_in_base_period"].values[-1].value == needed["wba"]
    assert parameters["quarters_min"].values[-1].value == needed["num_quarters"]
    least = parameters["weeks_of_minimum_in_highest_quarter"].values[-1].value
    assert least * parameters["weekly_benefit_min"].values[-1].value == Fraction(needed["absolute_hqw"])
