"""Loading and saving people's positions with their payments.

What is in motion is loaded for many people at once, any other position one by one. The keys of all positions are loaded
too, so that a new position costs no query. Only rows that changed are written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Subquery, Table, and_, bindparam, delete, select, update

from contracts.base import Envelope, partition_of
from contracts.values import Period
from services.payments import (
    accounts_wanted,
    closed_days,
    deduction_rows,
    fund_rows,
    guards,
    joined_rows,
    ledger,
    recovery_rows,
    tallies,
    waiting_rows,
)
from services.payments import held as held_payments
from services.payments.claimant import Claimant
from services.payments.coverage import runs
from services.payments.dated_rows import as_listed, as_stretches
from services.payments.model import Deduction, Instruction, PaymentKind, PaymentStage, PeriodKey, Position, Withheld
from services.payments.obligations import KnownOrder
from services.payments.recovery import Debt
from services.payments.recovery_rows import OfPeriods
from services.payments.release import rows as release_rows
from services.payments.tables import (
    TABLES,
    instruction,
    paid_days,
    position,
    reissue_order,
)
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert

__all__ = ["TABLES", "guards", "load", "loader", "saver", "tallies"]


IN_MOTION = (PaymentStage.DUE.value, PaymentStage.BATCHED.value)
KEY = ("person", "claim", "certification")


def _same_key(table: Table, other: Subquery) -> ColumnElement[bool]:
    return and_(*(table.c[name] == other.c[name] for name in KEY))


def _at(table: Table) -> ColumnElement[bool]:
    return and_(*(table.c[name] == bindparam(name) for name in KEY))


_MOVING = (
    select(*(instruction.c[name] for name in KEY))
    .where(among(instruction.c.person), instruction.c.stage.in_(IN_MOTION))
    .distinct()
    .subquery()
)
_ORDER = (instruction.c.sequence, instruction.c.attempt)
_MOVING_POSITIONS = Prepared(select(position).join(_MOVING, _same_key(position, _MOVING)))
_MOVING_PAYMENTS = Prepared(select(instruction).join(_MOVING, _same_key(instruction, _MOVING)).order_by(*_ORDER))
_POSITION = Prepared(select(position).where(_at(position)))
_PAYMENTS = Prepared(select(instruction).where(_at(instruction)).order_by(*_ORDER))
_KEY_OF = Prepared(
    select(instruction.c.claim, instruction.c.certification).where(
        instruction.c.person == bindparam("person"), instruction.c.end_to_end == bindparam("end_to_end")
    )
)
_INSTRUCTED = Prepared(select(instruction.c.id).where(instruction.c.end_to_end == bindparam("end_to_end")))
_ORDERS = Prepared(
    select(reissue_order.c.envelope).where(
        reissue_order.c.person == bindparam("person"), reissue_order.c.end_to_end == bindparam("end_to_end")
    )
)
_REACHES = Prepared(
    select(*(position.c[name] for name in (*KEY, "touched_start", "touched_end"))).where(among(position.c.person))
)
_LET_GO = Prepared(delete(paid_days).where(*(paid_days.c[name] == bindparam(f"of_{name}") for name in KEY)))


@dataclass(frozen=True, slots=True)
class Stored:
    """Reads single positions in the transaction of a batch."""

    connection: Connection
    reach: Mapping[str, dict[PeriodKey, Period]]
    """By person, all positions with the days within which each can meet another."""
    owed: Mapping[str, OfPeriods]
    """By person, all debts."""
    taken: Mapping[str, deduction_rows.OfPeriods]
    """By person, all deductions."""
    partitions: int | None

    def position(self, person: str, key: PeriodKey) -> Position | None:
        """The stored position."""
        if key not in self.reach[person]:
            return None
        wanted = dict(zip(KEY, (person, *key), strict=True))
        row = _POSITION.row(self.connection, wanted)
        if row is None:
            return None
        payments = _PAYMENTS.rows(self.connection, wanted)
        return _position(row, payments, self.debts(person).get(key, ()), self.taken.get(person, {}).get(key, ()))

    def key_of(self, person: str, end_to_end: str) -> PeriodKey | None:
        """The key of the position whose payment has this identifier, if it is this person's."""
        row = _KEY_OF.row(self.connection, {"person": person, "end_to_end": end_to_end})
        return None if row is None else (row.claim, row.certification)

    def is_instructed(self, end_to_end: str) -> bool:
        """Whether anybody's payment has this identifier."""
        return _INSTRUCTED.row(self.connection, {"end_to_end": end_to_end}) is not None

    def orders_for(self, person: str, end_to_end: str) -> list[Envelope]:
        """Orders to pay a payment again that came before its return."""
        rows = _ORDERS.rows(self.connection, {"person": person, "end_to_end": end_to_end})
        return [Envelope.from_bytes(row.envelope) for row in rows]

    def fund_moved(self, fund: str, movement: str) -> fund_rows.FundMovement | None:
        """What was told of a fund under a reference."""
        return fund_rows.movement_told(self.connection, fund, movement)

    def debts(self, person: str) -> OfPeriods:
        """All debts of a person."""
        return self.owed.get(person, {})

    def attachment(self, person: str, key: str) -> KnownOrder:
        """What is known of an order of a court or agency."""
        return deduction_rows.order_of(self.connection, person, key)

    def said_of_debt(self, person: str, question: str) -> list[Envelope]:
        """All that was said of a debt."""
        return recovery_rows.said_of_debt(self.connection, person, question)

    def over_until(self, person: str) -> date | None:
        """The last day that the person's partition has closed; None where nobody says how many partitions there are."""
        if self.partitions is None:
            return None
        return closed_days.over_until(self.connection, partition_of(person, self.partitions))

    def reaches(self, person: str) -> Mapping[PeriodKey, Period]:
        """All positions of a person, with the days within which each can meet another."""
        return self.reach[person]

    def is_dead(self, person: str) -> bool:
        """Whether the person was said to have died."""
        return held_payments.is_dead(self.connection, person)

    def death_number(self, person: str) -> int:
        """The number of what was last said of the person's death; 0 where nothing was."""
        return held_payments.death_number(self.connection, person)


