"""What happened to a debt, a sentence each, in the order of days. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from contracts.payments import CollectedBy
from contracts.values import Money
from services.payments.views import ListedRecovery


@dataclass(frozen=True, slots=True)
class DebtLine:
    """One line of the story: its day, the key of its phrase, and what stands in the phrase's places."""

    on: date
    phrase: str
    officer: str = ""
    sum: Money | None = None


def story_of(listed: ListedRecovery, money: Callable[[int], Money]) -> list[DebtLine]:
    """The story of a debt; `money` is a sum of its currency."""
    return sorted(_lines(listed, money), key=lambda line: line.on)


def _lines(listed: ListedRecovery, money: Callable[[int], Money]) -> Iterator[DebtLine]:
    debt = listed.debt
    if debt.noticed_on is not None:
        yield DebtLine(debt.noticed_on, "debt.story.noticed")
    yield DebtLine(debt.decided_on, "debt.story.decided", debt.officer, listed.decided)
    if debt.confirmed_by is not None:
        yield DebtLine(debt.decided_on, "debt.story.confirmed", debt.confirmed_by)
    for dispute in debt.disputes:
        yield DebtLine(dispute.opened_on, f"debt.story.{dispute.kind}")
        if dispute.closed_on is not None:
            yield DebtLine(dispute.closed_on, f"debt.story.{dispute.kind}.over")
    for came in debt.collections:
        how = "withheld" if came.by is CollectedBy.OFFSET else "repaid"
        yield DebtLine(came.on, f"debt.story.{how}", came.told_by, money(came.minor + came.uncounted_minor))
        if came.returned_minor:
            yield DebtLine(came.on, "debt.story.goes_back", sum=money(came.returned_minor))
    if (plan := debt.instalments) is not None:
        how = "offset" if plan.withheld else "repayment"
        yield DebtLine(plan.agreed_on, f"debt.story.plan.{how}", plan.officer, money(plan.each_minor))
    for act in debt.given_up:
        yield DebtLine(act.on, f"debt.story.{act.step}", act.officer, money(act.minor))
