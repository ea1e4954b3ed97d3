"""Loading and saving people's positions with their payments.

What is in motion is loaded for many people at once, any other position one by one. Which positions there are is known
of everybody at once, so that a new one costs no question. Only rows that changed are written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Subquery, Table, and_, bindparam, select, update

from contracts.base import partition_of
from contracts.payments import InstructionKind
from contracts.values import Period
from services.payments import guards, ledger
from services.payments.claimant import Claimant, PeriodKey
from services.payments.model import Instruction, PaymentStage, Position
from services.payments.tables import TABLES, instruction, overpayment_decision, position
from services.runtime.database.store import chunks, upsert

__all__ = ["TABLES", "guards", "load", "saver"]


IN_MOTION = (PaymentStage.DUE.value, PaymentStage.BATCHED.value)
PLACE = ("person", "claim", "certification")


def _same_place(table: Table, other: Subquery) -> ColumnElement[bool]:
    return and_(*(table.c[name] == other.c[name] for name in PLACE))


def _at(table: Table) -> ColumnElement[bool]:
    return and_(*(table.c[name] == bindparam(name) for name in PLACE))


_MOVING = (
    select(*(instruction.c[name] for name in PLACE))
    .where(instruction.c.person.in_(bindparam("people", expanding=True)), instruction.c.stage.in_(IN_MOTION))
    .distinct()
    .subquery()
)
_ORDER = (instruction.c.sequence, instruction.c.attempt)
_MOVING_POSITIONS = select(position).join(_MOVING, _same_place(position, _MOVING))
_MOVING_PAYMENTS = select(instruction).join(_MOVING, _same_place(instruction, _MOVING)).order_by(*_ORDER)
_POSITION = select(position).where(_at(position))
_PAYMENTS = select(instruction).where(_at(instruction)).order_by(*_ORDER)
_PLACE_OF = select(instruction.c.claim, instruction.c.certification).where(
    instruction.c.person == bindparam("person"), instruction.c.end_to_end == bindparam("end_to_end")
)
_PLACES = select(*(position.c[name] for name in PLACE)).where(
    position.c.person.in_(bindparam("people", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Stored:
    """The positions that a transaction sees, one at a time."""

    connection: Connection
    places: Mapping[str, set[PeriodKey]]
    """Every place of the people whom the transaction is about."""

    def position(self, person: str, place: PeriodKey) -> Position | None:
        """The stored position."""
        if place not in self.places[person]:
            return None
        wanted = dict(zip(PLACE, (person, *place), strict=True))
        row = self.connection.execute(_POSITION, wanted).one_or_none()
        return None if row is None else _position(row, list(self.connection.execute(_PAYMENTS, wanted)))

    def place_of(self, person: str, end_to_end: str) -> PeriodKey | None:
        """Where the payment with this identifier belongs, if it is this person's."""
        row = self.connection.execute(_PLACE_OF, {"person": person, "end_to_end": end_to_end}).one_or_none()
        return None if row is None else (row.claim, row.certification)

    def places_of(self, person: str, claim: str) -> list[PeriodKey]:
        """All places of a claim."""
        return [place for place in self.places[person] if place[0] == claim]


def load(connection: Connection, people: Sequence[str]) -> dict[str, Claimant]:
    """What is in motion for these people, in three queries for every few hundred; the rest stays on the shelf."""
    places: dict[str, set[PeriodKey]] = {person: set() for person in people}
    shelf = Stored(connection, places)
    states = {person: Claimant(person, shelf=shelf) for person in people}
    for chunk in chunks(people):
        for person, *place in connection.execute(_PLACES, {"people": chunk}):
            places[person].add((place[0], place[1]))
        payments: dict[tuple[str, str, str], list[Any]] = {}
        for row in connection.execute(_MOVING_PAYMENTS, {"people": chunk}):
            payments.setdefault((row.person, row.claim, row.certification), []).append(row)
        for row in connection.execute(_MOVING_POSITIONS, {"people": chunk}):
            states[row.person].remember(_position(row, payments[row.person, row.claim, row.certification]))
    return states


