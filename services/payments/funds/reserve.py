"""For how many days each fund lasts: what is there, by what went out a day, now and after all that is ordered.

What is not known is said: a fund of which the treasury told nothing, or from which nothing went out for thirty days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from sqlalchemy import Connection, func, select

from contracts.values import Money
from services.payments import ledger
from services.payments.accounts import CASH, DEDUCTED, FUND, IN_FLIGHT, PAYABLE, collected_under
from services.payments.accounts import fund as account_of_fund
from services.payments.funds.by_scheme import SchemeSums, sums_by_scheme
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
    """Every fund at the end of a day; without one of the last day of which the books have anything.

    Where a currency has one fund, the cash account is its own. Where it has several, each has what was told of it less
    what went out for its schemes; what was taken for others counts as gone, and a payment whose assessment named no
    scheme is of the first fund of its currency.
    """
    named = standard_funds() if funds is None else funds
    day = on or connection.scalar(select(func.max(journal.c.effective_on))) or date(1970, 1, 1)
    balances = ledger.balances(connection, day)
    alone = Counter(fund.currency for fund in named.values())
    outflow = _outflow(connection, day)
    shared = any(count > 1 for count in alone.values())
    by_scheme = sums_by_scheme(connection, day - timedelta(days=MEAN_OVER_DAYS)) if shared else {}
    return [
        _alone(fund, day, balances, outflow)
        if alone[fund.currency] == 1
        else _beside_others(fund, day, balances, [by_scheme[key] for key in by_scheme if _pays(named, fund, *key)])
        for fund in sorted(named.values(), key=lambda fund: (fund.currency, fund.name))
    ]


def _alone(fund: Fund, day: date, balances: Mapping[tuple[str, str], int], outflow: Mapping[str, int]) -> Reserve:
    ordered = (minor for (account, of), minor in balances.items() if of == fund.currency and _is_ordered(account))
    return Reserve(
        fund=fund,
        on=day,
        told=any(collected_under(account) == FUND and of == fund.currency for account, of in balances),
        held_minor=balances.get((CASH, fund.currency), 0),
        ordered_minor=-sum(ordered),
        went_out_minor=outflow.get(fund.currency, 0),
    )


def _beside_others(
    fund: Fund, day: date, balances: Mapping[tuple[str, str], int], of_schemes: Sequence[SchemeSums]
) -> Reserve:
    put_in = (account_of_fund(fund.name), fund.currency)
    return Reserve(
        fund=fund,
        on=day,
        told=put_in in balances,
        held_minor=-balances.get(put_in, 0) - sum(sums.gone for sums in of_schemes),
        ordered_minor=sum(sums.ordered for sums in of_schemes),
        went_out_minor=sum(sums.gone_lately for sums in of_schemes),
    )


def _pays(funds: Mapping[str, Fund], fund: Fund, scheme: str | None, currency: str) -> bool:
    """Whether a fund pays a scheme; the first of a currency pays what no fund of it names."""
    if currency != fund.currency:
        return False
    of_currency = [each for each in funds.values() if each.currency == currency]
    named = next((each for each in of_currency if scheme in each.schemes), of_currency[0])
    return named is fund


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
