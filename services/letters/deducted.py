"""What was taken from a payment for others, as the payment's letter tells it: gross, each deduction with its law."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from contracts.payments import CreditorKind, DeductionMade
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.model import AsWritten, LetterLine, Phrase, say


def deducted(case: CaseFile, instruction: UUID, ordered: DatedEvent) -> Iterator[LetterLine]:
    """The payment before deductions, and each of them as it was when the payment was last ordered, and as it is now."""
    taken: dict[UUID, DeductionMade] = {}
    now: dict[UUID, DeductionMade] = {}
    for dated, event in case.of(DeductionMade):
        if event.instruction == instruction:
            now[event.deduction] = event
            if dated.day <= ordered.day:
                taken[event.deduction] = event
    made = [event for event in taken.values() if event.amount.minor]
    if made:
        yield say("payment.gross", gross=max((event.gross for event in made), key=lambda gross: gross.minor))
    for event in made:
        yield LetterLine((_taken(event),), cites=event.cites)
        if (since := now[event.deduction].amount) != event.amount:
            yield say("payment.deduction.since", amount=since)


def _taken(event: DeductionMade) -> Phrase:
    if event.creditor is CreditorKind.THIRD_PARTY:
        return Phrase("payment.deduction.third_party", {"amount": event.amount, "order": AsWritten(event.order or "")})
    return Phrase(f"payment.deduction.{event.creditor}", {"amount": event.amount})
