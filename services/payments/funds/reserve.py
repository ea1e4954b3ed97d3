"""For how many days each fund lasts: what is there, by what went out a day, now and after all that is ordered.

What is not known is said: a fund of which the treasury told nothing, or from which nothing went out for thirty days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from sqlalchemy import Connection, func, select

from contracts.values import Money
from services.payments import ledger
from services.payments.accounts import CASH, DEDUCTED, FUND, IN_FLIGHT, PAYABLE, collected_under
from services.payments.funds.named import Fund, standard_funds
from services.payments.tables import journal, posting

MEAN_OVER_DAYS = 30
OWED = (PAYABLE, *DEDUCTED)


@dataclass(frozen=True, slots=True)
class Reserve:
    """One fund on a day."""

    fund: Fund
    on: date
    told: bool
    """Whether the treasury told anything of the fund."""
    held_minor: int
    """What is at the bank: all that was told, less what was paid and did not come back."""
    ordered_minor: int
    """What is due, held for an order or on its way, to people and to others."""
    went_out_minor: int
    """What went out in the last thirty days, less what came back."""

    @property
    def days(self) -> int | None:
        """For how many days it lasts; None where it is not known."""
        return self._lasts(self.held_minor)

    @property
    def days_after_orders(self) -> int | None:
        """The same after everything that is ordered has left."""
        return self._lasts(self.held_minor - self.ordered_minor)

    @property
    def least_days(self) -> int | None:
        """For how many days it must last."""
        return self.fund.least_days(self.on)

    def _lasts(self, minor: int) -> int | None:
        if not self.told or self.went_out_minor <= 0:
            return None
        return max(0, floor(Fraction(minor * MEAN_OVER_DAYS, self.went_out_minor)))

    def in_words(self) -> str:
        """A sentence or two for a person."""
        if not self.told:
            return f"{self.fund.name} ({self.fund.currency}): not known, since the treasury told nothing of it."
        held = f"{self.fund.name}: {_money(self.held_minor, self.fund.currency)} on {self.on}"
        if self.days is None or self.days_after_orders is None:
            return f"{held}; for how long is not known, since nothing went out in {MEAN_OVER_DAYS} days."
        after = f"{self.days_after_orders:,} after {_money(self.ordered_minor, self.fund.currency)} that are ordered"
        least = "no least is known" if self.least_days is None else f"at least {self.least_days:,} must be there"
        return f"{held}, enough for {self.days:,} days at what went out in the last {MEAN_OVER_DAYS}; {after}; {least}."


def reserves(connection: Connection, on: date | None = None, funds: Mapping[str, Fund] | None = None) -> list[Reserve]:
    """Every fund at the end of a day; without one of the last day of which the books have anything."""
    named = standard_funds() if funds is None else funds
    day = on or connection.scalar(select(func.max(journal.c.effective_on))) or date(1970, 1, 1)
    balances = ledger.balances(connection, day)
    told = {currency for account, currency in balances if collected_under(account) == FUND}
    outflow = _outflow(connection, day)
    return [
        Reserve(
            fund=fund,
            on=day,
            told=currency in told,
            held_minor=balances.get((CASH, currency), 0),
            ordered_minor=-sum(
                minor for (account, of), minor in balances.items() if of == currency and _is_ordered(account)
            ),
            went_out_minor=outflow.get(currency, 0),
        )
        for currency, fund in sorted(named.items())
    ]


def _is_ordered(account: str) -> bool:
    return collected_under(account) in OWED or account.startswith(IN_FLIGHT)


def _outflow(connection: Connection, day: date) -> dict[str, int]:
    """By currency, what left the bank in thirty days up to a day beside the treasury's own movements."""
    query = (
        select(posting.c.currency, func.sum(posting.c.amount_minor))
        .join(journal, journal.c.id == posting.c.journal)
        .where(
            posting.c.account == CASH,
            journal.c.kind != "fund-moved",
            journal.c.effective_on > day - timedelta(days=MEAN_OVER_DAYS),
            journal.c.effective_on <= day,
        )
        .group_by(posting.c.currency)
    )
    return {currency: -int(minor) for currency, minor in connection.execute(query)}


def _money(minor: int, currency: str) -> str:
    return f"{'-' if minor < 0 else ''}{Money(minor=abs(minor), currency=currency)}"
