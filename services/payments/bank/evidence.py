"""What a bank's message says, as it stands there: nothing here has been held against our own payments yet.

`place` is where it stands in the message, as an XPath without namespaces, by which its own words are found again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from contracts.bank import BankResult
from contracts.values import Money
from services.payments.bank.codes import PaymentStatus
from services.payments.bank.references import UNRECOGNISED, EntryIdentity
from services.payments.bank.statement_days import StatementDay


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of one payment of ours, understood and to be told."""

    place: str
    end_to_end: str
    result: BankResult
    booked_on: date
    code: str | None = None
    amount: Money | None = None
    """The payment's own amount; None where the message names none."""
    charges: Money | None = None
    """What the bank kept of it, or took beside it."""
    identity: EntryIdentity = UNRECOGNISED
    moved: Money | None = None
    """What moved on the account for it; None where that is not said of it alone."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """What a person must look at: where it stands, and why, in a sentence of ours."""

    place: str
    why: str
    booked_on: date | None = None
    identity: EntryIdentity = UNRECOGNISED


class Flow(StrEnum):
    """Which way money moved on our account, and whether the message says why."""

    OUT = "out"
    BACK = "back"
    """A credit that says that it gives a payment back."""
    IN = "in"
    """A credit that says that it is something else."""
    UNEXPLAINED = "unexplained"
    """A credit that says nothing of itself."""


@dataclass(frozen=True, slots=True)
class Booked:
    """One movement on our account: a transaction of an entry, an entry without any, or a return."""

    place: str
    identity: EntryIdentity
    flow: Flow
    booked_on: date
    end_to_end: str | None
    files: frozenset[str]
    """What it names as the message or the block of payments that caused it."""
    amount: Money | None
    """What moved on our account; None where several transactions share an entry and only their total is said."""
    instructed: Money | None = None
    """What was to be paid, where it is said beside what moved."""
    total: Money | None = None
    """The entry's amount, where the transactions in it have none of their own."""
    charges: Money | None = None
    count: int | None = None
    """How many payments it says it is made of."""
    code: str | None = None
    reference: str | None = None
    """The bank's own reference of it, as it stands there."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a status is what it is: the codes of the list, and whether the bank gave a reason of its own beside them."""

    codes: tuple[str, ...] = ()
    proprietary: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What a status report says of one payment; its status may be that of the block or group above it."""

    place: str
    end_to_end: str | None
    status: PaymentStatus
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What a status report says of a file, and of single payments in it. `status` is None where it says none."""

    place: str
    file: str
    said_on: date
    status: PaymentStatus | None
    refusal: Refusal
    payments: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class BankMessage:
    """One message, read. `sha256` is the digest of its bytes, `id` its own identity as a key."""

    id: str
    sha256: str
    created_at: datetime
    booked: tuple[Booked, ...] = ()
    answers: tuple[FileAnswer, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    days: tuple[StatementDay, ...] = ()
    """What a statement says of days of our account as a whole."""
