"""Whoever carries all services after they ran apart hears nothing once more that was heard by the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest
from sqlalchemy import MetaData

from services.runtime.database.store import Database, missed, outbox_partition, reached, upsert
from services.runtime.delivery.offsets import Partition, all_reached
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka.chained_worker import ChainedWorker
from services.runtime.kafka.publisher import Publisher
from services.runtime.kafka.relay import Relay
from services.runtime.process.health import Health
from tests.services.runtime.tally import service

MANY = 2_000
OLD, NEW = 0, 1
"""What the first partition of an outbox holds of before it had several, and what was said since in another."""
LOG_ENDS = {("claims", OLD): 1_200, ("claims", NEW): 900}
HEARD_TO_THE_END = {("claims", OLD): 1_200, ("claims", NEW): 900}


@pytest.fixture
def databases() -> Iterator[dict[str, Database]]:
    opened = {name: Database.in_memory(f"apart {name}", MetaData()) for name in ("claims", "payments")}
    with opened["claims"].begin() as connection:
        said = [(OLD, MANY), (NEW, 100)]
        rows = [{"partition": partition, "next_number": end, "published": end} for partition, end in said]
        connection.execute(outbox_partition.insert(), rows)
    yield opened
    for database in opened.values():
        database.close()


def chained_after(databases: Mapping[str, Database], heard: Mapping[Partition, int]) -> dict[Partition, int]:
    """How far payments has heard once a chained worker has begun after it had heard so much by the log."""
    rows = [{"topic": topic, "partition": number, "next_position": end} for (topic, number), end in heard.items()]
    with databases["payments"].begin() as connection:
        upsert(connection, reached, rows)
    carriers = {name: Carrier(service(name), database, Health()) for name, database in databases.items()}
    topics: dict[str, Sequence[str]] = {"claims": [], "payments": ["claims"]}
    worker = ChainedWorker(carriers, Publisher(Relay({}, {}, Health())), topics, log_ends=lambda _: LOG_ENDS)
    worker._begin(frozenset({OLD, NEW}))
    with databases["payments"].reading() as connection:
        came_to = all_reached(connection)
    return {("claims.outbox", number): came_to.get(("claims.outbox", number), 0) for number in (OLD, NEW)}


def test_what_was_heard_to_the_end_of_the_log_is_not_heard_again(databases: dict[str, Database]) -> None:
    assert chained_after(databases, HEARD_TO_THE_END) == {("claims.outbox", OLD): MANY, ("claims.outbox", NEW): 0}


def test_a_few_events_are_sooner_heard_again_than_looked_for(databases: dict[str, Database]) -> None:
    begun = HEARD_TO_THE_END | {("claims.outbox", OLD): MANY - 10}
    assert chained_after(databases, begun)["claims.outbox", OLD] == MANY - 10


def test_one_partition_that_was_not_heard_to_its_end_may_hold_any_of_the_old_rows(
    databases: dict[str, Database],
) -> None:
    assert chained_after(databases, HEARD_TO_THE_END | {("claims", NEW): 899})["claims.outbox", OLD] == 0


def test_what_was_passed_over_was_not_heard(databases: dict[str, Database]) -> None:
    with databases["payments"].begin() as connection:
        upsert(connection, missed, [{"topic": "claims", "partition": OLD, "start": 4, "end": 5}])
    assert chained_after(databases, HEARD_TO_THE_END)["claims.outbox", OLD] == 0


def test_what_the_log_does_not_have_yet_was_not_heard(databases: dict[str, Database]) -> None:
    with databases["claims"].begin() as connection:
        connection.execute(outbox_partition.update().values(published=99).where(outbox_partition.c.partition == NEW))
    assert chained_after(databases, HEARD_TO_THE_END)["claims.outbox", OLD] == 0


def test_a_log_that_was_made_anew_says_nothing_of_what_was_heard(
    databases: dict[str, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LOG_ENDS, ("claims", OLD), 0)
    assert chained_after(databases, HEARD_TO_THE_END)["claims.outbox", OLD] == 0


def test_who_never_ran_apart_hears_everything(databases: dict[str, Database]) -> None:
    assert chained_after(databases, {("registry", 0): 7})["claims.outbox", OLD] == 0
