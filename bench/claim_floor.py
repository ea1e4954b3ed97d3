"""The floor of a claim: what it leaves behind, written once more without a thought.

The rows are those that were just written, by COPY, a transaction a service, into tables of the same shape; the messages
are those of the outboxes, by the engine's own client. What an engine costs above it is its logic and its caution.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from kafka import KafkaProducer
from kafka.admin import NewTopic
from psycopg import sql
from psycopg.types.json import Json

from bench.real_world import RealWorld
from services.names import SERVICES
from services.runtime.kafka.clients import administering, connection
from services.runtime.kafka.relay import Outgoing, Relay, outgoing, send
from services.runtime.process.health import Health

SCHEMA, TOPIC = "floor", "bench.floor"
JSON, INT8 = (psycopg.adapters.types[name].oid for name in ("json", "int8"))
XID8 = 5069
"""Source: PostgreSQL, pg_type.dat."""
LEAST = (
    "eligibility.fact",
    "eligibility.determination",
    "eligibility.assessment",
    "claims.claim",
    "payments.position",
    "payments.instruction",
    "payments.journal",
    "payments.posting",
    *(f"{service}.outbox" for service in SERVICES),
)
"""What any engine would have to keep: facts, decisions, the payment with its journal, and what it says to others.

Not in it: inboxes, chains of digests, bookmarks, and what services keep of each other's events.
"""


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """The rows of one table: its name with that of its service, and what its columns are."""

    table: str
    columns: tuple[str, ...]
    types: tuple[int, ...]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Left:
    """What was written since a moment: rows of all tables, and messages to Kafka."""

    tables: tuple[WrittenTable, ...]
    messages: tuple[Outgoing, ...]

    def only(self, tables: Collection[str]) -> Left:
        """The same with fewer tables."""
        return Left(tuple(written for written in self.tables if written.table in tables), self.messages)


def left_since(world: RealWorld, transaction: int) -> Left:
    """What the engine wrote in this transaction and later ones. Of a row that changed, its last content."""
    names = [f"{service}.{table}" for service in SERVICES for table in _tables(world, service)]
    with _connected(world) as server:
        tables = tuple(_written(server, name, transaction) for name in names)
    messages = [
        outgoing(row["topic"], row["subject"], row["body"], row["said_ms"], world.settings.partitions)
        for written in tables
        if written.table.endswith(".outbox")
        for row in (dict(zip(written.columns, values, strict=True)) for values in written.rows)
    ]
    return Left(tables, tuple(messages))


def written_once_more(world: RealWorld, left: Left) -> tuple[float, Mapping[str, float]]:
    """Copy the rows and produce the messages: the seconds, and the processor time of us and of both servers."""
    relay = Relay(world.databases, connection(world.settings), Health())
    with _connected(world) as server:
        _make_tables(server, left.tables)
        _make_topic(world)
        producer = relay.producer()
        used, began, own = world.processor_seconds(), time.perf_counter(), time.process_time()
        for service in SERVICES:
            _copy(server, [written for written in left.tables if written.table.startswith(f"{service}.")])
        _produce(producer, left.messages)
        seconds, own = time.perf_counter() - began, time.process_time() - own
        spent = {name: after - used[name] for name, after in world.processor_seconds().items()}
        producer.close()
    return seconds, {"one that only writes": own, **spent}


def _connected(world: RealWorld) -> psycopg.Connection[tuple[Any, ...]]:
    url = world.databases[SERVICES[0]].engine.url
    return psycopg.connect(host=url.host, port=url.port, user=url.username, password=url.password, dbname=url.database)


def _tables(world: RealWorld, service: str) -> list[str]:
    with _connected(world) as server:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1"
        return [name for (name,) in server.execute(query, (service,))]


def _named(table: str) -> sql.Identifier:
    return sql.Identifier(*table.split("."))


def _at_floor(table: str) -> sql.Identifier:
    return sql.Identifier(SCHEMA, table)


def _written(server: psycopg.Connection[Any], table: str, transaction: int) -> WrittenTable:
    query = sql.SQL("SELECT * FROM {} WHERE xmin::text::bigint >= {}").format(_named(table), transaction)
    found = server.execute(query)
    columns = found.description or []
    types = tuple(column.type_code for column in columns)
    rows = [[_as_copied(value, type_) for value, type_ in zip(row, types, strict=True)] for row in found]
    return WrittenTable(table, tuple(column.name for column in columns), tuple(map(_copied_as, types)), rows)


def _copied_as(type_: int) -> int:
    """A transaction's number is copied as any number of its size: the driver cannot write it otherwise."""
    return INT8 if type_ == XID8 else type_


def _as_copied(value: Any, type_: int) -> Any:
    if value is None:
        return None
    if type_ == JSON:
        return Json(value)
    return int(value) if type_ == XID8 else value


def _make_tables(server: psycopg.Connection[Any], tables: Sequence[WrittenTable]) -> None:
    """Tables of the same shape, with the same indexes and constraints, empty."""
    server.execute(sql.SQL("DROP SCHEMA IF EXISTS {0} CASCADE; CREATE SCHEMA {0}").format(sql.Identifier(SCHEMA)))
    for written in tables:
        statement = sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)")
        server.execute(statement.format(_at_floor(written.table), _named(written.table)))
    server.commit()


def _copy(server: psycopg.Connection[Any], tables: Sequence[WrittenTable]) -> None:
    """One transaction, a COPY a table."""
    for written in tables:
        statement = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(_at_floor(written.table))
        with server.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types(written.types)
            for row in written.rows:
                copy.write_row(row)
    server.commit()


def _make_topic(world: RealWorld) -> None:
    with administering(world.settings) as admin:
        if TOPIC not in admin.list_topics():
            admin.create_topics([NewTopic(TOPIC, world.settings.partitions, 1)])


def _produce(producer: KafkaProducer, messages: Sequence[Outgoing]) -> None:
    sent = [send(producer, message._replace(topic=TOPIC)) for message in messages]
    for future in sent:
        future.get()
