"""Short-time work at one establishment: for how many months benefit is paid, whoever of its workers it is paid for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from law.language.sheet.establishments import EstablishmentRule
from law.language.sheet.scheme import Scheme

MONTHS_OF_A_YEAR = 12


class MonthsUsedUp(NamedTuple):
    """Why nothing is paid for a month any more."""

    because: str
    cites: str


def months_used_up(months: Iterable[date], scheme: Scheme) -> dict[date, MonthsUsedUp]:
    """Of the months for which benefit would be due, by their first days, those behind the last that is paid.

    A month without benefit counts for nothing, so it makes the time longer; after enough of them in a row, the time
    begins anew. Empty where the sheet counts no months. Raises `OutsideKnownLaw` before the sheet's first figure.
    """
    rule = scheme.claim.establishment
    used_up: dict[date, MonthsUsedUp] = {}
    if rule is None:
        return used_up
    paid, last = 0, None
    for month in sorted(set(months)):
        if last is not None and _between(last, month) >= _figure(rule.anew_after, month, scheme):
            paid = 0
        most = _figure(rule.lasts, month, scheme)
        if paid >= most:
            used_up[month] = MonthsUsedUp(_because(paid, most, rule, month, scheme), rule.cites)
        else:
            paid, last = paid + 1, month
    return used_up


def has_ended(last_paid: date, month: date, scheme: Scheme) -> bool:
    """Whether short-time work of which `last_paid` was the last month is over by a later month's first day."""
    rule = scheme.claim.establishment
    return rule is not None and _between(last_paid, month) >= _figure(rule.anew_after, month, scheme)


def _between(month: date, later: date) -> int:
    """How many months lie between two, neither of them counted."""
    return (later.year - month.year) * MONTHS_OF_A_YEAR + later.month - month.month - 1


def _figure(name: str, month: date, scheme: Scheme) -> int:
    return int(scheme.parameters[name].on(month).value)


def _because(paid: int, most: int, rule: EstablishmentRule, month: date, scheme: Scheme) -> str:
    anew_after = _figure(rule.anew_after, month, scheme)
    return (
        f"Benefit was paid at this establishment for {paid} months, and {most} is the most in this month; "
        f"after {anew_after} months without it the time begins anew."
    )
