"""A rule with two versions says what two sheets would say, each with one of them, at the days the change is for."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from hypothesis import given
from hypothesis import strategies as any_

from tests.law.language.changed_law import LEVEL, Claimant, sheet
from tests.law.language.sheet import load

Section = Literal["quantities", "each_week"]
ATOMS = ("low", "high_amount", "share * high", "share * highest_quarter(base)")
BY_WEEKS, BY_CLAIM = "the first day of the week", "the day the claim begins"
FIRST = date(2020, 1, 1)

formulas = any_.recursive(
    any_.sampled_from(ATOMS),
    lambda inner: any_.one_of(
        any_.builds("min({}, {})".format, inner, inner),
        any_.builds("({} + {})".format, inner, inner),
        any_.builds("(if high > 0 then {} else {})".format, inner, inner),
    ),
    max_leaves=4,
)
days = any_.dates(date(2020, 1, 2), date(2020, 12, 1))


@dataclass(frozen=True)
class Change:
    """What a rule says before and after a day, for whom, and under which law a week of the sheet is paid."""

    section: Section
    old: str
    new: str
    on: date
    applies: Literal["as the law", "new claims", "running claims", "periods"]
    periods_from: date
    week_law: str

    def sheet(self, rule: str) -> str:
        """A sheet in which the level is found by this rule."""
        level = LEVEL + textwrap.indent(rule, "  ")
        entry = level if self.section == "quantities" else "quantities:\n" + textwrap.indent(level, "  ")
        return sheet(self.section, entry).replace(f"as_on: {BY_WEEKS}", f"as_on: {self.week_law}")

    @property
    def versions(self) -> str:
        """The rule in its two versions."""
        applies = {
            "as the law": "",
            "new claims": "    for: new claims\n",
            "running claims": "    for: running claims from the next period\n",
            "periods": f"    for: periods from {self.periods_from}\n",
        }[self.applies]
        return (
            f'versions:\n  - from: {FIRST}\n    is: "{self.old}"\n  - from: {self.on}\n{applies}    is: "{self.new}"\n'
        )

    def is_new(self, claim: date, week: date) -> bool:
        """Whether the new version holds for a week of a claim that begins on a day."""
        by_claim = self.week_law == BY_CLAIM or self.section == "quantities"
        match self.applies:
            case "as the law":
                return (claim if by_claim else week) >= self.on
            case "new claims":
                return claim >= self.on
            case "running claims":
                return week >= self.on
            case "periods":
                return week >= self.periods_from


changes = any_.builds(
    Change,
    section=any_.sampled_from(["quantities", "each_week"]),
    old=formulas,
    new=formulas,
    on=days,
    applies=any_.sampled_from(["as the law", "new claims", "running claims", "periods"]),
    periods_from=days,
    week_law=any_.sampled_from([BY_WEEKS, BY_CLAIM]),
)


@given(changes, days, any_.sets(any_.integers(1, 45), min_size=1, max_size=6))
def test_a_rule_with_versions_is_two_sheets_at_the_days_of_the_change(
    change: Change, claim: date, numbers: set[int]
) -> None:
    weeks = [claim + timedelta(weeks=number) for number in sorted(numbers)]
    together, old, new = (
        Claimant(load(change.sheet(rule)), claim).paid(*weeks)
        for rule in (change.versions, f'is: "{change.old}"', f'is: "{change.new}"')
    )

    expected = [
        after if change.is_new(claim, week) else before for week, before, after in zip(weeks, old, new, strict=True)
    ]
    assert together == expected
