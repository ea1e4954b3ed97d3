"""The same law over one other sum, on a copy of what the decision rested on; nothing is written."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.base import Event
from contracts.currencies import MINOR_DIGITS
from contracts.eligibility import AssessmentMade
from contracts.intake import CertificationFiled
from contracts.registry import ContributionRecorded
from contracts.values import Money
from law.case.facts import FactSet
from law.explain.decision import Decision
from law.explain.determined import Determined, determined_claims
from law.explain.difference import difference
from law.explain.difference_in_words import changes_in_words
from law.explain.what_if import Supposition
from law.language.sheet.scheme import Scheme


@dataclass(frozen=True, slots=True)
class SupposableSum:
    """A sum in the facts that may be supposed to be another: earned in a certified week, or under a contribution."""

    value: str
    """As `Supposition` names it: `week DAY`, `contribution KEY`."""
    days: tuple[str, str]
    """The first day, and the one after the last, as ISO dates."""
    now: Money


@dataclass(frozen=True, slots=True)
class Supposed:
    """What was supposed, what differs by it, and what is due for all certified periods before and after."""

    changes: Sequence[str]
    differences: Sequence[str]
    due: tuple[Money, Money]


def supposable(decision: Decision, events: Iterable[Event]) -> Iterator[SupposableSum]:
    """The sums on which the decision may hang: the weeks of an assessment, the contributions of a determination."""
    facts = FactSet(events)
    if isinstance(decision.event, AssessmentMade):
        for filed in facts.of(CertificationFiled):
            if filed.key == decision.event.certification:
                for week in filed.weeks:
                    days = (week.period.start.isoformat(), week.period.end.isoformat())
                    yield SupposableSum(f"week {days[0]}", days, week.earnings)
        return
    used = decision.graph.facts()
    for told in facts.of(ContributionRecorded):
        if told.key in used:
            days = (told.period.start.isoformat(), told.period.end.isoformat())
            yield SupposableSum(f"contribution {shlex.quote(told.key)}", days, told.earnings)


def suppose(
    schemes: Mapping[str, Scheme], events: Sequence[Event], claim: str, what: SupposableSum, earned: Money
) -> Supposed:
    """Apply the law again as if this sum had been another.

    Raises `SuppositionError`, `OutsideKnownLaw`, `KeyError` for a claim or a scheme that is not there.
    """
    before = determined_claims(schemes, events)[claim]
    supposition = Supposition(list(events))
    amount = Decimal(earned.minor).scaleb(-MINOR_DIGITS[earned.currency])
    supposition.change("set", f"{what.value} earnings={amount:f}")
    after = determined_claims(schemes, supposition.facts)[claim]
    lines = tuple(changes_in_words(difference(before, after)))
    return Supposed(supposition.changes, lines, (_due(before), _due(after)))


def _due(determined: Determined) -> Money:
    minor = sum(period.week.amount.minor for period in determined.periods.values())
    return Money(minor=minor, currency=determined.scheme.currency)
