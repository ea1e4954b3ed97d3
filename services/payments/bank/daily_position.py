"""Our cash account held against the bank's statement of a day, and each difference explained entry by entry.

Compared is what moved on a day, so that one day's difference does not hide in the next. An entry of the bank and a
movement of ours of the same amount stand for each other; what is left on either side is a difference, and is explained
by what is known of it, or named as unexplained to the cent.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from contracts.values import Money
from services.payments.accounts import CASH
from services.payments.bank import mailbox
from services.payments.bank.open_items import ItemState
from services.payments.bank.statement_days import StatementDay, StatementEntry
from services.payments.tables import instruction, journal, open_item, posting, statement_day, unmatched_entry
from services.runtime.database.prepared import Prepared
from services.runtime.privacy.cipher import Cipher

_MOVED = Prepared(
    select(journal.c.id, journal.c.kind, func.sum(posting.c.amount_minor).label("amount_minor"))
    .join(posting, posting.c.journal == journal.c.id)
    .where(
        posting.c.account == CASH,
        posting.c.currency == bindparam("currency"),
        journal.c.effective_on == bindparam("day"),
    )
    .group_by(journal.c.id, journal.c.kind)
    .having(func.sum(posting.c.amount_minor) != 0)
    .order_by(journal.c.id)
)
_OF_DAY = Prepared(
    select(statement_day).where(statement_day.c.day == bindparam("day")).order_by(statement_day.c.sha256)
)
_WAITING = Prepared(
    select(open_item.c.place, open_item.c.why).where(
        open_item.c.sha256 == bindparam("sha256"), open_item.c.state == ItemState.WAITING.value
    )
)
_PAYMENT = Prepared(select(instruction.c.stage).where(instruction.c.end_to_end == bindparam("named")))
_KEPT = Prepared(select(unmatched_entry.c.cause).where(unmatched_entry.c.end_to_end == bindparam("named")))
UNEXPLAINED = "nobody knows why"


@dataclass(frozen=True, slots=True)
class PositionDifference:
    """Something on one side alone: how much, whose entry it is, and why the other side does not have it."""

    minor: int
    """As it stands in the difference: above zero where the bank has more for us than the books say."""
    whose: str
    why: str
    explained: bool


@dataclass(frozen=True, slots=True)
class CashPosition:
    """One account's day in one currency: what the bank and the books say moved, and why they differ."""

    day: date
    currency: str
    message: str
    opening_minor: int
    closing_minor: int
    bank_minor: int
    """What moved by the bank's balances."""
    books_minor: int
    """What moved on our cash account."""
    differences: tuple[PositionDifference, ...]

    @property
    def unexplained_minor(self) -> int:
        """What of the difference nobody can explain, to the cent."""
        return sum(each.minor for each in self.differences if not each.explained)


def positions_on(connection: Connection, cipher: Cipher, day: date) -> list[CashPosition]:
    """The positions of a day by the statements that tell of it; the same statement sent again counts once."""
    positions: dict[tuple[str, str], CashPosition] = {}
    for row in _OF_DAY.rows(connection, {"day": day}):
        if (row.account, row.currency) not in positions:
            statement = _statement(connection, cipher, row)
            positions[row.account, row.currency] = _position(connection, row, statement)
    return list(positions.values())


def _statement(connection: Connection, cipher: Cipher, row: Any) -> StatementDay | None:
    """The day of a stored statement with its entries; None where its bytes cannot be opened."""
    message = mailbox.stored(connection, cipher, [row.sha256]).get(row.sha256)
    days = message.days if message else ()
    wanted = (row.account, row.currency, row.day)
    return next((of for of in days if (of.account, of.closing.currency, of.day) == wanted), None)


def _position(connection: Connection, row: Any, statement: StatementDay | None) -> CashPosition:
    ours = _MOVED.rows(connection, {"day": row.day, "currency": row.currency})
    bank = row.closing_minor - row.opening_minor
    books = sum(int(moved.amount_minor) for moved in ours)
    if statement is not None:
        differences = list(_differences(connection, row, statement.entries, ours))
        if off := bank - row.entries_minor:
            words = "the balances of the statement say another sum than its entries"
            differences.append(PositionDifference(off, "the bank", words, explained=False))
    else:
        words = "the stored bytes of the statement cannot be opened, so that no entry can be looked at"
        differences = [PositionDifference(bank - books, "the bank", words, explained=False)] if bank != books else []
    return CashPosition(
        day=row.day,
        currency=row.currency,
        message=row.message,
        opening_minor=row.opening_minor,
        closing_minor=row.closing_minor,
        bank_minor=bank,
        books_minor=books,
        differences=tuple(differences),
    )


