"""The accounts of a claim in four sums, from what was told of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from contracts.base import Event
from contracts.claims import ClaimDecision, QuestionDropped, QuestionOpened
from contracts.eligibility import AssessmentMade
from contracts.payments import PaymentReturned, PaymentSettled
from contracts.values import Money


@dataclass(frozen=True, slots=True)
class ClaimMoney:
    """What is due for certified periods, what the bank paid of it, what is in question, and what is left."""

    due: Money
    paid: Money
    in_question: Money
    left: Money


def money_of(events: Iterable[Event]) -> ClaimMoney | None:
    """The sums after these events of one claim; None before anything was assessed."""
    due: dict[str, AssessmentMade] = {}
    paid: dict[UUID, int] = {}
    asked: dict[str, int] = {}
    for event in events:
        match event:
            case AssessmentMade():
                before = due.get(event.certification)
                if before is None or before.number < event.number:
                    due[event.certification] = event
            case PaymentSettled():
                paid[event.instruction] = event.amount.minor
            case PaymentReturned():
                paid.pop(event.instruction, None)
            case QuestionOpened(amount=Money() as amount):
                asked[event.question] = amount.minor
            case ClaimDecision() | QuestionDropped():
                asked.pop(event.question, None)
    if not due:
        return None
    last = max(due.values(), key=lambda assessment: assessment.period.end)
    sums = (sum(own.amount.minor for own in due.values()), sum(paid.values()), sum(asked.values()))
    of_due, of_paid, of_asked = (Money(minor=minor, currency=last.amount.currency) for minor in sums)
    return ClaimMoney(of_due, of_paid, of_asked, last.total_left)
