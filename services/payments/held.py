"""Who has died is sent nothing: what is due waits, with the reason, for a named person or for a denial of the death.

What is due for days after the death no assessment pays. What is left are days before it: they belong to the estate, and
the account may be closed, or open to anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, case, exists, func, select, update

from contracts.base import Envelope
from contracts.casework import HeldPaymentReleased, Verdict
from contracts.claims import ClaimDecision
from contracts.clock import DayClosed
from contracts.eligibility import DeathReported
from contracts.payments import PaymentHeld, PaymentLetGo
from contracts.values import Money, Period
from services.payments.acts_of_no_payment import OWN_RELEASE, names_no_payment
from services.payments.claimant import Claimant
from services.payments.held_tables import deceased, held_payment, paid_after_death, payment_release
from services.payments.model import PaymentStage
from services.payments.recovery_tables import closed_day
from services.payments.tables import instruction
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert
from services.runtime.handling import Consequences, To

TOLD = ("id", "person", "claim", "amount_minor", "currency", "period_start", "period_end")

_DEAD = select(deceased.c.person).where(deceased.c.died_on.is_not(None))
_RELEASED = exists(select(payment_release.c.instruction).where(OWN_RELEASE).correlate(instruction))
_DIED = deceased.alias("died")
_DECIDED = (
    (paid_after_death.c.person == instruction.c.person)
    & (paid_after_death.c.claim == instruction.c.claim)
    & (paid_after_death.c.died_on == deceased.c.died_on)
)
_PAID_AFTER_DEATH = exists(
    select(paid_after_death.c.question)
    .join(_DIED, (_DIED.c.person == paid_after_death.c.person) & (_DIED.c.died_on == paid_after_death.c.died_on))
    .where(paid_after_death.c.person == instruction.c.person, paid_after_death.c.claim == instruction.c.claim)
    .correlate(instruction)
)
_HELD = exists().where(
    held_payment.c.instruction == instruction.c.id,
    held_payment.c.let_go_on.is_(None),
    held_payment.c.died_on == deceased.c.died_on,
)
_DUE = instruction.c.stage == PaymentStage.DUE.value
_OF_PARTITION = (instruction.c.partition == bindparam("of")) & _DUE & (instruction.c.due_on <= bindparam("until"))


def may_leave() -> ColumnElement[bool]:
    """Of a payment that is due: the person is not said to have died, or a named person said that it is paid."""
    return instruction.c.person.not_in(_DEAD) | _RELEASED | _PAID_AFTER_DEATH


_TO_HOLD = Prepared(
    select(*(instruction.c[name] for name in TOLD), deceased.c.died_on)
    .join(deceased, deceased.c.person == instruction.c.person)
    .where(_OF_PARTITION, deceased.c.died_on.is_not(None), ~_RELEASED)
    .where(~exists().where(_DECIDED), ~_HELD)
    .order_by(instruction.c.end_to_end)
)
_TO_LET_GO = Prepared(
    select(
        instruction.c.id,
        instruction.c.person,
        instruction.c.claim,
        case((_DUE, func.coalesce(payment_release.c.officer, paid_after_death.c.officer))).label("officer"),
    )
    .join(held_payment, held_payment.c.instruction == instruction.c.id)
    .outerjoin(payment_release, OWN_RELEASE)
    .outerjoin(deceased, deceased.c.person == instruction.c.person)
    .outerjoin(paid_after_death, _DECIDED)
    .where(instruction.c.partition == bindparam("of"), held_payment.c.let_go_on.is_(None))
    .where(~_DUE | ((instruction.c.due_on <= bindparam("until")) & may_leave()))
    .order_by(instruction.c.end_to_end)
)
_LET_GO = Prepared(update(held_payment).where(among(held_payment.c.instruction)).values(let_go_on=bindparam("let_go")))


def died(event: DeathReported, state: Claimant, _cause: Envelope) -> Consequences:
    """What eligibility says of the person's death; an older word changes nothing."""
    said_before = state.death.number if state.death else state.stored.death_number(state.subject) if state.stored else 0
    if event.number > said_before:
        state.death = event
    return ()


def released(event: HeldPaymentReleased, state: Claimant, _cause: Envelope) -> Consequences:
    """A named person orders a payment to be made after a death, whichever is heard first.

    One that names no payment of the person's is kept and counted, and the officer told: a slip holds up nobody.
    """
    state.releases.append(event)
    return () if state.known(event.instruction) else (names_no_payment(event),)


