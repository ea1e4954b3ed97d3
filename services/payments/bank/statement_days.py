"""Reads the balances of camt.053: what our account held before and after a day, and what its entries add up to.

A credit balance is above zero: the bank holds money for us. A statement without both balances, or of several days, says
nothing of a day here; its entries count all the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree
from sqlalchemy import Connection, bindparam, select

from contracts.values import Money
from services.payments.bank.codes import is_booked
from services.payments.bank.documents import text_of
from services.payments.bank.schema_values import NotUnderstood, amount, written_day
from services.payments.tables import statement_day
from services.runtime.database import chain
from services.runtime.database.prepared import Prepared

CLOSING = frozenset({"CLBD"})
OPENING = frozenset({"OPBD", "PRCD"})
"""What was there when the day began: its own opening balance, or the closing balance of the day before."""
_ACCOUNT_DIGITS = 32
_KEPT = Prepared(select(statement_day.c.day).where(statement_day.c.sha256 == bindparam("sha256")).limit(1))


@dataclass(frozen=True, slots=True)
class SignedSum:
    """Money on our account, credits above zero."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """One booked entry of a statement: what moved, and the payment that it names."""

    place: str
    moved: SignedSum
    end_to_ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementDay:
    """What a statement says of one day of one account in one currency."""

    account: str
    day: date
    opening: SignedSum
    closing: SignedSum
    entries: tuple[StatementEntry, ...]

    @property
    def entries_minor(self) -> int:
        """What its entries add up to."""
        return sum(entry.moved.minor for entry in self.entries)


def statement_days(content: etree._Element) -> list[StatementDay]:
    """The days of a message's statements of which both balances are said and understood."""
    days: list[StatementDay] = []
    for statement in content.iterfind("Stmt"):
        try:
            days += _of_a_statement(statement)
        except NotUnderstood:
            continue
    return days


def keep(connection: Connection, sha256: str, message: str, days: Iterable[StatementDay]) -> None:
    """Keep what a message says of days, once: a message is read again until it was handed on."""
    if _KEPT.row(connection, {"sha256": sha256}) is not None:
        return
    rows = {
        (of.account, of.closing.currency, of.day): {
            "sha256": sha256,
            "account": of.account,
            "currency": of.closing.currency,
            "day": of.day,
            "message": message,
            "opening_minor": of.opening.minor,
            "closing_minor": of.closing.minor,
            "entries_minor": of.entries_minor,
            "entries": len(of.entries),
        }
        for of in days
    }
    chain.insert(connection, statement_day, list(rows.values()))


def _of_a_statement(statement: etree._Element) -> Iterator[StatementDay]:
    balances = {code: found for found in statement.iterfind("Bal") if (code := text_of(found, "Tp/CdOrPrtry/Cd"))}
    closing = next((balances[code] for code in balances if code in CLOSING), None)
    opening = next((balances[code] for code in ("OPBD", "PRCD") if code in balances), None)
    if opening is None or closing is None or (on := written_day(closing, "Dt")) is None:
        return
    booked = [entry for entry in statement.iterfind("Ntry") if _is_booked(entry)]
    days = {written_day(entry, "BookgDt") for entry in booked} | {written_day(balances.get("OPBD", closing), "Dt")}
    if days - {on, None}:
        return
    entries = tuple(map(_entry, booked))
    before, after = _signed(opening), _signed(closing)
    if before.currency == after.currency and all(entry.moved.currency == after.currency for entry in entries):
        yield StatementDay(_account(statement), on, before, after, entries)


def _is_booked(entry: etree._Element) -> bool:
    code = text_of(entry, "Sts/Cd") or text_of(entry, "Sts")
    return bool(code and is_booked(code))


def _entry(entry: etree._Element) -> StatementEntry:
    named = tuple(text.strip() for element in entry.iter("EndToEndId") if (text := element.text))
    return StatementEntry(entry.getroottree().getpath(entry), _signed(entry), named)


def _signed(element: etree._Element) -> SignedSum:
    """An amount with its side. Raises `NotUnderstood`."""
    written, side = element.find("Amt"), text_of(element, "CdtDbtInd")
    if written is None or side not in {"CRDT", "DBIT"}:
        raise NotUnderstood("An amount does not say whether it is a debit or a credit.")
    money: Money = amount(written)
    return SignedSum(money.minor if side == "CRDT" else -money.minor, money.currency)


def _account(statement: etree._Element) -> str:
    written = text_of(statement, "Acct/Id/IBAN") or text_of(statement, "Acct/Id/Othr/Id") or ""
    return hashlib.sha256("".join(written.split()).upper().encode()).hexdigest()[:_ACCOUNT_DIGITS]
