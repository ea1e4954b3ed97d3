"""What the bank said and nobody understood yet: it waits for a named person, who settles it or sets it aside.

An open item holds where it stands in which message, and why it waits. The bank's own words stay in the message, sealed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Connection, Row, select, update

from contracts.bank import BankReported, BankResult
from contracts.base import Envelope, derived_id, seal
from contracts.casework import Officer
from contracts.in_words import InWords
from contracts.values import Money
from services.payments.bank import told_entries
from services.payments.bank.bank_file import FileInconsistent, minor
from services.payments.bank.documents import words_at
from services.payments.bank.evidence import Reported, Unclear
from services.payments.bank.our_payments import OurPayment, payments_in, payments_of
from services.payments.bank.sealed_files import OPEN, FileState, move, names_in
from services.payments.bank.told_entries import Told
from services.payments.model import PaymentStage
from services.payments.tables import bank_message, open_item
from services.runtime.database import chain
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks
from services.runtime.privacy.cipher import CannotOpen, Cipher

_CODE = re.compile(r"[A-Z0-9]{3,4}")
FIELD = "bank-message"
"""The field under which the bytes of a message are sealed."""
_OWN = open_item.c
_UNSETTLED = dict.fromkeys(
    ("result", "payments", "charges_minor", "bank_code", "explained_by", "officer", "role", "because", "closed_at"),
)
"""What an item does not say before somebody settles it."""


class ItemState(StrEnum):
    """Where an open item stands."""

    WAITING = "waiting"
    SETTLED = "settled"
    """A named person said what it is, or it fitted after a later message; the gateway tells it next."""
    TOLD = "told"
    EXPLAINED = "explained"
    """Another message told what it is: nothing of it is to be told."""
    DISMISSED = "dismissed"


class NotSettled(InWords):
    """An open item cannot be settled so; the sentence says why."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing that waits, or waited. `message` is the identity of the bank's message as a key."""

    id: UUID
    sha256: str
    message: str
    place: str
    why: str
    booked_on: date | None
    state: ItemState
    references: tuple[str, ...] = ()
    """The bank's references that stand for it alone (`references.py`)."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who answers for what is said of an item, why, and when it was said."""

    officer: Officer
    because: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a named person says of an open item: the same end for all the payments it is about."""

    result: BankResult
    payments: tuple[OurPayment, ...]
    booked_on: date | None = None
    """None for the day that the item itself names."""
    charges: Money | None = None


def put(connection: Connection, message: str, sha256: str, unclear: Iterable[Unclear]) -> None:
    """Note what of a message waits; what is noted already, of this message or another, stays as it is."""
    rows: dict[UUID, dict[str, object]] = {}
    for part in unclear:
        key = (part.identity.key,) if part.identity.key else (sha256, part.place)
        identity = derived_id("open-item", *key)
        before = str(rows[identity]["why"]) if identity in rows else ""
        why = before if part.why in before else f"{before} {part.why}".strip()
        rows[identity] = {
            "id": identity,
            "sha256": sha256,
            "message": message,
            "place": part.place,
            "why": why,
            "booked_on": part.booked_on,
            "entry_references": " ".join(sorted(part.identity.alone)),
            "state": ItemState.WAITING.value,
        } | _UNSETTLED
    for chunk in chunks(rows):
        stored = set(connection.scalars(select(_OWN.id).where(_OWN.id.in_(chunk))))
        if fresh := [rows[identity] for identity in chunk if identity not in stored]:
            chain.insert(connection, open_item, fresh)


def waiting(connection: Connection) -> list[OpenItem]:
    """Everything that waits, by message and place."""
    return [
        OpenItem(
            row.id,
            row.sha256,
            row.message,
            row.place,
            row.why,
            row.booked_on,
            ItemState(row.state),
            tuple(row.entry_references.split()),
        )
        for row in _WAITING.rows(connection)
    ]


_WAITING = Prepared(select(open_item).where(_OWN.state == ItemState.WAITING.value).order_by(_OWN.message, _OWN.place))
_SETTLED = Prepared(select(open_item).where(_OWN.state == ItemState.SETTLED.value).order_by(_OWN.id))


def beginning_with(connection: Connection, beginning: str) -> OpenItem:
    """The waiting item whose id begins so. Raises `NotSettled` if there is none, or more than one."""
    items = [item for item in waiting(connection) if str(item.id).startswith(beginning.strip().lower() or "-")]
    if len(items) != 1:
        number = "Several" if items else "No"
        raise NotSettled(f"{number} waiting items of the bank begin with {beginning!r}.")
    return items[0]


def words_of(connection: Connection, cipher: Cipher, item: OpenItem) -> str:
    """The bank's own words."""
    row = connection.execute(select(bank_message).where(bank_message.c.sha256 == item.sha256)).one()
    try:
        body = cipher.open(row.sha256, FIELD, row.body_sealed)
    except CannotOpen:
        return "(The stored bytes cannot be opened: they were changed, or the key is another one.)"
    return words_at(row.kind, body.encode(), item.place)


