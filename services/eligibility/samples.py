"""Samples: decisions drawn at random are computed again every night, and what came of it is kept for the exporter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from services.eligibility.replay import Replayed, replay
from services.eligibility.stored_decisions import StoredDecision, decisions_from
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


def drawn(connection: Connection, draws: Sequence[UUID]) -> list[StoredDecision]:
    """The decisions that ids drawn at random lead to, each once; fewer where two draws lead to one, or past the last.

    Ids of decisions are digests, so each is as likely as any other but for the gap before it.
    """
    return list({decision.made: decision for decision in decisions_from(connection, draws)}.values())


def replayed(connection: Connection, decisions: Iterable[StoredDecision]) -> Iterator[Replayed]:
    """Each decision computed again."""
    return (replay(connection, decision) for decision in decisions)


def sample_of(results: Iterable[Replayed], taken_at: int) -> Sample:
    """What came of a sample."""
    verdicts: Counter[str] = Counter()
    first_differing = None
    for result in results:
        verdicts[result.verdict] += 1
        if result.verdict == "differs" and first_differing is None:
            first_differing = result.decision.made
    return Sample(taken_at, verdicts["equal"], verdicts["differs"], verdicts["not replayable"], first_differing)


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
