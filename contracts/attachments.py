"""Orders of courts and agencies to pay a part of a person's benefit to somebody else.

An order is a fact of the court's or agency's own books: it is corrected under the same key with a higher source
version, and ends when it says so or when it is lifted.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator

from contracts.fact import Fact
from contracts.values import Day, Key, Money, Ordinal, Sentence, Share


class AttachmentKind(StrEnum):
    """What is owed to the third party; the law protects the benefit from each to another degree."""

    CHILD_SUPPORT = "child_support"
    MAINTENANCE = "maintenance"
    """Of a spouse, a former spouse or another relative."""
    TAX = "tax"
    SOCIAL_SECURITY = "social_security"
    """Contributions, or benefits of another branch."""
    OTHER = "other"


class OrderMade(Fact):
    """A court or agency orders that a part of the benefit goes to a creditor; `key` is the order's."""

    name: ClassVar[str] = "attachments.order-made"
    kind: AttachmentKind
    creditor: Key
    """A key that the institution can resolve to a creditor and an account."""
    share: Share | None = None
    """Of what is left of the benefit after what the law takes from it; either this or `weekly`."""
    weekly: Money | None = None
    """For each week of benefit; a day is a seventh."""
    since: Day
    until: Day | None = None
    """The first day on which it does not hold any more; None where it has no end."""
    priority: Ordinal = 1
    """1 is served first; among equals the one that began first."""
    claim: Key | None = None
    """The only claim from which it is paid; None for all of the person's."""
    legal_basis: Sentence

    @model_validator(mode="after")
    def _asks_for_one_sum_on_some_days(self) -> Self:
        if (self.share is None) == (self.weekly is None):
            raise ValueError("an order names either a share or a sum for a week")
        if self.until is not None and self.until <= self.since:
            raise ValueError("an order must end after it begins")
        return self


class OrderLifted(Fact):
    """The order with this key holds no longer."""

    name: ClassVar[str] = "attachments.order-lifted"
    lifted_on: Day
    """The first day on which it does not hold any more."""