def loader(partitions: int) -> Callable[[Connection, Sequence[str]], dict[str, Claimant]]:
    """The loading of states in a world with this many partitions, by which each person's closed days are known."""
    return partial(load, partitions=partitions)


def load(connection: Connection, people: Sequence[str], partitions: int | None = None) -> dict[str, Claimant]:
    """What is in motion for these people, in four queries per few hundred; the rest is read when it is needed."""
    reach: dict[str, dict[PeriodKey, Period]] = {person: {} for person in people}
    debts, taken = recovery_rows.debts_of(connection, people), deduction_rows.deductions_of(connection, people)
    stored = Stored(connection, reach, debts, taken, partitions)
    joined = joined_rows.accounts_of(connection, people)
    states = {person: Claimant(person, stored=stored, joined=joined.get(person, {})) for person in people}
    for chunk in chunks(people):
        for person, claim, certification, start, end in _REACHES.rows(connection, {"any_of": chunk}):
            reach[person][claim, certification] = Period(start=start, end=end)
        payments: dict[tuple[str, str, str], list[Any]] = {}
        for row in _MOVING_PAYMENTS.rows(connection, {"any_of": chunk}):
            payments.setdefault((row.person, row.claim, row.certification), []).append(row)
        for row in _MOVING_POSITIONS.rows(connection, {"any_of": chunk}):
            key = (row.claim, row.certification)
            own_debts, own_taken = stored.debts(row.person).get(key, ()), taken.get(row.person, {}).get(key, ())
            states[row.person].remember(_position(row, payments[row.person, *key], own_debts, own_taken))
    return states


def _instruction(row: Any) -> Instruction:
    return Instruction(
        id=row.id,
        claim=row.claim,
        certification=row.certification,
        kind=PaymentKind(row.kind),
        sequence=row.sequence,
        attempt=row.attempt,
        days=as_stretches(row.days),
        currency=row.currency,
        due_on=row.due_on,
        stage=PaymentStage(row.stage),
        assessment=row.assessment,
        held_minor=row.held_minor,
        file=row.file,
        withheld=row.withheld and _withheld(*row.withheld),
        debit_untold=row.debit_untold,
    )


def _withheld(payment: str, *debt: str) -> Withheld:
    return Withheld(UUID(payment), *debt)


def _position(
    row: Any, payments: list[Any], recoveries: tuple[Debt, ...], deductions: tuple[Deduction, ...]
) -> Position:
    return Position(
        claim=row.claim,
        certification=row.certification,
        period=Period(start=row.period_start, end=row.period_end),
        currency=row.currency,
        assessment=row.assessment,
        number=row.number,
        due=as_stretches(row.due),
        waiting=as_stretches(row.waiting),
        proposed_minor=row.proposed_minor,
        waived_minor=row.waived_minor,
        written_off_minor=row.written_off_minor,
        recovered_minor=row.recovered_minor,
        to_return_minor=row.to_return_minor,
        return_waits_minor=row.return_waits_minor,
        recoveries=recoveries,
        confirmed_minor=row.confirmed_minor,
        lent_minor=row.lent_minor,
        proposals=row.proposals,
        touched=Period(start=row.touched_start, end=row.touched_end),
        instructions=tuple(map(_instruction, payments)),
        deductions=deductions,
        scheme=row.scheme,
    )


def saver(partitions: int) -> Callable[[Connection, Sequence[Claimant]], None]:
    """The saving of states for a world with this many partitions."""

    def save(connection: Connection, states: Sequence[Claimant]) -> None:
        recovery_rows.save_decisions(connection, states)
        _save_paid_days(connection, states)
        _save_positions(connection, states)
        _save_instructions(connection, states, partitions)
        waiting_rows.save_entries(connection, states)
        waiting_rows.save_orders(connection, states)
        recovery_rows.save(connection, states)
        fund_rows.save(connection, [told for state in states for told in state.fund_moves])
        release_rows.save(connection, [act for state in states for act in state.batch_acts])
        deduction_rows.save(connection, states)
        held_payments.save(connection, states)
        accounts_wanted.save(connection, states, partitions)
        joined_rows.save(connection, states)
        ledger.book(connection, [(state.subject, entry) for state in states for entry in state.entries])

    return save


