"""An officer's form that two browsers send in the same moment acts once, on PostgreSQL as on a laptop."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select

from contracts.intake import Channel, ClaimFiled
from services.console.acts.writing import Done, write
from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role
from services.console.tables import TABLES, act
from services.console.world import ConsoleWorld
from services.names import CONSOLE
from services.runtime.database.store import Database, outbox

BROWSERS, FORMS = 3, 8
OFFICER = SignedIn("officer-120", "Ines Costa", frozenset({Role.INTAKE}))
FILED = ClaimFiled(
    key="c-1",
    source_version=1,
    recorded_at=datetime(2020, 1, 27, tzinfo=UTC),
    scheme="us/mississippi",
    filed_on=date(2020, 1, 20),
    unemployed_from=date(2020, 1, 13),
    channel=Channel.PAPER,
)


@pytest.fixture
def world(migrated_database_url: str) -> Iterator[ConsoleWorld]:
    own = Database.on_postgresql(migrated_database_url, CONSOLE, TABLES)
    yield ConsoleWorld(
        databases={},
        own=own,
        heard=lambda _: (),
        arrived=lambda _: (),
        today=lambda: date(2020, 1, 27),
        now_ms=lambda: 1_580_120_000_000,
        carry=lambda: None,
    )
    own.close()


def test_a_form_that_several_browsers_send_at_once_acts_once_and_fails_nobody(world: ConsoleWorld) -> None:
    together = Barrier(BROWSERS)

    def sends(key: str) -> bool:
        together.wait(30)
        return write(world, OFFICER, key, Done(FILED, "p-1", Role.INTAKE, None))

    with ThreadPoolExecutor(BROWSERS) as browsers:
        for number in range(FORMS):
            key = f"form-number-{number:012}"
            acted = [sent.result() for sent in [browsers.submit(sends, key) for _ in range(BROWSERS)]]
            assert sorted(acted) == [False] * (BROWSERS - 1) + [True]
    with world.own.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(act)) == FORMS
        assert connection.scalar(select(func.count()).select_from(outbox)) == FORMS
