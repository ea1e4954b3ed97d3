"""What may still be paid in the benefit year: money, or so many weeks, days, working days or months of benefit."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from law.case.earlier_claims import Sums, Used
from law.case.model import Entitlement
from law.language.terms.values import Number

WEEKS_OF = {"week": Fraction(1), "day": Fraction(1, 7), "working_day": Fraction(1, 5), "month": Fraction(52, 12)}
"""How many weeks each unit is, to say how many full weeks are left; the calendar's, and for reading only."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Amounts in minor units, at the start those of the entitlement less what sanctions use up.

    `waiting_left` is still to be waited for before anything is paid, in the unit of the sheet's waiting.
    """

    rate: int
    rate_per: str
    money_left: int
    units_left: Number | None
    """Of what the scheme limits where it does not limit money; None where it does."""
    unit: str
    waiting_left: Number
    total: int = 0
    units: Number = 0
    money_ends: bool = False
    """Whether the money that is left ends the benefit beside what the scheme limits."""
    drawn: tuple[Used, ...] = ()
    """What each period used up, kept where the sheet asks about time that rolls on."""
    added_up: Sums = ()
    """What the quantities came to so far of which the sheet asks it."""

    @classmethod
    def full(
        cls,
        entitlement: Entitlement | None,
        *,
        waiting: Number,
        sanctioned: Number = 0,
        money_ends: bool = False,
        added_up: Sums = (),
    ) -> Balance:
        """Before the first period; nothing at all while the entitlement is unknown."""
        if entitlement is None:
            return cls(0, "week", 0, 0, "week", waiting, added_up=added_up)
        total, units = entitlement.total_max.minor, entitlement.units_max
        if units is None:
            left = max(0, total - int(sanctioned))
            rate, per = entitlement.benefit_rate.minor, entitlement.benefit_rate_per
            return cls(rate, per, left, None, "week", waiting, added_up=added_up)
        return cls(
            rate=entitlement.benefit_rate.minor,
            rate_per=entitlement.benefit_rate_per,
            money_left=total,
            units_left=max(0, units - sanctioned),
            unit=entitlement.unit,
            waiting_left=waiting,
            total=total,
            units=units,
            money_ends=money_ends,
            added_up=added_up,
        )

    @property
    def exhausted(self) -> bool:
        """Whether nothing is left."""
        if self.units_left is None:
            return self.money_left == 0
        return self.units_left == 0 or (self.money_ends and self.money_left == 0)

    @property
    def used(self) -> Number:
        """How much of the limit was used up so far, by payment and by sanctions; of money it says nothing."""
        return 0 if self.units_left is None else self.units - self.units_left

    @property
    def total_left(self) -> int:
        """Minor units that may still be paid."""
        if self.units_left is None:
            return self.money_left
        left = math.floor(self.total * Fraction(self.units_left) / self.units) if self.units else 0
        return min(left, self.money_left) if self.money_ends else left

    @property
    def weeks_left(self) -> int:
        """Full weeks of benefit that may still be paid."""
        in_money = math.floor(self.money_left / (self.rate / WEEKS_OF[self.rate_per])) if self.rate else 0
        if self.units_left is None:
            return in_money
        weeks = math.floor(self.units_left * WEEKS_OF[self.unit])
        return min(weeks, in_money) if self.money_ends else weeks

    def payable(self, amount: int) -> int:
        """As much of the amount as is left."""
        return min(amount, self.money_left) if self.units_left is None or self.money_ends else amount

    def after_paying(self, amount: int, used: Number = 1) -> Balance:
        """The balance after a period in which this was paid and so much of the limit used."""
        if self.units_left is None:
            return replace(self, money_left=self.money_left - amount)
        left = self.money_left - amount if self.money_ends else self.money_left
        return replace(self, units_left=max(0, self.units_left - used), money_left=left)

    def less(self, after: Balance) -> Number:
        """How much of the limit lies between this and a later balance, money in minor units."""
        if self.units_left is None or after.units_left is None:
            return self.money_left - after.money_left
        return self.units_left - after.units_left

    def with_sums(self, sums: Sums) -> Balance:
        """The balance that remembers what quantities came to."""
        return replace(self, added_up=sums)

    def drawn_by(self, used: Used) -> Balance:
        """The balance that remembers what a period used up."""
        return replace(self, drawn=(*self.drawn, used))

    def after_waiting(self, served: Number) -> Balance:
        """The balance after a period in which so much was waited for."""
        return replace(self, waiting_left=max(0, self.waiting_left - served))