def settle(connection: Connection, item: OpenItem, settlement: Settlement, signed: Signed) -> None:
    """Settle a waiting item in a named person's name, and end the doubt of its files. Raises `NotSettled`."""
    if not settlement.payments:
        raise NotSettled("Name at least one payment, or a file whose payments have no end yet.")
    day = settlement.booked_on or item.booked_on
    if day is None:
        raise NotSettled("The item does not say when it was booked: name the day.")
    for payment in settlement.payments:
        _check(item.message, payment, settlement, signed, day)
    settled = {
        "result": settlement.result.value,
        "payments": " ".join(payment.end_to_end for payment in settlement.payments),
        "booked_on": day,
        "charges_minor": settlement.charges.minor if settlement.charges else None,
    }
    _close(connection, item, ItemState.SETTLED, signed, settled)
    told_entries.remember(connection, _told(item, settlement))
    for file in sorted({payment.file for payment in settlement.payments if payment.file}):
        _end_doubt(connection, file, settlement)


def _told(item: OpenItem, settlement: Settlement) -> Iterator[Told]:
    for payment in settlement.payments:
        moved = payment.money.minor + (settlement.charges.minor if settlement.charges else 0)
        for reference in item.references or ("",):
            said = (payment.end_to_end, settlement.result, reference, item.message)
            yield Told(*said, moved_minor=moved, by_a_person=True)


def _end_doubt(connection: Connection, file: str, settlement: Settlement) -> None:
    """The bank has judged the file: it is in doubt no longer, and nobody sends it again.

    Raises `NotSettled` while it is being sent: the bank may not have judged what it gets now.
    """
    if file in names_in(connection, FileState.SENDING):
        raise NotSettled(f"{file} is being sent at this moment: wait for what the bank says of it.")
    named = {payment.end_to_end for payment in settlement.payments}
    refused = settlement.result is BankResult.REJECTED and all(
        payment.end_to_end in named or payment.stage is PaymentStage.REJECTED
        for payment in payments_in(connection, file)
    )
    move(connection, file, FileState.REJECTED if refused else FileState.ACCEPTED, only_from=OPEN)


def _check(message: str, payment: OurPayment, settlement: Settlement, signed: Signed, day: date) -> None:
    kept = settlement.charges
    if kept and (kept.currency != payment.money.currency or kept.minor > payment.money.minor):
        raise NotSettled("The charges are more than a payment, or in another currency.")
    try:
        _event(message, payment, settlement, signed, day)
    except ValidationError:
        raise NotSettled("The day is out of all bounds, or the reason is longer than 2,000 signs.") from None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The bank's message that explains an item, when it was made, and what is to be told of payments, if anything."""

    message: str
    at: datetime
    reports: tuple[Reported, ...] = ()


def explain(connection: Connection, item: OpenItem, explanation: Explanation) -> bool:
    """Close an item that the bank itself explains by now; whether it could be closed.

    It cannot while its reports differ in anything but the payment: one line says one thing.
    """
    reports = explanation.reports
    if len({(report.result, report.booked_on, report.code, report.charges) for report in reports}) > 1:
        return False
    fits: dict[str, object] = {"state": ItemState.EXPLAINED.value}
    if reports:
        first = reports[0]
        fits = {
            "state": ItemState.SETTLED.value,
            "result": first.result.value,
            "payments": " ".join(report.end_to_end for report in reports),
            "booked_on": first.booked_on,
            "charges_minor": first.charges.minor if first.charges else None,
            "bank_code": bank_code(first.code),
        }
    waits = update(open_item).where(_OWN.id == item.id, _OWN.state == ItemState.WAITING.value)
    connection.execute(waits.values(**fits, explained_by=explanation.message, closed_at=explanation.at))
    chain.note_stored(connection, open_item, "id", [item.id])
    return True


