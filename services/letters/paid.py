"""The letter on a payment: for which days, how much, what was withheld, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from contracts.base import Event
from contracts.eligibility import AssessmentMade, DeterminationMade
from contracts.payments import (
    InstructionKind,
    PaymentCancelled,
    PaymentInstructed,
    PaymentReturned,
    PaymentSettled,
    RecoveryCollected,
)
from law.explain.sheet_wording import SheetWording
from law.language.sheet.scheme import Scheme
from services.letters.assessed import contest_of_weeks, week_line
from services.letters.case_file import ArchivedDecision, CaseFile, DatedEvent
from services.letters.deducted import deducted
from services.letters.model import AsWritten, Letter, LetterLine, Phrase, Quoted, Section, say
from services.letters.shared_sections import contest, facts

GOES_THROUGH = frozenset({"ordered", "settled"})
"""Of a payment that did not come back and was not cancelled."""
AboutAPayment = PaymentInstructed | PaymentSettled | PaymentReturned | PaymentCancelled


def paid(case: CaseFile, history: list[tuple[DatedEvent, AboutAPayment]]) -> Letter | None:
    """The letter on one instruction, from all that was said of it in order; None if it was never ordered."""
    orders = [event for _, event in history if isinstance(event, PaymentInstructed)]
    if not orders:
        return None
    order, (dated, last) = orders[-1], history[-1]
    scheme, determination = case.scheme_of(order.claim), case.determination(order.claim, dated)
    archived = case.decisions.get(order.assessment)
    for_others = tuple(deducted(case, order.instruction, _ordered(history)))
    for_debts = [told for told in case.of(RecoveryCollected) if told[1].instruction == order.instruction]
    withheld = (*for_others, *_withheld(event for _, event in for_debts))
    all_taken = "all_taken" if for_others else "all_for_debts" if dated.cause in _causes(for_debts) else None
    sections = (
        Section("what", tuple(_what(order, last, all_taken=all_taken))),
        Section("weeks", tuple(_weeks(order, archived))),
        Section("withheld", withheld or (say("payment.withheld"),)),
        *((_facts(archived, scheme),) if archived else ()),
        Section("who", (say("payment.who"),)),
        Section("change", (say("payment.change"), say("change.certified"))),
        _contest(case, dated, archived, determination, is_whole=not withheld and _state(last) in GOES_THROUGH),
    )
    return Letter(
        name="payment",
        ids=(str(order.instruction), order.end_to_end),
        person=case.person,
        claim=order.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=max(dated.day for dated, _ in history),
        title=Phrase(f"payment.{_state(last)}.title", {"amount": order.amount}),
        sections=tuple(section for section in sections if section.lines),
    )


def _ordered(history: list[tuple[DatedEvent, AboutAPayment]]) -> DatedEvent:
    """What was last said of the payment by us, and not by the bank."""
    ours = [dated for dated, event in history if isinstance(event, PaymentInstructed | PaymentCancelled)]
    return ours[-1]


def _contest(
    case: CaseFile,
    dated: DatedEvent,
    archived: ArchivedDecision | None,
    determination: DeterminationMade | None,
    *,
    is_whole: bool,
) -> Section:
    """How to contest; shortly of a payment that is whole, of weeks that are all paid in full."""
    appeal = determination.appeal if determination else None
    event = archived.decision.event if archived else None
    if is_whole and isinstance(event, AssessmentMade):
        return contest_of_weeks(case, appeal, dated.day, event)
    return contest(case, appeal, dated.day)


def _withheld(offsets: Iterable[RecoveryCollected]) -> Iterator[LetterLine]:
    """What was withheld for debts, which is no part of the amount, and for which debt each sum was."""
    for offset in offsets:
        yield say("payment.offset", amount=offset.amount, left=offset.left)
        which = "payment.debt" if offset.owed_by is None else "payment.debt_elsewhere"
        yield say(which, reference=AsWritten(offset.question), claim=AsWritten(offset.claim))


def _causes(told: Iterable[tuple[DatedEvent, Event]]) -> set[UUID]:
    """What caused these; a payment that the same cause cancelled was wholly taken by them."""
    return {dated.cause for dated, _ in told if dated.cause is not None}


def _facts(archived: ArchivedDecision, scheme: Scheme) -> Section:
    event = archived.decision.event
    periods = [week.period for week in event.weeks] if isinstance(event, AssessmentMade) else []
    return facts(archived.decision.graph, archived.sources, SheetWording(scheme), periods)


def _state(last: Event) -> str:
    match last:
        case PaymentSettled():
            return "settled"
        case PaymentReturned():
            return "returned"
        case PaymentCancelled():
            return "cancelled"
        case _:
            return "ordered"


def _what(order: PaymentInstructed, last: AboutAPayment, *, all_taken: str | None) -> Iterator[LetterLine]:
    match last:
        case PaymentSettled():
            yield say("payment.settled", amount=last.amount, day=last.settled_on)
        case PaymentReturned():
            yield say("payment.returned", amount=last.amount, day=last.returned_on)
            yield say("payment.account", code=AsWritten(last.bank_code))
        case PaymentCancelled():
            yield say(f"payment.{all_taken or 'cancelled'}")
        case PaymentInstructed():
            yield say("payment.ordered", amount=last.amount, day=last.due_on)
    yield say("payment.days", period=order.period)
    if order.kind is not InstructionKind.ORIGINAL:
        yield say(f"payment.{order.kind}")
    yield say("payment.reference", reference=AsWritten(order.end_to_end))


def _weeks(order: PaymentInstructed, archived: ArchivedDecision | None) -> Iterator[LetterLine]:
    """What the assessment found due for each week, with its law; a supplement is the difference to what was paid."""
    if archived is None or not isinstance(archived.decision.event, AssessmentMade):
        return
    yield say("payment.due")
    for week in archived.decision.event.weeks:
        if week.amount.minor and week.period.overlaps(order.period):
            yield week_line(week)
