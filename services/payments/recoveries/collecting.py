"""The debts of a person of which something may be withheld on a day, under whichever pseudonym each stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from contracts.joined_accounts import DebtToCollect
from contracts.values import Money
from services.payments.claimant import Claimant
from services.payments.model import Instruction, PeriodKey, Position
from services.payments.recoveries.offsets import Allowed, Withholding, collectable, withhold, withhold_for_another

Source = tuple[Position, Instruction]
"""A payment with its position."""


class Collectable(Protocol):
    """A debt to withhold for."""

    @property
    def currency(self) -> str:
        """In which it is owed."""

    @property
    def order(self) -> tuple[date, str]:
        """By the last day to contest it: the oldest is collected first."""

    def withheld_from(self, state: Claimant, source: Source, allowed: Allowed) -> Withholding | None:
        """What is withheld for it from a payment; None where that is nothing."""


@dataclass(frozen=True, slots=True)
class OwnDebt:
    """A debt under this pseudonym; what was set aside for another account to withhold is left."""

    key: PeriodKey
    question: str
    order: tuple[date, str]
    currency: str

    def withheld_from(self, state: Claimant, source: Source, allowed: Allowed) -> Withholding | None:
        """What is withheld for it from a payment; None where that is nothing."""
        owing = state.now[self.key]
        debt = owing.recovery(self.question)
        if debt is None:
            return None
        free = debt.owed_minor - state.set_aside(self.question)
        return withhold(source, (owing, debt), replace(allowed, most=min(allowed.most, free)))


@dataclass(frozen=True, slots=True)
class DebtElsewhere:
    """A debt under another pseudonym of the person, of which its account lets so much be withheld here."""

    owed_by: str
    debt: DebtToCollect

    @property
    def order(self) -> tuple[date, str]:
        """As of every debt."""
        return self.debt.after, self.debt.question

    @property
    def currency(self) -> str:
        """In which it is owed."""
        return self.debt.amount.currency

    def withheld_from(self, state: Claimant, source: Source, allowed: Allowed) -> Withholding | None:
        """What is withheld for it from a payment; None where that is nothing."""
        left = max(0, self.debt.amount.minor - self._untold(state))
        amount = Money(minor=left, currency=self.currency)
        owed = Money(minor=self.debt.left.minor - self.debt.amount.minor + left, currency=self.currency)
        debt = self.debt.model_copy(update={"amount": amount, "left": owed})
        return withhold_for_another(source, debt, self.owed_by, allowed)

    def _untold(self, state: Claimant) -> int:
        """What was withheld for it since its account was told last."""
        sent = state.account_of(self.owed_by).sent
        told = {entry.offset for entry in sent.withheld} if sent else set()
        offsets = (payment for position in state.now.values() for payment in position.instructions if payment.withheld)
        return sum(
            offset.amount_minor
            for offset in offsets
            if offset.id not in told
            and offset.withheld
            and (offset.withheld.owed_by, offset.withheld.question) == (self.owed_by, self.debt.question)
        )


def collectable_of(state: Claimant, on: date) -> list[Collectable]:
    """Every debt of the person of which something may be withheld on a day, the oldest first."""
    return sorted([*_own(state, on), *_elsewhere(state)], key=lambda debt: debt.order)


def _own(state: Claimant, on: date) -> Iterator[Collectable]:
    for position, debt in collectable(state.owing(), on):
        yield OwnDebt(position.key, debt.question, (debt.contest_until, debt.question), position.currency)


def _elsewhere(state: Claimant) -> Iterator[Collectable]:
    for account in state.joined.values():
        for debt in account.debts:
            yield DebtElsewhere(account.other, debt)
