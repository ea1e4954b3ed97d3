"""Two determinations side by side: why a step of theirs differs, in words, and how much each cause did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from contracts.eligibility import DeterminationMade, WeekAssessed
from contracts.values import Period
from law.explain.causes import Comparison, Parting, Shares
from law.explain.causes_in_words import Sheet, Telling, facts_of
from law.explain.graph import Graph, Node
from law.language.sheet.scheme import Scheme
from law.language.terms.units import Unit, category, money
from law.language.terms.values import Number, Value

WORD = category()
"""The unit of an answer in words."""
NOT_TOLD = "the derivations do not say why"


@dataclass(frozen=True, slots=True)
class Determined:
    """A determination as it is published, with its derivation and the sheet by which it was made."""

    scheme: Scheme
    event: DeterminationMade
    graph: Graph
    periods: Mapping[Period, Certified] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Certified:
    """A certified period as it was assessed, with its derivation."""

    week: WeekAssessed
    step: Node | None


@dataclass(frozen=True, slots=True)
class Cause:
    """What made a difference, in words, with its law and its facts; `part` is how much it did, in the amount's unit."""

    says: str
    part: Number | None
    cites: str | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is another now: an amount, a length of time, an answer. `part`s of causes add up to it."""

    what: str
    before: Value | None
    after: Value | None
    unit: Unit
    since: date | None
    causes: tuple[Cause, ...]

    @property
    def by(self) -> Number | None:
        """How much more it is now; None where that is not a number."""
        if isinstance(self.before, int | Fraction) and isinstance(self.after, int | Fraction):
            return None if isinstance(self.after, bool) else self.after - self.before
        return None


class Pair:
    """Two determinations and all that is needed to say why they differ."""

    def __init__(self, before: Determined, after: Determined) -> None:
        self.before, self.after = before, after
        self.comparison = Comparison(before.scheme, after.scheme)
        self.telling = Telling(Sheet(before.scheme), Sheet(after.scheme))
        self.since = after.event.benefit_year.start if after.event.benefit_year else None
        self.money = money(after.scheme.currency)
        self.one_currency = before.scheme.currency == after.scheme.currency

    def shares(self, old: Node | None, new: Node | None) -> Shares:
        """The causes of the difference between two steps, where both are there."""
        return self.comparison.causes(old, new) if old and new else {}

    def causes(self, shares: Shares, by: Number | None = None, smallest: Number | None = None) -> tuple[Cause, ...]:
        """The causes in words, the greatest first; parts are whole multiples of `smallest` and add up to `by`."""
        parts: list[Number] = [] if by is None else _parts([share * by for share in shares.values()], smallest)
        told = []
        for place, cause in enumerate(shares):
            part = parts[place] if parts else None
            told.append(Cause(self.telling.sentence(cause), part, cause.after.cites, _facts(cause)))
        return tuple(sorted(told, key=_size, reverse=True))

    def amount(
        self, what: str, values: tuple[Number, Number], unit: Unit, shares: Shares, since: date | None
    ) -> Change:
        """A changed amount of money with its causes to the minor unit."""
        smallest = Fraction(1, self.after.scheme.minor_units) if unit.currency else None
        old, new = values
        by = new - old if self.one_currency or not unit.currency else None
        causes = self.causes(shares, by, smallest) or (Cause(NOT_TOLD, by, None, ()),)
        return Change(what, old, new, unit, since, causes)


def _parts(exact: list[Fraction], smallest: Number | None) -> list[Number]:
    """The parts rounded to whole multiples of the smallest unit so that their sum stays what it is."""
    if smallest is None:
        return list(exact)
    units = [part / smallest for part in exact]
    whole = [unit.numerator // unit.denominator for unit in units]
    short = int(sum(units)) - sum(whole)
    by_rest = sorted(range(len(units)), key=lambda place: (whole[place] - units[place], place))
    for place in by_rest[:short]:
        whole[place] += 1
    return [count * smallest for count in whole]


def _size(cause: Cause) -> Number:
    part = cause.part or 0
    return max(part, -part)


def _facts(cause: Parting) -> tuple[str, ...]:
    return tuple(sorted({key for keys in facts_of(cause) for key in keys}))
