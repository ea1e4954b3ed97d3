"""What others may read of contests: which wait for a decision and until when, one with all that is known of it, and
whether an officer's act on it would take effect.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from contracts.about import About, from_short
from contracts.casework import ContestDecided, HearingHeld
from contracts.claims import AnswerRefused, Ground
from contracts.contest import Tier
from contracts.intake import MandateScope
from contracts.values import Money
from services.claims.contest_decisions import Review
from services.claims.contest_handlers import review_of
from services.claims.contests import Contest, Mandate
from services.claims.person import Applicant
from services.claims.procedure import Procedure, standard_procedure
from services.claims.questions import AskedQuestion
from services.claims.steps import CONTESTED
from services.claims.store import load_people
from services.claims.tables import contest, question


@dataclass(frozen=True, slots=True)
class WaitingContest:
    """An open contest that nobody has decided yet."""

    person: str
    claim: str
    contest: str
    tier: Tier
    about: About
    asks: str
    ground: Ground | None
    amount: Money | None
    opened_on: date
    decide_by: date
    is_late: bool
    benefit_continues: bool
    is_heard: bool
    took_part: frozenset[str]
    """The staff numbers of those who may not decide it."""


_COLUMNS = (
    *(contest.c.subject, contest.c.contest, contest.c.tier, contest.c.opened_on, contest.c.decide_by),
    *(contest.c.is_late, contest.c.benefit_continues, contest.c.hearing.is_not(None).label("is_heard")),
    *(question.c.claim, question.c.about, question.c.asks, question.c.ground),
    *(question.c.amount_minor, question.c.currency, question.c.took_part),
)


def waiting_contests(connection: Connection) -> Iterator[WaitingContest]:
    """Every contest that is open, in no order; found by the step of what it contests, which is indexed."""
    of_question = (contest.c.subject == question.c.subject) & (contest.c.question == question.c.question)
    is_open = contest.c.opened_on.is_not(None) & contest.c.closed_on.is_(None)
    query = select(*_COLUMNS).join_from(question, contest, of_question)
    for row in connection.execute(query.where(question.c.step.in_(sorted(CONTESTED)), is_open)):
        yield WaitingContest(
            person=row.subject,
            claim=row.claim,
            contest=row.contest,
            tier=Tier(row.tier),
            about=from_short(row.about),
            asks=row.asks,
            ground=Ground(row.ground) if row.ground else None,
            amount=None if row.amount_minor is None else Money(minor=row.amount_minor, currency=row.currency),
            opened_on=row.opened_on,
            decide_by=row.decide_by,
            is_late=row.is_late,
            benefit_continues=row.benefit_continues,
            is_heard=row.is_heard,
            took_part=frozenset((row.took_part or "").split()),
        )


@dataclass(frozen=True, slots=True)
class ContestInHand:
    """A contest with what it contests; `asked` is None while no such decision is known."""

    contest: Contest
    asked: AskedQuestion | None
    person: Applicant
    procedure: Procedure

    @property
    def is_by_facts(self) -> bool:
        """Whether facts alone decided, or a sum is at stake: then it is upheld or overturned, and never changed."""
        asked = self.asked
        return asked is not None and (asked.is_amount or asked.is_refusal_by_facts or asked.amount is not None)

    @property
    def filed_under(self) -> Mandate | None:
        """The mandate under which a representative filed it; None where the claimant did, or it is not known."""
        key = self.contest.filing.mandate
        return None if key is None else self.person.mandates.get(key)

    def speaks(self, on: date) -> tuple[str, ...]:
        """The mandates under which somebody may speak for the claimant at a hearing on a day."""
        return self._under(MandateScope.HEARING, on)

    def contests_under(self, on: date) -> tuple[str, ...]:
        """The mandates under which somebody may file a contest on a day, and so take one back."""
        return self._under(MandateScope.CONTEST, on)

    def _under(self, scope: MandateScope, on: date) -> tuple[str, ...]:
        claim, held = self.asked.claim if self.asked else None, self.person.mandates.values()
        return tuple(sorted(mandate.mandate for mandate in held if mandate.allows(scope, claim, on)))


def contest_in_hand(
    connection: Connection, person: str, key: str, partitions: int, procedure: Procedure | None = None
) -> ContestInHand | None:
    """A contest of a person; None if it was never filed."""
    applicant = load_people(connection, [person], partitions)[person]
    kept = applicant.contests.get(key)
    if kept is None:
        return None
    asked = applicant.questions.get(kept.question) if kept.question else None
    return ContestInHand(kept, asked, applicant, procedure or standard_procedure())


def why_no_effect_on(in_hand: ContestInHand, act: HearingHeld | ContestDecided) -> str | None:
    """Why a hearing or a decision would not take effect, in the words in which it would be refused; None if it would.

    Nothing is changed.
    """
    review = review_of(in_hand.contest.contest, in_hand.person, in_hand.procedure)
    if isinstance(review, Review):
        supposed = replace(review, contest=deepcopy(review.contest), question=deepcopy(review.question))
        told = supposed.hear(act) if isinstance(act, HearingHeld) else supposed.decide(act)
        review = next((event for event in told if isinstance(event, AnswerRefused)), supposed)
    return review.reason if isinstance(review, AnswerRefused) else None
