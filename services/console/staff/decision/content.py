"""What the page of a decision shows beside the derivation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from contracts.eligibility import AssessmentMade, DeterminationMade
from contracts.values import Money
from law.explain.decision import Decision
from services.console.world import ConsoleWorld
from services.eligibility.archive import Replayed, beginning_with, decisions_beginning_with, replay
from services.oversight.views import first_decided, told_steps


@dataclass(frozen=True, slots=True)
class WeekBeside:
    """A certified week in the version before and in this one; None where a version does not have it."""

    first: date
    end: date
    before: Money | None
    now: Money | None

    @property
    def by(self) -> int:
        """The difference in minor units."""
        return (self.now.minor if self.now else 0) - (self.before.minor if self.before else 0)


def decision_of(connection: Connection, person: str, key: str) -> Decision | None:
    """The decision of this id about a person; None if there is none."""
    try:
        made = UUID(key)
    except ValueError:
        return None
    return next((own for own in beginning_with(connection, str(made)) if own.subject == person), None)


def day_of(world: ConsoleWorld, person: str, decision: Decision) -> date | None:
    """The day on which a decision was made, as its letter bears it; None where the log does not have it."""
    with world.reading("oversight") as connection:
        decided = first_decided(connection, person)
    for step in told_steps(world.heard(person), decided):
        event = step.event
        if isinstance(event, DeterminationMade | AssessmentMade) and decision.made == _id_of(event):
            return step.day
    return None


def _id_of(event: DeterminationMade | AssessmentMade) -> UUID:
    return event.determination if isinstance(event, DeterminationMade) else event.assessment


def made_again(connection: Connection, decision: Decision) -> Replayed:
    """What a replay of the decision comes to: it is computed again from what was known then. Nothing is written."""
    return replay(connection, decisions_beginning_with(connection, str(decision.made))[0])


def weeks_beside(before: Decision | None, now: Decision) -> Iterator[WeekBeside]:
    """The weeks of two assessments, by day; none where there is no assessment before."""
    if before is None or not isinstance(before.event, AssessmentMade) or not isinstance(now.event, AssessmentMade):
        return
    was = {week.period: week.amount for week in before.event.weeks}
    is_now = {week.period: week.amount for week in now.event.weeks}
    for period in sorted(was.keys() | is_now.keys(), key=lambda period: period.start):
        yield WeekBeside(period.start, period.end, was.get(period), is_now.get(period))
