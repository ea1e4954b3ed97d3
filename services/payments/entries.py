"""The bank's entries: booked at once, or kept until the payment they name is sealed here.

A restored copy hears of payments that it has not sealed yet, or not even instructed: what the bank says of them is
kept. At the end of a day such a payment is sealed by itself, in a file that is never sent since the bank has it, and
booked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, delete, select, update

from contracts.bank import BankReported
from contracts.base import Envelope, follow, read
from contracts.clock import DayClosed
from services.payments import bank_results, reissues, store
from services.payments.booking import Booking, take
from services.payments.claimant import Claimant
from services.payments.tables import bank_account, instruction, unmatched_entry
from services.runtime.database import chain
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import parked
from services.runtime.delivery import parking
from services.runtime.delivery.outbox import publish
from services.runtime.handling import Consequences, Refused

AT_ONCE = 500

_STOPPED = select(parked.c.subject).where(parked.c.state == parking.WAITING, parked.c.subject.is_not(None))

_PAYABLE = select(bank_account.c.person).where(bank_account.c.account_sealed.is_not(None))


def reported(event: BankReported, state: Claimant, cause: Envelope) -> Consequences:
    """The bank said what became of a payment; what it says of one that is not sealed is kept."""
    payment = state.paid_by(event.end_to_end)
    if payment is None or payment.file is None:
        state.unmatched.append((event.end_to_end, cause))
        return ()
    change = bank_results.report(state.subject, state.around(payment), payment, event)
    said = take(state, change, cause, Booking(event.result.value, event.booked_on, payment.key))
    return [*said, *reissues.answered(event, state, payment)] if change.positions else said


def kept(connection: Connection, closed: DayClosed, *, sealed: bool) -> list[tuple[str, Envelope]]:
    """What was kept of people of the partition whose payments are sealed by now, or are not: person and entry."""
    kept_now = _KEPT[sealed].rows(connection, {"of": closed.partition, "most": AT_ONCE})
    return [(row.person, Envelope.from_bytes(row.envelope)) for row in kept_now]


def _kept(*, sealed: bool) -> Select[Any]:
    own, entry = instruction.c, unmatched_entry.c
    return (
        select(own.person, entry.envelope)
        .join(unmatched_entry, entry.end_to_end == own.end_to_end)
        .where(own.partition == bindparam("of"), entry.misfit.is_(None), own.person.not_in(_STOPPED))
        .where(own.file.is_not(None) if sealed else and_(own.file.is_(None), own.person.in_(_PAYABLE)))
        .order_by(own.person, own.sequence, own.attempt, entry.cause)
        .limit(bindparam("most"))
    )


_KEPT = {sealed: Prepared(_kept(sealed=sealed)) for sealed in (True, False)}


def made_ready(connection: Connection, entries: Iterable[tuple[str, Envelope]], partitions: int) -> list[str]:
    """Give payments that the bank has already the bank's amount, one a person, so that they can be sealed.

    Returns their identifiers.
    """
    ready: dict[str, str] = {}

    def make_ready(event: BankReported, state: Claimant, cause: Envelope) -> Consequences:
        payment = state.paid_by(event.end_to_end)
        if payment is None or state.subject in ready:
            return ()
        change = bank_results.sent_already(state.subject, state.around(payment), payment, event)
        ready[state.subject] = event.end_to_end
        return take(state, change, cause, Booking("sent already", event.booked_on, payment.key, part="sent"))

    _heard(connection, entries, partitions, make_ready)
    return list(ready.values())


def booked(connection: Connection, entries: Sequence[tuple[str, Envelope]], partitions: int) -> None:
    """Book what was kept of payments that are sealed; it is kept no longer, unless it does not fit."""
    _heard(connection, entries, partitions, reported)
    causes = [envelope.id for _, envelope in entries]
    done = unmatched_entry.c.cause.in_(causes) & unmatched_entry.c.misfit.is_(None)
    gone = connection.scalars(select(unmatched_entry.c.cause).where(done)).all()
    connection.execute(delete(unmatched_entry).where(unmatched_entry.c.cause.in_(gone)))
    chain.note_removed(connection, unmatched_entry, [(cause,) for cause in gone])


def _heard(connection: Connection, entries: Iterable[tuple[str, Envelope]], partitions: int, handler: Any) -> None:
    """Let people hear entries now; what cannot take effect is marked with the reason."""
    listed = list(entries)
    states = store.load(connection, sorted({person for person, _ in listed}), partitions)
    published: list[Envelope] = []
    for person, envelope in listed:
        try:
            news = list(handler(read(envelope), states[person], envelope))
        except Refused as refusal:
            own = unmatched_entry.c
            marked = update(unmatched_entry).where(own.cause == envelope.id).values(misfit=refusal.reason)
            connection.execute(marked)
            chain.note_stored(connection, unmatched_entry, "cause", [envelope.id])
            continue
        published += [
            follow(envelope, event, subject=person, part=f"payments/{handler.__name__}/{number}")
            for number, event in enumerate(news)
        ]
    store.saver(partitions)(connection, list(states.values()))
    publish(connection, published)
