"""A service on two servers: what it says on one of them for somebody who lies on the other is heard once, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from contracts.base import partition_of
from deploy.kafka.cluster import Cluster
from deploy.postgres.server import Server
from services.runtime.database.split import AsksOneServer, SplitDatabase
from services.runtime.database.store import Database, outbox, outbox_partition
from services.runtime.delivery.handing_over import hand_over
from services.runtime.delivery.messages import Message
from services.runtime.delivery.offsets import missed_in, reached_in
from services.runtime.delivery.retry import Carrier
from services.runtime.process.health import Health
from tests.stack import chronicle
from tests.stack.prefixed import named
from tests.stack.test_two_chained import HERE, THERE, chained, number, of
from tests.stack.trial import PARTITIONS, Trial, made, trial


@pytest.fixture
def one(kafka: Cluster, database_url: str, postgresql: Server, tmp_path: Path) -> Iterator[Trial]:
    """A trial whose first service lies in two databases, every second partition in each."""
    name = f"test_{uuid4().hex}"
    with trial(kafka.servers, database_url, tmp_path) as started, named(f"{started.name}."):
        here, there = started.database, made(postgresql.create_database(name), chronicle.FIRST_HEARER)
        here.held, there.held = frozenset({HERE, 2}), frozenset({THERE, 3})
        started.databases[chronicle.FIRST_HEARER] = SplitDatabase([here, there])
        yield started
        there.close()
    postgresql.drop_database(name)


def halves(one: Trial) -> tuple[Database, Database]:
    here, there = one.databases[chronicle.FIRST_HEARER].parts
    return here, there


def numbers_said(database: Database, partition: int) -> int:
    with database.reading() as connection:
        said = select(func.count()).select_from(outbox).where(outbox.c.partition == partition)
        return int(connection.scalar(said) or 0)


def test_what_is_said_on_one_server_for_another_takes_its_number_there_and_is_heard_once(one: Trial) -> None:
    here, there = halves(one)
    with chained(one, HERE) as worker_here, chained(one, THERE) as worker_there:
        worker_there.look()
        worker_here.carry([number(0), number(1)])
        assert one.count(chronicle.LISTENER) == 0, "it is not for this worker to hand over"
        worker_there.look()
        assert chronicle.written(one.databases[chronicle.LISTENER]) == {of(THERE): [0, 1]}
        worker_here.carry([number(2)])
        worker_there.look()
        assert chronicle.written(one.databases[chronicle.LISTENER]) == {of(THERE): [0, 1, 2]}
    assert one.came_to_kafka() == {of(THERE): [0, 1, 2]}
    assert (numbers_said(here, THERE), numbers_said(there, THERE)) == (3, 3)


def test_one_worker_with_both_halves_hands_over_before_it_comes_to_rest(one: Trial) -> None:
    with chained(one, HERE, THERE) as worker:
        worker.carry([number(0)])
        assert chronicle.written(one.databases[chronicle.LISTENER]) == {of(THERE): [0]}
    assert one.came_to_kafka() == {of(THERE): [0]}


def test_what_was_handed_over_before_a_crash_is_known_when_it_is_handed_over_again(one: Trial) -> None:
    here, there = halves(one)
    with chained(one, HERE, THERE) as worker:
        worker.carry([number(0), number(1)])
    with here.begin() as connection:
        connection.execute(outbox_partition.update().where(outbox_partition.c.partition == THERE).values(published=1))
    assert hand_over(one.databases[chronicle.FIRST_HEARER], [HERE]) == 0, "another worker's partition"
    assert hand_over(one.databases[chronicle.FIRST_HEARER], [THERE]) == 0, "nothing new"
    assert numbers_said(there, THERE) == 2


def test_whoever_asks_a_split_service_as_one_is_told_so_in_one_sentence(one: Trial) -> None:
    database = one.databases[chronicle.FIRST_HEARER]
    assert database.of_subject(of(THERE)) is database.parts[1]
    assert partition_of(of(THERE), PARTITIONS) == THERE
    with pytest.raises(AsksOneServer, match=r"^Claims lies on 2 servers \(TIDEOVER_DATABASES\), and this asks one"):
        database.reading().__enter__()


def test_an_event_takes_effect_where_its_subject_lies_and_its_position_counts_where_it_stands(one: Trial) -> None:
    here, there = halves(one)
    service, database = chronicle.service(), one.databases[chronicle.FIRST_HEARER]
    elsewhere = Message(chronicle.number_told(of(THERE), 1).to_bytes(), chronicle.PUBLISHER, HERE, 1, 1)
    told = [number(0), elsewhere, replace(number(2), offset=2)]
    Carrier(service, database, Health()).carry(told)
    assert (chronicle.written(here), chronicle.written(there)) == ({of(HERE): [0, 2]}, {of(THERE): [1]})
    place = (chronicle.PUBLISHER, HERE)
    assert [reached_in(part).get(place) for part in (here, there)] == [3, None]
    assert missed_in(database) == []
    assert Carrier(service, database, Health()).carry(told).duplicates == 3
