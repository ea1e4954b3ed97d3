"""What an operator asks of a stack says the same of the chained worker: lag, stillness, audit, rebuild, prune."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from uuid import uuid4

import pytest
from kafka import KafkaConsumer
from sqlalchemy import delete, text

from deploy.kafka.cluster import Cluster
from deploy.postgres.server import Server
from deploy.waiting import until
from services.names import SERVICES
from services.operations.findings import EFFECT
from services.operations.pruning import prunable
from services.operations.stillness import Stillness
from services.runtime.database.store import Database, inbox
from services.runtime.delivery import parking
from services.runtime.delivery.messages import OUTBOX
from services.runtime.delivery.offsets import all_reached
from services.runtime.delivery.outbox import ends_of
from services.runtime.delivery.parking import ToPark
from tests.stack.prefixed import named
from tests.stack.served import PARTITIONS, Served, tideover, world_that_lived

HEARD = f"UPDATE reached SET next_position = next_position {{}} 1 WHERE topic = 'claims{OUTBOX}' AND partition = 0"


@pytest.fixture(scope="module")
def lived_chained(kafka: Cluster, postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with world_that_lived(kafka, postgresql, tmp_path_factory.mktemp("chained"), chained=True) as one:
        yield one


@pytest.fixture
def chained(lived_chained: Served) -> Iterator[Served]:
    with named(lived_chained.prefix):
        yield lived_chained


@pytest.fixture
def stillness(chained: Served) -> Iterator[Stillness]:
    reader = KafkaConsumer(bootstrap_servers=chained.settings.kafka_servers, group_id=None, enable_auto_commit=False)
    yield Stillness(reader, chained.stack.databases, PARTITIONS)
    reader.close()


def test_nobody_is_behind_and_nothing_moves(chained: Served, stillness: Stillness) -> None:
    lag = tideover(chained, "lag")
    assert lag["events"] == 0
    assert {row["topic"] for row in lag["partitions"]} >= {"intake", *SERVICES} - {"oversight"}
    assert stillness.holds()


def test_what_one_service_said_and_another_has_not_heard_is_lag_and_no_stillness(
    chained: Served, stillness: Stillness
) -> None:
    oversight = chained.stack.databases["oversight"]
    with oversight.begin() as connection:
        connection.execute(text(HEARD.format("-")))
    behind = [row for row in tideover(chained, "lag")["partitions"] if row["events"]]
    assert [(row["group"], row["topic"], row["events"]) for row in behind] == [("tideover-oversight", "claims", 1)]
    assert not stillness.holds()
    with oversight.begin() as connection:
        connection.execute(text(HEARD.format("+")))
    assert stillness.holds()


def test_an_audit_finds_nothing_and_then_the_event_whose_effect_is_gone(chained: Served) -> None:
    assert tideover(chained, "audit")["findings"] == []
    oversight, claims = chained.stack.databases["oversight"], chained.stack.databases["claims"]
    with claims.reading() as connection:
        said = connection.scalar(text("SELECT event_id FROM outbox WHERE type LIKE '%opened%' ORDER BY number LIMIT 1"))
    with oversight.begin() as connection:
        kept = connection.execute(delete(inbox).where(inbox.c.event_id == said).returning(inbox)).mappings().one()
    found = [finding for finding in tideover(chained, "audit", status=1)["findings"] if finding["rule"] == EFFECT]
    assert [(one["service"], one["place"].split("/")[0]) for one in found] == [("oversight", f"claims{OUTBOX}")]
    with oversight.begin() as connection:
        connection.execute(inbox.insert(), [dict(kept)])


def test_an_outbox_that_ends_before_what_was_heard_of_it_is_heard_once_more(
    chained: Served, stillness: Stillness
) -> None:
    oversight = chained.stack.databases["oversight"]
    with oversight.begin() as connection:
        connection.execute(text(HEARD.format("+ 7 *")))
    let_go_and_taken_over(chained)
    ends = [database_ends(chained.stack.databases["claims"]), heard_of_claims(oversight)]
    assert ends[0] == ends[1], "what claims says next would not have been heard"
    assert stillness.holds()


def let_go_and_taken_over(chained: Served) -> None:
    """Every partition goes to nobody for a moment, and comes back."""
    worker = chained.chained
    assert worker is not None
    mine, worker.assigned = worker.assigned, frozenset
    worker.look()
    worker.assigned = mine
    worker.look()


def database_ends(database: Database) -> dict[int, int]:
    with database.reading() as connection:
        return ends_of(connection)


def heard_of_claims(database: Database) -> dict[int, int]:
    """How far a service has heard each partition of the outbox of claims."""
    with database.reading() as connection:
        return {number: end for (log, number), end in all_reached(connection).items() if log == f"claims{OUTBOX}"}


def test_what_another_process_has_parked_is_mirrored_before_long(
    chained: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.runtime.kafka.chained_worker.BEATS_A_LOOK", 1)
    before, stop = chained.mirrored("eligibility"), Event()
    body = b"a fact that nobody can read"
    with chained.stack.databases["eligibility"].begin() as connection:
        parking.park(connection, [ToPark("registry/0/0", None, "not-json", "no JSON", "registry/0/0", body)])
    assert chained.chained is not None
    watching = chained.chained.watch_outboxes(stop)
    until(lambda: chained.mirrored("eligibility") > before, "the dead letter")
    stop.set()
    watching.join()


@pytest.mark.parametrize("service", ["payments", "oversight"])
def test_a_service_comes_out_of_the_log_as_it_is(chained: Served, postgresql: Server, service: str) -> None:
    name = f"test_{uuid4().hex}"
    try:
        assert tideover(chained, "rebuild", service, "--into", postgresql.create_database(name))["equal"]
    finally:
        postgresql.drop_database(name)


def test_what_was_not_heard_is_not_pruned_though_the_log_has_let_it_go(chained: Served) -> None:
    for partition, end in chained.ends("claims").items():
        chained.forgets("claims", partition, end)
    databases = chained.stack.databases
    assert prunable(chained.settings, databases, SERVICES)["claims"][1] > 0
    with chained.stack.databases["oversight"].begin() as connection:
        connection.execute(text(f"UPDATE reached SET next_position = 0 WHERE topic = 'claims{OUTBOX}'"))
    assert "claims" not in prunable(chained.settings, databases, SERVICES)
