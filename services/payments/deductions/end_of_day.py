"""At the end of a day, before debts are collected and files are sealed: what is taken from the payments in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, and_, select

from contracts.base import Event, derived_id
from contracts.clock import DayClosed
from services.payments import ledger, store
from services.payments.claimant import Claimant
from services.payments.deduction_rows import obligations_of
from services.payments.deductions.taking import Deducted, deduct
from services.payments.deductions.terms import DeductionTerms
from services.payments.model import BESIDE, Instruction, JournalEntry, PaymentStage
from services.payments.obligations import Obligations
from services.payments.tables import instruction, position
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks
from services.runtime.handling import To

_SCHEMES = Prepared(
    select(instruction.c.person, position.c.scheme)
    .join(position, and_(*(position.c[name] == instruction.c[name] for name in ("person", "claim", "certification"))))
    .where(among(instruction.c.id), position.c.scheme.is_not(None))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class DeductionsOfTheDay:
    """Deducts on the terms of an institution, in a world with so many partitions."""

    terms: DeductionTerms
    partitions: int

    def __call__(self, connection: Connection, closed: DayClosed, due: Collection[tuple[str, UUID]]) -> Sequence[To]:
        """Take from these due payments, given by person and id, what law, choices and orders take."""
        obligations = obligations_of(connection, sorted({person for person, _ in due}))
        people = sorted({*obligations, *self._by_law(connection, due)})
        if not people:
            return ()
        states = store.load(connection, people)
        named = {payment for _, payment in due}
        told = [
            To(person, event)
            for person, state in states.items()
            for payment in _due(state, named)
            for event in self._from(state, payment, obligations.get(person, Obligations()), closed)
        ]
        if told:
            store.saver(self.partitions)(connection, list(states.values()))
        return told

    def _by_law(self, connection: Connection, due: Collection[tuple[str, UUID]]) -> set[str]:
        """Whose benefit is of a scheme from which the law takes something."""
        schemes = self.terms.schemes_by_law()
        if not schemes:
            return set()
        rows = (
            row
            for chunk in chunks(payment for _, payment in due)
            for row in _SCHEMES.rows(connection, {"any_of": chunk})
        )
        return {row.person for row in rows if row.scheme in schemes}

    def _from(
        self, state: Claimant, payment: Instruction, obligations: Obligations, closed: DayClosed
    ) -> Sequence[Event]:
        deducted = deduct(state.now[payment.key], payment, obligations, self.terms, closed.day)
        state.keep(deducted.position)
        if deducted.legs:
            state.entries.append(_entry(deducted, payment, closed))
        return deducted.events


def _due(state: Claimant, named: Collection[UUID]) -> list[Instruction]:
    """The payments of a person among those named from which something may be taken, in the order of their days."""
    every = [payment for position in state.now.values() for payment in position.instructions]
    due = [
        payment
        for payment in every
        if payment.id in named and payment.kind not in BESIDE and payment.stage is PaymentStage.DUE
    ]
    return sorted(due, key=lambda payment: (payment.due_on, payment.end_to_end))


def _entry(deducted: Deducted, payment: Instruction, closed: DayClosed) -> JournalEntry:
    return JournalEntry(
        id=derived_id("deducted", payment.id, closed.day, deducted.position.assessment),
        cause=payment.id,
        kind="deducted",
        effective_on=closed.day,
        recorded_at=ledger.midnight(closed.day),
        claim=payment.claim,
        certification=payment.certification,
        currency=payment.currency,
        legs=deducted.legs,
    )
