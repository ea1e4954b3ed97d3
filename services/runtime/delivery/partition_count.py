"""Whether a database was at work with as many partitions as the setting says: people and events are kept by number.

With another count they would belong to partitions that other workers own, or nobody: days would pass them by, and what
was said of them would never be heard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from contracts.base import partition_of
from services.runtime.database.store import Database, outbox_partition, wake
from services.runtime.delivery.messages import OUTBOX
from services.runtime.delivery.offsets import reached_in
from services.runtime.delivery.outbox import bookmarks_in

LOOKED_AT = 500
"""Of so many who wait for a day, some have moved if the count has changed."""


def partition_count_fault(connection: Connection, service: str, partitions: int) -> str | None:
    """Why a worker of so many partitions must not work on a service's database, in one sentence; None if it may."""
    for row in connection.execute(select(wake.c.subject, wake.c.partition).distinct().limit(LOOKED_AT)):
        if partition_of(row.subject, partitions) != row.partition:
            what = f"people wait for a day in partition {row.partition} who are not of it"
            return _sentence(service, partitions, what)
    kept = outbox_partition.c
    behind = select(kept.partition).where(kept.partition >= partitions, kept.published < kept.next_number)
    if (number := connection.scalar(behind.limit(1))) is not None:
        return _sentence(service, partitions, f"partition {number} of its outbox holds what Kafka does not have")
    return None


def unheard_beyond(
    databases: Mapping[str, Database], topics: Mapping[str, Sequence[str]], partitions: int
) -> str | None:
    """The same of what services that are chained have not heard yet, in partitions that no worker would own."""
    for hearer, heard in topics.items():
        came_to = reached_in(databases[hearer])
        for publisher in databases.keys() & set(heard):
            for number, end in ((row.partition, row.next_number) for row in bookmarks_in(databases[publisher])):
                if number >= partitions and came_to.get((publisher + OUTBOX, number), end) < end:
                    what = f"partition {number} of its outbox holds events that {hearer} has not heard"
                    return _sentence(publisher, partitions, what)
    return None


def _sentence(service: str, partitions: int, what: str) -> str:
    return f"TIDEOVER_PARTITIONS is {partitions}, but {service} was at work with another count: {what}."
