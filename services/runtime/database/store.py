"""The tables that every service has beside its own, and the database they live in.

SQLite (WAL, one file per service) on a laptop; PostgreSQL (one schema per service) in production.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Date,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    create_engine,
    event,
)
from sqlalchemy.pool import StaticPool

from contracts.base import partition_of
from services.runtime.database import chain, driver, many_rows, sqlite_schema
from services.runtime.database.expected_news import Expectation
from services.runtime.database.older_file import MadeByOlderProgram, must_have_columns
from services.runtime.database.transactions import TransactionId, this_transaction
from services.runtime.process.private_files import private_file
from services.runtime.process.role import connected_as

METADATA = MetaData()

Position = BigInteger().with_variant(Integer(), "sqlite")
"""A growing number; SQLite only counts by itself on its own INTEGER."""

inbox = Table(
    "inbox",
    METADATA,
    Column("event_id", Uuid(), primary_key=True),
    Column("content", LargeBinary(), nullable=False),
    sqlite_with_rowid=False,
    info=chain.written_once(verbatim=True),
)
"""Events that took effect, with a digest: the same id with different content is an error, not a repeat."""

outbox = Table(
    "outbox",
    METADATA,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("event_id", Uuid(), nullable=False, unique=True),
    Column("topic", String(40), nullable=False),
    Column("subject", String(64), nullable=False, index=True),
    Column("type", String(120), nullable=False),
    Column("body", LargeBinary(), nullable=False),
    Column("partition", Integer(), nullable=False),
    Column("number", BigInteger(), nullable=False),
    Column("said_ms", BigInteger(), nullable=True),
    Index("outbox_in_order", "partition", "number", unique=True),
    info=chain.written_once(but=("position", "partition", "number", "said_ms")),
)
"""What the service has published: a log with partitions, in each of which rows are numbered from 0 on without a gap.

`said_ms` is when it was said, in Unix milliseconds; a laptop's log notes no times.
"""

outbox_partition = Table(
    "outbox_partition",
    METADATA,
    Column("partition", Integer(), primary_key=True, autoincrement=False),
    Column("next_number", BigInteger(), nullable=False),
    Column("published", BigInteger(), nullable=False),
)
"""The number that the next row of each partition is given, and that of the next one to be published to Kafka.

