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
from services.runtime.database import bulk
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import Database, Position, outbox, reached
from services.runtime.delivery import outbox as outboxes
from services.runtime.delivery.arrived import Arrived
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.chained_carrier import BATCH, ChainedCarrier, OutboxTail
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import OUTBOX, Message
from services.runtime.laptop.turns import FEED_TABLES, PARTITION, Turns, end_of_outbox
from services.runtime.service import Service

feed = Table(
    "feed",
    FEED_TABLES,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("topic", String(40), nullable=False, index=True),
    Column("subject", String(64), nullable=True, index=True),
    Column("body", LargeBinary(), nullable=False),
)
"""What came from outside (registries, claimants, officers, the bank, the clock), as it came."""

FED = ("topic", "subject", "body")


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
        topics = {name: service.topics() for name, service in self.services.items()}
        self._chain = ChainedCarrier(self.services, self._deliver, self._read, topics)
        self._chain.lines = {name: {PARTITION: OutboxTail()} for name in self.services}
        self._abreast: set[str] = set()
        """Services that are told in memory what comes; others read first what stands in the files."""
        self._starts = self._starts_in_files(topics)

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
        rows = list(messages)
        if rows:
            closes = any(topic == DayClosed.publisher() for topic, _, _ in rows)
            with self.feed.begin() as connection:
                bulk.insert(connection, feed, FED, rows)
                [(end,)] = _END.rows(connection)
                if closes:
                    self._turns.note(connection, end)
            if closes:
                self._turns.read_on()
            first = end - len(rows) + 1  # positions of one transaction follow each other
            self._chain.tell((_fed(first + n, *row) for n, row in enumerate(rows)), self._abreast)
        return len(rows)

    def run_until_quiet(self, *, but: Collection[str] = ()) -> BatchResult:
        """Deliver events until no service has anything left to hear, except the services named in `but`.

        A service that publishes nothing may hear later, and more at once.
        """
        return self._run([name for name in self.services if name not in but])

    def catch_up(self, names: Sequence[str]) -> None:
        """Deliver to the named services, which publish nothing, what other processes have written to the files."""
        self._abreast.difference_update(names)
        self._chain.forget(names)
        self._starts |= self._starts_in_files(names)
        self._run(names)

    def _run(self, names: Sequence[str]) -> BatchResult:
        if late := [name for name in names if name not in self._abreast]:
            self._read_files(late)
        return self._chain.run(names)

    def _read_files(self, names: Sequence[str]) -> None:
        """Tell services what they have not heard yet, as their files say."""
        self._turns.read_on()
        for name, database in self.databases.items():
            self._chain.lines[name][PARTITION].ends_at(end_of_outbox(database))
        for name in names:
            for topic in self._chain.topics[name]:
                if topic in self.services:
                    self._chain.heard[topic, PARTITION][name] = self._starts.get((name, topic + OUTBOX), 0)
        for message in self._fed_from(self._starts, names):
            late = [name for name in names if message.offset >= self._starts.get((name, message.topic), 0)]
            self._chain.tell([message], late)
        self._abreast.update(names)

    def _starts_in_files(self, names: Iterable[str]) -> dict[tuple[str, str], int]:
        """Where services go on reading, by service and log."""
        starts: dict[tuple[str, str], int] = {}
        for name in names:
            with self.databases[name].reading() as connection:
                starts.update(((name, row.topic), row.next_position) for row in _REACHED.rows(connection))
        return starts

    def _fed_from(self, starts: Mapping[tuple[str, str], int], names: Sequence[str]) -> list[Message]:
        """What came from outside and one of the services has not heard."""
        first: dict[str, int] = {}
        for name in names:
            for topic in set(self._chain.topics[name]) - self.services.keys():
                start = starts.get((name, topic), 0)
                first[topic] = min(first.get(topic, start), start)
        with self.feed.reading() as connection:
            rows = [row for topic in first for row in _FED.rows(connection, {"topic": topic, "start": first[topic]})]
        return [_fed(row.position, row.topic, row.subject, row.body) for row in sorted(rows, key=lambda row: row[0])]

    def _deliver(self, name: str, batch: Sequence[Message]) -> BatchResult:
        result = deliver(batch, self.services[name], self.databases[name], committed=self._said)
        self.results[name].add(result)
        return result

    def _said(self, messages: Sequence[Message]) -> None:
        self._chain.said(map(self._in_turn, messages))

    def _read(self, name: str, partition: int, start: int, most: int) -> list[Message]:
        with self.databases[name].reading() as connection:
            return [self._in_turn(one) for one in outboxes.read(connection, name, partition, start, most)]

    def _in_turn(self, message: Message) -> Message:
        message.turn = self._turns.of(message.log, message.offset)
        return message

    def read(self, topic: str, start: int, limit: int = BATCH) -> list[Message]:
        """Messages of a topic from position `start` on, in order, for whoever only looks."""
        own = self.databases.get(topic)
        query = _OWN if own else _FED_NEXT
        given = {"start": start, "limit": limit} | ({} if own else {"topic": topic})
        with (own or self.feed).reading() as connection:
            rows = query.rows(connection, given)
        if not own:
            return [_fed(row.position, topic, row.subject, row.body) for row in rows]
        self._turns.read_on()
        turn_of = self._turns.of
        return [Message(row.body, topic, 0, row.position, turn=turn_of(topic + OUTBOX, row.number)) for row in rows]

    def log(self, topic: str) -> Iterator[Message]:
        """Every message of a topic, in order."""
        start = 0
        while batch := self.read(topic, start):
            yield from batch
            start = batch[-1].offset + 1

    def about(self, subject: str) -> Iterator[Envelope]:
        """Every event of one subject, topic by topic."""
        return (arrived.envelope for arrived in self.heard(subject))

    def heard(self, subject: str) -> Iterator[Arrived]:
        """The same, each with its turn."""
        self._turns.read_on()
        with self.feed.reading() as connection:
            query = select(feed.c.body, feed.c.position).where(feed.c.subject == subject).order_by(feed.c.position)
            rows = connection.execute(query).all()
        yield from (Arrived(Envelope.from_bytes(body), position) for body, position in rows)
        for name, database in self.databases.items():
            with database.reading() as connection:
                said = select(outbox.c.body, outbox.c.number).where(outbox.c.subject == subject)
                rows = connection.execute(said.order_by(outbox.c.position)).all()
            turns = ((body, self._turns.of(name + OUTBOX, number)) for body, number in rows)
            yield from (Arrived(Envelope.written_here(body), turn) for body, turn in turns)

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


_REACHED = Prepared(select(reached))
_END = Prepared(select(func.max(feed.c.position)))
_OWN = Prepared(
    select(outbox.c.position, outbox.c.number, outbox.c.body)
    .where(outbox.c.position >= bindparam("start"))
    .order_by(outbox.c.position)
    .limit(bindparam("limit"))
)
_OF_TOPIC = (
    select(feed)
    .where(feed.c.topic == bindparam("topic"), feed.c.position >= bindparam("start"))
    .order_by(feed.c.position)
)
_FED, _FED_NEXT = Prepared(_OF_TOPIC), Prepared(_OF_TOPIC.limit(bindparam("limit")))


def _fed(position: int, topic: str, subject: str | None, body: bytes) -> Message:
    """What came from outside; its turn is its position."""
    key = subject.encode() if subject and topic == DayClosed.publisher() else None
    return Message(body, topic, 0, position, key=key, turn=position)
