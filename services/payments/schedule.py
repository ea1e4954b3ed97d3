"""The end of a day: everything due goes into sealed files, one bounded step at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select, update

from contracts.base import derived_id
from contracts.clock import DayClosed
from services.payments import accounts_wanted, entries, held, ledger
from services.payments.accounts import PAYABLE, in_flight
from services.payments.bank import bank_file, interlock
from services.payments.bank.bank_details import forget_erased, opened
from services.payments.bank.bank_file import FileHeader, Payer, Transfer
from services.payments.bank.sealed_files import FIELD, FileState
from services.payments.deductions.end_of_day import DeductionsOfTheDay
from services.payments.deductions.references import references_of
from services.payments.file_states import AT_THE_BANK, OURS
from services.payments.model import PaymentStage
from services.payments.recoveries.end_of_day import EndOfDay
from services.payments.tables import bank_account, instruction, left_out, payment_file, unmatched_entry
from services.payments.taking_back import take_back
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, parked
from services.runtime.delivery import parking
from services.runtime.handling import To
from services.runtime.privacy.cipher import Cipher
from services.runtime.process.logs import log

PAYMENTS_AT_ONCE = 1000
Look = Callable[[Connection, DayClosed], Sequence[To]]
"""Changes what a day's end changes of one thing, in a bounded step, and says what follows; nothing once it is done."""


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
_LEFT_OUT = select(left_out.c.instruction).where(left_out.c.day == bindparam("day"))
_NEW_TO_THE_BANK = Prepared(
    _DUE.where(
        _OWN.end_to_end.not_in(select(unmatched_entry.c.end_to_end)), _OWN.id.not_in(_LEFT_OUT), held.may_leave()
    )
)
_AT_THE_BANK = _DUE.where(_OWN.end_to_end.in_(bindparam("named", expanding=True)))
_FILES_OF_DAY = Prepared(
    select(func.count()).where(payment_file.c.partition == bindparam("of"), payment_file.c.day == bindparam("day"))
)
_BATCH = Prepared(
    update(instruction).where(among(_OWN.id)).values(stage=PaymentStage.BATCHED.value, file=bindparam("file"))
)


@dataclass(frozen=True, slots=True)
class PaymentRun:
    """Closes days for payments: seals what is due in files of at most `at_once` payments, one file a step."""

    cipher: Cipher | None
    payer: Payer = field(default_factory=Payer)
    at_once: int = PAYMENTS_AT_ONCE
    partitions: int = 4
    before_sealing: tuple[DeductionsOfTheDay | EndOfDay, ...] = ()
    """What is taken from payments before they are sealed, one after the other: for others, then for debts."""
    looks: tuple[Look, ...] = (held.looked_at, accounts_wanted.looked_at)
    """What is looked at before files are sealed, and what is said of it."""

    def __call__(
        self, connection: Connection, closed: DayClosed, _arrived: int | None = None
    ) -> tuple[Sequence[To], bool]:
        """Seal one file of what is due on or before the day, and whether more may wait.

        What the bank has said of payments that were not sealed comes first. While the bank may have files that are not
        known here, nothing else is sealed. What lies in stopped files is due again before anything is sealed. Then
        what is known of deaths and accounts is looked at, and what is owed to creditors is ordered.
        """
        if self.cipher is None:
            return (), False
        if self._taken_from_the_bank(connection, closed):
            return (), True
        if interlock.held(connection):
            return (), False
        was_stopped, told = take_back(connection, closed, self.partitions)
        if was_stopped:
            return told, True
        if news := next((told for look in self.looks if (told := look(connection, closed))), ()):
            return news, True
        wanted = {"of": closed.partition, "until": closed.day, "day": closed.day, "most": self.at_once}
        due, said = self._after_takings(connection, closed, wanted)
        if due:
            self._seal_or_leave_out(connection, closed, due)
        return said, bool(due or said)

    def _after_takings(
        self, connection: Connection, closed: DayClosed, wanted: Mapping[str, Any]
    ) -> tuple[list[Any], list[To]]:
        """The payments of the next file as they are once everything is taken from them, and what is said of it.

        Where nothing is left of one the file is shorter: the payment behind it was not looked at and waits its turn.
        """
        due = _of_one_currency(_NEW_TO_THE_BANK.rows(connection, wanted))
        looked_at, said = {row.id for row in due}, list[To]()
        for take in self.before_sealing:
            if told := take(connection, closed, [(row.person, row.id) for row in due]):
                said += told
                rows = _NEW_TO_THE_BANK.rows(connection, wanted)
                due = _of_one_currency(row for row in rows if row.id in looked_at)
        return due, said

    def _taken_from_the_bank(self, connection: Connection, closed: DayClosed) -> bool:
        """Book one step of what the bank said of payments that are sealed by now, or seal such payments for it."""
        if known := entries.kept(connection, closed, sealed=True):
            entries.booked(connection, known, self.partitions)
            return True
        if early := entries.kept(connection, closed, sealed=False):
            named = entries.made_ready(connection, early, self.partitions)
            wanted = {"of": closed.partition, "until": date.max, "most": self.at_once, "named": named}
            while due := _of_one_currency(connection.execute(_AT_THE_BANK, wanted)):
                name = _name(connection, closed, AT_THE_BANK)
                body = bank_file.written(self._header(name, closed, due), self._transfers(connection, due))
                _seal(connection, closed, due, self.cipher, SealedAs(name, body, FileState.ACCEPTED))
            return True
        return False

    def _seal_or_leave_out(self, connection: Connection, closed: DayClosed, due: list[Any]) -> None:
        """What fits into no file is left out until the next day, with its reason; everybody else is paid."""
        transfers = self._transfers(connection, due)
        shut = [row.person for row, transfer in zip(due, transfers, strict=True) if not transfer.account]
        if shut and self.cipher and forget_erased(connection, self.cipher, shut):
            return  # they wait for an account, as everybody without one; the next step has the rest
        faults = {
            row.id: fault
            for row, transfer in zip(due, transfers, strict=True)
            if (fault := bank_file.fault_of(transfer, row.currency))
        }
        _leave_out(connection, closed, faults)
        sound = [row for row in due if row.id not in faults]
        if not sound:
            return
        name = _name(connection, closed, OURS)
        fit = {row.end_to_end for row in sound}
        try:
            body = bank_file.build(
                self._header(name, closed, sound), [transfer for transfer in transfers if transfer.end_to_end in fit]
            )
        except bank_file.FileInconsistent as fault:
            _leave_out(connection, closed, {row.id: str(fault) for row in sound})
            return
        _seal(connection, closed, sound, self.cipher, SealedAs(name, body, FileState.SEALED))

    def _header(self, name: str, closed: DayClosed, due: list[Any]) -> FileHeader:
        return FileHeader(name=name, day=closed.day + timedelta(days=1), currency=due[0].currency, payer=self.payer)

    def _transfers(self, connection: Connection, due: list[Any]) -> list[Transfer]:
        """The payments with the accounts they go to; an account that cannot be opened is empty."""
        if self.cipher is None:
            return []
        accounts = opened(connection, self.cipher, (row.person for row in due))
        references = references_of(connection, [row.id for row in due])
        return [
            Transfer(row.end_to_end, accounts.get(row.person, ""), row.amount_minor, references.get(row.id, ""))
            for row in due
        ]


