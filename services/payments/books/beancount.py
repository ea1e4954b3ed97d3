"""The ledger in the language of Beancount, so that a program that shares nothing with ours can check it.

Beancount's own rules (https://beancount.github.io/docs/beancount_language_syntax.html): an account begins with one of
five roots, is opened before it is used, an entry sums to zero in each currency, and what a day's balance is said to be
must be so at the beginning of the next. Debits are above zero there as here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, select

from contracts.currencies import MINOR_DIGITS
from contracts.currencies import rows as currency_rows
from contracts.in_words import InWords
from services.payments.accounts import collected_under
from services.payments.tables import journal, posting

ROOTS: Mapping[str, str] = {
    "cash": "Assets",
    "receivable": "Assets",
    "payable": "Liabilities",
    "in_flight": "Liabilities",
    "suspense": "Liabilities",
    "clearing": "Liabilities",
    "withheld": "Liabilities",
    "fund": "Equity",
    "benefit": "Expenses",
    "writeoff": "Expenses",
    "expense": "Expenses",
}
"""What an account is, by the first word of its name: something owned, owed, put in, or spent."""
DAY = timedelta(days=1)


class NoRoot(InWords):
    """An account of the ledger of which nobody said whether it is owned, owed, put in or spent."""


@dataclass(frozen=True, slots=True)
class Exported:
    """How much was written."""

    accounts: int
    entries: int
    balances: int


def account_in_beancount(account: str) -> str:
    """`benefit:unemployment` as `Expenses:Benefit:Unemployment`; an order's under all of its kind. Raises `NoRoot`."""
    parts = collected_under(account).split(":")
    if parts[0] not in ROOTS:
        raise NoRoot(f"The account {account} is of no kind that an export knows.")
    return ":".join([ROOTS[parts[0]], *(_component(part) for part in parts)])


def _component(part: str) -> str:
    """A part of a name begins with a capital letter or a digit, and has letters, digits and hyphens."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-").split("-")
    return "-".join(word[:1].upper() + word[1:] for word in words)


def exported(connection: Connection, *, people: bool = True) -> Iterator[str]:
    """The lines of the file; without `people` no pseudonym and no claim is in it."""
    sums = _sums_of_days(connection)
    yield from _head(sums)
    yield from _entries(connection, people=people)
    yield from _balances(sums)


def size_of(connection: Connection) -> Exported:
    """How much an export holds."""
    sums = _sums_of_days(connection)
    entries = connection.scalar(select(func.count()).select_from(journal)) or 0
    return Exported(len({account for _, account, _ in sums}), entries, len(sums))


Sums = Mapping[tuple[date, str, str], int]
"""What was booked on an account in a currency on a day, in minor units."""


def _sums_of_days(connection: Connection) -> Sums:
    """Added up by the database, so that a line that an export loses shows in its balances."""
    keys = (journal.c.effective_on, posting.c.account, posting.c.currency)
    query = select(*keys, func.sum(posting.c.amount_minor)).join(journal, journal.c.id == posting.c.journal)
    sums: Counter[tuple[date, str, str]] = Counter()
    for day, account, currency, minor in connection.execute(query.group_by(*keys).order_by(*keys)):
        sums[day, collected_under(account), currency] += int(minor)
    return sums


def _head(sums: Sums) -> Iterator[str]:
    names = {row["code"]: row["name"] for row in currency_rows()}
    first = min((day for day, _, _ in sums), default=date(1970, 1, 1))
    used: defaultdict[str, set[str]] = defaultdict(set)
    for _, account, currency in sums:
        used[account].add(currency)
    yield 'option "title" "Unemployment benefit: the ledger of payments"'
    yield ""
    for currency in sorted({currency for _, _, currency in sums}):
        yield f"{first} commodity {currency}"
        yield f'  name: "{names[currency]}"'
        yield f"  precision: {MINOR_DIGITS[currency]}"
    yield ""
    for account in sorted(used):
        yield f"{first} open {account_in_beancount(account)} {','.join(sorted(used[account]))}"


def _entries(connection: Connection, *, people: bool) -> Iterator[str]:
    columns = (journal.c.id, journal.c.cause, journal.c.kind, journal.c.effective_on, journal.c.claim)
    lines = (posting.c.account, posting.c.person, posting.c.amount_minor, posting.c.currency)
    query = select(*columns, *lines).join(posting, posting.c.journal == journal.c.id)
    rows = connection.execute(query.order_by(journal.c.effective_on, journal.c.id, posting.c.line))
    for _, of_entry in groupby(rows, key=lambda row: row.id):
        yield from _entry(list(of_entry), people=people)


def _entry(rows: list[Any], *, people: bool) -> Iterator[str]:
    """One entry with the event that caused it as its link; the same event may have caused several."""
    head = rows[0]
    yield ""
    yield f'{head.effective_on} * "{head.kind}" ^{head.cause}'
    yield f'  entry: "{head.id}"'
    if people and head.claim is not None:
        yield f'  claim: "{head.claim}"'
    for row in rows:
        yield f"  {account_in_beancount(row.account)}  {_amount(row.amount_minor, row.currency)} {row.currency}"
        if people and row.person is not None:
            yield f'    person: "{row.person}"'
        if people and collected_under(row.account) != row.account:
            yield f'    account: "{row.account}"'


def _balances(sums: Sums) -> Iterator[str]:
    """After each day, what every account has that something was booked on; exact to the last digit."""
    balances: Counter[tuple[str, str]] = Counter()
    for day, of_day in groupby(sums.items(), key=lambda item: item[0][0]):
        yield ""
        for (_, account, currency), minor in of_day:
            balances[account, currency] += minor
            amount = _amount(balances[account, currency], currency)
            yield f"{day + DAY} balance {account_in_beancount(account)}  {amount} ~ 0 {currency}"


def _amount(minor: int, currency: str) -> str:
    return str(Decimal(minor).scaleb(-MINOR_DIGITS[currency]).quantize(Decimal(1).scaleb(-MINOR_DIGITS[currency])))


def accounts_without_root(accounts: Iterable[str]) -> list[str]:
    """Those of which nobody said what they are; a chart that grows is held against this."""
    return [account for account in accounts if account.split(":")[0] not in ROOTS]
