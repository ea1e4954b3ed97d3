"""Two worlds, one result: what some people lived on a laptop comes to the same on Kafka and PostgreSQL.

The same batches in the same order leave the same rows, table by table. Told through Kafka to all workers at once,
batches fall differently, and there may be other versions in between; decisions, money and books end the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer

from deploy.kafka.broker import FOR_MINUTES
from deploy.stack import kafka as kafka_running
from services.demo.people import People
from services.operations.stillness import Stillness
from services.runtime.database.schema import upgrade
from services.runtime.database.store import Database
from services.runtime.privacy.key_store import KeyStore
from services.worlds import cipher_in
from tests.stack.asked_of_cases import answers
from tests.stack.outcome import outcome
from tests.stack.real_world import APART, CHAINED, PARTITIONS, Processes, real_world
from tests.stack.recorded_life import Life, introduce, lived
from tests.stack.told_again import Outside, Told, first_claim, last_word_of_the_bank, separation_of, taken_back, told_to
from tests.stack.world_rows import Rows, all_rows, differences, secrets_of

PEOPLE = People(count=11, seed="q")
Databases = Mapping[str, Database]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    with pytest.MonkeyPatch.context() as patch:
        yield lived(tmp_path_factory.mktemp("laptop"), PEOPLE, patch)


@pytest.fixture
def here(life: Life) -> Iterator[Databases]:
    """The laptop's databases."""
    laptop = life.laptop()
    yield laptop.databases
    laptop.close()


@pytest.fixture
def told(life: Life) -> list[Told]:
    """All that came to the laptop from outside."""
    laptop = life.laptop()
    found = told_to(laptop)
    laptop.close()
    return found


@contextmanager
def on_postgresql(here: Databases, url: str, *, log_is_whole: bool) -> Iterator[Databases]:
    """The same services' schemas on PostgreSQL, as migrations make them."""
    with ExitStack() as open_:
        found = {}
        for name, database in here.items():
            upgrade(url, name)
            found[name] = Database.on_postgresql(url, name, database.tables, partitions=PARTITIONS)
            found[name].log_is_whole = log_is_whole
            found[name].outbox_partitions = PARTITIONS if log_is_whole else 1
            open_.callback(found[name].close)
        yield found


@contextmanager
def on_sqlite(here: Databases, folder: Path) -> Iterator[Databases]:
    """The same services once more on a laptop."""
    with ExitStack() as open_:
        found = {}
        for name, database in here.items():
            found[name] = Database.on_sqlite(folder / f"{name}.db", database.tables, partitions=PARTITIONS)
            open_.callback(found[name].close)
        yield found


@contextmanager
def outside(servers: str, databases: Databases) -> Iterator[Outside]:
    """The voice of everybody who is outside."""
    producer = KafkaProducer(bootstrap_servers=servers, acks="all", linger_ms=1)
    reader = KafkaConsumer(bootstrap_servers=servers, group_id=None, enable_auto_commit=False)
    try:
        yield Outside(producer, Stillness(reader, databases, PARTITIONS), PARTITIONS)
    finally:
        producer.close()
        reader.close()


def rows_of(databases: Databases) -> dict[str, Rows]:
    """Every table of every service."""
    return {
        f"{name}.{table}": rows for name, database in databases.items() for table, rows in all_rows(database).items()
    }


def differing(here: dict[str, Rows], there: dict[str, Rows]) -> set[str]:
    """The tables, or questions, in which two worlds differ."""
    return {one.table for one in differences(here, there)}


def test_these_people_live_through_most_of_what_can_happen(here: Databases) -> None:
    came_to = outcome(here)
    for what, values in {
        "claims": ("granted", "refused", "exhausted"),
        "payments": ("original", "reissue", "settled", "returned"),
        "questions": ("decided_for", "decided_against", "did_not_leave_without_good_cause"),
        "parked": ("not-json", "bad-data", "unknown-version", "behind-parked"),
    }.items():
        found = {value for row in came_to[what] for value in row}
        assert set(values) - found == set(), what
    assert any(one[3].startswith("overpayment:") for one in came_to["questions"])


def test_the_same_batches_in_the_same_order_leave_the_same_rows_on_postgresql(
    life: Life, here: Databases, database_url: str
) -> None:
    with on_postgresql(here, database_url, log_is_whole=False) as there:  # a laptop's topics share their positions
        bank_said_otherwise = life.lived_again(there)
        assert differences(rows_of(here), rows_of(there)) == []
        assert bank_said_otherwise == []
        keys = cipher_in(life.folder, "claims"), cipher_in(life.folder, "payments")
        assert secrets_of(here, *keys) == secrets_of(there, *keys)


def test_one_message_withheld_from_the_batches_shows_in_outboxes_and_tables(
    life: Life, here: Databases, told: list[Told], tmp_path: Path
) -> None:
    with on_sqlite(here, tmp_path) as there:
        bank_said_otherwise = life.lived_again(there, withheld=separation_of(first_claim(told).subject, told))
        differ = differing(rows_of(here), rows_of(there))
        assert {"eligibility.outbox", "eligibility.inbox", "eligibility.fact", "eligibility.determination"} <= differ
        assert bank_said_otherwise == [], "whoever was not to be given it was given all else as before"


@pytest.mark.parametrize("processes", [APART, CHAINED], ids=["apart", "chained"])
def test_what_came_from_outside_comes_to_the_same_with_all_workers_at_once(
    life: Life, here: Databases, told: list[Told], database_url: str, processes: Processes
) -> None:
    last_word = last_word_of_the_bank(told)
    with (
        kafka_running(options=FOR_MINUTES) as kafka,
        real_world(life.folder, kafka.servers, database_url, processes) as world,
        on_postgresql(here, database_url, log_is_whole=True) as there,
        outside(kafka.servers, there) as voice,
    ):
        introduce(PEOPLE, there, life.folder, KeyStore.on_postgresql(database_url))
        voice.says([one for one in told if one is not last_word])
        one_word_is_missing = differing(outcome(here), outcome(there))
        assert one_word_is_missing == {"payments", "ledger by person", "ledger by claim"}
        voice.says([last_word])
        assert differences(outcome(here), outcome(there)) == []
        if processes is CHAINED:
            on_the_stack = answers(world.environment, life.folder / "papers" / "stack")
            on_the_laptop = answers({}, life.folder / "papers" / "laptop", "--folder", str(life.folder))
            assert on_the_stack == on_the_laptop
        voice.says([taken_back(first_claim(told))])
        one_fact_more = differing(outcome(here), outcome(there))
        assert {"determinations", "claims"} <= one_fact_more
