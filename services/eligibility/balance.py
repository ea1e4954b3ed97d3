"""What may still be paid in the benefit year: money, or weeks in which anything is paid."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.eligibility.model import Entitlement


@dataclass(frozen=True, slots=True)
class Balance:
    """Amounts in minor units. `waiting_days_left` are still to be served before anything is paid."""

    rate: int
    money_left: int
    weeks_counted_left: int | None
    """Where the scheme limits weeks; None where it limits money."""
    waiting_days_left: int

    @classmethod
    def full(cls, entitlement: Entitlement | None, *, waiting_days: int) -> Balance:
        """Before the first week; nothing at all while the entitlement is unknown."""
        if entitlement is None:
            return cls(0, 0, 0, waiting_days)
        total = entitlement.total_max.minor
        return cls(entitlement.benefit_rate.minor, total, entitlement.weeks_max, waiting_days)

    @property
    def exhausted(self) -> bool:
        """Whether nothing is left."""
        return self.money_left == 0 if self.weeks_counted_left is None else self.weeks_counted_left == 0

    @property
    def total_left(self) -> int:
        """Minor units that may still be paid."""
        return self.money_left if self.weeks_counted_left is None else self.weeks_counted_left * self.rate

    @property
    def weeks_left(self) -> int:
        """Full weeks at the weekly rate that may still be paid."""
        if self.weeks_counted_left is not None:
            return self.weeks_counted_left
        return self.money_left // self.rate if self.rate else 0

    def payable(self, amount: int) -> int:
        """As much of the amount as is left."""
        return min(amount, self.money_left) if self.weeks_counted_left is None else amount

    def after_paying(self, amount: int) -> Balance:
        """The balance after a week in which this was paid."""
        if self.weeks_counted_left is None:
            return replace(self, money_left=self.money_left - amount)
        return replace(self, weeks_counted_left=self.weeks_counted_left - 1)

    def after_waiting(self, days: int) -> Balance:
        """The balance after a week that was waited for."""
        return replace(self, waiting_days_left=max(0, self.waiting_days_left - days))
