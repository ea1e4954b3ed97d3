"""What courts ordered and the person chose, and what of it holds on a day. Pure values; any order of arrival gives the
same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from contracts.attachments import OrderLifted, OrderMade


@dataclass(frozen=True, slots=True)
class KnownOrder:
    """An order of a court or agency as far as it is known: that it was made, and that it was lifted."""

    key: str
    made: OrderMade | None = None
    lifted: OrderLifted | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is to be paid on a day."""
        made, lifted = self.made, self.lifted
        return (
            made is not None
            and made.since <= day
            and (made.until is None or day < made.until)
            and (lifted is None or day < lifted.lifted_on)
        )


@dataclass(frozen=True, slots=True)
class TaxChoice:
    """A person's word on a tax, from a day on."""

    tax: str
    filed_on: date
    withhold: bool


@dataclass(frozen=True, slots=True)
class Obligations:
    """A person's orders and choices."""

    orders: tuple[KnownOrder, ...] = ()
    choices: tuple[TaxChoice, ...] = field(default=())

    def orders_on(self, day: date, claim: str) -> list[OrderMade]:
        """The orders to be paid from a claim on a day."""
        made = (known.made for known in self.orders if known.holds_on(day))
        return [order for order in made if order is not None and order.claim in {None, claim}]

    def chooses(self, tax: str, day: date) -> bool:
        """Whether the person has a tax withheld on a day."""
        return chosen(self.choices, tax, day)


def chosen(choices: Iterable[TaxChoice], tax: str, day: date) -> bool:
    """The last choice that was filed by a day; of two of one day the one that withholds nothing."""
    filed = [choice for choice in choices if choice.tax == tax and choice.filed_on <= day]
    last = max(filed, key=lambda choice: (choice.filed_on, not choice.withhold), default=None)
    return last is not None and last.withhold
