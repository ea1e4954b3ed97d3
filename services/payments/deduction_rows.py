"""Deductions, orders and choices as they are stored, a row each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, select

from contracts.attachments import OrderLifted, OrderMade
from contracts.base import Event
from contracts.payments import CreditorKind
from services.payments.claimant import Claimant
from services.payments.dated_rows import as_listed, as_stretches
from services.payments.deduction_tables import attachment_order, deduction, tax_choice
from services.payments.model import Deduction, PeriodKey
from services.payments.obligations import KnownOrder, Obligations, TaxChoice
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert

E = TypeVar("E", bound=Event)
OfPeriods = dict[PeriodKey, tuple[Deduction, ...]]
"""Deductions by claim and certification."""

_DEDUCTIONS = Prepared(
    select(deduction).where(among(deduction.c.person)).order_by(deduction.c.deducted_on, deduction.c.id)
)
_ORDERS = Prepared(select(attachment_order).where(among(attachment_order.c.person)))
_CHOICES = Prepared(select(tax_choice).where(among(tax_choice.c.person)))
_ORDER = Prepared(
    select(attachment_order).where(
        attachment_order.c.person == bindparam("person"), attachment_order.c.order_key == bindparam("order_key")
    )
)


def deductions_of(connection: Connection, people: Sequence[str]) -> Mapping[str, OfPeriods]:
    """All deductions from payments of people, those of a position in the order of their days."""
    deductions: dict[str, OfPeriods] = defaultdict(dict)
    for chunk in chunks(people):
        for row in _DEDUCTIONS.rows(connection, {"any_of": chunk}):
            own, key = deductions[row.person], (row.claim, row.certification)
            own[key] = (*own.get(key, ()), _deduction(row))
    return deductions


def obligations_of(connection: Connection, people: Sequence[str]) -> Mapping[str, Obligations]:
    """The orders and choices of those of these people who have any."""
    orders: defaultdict[str, list[KnownOrder]] = defaultdict(list)
    choices: defaultdict[str, list[TaxChoice]] = defaultdict(list)
    for chunk in chunks(people):
        for row in _ORDERS.rows(connection, {"any_of": chunk}):
            orders[row.person].append(_order(row))
        for row in _CHOICES.rows(connection, {"any_of": chunk}):
            choices[row.person].append(TaxChoice(row.tax, row.filed_on, bool(row.withhold)))
    return {
        person: Obligations(tuple(orders[person]), tuple(choices[person])) for person in sorted({*orders, *choices})
    }


def order_of(connection: Connection, person: str, key: str) -> KnownOrder:
    """What is known of one order."""
    row = _ORDER.row(connection, {"person": person, "order_key": key})
    return KnownOrder(key) if row is None else _order(row)


def _order(row: Any) -> KnownOrder:
    return KnownOrder(row.order_key, _read(OrderMade, row.made), _read(OrderLifted, row.lifted))


def _read(kind: type[E], body: bytes | None) -> E | None:
    return None if body is None else kind.model_validate_json(body)


def _body(event: Event | None) -> bytes | None:
    return None if event is None else event.model_dump_json(exclude_none=True).encode()


def _deduction(row: Any) -> Deduction:
    return Deduction(
        id=row.id,
        claim=row.claim,
        certification=row.certification,
        payment=row.payment,
        creditor=CreditorKind(row.creditor),
        rule=row.rule,
        order=row.order_key,
        share=row.share,
        is_corrected=bool(row.is_corrected),
        cites=row.cites,
        gross_minor=row.gross_minor,
        days=as_stretches(row.days),
        on=row.deducted_on,
        kept_minor=row.kept_minor,
    )


def _row(person: str, taken: Deduction, currency: str) -> dict[str, Any]:
    return {
        "person": person,
        "id": taken.id,
        "claim": taken.claim,
        "certification": taken.certification,
        "payment": taken.payment,
        "creditor": taken.creditor.value,
        "rule": taken.rule,
        "order_key": taken.order,
        "share": taken.share,
        "is_corrected": taken.is_corrected,
        "kept_minor": taken.kept_minor,
        "cites": taken.cites,
        "gross_minor": taken.gross_minor,
        "days": as_listed(taken.days),
        "amount_minor": taken.amount_minor,
        "currency": currency,
        "deducted_on": taken.on,
    }


def save(connection: Connection, states: Sequence[Claimant]) -> None:
    """Write the deductions that changed, and what was heard of orders and choices."""
    changed = [
        _row(state.subject, taken, held.currency)
        for state in states
        for key, held in state.now.items()
        for taken in held.deductions
        if key not in state.before or taken not in state.before[key].deductions
    ]
    upsert(connection, deduction, changed)
    orders = [
        {"person": state.subject, "order_key": key, "made": _body(known.made), "lifted": _body(known.lifted)}
        for state in states
        for key, known in state.attachments.items()
    ]
    upsert(connection, attachment_order, orders)
    choices = {
        (state.subject, choice.tax, choice.filed_on, choice.withhold) for state in states for choice in state.choices
    }
    upsert(
        connection,
        tax_choice,
        [dict(zip(("person", "tax", "filed_on", "withhold"), row, strict=True)) for row in sorted(choices)],
    )