def _differences(
    connection: Connection, row: Any, entries: Sequence[StatementEntry], ours: Sequence[Any]
) -> Iterator[PositionDifference]:
    by_amount: defaultdict[int, list[Any]] = defaultdict(list)
    for moved in ours:
        by_amount[int(moved.amount_minor)].append(moved)
    waiting = {item.place: item.why for item in _WAITING.rows(connection, {"sha256": row.sha256})}
    for entry in entries:
        if by_amount[entry.moved.minor]:
            by_amount[entry.moved.minor].pop()
        elif not _taken_in_parts(entry, by_amount):
            why, explained = _why_not_here(connection, entry, waiting)
            yield PositionDifference(entry.moved.minor, "the bank", why, explained)
    for moved in (left for alike in by_amount.values() for left in alike):
        yield PositionDifference(-int(moved.amount_minor), "the books", *_why_not_there(moved))


def _taken_in_parts(entry: StatementEntry, by_amount: Mapping[int, list[Any]]) -> bool:
    """Whether an entry for several payments is, in the books, a movement for each of them that add up to it."""
    if len(entry.end_to_ends) < 2:
        return False
    sign = -1 if entry.moved.minor < 0 else 1
    parts = [moved for minor, alike in by_amount.items() if minor * sign > 0 for moved in alike]
    chosen = parts[: len(entry.end_to_ends)]
    if len(parts) != len(entry.end_to_ends) or sum(int(moved.amount_minor) for moved in chosen) != entry.moved.minor:
        return False
    for moved in chosen:
        by_amount[int(moved.amount_minor)].remove(moved)
    return True


def _why_not_here(connection: Connection, entry: StatementEntry, waiting: Mapping[str, str]) -> tuple[str, bool]:
    for place, why in waiting.items():
        if f"{place}/".startswith(f"{entry.place}/"):
            return f"it waits for a named person (tideover bank waiting): {why}", True
    for named in entry.end_to_ends:
        if _KEPT.row(connection, {"named": named}) is not None:
            return f"{named} is kept until the payment is sealed here", True
        if (payment := _PAYMENT.row(connection, {"named": named})) is not None:
            return f"{named} is {payment.stage} here, and was booked on another day or with another sum", True
    return UNEXPLAINED, False


def _why_not_there(moved: Any) -> tuple[str, bool]:
    if moved.kind in _BY_A_PERSON:
        return f"a named person's word ({moved.kind}); the bank's entry is of another day or of several", True
    return f"{moved.kind} in entry {moved.id}, and the statement of the day does not have it", False


_BY_A_PERSON = frozenset({"repaid"})


def days_stated(connection: Connection) -> int:
    """Of how many days and currencies the bank's statements told."""
    own = statement_day.c
    days = select(own.account, own.day, own.currency).distinct().subquery()
    return connection.scalar(select(func.count()).select_from(days)) or 0


def differences_by_currency(connection: Connection) -> dict[str, int]:
    """By currency, the days of statements on which the books moved another sum than the bank, all sums without sign."""
    own = statement_day.c
    bank = select(own.day, own.currency, func.max(own.closing_minor - own.opening_minor))
    sums: Counter[str] = Counter()
    moved = _moved_by_day(connection)
    for day, currency, minor in connection.execute(bank.group_by(own.account, own.day, own.currency)):
        sums[currency] += abs(int(minor) - moved[day, currency])
    return sums


def _moved_by_day(connection: Connection) -> Counter[tuple[date, str]]:
    days: Iterable[Any] = connection.execute(
        select(journal.c.effective_on, posting.c.currency, func.sum(posting.c.amount_minor))
        .join(posting, posting.c.journal == journal.c.id)
        .where(posting.c.account == CASH)
        .group_by(journal.c.effective_on, posting.c.currency)
    )
    return Counter({(day, currency): int(minor) for day, currency, minor in days})


def money_of(minor: int, currency: str) -> str:
    """An amount with its sign, as people write it."""
    return f"{'-' if minor < 0 else ''}{Money(minor=abs(minor), currency=currency)}"
