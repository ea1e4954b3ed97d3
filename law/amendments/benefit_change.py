"""What a change of the law does to one claim, in words and in money: who gains, who loses, and by how much a week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

from contracts.values import Money
from law.amendments.benefit_from_day import BenefitFromDay
from law.language.sheet.scheme import DAYS_OF_A_WEEK
from law.language.terms.numerals import plain


class Effect(StrEnum):
    """What the change does to a claim."""

    GAINS = "gains"
    LOSES = "loses"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"
    """Under one of the two laws a person has yet to decide, or nothing can be said."""


@dataclass(frozen=True, slots=True)
class BenefitChange:
    """One claim under the law before and under the law after."""

    before: BenefitFromDay
    after: BenefitFromDay

    @property
    def effect(self) -> Effect:
        """The first of these that differs decides: money a week, what is left, how long, what is due by now, rate."""
        if self.before.doubt is not None or self.after.doubt is not None:
            return Effect.DOUBTFUL
        for old, new in zip(_in_order(self.before), _in_order(self.after), strict=True):
            if old != new:
                return Effect.GAINS if new > old else Effect.LOSES
        return Effect.UNCHANGED

    @property
    def weekly(self) -> Fraction:
        """How many minor units more a full week gets from the change on; less where it is below zero."""
        return _weekly(self.after) - _weekly(self.before)

    @property
    def certified(self) -> int:
        """How many minor units more are due for what was certified by now; less where it is below zero."""
        return self.after.certified - self.before.certified

    def in_words(self) -> Iterator[str]:
        """A sentence for each thing that differs, and for each doubt; nothing where nothing does."""
        for side, benefit in (("before", self.before), ("after", self.after)):
            if benefit.doubt is not None:
                yield f"Open under the law {side}: {benefit.doubt}"
        told = zip(_figures(self.before), _figures(self.after), strict=True)
        for (name, old), (_, new) in told:
            if old != new:
                yield f"{name}: {old or 'nothing'} before, {new or 'nothing'} after."


def _weekly(benefit: BenefitFromDay) -> Fraction:
    return Fraction(benefit.amount * DAYS_OF_A_WEEK, benefit.period.days) if benefit.period else Fraction(0)


def _in_order(benefit: BenefitFromDay) -> tuple[Fraction, ...]:
    """Larger is better for the claimant, the weightiest first."""
    rate = benefit.rate.minor if benefit.rate else 0
    figures = (benefit.total_left, benefit.limit_left or 0, benefit.ends.toordinal(), benefit.certified, rate)
    return (_weekly(benefit), *map(Fraction, figures))


def _figures(benefit: BenefitFromDay) -> Iterator[tuple[str, str]]:
    """Every figure by its name, as people write it."""
    yield "Claim", benefit.outcome.value.replace("_", " ")
    yield "Rate", f"{benefit.rate} a {benefit.rate_per}" if benefit.rate else ""
    yield "The next full period", _period(benefit)
    left = "" if benefit.limit_left is None else f"{plain(benefit.limit_left)} {benefit.unit.replace('_', ' ')}s"
    yield "Left", left or _money(benefit, benefit.total_left)
    yield "In all at most", str(benefit.total_max or "")
    yield "Last day", str(benefit.ends - timedelta(days=1))
    yield "Due for what was certified", _money(benefit, benefit.certified)


def _period(benefit: BenefitFromDay) -> str:
    if benefit.period is None or benefit.state is None:
        return ""
    state = benefit.state.value.replace("_", " ")
    last = benefit.period.end - timedelta(days=1)
    return f"{benefit.period.start} to {last} {state}, {_money(benefit, benefit.amount)}"


def _money(benefit: BenefitFromDay, minor: int) -> str:
    return str(Money(minor=minor, currency=benefit.currency))
