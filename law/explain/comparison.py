"""Two determinations side by side: why a step differs, in words, and how much each cause contributed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from law.explain.causes import DerivationComparison, Divergence, Shares
from law.explain.causes_in_words import CauseWording, facts_of
from law.explain.determined import Determined
from law.explain.graph import DerivationNode
from law.explain.sheet_wording import SheetWording
from law.language.terms.units import Unit, category, money
from law.language.terms.values import Number, Value

WORD = category()
"""The unit of an answer in words."""
NO_CAUSE = "the derivations do not say why"


@dataclass(frozen=True, slots=True)
class Cause:
    """What made a difference, in words, with its law and its facts; `part` is its part of the change, in its unit."""

    says: str
    part: Number | None
    cites: str | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """Something that differs: an amount, a length of time, an answer. The `part`s of its causes add up to `by`."""

    what: str
    before: Value | None
    after: Value | None
    unit: Unit
    since: date | None
    causes: tuple[Cause, ...]
    of_period: bool = False
    """Whether it is the payment of the certified period that begins on `since`."""
    unit_before: Unit | None = None
    """The unit of `before` where it is another: of two schemes each has its own."""

    @property
    def by(self) -> Number | None:
        """How much more it is now; None where it is not a number, or was counted in another unit."""
        if self.unit_before is not None:
            return None
        if isinstance(self.before, int | Fraction) and isinstance(self.after, int | Fraction):
            return None if isinstance(self.after, bool) else self.after - self.before
        return None


class DeterminationPair:
    """Two determinations and all that is needed to say why they differ."""

    def __init__(self, before: Determined, after: Determined) -> None:
        self.before, self.after = before, after
        self.comparison = DerivationComparison(before.scheme, after.scheme)
        self.wording = CauseWording(SheetWording(before.scheme), SheetWording(after.scheme))
        self.since = after.event.benefit_year.start if after.event.benefit_year else None
        self.money, self.money_before = money(after.scheme.currency), money(before.scheme.currency)
        self.one_currency = before.scheme.currency == after.scheme.currency

    def shares(self, before: DerivationNode | None, after: DerivationNode | None) -> Shares:
        """The causes of the difference between two steps; empty if one is missing."""
        return self.comparison.causes(before, after) if before and after else {}

    def shares_of_root(self, name: str) -> Shares:
        """The causes of the difference between what was decided under a name, then and now."""
        return self.shares(self.before.graph.root(name), self.after.graph.root(name))

    def causes(self, shares: Shares, by: Number | None = None, smallest: Number | None = None) -> tuple[Cause, ...]:
        """The causes in words, the greatest first; parts are whole multiples of `smallest` and add up to `by`."""
        parts: list[Number] | list[None] = [None] * len(shares)
        if by is not None:
            parts = _parts([share * by for share in shares.values()], smallest)
        causes = [
            Cause(self.wording.sentence(divergence), part, divergence.after.cites, _facts(divergence))
            for divergence, part in zip(shares, parts, strict=True)
        ]
        return tuple(sorted(causes, key=_size, reverse=True))

    def amount(
        self, what: str, values: tuple[Number, Number], unit: Unit, shares: Shares, since: date | None
    ) -> DecisionChange:
        """A changed number with its causes; the parts of money are in whole minor units."""
        smallest = Fraction(1, self.after.scheme.minor_units) if unit.currency else None
        before, after = values
        by = after - before if self.one_currency or not unit.currency else None
        causes = self.causes(shares, by, smallest) or (Cause(NO_CAUSE, by, None, ()),)
        another = None if self.one_currency or not unit.currency else self.money_before
        return DecisionChange(what, before, after, unit, since, causes, unit_before=another)


def _parts(exact: list[Fraction], smallest: Number | None) -> list[Number]:
    """The parts rounded to whole multiples of the smallest unit without changing their sum (largest remainder)."""
    if smallest is None:
        return list(exact)
    units = [part / smallest for part in exact]
    whole = [unit.numerator // unit.denominator for unit in units]
    short = int(sum(units)) - sum(whole)
    by_remainder = sorted(range(len(units)), key=lambda position: (whole[position] - units[position], position))
    for position in by_remainder[:short]:
        whole[position] += 1
    return [count * smallest for count in whole]


def _size(cause: Cause) -> Number:
    part = cause.part or 0
    return max(part, -part)


def _facts(divergence: Divergence) -> tuple[str, ...]:
    return tuple(sorted({key for keys in facts_of(divergence) for key in keys}))
