"""How far every consumer group is behind, as the log itself says it; no worker is asked."""

from __future__ import annotations

from dataclasses import dataclass

from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import unix_milliseconds
from services.watching.kafka_log import KafkaLog
from services.watching.lag import LAG_EVENTS, LAG_SECONDS
from services.watching.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Lag:
    """What a group has not acknowledged of one partition; `seconds` is the age of the oldest message of it."""

    group: str
    topic: str
    partition: int
    events: int
    seconds: int


def lag(settings: Settings) -> list[Lag]:
    """Every group's lag, by group, topic and partition. Raises `BrokerRefused`."""
    snapshot = Snapshot(unix_milliseconds())
    KafkaLog(settings).look({}, snapshot)
    seconds = snapshot.figures.get(LAG_SECONDS.name, {})
    return sorted(
        (
            Lag(group, topic, int(partition), events, seconds[group, topic, partition])
            for (group, topic, partition), events in snapshot.figures.get(LAG_EVENTS.name, {}).items()
        ),
        key=lambda waiting: (waiting.group, waiting.topic, waiting.partition),
    )
