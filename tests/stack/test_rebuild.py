"""Every service's state comes out of the log again, into an empty database; what differs is named by its table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select, text, update

from contracts.base import partition_of
from deploy.postgres.server import Server
from services.__main__ import app
from services.eligibility.tables import determination, fact
from services.names import SERVICES
from services.operations.digest import digests
from services.operations.reading import Ends, read_to
from services.operations.state import NOT_IN_THE_LOG, parts_of
from services.payments.bank.sealed_files import FileState
from services.payments.tables import payment_file, position, posting
from services.runtime.database.store import Database, inbox, outbox, parked
from services.runtime.delivery.parking import DISCARDED
from services.runtime.process.settings import Settings
from tests.stack.chronicle import number_told
from tests.stack.served import PARTITIONS, RUNNER, Served, tideover


@pytest.fixture
def empty(postgresql: Server) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    yield postgresql.create_database(name)
    postgresql.drop_database(name)


def rebuilt(world: Served, service: str, into: str, status: int = 0) -> dict[str, Any]:
    """What the command says of each part, by its name."""
    said = tideover(world, "rebuild", service, "--into", into, status=status)
    assert said["equal"] == (status == 0)
    return {part["part"]: part for part in said["parts"]}


@contextmanager
def looking(world: Served, service: str, into: str) -> Iterator[Database]:
    database = Database.on_postgresql(into, service, world.stack.services[service].tables)
    yield database
    database.close()


NOBODY_HAS_ANY = {
    "bank_message",
    "credit_entry",
    "employers_words",
    "kept_figures",
    "open_item",
    "release_rule",
    "statement_day",
    "told_entry",
    "waiting_settled",
    "words_read",
}
"""Tables beside the log that are empty in this world."""


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_comes_out_of_the_log_as_it_is(world: Served, empty: str, service: str) -> None:
    tables = world.stack.services[service].tables
    with world.stack.databases[service].reading() as connection:
        before = digests(connection, parts_of(service, tables))
    found = rebuilt(world, service, empty)
    assert {name for name, part in found.items() if part["holds"] and part["live"]["rows"]} > {"inbox"}
    with world.stack.databases[service].reading() as connection:
        assert digests(connection, parts_of(service, tables)) == before, "the live one was only read"
    with looking(world, service, empty) as database, database.reading() as connection:
        for brought in NOT_IN_THE_LOG.get(service, ()):
            copied = connection.scalar(select(func.count()).select_from(brought.table))
            assert bool(copied) == (brought.table.name not in NOBODY_HAS_ANY), brought.reason


def test_what_is_rebuilt_sends_nothing_twice(world: Served, empty: str) -> None:
    rebuilt(world, "payments", empty)
    with looking(world, "payments", empty) as database:
        world.relay.databases = {"payments": database}
        try:
            assert world.publishes() == 0, "what the log has already is not said to it again"
        finally:
            world.relay.databases = world.stack.databases
        with database.reading() as connection:
            assert connection.scalar(select(func.count()).select_from(outbox))
            states = set(connection.scalars(select(payment_file.c.state)))
            assert states == {FileState.SENT, FileState.ACCEPTED}, "accepted is what the bank had before it was sealed"
            set_aside = select(parked.c.closed_by).where(parked.c.state == DISCARDED)
            assert connection.scalars(set_aside).all() == ["staff-1"]


@pytest.mark.parametrize(
    ("service", "fault", "part"),
    [
        ("payments", update(position).values(target_minor=position.c.target_minor + 1), "position"),
        ("payments", update(posting).values(account="cash"), "posting, summed by account and person"),
        ("eligibility", update(determination).values(content=b"{}"), "determination, latest"),
        ("eligibility", delete(fact).where(fact.c.number == select(func.min(fact.c.number)).scalar_subquery()), "fact"),
        ("oversight", update(inbox).values(content=b"other"), "inbox"),
    ],
)
def test_a_table_that_is_not_what_the_log_says_is_named(
    world: Served, empty: str, service: str, fault: Any, part: str
) -> None:
    live = world.stack.databases[service]
    table = fault.table
    around = text("SET LOCAL session_replication_role = replica")
    with live.begin() as connection:
        before = [dict(row) for row in connection.execute(select(table)).mappings()]
        connection.execute(around)
        connection.execute(fault)
    try:
        found = rebuilt(world, service, empty, status=1)
    finally:
        with live.begin() as connection:
            connection.execute(around)
            connection.execute(delete(table))
            connection.execute(table.insert(), before)
    assert [name for name, one in found.items() if one["holds"] and not one["equal"]] == [part]


def one_topic_after_the_other(settings: Settings, ends: Ends, rank: Any) -> Iterator[tuple[Any, Any]]:
    """The obvious way to read a log, which closes all days after everything or before anything else."""
    for topic, partition in sorted(ends, key=lambda place: (rank(place[0]), place)):
        for place, records in read_to(settings, {(topic, partition): ends[topic, partition]}):
            yield from ((place, record) for record in records)


def test_reading_one_topic_after_the_other_gives_another_state(
    world: Served, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.operations.rebuild.in_order_of_arrival", one_topic_after_the_other)
    found = rebuilt(world, "payments", empty, status=1)
    assert not found["instruction"]["equal"], "payments fall due by the days that close between other events"


def refusal(world: Served, service: str, into: str) -> str:
    """Why a rebuild does not begin."""
    done = RUNNER.invoke(app, ["rebuild", service, "--into", into], env=world.environment)
    assert done.exit_code == 1
    assert done.exception is not None
    return str(done.exception)


def test_the_live_database_and_every_other_that_is_not_empty_is_refused(world: Served, empty: str) -> None:
    live = world.settings.database_url
    assert "is the live one" in refusal(world, "claims", live)
    assert "is the live one" in refusal(world, "claims", f"{live}{'&' if '?' in live else '?'}application_name=another")
    rebuilt(world, "claims", empty)
    assert "is not empty: claims has rows in inbox" in refusal(world, "claims", empty)


def test_a_service_that_is_none_and_a_database_that_is_none_are_refused(world: Served, empty: str) -> None:
    assert "There is no service pensions" in refusal(world, "pensions", empty)
    assert "does not do" in refusal(world, "claims", "postgresql+psycopg://nobody@127.0.0.1:1/none")


def test_a_log_that_no_longer_keeps_the_beginning_is_refused(empty_world: Served, empty: str) -> None:
    filed = number_told("p-1", 1)
    empty_world.hears([("intake", filed.subject, filed.to_bytes())] * 2)
    empty_world.works()
    empty_world.forgets("intake", partition_of("p-1", PARTITIONS), 1)
    assert "what came before is in no log. Restore a backup" in refusal(empty_world, "claims", empty)