@dataclass(frozen=True, slots=True)
class SealedAs:
    """A file's name, its bytes, and whether it goes to the bank or the bank has its payments already."""

    name: str
    body: bytes
    state: FileState


def _of_one_currency(rows: Iterable[Any]) -> list[Any]:
    """The next payments of the partition in one currency; who is parked, or has no account, waits."""
    due = list(rows)
    return [row for row in due if row.currency == due[0].currency]


def _leave_out(connection: Connection, closed: DayClosed, faults: Mapping[UUID, str]) -> None:
    """Note why payments are in no file of this day."""
    if faults:
        rows = [{"instruction": payment, "day": closed.day, "why": why} for payment, why in faults.items()]
        chain.insert(connection, left_out, rows)
        why = "; ".join(sorted(set(faults.values())))
        log.error("payments_left_out", day=closed.day.isoformat(), count=len(rows), why=why)


def _seal(connection: Connection, closed: DayClosed, due: list[Any], cipher: Cipher | None, file: SealedAs) -> None:
    """Store the bytes and their digest, mark the payments, and book them on their way: all or nothing."""
    if cipher is None:
        raise TypeError("without a cipher no file is sealed")
    name, body = file.name, file.body
    row = {
        "name": name,
        "id": derived_id("payment-file", name),
        "partition": closed.partition,
        "day": closed.day,
        "currency": due[0].currency,
        "count": len(due),
        "control_sum_minor": sum(payment.amount_minor for payment in due),
        "sha256": bank_file.digest(body),
        "body_sealed": cipher.seal({name: {FIELD: body.decode()}})[name][FIELD],
        "state": file.state.value,
        "copies": 0,
    }
    chain.insert(connection, payment_file, [row])
    for chunk in chunks(row.id for row in due):
        _BATCH.run(connection, {"any_of": chunk, "file": name})
    chain.note_stored(connection, instruction, "file", [name])
    _book(connection, closed, due, name)


def _name(connection: Connection, closed: DayClosed, whose: str) -> str:
    """The file's MsgId: the day, the partition and its number on that day; the same again after a crash."""
    [(before,)] = _FILES_OF_DAY.rows(connection, {"of": closed.partition, "day": closed.day})
    return f"{whose}-{closed.day:%Y%m%d}-P{closed.partition:04d}-{before + 1:04d}"


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
