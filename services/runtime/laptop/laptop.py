"""The whole engine in one process on SQLite: every service's outbox is a topic of the log.

Handlers and delivery are the same; only the transport differs. `Laptop.run_until_quiet` gives every service what it
has not read yet, in a fixed order, until nothing is left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Column, LargeBinary, String, Table, bindparam, func, select

from contracts.base import Envelope
from contracts.clock import DayClosed
from services.runtime.database.store import Database, Position, outbox, reached
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.laptop.turns import FEED_TABLES, Turns, end_of_outbox
from services.runtime.service import Service

BATCH = 500
STEPS_MAX = 100_000  # far above the longest chain of consequences; reaching it means two services echo

feed = Table(
    "feed",
    FEED_TABLES,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("topic", String(40), nullable=False, index=True),
    Column("subject", String(64), nullable=True, index=True),
    Column("body", LargeBinary(), nullable=False),
)
"""What came from outside (registries, claimants, officers, the bank, the clock), as it came."""


class Laptop:
    """A world of services in one folder, one SQLite file each."""

    def __init__(self, folder: Path, services: Sequence[Service[Any]], *, partitions: int = 4) -> None:
        self.folder = folder
        if (folder / "feed.db").exists():  # made by an earlier version, perhaps for everybody's eyes
            folder.chmod(0o700)
        self.services = {service.name: service for service in services}
        self.databases = {
            service.name: Database.on_sqlite(folder / f"{service.name}.db", service.tables, partitions=partitions)
            for service in services
        }
        self.feed = Database.on_sqlite(folder / "feed.db", FEED_TABLES, partitions=partitions)
        self.partitions = partitions
        self.results = {service.name: BatchResult() for service in services}
        self._turns = Turns(self.feed, self.databases)
        for database in self.databases.values():
            database.turn_of = self._turns.of
        self._ends = self._ends_in_files()
        self._next = self._next_in_files()

    def publish(self, envelopes: Iterable[Envelope]) -> int:
        """Append events from outside to the log; how many."""
        return self._append((e.type.split(".")[1], e.subject, e.to_bytes()) for e in envelopes)

    def publish_raw(self, messages: Iterable[tuple[str, bytes]]) -> int:
        """Append bytes as they came, each with its topic; whatever they are, nothing is lost."""
        return self._append((topic, None, body) for topic, body in messages)

    def publish_sealed(self, messages: Iterable[tuple[str, str, bytes]]) -> int:
        """Append envelopes that are bytes already, each with its topic and subject; how many."""
        return self._append(messages)

    def _append(self, messages: Iterable[tuple[str, str | None, bytes]] | Iterable[tuple[str, str, bytes]]) -> int:
        rows = [{"topic": topic, "subject": subject, "body": body} for topic, subject, body in messages]
        if rows:
            with self.feed.begin() as connection:
                connection.execute(feed.insert(), rows)
                end = connection.scalar(select(func.max(feed.c.position))) or 0
                if any(row["topic"] == DayClosed.publisher() for row in rows):
                    self._turns.note(connection, end)
            first = end - len(rows) + 1  # positions of one transaction follow each other
            self._ends.update((str(row["topic"]), first + number) for number, row in enumerate(rows))
        return len(rows)

    def run_until_quiet(self, *, but: Collection[str] = ()) -> BatchResult:
        """Deliver events until no service has anything left to read, except the services named in `but`.

        A service that publishes nothing may read later, and more at once.
        """
        total = BatchResult()
        for _ in range(STEPS_MAX):
            moved = BatchResult()
            for name in self.services:
                if name in but:
                    continue
                moved.add(self._carry(name))
            if moved == BatchResult():
                return total
            total.add(moved)
        raise RuntimeError(f"events still moving after {STEPS_MAX} steps")

    def catch_up(self, names: Sequence[str]) -> None:
        """Deliver to the named services, which publish nothing, what other processes have written to the files."""
        self._ends = self._ends_in_files()
        for name in names:
            self._carry(name)

    def _carry(self, name: str) -> BatchResult:
        result = BatchResult()
        while batch := self._unread(name):
            result.add(deliver(batch, self.services[name], self.databases[name]))
            self._next.update(((name, message.topic), message.offset + 1) for message in batch)
        if result.published:
            self._ends[name] = end_of_outbox(self.databases[name])
        self.results[name].add(result)
        return result

    def _unread(self, name: str) -> list[Message]:
        """What a service has not seen yet, topic by topic, up to the size of a batch."""
        batch: list[Message] = []
        for topic in self.services[name].topics():
            start = self._next.get((name, topic), 1)
            if start <= self._ends.get(topic, 0) and len(batch) < BATCH:
                batch += self.read(topic, start, BATCH - len(batch))
        return batch

    def _ends_in_files(self) -> dict[str, int]:
        ends = {name: end_of_outbox(database) for name, database in self.databases.items()}
        with self.feed.reading() as connection:
            rows = connection.execute(select(feed.c.topic, func.max(feed.c.position)).group_by(feed.c.topic))
            ends.update((row[0], row[1]) for row in rows)
        return ends

    def _next_in_files(self) -> dict[tuple[str, str], int]:
        positions: dict[tuple[str, str], int] = {}
        for name, database in self.databases.items():
            with database.reading() as connection:
                rows = connection.execute(select(reached.c.topic, reached.c.next_position))
                positions.update(((name, row[0]), row[1]) for row in rows)
        return positions

    def read(self, topic: str, start: int, limit: int = BATCH) -> list[Message]:
        """Messages of a topic from position `start` on, in order."""
        own = self.databases.get(topic)
        query, given = (_OWN, {}) if own else (_FED, {"topic": topic})
        with (own or self.feed).reading() as connection:
            rows = connection.execute(query, given | {"start": start, "limit": limit}).all()
        if own:
            self._turns.read_on()
        turn_of = self._turns.of
        return [Message(row.body, topic, 0, row.position, turn=turn_of(topic, row.position)) for row in rows]

    def log(self, topic: str) -> Iterator[Message]:
        """Every message of a topic, in order."""
        start = 0
        while batch := self.read(topic, start):
            yield from batch
            start = batch[-1].offset + 1

    def about(self, subject: str) -> Iterator[Envelope]:
        """Every event of one subject, topic by topic."""
        tables = [(self.feed, feed)] + [(database, outbox) for database in self.databases.values()]
        for database, table in tables:
            with database.reading() as connection:
                query = select(table.c.body).where(table.c.subject == subject).order_by(table.c.position)
                bodies = connection.scalars(query).all()
            yield from (Envelope.from_bytes(body) for body in bodies)

    def lengths(self) -> Mapping[str, int]:
        """How many messages each topic holds."""
        counts: dict[str, int] = {}
        with self.feed.reading() as connection:
            rows = connection.execute(select(feed.c.topic, func.count()).group_by(feed.c.topic))
            counts.update((row[0], row[1]) for row in rows)
        for name, database in self.databases.items():
            with database.reading() as connection:
                counts[name] = connection.scalar(select(func.count()).select_from(outbox)) or 0
        return counts

    def close(self) -> None:
        """Close all files."""
        for database in (*self.databases.values(), self.feed):
            database.close()


_OWN = (
    select(outbox.c.position, outbox.c.body)
    .where(outbox.c.position >= bindparam("start"))
    .order_by(outbox.c.position)
    .limit(bindparam("limit"))
)
_FED = (
    select(feed.c.position, feed.c.body)
    .where(feed.c.topic == bindparam("topic"), feed.c.position >= bindparam("start"))
    .order_by(feed.c.position)
    .limit(bindparam("limit"))
)
