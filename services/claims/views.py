"""What others may read of claims: counts and days without a name, and the tables that no event fills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, case, func, select

from contracts.claims import ClaimDecision
from contracts.contest import ContestOutcome, Tier
from services.claims.adverse_states import AdverseState, adverse_states, unlawful
from services.claims.budget_views import (
    GOES_ON,
    STOPPED,
    ErrorBudgetView,
    budgets_by_standing,
    error_budgets,
    reviews_waiting,
)
from services.claims.employers_words import employers_words, words_read
from services.claims.error_budget import OVERPAYMENT
from services.claims.steps import AGAINST, CONTESTED, OPEN, QuestionStep
from services.claims.tables import claim, closed_day, contest, question
from services.claims.vault import vault

__all__ = [
    "CLAIMANT",
    "GOES_ON",
    "IN_TIME",
    "MOOT",
    "OVERDUE",
    "OVERPAYMENT",
    "STANDINGS",
    "STOPPED",
    "US",
    "WAITS",
    "AdverseState",
    "DecidedQuestion",
    "ErrorBudgetView",
    "adverse_states",
    "budgets_by_standing",
    "claims_by_state",
    "closed_days",
    "contests_by_standing",
    "decided_against",
    "employers_words",
    "error_budgets",
    "open_questions",
    "questions_beginning_with",
    "reviews_waiting",
    "unlawful",
    "vault",
    "words_read",
]

US, CLAIMANT = "us", "claimant"
"""Who has to act next on an open question: the office, or the claimant within the reply window."""

WAITS, IN_TIME, OVERDUE = "waits", "open", "overdue"
MOOT = "moot"
STANDINGS = (WAITS, IN_TIME, OVERDUE, MOOT, *ContestOutcome)
"""Where a contest stands: not open yet, open, open after the day by which it had to be decided, left without anything
to contest, or how it ended."""


def claims_by_state(connection: Connection) -> Mapping[str, int]:
    """How many claims stand where."""
    query = select(claim.c.state, func.count()).where(claim.c.state.is_not(None)).group_by(claim.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def open_questions(connection: Connection) -> Mapping[str, int]:
    """Open questions by who has to act next."""
    query = select(question.c.step, func.count()).group_by(question.c.step)
    counts = Counter({US: 0, CLAIMANT: 0})
    for step, count in connection.execute(query):
        if step in OPEN:
            counts[CLAIMANT if step == QuestionStep.NOTICED else US] += count
    return counts


def contests_by_standing(connection: Connection) -> Mapping[tuple[str, str], int]:
    """How many contests of each tier stand where."""
    over = select(func.max(closed_day.c.day)).scalar_subquery()
    standing = case(
        (contest.c.outcome.is_not(None), contest.c.outcome),
        (contest.c.closed_on.is_not(None), MOOT),
        (contest.c.opened_on.is_(None), WAITS),
        (contest.c.decide_by <= over, OVERDUE),
        else_=IN_TIME,
    )
    query = select(contest.c.tier, standing, func.count()).group_by(contest.c.tier, standing)
    counts = Counter({(tier.value, place): 0 for tier in Tier for place in STANDINGS})
    counts.update({(tier, place): count for tier, place, count in connection.execute(query)})
    return counts


def open_contests_of(connection: Connection, person: str) -> int:
    """How many contests of a person wait to be opened or decided."""
    own = contest.c
    is_open = own.outcome.is_(None) & own.closed_on.is_(None)
    return connection.scalar(select(func.count()).where(own.subject == person, is_open)) or 0


def closed_days(connection: Connection) -> Mapping[int, date]:
    """The last closed day of each partition."""
    return {row.partition: row.day for row in connection.execute(select(closed_day))}


def questions_beginning_with(connection: Connection, beginning: str) -> set[str]:
    """The people of whom the id of a question or of a contest begins so; two are enough to tell that it is not one."""
    columns = (question.c.question, contest.c.contest)
    begins = [(key.table.c.subject, key.startswith(beginning, autoescape=True)) for key in columns]
    queries = [select(subject).where(condition).distinct().limit(2) for subject, condition in begins]
    return {person for query in queries for person in connection.scalars(query)}


@dataclass(frozen=True, slots=True)
class DecidedQuestion:
    """A question that was decided against a person, and what came of the decision."""

    person: str
    claim: str
    about: str
    ground: str | None
    decided_on: date | None
    """The day of the first decision; None where it was made before decisions were kept here."""
    officer: str | None
    standing: str


def decided_against(connection: Connection) -> Iterator[DecidedQuestion]:
    """Every question that was ever decided against a person, those that were overturned since included."""
    columns = question.c
    query = select(columns.subject, columns.claim, columns.about, columns.ground, columns.step, columns.decision)
    for row in connection.execute(query.where(columns.step.in_(_WERE_AGAINST))):
        decision = None if row.decision is None else ClaimDecision.model_validate_json(row.decision)
        overturned = row.step == QuestionStep.DECIDED_FOR
        if overturned and (decision is None or decision.contest is None):
            continue  # decided for the person from the start
        decided_on = None if decision is None else decision.first_decided_on or decision.decided_on
        officer = None if decision is None else decision.officer.staff
        standing = "overturned" if overturned else _STANDING[QuestionStep(row.step)]
        yield DecidedQuestion(row.subject, row.claim, row.about, row.ground, decided_on, officer, standing)


_STANDING = {
    **dict.fromkeys(CONTESTED, "contested"),
    QuestionStep.DECIDED_AGAINST: "stands",
    QuestionStep.UPHELD: "upheld",
    QuestionStep.FINAL_AGAINST: "final",
}
_WERE_AGAINST = (*AGAINST, QuestionStep.DECIDED_FOR)
