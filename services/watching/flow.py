"""Whether events flow: outboxes that wait, people who are parked, days that closed, publishers who fell silent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, func, select

from services.names import SERVICES
from services.runtime.database.store import outbox_partition, parked
from services.runtime.delivery import parking
from services.runtime.metrics.catalogue import Metric
from services.runtime.metrics.labels import PARKING_CODES
from services.watching.progress import Progress
from services.watching.readers import PARTITIONS, PARTITIONS_DECLARED, TOPICS
from services.watching.snapshot import Snapshot

OUTBOX_WAITING = Metric(
    "tideover_outbox_waiting_events",
    "gauge",
    "Events in a service's outbox that the relay has not published.",
    "events",
    {"service": SERVICES},
)
OUTBOX_AGE = Metric(
    "tideover_outbox_age_seconds",
    "gauge",
    "How long the oldest unpublished event of an outbox has waited, as far as it was watched; 0 where none waits.",
    "seconds",
    {"service": SERVICES},
)
PARKED_WAITING = Metric(
    "tideover_parked_waiting_events",
    "gauge",
    "Parked events that wait for a person, by the reason.",
    "events",
    {"service": SERVICES, "code": PARKING_CODES},
)
PARKED_PEOPLE = Metric(
    "tideover_parked_waiting_people",
    "gauge",
    "People and programmes whose events wait behind a parked one.",
    "people",
    {"service": SERVICES},
)
PARKED_AGE = Metric(
    "tideover_parked_oldest_seconds",
    "gauge",
    "How long ago the oldest parked event came in, or was first seen where the log does not say; 0 where none waits.",
    "seconds",
    {"service": SERVICES},
)
NEWEST = Metric(
    "tideover_topic_newest_timestamp_seconds",
    "gauge",
    "When the newest message of a topic came.",
    "unix seconds",
    {"topic": TOPICS},
)
DAY_CLOSED = Metric(
    "tideover_day_closed_timestamp_seconds",
    "gauge",
    "The end of the last day that was closed for a partition.",
    "unix seconds",
    {"partition": PARTITIONS},
    some=frozenset((partition,) for partition in PARTITIONS_DECLARED),
)
OF_A_SERVICE = (OUTBOX_WAITING, OUTBOX_AGE, PARKED_WAITING, PARKED_PEOPLE, PARKED_AGE)
"""What every service has."""

_OUTBOX = select(func.sum(outbox_partition.c.next_number), func.sum(outbox_partition.c.published))


def look_at_outbox(
    connection: Connection, service: str, progress: Progress, snapshot: Snapshot, *, relay: bool
) -> None:
    """What the relay has still to publish; without a `relay`, as on a laptop, the outbox is the log itself."""
    written, published = _of_outbox(connection)
    waiting = written - published if relay else 0
    progress.saw(f"outbox/{service}", written, snapshot.now_ms)
    since = progress.since_ms(f"outbox/{service}", published + 1) if waiting else None
    snapshot.put(OUTBOX_WAITING, waiting, service)
    snapshot.put(OUTBOX_AGE, snapshot.age_seconds(since), service)


def not_yet_published(connection: Connection) -> int:
    """How many events of a service's outbox Kafka does not have."""
    written, published = _of_outbox(connection)
    return written - published


def _of_outbox(connection: Connection) -> tuple[int, int]:
    """How many events were written, and how many of them are published."""
    written, published = (int(total or 0) for total in connection.execute(_OUTBOX).one())
    return written, published


def look_at_parked(connection: Connection, service: str, progress: Progress, snapshot: Snapshot) -> None:
    """Who waits, and why."""
    is_waiting = parked.c.state == parking.WAITING
    by_code = dict.fromkeys(PARKING_CODES, 0)
    query = select(parked.c.code, func.count()).where(is_waiting).group_by(parked.c.code)
    by_code |= {row[0]: row[1] for row in connection.execute(query)}
    for code, count in by_code.items():
        snapshot.put(PARKED_WAITING, count, service, code)
    people, oldest, arrived_ms = connection.execute(
        select(func.count(parked.c.subject.distinct()), func.min(parked.c.number), func.min(parked.c.arrived_ms)).where(
            is_waiting
        )
    ).one()
    snapshot.put(PARKED_PEOPLE, people, service)
    progress.saw(f"parked/{service}", connection.scalar(select(func.max(parked.c.number))) or 0, snapshot.now_ms)
    since = progress.since_ms(f"parked/{service}", oldest) if oldest is not None else None
    moments = [moment for moment in (arrived_ms, since) if moment is not None]
    snapshot.put(PARKED_AGE, snapshot.age_seconds(min(moments, default=None)), service)


def look_at_days(closed: Mapping[int, date], snapshot: Snapshot) -> None:
    """When the last closed day of each partition ended."""
    for partition, day in closed.items():
        end = datetime.combine(day + timedelta(days=1), time(), UTC)
        snapshot.put(DAY_CLOSED, int(end.timestamp()), str(partition))
