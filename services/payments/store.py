"""The service's tables, and the saving of people's positions and payments; only rows that changed are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, update

from contracts.base import partition_of
from services.payments import guards, ledger
from services.payments.claimant import Claimant, PeriodKey
from services.payments.model import Instruction, Position
from services.payments.positions import load
from services.payments.tables import TABLES, instruction, overpayment_decision, position
from services.runtime.database.store import upsert

__all__ = ["TABLES", "guards", "load", "saver"]


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
