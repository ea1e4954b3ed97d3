"""What became of the claims of a surge, as the engine's own outboxes say it: when each was taken in and decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from bench.real_world import RealWorld
from contracts.base import Event
from contracts.eligibility import DeterminationMade
from contracts.waiting import FilingReceived
from services.oversight.views import ON_TIME, OVERDUE, Stage, standard_presets, timeliness
from services.runtime.database.store import outbox

MILLI = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """By claim, in the order of filing: seconds from the beginning to its filing, receipt and decision."""

    filed: Sequence[float]
    received: Sequence[float]
    decided: Sequence[float]

    def intake(self) -> list[float]:
        """How long each waited for its receipt, in seconds."""
        return [received - filed for filed, received in zip(self.filed, self.received, strict=True)]

    def decisions(self) -> list[float]:
        """How long each waited for its decision, in seconds."""
        return [decided - filed for filed, decided in zip(self.filed, self.decided, strict=True)]

    @property
    def over(self) -> float:
        """When the last one was decided."""
        return max(self.decided)

    def waiting(self, second: int) -> int:
        """How many had been filed and not decided by then."""
        return sum(at <= second for at in self.filed) - sum(at <= second for at in self.decided)


def told(world: RealWorld, people: Sequence[str], moments: Sequence[float], began_ms: int) -> Told:
    """Raises `KeyError` where one of them was not taken in or not decided."""
    received, decided = (
        _first_said(world, *of) for of in (("claims", FilingReceived), ("eligibility", DeterminationMade))
    )
    since = [[(said[person] - began_ms) / MILLI for person in people] for said in (received, decided)]
    return Told(list(moments), *since)


def _first_said(world: RealWorld, service: str, kind: type[Event]) -> Mapping[str, int]:
    """By person, when the service first said such an event."""
    query = select(outbox.c.subject, func.min(outbox.c.said_ms)).where(outbox.c.type == kind.type_())
    with world.databases[service].reading() as connection:
        return {row[0]: row[1] for row in connection.execute(query.group_by(outbox.c.subject))}


def in_legal_time(world: RealWorld, today: date) -> tuple[int, int]:
    """How many claims were decided within the promise's days, and how many are overdue, at the end of a day."""
    stage = Stage.CLAIM_TO_DECISION
    with world.databases["oversight"].reading() as connection:
        found = timeliness(connection, stage, standard_presets().stages[stage].limit_days, today)
    return found.passed.get((ON_TIME, 1), 0), found.pending.get(OVERDUE, 0)
