"""How far every reader is behind, as the log says it, and the databases where one is set; no worker is asked."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import MetaData

from services.names import SERVICES
from services.runtime.kafka.process import database_of
from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import unix_milliseconds
from services.watching.flow import not_yet_published
from services.watching.kafka_log import KafkaLog
from services.watching.lag import LAG_EVENTS, LAG_SECONDS, ReaderProgress, standing_in
from services.watching.snapshot import Snapshot


def _standings(settings: Settings) -> dict[str, ReaderProgress]:
    standings = {}
    for name in SERVICES:
        with closing(database_of(settings, name, MetaData())) as database:
            standings[name] = standing_in(database)
    return standings


@dataclass(frozen=True, slots=True)
class Lag:
    """What a reader has still to hear of one partition; `seconds` is the age of the oldest message of it.

    `group` is the reader's own consumer group, also where the chained worker reads in its place.
    """

    group: str
    topic: str
    partition: int
    events: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Unpublished:
    """Events of a service's outbox that Kafka does not have yet."""

    service: str
    events: int


def unpublished(settings: Settings) -> list[Unpublished]:
    """What stands in each outbox and is not published, by service; nothing where no database is set.

    Raises `WrongSetting` for a database that does not answer.
    """
    if not settings.database_url:
        return []
    found = []
    for name in SERVICES:
        waiting = 0
        with closing(database_of(settings, name, MetaData())) as database:
            for part in database.parts:
                with part.reading() as connection:
                    waiting += not_yet_published(connection)
        found.append(Unpublished(name, waiting))
    return found


def lag(settings: Settings) -> list[Lag]:
    """Every reader's lag, by group, topic and partition. Raises `BrokerRefused`, and `WrongSetting` for a database.

    What the chained worker hands on in memory shows in the databases alone.
    """
    snapshot = Snapshot(unix_milliseconds())
    KafkaLog(settings).look(_standings(settings) if settings.database_url else {}, snapshot)
    seconds = snapshot.figures.get(LAG_SECONDS.name, {})
    return sorted(
        (
            Lag(group, topic, int(partition), events, seconds[group, topic, partition])
            for (group, topic, partition), events in snapshot.figures.get(LAG_EVENTS.name, {}).items()
        ),
        key=lambda waiting: (waiting.group, waiting.topic, waiting.partition),
    )
