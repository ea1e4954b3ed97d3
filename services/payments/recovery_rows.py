"""Debts as they are stored, a row each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from contracts.base import Envelope
from contracts.payments import CollectedBy
from services.payments.claimant import Claimant
from services.payments.held_tables import deceased
from services.payments.recovery import (
    CollectedSum,
    Debt,
    Dispute,
    DisputeKind,
    GivenUp,
    Instalments,
)
from services.payments.recovery_steps import RecoveryStep
from services.payments.recovery_tables import recovery, recovery_event
from services.payments.tables import overpayment_decision
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert

OfPeriods = dict[tuple[str, str], tuple[Debt, ...]]
"""Debts by claim and certification."""

_DEBTS = Prepared(select(recovery).where(among(recovery.c.person)).order_by(recovery.c.decided_on, recovery.c.question))
_DEAD = select(deceased.c.person).where(deceased.c.died_on.is_not(None))
_OWING = Prepared(
    select(recovery.c.person)
    .where(among(recovery.c.person), recovery.c.owed_minor > 0, recovery.c.person.not_in(_DEAD))
    .distinct()
)
_SAID = Prepared(
    select(recovery_event.c.envelope)
    .where(recovery_event.c.person == bindparam("person"), recovery_event.c.question == bindparam("question"))
    .order_by(recovery_event.c.cause)
)


def debts_of(connection: Connection, people: Sequence[str]) -> Mapping[str, OfPeriods]:
    """All debts of people, those of a position in the order in which they were decided."""
    debts: dict[str, OfPeriods] = defaultdict(dict)
    for chunk in chunks(people):
        for row in _DEBTS.rows(connection, {"any_of": chunk}):
            own, key = debts[row.person], (row.claim, row.certification)
            own[key] = (*own.get(key, ()), as_recovery(row))
    return debts


def owing_of(connection: Connection, people: Sequence[str]) -> list[str]:
    """Who of these people owes anything; of who has died nothing is collected."""
    return sorted(row.person for chunk in chunks(people) for row in _OWING.rows(connection, {"any_of": chunk}))


def said_of_debt(connection: Connection, person: str, question: str) -> list[Envelope]:
    """All that was said of a debt."""
    rows = _SAID.rows(connection, {"person": person, "question": question})
    return [Envelope.from_bytes(row.envelope) for row in rows]


def as_recovery(row: Any) -> Debt:
    """A stored debt."""
    return Debt(
        question=row.question,
        claim=row.claim,
        certification=row.certification,
        cause=row.cause,
        noticed_on=row.noticed_on,
        decided_on=row.decided_on,
        contest_until=row.contest_until,
        collect_until=row.collect_until,
        officer=row.officer,
        decided_minor=row.decided_minor,
        confirmed_by=row.confirmed_by,
        overpayment_cause=row.overpayment_cause,
        owed_minor=row.owed_minor,
        collections=tuple(
            CollectedSum(CollectedBy(by), reference, _day(on), minor, returned, *more)
            for by, reference, on, minor, returned, *more in row.collections
        ),
        instalments=_instalments(row.instalments),
        disputes=tuple(
            Dispute(DisputeKind(kind), key, _day(opened), _day(closed) if closed else None, *more)
            for kind, key, opened, closed, *more in row.disputes
        ),
        given_up=tuple(
            GivenUp(RecoveryStep(step), _day(on), officer, UUID(cause), minor)
            for step, on, officer, cause, minor in row.given_up
        ),
    )


def _instalments(stored: tuple[int, bool, str, str, str] | None) -> Instalments | None:
    if stored is None:
        return None
    each, withheld, on, officer, cause = stored
    return Instalments(each, withheld, _day(on), officer, UUID(cause))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def as_row(person: str, debt: Debt) -> dict[str, Any]:
    """What is stored of a debt."""
    plan = debt.instalments
    return {
        "person": person,
        "question": debt.question,
        "claim": debt.claim,
        "certification": debt.certification,
        "cause": debt.cause,
        "noticed_on": debt.noticed_on,
        "decided_on": debt.decided_on,
        "contest_until": debt.contest_until,
        "collect_until": debt.collect_until,
        "officer": debt.officer,
        "confirmed_by": debt.confirmed_by,
        "overpayment_cause": debt.overpayment_cause,
        "decided_minor": debt.decided_minor,
        "awaits_a_second": any(money.is_unconfirmed for money in debt.collections),
        "owed_minor": debt.owed_minor,
        "collected_minor": debt.collected_minor,
        "collections": [_collection(money) for money in debt.collections],
        "instalments": plan
        and (plan.each_minor, plan.withheld, plan.agreed_on.isoformat(), plan.officer, str(plan.cause)),
        "disputes": [_dispute(dispute) for dispute in debt.disputes],
        "given_up": [
            (act.step.value, act.on.isoformat(), act.officer, str(act.cause), act.minor) for act in debt.given_up
        ],
    }


def _collection(money: CollectedSum) -> tuple[str | int | None, ...]:
    sums = (money.minor, money.returned_minor, money.uncounted_minor)
    return (
        money.by.value,
        money.reference,
        money.on.isoformat(),
        *sums,
        money.told_by,
        money.confirmed_by,
        money.withheld_from,
    )


def _dispute(dispute: Dispute) -> tuple[str | bool | None, ...]:
    closed_on = dispute.closed_on.isoformat() if dispute.closed_on else None
    days = (dispute.opened_on.isoformat(), closed_on)
    return dispute.kind.value, dispute.key, *days, dispute.new_facts, dispute.suspends


def save(connection: Connection, states: Sequence[Claimant]) -> None:
    """Write the debts that changed, and what was said of debts."""
    changed = [
        as_row(state.subject, debt)
        for state in states
        for key, held in state.now.items()
        for debt in held.recoveries
        if key not in state.before or state.before[key].recovery(debt.question) != debt
    ]
    upsert(connection, recovery, changed)
    said = [
        {"cause": envelope.id, "person": state.subject, "question": question, "envelope": envelope.to_bytes()}
        for state in states
        for question, envelope in state.about_debts
    ]
    chain.insert(connection, recovery_event, said)


def save_decisions(connection: Connection, states: Sequence[Claimant]) -> None:
    """Write what named persons decided of overpayments."""
    rows = [
        {
            "cause": decision.cause,
            "person": state.subject,
            "claim": decision.claim,
            "certification": decision.certification,
            "verdict": decision.verdict,
            "officer": decision.officer,
            "article": decision.article,
            "decided_on": decision.decided_on,
            "amount_minor": decision.amount_minor,
            "contest_until": decision.contest_until,
        }
        for state in states
        for decision in state.decisions
    ]
    chain.insert(connection, overpayment_decision, rows)