Who writes a row holds its partition here until the end of the transaction; so whoever sees a number sees all before it.
"""

relayed = Table(
    "relayed",
    METADATA,
    Column("reader", String(40), primary_key=True),
    Column("transaction", TransactionId, nullable=False),
    Column("position", BigInteger(), nullable=False),
)
"""How far the relay has mirrored parked events to the topic of dead letters: the last row that Kafka has."""

MIRRORED = "dead"
"""The relay's name for that bookmark; what it has published of the outbox stands with the outbox's partitions."""

reached = Table(
    "reached",
    METADATA,
    Column("topic", String(40), primary_key=True),
    Column("partition", Integer(), primary_key=True),
    Column("next_position", BigInteger(), nullable=False),
)
"""How far each topic, and each outbox that is read beside Kafka, was consumed; written with the effects."""

missed = Table(
    "missed",
    METADATA,
    Column("topic", String(40), primary_key=True),
    Column("partition", Integer(), primary_key=True),
    Column("start", BigInteger(), primary_key=True),
    Column("end", BigInteger(), nullable=False),
)
"""Positions that were passed over: the log gave later ones first. They are read again, then forgotten."""

parked = Table(
    "parked",
    METADATA,
    Column("number", Position, primary_key=True, autoincrement=True),
    Column("identity", String(120), nullable=False, unique=True),
    Column("subject", String(64), nullable=True),
    Column("code", String(40), nullable=False),
    Column("reason", Text(), nullable=False),
    Column("origin", String(120), nullable=False),
    Column("body", LargeBinary(), nullable=False),
    Column("state", String(12), nullable=False),
    Column("closed_by", String(80), nullable=True),
    Column("closed_because", Text(), nullable=True),
    Column("transaction", TransactionId, nullable=False, server_default=this_transaction()),
    Column("message_key", LargeBinary(), nullable=True),
    Column("arrived_ms", BigInteger(), nullable=True),
    CheckConstraint(
        "state <> 'discarded' OR (coalesce(trim(closed_by), '') <> '' AND coalesce(trim(closed_because), '') <> '')",
        name="somebody_answers",
    ),
    Index("parked_by_subject", "subject", "state"),
    info=chain.current(by=("identity",), but=("number", "transaction")),
)
"""Events that could not take effect, and the later events of the same subject behind them, in order."""

wake = Table(
    "wake",
    METADATA,
    Column("subject", String(64), primary_key=True),
    Column("what", String(120), primary_key=True),
    Column("partition", Integer(), nullable=False),
    Column("day", Date(), nullable=False),
    Index("wake_by_day", "partition", "day", "subject"),
    info=chain.current(),
)
"""Subjects that wait for a day to close."""

chain_link = Table(
    "chain_link",
    METADATA,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("chain", Integer(), nullable=False),
    Column("number", BigInteger(), nullable=False),
    Column("body", LargeBinary(), nullable=False),
    Column("digest", LargeBinary(), nullable=False),
    Index("chain_link_once", "chain", "number", unique=True),
)
"""One row a transaction: the digests of the rows that it wrote, and the digest of all links up to this one."""

chain_head = Table(
    "chain_head",
    METADATA,
    Column("chain", Integer(), primary_key=True, autoincrement=False),
    Column("number", BigInteger(), nullable=False),
    Column("digest", LargeBinary(), nullable=False),
)
"""The last link of each chain."""

OUTBOX_PARTITIONS, NOTES_TIMES, CAUSED_MS = "outbox partitions", "notes times", "caused"
"""Where a connection says how many partitions the outbox has, whether times are noted, when the newest cause came."""

CONNECTIONS_KEPT = 2
LOCK_MAX_MS = 30_000
STATEMENT_MAX_MS = 120_000
SILENCE_MAX_MS = 10_000

T = TypeVar("T")

TurnOf = Callable[[str, int], int | None]
"""The turn of a topic's message at a position (`Message.turn`); none in a log that notes times of arrival."""


SchemaFault = Callable[[Connection], str | None]
"""Why this program must not work on a connection's schema; None if it may."""


def nothing_wrong(_connection: Connection) -> None:
    """Tables that the program makes itself are always its own."""


def without_turns(_topic: str, _position: int) -> None:
    """No message has a turn."""


