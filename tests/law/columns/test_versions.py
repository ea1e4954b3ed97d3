"""The columns compute each claim by the version of each rule that holds on the day it begins."""

from __future__ import annotations

from datetime import date

import pytest

from law.columns.calculator import ColumnCalculator
from law.language.sheet.scheme import Scheme
from tests.law.columns.compare import Comparison, from_aggregates, from_histories, outputs_of
from tests.law.columns.people import aggregates
from tests.law.language.changed_law import LEVEL, nobody_knows, sheet, versions
from tests.law.language.sheet import load, within

LATE = date(2020, 9, 1)
EARNED = """\
enough:
  meaning: Enough
  decided_by: arithmetic
  met: Yes.
  not_met: No.
"""
RECENT = "recent:\n  meaning: Recent\n" + versions(
    "last 2 completed calendar quarters before the claim begins",
    "last 4 completed calendar quarters before the claim begins",
    "new claims",
)
EVERY_KIND = sheet(
    "quantities",
    LEVEL + versions("low", "min(high_amount, share * high)", "periods"),
    "recently:\n  meaning: Recently\n  unit: USD\n  is: earnings_in(recent)",
    more=within("conditions", EARNED.replace("enough", "earned_enough") + versions("high > 0", "recently > 1 * enough"))
    + within("windows", RECENT),
)
WITH_FIGURES = sheet(
    "parameters",
    "changing:\n  meaning: Changing\n  unit: USD/week\n"
    + versions("10", "20", "periods", key="value", listed="values"),
    more=within("quantities", LEVEL + "  is: changing"),
)


def compared(scheme: Scheme) -> list[Comparison]:
    """Random persons by columns and exactly."""
    return [
        *(from_histories(scheme, 150, seed) for seed in (0, 1)),
        *(from_aggregates(scheme, 300, seed) for seed in (0, 2)),
    ]


@pytest.mark.parametrize("text", [EVERY_KIND, WITH_FIGURES], ids=["rules", "figures"])
def test_random_persons_come_out_alike_and_none_is_left_to_the_exact_evaluation(text: str) -> None:
    scheme = load(text)
    for one in compared(scheme):
        assert not one.differing, "\n".join([str(one), *one.differences])
        assert one.left_to_the_exact < one.persons / 20  # those before the first version


def test_claims_of_both_versions_are_among_them() -> None:
    scheme = load(EVERY_KIND)
    filed, given = aggregates(scheme, 300, 0)
    found = ColumnCalculator(scheme).from_aggregates(filed, given, outputs_of(scheme))

    assert {found.value(("quantity", "level"), person) for person in range(300)} >= {10, 20}


def test_claims_on_days_of_which_nothing_is_known_are_left_out_and_counted() -> None:
    unknown = nobody_knows(sheet("quantities", LEVEL + versions("low", "high_amount")), until=LATE)
    scheme = load(unknown)
    for one in compared(scheme):
        assert not one.differing, "\n".join([str(one), *one.differences])
    filed, given = aggregates(scheme, 300, 0)
    found = ColumnCalculator(scheme).from_aggregates(filed, given, outputs_of(scheme))

    assert found.outside_known_law is not None
    assert not found.not_vectorised
