"""The log of a laptop: what came from outside in one file, and every service's outbox. It notes no times."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from services.runtime.database.store import Database, outbox
from services.runtime.delivery.messages import OUTBOX
from services.runtime.laptop.laptop import feed
from services.watching.flow import NEWEST
from services.watching.lag import GAP, LAG_EVENTS, LAG_SECONDS, ReaderProgress, ReadersProgress
from services.watching.progress import Progress
from services.watching.readers import READERS, TOPICS
from services.watching.servers import put_brokers
from services.watching.snapshot import MILLI, Snapshot

PARTITION = 0


class LaptopLog:
    """The files of a laptop as a log with one partition, whose messages are as old as they have been watched."""

    def __init__(self, outside: Database, databases: Mapping[str, Database], progress: Progress) -> None:
        self._outside = outside
        self._databases = databases
        self._progress = progress

    def look(self, standings: ReadersProgress, snapshot: Snapshot) -> None:
        """What each service has not read yet; nothing is acknowledged here but by its effect."""
        for topic in TOPICS:
            with self._holder(topic).begin() as connection:
                self._look_at(connection, topic, standings, snapshot)
        put_brokers([], snapshot)

    def _look_at(self, connection: Connection, topic: str, standings: ReadersProgress, snapshot: Snapshot) -> None:
        table = outbox if topic in self._databases else feed
        key = f"topic/{topic}"
        newest = connection.scalar(select(func.max(table.c.position)).where(table.c.topic == topic))
        if newest is not None:
            self._progress.saw(key, newest, snapshot.now_ms)
            snapshot.put(NEWEST, (self._progress.last_ms(key) or snapshot.now_ms) // MILLI, topic)
        position, name = table.c.number if topic in self._databases else feed.c.position, _name(topic, self._databases)
        for group, service, read in READERS:
            if read != topic:
                continue
            standing = standings.get(service, ReaderProgress())
            start = standing.next_positions.get((name, PARTITION), 0)
            unread = (table.c.topic == topic) & (position >= start)
            waiting, first = connection.execute(select(func.count(), func.min(table.c.position)).where(unread)).one()
            since = None if first is None else self._progress.since_ms(key, first)
            snapshot.put(LAG_EVENTS, waiting, group, topic, str(PARTITION))
            snapshot.put(LAG_SECONDS, snapshot.age_seconds(since), group, topic, str(PARTITION))

    def put_gaps(self, service: str, standing: ReaderProgress, snapshot: Snapshot) -> None:
        """What the service itself has noticed to be passed over."""
        for _, reader, topic in READERS:
            if reader == service:
                place = _name(topic, self._databases), PARTITION
                start = standing.next_positions.get(place, 0)
                snapshot.put(GAP, standing.lost(place, start, 0), service, topic, str(PARTITION))

    def _holder(self, topic: str) -> Database:
        return self._databases.get(topic, self._outside)

    def close(self) -> None:
        """Let go of the file of what came from outside; the services' files are their holder's."""
        self._outside.close()


def _name(topic: str, databases: Mapping[str, Database]) -> str:
    """What a reader calls the place: an outbox where services write the topic."""
    return topic + OUTBOX if topic in databases else topic
