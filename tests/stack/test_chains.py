"""Many writers at once on PostgreSQL: each links its own transaction, none waits for another, and all of it fits."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import MetaData, func, select

from contracts.base import derived_id
from services.operations.chains import audit_chains
from services.operations.findings import CHAIN, ROWS, Audit
from services.runtime.database import chain
from services.runtime.database.store import METADATA, Database, chain_head, chain_link, outbox, upsert, wake

WRITERS = 4
EACH = 15
OFTEN = 5


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database.on_postgresql(database_url, "claims", MetaData())
    with found.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA claims")
    METADATA.create_all(found.engine)
    yield found
    found.close()


def says(database: Database, writer: int, number: int) -> None:
    """One transaction: a row of its own, and one that all writers write."""
    row = {"topic": "claims", "subject": f"p-{writer}", "type": "claims.x", "body": b"{}"}
    with database.begin() as connection:
        chain.insert(
            connection, outbox, [row | {"event_id": derived_id(writer, number), "partition": writer, "number": number}]
        )
        if number % OFTEN == 0:
            upsert(connection, wake, [{"subject": "p", "what": "x", "partition": writer, "day": date(2026, 1, 1)}])


def audited(database: Database) -> Audit:
    audit = Audit()
    for _ in audit_chains("claims", database, [], audit):
        pass
    return audit


def test_many_writers_link_beside_each_other_and_an_audit_finds_nothing(database: Database) -> None:
    begins = Barrier(WRITERS)

    def writes(writer: int) -> None:
        begins.wait()
        for number in range(EACH):
            says(database, writer, number)

    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(writes, range(WRITERS)))
    audit = audited(database)
    assert audit.findings == []
    assert audit.looked_at[CHAIN, "claims"] == WRITERS * EACH
    assert audit.looked_at[ROWS, "claims"] == WRITERS * EACH + 1
    with database.reading() as connection:
        assert 0 < (connection.scalar(select(func.count()).select_from(chain_head)) or 0) <= WRITERS


def test_a_transaction_that_is_still_open_keeps_nobody_from_linking(database: Database) -> None:
    row = {"topic": "claims", "subject": "p", "type": "claims.x", "body": b"{}", "partition": 9, "number": 0}
    says(database, 0, 0)
    with database.engine.begin() as slow:
        chain.begin(slow)
        chain.insert(slow, outbox, [row | {"event_id": derived_id("slow")}])
        chain.commit(slow)
        says(database, 1, 1)
    assert audited(database).findings == []
    with database.reading() as connection:
        chains = connection.scalars(select(chain_link.c.chain).order_by(chain_link.c.position)).all()
    assert chains == [0, 0, 1], "the second chain was taken while the first was held"
