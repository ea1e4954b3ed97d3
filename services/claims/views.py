"""What others may read of claims: counts and days without a name, and the tables that no event fills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, case, func, select

from contracts.contest import ContestOutcome, Tier
from services.claims.employers_words import employers_words, words_read
from services.claims.steps import OPEN, QuestionStep
from services.claims.tables import claim, closed_day, contest, question
from services.claims.vault import vault

__all__ = [
    "CLAIMANT",
    "STANDINGS",
    "US",
    "claims_by_state",
    "closed_days",
    "contests_by_standing",
    "employers_words",
    "open_questions",
    "questions_beginning_with",
    "vault",
    "words_read",
]

US, CLAIMANT = "us", "claimant"
"""Who has to act next on an open question: the office, or the claimant within the reply window."""

WAITS, IN_TIME, OVERDUE = "waits", "open", "overdue"
STANDINGS = (WAITS, IN_TIME, OVERDUE, *ContestOutcome)
"""Where a contest stands: not open yet, open, open after the day by which it had to be decided, or how it ended."""


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
        (contest.c.opened_on.is_(None), WAITS),
        (contest.c.decide_by <= over, OVERDUE),
        else_=IN_TIME,
    )
    query = select(contest.c.tier, standing, func.count()).group_by(contest.c.tier, standing)
    counts = Counter({(tier.value, place): 0 for tier in Tier for place in STANDINGS})
    counts.update({(tier, place): count for tier, place, count in connection.execute(query)})
    return counts


def closed_days(connection: Connection) -> Mapping[int, date]:
    """The last closed day of each partition."""
    return {row.partition: row.day for row in connection.execute(select(closed_day))}


def questions_beginning_with(connection: Connection, beginning: str) -> set[str]:
    """The people of whom a question's id begins so; at most two, enough to tell whether it is one."""
    begins = question.c.question.startswith(beginning, autoescape=True)
    return set(connection.scalars(select(question.c.subject).where(begins).distinct().limit(2)))
