"""Whatever a contract allows, every service takes it in or parks it with a reason, on both databases alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import DateTime, Table, select

from contracts.base import Event, derived_id, seal
from contracts.clock import DayClosed
from contracts.error_budgets import BudgetAnswered
from contracts.providers import ProgrammeEnded, ProgrammePublished
from services.runtime.database.store import METADATA, Database, outbox, outbox_partition, parked, reached, relayed
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.privacy.cipher import KEY_BYTES, Cipher
from services.runtime.privacy.key_store import KeyStore
from services.runtime.service import Service
from services.worlds import all_services, served_schemes
from tests.services.runtime.extremes import one_of_each_kind

SCHEMES = served_schemes()
PARTITIONS = 2
ROUNDS = 3
NOON = datetime(2020, 1, 1, 12, tzinfo=UTC)
COUNTED = {"number", "partition", "position", "said_ms", "transaction"}
"""Columns that a database counts by itself, and the bookmarks behind them."""
PLACES = {reached.name, relayed.name, outbox_partition.name}
ROWS_MIN = 500
"""Fewer would say that nearly everything was parked."""


class World:
    """All services on databases of one kind."""

    def __init__(self, databases: Mapping[str, Database], services: Sequence[Service[Any]]) -> None:
        self.databases, self.services = databases, services
        self._ends: defaultdict[str, count[int]] = defaultdict(count)
        self._read = dict.fromkeys(databases, 0)

    def hears(self, said: Sequence[tuple[str, bytes]]) -> None:
        """Let every service take in what it listens to, and then what the others made of it."""
        for _ in range(ROUNDS):
            messages = [Message(raw, topic, 0, next(self._ends[topic])) for topic, raw in said]
            for service in self.services:
                topics = set(service.topics())
                batch = [message for message in messages if message.topic in topics]
                deliver(batch, service, self.databases[service.name])
            said = [message for name in self.databases for message in self._published(name)]

    def _published(self, name: str) -> Iterator[tuple[str, bytes]]:
        query = select(outbox.c.position, outbox.c.topic, outbox.c.body).where(outbox.c.position > self._read[name])
        with self.databases[name].reading() as connection:
            for row in connection.execute(query.order_by(outbox.c.position)):
                self._read[name] = row.position
                yield row.topic, row.body

    def holds(self) -> dict[str, list[str]]:
        """Every row of every service, by table."""
        rows: dict[str, list[str]] = {}
        for service in self.services:
            with self.databases[service.name].reading() as connection:
                for table in (*METADATA.sorted_tables, *service.tables.sorted_tables):
                    if table.name not in PLACES:
                        columns = [column for column in table.c if column.name not in COUNTED]
                        found = connection.execute(select(*columns)).all()
                        rows[f"{service.name}.{table.name}"] = sorted(
                            str(_as_read(table, row._asdict())) for row in found
                        )
        return rows

    def refused(self) -> list[bytes]:
        """What a database did not hold, or a handler failed on, though the contract allows it."""
        refused = select(parked.c.body).where(parked.c.code.in_(("refused-by-database", "handler-failed")))
        bodies: list[bytes] = []
        for database in self.databases.values():
            with database.reading() as connection:
                bodies += connection.scalars(refused).all()
        return bodies


def _as_read(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """SQLite forgets the offset of a moment, which is always UTC there."""
    for name, value in row.items():
        if isinstance(table.c[name].type, DateTime) and value is not None:
            row[name] = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return row


@contextmanager
def both_worlds(folder: Path, url: str) -> Iterator[tuple[World, World]]:
    """A fresh world on SQLite and one on PostgreSQL."""
    worlds = []
    for on_server in (False, True):
        cipher = Cipher(bytes(KEY_BYTES), KeyStore.in_memory())
        services = all_services(SCHEMES, partitions=PARTITIONS, bank_cipher=cipher)
        databases = {
            service.name: Database.on_postgresql(url, service.name, service.tables, partitions=PARTITIONS)
            if on_server
            else Database.on_sqlite(folder / f"{service.name}.db", service.tables, partitions=PARTITIONS)
            for service in services
        }
        for database in databases.values():
            database.outbox_partitions = 1  # as on a laptop
        worlds.append(World(databases, services))
    try:
        yield worlds[0], worlds[1]
    finally:
        for world in worlds:
            for database in world.databases.values():
                database.close()


def sealed(event: Event, person: str, number: int) -> tuple[str, bytes]:
    """An event of somebody's, with the topic it comes by."""
    subject = f"partition-{event.partition}" if isinstance(event, DayClosed) else person
    if not isinstance(event, BudgetAnswered):  # of all that is said of a budget, only its answer goes to the person
        subject = getattr(event, "budget", subject)
    if isinstance(event, ProgrammePublished | ProgrammeEnded):
        subject = event.key
    event_id = derived_id(person, number, event.type_())
    return event.publisher(), seal(event, subject=subject, source="/x", time=NOON, event_id=event_id).to_bytes()


def test_the_extremes_of_every_contract_are_stored_alike(tmp_path: Path, migrated_database_url: str) -> None:
    turns = count()
    with both_worlds(tmp_path, migrated_database_url) as (laptop, stack):

        @settings(max_examples=12, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(one_of_each_kind(), st.booleans())
        def hear(of_each_kind: list[Event], together: bool) -> None:  # noqa: FBT001 - drawn
            turn = next(turns)
            messages = [
                sealed(event, f"p-{turn}" if together else f"p-{turn}-{number}", number)
                for number, event in enumerate(of_each_kind)
            ]
            for world in (laptop, stack):
                world.hears(messages)

        hear()
        assert laptop.refused() == stack.refused() == []
        held, holds = laptop.holds(), stack.holds()
        for name, rows in held.items():
            assert rows == holds[name], name
        assert sum(map(len, held.values())) > ROWS_MIN
