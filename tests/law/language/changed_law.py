"""A small sheet in which one thing changes on the first of July 2020, and a person who is paid before and after it."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from contracts.intake import CertificationFiled, CertifiedWeek, ClaimFiled
from contracts.values import Money, Period
from law.case.case import Case
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Determination
from law.decide.assess import assess
from law.decide.determine import determine
from law.language.run.evaluation import Evaluation
from law.language.sheet.scheme import Scheme
from tests.law.language.ask import RECORDED, wage
from tests.law.language.sheet import SOUND, changed, load, within

CHANGE, LATER = date(2020, 7, 1), date(2020, 9, 1)
BEFORE_CHANGE, AFTER_CHANGE, AFTER_LATER = date(2020, 6, 15), date(2020, 7, 13), date(2020, 9, 7)
"""Mondays on which benefit weeks begin."""
OLD_CLAIM, NEW_CLAIM = date(2020, 6, 1), date(2020, 7, 6)
FOR = {
    "as the law": "",
    "new claims": "new claims",
    "running claims": "running claims from the next period",
    "periods": f"periods from {LATER}",
}
FIGURES = """
  - article: Changed Act § 1
    says: What is paid is low or high.
    parameters:
      low:
        meaning: Low
        unit: USD/week
        values:
          - from: 2020-01-01
            value: 10
      high_amount:
        meaning: High amount
        unit: USD/week
        values:
          - from: 2020-01-01
            value: 20
      seven:
        meaning: Days of a week
        unit: count
        values:
          - from: 2020-01-01
            value: 7
      two_quarters:
        meaning: Two quarters
        unit: quarters
        values:
          - from: 2020-01-01
            value: 2
"""
LEVEL = "level:\n  meaning: Level\n  unit: USD/week\n  round: down to 1\n"
DUE_IS = "is: max(0, rate - week_earnings())"


def versions(  # noqa: PLR0913  what two versions are made of
    old: str, new: str, applies: str = "", *, key: str = "is", listed: str = "versions", since: date = date(2020, 1, 1)
) -> str:
    """Two versions, the second from the change on."""
    second = f"    for: {FOR[applies]}\n" if FOR.get(applies) else ""
    return textwrap.indent(
        f"{listed}:\n  - from: {since}\n    {key}: {old}\n    at: old\n"
        f"  - from: {CHANGE}\n{second}    {key}: {new}\n    at: new\n",
        "  ",
    )


def sheet(section: str, *entries: str, due: str = "level", more: str = "") -> str:
    """The small sheet with these entries in an article of their own; `due` is what is paid for a week."""
    text = changed(DUE_IS, f"is: {due}").replace("is: weeks_max * rate", "is: 1 * enough")
    assert text != SOUND
    enough = (
        "  enough:\n    meaning: Enough\n    unit: USD\n    values:\n      - from: 2020-01-01\n        value: 100000"
    )
    figures = FIGURES + textwrap.indent(enough, " " * 4) + "\n"
    return text + figures + f"\n  - article: Changed Act § 2\n    says: The level.\n{within(section, *entries)}{more}"


def nobody_knows(text: str, until: date) -> str:
    """The sheet with its change moved to a later day; nobody knows what holds from the day of the change up to then."""
    unknown = "value: unknown" if re.search("value: 20\n *at: new", text) else "unknown: true"
    item = re.search(f"( +)- from: {CHANGE}\n", text)
    assert item is not None
    indent = item[1]
    return text.replace(item[0], f"{item[0]}{indent}  {unknown}\n{indent}- from: {until}\n")


@dataclass(frozen=True)
class Claimant:
    """Somebody with wages in every month who claims and certifies weeks in which nothing is earned."""

    scheme: Scheme
    filed: date

    def claim(self, *weeks: date) -> ClaimUnderLaw:
        """The claim with wages and these weeks."""
        months = [date(year, month, 1) for year in (2018, 2019, 2020) for month in range(1, 13)]
        wages = [wage(900, start, end) for start, end in pairwise(months)]
        claim = ClaimFiled(
            key="claim",
            source_version=1,
            recorded_at=RECORDED,
            scheme=self.scheme.name,
            filed_on=self.filed,
            unemployed_from=self.filed,
        )
        return ClaimUnderLaw(self.scheme, FactSet((*wages, claim, *(_certified(week) for week in weeks))), "claim")

    @property
    def determination(self) -> Determination:
        """What the law says of the claim."""
        return determine(self.claim())

    @property
    def evaluation(self) -> Evaluation[Case]:
        """The rules of the claim on the day it begins."""
        return self.claim().evaluation()

    def paid(self, *weeks: date) -> list[int | str]:
        """Whole dollars for each week after a first one that is waited for; its state where nothing is paid."""
        assessed = assess(self.claim(self.filed, *weeks), self.determination)
        by_week = {one.weeks[0].period.start: one.weeks[0] for one in assessed}
        return [by_week[week].amount.minor // 100 or by_week[week].state.value for week in weeks]


def _certified(start: date) -> CertificationFiled:
    period, nothing = Period.of_days(start, 7), Money(minor=0, currency="USD")
    week = CertifiedWeek(period=period, earnings=nothing, able=True, available=True, sought_work=True)
    key, filed = f"week-{start}", period.end
    return CertificationFiled(
        key=key, source_version=1, recorded_at=RECORDED, claim="claim", filed_on=filed, weeks=(week,)
    )


def paid_under(text: str) -> list[int | str]:
    """What two people are paid: who claimed before the change, in three weeks; who claimed after it, in two."""
    scheme = load(text)
    old, new = Claimant(scheme, OLD_CLAIM), Claimant(scheme, NEW_CLAIM)
    return old.paid(BEFORE_CHANGE, AFTER_CHANGE, AFTER_LATER) + new.paid(AFTER_CHANGE, AFTER_LATER)
