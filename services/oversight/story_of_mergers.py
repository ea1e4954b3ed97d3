"""How a story tells that two pseudonyms are one person, or are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from contracts import eligibility, joined_accounts, merged_persons
from contracts.base import Event
from contracts.values import Money

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it."""


def _merged(e: merged_persons.PersonsMerged) -> Told:
    return (
        f"{_who(e.said_by)}: {e.joins} and {e.stays} are one person, and the record of {e.stays} holds. {e.reason}",
        (),
    )


def _separated(e: merged_persons.PersonsSeparated) -> Told:
    return f"{_who(e.said_by)}: {e.joins} and {e.stays} are two persons after all. {e.reason}", ()


def _who(officer: str | None) -> str:
    return f"{officer} found" if officer else "The registry found"


def _linked(e: eligibility.PersonsLinked) -> Told:
    if e.holds:
        says = f"What is known of {e.other} counts together with what is known here, as of one person."
        through = f" {e.through} is one person with both." if e.through else ""
        return f"{says}{through} {e.reason}", ()
    return f"What is known of {e.other} counts here no longer, as if it never had. {e.reason}", ()


def _account(e: joined_accounts.AccountShared) -> Told:
    says = [f"The account of {e.other}, which is the same person, was compared with this one."]
    if e.withholdable:
        says.append(f"Up to {_sums(e.withholdable)} may be withheld from what is due there.")
    if e.debts:
        says.append(f"Of {len(e.debts)} debts there up to {_sums(one.amount for one in e.debts)} may be withheld here.")
    if e.withheld:
        says.append(f"Withheld there for debts here so far: {_sums(one.amount for one in e.withheld)}.")
    return " ".join(says), ()


def _sums(amounts: Iterable[Money]) -> str:
    sums = Counter[str]()
    for amount in amounts:
        sums[amount.currency] += amount.minor
    return " and ".join(str(Money(minor=minor, currency=currency)) for currency, minor in sorted(sums.items()))


MERGERS: Mapping[type[Event], Callable[[Any], Told]] = {
    merged_persons.PersonsMerged: _merged,
    merged_persons.PersonsSeparated: _separated,
    eligibility.PersonsLinked: _linked,
    joined_accounts.AccountShared: _account,
}
