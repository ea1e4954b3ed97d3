"""What others may read of questions: which wait and until when, one with all that was done about it, and whether an
officer's act on it would take effect.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection, literal, or_, select

from contracts.about import About, WaiverAbout, from_short, short
from contracts.casework import AnswerConfirmed, AnswerGiven, WaiverDecided
from contracts.claims import ClaimDecision, Ground
from contracts.values import Money
from services.claims.answer_handlers import answer_bounds
from services.claims.decisions import AnswerBounds, answer, why_no_answer, why_not_confirmed
from services.claims.model import Claim
from services.claims.person import Applicant
from services.claims.procedure import Procedure, days_of, standard_procedure
from services.claims.questions import AskedQuestion
from services.claims.steps import OPEN, QuestionStep
from services.claims.store import load_people
from services.claims.tables import question
from services.claims.waivers import Waivers
from services.claims.ways_to_contest import first_way_to_contest


@dataclass(frozen=True, slots=True)
class WaitingQuestion:
    """A question that nobody has decided yet."""

    person: str
    claim: str
    question: str
    about: About
    asks: str
    ground: Ground | None
    amount: Money | None
    step: QuestionStep
    opened_on: date
    reply_by: date | None
    replied_on: date | None
    decide_by: date


WAIVER = short(WaiverAbout(debt="debt")).removesuffix("debt")
"""How what a request is about begins, in short; the key of the debt follows."""
_COLUMNS = (
    *(question.c.subject, question.c.claim, question.c.question, question.c.about, question.c.asks),
    *(question.c.ground, question.c.amount_minor, question.c.currency, question.c.step),
    *(question.c.opened_on, question.c.reply_by, question.c.replied_on),
)


_DEBT = question.alias("debt")
_IS_LIFTED = _DEBT.c.step.in_((QuestionStep.DECIDED_FOR, QuestionStep.DROPPED))
_OF_REQUEST = (_DEBT.c.subject == question.c.subject) & (literal(WAIVER) + _DEBT.c.question == question.c.about)
QUESTION_WAITS = question.c.step.in_(sorted(OPEN)) & or_(
    question.c.step != QuestionStep.REQUESTED, ~select(_DEBT.c.question).where(_OF_REQUEST, _IS_LIFTED).exists()
)
"""Questions that somebody can decide: a request to waive a debt asks for nothing once the debt is lifted."""


def waiting_questions(
    connection: Connection, person: str | None = None, procedure: Procedure | None = None
) -> Iterator[WaitingQuestion]:
    """Every question that waits, or those of one person, in no order."""
    rules = procedure or standard_procedure()
    query = select(*_COLUMNS).where(QUESTION_WAITS)
    if person is not None:
        query = query.where(question.c.subject == person)
    for row in connection.execute(query):
        yield WaitingQuestion(
            person=row.subject,
            claim=row.claim,
            question=row.question,
            about=from_short(row.about),
            asks=row.asks,
            ground=Ground(row.ground) if row.ground else None,
            amount=None if row.amount_minor is None else Money(minor=row.amount_minor, currency=row.currency),
            step=QuestionStep(row.step),
            opened_on=row.opened_on,
            reply_by=row.reply_by,
            replied_on=row.replied_on,
            decide_by=decide_question_by(row.opened_on, rules),
        )


def decide_question_by(opened_on: date, procedure: Procedure | None = None) -> date:
    """By when a question that was opened on a day is to be decided."""
    return opened_on + timedelta(days=days_of((procedure or standard_procedure()).question_days, opened_on))


@dataclass(frozen=True, slots=True)
class QuestionInHand:
    """A question with its claim, what an answer to it must lie within, and by when it is to be decided."""

    asked: AskedQuestion
    claim: Claim
    within: AnswerBounds
    decide_by: date
    procedure: Procedure


def question_in_hand(
    connection: Connection, person: str, key: str, partitions: int, procedure: Procedure | None = None
) -> QuestionInHand | None:
    """A question of a person; None if it was never asked."""
    rules = procedure or standard_procedure()
    applicant: Applicant = load_people(connection, [person], partitions)[person]
    asked = applicant.questions.get(key)
    if asked is None or asked.claim not in applicant.claims:  # a request to waive a debt has a page of its own
        return None
    decide_by = decide_question_by(asked.opened_on, rules)
    within = answer_bounds(asked, applicant, rules)
    return QuestionInHand(asked, applicant.claims[asked.claim], within, decide_by, rules)


def debt_to_be_waived(connection: Connection, person: str, key: str) -> str | None:
    """The debt that a question of a person asks to waive, by its own question; None where it asks something else."""
    about = connection.scalar(select(question.c.about).where(question.c.subject == person, question.c.question == key))
    asked = None if about is None else from_short(about)
    return asked.debt if isinstance(asked, WaiverAbout) else None


def why_no_effect(in_hand: QuestionInHand, act: AnswerGiven | AnswerConfirmed) -> str | None:
    """Why an officer's act would not take effect, in the words in which it would be refused; None if it would."""
    if isinstance(act, AnswerGiven):
        return why_no_answer(in_hand.asked, act, in_hand.within)
    return why_not_confirmed(in_hand.asked, act, in_hand.within)


def why_no_waiver(
    connection: Connection, person: str, act: WaiverDecided, partitions: int, procedure: Procedure | None = None
) -> str | None:
    """Why a decision on a request to waive a debt would not take effect; None if it would. Nothing is changed."""
    applicant = load_people(connection, [person], partitions)[person]
    return Waivers(procedure or standard_procedure()).why_not(act, applicant)


def would_decide(in_hand: QuestionInHand, given: AnswerGiven) -> ClaimDecision | None:
    """The decision that an answer comes to, once another officer has agreed where one has to; None if to none.

    Nothing is changed.
    """
    way = first_way_to_contest(in_hand.claim, given.answered_on, in_hand.procedure)
    decided = answer(deepcopy(in_hand.asked), given, replace(in_hand.within, why_two=None), way)
    return decided if isinstance(decided, ClaimDecision) else None


@dataclass(frozen=True, slots=True)
class ClaimInShort:
    """Where a claim stands."""

    claim: str
    scheme: str | None
    filed_on: date | None
    state: str | None
    outcome: str | None
    certified_until: date | None


def claims_of(connection: Connection, person: str, partitions: int) -> list[ClaimInShort]:
    """The claims of a person, by the day of filing."""
    claims = load_people(connection, [person], partitions)[person].claims.values()
    short = [
        ClaimInShort(
            claim=claim.claim,
            scheme=claim.scheme,
            filed_on=claim.filed.on if claim.filed else None,
            state=claim.state.value if claim.state else None,
            outcome=claim.outcome.value if claim.outcome else None,
            certified_until=claim.certified_until,
        )
        for claim in claims
    ]
    return sorted(short, key=lambda claim: (claim.filed_on or date.max, claim.claim))
