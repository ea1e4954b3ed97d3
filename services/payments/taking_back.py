"""A stopped file gives its payments back: at the end of the next day they are due again, and the next run has them.

The bank never had the file, so it is the same payment under the same identifier, and a correction that came meanwhile
changes it as any other that is due.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from contracts.base import Event, derived_id
from contracts.clock import DayClosed
from services.payments import ledger, store
from services.payments.accounts import PAYABLE, in_flight
from services.payments.bank.sealed_files import move
from services.payments.claimant import Claimant
from services.payments.converge import Balancing, balanced
from services.payments.file_states import FileState
from services.payments.model import JournalEntry, PaymentStage
from services.payments.release import rows
from services.payments.release.model import ActKind, FileForRelease, OfficersAct
from services.payments.release.standing import standing_of
from services.payments.tables import instruction, payment_file
from services.runtime.database import chain
from services.runtime.database.prepared import Prepared
from services.runtime.handling import To

NOT_SENT = "What was too much lay in a payment file that was stopped, and is not paid."
_OWN = instruction.c
_PAYMENTS = Prepared(
    select(_OWN.id, _OWN.person, _OWN.amount_minor)
    .where(_OWN.file == bindparam("of"), _OWN.stage == PaymentStage.BATCHED.value)
    .order_by(_OWN.end_to_end)
)
_DUE_AGAIN = Prepared(
    update(instruction)
    .where(_OWN.file == bindparam("of"), _OWN.stage == PaymentStage.BATCHED.value)
    .values(stage=PaymentStage.DUE.value, file=None)
)
_SEALED_HERE = Prepared(
    select(payment_file.c.name).where(
        payment_file.c.partition == bindparam("of"), payment_file.c.state == FileState.SEALED.value
    )
)


def take_back(connection: Connection, closed: DayClosed, partitions: int) -> tuple[bool, Sequence[To]]:
    """Make the payments of one stopped file of the partition due again; whether there was one, and what is said."""
    names = [name for (name,) in _SEALED_HERE.rows(connection, {"of": closed.partition})]
    if not names:
        return False, ()
    standings, judgements = standing_of(connection, rows.files_named(connection, sorted(names)))
    stops = [each.act for each in judgements if each.act.kind is ActKind.STOPPED and not each.why_not]
    for file in (each.file for each in standings):
        stop = next((act for act in stops if file.key in act.files and _said_on(act) <= closed.day), None)
        if stop is not None and move(connection, file.name, FileState.STOPPED, only_from=frozenset({FileState.SEALED})):
            payments = _give_back(connection, closed, file, stop)
            return True, _corrected_meanwhile(connection, payments, (stop, file.name, closed.day), partitions)
    return False, ()


def _said_on(stop: OfficersAct) -> date:
    """Its day; one that is dated ahead is of the day on which it was told, or its payments would wait for that day."""
    return min(stop.acted_on, stop.recorded_at.date())


def _give_back(connection: Connection, closed: DayClosed, file: FileForRelease, stop: OfficersAct) -> list[Any]:
    payments = _PAYMENTS.rows(connection, {"of": file.name})
    _DUE_AGAIN.run(connection, {"of": file.name})
    chain.note_stored(connection, instruction, "id", [payment.id for payment in payments])
    entry = derived_id("payment-file", file.name, "stopped")
    row = {
        "id": entry,
        "cause": stop.cause,
        "kind": "stopped",
        "effective_on": closed.day,
        "recorded_at": ledger.midnight(closed.day + timedelta(days=1)),
        "claim": None,
        "certification": None,
        "lines": len(payments) + 1,
    }
    ledger.write(connection, [row], list(_lines(entry, file, payments)))
    return payments


def _corrected_meanwhile(
    connection: Connection, payments: Iterable[Any], occasion: tuple[OfficersAct, str, date], partitions: int
) -> list[To]:
    """What a correction found too much while the payments lay sealed was proposed as overpaid; it is not sent now."""
    ids = {payment.person: set[UUID]() for payment in payments}
    for payment in payments:
        ids[payment.person].add(payment.id)
    states = store.load(connection, sorted(ids), partitions)
    said = [To(person, event) for person in sorted(ids) for event in _refitted(states[person], ids[person], occasion)]
    if said:
        store.saver(partitions)(connection, list(states.values()))
    return said


def _refitted(state: Claimant, ids: Collection[UUID], occasion: tuple[OfficersAct, str, date]) -> Iterator[Event]:
    stop, name, on = occasion
    taken_back = (payment for position in state.now.values() for payment in position.instructions if payment.id in ids)
    for payment in sorted(taken_back, key=lambda payment: payment.end_to_end):
        position = state.now[payment.key]
        meeting = state.meeting(position.key, position.reach).items()
        around = {key: other for key, other in meeting if other.currency == position.currency}
        if not any(other.proposed_minor or other.lent_minor for other in around.values()):
            continue
        change = balanced(Balancing(state.subject, on, NOT_SENT), around, around)
        for changed in change.positions:
            state.keep(changed)
        for currency, legs in change.legs.items():
            state.entries.append(
                JournalEntry(
                    id=derived_id("payment-file", name, "stopped", payment.id),
                    cause=stop.cause,
                    kind="stopped",
                    effective_on=on,
                    recorded_at=ledger.midnight(on + timedelta(days=1)),
                    claim=position.claim,
                    certification=position.certification,
                    currency=currency,
                    legs=legs,
                )
            )
        yield from change.events


def _lines(entry: UUID, file: FileForRelease, payments: list[Any]) -> list[dict[str, Any]]:
    """The sealing, the other way round."""
    sums = [(in_flight(file.name), None, sum(payment.amount_minor for payment in payments))]
    sums += [(PAYABLE, payment.person, -payment.amount_minor) for payment in payments]
    return [
        {
            "journal": entry,
            "line": number,
            "account": account,
            "person": person,
            "amount_minor": minor,
            "currency": file.total.currency,
        }
        for number, (account, person, minor) in enumerate(sums)
    ]
