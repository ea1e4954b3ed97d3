"""Evaluates one formula of the small sheet for one person, to see what the language means."""

from __future__ import annotations

from datetime import UTC, date, datetime

from contracts.base import Event
from contracts.intake import CertifiedWeek, ClaimFiled
from contracts.registry import ContributionRecorded
from contracts.values import Money, Period
from law.case.case import Case
from law.case.facts import FactSet
from law.language.run.compile import rules_of
from law.language.run.evaluation import Evaluation
from law.language.sheet.scheme import Scheme
from law.language.terms.dated import LawDays
from law.language.terms.derivation import Step
from tests.law.language.sheet import SOUND, X, load, within

FILED = date(2020, 6, 10)
RECORDED = datetime(2020, 6, 1, tzinfo=UTC)
CLAIM = ClaimFiled(
    key="claim-1", source_version=1, recorded_at=RECORDED, scheme="xx/small", filed_on=FILED, unemployed_from=FILED
)


def wage(  # noqa: PLR0913  each is one independent piece of the fact
    dollars: int, start: date, end: date, *, key: str = "", version: int = 1, cents: int = 0, currency: str = "USD"
) -> ContributionRecorded:
    """Insured earnings of the days from `start` up to `end`."""
    return ContributionRecorded(
        key=key or f"wage-{start}",
        source_version=version,
        recorded_at=RECORDED,
        employer="works",
        period=Period(start=start, end=end),
        earnings=Money(minor=dollars * 100 + cents, currency=currency),
    )


QUARTER_WAGES = (wage(2600, date(2019, 7, 1), date(2019, 10, 1)), wage(5200, date(2019, 10, 1), date(2020, 1, 1)))


def run(scheme: Scheme, *facts: Event, day: date = FILED, week: CertifiedWeek | None = None) -> Evaluation[Case]:
    """An evaluation of the claim's rules, or of a week's if one is given."""
    case = Case(facts=FactSet((CLAIM, *facts)), claim=CLAIM, currency="USD", minor_units=100, week=week)
    return Evaluation(rules_of(scheme, LawDays.of(day)).claim, case, law_day=day, anchor=day)


def value_of(formula: str, *facts: Event, unit: str = "share", day: date = FILED) -> Step:
    """What a formula comes to."""
    asked = f"asked:\n  meaning: Asked\n  unit: {unit}\n  is: '{formula}'"
    return run(load(SOUND + X + within("quantities", asked)), *(facts or QUARTER_WAGES), day=day).quantity("asked")
