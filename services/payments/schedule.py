"""The end of a day: everything due goes into sealed files, one bounded step at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from contracts.base import derived_id
from contracts.clock import DayClosed
from services.payments import ledger
from services.payments.accounts import PAYABLE, in_flight
from services.payments.bank import bank_file
from services.payments.bank.bank_details import forget, opened
from services.payments.bank.bank_file import Payer, Transfer
from services.payments.bank.sealed_files import FIELD, FileState
from services.payments.model import PaymentStage
from services.payments.tables import bank_account, instruction, payment_file
from services.runtime.database import chain
from services.runtime.database.store import chunks, parked
from services.runtime.delivery import parking
from services.runtime.handling import To
from services.runtime.privacy.cipher import Cipher

PAYMENTS_AT_ONCE = 1000


_STOPPED = select(parked.c.subject).where(parked.c.state == parking.WAITING, parked.c.subject.is_not(None))
_OWN = instruction.c
_DUE = (
    select(_OWN.id, _OWN.end_to_end, _OWN.person, _OWN.amount_minor, _OWN.currency)
    .join(bank_account, bank_account.c.person == _OWN.person)
    .where(_OWN.partition == bindparam("of"), _OWN.stage == PaymentStage.DUE.value, _OWN.due_on <= bindparam("until"))
    .where(bank_account.c.account_sealed.is_not(None), _OWN.person.not_in(_STOPPED))
    .order_by(_OWN.currency, _OWN.end_to_end)
    .limit(bindparam("most"))
)
_FILES_OF_DAY = select(func.count()).where(
    payment_file.c.partition == bindparam("of"), payment_file.c.day == bindparam("day")
)


@dataclass(frozen=True, slots=True)
class PaymentRun:
    """Closes days for payments: seals what is due in files of at most `at_once` payments, one file a step."""

    cipher: Cipher | None
    payer: Payer = field(default_factory=Payer)
    at_once: int = PAYMENTS_AT_ONCE

    def sealed(self, name: str, body: bytes) -> bytes:
        """A file's bytes as they are stored. Raises `TypeError` without a cipher."""
        if self.cipher is None:
            raise TypeError("nothing is sealed without a cipher")
        return self.cipher.seal({name: {FIELD: body.decode()}})[name][FIELD]

    def __call__(self, connection: Connection, closed: DayClosed) -> tuple[Sequence[To], bool]:
        """Seal one file of what is due on or before the day; nothing is published, and whether more may wait."""
        if self.cipher is None:
            return (), False
        due = _due(connection, closed, self.at_once)
        if not due:
            return (), False
        accounts = opened(connection, self.cipher, (row.person for row in due))
        if erased := {row.person for row in due} - accounts.keys():
            forget(connection, erased)  # they wait for an account, as everybody without one
            return (), True
        _seal(connection, closed, due, accounts, self)
        return (), True


def _due(connection: Connection, closed: DayClosed, at_once: int) -> list[Any]:
    """The next payments of the partition in one currency; who is parked, or has no account, waits."""
    wanted = {"of": closed.partition, "until": closed.day, "most": at_once}
    rows = list(connection.execute(_DUE, wanted))
    return [row for row in rows if row.currency == rows[0].currency]


def _seal(
    connection: Connection, closed: DayClosed, due: list[Any], accounts: Mapping[str, str], run: PaymentRun
) -> None:
    """Store the bytes and their digest, mark the payments, and book them on their way: all or nothing."""
    name = _name(connection, closed)
    transfers = [Transfer(row.end_to_end, accounts[row.person], row.amount_minor) for row in due]
    body = bank_file.build(
        name=name,
        day=closed.day + timedelta(days=1),
        currency=due[0].currency,
        payer=run.payer,
        transfers=transfers,
    )
    row = {
        "name": name,
        "id": derived_id("payment-file", name),
        "partition": closed.partition,
        "day": closed.day,
        "currency": due[0].currency,
        "count": len(due),
        "control_sum_minor": sum(payment.amount_minor for payment in due),
        "sha256": bank_file.digest(body),
        "body_sealed": run.sealed(name, body),
        "state": FileState.SEALED.value,
    }
    chain.insert(connection, payment_file, [row])
    for chunk in chunks(row.id for row in due):
        batched = {"stage": PaymentStage.BATCHED.value, "file": name}
        connection.execute(update(instruction).where(instruction.c.id.in_(chunk)).values(batched))
    chain.note_stored(connection, instruction, instruction.c.file == name)
    _book(connection, closed, due, name)


def _name(connection: Connection, closed: DayClosed) -> str:
    """The file's MsgId: the day, the partition and its number on that day; the same again after a crash."""
    number = 1 + (connection.scalar(_FILES_OF_DAY, {"of": closed.partition, "day": closed.day}) or 0)
    return f"TIDEOVER-{closed.day:%Y%m%d}-P{closed.partition:04d}-{number:04d}"


def _book(connection: Connection, closed: DayClosed, due: list[Any], name: str) -> None:
    entry = derived_id("payment-file", name, "journal")
    row = {
        "id": entry,
        "cause": derived_id("payment-file", name),
        "kind": "sealed",
        "effective_on": closed.day,
        "recorded_at": ledger.midnight(closed.day + timedelta(days=1)),
        "claim": None,
        "certification": None,
        "lines": len(due) + 1,
    }
    sums = [(PAYABLE, payment.person, payment.amount_minor) for payment in due]
    sums.append((in_flight(name), None, -sum(payment.amount_minor for payment in due)))
    lines = [
        {
            "journal": entry,
            "line": number,
            "account": account,
            "person": person,
            "amount_minor": minor,
            "currency": due[0].currency,
        }
        for number, (account, person, minor) in enumerate(sums)
    ]
    ledger.write(connection, [row], lines)
