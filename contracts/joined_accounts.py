"""What the accounts of two pseudonyms of one person tell each other, so that debts of one are collected from both."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from contracts.base import Event, Part
from contracts.merged_persons import Pseudonym
from contracts.values import Count, Day, Key, Money, Ordinal

CURRENCIES_MAX, DEBTS_MAX, PAUSES_MAX, WITHHELD_MAX = 20, 200, 200, 2000


class Pause(Part):
    """Days on which nothing may be withheld: a contest, a request to waive the debt, or a suspension."""

    start: Day
    end: Day | None = None
    """The first day after it; None while nobody has answered."""


class DebtToCollect(Part):
    """What may be withheld for a debt from payments under the other pseudonym."""

    claim: Key
    certification: Key
    """The certification for which too much had been paid."""
    question: Key
    """The question whose decision made it a debt."""
    decision: UUID
    """The event of that decision."""
    amount: Money
    """At most so much in all."""
    left: Money
    """What is owed of it."""
    each: Money | None = None
    """At most so much from one payment, where instalments are agreed."""
    after: Day
    """The last day on which the decision may be contested: nothing is withheld by then."""
    until: Day
    """The last day on which it may be collected."""
    pauses: Annotated[tuple[Pause, ...], Field(max_length=PAUSES_MAX)] = ()


class WithheldForDebt(Part):
    """What was withheld from a payment for a debt under the other pseudonym."""

    offset: UUID
    payment: UUID
    """The payment from which it was withheld."""
    claim: Key
    certification: Key
    question: Key
    amount: Money
    """What counts of it now: less, or zero, where the payment turned out not to be due."""
    withheld_on: Day


class AccountShared(Event):
    """How the account of another pseudonym of one person stands towards the subject's; the highest number holds.

    Each asks the other what may be withheld from its payments, and answers what it is asked. What may be withheld
    under one question is set aside, and collected nowhere else, until the next question tells what was withheld.
    """

    name: ClassVar[str] = "payments.account-shared"
    other: Pseudonym
    """Whose account it is."""
    number: Ordinal
    asks: Count
    """The number of its question; what was answered to an earlier one is no longer used."""
    withholdable: Annotated[tuple[Money, ...], Field(max_length=CURRENCIES_MAX)] = ()
    """What may be withheld from what is due there and in no sealed file yet, by currency: it asks for which debts."""
    answers: Count = 0
    """The number of the subject's question that `debts` answers; zero where nothing was asked."""
    debts: Annotated[tuple[DebtToCollect, ...], Field(max_length=DEBTS_MAX)] = ()
    """Its debts, of which so much may be withheld from the subject's payments."""
    withheld: Annotated[tuple[WithheldForDebt, ...], Field(max_length=WITHHELD_MAX)] = ()
    """All that was ever withheld there for debts of the subject."""
