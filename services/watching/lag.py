"""How far readers are behind the log, as seen from outside: a dead worker reports nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Connection, select

from services.names import SERVICES
from services.runtime.database.store import Database, reached
from services.runtime.delivery.messages import OUTBOX
from services.runtime.delivery.offsets import Partition, all_missed
from services.runtime.delivery.outbox import ends_of
from services.runtime.metrics.catalogue import Metric
from services.watching.readers import GROUPS, PARTITIONS, PARTITIONS_DECLARED, READERS, TOPICS
from services.watching.snapshot import Snapshot


@dataclass(frozen=True)
class ReaderProgress:
    """How far one service has come, by its own database."""

    next_positions: Mapping[Partition, int] = field(default_factory=dict)
    passed_over: Mapping[Partition, int] = field(default_factory=dict)
    """How many messages before the next position had no effect, as the service itself has noticed."""
    said: Mapping[int, int] = field(default_factory=dict)
    """How many events stand in each partition of its outbox."""

    def lost(self, place: Partition, committed: int, begin: int) -> int:
        """How many messages of a place were acknowledged to the log and have had no effect."""
        beyond = max(0, committed - max(self.next_positions.get(place, 0), begin))
        return beyond + self.passed_over.get(place, 0)


ReadersProgress = Mapping[str, ReaderProgress]
"""By service; a service whose database cannot be seen is not there."""


def unheard(standings: ReadersProgress, service: str, place: Partition) -> int | None:
    """How many events of another service's partition a service has still to hear; None where it hears them by Kafka.

    The chained worker hands them on from outbox to service, and no group acknowledges them.
    """
    topic, partition = place
    if service not in standings or topic not in standings:
        return None
    heard = standings[service].next_positions.get((topic + OUTBOX, partition))
    return None if heard is None else max(0, standings[topic].said.get(partition, 0) - heard)


_PLACE = {"group": GROUPS, "topic": TOPICS, "partition": PARTITIONS}
_PLACES = frozenset((group, topic, partition) for group, _, topic in READERS for partition in PARTITIONS_DECLARED)

LAG_EVENTS = Metric(
    "tideover_lag_events",
    "gauge",
    "Messages of a partition that a consumer group has not acknowledged.",
    "events",
    _PLACE,
    some=_PLACES,
)
LAG_SECONDS = Metric(
    "tideover_lag_seconds",
    "gauge",
    "How long ago the oldest message came that a consumer group has not acknowledged; 0 where none waits.",
    "seconds",
    _PLACE,
    some=_PLACES,
)
GAP = Metric(
    "tideover_completeness_gap_events",
    "gauge",
    "Messages that were acknowledged to the log and have had no effect: not reached, or passed over.",
    "events",
    {"service": SERVICES, "topic": TOPICS, "partition": PARTITIONS},
    some=frozenset((service, topic, partition) for _, service, topic in READERS for partition in PARTITIONS_DECLARED),
)
OF_LAG = (LAG_EVENTS, LAG_SECONDS)


class Log(Protocol):
    """A log that can be looked at: who is how far behind, and when the newest message of each topic came."""

    def look(self, standings: ReadersProgress, snapshot: Snapshot) -> None:
        """Put the figures of `OF_LAG` and the newest message's time of each topic into the snapshot."""

    def put_gaps(self, service: str, standing: ReaderProgress, snapshot: Snapshot) -> None:
        """Put `GAP` of a service into the snapshot, by how far it has come now."""

    def close(self) -> None:
        """Let go of whatever is open."""


def standing_in(database: Database) -> ReaderProgress:
    """How far a service has come; of one that is split, each partition by the server it lies on."""
    next_positions: dict[Partition, int] = {}
    passed_over: dict[Partition, int] = {}
    said: dict[int, int] = {}
    for part in database.parts:
        with part.reading() as connection:
            one = standing_of(connection)
        next_positions |= {place: at for place, at in one.next_positions.items() if part.holds(place[1])}
        passed_over |= {place: count for place, count in one.passed_over.items() if part.holds(place[1])}
        said |= {number: end for number, end in one.said.items() if part.holds(number)}
    return ReaderProgress(next_positions, passed_over, said)


def standing_of(connection: Connection) -> ReaderProgress:
    """How far a service has come by one database."""
    rows = connection.execute(select(reached)).all()
    passed_over: Counter[Partition] = Counter()
    for gap in all_missed(connection):
        passed_over[gap.topic, gap.partition] += gap.end - gap.start
    positions = {(row.topic, row.partition): row.next_position for row in rows}
    return ReaderProgress(positions, passed_over, ends_of(connection))
