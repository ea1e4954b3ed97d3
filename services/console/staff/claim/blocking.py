"""What keeps a claim from going on, who has to act, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from contracts.accounts import AccountKnown, AccountMissing
from contracts.base import Event
from contracts.claims import (
    ClaimDecision,
    ClaimMoved,
    ClaimState,
    ContestClosed,
    ContestDropped,
    ContestOpened,
    QuestionDropped,
    QuestionOpened,
)
from contracts.eligibility import AssessmentMade
from contracts.payments import PaymentHeld, PaymentInstructed, PaymentLetGo, PaymentReturned
from contracts.waiting import AwaitedStep, CertificationAwaited, ClaimIncomplete, DecisionProvisional
from services.claims.views import WaitingQuestion, decide_question_by
from services.console.staff.work.content import WorkStage, stage_of

KindOfEvent = TypeVar("KindOfEvent", bound=Event)


class Block(StrEnum):
    """What a claim waits for; `claim.block.<value>` says it."""

    READY = "ready"
    SECOND = "second"
    REPLY = "reply"
    ASKED = "asked"
    """A question that was open on an earlier day."""
    LACKS = "lacks"
    CERTIFY = "certify"
    CERTIFY_LATE = "certify_late"
    """The last day in time has passed, and a certification is taken all the same."""
    CERTIFY_OVERDUE = "certify_overdue"
    """That too is over: the office asks why, and nothing is lost."""
    ACCOUNT = "account"
    CONTEST = "contest"
    HELD = "held"
    RETURNED = "returned"
    REGISTRY = "registry"


class Actor(StrEnum):
    """Who has to act; `claim.actor.<value>` names them. The first six are `contracts.waiting.MissingFrom`."""

    CLAIMANT = "claimant"
    EMPLOYER = "employer"
    POPULATION_REGISTER = "population_register"
    CONTRIBUTION_REGISTER = "contribution_register"
    EMPLOYMENT_SERVICE = "employment_service"
    US = "us"
    EXAMINER = "examiner"
    SECOND = "second"
    TRIBUNAL = "tribunal"
    PAYMENTS = "payments"
    REGISTRY = "registry"


@dataclass(frozen=True, slots=True)
class ClaimBlock:
    """One thing that waits: what, for whom, until when (None where no day is set), in whose words."""

    block: Block
    actor: Actor
    by: date | None
    says: str = ""
    """What is asked, in the words of the law or the desk; English."""
    question: str | None = None
    reply_by: date | None = None


STAGES = {
    WorkStage.READY: (Block.READY, Actor.EXAMINER),
    WorkStage.SECOND: (Block.SECOND, Actor.SECOND),
    WorkStage.REPLY: (Block.REPLY, Actor.EXAMINER),
}
OVER = frozenset({ClaimState.WITHDRAWN, ClaimState.REFUSED})
"""A claim that stands so waits for no certification and no account."""


def of_questions(questions: Iterable[WaitingQuestion], today: date) -> Iterator[ClaimBlock]:
    """The questions that wait today, with the day until which each has to be decided."""
    for question in questions:
        block, actor = STAGES[stage_of(question, today)]
        yield ClaimBlock(block, actor, question.decide_by, question.asks, question.question, question.reply_by)


def open_questions(events: Iterable[Event]) -> Iterator[ClaimBlock]:
    """The questions that these events leave open, for a day that is past, by when each had to be decided."""
    asked: dict[str, QuestionOpened] = {}
    for event in events:
        if isinstance(event, QuestionOpened):
            asked[event.question] = event
        elif isinstance(event, ClaimDecision | QuestionDropped):
            asked.pop(event.question, None)
    for question in asked.values():
        by = decide_question_by(question.opened_on)
        yield ClaimBlock(Block.ASKED, Actor.EXAMINER, by, question.asks, question.question)


def other_blocks(events: Sequence[Event]) -> Iterator[ClaimBlock]:
    """What else waits after these events of one claim, in the order in which they were told."""
    yield from _contests(events)
    yield from _payments(events)
    state = next((event.after for event in reversed(events) if isinstance(event, ClaimMoved)), None)
    yield from _facts(events, is_over=state in OVER)


def _contests(events: Iterable[Event]) -> Iterator[ClaimBlock]:
    contested: dict[str, ContestOpened] = {}
    for event in events:
        if isinstance(event, ContestOpened):
            contested[event.contest] = event
        elif isinstance(event, ContestClosed | ContestDropped):
            contested.pop(event.contest, None)
    for contest in contested.values():
        yield ClaimBlock(Block.CONTEST, Actor.TRIBUNAL, contest.decide_by, contest.before)


def _payments(events: Iterable[Event]) -> Iterator[ClaimBlock]:
    """Payments that nobody gets: held since the person died, or sent back and not ordered again."""
    held: dict[UUID, PaymentHeld] = {}
    ordered: dict[UUID, PaymentInstructed] = {}
    returned: dict[UUID, PaymentReturned] = {}
    for event in events:
        if isinstance(event, PaymentHeld):
            held[event.instruction] = event
        elif isinstance(event, PaymentLetGo):
            held.pop(event.instruction, None)
        elif isinstance(event, PaymentReturned):
            returned[event.instruction] = event
        elif isinstance(event, PaymentInstructed):
            ordered[event.instruction] = event
    for payment in held.values():
        yield ClaimBlock(Block.HELD, Actor.PAYMENTS, None, str(payment.amount))
    for sent_back in returned.values():
        first = ordered.get(sent_back.instruction)
        if first is None or not any(_is_new_attempt(order, first) for order in ordered.values()):
            yield ClaimBlock(Block.RETURNED, Actor.PAYMENTS, None, str(sent_back.amount))


def _is_new_attempt(order: PaymentInstructed, first: PaymentInstructed) -> bool:
    return order.period == first.period and order.attempt > first.attempt


def _facts(events: Sequence[Event], *, is_over: bool) -> Iterator[ClaimBlock]:
    """What others have to tell us."""
    incomplete = _last(events, ClaimIncomplete)
    for fact in incomplete.missing if incomplete else ():
        yield ClaimBlock(Block.LACKS, Actor(fact.from_whom.value), fact.until, fact.asks)
    provisional = _last(events, DecisionProvisional)
    if provisional and provisional.settled_on is None:
        yield ClaimBlock(Block.REGISTRY, Actor.REGISTRY, None, provisional.institution)
    if is_over:
        return
    account = _last(events, AccountMissing, AccountKnown)
    if isinstance(account, AccountMissing):
        yield ClaimBlock(Block.ACCOUNT, Actor.CLAIMANT, None)
    awaited = _last(events, CertificationAwaited)
    if awaited and not any(_assesses(event, awaited.period.start) for event in events):
        yield _certification(awaited)


def _certification(awaited: CertificationAwaited) -> ClaimBlock:
    """Days that nobody certified yet; no day that has passed is told as one by which somebody must act."""
    match awaited.step:
        case AwaitedStep.REMINDED:
            return ClaimBlock(Block.CERTIFY, Actor.CLAIMANT, awaited.due_by)
        case AwaitedStep.LATE:
            return ClaimBlock(Block.CERTIFY_LATE, Actor.CLAIMANT, awaited.grace_until)
        case AwaitedStep.OVERDUE:
            return ClaimBlock(Block.CERTIFY_OVERDUE, Actor.US, None)


def _assesses(event: Event, day: date) -> bool:
    return isinstance(event, AssessmentMade) and event.period.start <= day < event.period.end


def _last(events: Sequence[Event], *kinds: type[KindOfEvent]) -> KindOfEvent | None:
    return next((event for event in reversed(events) if isinstance(event, kinds)), None)