def decided(event: ClaimDecision, died_on: date, state: Claimant) -> Consequences:
    """A named person decided that what is due for days before a death is paid, whichever is heard first."""
    if event.verdict is Verdict.FOR_CLAIMANT:
        state.after_death.append((event, died_on))
    return ()


def save(connection: Connection, states: Sequence[Claimant]) -> None:
    """Write what was said of deaths, and what was released."""
    upsert(
        connection,
        deceased,
        [
            {"person": state.subject, "died_on": state.death.died_on, "number": state.death.number}
            for state in states
            if state.death
        ],
    )
    _save_decisions(connection, states)
    releases = {
        (one.instruction, state.subject): {
            "instruction": one.instruction,
            "person": state.subject,
            "officer": one.officer.staff,
            "role": one.officer.role,
            "released_on": one.released_on,
            "because": one.reasons,
        }
        for state in states
        for one in state.releases
    }
    own, known = payment_release.c, set()
    for chunk in chunks(released_payment for released_payment, _ in releases):
        stored = connection.execute(select(own.instruction, own.person).where(own.instruction.in_(chunk)))
        known |= {(row.instruction, row.person) for row in stored}
    chain.insert(connection, payment_release, [row for key, row in releases.items() if key not in known])


def _save_decisions(connection: Connection, states: Sequence[Claimant]) -> None:
    own = paid_after_death.c
    rows = {
        (state.subject, event.question): {
            "question": event.question,
            "person": state.subject,
            "claim": event.claim,
            "died_on": died_on,
            "officer": event.officer.staff,
            "decided_on": event.decided_on,
        }
        for state in states
        for event, died_on in state.after_death
    }
    known = set()
    for chunk in chunks(question for _, question in rows):
        stored = connection.execute(select(own.person, own.question).where(own.question.in_(chunk)))
        known |= {(row.person, row.question) for row in stored}
    chain.insert(connection, paid_after_death, [row for key, row in rows.items() if key not in known])


def death_number(connection: Connection, person: str) -> int:
    """The number of what was last said of a person's death; 0 where nothing was."""
    return connection.scalar(select(deceased.c.number).where(deceased.c.person == person)) or 0


def is_dead(connection: Connection, person: str) -> bool:
    """Whether a person is said to have died."""
    return connection.scalar(_DEAD.where(deceased.c.person == person)) is not None


def waiting(connection: Connection) -> list[tuple[str, UUID, date, date]]:
    """The payments that are held: person, payment, the day of the death, and since when."""
    query = (
        select(held_payment.c.person, held_payment.c.instruction, held_payment.c.died_on, held_payment.c.held_on)
        .join(instruction, instruction.c.id == held_payment.c.instruction)
        .where(held_payment.c.let_go_on.is_(None), _DUE)
        .order_by(held_payment.c.held_on, held_payment.c.instruction)
    )
    return [(row.person, row.instruction, row.died_on, row.held_on) for row in connection.execute(query)]


def days_waited(connection: Connection) -> list[int]:
    """Of each payment that is held, for how many closed days it has been."""
    over_until = connection.scalar(select(func.max(closed_day.c.day)))
    return [] if over_until is None else [(over_until - since).days for *_, since in waiting(connection)]


def looked_at(connection: Connection, closed: DayClosed) -> list[To]:
    """Immediately before files are sealed: hold what is due to the dead, let go what may leave or is due no more."""
    wanted = {"of": closed.partition, "until": closed.day}
    held = _TO_HOLD.rows(connection, wanted)
    rows = [
        {"instruction": row.id, "person": row.person, "held_on": closed.day, "died_on": row.died_on, "let_go_on": None}
        for row in held
    ]
    upsert(connection, held_payment, rows)
    let_go = _TO_LET_GO.rows(connection, wanted)
    for chunk in chunks(row.id for row in let_go):
        _LET_GO.run(connection, {"any_of": chunk, "let_go": closed.day})
        chain.note_stored(connection, held_payment, "instruction", chunk)
    return [*_told_held(held, closed), *_told_let_go(let_go, closed)]


def _told_held(rows: Iterable[Any], closed: DayClosed) -> Iterator[To]:
    for row in rows:
        held = PaymentHeld(
            claim=row.claim,
            instruction=row.id,
            period=Period(start=row.period_start, end=row.period_end),
            amount=Money(minor=row.amount_minor, currency=row.currency),
            died_on=row.died_on,
            since=closed.day,
        )
        yield To(row.person, held)


def _told_let_go(rows: Iterable[Any], closed: DayClosed) -> Iterator[To]:
    for row in rows:
        yield To(
            row.person,
            PaymentLetGo(claim=row.claim, instruction=row.id, let_go_on=closed.day, officer=row.officer),
        )