def _save_paid_days(connection: Connection, states: Sequence[Claimant]) -> None:
    """All that is let go before anything is taken, so that days may pass from one position to another."""
    gone: list[dict[str, Any]] = []
    let_go: list[tuple[str, date]] = []
    taken: list[dict[str, Any]] = []
    for state in states:
        for (claim, certification), held in state.now.items():
            before, days = state.before.get(held.key), runs(held.due)
            if days == (runs(before.due) if before else ()):
                continue
            at = {"person": state.subject, "claim": claim, "certification": certification}
            if before and before.due:
                gone.append({f"of_{name}": value for name, value in at.items()})
                let_go += [(state.subject, run.start) for run in runs(before.due)]
            taken += [at | {"period_start": run.start, "period_end": run.end} for run in days]
    if gone:
        _LET_GO.run_each(connection, gone)
        chain.note_removed(connection, paid_days, let_go)
    chain.insert(connection, paid_days, taken)


def _save_positions(connection: Connection, states: Sequence[Claimant]) -> None:
    rows = [
        {
            "person": state.subject,
            "claim": held.claim,
            "certification": held.certification,
            "period_start": held.period.start,
            "period_end": held.period.end,
            "currency": held.currency,
            "assessment": held.assessment,
            "number": held.number,
            "touched_start": held.reach.start,
            "touched_end": held.reach.end,
            "due": as_listed(held.due),
            "waiting": as_listed(held.waiting),
            "target_minor": held.target_minor,
            "waiting_minor": sum(stretch.minor for stretch in held.waiting),
            "proposed_minor": held.proposed_minor,
            "final_minor": held.final_minor,
            "waived_minor": held.waived_minor,
            "written_off_minor": held.written_off_minor,
            "recovered_minor": held.recovered_minor,
            "to_return_minor": held.to_return_minor,
            "return_waits_minor": held.return_waits_minor,
            "confirmed_minor": held.confirmed_minor,
            "lent_minor": held.lent_minor,
            "proposals": held.proposals,
            "scheme": held.scheme,
        }
        for state in states
        for key, held in state.now.items()
        if state.before.get(key) is not held
    ]
    upsert(connection, position, rows)


def _save_instructions(connection: Connection, states: Sequence[Claimant], partitions: int) -> None:
    """Changed rows are updated and new ones inserted, never one in place of the other: a clash must be refused."""
    changed: list[dict[str, Any]] = []
    changed_whole: list[dict[str, Any]] = []
    fresh: list[dict[str, Any]] = []
    for state in states:
        stored = _by_key(state.before)
        for key, payment in _by_key(state.now).items():
            if (before := stored.get(key)) is payment:
                continue
            row = _row(payment)
            whole = {"id": payment.id} | row | _identity(state.subject, payment, partitions)
            if before is None:
                fresh.append(whole)
            else:
                changed.append(row | {"key": payment.id})
                changed_whole.append(whole)
    if changed:
        _changing(tuple(name for name in changed[0] if name != "key")).run_each(connection, changed)
        chain.note_mappings(connection, instruction, changed_whole)
    chain.insert(connection, instruction, fresh)


def _by_key(positions: Mapping[PeriodKey, Position]) -> dict[tuple[PeriodKey, UUID], Instruction]:
    """Payments by position and id: the same id at two positions must meet in the database, and be refused there."""
    return {
        (key, instruction.id): instruction
        for key, position in positions.items()
        for instruction in position.instructions
    }


def _row(instruction: Instruction) -> dict[str, Any]:
    """What may change of a payment."""
    return {
        "period_start": instruction.period.start,
        "period_end": instruction.period.end,
        "days": as_listed(instruction.days),
        "amount_minor": instruction.amount_minor,
        "due_on": instruction.due_on,
        "stage": instruction.stage.value,
        "assessment": instruction.assessment,
        "held_minor": instruction.held_minor,
        "file": instruction.file,
        "debit_untold": instruction.debit_untold,
    }


@cache
def _changing(names: tuple[str, ...]) -> Prepared:
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    return Prepared(update(instruction).where(instruction.c.id == bindparam("key")).values(values))


def _identity(person: str, instruction: Instruction, partitions: int) -> dict[str, Any]:
    """What makes it this payment and no other."""
    return {
        "end_to_end": instruction.end_to_end,
        "person": person,
        "partition": partition_of(person, partitions),
        "claim": instruction.claim,
        "certification": instruction.certification,
        "kind": instruction.kind.value,
        "sequence": instruction.sequence,
        "attempt": instruction.attempt,
        "currency": instruction.currency,
        "withheld": instruction.withheld and instruction.withheld.listed(),
    }
