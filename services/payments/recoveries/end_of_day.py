"""At the end of a day, before files are sealed: what is withheld from the payments in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, func, select

from contracts.base import Event
from contracts.clock import DayClosed
from contracts.values import LAST_DAY
from services.payments import ledger, store
from services.payments.bank.bank_details import opened
from services.payments.claimant import Claimant
from services.payments.joined_rows import asking_of
from services.payments.model import Instruction, JournalEntry, PaymentStage
from services.payments.recoveries.collecting import collectable_of
from services.payments.recoveries.offsets import Allowed, Withholding, unsealed
from services.payments.recoveries.statements import told_to_others
from services.payments.recoveries.terms import Terms
from services.payments.recovery_rows import owing_of
from services.payments.tables import instruction
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks
from services.runtime.handling import To
from services.runtime.privacy.cipher import Cipher

_CAME_BACK = Prepared(
    select(instruction.c.person, func.min(instruction.c.period_start).label("since"))
    .where(among(instruction.c.person), instruction.c.held_minor > 0)
    .group_by(instruction.c.person)
)


@dataclass(frozen=True, slots=True)
class EndOfDay:
    """Withholds on the terms of an institution, in a world with so many partitions."""

    terms: Terms
    partitions: int
    cipher: Cipher | None = None
    """By which is seen who was erased: what is due to them cannot be sent, and nothing is withheld from it."""

    def __call__(self, connection: Connection, closed: DayClosed, due: Collection[tuple[str, UUID]]) -> Sequence[To]:
        """Withhold from these due payments, given by person and id, whatever final debts of their persons allow."""
        people = sorted({person for person, _ in due})
        owing = sorted({*owing_of(connection, people), *asking_of(connection, people)})
        if owing and self.cipher is not None:
            owing = sorted(opened(connection, self.cipher, owing))
        if not owing:
            return ()
        states, arrears = store.load(connection, owing, self.partitions), _waiting(connection, owing)
        named = {payment for _, payment in due}
        said = [
            To(person, event)
            for person, state in states.items()
            for payment in unsealed(state.now.values(), self.terms)
            if payment.id in named
            if self.terms.arrears_are_withheld_from or payment.period.start <= arrears.get(person, date.max)
            for event in self._from(state, payment, closed)
        ]
        said += [told for state in states.values() for told in told_to_others(state, self.terms, named)]
        store.saver(self.partitions)(connection, list(states.values()))
        return said

    def _from(self, state: Claimant, payment: Instruction, closed: DayClosed) -> list[Event]:
        if closed.day >= LAST_DAY:
            return []
        most = self.terms.most_withheld(payment.amount_minor, payment.currency, payment.period, closed.day)
        events: list[Event] = []
        for debt in collectable_of(state, closed.day):
            paying = state.now[payment.key]
            unsent = next(left for left in paying.instructions if left.id == payment.id)
            if debt.currency != payment.currency or unsent.stage is not PaymentStage.DUE:
                continue
            withheld = debt.withheld_from(state, (paying, unsent), Allowed(state.subject, closed.day, most))
            if withheld is not None:
                most -= sum(leg.minor for leg in withheld.legs)
                for position in withheld.positions:
                    state.keep(position)
                state.entries.append(_entry(withheld, closed))
                events += withheld.events
        return events


def _waiting(connection: Connection, people: Sequence[str]) -> Mapping[str, date]:
    """By person, the first day for which something came back from the bank and is still owed.

    What a person is owed for earlier days is paid whole before anything is collected from what they are paid for later
    ones.
    """
    rows = (row for chunk in chunks(people) for row in _CAME_BACK.rows(connection, {"any_of": chunk}))
    return {row.person: row.since for row in rows}


def _entry(withheld: Withholding, closed: DayClosed) -> JournalEntry:
    claim, certification = withheld.about
    return JournalEntry(
        id=withheld.id,
        cause=withheld.cause,
        kind="withheld",
        effective_on=closed.day,
        recorded_at=ledger.midnight(closed.day),
        claim=claim,
        certification=certification,
        currency=withheld.positions[0].currency,
        legs=withheld.legs,
    )