def bank_code(code: str | None) -> str | None:
    """A bank's code, if it is one of the standard's form."""
    return code if code and _CODE.fullmatch(code) else None


def dismiss(connection: Connection, item: OpenItem, signed: Signed) -> None:
    """Set a waiting item aside in a named person's name: it says nothing of our payments. Raises `NotSettled`."""
    _close(connection, item, ItemState.DISMISSED, signed, {})


def _close(
    connection: Connection, item: OpenItem, state: ItemState, signed: Signed, settled: Mapping[str, object]
) -> None:
    if not signed.because.strip():
        raise NotSettled("Say why.")
    officer = signed.officer
    closed = {"officer": officer.staff, "role": officer.role, "because": signed.because, "closed_at": signed.at}
    waits = update(open_item).where(_OWN.id == item.id, _OWN.state == ItemState.WAITING.value)
    if connection.execute(waits.values(state=state.value, **closed, **settled)).rowcount != 1:
        raise NotSettled("Somebody has settled this item meanwhile.")
    chain.note_stored(connection, open_item, "id", [item.id])


def payments_named(connection: Connection, identifiers: Sequence[str], file: str | None) -> tuple[OurPayment, ...]:
    """The payments with these identifiers, and those of a file of which the bank has said no end yet.

    Raises `NotSettled` for one that there is not.
    """
    ours = payments_of(connection, identifiers)
    if unknown := [identifier for identifier in identifiers if identifier not in ours]:
        raise NotSettled(f"There is no payment {unknown[0]}.")
    of_file = payments_in(connection, file) if file else ()
    if file and not of_file:
        raise NotSettled(f"There is no file {file}.")
    open_ones = (payment for payment in of_file if payment.stage is PaymentStage.BATCHED)
    return tuple(({identifier: ours[identifier] for identifier in identifiers} | _by_identifier(open_ones)).values())


def money_of(text: str, currency: str) -> Money:
    """An amount as a person writes it. Raises `NotSettled`."""
    try:
        return Money(minor=minor(text.strip(), currency), currency=currency)
    except (FileInconsistent, ValidationError):
        raise NotSettled(f"{text!r} is no amount in {currency}.") from None


def _by_identifier(payments: Iterable[OurPayment]) -> dict[str, OurPayment]:
    return {payment.end_to_end: payment for payment in payments}


def to_be_told(connection: Connection) -> dict[UUID, list[Envelope]]:
    """What items became by a person's word or a later message, and nobody was told yet; after a crash, the same."""
    told: dict[UUID, list[Envelope]] = {}
    for row in _SETTLED.rows(connection):
        identifiers = row.payments.split()
        ours = payments_of(connection, identifiers)
        told[row.id] = [_envelope(row, ours[identifier]) for identifier in identifiers if identifier in ours]
    return told


def mark_told(connection: Connection, items: Iterable[UUID]) -> None:
    """Note that what these items became stands in the log."""
    for chunk in chunks(items):
        settled = update(open_item).where(_OWN.id.in_(chunk), _OWN.state == ItemState.SETTLED.value)
        connection.execute(settled.values(state=ItemState.TOLD.value))
        chain.note_stored(connection, open_item, "id", chunk)


def _envelope(row: Row[tuple[object, ...]], payment: OurPayment) -> Envelope:
    """The event for the person who is paid, in the name of whoever said what it is: a person, or the bank itself."""
    at: datetime = row.closed_at if row.closed_at.tzinfo else row.closed_at.replace(tzinfo=UTC)
    signed = None if row.officer is None else Signed(Officer(staff=row.officer, role=row.role), row.because, at)
    kept = row.charges_minor
    charges = None if kept is None else Money(minor=kept, currency=payment.money.currency)
    settlement = Settlement(BankResult(row.result), (payment,), row.booked_on, charges)
    event = _event(row.message, payment, settlement, signed, row.booked_on)
    return seal(
        event.model_copy(update={"bank_code": row.bank_code}),
        subject=payment.person,
        source="/bank",
        time=at,
        event_id=derived_id("open-item", row.id, payment.end_to_end, row.result),
    )


def _event(message: str, payment: OurPayment, settlement: Settlement, signed: Signed | None, day: date) -> BankReported:
    return BankReported(
        end_to_end=payment.end_to_end,
        result=settlement.result,
        amount=payment.money,
        charges=settlement.charges,
        booked_on=day,
        message=message,
        officer=signed.officer if signed else None,
        because=signed.because if signed else None,
    )
