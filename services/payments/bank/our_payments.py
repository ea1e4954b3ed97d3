"""Our own payments and files, as far as a bank's messages name them: what its words are held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select

from contracts.values import Money
from services.payments.bank.evidence import BankMessage
from services.payments.file_states import AT_THE_BANK
from services.payments.model import PaymentStage
from services.payments.tables import instruction, payment_file
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks

_OWN = instruction.c
_COLUMNS = (
    _OWN.end_to_end,
    _OWN.person,
    _OWN.amount_minor,
    _OWN.currency,
    _OWN.file,
    _OWN.stage,
    payment_file.c.day,
    payment_file.c.name.like(f"{AT_THE_BANK}-%").label("was_there"),
)
_QUERY = select(*_COLUMNS).outerjoin(payment_file, payment_file.c.name == _OWN.file)
_NAMED = Prepared(_QUERY.where(among(_OWN.end_to_end)))
_OF_FILE = Prepared(_QUERY.where(_OWN.file == bindparam("of")).order_by(_OWN.end_to_end))
_FILES = Prepared(select(payment_file.c.name, payment_file.c.copies).where(among(payment_file.c.name)))


@dataclass(frozen=True, slots=True)
class OurPayment:
    """A payment of ours. `file` is None for one that is not sealed here: a restored copy may hear of it before."""

    end_to_end: str
    person: str
    money: Money
    stage: PaymentStage
    file: str | None
    sealed_on: date | None = None
    """The day of its file, before which no bank has it; None where the bank had it before it was sealed here."""


@dataclass(frozen=True, slots=True)
class OurFile:
    """A sealed file with all its payments. `copies` is how many times its bytes were, or may have been, sent."""

    name: str
    copies: int
    payments: tuple[OurPayment, ...]


@dataclass(frozen=True, slots=True)
class OurBooks:
    """The payments by identifier, the files by name."""

    payments: Mapping[str, OurPayment] = field(default_factory=dict)
    files: Mapping[str, OurFile] = field(default_factory=dict)


def our_books(connection: Connection, messages: Iterable[BankMessage]) -> OurBooks:
    """What of ours these messages name."""
    identifiers: set[str] = set()
    names: set[str] = set()
    for message in messages:
        for booking in message.booked:
            identifiers.update([booking.end_to_end] if booking.end_to_end else ())
            names.update(booking.files)
        for answer in message.answers:
            identifiers.update(payment.end_to_end for payment in answer.payments if payment.end_to_end)
            names.add(answer.file)
    files = _files(connection, names)
    in_files = {payment.end_to_end: payment for file in files.values() for payment in file.payments}
    return OurBooks(in_files | payments_of(connection, identifiers - in_files.keys()), files)


def payments_of(connection: Connection, identifiers: Iterable[str]) -> dict[str, OurPayment]:
    """The payments with these identifiers that there are."""
    payments: dict[str, OurPayment] = {}
    for chunk in chunks(sorted(identifiers)):
        rows = _NAMED.rows(connection, {"any_of": chunk})
        payments.update((row.end_to_end, _payment(row)) for row in rows)
    return payments


def payments_in(connection: Connection, file: str) -> tuple[OurPayment, ...]:
    """All payments of a file, in the order of their identifiers; none for a file that there is not."""
    rows = _OF_FILE.rows(connection, {"of": file})
    return tuple(map(_payment, rows))


def _files(connection: Connection, names: Iterable[str]) -> dict[str, OurFile]:
    files: dict[str, OurFile] = {}
    for chunk in chunks(sorted(names)):
        for row in _FILES.rows(connection, {"any_of": chunk}):
            files[row.name] = OurFile(row.name, row.copies, payments_in(connection, row.name))
    return files


def _payment(row: Any) -> OurPayment:
    money = Money(minor=row.amount_minor, currency=row.currency)
    sealed_on = None if row.was_there else row.day
    return OurPayment(row.end_to_end, row.person, money, PaymentStage(row.stage), row.file, sealed_on)
