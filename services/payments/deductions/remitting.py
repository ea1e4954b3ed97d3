"""Pays creditors what was taken for them: one payment for each creditor, reference, currency and month.

A creditor is remitted to at the end of a day of its own partition, as soon as the terms say so and every partition has
closed the month. What is sent is all that the books owe for days before the month's end, less all that was sent before:
so what is corrected later, up or down, is in the next payment.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select

from contracts.attachments import OrderMade
from contracts.base import derived_id, partition_of
from contracts.clock import DayClosed
from contracts.payments import CreditorKind
from contracts.values import Period
from services.payments import ledger, store
from services.payments.accounts import PAYABLE, owed_under
from services.payments.deduction_tables import attachment_order, deduction, remittance, remitted_until
from services.payments.deductions.terms import DeductionTerms
from services.payments.model import DatedSum, Instruction, PaymentKind, PaymentStage, Position, instruction_id
from services.payments.movements import ACCOUNT_OF
from services.payments.payment_news import instructed
from services.payments.recovery_tables import closed_day
from services.payments.tables import journal, posting
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert
from services.runtime.handling import To

REMITTED = "remitted"
"""The kind of a journal entry that turns what was taken into a payment to the creditor."""
_SUBJECT = re.compile(r"[A-Za-z0-9:_.\-]{1,55}")

_DONE = Prepared(
    select(remitted_until.c.kind, remitted_until.c.until).where(remitted_until.c.partition == bindparam("of"))
)
_CLOSED = Prepared(select(func.count(), func.min(closed_day.c.day)))
_TAKEN_UNDER = Prepared(
    select(deduction.c.rule, deduction.c.order_key, deduction.c.person)
    .where(deduction.c.creditor == CreditorKind.THIRD_PARTY.value)
    .distinct()
)
_MADE = Prepared(
    select(attachment_order.c.person, attachment_order.c.order_key, attachment_order.c.made).where(
        among(attachment_order.c.order_key), attachment_order.c.made.is_not(None)
    )
)
_OWED_BEFORE = (journal.c.kind == REMITTED) | (journal.c.effective_on < bindparam("until"))
_OWED_OF_ALL = (
    select(posting.c.account, posting.c.currency, func.sum(-posting.c.amount_minor).label("owed"))
    .join(journal, journal.c.id == posting.c.journal)
    .where(among(posting.c.account), _OWED_BEFORE)
    .group_by(posting.c.account, posting.c.currency)
)
_OWED_OF_EACH = _OWED_OF_ALL.add_columns(posting.c.person).group_by(posting.c.person)
_OWED = {kind: Prepared(_OWED_OF_EACH if kind is CreditorKind.THIRD_PARTY else _OWED_OF_ALL) for kind in CreditorKind}


def creditor_subject(payee: str) -> str:
    """The subject of a creditor's events, and the key of its account in the books: never a person's."""
    return f"creditor:{payee if _SUBJECT.fullmatch(payee) else derived_id('creditor', payee).hex}"


@dataclass(slots=True)
class Owed:
    """What is owed to one creditor under one reference and currency, by account and person (of orders)."""

    creditor: str
    reference: str
    currency: str
    parts: dict[tuple[str, str | None], int] = field(default_factory=dict)

    @property
    def minor(self) -> int:
        """All of it; below zero, the creditor has had too much."""
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class Remitting:
    """Remits on the terms of an institution, in a world with so many partitions."""

    terms: DeductionTerms
    partitions: int

    def __call__(self, connection: Connection, closed: DayClosed) -> list[To]:
        """Order what is due to the creditors of this partition; nothing while another one has not closed the month."""
        due = {kind: until for kind in self.terms.remitted if (until := self._month_end(kind, closed.day))}
        if not due:
            return []
        done = {row.kind: row.until for row in _DONE.rows(connection, {"of": closed.partition})}
        told: list[To] = []
        for kind, until in due.items():
            if done.get(kind.value, date.min) < until and self._is_closed_everywhere(connection, until):
                told += self._remit(connection, kind, until, closed)
                upsert(
                    connection,
                    remitted_until,
                    [{"partition": closed.partition, "kind": kind.value, "until": until}],
                )
        return told

    def _month_end(self, kind: CreditorKind, day: date) -> date | None:
        """The first day after the last month that is to be remitted by the end of a day; None without a rule."""
        after = self.terms.remitted_after(kind, day)
        if after is None:
            return None
        return (day - timedelta(days=after)).replace(day=1)

    def _is_closed_everywhere(self, connection: Connection, until: date) -> bool:
        """Whether every partition has begun to close a later day, and so has booked all of the days before."""
        [(count, last)] = _CLOSED.rows(connection, {})
        return bool(count == self.partitions and last >= until)

    def _remit(self, connection: Connection, kind: CreditorKind, until: date, closed: DayClosed) -> Iterator[To]:
        for owed in owed_to_creditors(connection, self.terms, kind, until):
            if owed.minor > 0 and partition_of(owed.creditor, self.partitions) == closed.partition:
                payment = _payment(owed, until, closed.day)
                _keep(connection, owed, kind, payment, until)
                self._instruct(connection, owed, payment)
                _book(connection, owed, payment)
                yield To(owed.creditor, instructed(payment))

    def _instruct(self, connection: Connection, owed: Owed, payment: Instruction) -> None:
        state = store.load(connection, [owed.creditor], self.partitions)[owed.creditor]
        state.keep(
            Position(
                claim=payment.claim,
                certification=payment.certification,
                period=payment.period,
                currency=payment.currency,
                assessment=payment.assessment,
                number=1,
                instructions=(payment,),
            )
        )
        store.saver(self.partitions)(connection, [state])


def owed_to_creditors(connection: Connection, terms: DeductionTerms, kind: CreditorKind, until: date) -> list[Owed]:
    """What the books owe to named creditors of a kind for days before one, less all that was remitted."""
    named = _named(connection, terms, kind)
    owed: dict[tuple[str, str, str], Owed] = {}
    accounts = sorted({account for account, _ in named})
    for chunk in chunks(accounts):
        for row in _OWED[kind].rows(connection, {"any_of": chunk, "until": until}):
            person = row.person if kind is CreditorKind.THIRD_PARTY else None
            payee = named.get((row.account, person))
            if payee is None:
                continue
            key = (creditor_subject(payee), row.account.removeprefix(f"{ACCOUNT_OF[kind]}:"), row.currency)
            parts = owed.setdefault(key, Owed(*key)).parts
            parts[row.account, person] = parts.get((row.account, person), 0) + int(row.owed)
    return [owed[key] for key in sorted(owed)]


def _named(connection: Connection, terms: DeductionTerms, kind: CreditorKind) -> Mapping[tuple[str, str | None], str]:
    """Who is paid what stands on which account, and of an order for which person."""
    if kind is not CreditorKind.THIRD_PARTY:
        rules = (rule for rule in terms.rules.values() if rule.creditor is kind and rule.payee)
        return {(owed_under(ACCOUNT_OF[kind], rule.name), None): rule.payee or "" for rule in rules}
    orders = {(row.order_key, row.person) for row in _TAKEN_UNDER.rows(connection, {})}
    keys = sorted({order for order, _ in orders})
    made: defaultdict[tuple[str, str], str] = defaultdict(str)
    for chunk in chunks(keys):
        for row in _MADE.rows(connection, {"any_of": chunk}):
            made[row.order_key, row.person] = OrderMade.model_validate_json(row.made).creditor
    return {(owed_under(ACCOUNT_OF[kind], order), person): made[order, person] for order, person in orders}


def _payment(owed: Owed, until: date, on: date) -> Instruction:
    month = Period(start=(until - timedelta(days=1)).replace(day=1), end=until)
    certification = f"{month.start:%Y-%m}.{owed.currency}"
    return Instruction(
        id=instruction_id(
            person=owed.creditor, claim=owed.reference, certification=certification, sequence=0, attempt=1
        ),
        claim=owed.reference,
        certification=certification,
        kind=PaymentKind.REMITTANCE,
        sequence=0,
        attempt=1,
        days=(DatedSum(month, owed.minor),),
        currency=owed.currency,
        due_on=on,
        stage=PaymentStage.DUE,
        assessment=derived_id("remittance", owed.creditor, owed.reference, certification),
    )


def _keep(connection: Connection, owed: Owed, kind: CreditorKind, payment: Instruction, until: date) -> None:
    row = {
        "instruction": payment.id,
        "creditor": owed.creditor,
        "kind": kind.value,
        "reference": owed.reference,
        "amount_minor": owed.minor,
        "currency": owed.currency,
        "period_start": payment.period.start,
        "until": until,
        "ordered_on": payment.due_on,
    }
    chain.insert(connection, remittance, [row])


def _book(connection: Connection, owed: Owed, payment: Instruction) -> None:
    """What was owed on each account is payable to the creditor from now on; of orders, person by person."""
    entry = entry_of(payment.id)
    sums = [(account, person, minor) for (account, person), minor in sorted(owed.parts.items(), key=str) if minor]
    sums.append((PAYABLE, owed.creditor, -owed.minor))
    head = {
        "id": entry,
        "cause": payment.id,
        "kind": REMITTED,
        "effective_on": payment.due_on,
        "recorded_at": ledger.midnight(payment.due_on + timedelta(days=1)),
        "claim": payment.claim,
        "certification": payment.certification,
        "lines": len(sums),
    }
    lines: list[dict[str, Any]] = [
        {
            "journal": entry,
            "line": number,
            "account": account,
            "person": person,
            "amount_minor": minor,
            "currency": owed.currency,
        }
        for number, (account, person, minor) in enumerate(sums)
    ]
    ledger.write(connection, [head], lines)


def entry_of(instruction: UUID) -> UUID:
    """The journal entry of a remittance."""
    return derived_id("remitted", instruction)
