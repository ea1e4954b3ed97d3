"""What is owed to those for whom something was taken: a list of a time that balances with the books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, or_, select

from contracts.values import Money
from services.payments.accounts import DEDUCTED
from services.payments.deductions.remitting import REMITTED
from services.payments.tables import journal, posting


@dataclass(frozen=True, slots=True)
class RemittanceLine:
    """What was taken from one person for one creditor within a time, less what was given back."""

    person: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Remittance:
    """One account of a creditor: what was owed before, taken and given back, what was sent, what is owed after.

    `owed_before + taken - given_back - remitted = owed_after`; the lines add up to what was taken less what was given
    back. Below zero, the creditor has had too much, and the next time bears it.
    """

    account: str
    currency: str
    owed_before: int
    taken: int
    given_back: int
    remitted: int
    lines: tuple[RemittanceLine, ...]

    @property
    def owed_after(self) -> int:
        """What is owed at the end."""
        return self.owed_before + self.taken - self.given_back - self.remitted

    @property
    def total(self) -> Money | None:
        """What is to be remitted yet; None where the creditor has had all, or too much."""
        return Money(minor=self.owed_after, currency=self.currency) if self.owed_after > 0 else None


def remittances(connection: Connection, since: date, until: date) -> Sequence[Remittance]:
    """The list of a time, from a day on and before another, by account and currency."""
    account = posting.c.account
    query = (
        select(
            account,
            posting.c.currency,
            posting.c.person,
            posting.c.amount_minor,
            journal.c.effective_on,
            journal.c.kind,
        )
        .join(journal, journal.c.id == posting.c.journal)
        .where(or_(*(account.startswith(f"{name}:") for name in DEDUCTED)))
        .where(journal.c.effective_on < until)
    )
    before: defaultdict[tuple[str, str], int] = defaultdict(int)
    moved: defaultdict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    sent: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in connection.execute(query):
        key = (row.account, row.currency)
        if row.effective_on < since:
            before[key] -= row.amount_minor
        elif row.kind == REMITTED:
            sent[key] += row.amount_minor
        else:
            moved[key].append((row.person or "", -row.amount_minor))
    return [_remittance(key, before[key], moved[key], sent[key]) for key in sorted({*before, *moved, *sent})]


def _remittance(key: tuple[str, str], before: int, moved: Sequence[tuple[str, int]], sent: int) -> Remittance:
    by_person: defaultdict[str, int] = defaultdict(int)
    for person, minor in moved:
        by_person[person] += minor
    return Remittance(
        account=key[0],
        currency=key[1],
        owed_before=before,
        taken=sum(minor for _, minor in moved if minor > 0),
        given_back=-sum(minor for _, minor in moved if minor < 0),
        remitted=sent,
        lines=tuple(RemittanceLine(person, minor) for person, minor in sorted(by_person.items()) if minor),
    )
