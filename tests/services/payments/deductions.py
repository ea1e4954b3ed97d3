"""A world in which a part of the benefit goes to others: terms of a made-up scheme, orders of a court, choices."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Self

from contracts.attachments import OrderLifted, OrderMade
from contracts.base import Event
from contracts.eligibility import AssessmentMade
from contracts.intake import TaxChoiceFiled
from contracts.payments import DeductionMade, OrderNotMet
from contracts.values import Money
from services.payments.handlers import make_service
from tests.services.payments.world import FILED, FIRST, NOON, World, assessment

TERMS = """\
sequence:
  - {from: 2015-01-01, first: law, then: choice, last: order, cites: Act 1}
rules:
  contribution:
    schemes: [xx/made-up]
    because: law
    creditor: contributions
    when_less_is_due: is corrected
    share: {meaning: Of the benefit, unit: share, values: [{from: 2015-01-01, value: 0.047, cites: Act 2}]}
  income_tax:
    schemes: [xx/made-up]
    because: choice
    creditor: tax
    when_less_is_due: stays paid
    share: {meaning: Of a payment, unit: share, values: [{from: 2015-01-01, value: 0.10, cites: Act 3}]}
  support:
    schemes: [xx/made-up]
    because: order
    kind: child_support
    creditor: third_party
    when_less_is_due: stays paid
    rank: 1
    share: {meaning: At most, unit: share, values: [{from: 2015-01-01, value: 0.50, cites: Act 4}]}
    currency: USD
    floor: {meaning: Left of a week, unit: USD/week, values: [{from: 2015-01-01, value: 30, cites: Act 5}]}
  taxes_owed:
    schemes: [xx/made-up]
    because: order
    kind: tax
    creditor: third_party
    when_less_is_due: stays paid
    rank: 2
    share: {meaning: At most, unit: share, values: [{from: 2015-01-01, value: 0.25, cites: Act 6}]}
    currency: USD
    floor: {meaning: Left of a week, unit: USD/week, values: [{from: 2015-01-01, value: 50, cites: Act 5}]}
"""
TO_OTHERS = {
    "payable:contributions:contribution": 1880,
    "payable:tax:income_tax": 4000,
    "payable:third-party:o-1": 10_000,
}
"""What is owed on which account after 400.00 with a contribution, a choice and an order."""
SCHEME = "xx/made-up"
TAX = "income_tax"


def terms_of(folder: Path, text: str = TERMS) -> Path:
    file = folder / "deductions.yaml"
    file.write_text(text, "utf-8")
    return file


def chooses(*, withhold: bool = True, on: date = FIRST, tax: str = TAX) -> Event:
    return TaxChoiceFiled(tax=tax, withhold=withhold, filed_on=on)


def orders(key: str = "o-1", weekly: int | None = 5000, *, currency: str = "USD", **changes: Any) -> Event:
    body: dict[str, Any] = {
        "key": key,
        "source_version": 1,
        "recorded_at": NOON,
        "kind": "child_support",
        "creditor": "agency",
        "weekly": None if weekly is None else Money(minor=weekly, currency=currency),
        "since": FIRST,
        "legal_basis": "an order",
        **changes,
    }
    return OrderMade.model_validate(body)


def lifts(key: str = "o-1", on: date = FILED, version: int = 1) -> Event:
    return OrderLifted(key=key, source_version=version, recorded_at=NOON, lifted_on=on)


def due(minor: int, number: int = 1, *, start: date = FIRST, on: date = FILED, key: str = "") -> AssessmentMade:
    """The assessment of a fortnight, which may be said to be of another certification than of its first day."""
    made = assessment(minor, number, start=start, on=on)
    assert isinstance(made, AssessmentMade)
    return made.model_copy(update={"scheme": SCHEME, **({"certification": key} if key else {})})


class Deducting(World):
    """Payments on the made-up terms."""

    def __init__(self, folder: Path, text: str = TERMS, **options: Any) -> None:
        self.terms = terms_of(folder, text)
        super().__init__(folder, **options)

    def service(self, partitions: int) -> Any:
        return make_service(cipher=self.cipher, partitions=partitions, deductions=self.terms)

    def is_due(
        self, minor: int, number: int = 1, *, start: date = FIRST, on: date = FILED, scheme: str | None = SCHEME
    ) -> Self:
        made = due(minor, number, start=start, on=on)
        return self.hears("ann", made.model_copy(update={"scheme": scheme}))

    def taken(self) -> dict[str, int]:
        """What is taken by now, by order or rule."""
        rows = self.rows("SELECT rule, order_key, amount_minor FROM deduction")
        sums: dict[str, int] = {}
        for row in rows:
            name = row.order_key or row.rule
            sums[name] = sums.get(name, 0) + row.amount_minor
        return {name: minor for name, minor in sums.items() if minor}

    def net(self) -> int:
        """What was sent to the person."""
        return sum(row.amount_minor for row in (*self.payments("batched"), *self.payments("settled")))

    def told(self) -> dict[str, int]:
        """What was told of deductions, the last word on each."""
        last: dict[Any, DeductionMade] = {event.deduction: event for event in self.said(DeductionMade)}
        sums: dict[str, int] = {}
        for event in last.values():
            name = event.order or event.rule
            sums[name] = sums.get(name, 0) + event.amount.minor
        return {name: minor for name, minor in sums.items() if minor}

    def unmet(self) -> list[tuple[str, str, int]]:
        return [(event.order, event.because.value, event.taken.minor) for event in self.said(OrderNotMet)]

    def account(self, name: str) -> int:
        rows = self.rows(f"SELECT amount_minor FROM posting WHERE account = '{name}'")
        return sum(row.amount_minor for row in rows)
