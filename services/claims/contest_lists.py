"""What others may read of contests that nobody has to decide: those that are over, and those that were not opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, select

from contracts.about import About, ConditionAbout, short
from contracts.claims import Ground
from contracts.contest import ContestOutcome, Tier
from contracts.intake import ContestFiled
from services.claims.tables import contest, question


@dataclass(frozen=True, slots=True)
class DecidedContest:
    """A contest that is over, and how it ended."""

    person: str
    claim: str
    contest: str
    tier: Tier
    asks: str
    closed_on: date
    outcome: ContestOutcome


@dataclass(frozen=True, slots=True)
class UnopenedContest:
    """A contest that was filed and could not be opened: it waits for a decision, or for a mandate."""

    person: str
    contest: str
    filing: ContestFiled
    told: str | None
    """Why it waits, as whoever filed it was told."""

    @property
    def waits_for_mandate(self) -> bool:
        """Whether a representative filed it whose right to do so is not known."""
        return self.filing.mandate is not None and "mandate" in (self.told or "")


def decided_contests(connection: Connection, about: About, ground: Ground | None, since: date) -> list[DecidedContest]:
    """The contests of decisions of the same kind and ground that ended since a day, the newest first."""
    of_question = (contest.c.subject == question.c.subject) & (contest.c.question == question.c.question)
    columns = (contest.c.subject, question.c.claim, contest.c.contest, contest.c.tier, question.c.asks)
    query = select(*columns, contest.c.closed_on, contest.c.outcome).join_from(contest, question, of_question)
    ended = (contest.c.closed_on >= since) & contest.c.outcome.is_not(None)
    rows = connection.execute(query.where(ended, _same_kind(about), _same_ground(ground)))
    decided = [DecidedContest(*row[:3], Tier(row[3]), row[4], row[5], ContestOutcome(row[6])) for row in rows]
    return sorted(decided, key=lambda one: (one.closed_on, one.contest), reverse=True)


def _same_kind(about: About) -> ColumnElement[bool]:
    """The same condition; the same kind of thing where each is of a day or a key of its own."""
    if isinstance(about, ConditionAbout):
        return question.c.about == short(about)
    kind = short(about).partition(":")[0]
    return question.c.about.startswith(f"{kind}:", autoescape=True)


def _same_ground(ground: Ground | None) -> ColumnElement[bool]:
    return question.c.ground.is_(None) if ground is None else question.c.ground == ground.value


def unopened_contests(connection: Connection) -> Iterator[UnopenedContest]:
    """Every contest that was filed and neither opened nor taken back, in no order."""
    waits = contest.c.closed_on.is_(None) & contest.c.opened_on.is_(None)
    query = select(contest.c.subject, contest.c.contest, contest.c.filing, contest.c.told).where(waits)
    for row in connection.execute(query):
        yield UnopenedContest(row.subject, row.contest, ContestFiled.model_validate_json(row.filing), row.told)
