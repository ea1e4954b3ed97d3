"""The exporter under its own role on PostgreSQL: it sees what is there and what the relay has still to carry."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from services.demo.people import People
from services.payments.tables import instruction
from services.runtime.database.store import outbox
from services.runtime.delivery.outbox import note_published
from services.runtime.process.settings import Settings, WrongSetting
from services.watching import places
from services.watching.lag import ReaderProgress, ReadersProgress
from services.watching.snapshot import Snapshot
from tests.deploy.installation import Installation, live, world_in
from tests.services.watching.seen import Watcher

PEOPLE = 3


class NoLog:
    """The log is looked at by tests of its own."""

    def look(self, standings: ReadersProgress, snapshot: Snapshot) -> None:
        """Nothing is put; what was reached is read all the same."""
        assert standings.keys()
        assert not snapshot.figures

    def put_gaps(self, service: str, standing: ReaderProgress, snapshot: Snapshot) -> None:
        """Nothing was acknowledged."""

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture(scope="module")
def lived(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The installation after a few people lived in it."""
    laptop = world_in(installation, tmp_path_factory.mktemp("world"))
    live(installation, laptop, People(count=PEOPLE))
    laptop.close()
    return installation


@pytest.fixture
def watcher(lived: Installation) -> Iterator[Watcher]:
    settings = Settings(database_url=lived.url("tideover_exporter"), partitions=1)
    there = places.on_the_stack(settings, NoLog())
    yield Watcher(there)
    there.close()


@pytest.fixture
def cursor_forgotten(lived: Installation) -> Iterator[None]:
    """Whatever a test notes as relayed is forgotten again."""
    yield
    superuser = {"PGPASSWORD": lived.superuser_password}
    sql = "UPDATE payments.outbox_partition SET published = 0"
    lived.server.run("psql", "--username=postgres", "--dbname=tideover", f"--command={sql}", **superuser)


def test_it_sees_every_place_and_what_is_there(watcher: Watcher, lived: Installation) -> None:
    seen = watcher.look()
    assert seen.all_seen, seen.health.ready_state().says
    database = lived.database("payments")
    with database.begin() as connection:
        settled = connection.scalar(select(func.count()).where(instruction.c.stage == "settled"))
    database.close()
    assert settled
    assert seen.value("tideover_payments", stage="settled", currency="USD") == settled
    assert seen.value("tideover_ledger_off_balance_minor_units", currency="USD") == 0
    assert seen.value("tideover_reconciliation_differences") == 0
    assert seen.value("tideover_day_closed_timestamp_seconds", partition="0") is not None


@pytest.mark.usefixtures("cursor_forgotten")
def test_it_sees_what_the_relay_has_still_to_carry(watcher: Watcher, lived: Installation) -> None:
    relay = places.on_the_stack(Settings(database_url=lived.url("tideover_relay"), partitions=1), NoLog())
    with relay.databases["payments"].begin() as connection:
        rows = connection.scalar(select(func.count()).select_from(outbox)) or 0
    assert watcher.look().value("tideover_outbox_waiting_events", service="payments") == rows
    with relay.databases["payments"].begin() as connection:
        note_published(connection, {0: rows // 2})
    relay.close()
    assert watcher.look().value("tideover_outbox_waiting_events", service="payments") == rows - rows // 2


def test_it_cannot_write_even_where_it_may_read(watcher: Watcher) -> None:
    with pytest.raises(DBAPIError, match="read-only"), watcher.places.reading("claims") as connection:
        connection.exec_driver_sql("DELETE FROM claim")


def test_a_stack_without_a_database_is_one_sentence() -> None:
    with pytest.raises(WrongSetting, match="TIDEOVER_DATABASE_URL is not set"):
        places.on_the_stack(Settings(), NoLog())
