"""Whether payments knows where a person is to be paid; the account itself is in no event."""

from __future__ import annotations

from typing import ClassVar

from contracts.base import Event
from contracts.values import Day, Key


class AccountMissing(Event):
    """A claim was opened, and at the end of a day nobody knows to which account its person is paid."""

    name: ClassVar[str] = "payments.account-missing"
    claim: Key
    missing_on: Day


class AccountKnown(Event):
    """The account that was missing is there."""

    name: ClassVar[str] = "payments.account-known"
    claim: Key
    known_on: Day
