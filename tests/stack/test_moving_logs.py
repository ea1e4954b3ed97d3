"""A step that moves what services have said is taken only when everybody has heard it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from deploy.postgres.server import Server
from services.__main__ import app
from services.operations.moving_logs import unrest_before_moving
from services.runtime.database.schema import engine_on, upgrade
from services.runtime.process.settings import Settings
from services.worlds import real_services

EVENT = uuid4()
DECIDED = "tideover.claims.claim-decision.v1"
"""In the version that was said then; whoever hears it reads the one of today."""
BEFORE_PARTITIONS = "runtime_0004"
HEARERS = ("payments", "oversight")


@pytest.fixture(scope="module")
def url(postgresql: Server) -> Iterator[str]:
    """Claims has said one event; no outbox has partitions yet."""
    name = f"test_{uuid4().hex}"
    made = postgresql.create_database(name)
    for service in ("claims", *HEARERS):
        upgrade(made, service, BEFORE_PARTITIONS)
    columns, values = "event_id, topic, subject, type, body", ":id, 'claims', 'ann', :type, 'x'"
    writes(made, "claims", f"INSERT INTO outbox ({columns}) VALUES ({values})")
    yield made
    postgresql.drop_database(name)


@pytest.fixture(autouse=True)
def nobody_has_heard_it(url: str) -> None:
    """Nor has Kafka."""
    writes(url, "claims", "DELETE FROM relayed")
    for service in HEARERS:
        for table in ("reached", "inbox", "parked"):
            writes(url, service, f"DELETE FROM {table}")


def writes(url: str, service: str, statement: str) -> None:
    engine = engine_on(url, service)
    with engine.begin() as connection:
        connection.execute(text(statement), {"id": EVENT, "type": DECIDED})
    engine.dispose()


def published(url: str) -> None:
    writes(url, "claims", "INSERT INTO relayed SELECT 'kafka', \"transaction\", position FROM outbox")


def listens(url: str, service: str) -> None:
    writes(url, service, "INSERT INTO reached VALUES ('claims', 0, 1)")


def hears(url: str, service: str) -> None:
    listens(url, service)
    writes(url, service, "INSERT INTO inbox (event_id, content) VALUES (:id, 'x')")


def unrest(url: str) -> str:
    return unrest_before_moving(url, "claims", real_services(Settings())) or ""


def test_what_kafka_does_not_have_yet_is_not_moved(url: str) -> None:
    assert unrest(url).startswith("Kafka does not have all events of claims yet (1 missing), and a step would move")


def test_what_somebody_has_not_heard_is_not_moved(url: str) -> None:
    published(url)
    listens(url, "payments")
    hears(url, "oversight")
    assert unrest(url).startswith("payments has not heard all events of claims yet (1 missing), and a step would move")


@pytest.mark.parametrize("parked_as", ["{}", "{}#0123456789abcdef"])
def test_what_is_parked_counts_as_heard(url: str, parked_as: str) -> None:
    published(url)
    listens(url, "payments")
    columns = "identity, subject, code, reason, origin, body, state"
    values = f"'{parked_as.format(EVENT)}', 'ann', 'handler-failed', 'x', 'x', 'x', 'waiting'"
    writes(url, "payments", f"INSERT INTO parked ({columns}) VALUES ({values})")
    assert not unrest(url)


def test_who_never_listened_is_not_waited_for(url: str) -> None:
    published(url)
    hears(url, "payments")
    assert not unrest(url)


def test_migrate_says_so_and_takes_no_step_until_all_is_still(url: str) -> None:
    def migrates() -> tuple[int, str]:
        done = CliRunner().invoke(app, ["migrate"], env={"TIDEOVER_DATABASE_URL": url})
        return done.exit_code, str(done.exception or "")

    code, sentence = migrates()
    assert code
    assert sentence.endswith("come to rest (tideover lag shows nothing), stop it, and migrate then.")
    published(url)
    assert migrates() == (0, "")
