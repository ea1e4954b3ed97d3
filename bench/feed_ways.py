"""The ways from the topic into PostgreSQL that are compared, each in a process of its own."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.synchronize import Barrier
from time import perf_counter, process_time
from typing import Any

import psutil
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, text

from bench.feed_topic import batches
from bench.flow import COLLECT_RARELY
from services.eligibility.handlers import make_service
from services.runtime.database import bulk
from services.runtime.database.store import METADATA, Database
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.delivery.reading_ahead import read_ahead
from services.runtime.process.settings import Settings
from services.runtime.service import Service
from services.worlds import served_schemes

SCHEMA = "bench"
_FLOOR = MetaData()
MESSAGES = Table(
    "message",
    _FLOOR,
    Column("partition", Integer(), primary_key=True),
    Column("position", BigInteger(), primary_key=True),
    Column("body", LargeBinary(), nullable=False),
)
ALONE_MAX = 1_000
"""Facts that are delivered in a transaction each; more would only take longer."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What one process carried: facts, when it began and ended, and processor seconds of it and of its database."""

    facts: int
    began: float
    ended: float
    own_seconds: float
    server_seconds: float


Arriving = Iterator[list[Message]]
Way = Callable[[Arriving, Service[Any], Database], int]
"""Carries what arrives into the database of the service; how many facts."""


def prepare(settings: Settings) -> None:
    """Empty tables for every way."""
    tables = make_service(served_schemes()).tables
    database = Database.on_postgresql(settings.database_url, SCHEMA, tables)
    with database.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        for one in (METADATA, tables, _FLOOR):
            one.create_all(connection)
    database.close()


def rows_copied(arriving: Arriving, _service: Service[Any], database: Database) -> int:
    """The floor: every message becomes a row, by COPY, a transaction a batch; nobody looks into it."""
    carried = 0
    for batch in arriving:
        rows = [(message.partition, message.offset, message.raw) for message in batch]
        with database.begin() as connection:
            bulk.insert(connection, MESSAGES, ("partition", "position", "body"), rows)
        carried += len(batch)
    return carried


def in_batches(arriving: Arriving, service: Service[Any], database: Database) -> int:
    """The feed: delivered, with the next batch read while the database works on this one."""
    return sum(deliver(batch, service, database).done for batch in read_ahead(arriving, service))


def one_at_a_time(arriving: Arriving, service: Service[Any], database: Database) -> int:
    """Delivered too, but with one transaction per fact, as in a service that knows no batches."""
    messages = islice(chain.from_iterable(arriving), ALONE_MAX)
    return sum(deliver([message], service, database).done for message in messages)


WAYS: dict[str, Way] = {
    "rows copied, no logic (the floor)": rows_copied,
    "facts kept, in batches": in_batches,
    "facts kept, one a transaction": one_at_a_time,
}


def carry(name: str, settings: Settings, partitions: Sequence[int], together: Barrier) -> Carried:
    """Carry in this process, begun together with the others."""
    gc.set_threshold(*COLLECT_RARELY)
    service = make_service(served_schemes())
    database = Database.on_postgresql(settings.database_url, SCHEMA, service.tables, partitions=settings.partitions)
    with database.begin() as connection:
        server = psutil.Process(connection.scalar(text("SELECT pg_backend_pid()")))
    with batches(settings, partitions) as arriving:
        together.wait()
        began, own, its = perf_counter(), process_time(), _seconds_of(server)
        facts = WAYS[name](arriving, service, database)
        return Carried(facts, began, perf_counter(), process_time() - own, _seconds_of(server) - its)


def _seconds_of(server: psutil.Process) -> float:
    times = server.cpu_times()
    return float(times.user + times.system)
