"""The bench of claims: its floor is what a claim left, an idle worker is told, every millisecond has a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from kafka import TopicPartition
from sqlalchemy import text

from bench.claim_floor import LEAST, TOPIC, left_since, written_once_more
from bench.claim_profile import doing_in
from bench.claim_ways import idle_in
from bench.feed import PARTITIONS
from bench.real_world import RealWorld
from bench.samples import CallStack, CodePlace, sampled
from bench.town import filed, history, people
from deploy.kafka.cluster import Cluster
from deploy.postgres.server import Server
from services.eligibility.handlers import make_service
from services.runtime.database.store import Database
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.kafka.clients import looking_on
from services.runtime.process.settings import Settings
from services.workers import real_databases
from services.worlds import served_schemes


@pytest.fixture
def world(kafka: Cluster, postgresql: Server, migrated_database_url: str, tmp_path: Path) -> RealWorld:
    """Real servers with all schemas, and no worker."""
    settings = Settings(kafka_servers=kafka.servers, database_url=migrated_database_url, partitions=PARTITIONS)
    return RealWorld(settings, tmp_path, real_databases(settings), kafka, postgresql)


def _claim(database: Database) -> int:
    """Let a person claim; how many events are said of it."""
    (person,) = people(1, "floor")
    messages = [
        Message(envelope.to_bytes(), envelope.type.split(".")[1], 0, number)
        for number, envelope in enumerate([*history(person), *filed(person)])
    ]
    return deliver(messages, make_service(served_schemes()), database).published


def test_the_floor_writes_every_row_and_message_that_a_claim_left_once_more(world: RealWorld) -> None:
    first = world.transaction()
    said = _claim(world.databases["eligibility"])
    left = left_since(world, first)
    rows = {written.table: len(written.rows) for written in left.tables if written.rows}

    _, spent = written_once_more(world, left)

    assert said == len(left.messages) == rows["eligibility.outbox"] > 1
    assert {"eligibility.fact", "eligibility.inbox", "eligibility.chain_link"} <= rows.keys()
    with world.databases["eligibility"].begin() as connection:
        floor = {name: connection.scalar(text(f'SELECT count(*) FROM floor."{name}"')) for name in rows}
    assert floor == rows
    assert {"one that only writes", "Kafka", "PostgreSQL"} == spent.keys()
    places = [TopicPartition(TOPIC, partition) for partition in range(PARTITIONS)]
    with looking_on(world.settings) as consumer:
        assert sum(consumer.end_offsets(places).values()) == said
    assert {written.table for written in left.only(LEAST).tables if written.rows} == {
        "eligibility.fact",
        "eligibility.determination",
        "eligibility.assessment",
        "eligibility.outbox",
    }
    for database in world.databases.values():
        database.close()


def test_a_worker_that_did_nothing_is_told_by_its_number() -> None:
    assert idle_in({"all": [300, 180], "feed": [10, 12]}) is None
    idle = idle_in({"all": [480, 0], "feed": [10, 12]})
    assert idle == "all, worker 2 of 2, did nothing while the others carried claims"


LAW = CodePlace("law.decide.determine", "determine")
STORE = CodePlace("services.payments.store", "save")
ROWS = CodePlace("services.runtime.database.many_rows", "replace")
DIGESTS = CodePlace("services.runtime.database.chain", "note")
PSYCOPG, PYDANTIC = CodePlace("psycopg.cursor", "execute"), CodePlace("pydantic.main", "__init__")
MONEY = CodePlace("contracts.values", "_runs_forward")


@pytest.mark.parametrize(
    ("places", "what"),
    [
        ((PYDANTIC, MONEY, LAW, STORE), "law"),
        ((PSYCOPG, ROWS, STORE), "statements of payments"),
        ((PSYCOPG, STORE), "statements of payments"),
        ((PSYCOPG, DIGESTS, ROWS, STORE), "chains of digests"),
        ((PYDANTIC, STORE), "handlers and stores of payments"),
        ((CodePlace("services.eligibility.versions", "determined"),), "versions"),
        ((CodePlace("kafka.producer.kafka", "send"), CodePlace("services.runtime.kafka.relay", "send")), "publishing"),
        ((CodePlace("services.runtime.delivery.effects", "sealed"),), "sealing"),
        ((CodePlace("services.runtime.delivery.effects", "work"),), "delivery"),
        ((CodePlace("threading", "run"),), "everything else"),
    ],
)
def test_a_sample_counts_for_what_the_innermost_function_does_that_tells(
    places: tuple[CodePlace, ...], what: str
) -> None:
    assert doing_in(CallStack(places, "payments")) == what


def test_samples_add_up_to_the_processor_time_of_the_thread() -> None:
    with sampled() as samples:
        while samples.total() < 20_000_000:
            sum(range(1000))

    here = CodePlace(__name__, test_samples_add_up_to_the_processor_time_of_the_thread.__name__)
    assert all(here in stack.places for stack in samples)
