"""A worker does not start where rows stand in partitions that nobody would own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import MetaData

from contracts.base import partition_of
from services.runtime.database.store import Database, outbox_partition, reached, upsert, wake
from services.runtime.delivery.partition_count import partition_count_fault, unheard_beyond

FOUR, EIGHT = 4, 8
PEOPLE = [f"person-{number}" for number in range(40)]
BEYOND = {"partition": 6, "next_number": 10}


@pytest.fixture
def database() -> Iterator[Database]:
    opened = Database.in_memory("counted", MetaData())
    yield opened
    opened.close()


def waits(database: Database, partitions: int) -> None:
    rows = [
        {"subject": person, "what": "pay", "partition": partition_of(person, partitions), "day": date(2026, 1, 1)}
        for person in PEOPLE
    ]
    with database.begin() as connection:
        upsert(connection, wake, rows)


def fault(database: Database, partitions: int) -> str:
    with database.reading() as connection:
        return partition_count_fault(connection, "claims", partitions) or ""


@pytest.mark.parametrize(("before", "now"), [(FOUR, EIGHT), (EIGHT, FOUR), (FOUR, 5)])
def test_people_who_wait_in_partitions_of_another_count_are_noticed(database: Database, before: int, now: int) -> None:
    waits(database, before)
    assert not fault(database, before)
    sentence = fault(database, now)
    assert sentence.startswith(f"TIDEOVER_PARTITIONS is {now}, but claims was at work with another count: people wait")
    assert sentence.endswith(" who are not of it.")


def test_events_that_nobody_would_publish_are_noticed(database: Database) -> None:
    with database.begin() as connection:
        connection.execute(outbox_partition.insert().values(**BEYOND, published=9))
    assert not fault(database, EIGHT)
    assert fault(database, FOUR).endswith("partition 6 of its outbox holds what Kafka does not have.")


def test_events_that_nobody_would_hear_are_noticed(database: Database) -> None:
    hearer = Database.in_memory("hears", MetaData())
    place = {"topic": "claims.outbox", "partition": 6}
    databases, topics = {"claims": database, "payments": hearer}, {"claims": (), "payments": ("claims", "bank")}
    with database.begin() as connection:
        connection.execute(outbox_partition.insert().values(**BEYOND, published=10))
    assert unheard_beyond(databases, topics, FOUR) is None, "whoever never heard from the outbox hears by the log"
    with hearer.begin() as connection:
        upsert(connection, reached, [{**place, "next_position": 9}])
    sentence = unheard_beyond(databases, topics, FOUR) or ""
    assert sentence.endswith("partition 6 of its outbox holds events that payments has not heard.")
    assert unheard_beyond(databases, topics, EIGHT) is None
    with hearer.begin() as connection:
        upsert(connection, reached, [{**place, "next_position": 10}])
    assert unheard_beyond(databases, topics, FOUR) is None
    hearer.close()
