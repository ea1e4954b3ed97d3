"""Eligibility on two PostgreSQL servers, two workers with half of the partitions each: all comes to the same."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer

from deploy.kafka.broker import FOR_MINUTES
from deploy.postgres.server import Server
from deploy.stack import kafka as kafka_running
from deploy.stack import postgres as postgres_running
from services.__main__ import app
from services.demo.people import People
from services.eligibility.views import some_claims
from services.operations.stillness import Stillness
from services.runtime.database.split import database_at_its_places
from services.runtime.database.store import Database
from services.runtime.privacy.key_store import KeyStore
from services.runtime.process.settings import Settings
from tests.services.runtime.asking import ask
from tests.stack.asked_of_cases import answers
from tests.stack.outcome import outcome
from tests.stack.real_world import BESIDE, PARTITIONS, RealWorld, real_world, run
from tests.stack.recorded_life import Life, introduce, lived
from tests.stack.served import RUNNER
from tests.stack.told_again import CLOCK, Outside, Told, told_to
from tests.stack.world_rows import all_rows, differences

PEOPLE = People(count=11, seed="q")
WORKERS = {"one": ["worker", "all"], "two": ["worker", "all"]} | BESIDE
WAITING = re.compile(r'^tideover_parked_waiting_events{code="[a-z-]+",service="eligibility"} (\d+)', re.MULTILINE)
Databases = Mapping[str, Database]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    with pytest.MonkeyPatch.context() as patch:
        yield lived(tmp_path_factory.mktemp("laptop"), PEOPLE, patch)


@pytest.fixture(scope="module")
def second() -> Iterator[Server]:
    """Another PostgreSQL server."""
    with postgres_running() as server:
        yield server


def places(file: Path, lies: Mapping[str, str]) -> Path:
    """The file that says where the partitions of eligibility lie."""
    file.write_text("eligibility:\n" + "".join(f"  {own}: {url}\n" for own, url in lies.items()), "utf-8")
    return file


@contextmanager
def working(
    life: Life, servers: str, database_url: str, file: Path, here: Databases
) -> Iterator[tuple[RealWorld, Databases]]:
    """Two workers and all else, at work on what a file says, and the databases of the services."""
    more = {"TIDEOVER_DATABASES": str(file)}
    with (
        real_world(life.folder, servers, database_url, WORKERS, more) as world,
        services_of(Settings.from_environment(world.environment), here) as there,
    ):
        yield world, there


@contextmanager
def services_of(settings: Settings, here: Databases) -> Iterator[Databases]:
    """The services of a world, each where its settings say that it lies."""
    with ExitStack() as open_:
        found = {name: database_at_its_places(settings, name, one.tables) for name, one in here.items()}
        for database in found.values():
            open_.callback(database.close)
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


def counts(database: Database) -> dict[str, int]:
    """How many rows each table of one server has."""
    return {table: len(rows) for table, rows in all_rows(database).items()}


def halved(told: Sequence[Told]) -> tuple[Sequence[Told], Sequence[Told]]:
    """What was told up to the end of a day in the middle, and what came after."""
    ends = (at for at in range(len(told) // 2, len(told)) if told[at - 1].topic == CLOCK != told[at].topic)
    end = next(ends)
    return told[:end], told[end:]


def test_two_workers_on_two_servers_come_to_what_a_laptop_does_though_a_partition_moves_between(
    life: Life, database_url: str, second: Server, tmp_path: Path
) -> None:
    second_url = second.create_database("second")
    halves = places(tmp_path / "halves.yaml", {"0-1": database_url, "2-3": second_url})
    moved = places(tmp_path / "moved.yaml", {"0": database_url, "1-3": second_url})
    laptop = life.laptop()
    here = laptop.databases
    before, after = halved(told_to(laptop))
    with kafka_running(options=FOR_MINUTES) as kafka:
        with working(life, kafka.servers, database_url, halves, here) as (world, there):
            introduce(PEOPLE, there, life.folder, KeyStore.on_postgresql(database_url))
            with outside(kafka.servers, there) as voice:
                voice.says(before)
            assert all(counts(part)["determination"] for part in there["eligibility"].parts), "each has its own claims"
        run(world.environment, "move-partitions", str(moved))
        with working(life, kafka.servers, database_url, moved, here) as (world, there):
            with outside(kafka.servers, there) as voice:
                voice.says(after)
            assert differences(outcome(here), outcome(there)) == []
            on_both = answers(world.environment, life.folder / "papers" / "stack")
            assert on_both == answers({}, life.folder / "papers" / "laptop", "--folder", str(life.folder))
            _tools_see_both(world, there, str(life.folder))
    laptop.close()


def _tools_see_both(world: RealWorld, there: Databases, folder: str) -> None:
    """What an operator asks is answered of both servers."""
    assert said(world, "audit")["findings"] == []
    lag = said(world, "lag")
    assert (lag["events"], sum(lag["not_yet_published"].values())) == (0, 0)
    on_the_laptop = json.loads(RUNNER.invoke(app, ["parked", "list", "--json", "--folder", folder]).stdout)
    parked = said(world, "parked", "list")
    assert Counter(one["code"] for one in parked) == Counter(one["code"] for one in on_the_laptop)
    status = said(world, "status")
    assert status["parked"] == len({one["came_from"] for one in parked})
    for part in there["eligibility"].parts:
        with part.reading() as connection:
            case = some_claims(connection, 1)[0]
        lines = [line["says"] for line in said(world, "story", case.person)]
        assert any(str(case.determination)[:8] in line for line in lines), lines
        assert said(world, "explain", str(case.determination))["id"] == str(case.determination)
    metrics = ask(world.addresses["exporter"], "/metrics")[2]
    assert 'tideover_blind{place="eligibility"} 0.0' in metrics
    of_eligibility = [one for one in parked if one["service"] == "eligibility"]
    assert sum(map(int, WAITING.findall(metrics))) == len(of_eligibility) > 0


def said(world: RealWorld, *words: str) -> Any:
    """What a command says for machines."""
    done = RUNNER.invoke(app, [*words, "--json"], env=world.environment)
    assert done.exit_code == 0, f"{words}: {done.output}{done.exception}"
    return json.loads(done.stdout)