def _instruction(row: Any) -> Instruction:
    return Instruction(
        id=row.id,
        claim=row.claim,
        certification=row.certification,
        kind=InstructionKind(row.kind),
        sequence=row.sequence,
        attempt=row.attempt,
        period=Period(start=row.period_start, end=row.period_end),
        amount_minor=row.amount_minor,
        currency=row.currency,
        due_on=row.due_on,
        stage=PaymentStage(row.stage),
        assessment=row.assessment,
        held_minor=row.held_minor,
        file=row.file,
    )


def _position(row: Any, payments: list[Any]) -> Position:
    return Position(
        claim=row.claim,
        certification=row.certification,
        period=Period(start=row.period_start, end=row.period_end),
        currency=row.currency,
        assessment=row.assessment,
        number=row.number,
        target_minor=row.target_minor,
        proposed_minor=row.proposed_minor,
        final_minor=row.final_minor,
        waived_minor=row.waived_minor,
        instructions=tuple(_instruction(one) for one in payments),
    )


def saver(partitions: int) -> Callable[[Connection, Sequence[Claimant]], None]:
    """The saving of states for a world with this many partitions."""

    def save(connection: Connection, states: Sequence[Claimant]) -> None:
        _save_decisions(connection, states)
        _save_positions(connection, states)
        _save_instructions(connection, states, partitions)
        ledger.book(connection, [(state.subject, entry) for state in states for entry in state.entries])

    return save


def _save_decisions(connection: Connection, states: Sequence[Claimant]) -> None:
    rows = [
        {
            "cause": one.cause,
            "person": state.subject,
            "claim": one.claim,
            "certification": one.certification,
            "verdict": one.verdict,
            "officer": one.officer,
            "article": one.article,
            "decided_on": one.decided_on,
            "amount_minor": one.amount_minor,
        }
        for state in states
        for one in state.decisions
    ]
    if rows:
        connection.execute(overpayment_decision.insert(), rows)


def _save_positions(connection: Connection, states: Sequence[Claimant]) -> None:
    rows = [
        {
            "person": state.subject,
            "claim": one.claim,
            "certification": one.certification,
            "period_start": one.period.start,
            "period_end": one.period.end,
            "currency": one.currency,
            "assessment": one.assessment,
            "number": one.number,
            "target_minor": one.target_minor,
            "proposed_minor": one.proposed_minor,
            "final_minor": one.final_minor,
            "waived_minor": one.waived_minor,
        }
        for state in states
        for place, one in state.now.items()
        if state.before.get(place) is not one
    ]
    upsert(connection, position, rows)


def _save_instructions(connection: Connection, states: Sequence[Claimant], partitions: int) -> None:
    """Changed rows are updated and new ones inserted, never the one for the other: a clash must be refused."""
    changed: list[dict[str, Any]] = []
    fresh: list[dict[str, Any]] = []
    for state in states:
        known = _by_place(state.before)
        for key, one in _by_place(state.now).items():
            if (before := known.get(key)) is one:
                continue
            row = _row(one)
            if before is None:
                fresh.append(row | _identity(state.subject, one, partitions))
            else:
                changed.append(row)
    if changed:
        own = instruction.c
        values: dict[str, Any] = {name: bindparam(name) for name in changed[0] if name != "key"}
        connection.execute(update(instruction).where(own.id == bindparam("key")).values(values), changed)
    if fresh:
        connection.execute(instruction.insert(), [row | {"id": row.pop("key")} for row in fresh])


def _by_place(positions: Mapping[PeriodKey, Position]) -> dict[tuple[PeriodKey, UUID], Instruction]:
    """Payments by position and id: the same id at two positions must meet in the database, and be refused there."""
    return {(place, one.id): one for place, position in positions.items() for one in position.instructions}


def _row(one: Instruction) -> dict[str, Any]:
    """What may change of a payment."""
    return {
        "key": one.id,
        "amount_minor": one.amount_minor,
        "due_on": one.due_on,
        "stage": one.stage.value,
        "assessment": one.assessment,
        "held_minor": one.held_minor,
        "file": one.file,
    }


def _identity(person: str, one: Instruction, partitions: int) -> dict[str, Any]:
    """What makes it this payment and no other."""
    return {
        "end_to_end": one.end_to_end,
        "person": person,
        "partition": partition_of(person, partitions),
        "claim": one.claim,
        "certification": one.certification,
        "kind": one.kind.value,
        "sequence": one.sequence,
        "attempt": one.attempt,
        "period_start": one.period.start,
        "period_end": one.period.end,
        "currency": one.currency,
    }
