"""What came of decisions that were drawn at random and computed again, kept for the exporter."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from services.eligibility.tables import replay_sample
from services.runtime.database import chain


@dataclass(frozen=True, slots=True)
class Sample:
    """How many decisions came out equal, differ, or have nothing to replay; `taken_at` in unix seconds."""

    taken_at: int
    equal: int
    differing: int
    not_replayable: int
    first_differing: UUID | None = None


def keep_sample(connection: Connection, sample: Sample) -> None:
    """Write down what came of a sample."""
    row = {
        "taken_at": sample.taken_at,
        "equal": sample.equal,
        "differing": sample.differing,
        "not_replayable": sample.not_replayable,
        "first_differing": sample.first_differing,
    }
    chain.insert(connection, replay_sample, [row])


def last_sample(connection: Connection) -> Sample | None:
    """The sample taken last; None before the first."""
    columns = (column for column in replay_sample.c if column.name != "number")
    query = select(*columns).order_by(replay_sample.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return Sample(*row) if row else None
