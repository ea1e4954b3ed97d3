"""What is left of a benefit before and after each period: in minor units, or in units of the limit, and of waiting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from law.case.balance import WEEKS_OF, Balance
from law.case.earlier_claims import Used
from law.case.model import Entitlement
from law.language.sheet.scheme import Scheme
from law.language.terms.values import Number


class Limits(NamedTuple):
    """What a claim gives at most; money in minor units. `units` is None where the sheet limits money."""

    rate: int
    rate_per: str
    total: int
    units: Number | None
    unit: str
    currency: str
    total_ends: bool
    """Whether the money that is left ends the benefit beside the units."""

    @classmethod
    def of(cls, entitlement: Entitlement | None, scheme: Scheme) -> Limits:
        """Those of a determination; nothing at all while they are unknown."""
        if entitlement is None:
            return cls(0, "week", 0, 0, "week", scheme.currency, total_ends=False)
        return cls(
            rate=entitlement.benefit_rate.minor,
            rate_per=entitlement.benefit_rate_per,
            total=entitlement.total_max.minor,
            units=entitlement.units_max,
            unit=entitlement.unit,
            currency=scheme.currency,
            total_ends=scheme.benefit.total_is_the_most and entitlement.units_max is not None,
        )

    @property
    def money_counts(self) -> bool:
        """Whether what is paid is taken from the money that is left."""
        return self.units is None or self.total_ends


class Account(NamedTuple):
    """What is left: `minor` of money, `units` of the limit where it is not money, and what is still waited for."""

    minor: int
    units: Number | None
    waiting: Number
    drawn: tuple[Used, ...] = ()
    """What each period used, where the sheet looks back on it."""
    added_up: tuple[tuple[str, Number], ...] = ()
    """What quantities came to so far, where the sheet asks it."""

    @classmethod
    def full(cls, limits: Limits, waiting: Number, spent: Number = 0) -> Account:
        """Before the first period, of a limit of which sanctions and earlier claims spent so much."""
        if limits.units is None:
            return cls(max(0, limits.total - int(spent)), None, waiting)
        return cls(limits.total, max(0, limits.units - spent), waiting)

    def is_empty(self, limits: Limits) -> bool:
        """Whether nothing is left."""
        if self.units is not None and not self.units:
            return True
        return limits.money_counts and not self.minor

    def used(self, limits: Limits) -> Number:
        """How much of the limit is gone; of money it says nothing."""
        return 0 if self.units is None or limits.units is None else limits.units - self.units

    def waited(self, served: Number) -> Account:
        """After so much more was waited for."""
        left = self.waiting - served
        return self._replace(waiting=max(0, left))

    def paid(self, minor: int, used: Number, limits: Limits) -> Account:
        """After so much was paid, and so much of the limit used."""
        money = self.minor - minor if limits.money_counts else self.minor
        if self.units is None:
            return self._replace(minor=money)
        left = self.units - used
        return self._replace(minor=money, units=max(0, left))

    def with_more(self, of_period: Sequence[tuple[str, Number]]) -> Account:
        """After a period in which quantities came to so much."""
        before = dict(self.added_up)
        return self._replace(added_up=tuple([(name, before.get(name, 0) + more) for name, more in of_period]))

    def spent_since(self, before: Account) -> Number:
        """How much of the limit was used since an earlier account; money in minor units."""
        if self.units is None or before.units is None:
            return before.minor - self.minor
        return before.units - self.units

    def total_left(self, limits: Limits) -> int:
        """Minor units that may still be paid: the share of the total that the units left are of all units."""
        if self.units is None or limits.units is None:
            return self.minor
        if not limits.units:
            return 0
        over, under = self.units.numerator * limits.units.denominator, self.units.denominator * limits.units.numerator
        share = limits.total * over // under
        return min(share, self.minor) if limits.total_ends else share

    def weeks_left(self, limits: Limits) -> int:
        """Whole weeks of benefit that may still be paid."""
        each = WEEKS_OF[limits.rate_per]
        in_money = self.minor * each.numerator // (limits.rate * each.denominator) if limits.rate else 0
        if self.units is None:
            return in_money
        each = WEEKS_OF[limits.unit]
        weeks = self.units.numerator * each.numerator // (self.units.denominator * each.denominator)
        return min(weeks, in_money) if limits.total_ends else weeks

    def as_balance(self, limits: Limits) -> Balance:
        """The same as questions of the vocabulary ask for it."""
        return Balance(
            rate=limits.rate,
            rate_per=limits.rate_per,
            money_left=self.minor,
            units_left=self.units,
            unit=limits.unit if limits.units is not None else "week",
            waiting_left=self.waiting,
            total=limits.total if limits.units is not None else 0,
            units=limits.units or 0,
            money_ends=limits.total_ends,
            drawn=self.drawn,
            added_up=self.added_up,
        )
