"""How far readers are behind the log, as seen from outside: a dead worker reports nothing, so nobody asks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy import Connection, select

from services.runtime.metrics.catalogue import Metric
from services.runtime.metrics.labels import SERVICES
from services.runtime.store import reached
from services.watching.readers import GROUPS, PARTITIONS, PARTITIONS_DECLARED, READERS, TOPICS
from services.watching.snapshot import Snapshot

Reached = Mapping[str, Mapping[tuple[str, int], int]]
"""By service: the next position of each (topic, partition), as its database has it."""

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
    "Messages that were acknowledged to the log though the database has not reached them; anything above 0 is lost.",
    "events",
    {"service": SERVICES, "topic": TOPICS, "partition": PARTITIONS},
    some=frozenset((service, topic, partition) for _, service, topic in READERS for partition in PARTITIONS_DECLARED),
)
OF_LAG = (LAG_EVENTS, LAG_SECONDS, GAP)


class Log(Protocol):
    """A log that can be looked at: who is how far behind, and when the newest message of each topic came."""

    def look(self, positions: Reached, snapshot: Snapshot) -> None:
        """Put the figures of `OF_LAG` and the newest message's time of each topic into the snapshot."""

    def close(self) -> None:
        """Let go of whatever is open."""


def positions_reached(connection: Connection) -> dict[tuple[str, int], int]:
    """How far one service has come, by its own database."""
    return {(row.topic, row.partition): row.next_position for row in connection.execute(select(reached))}