class Database:
    """The database of one service. `partitions` is the partition count shared by all topics.

    `log_is_whole` says that the log gives out every position of a partition, so that a gap means something was lost.
    `turn_of` is the turn of a message that is read again from where it was parked. `schema_fault` is asked before an
    event is parked for what a database refused.
    """

    def __init__(
        self,
        engine: Engine,
        tables: MetaData,
        *,
        partitions: int = 4,
        schema: str = "",
        log_is_whole: bool = False,
    ) -> None:
        self.engine = engine
        self.tables = tables
        self.partitions = partitions
        self.outbox_partitions = partitions if log_is_whole else 1
        """A laptop's outbox has one: its log is read by one process."""
        self.schema = schema
        self.log_is_whole = log_is_whole
        self.turn_of: TurnOf = without_turns
        self.schema_fault: SchemaFault = nothing_wrong
        self.expectation = Expectation()
        self.held: frozenset[int] | None = None
        """The partitions of the service that lie here, where others lie elsewhere; None: all."""

    @classmethod
    def on_sqlite(cls, path: Path, tables: MetaData, *, partitions: int = 4) -> Database:
        """Open (or create) the service's file with all its tables. Raises `MadeByOlderProgram`."""
        private_file(path)  # SQLite gives the log and the shared memory beside it the same rights
        engine = create_engine(f"sqlite:///{path}")
        _listen_for_sqlite(engine)
        database = cls(engine, tables, partitions=partitions)
        if sqlite_schema.complete(engine, METADATA, tables):
            return database
        try:
            with engine.connect() as connection:
                must_have_columns(connection, path, METADATA, tables)
        except MadeByOlderProgram:
            database.close()
            raise
        return database

    @classmethod
    def in_memory(cls, name: str, tables: MetaData, *, partitions: int = 4) -> Database:
        """All tables in memory, shared under this name within the process, while any connection to it is open.

        Every transaction ends by itself: a connection is given back without being rolled back once more.
        """
        engine = create_engine(
            f"sqlite:///{in_memory_uri(name)}&uri=true", poolclass=StaticPool, pool_reset_on_return=None
        )
        _listen_for_sqlite(engine)
        sqlite_schema.complete(engine, METADATA, tables)
        return cls(engine, tables, partitions=partitions)

    @classmethod
    def on_postgresql(
        cls, url: str, schema: str, tables: MetaData, *, partitions: int = 4, kept: int = CONNECTIONS_KEPT
    ) -> Database:
        """Connect to the service's schema, whose tables the migrations have made; so many connections are kept open.

        Raises nothing yet: the first transaction connects. A connection without an answer for `SILENCE_MAX_MS` is
        closed, so that an outage is an error and not a hang.
        """
        limits = f"-clock_timeout={LOCK_MAX_MS} -cstatement_timeout={STATEMENT_MAX_MS}"
        engine = create_engine(
            url,
            pool_size=kept,
            pool_pre_ping=True,
            connect_args={
                **connected_as(schema),
                "options": f"-csearch_path={schema},extensions {limits}",
                "connect_timeout": 5,
                "tcp_user_timeout": SILENCE_MAX_MS,
            },
        )
        return cls(engine, tables, partitions=partitions, schema=schema, log_is_whole=True)

    @property
    def parts(self) -> Sequence[Database]:
        """What the service's partitions lie in: this one alone, unless the service is split."""
        return (self,)

    def of(self, partition: int) -> Database:  # noqa: ARG002 - here they all lie in one
        """Where a partition lies."""
        return self

    def of_subject(self, subject: str) -> Database:
        """Where a person, or whatever else events are about, lies."""
        return self.of(partition_of(subject, self.partitions))

    def holds(self, partition: int) -> bool:
        """Whether a partition lies here."""
        return self.held is None or partition in self.held

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: committed at the end of the block with its link of the chain, rolled back if it raises."""
        with self.to_write() as connection, connection.begin():
            chain.begin(connection)
            how = {OUTBOX_PARTITIONS: self.outbox_partitions, NOTES_TIMES: self.log_is_whole, CAUSED_MS: 0}
            connection.info.update(how)
            yield connection
            chain.commit(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that only reads, and makes no writer wait."""
        with self.to_read() as connection, connection.begin():
            yield connection

    def to_write(self) -> AbstractContextManager[Connection]:
        """A connection for one transaction that may write."""
        return self.engine.connect()

    def to_read(self) -> AbstractContextManager[Connection]:
        """A connection for one transaction that only reads."""
        return self.engine.connect().execution_options(only_reads=True)

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()


def in_memory_uri(name: str) -> str:
    """Where `Database.in_memory` keeps what it keeps under a name."""
    return f"file:{name}?mode=memory&cache=shared"


def _listen_for_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, before the first read
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writing transaction takes the lock at its start: later, what it has read might be out of date."""
    only_reads = connection.get_execution_options().get("only_reads", False)
    driver.execute(connection, "BEGIN" if only_reads else "BEGIN IMMEDIATE")


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, replacing those whose primary key is already there. Keys must differ within `rows`.

    They are written in the order of their keys: databases give rows in orders of their own, and link what is written
    in its order.
    """
    if rows:
        in_order = rows if len(rows) == 1 else sorted(rows, key=itemgetter(*_key_of(table)))
        many_rows.replace(connection, table, in_order)
        chain.note_mappings(connection, table, in_order)


@cache
def _key_of(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key.columns)


def chunks(items: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """The items in lists of at most `size`; statements have a limit on bound values."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
