"""The audit is clean where all is well, and names what was planted: each fault is put back again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Executable, Table, delete, func, insert, select, text, update

from contracts.base import derived_id, partition_of
from services.operations.findings import DELETED, EFFECT, LEDGER, PASSED_OVER, PUBLICATION, ROWS, RULES
from services.payments.tables import posting
from services.runtime.database.store import inbox, missed, outbox, outbox_partition, parked, reached
from tests.services.operations.corruptions import SEEN_BY_ANY_AUDIT, Corruption
from tests.stack.chronicle import number_told
from tests.stack.served import PARTITIONS, Served, tideover

AROUND_THE_GUARDS = text("SET LOCAL session_replication_role = replica")
"""Whoever owns the server can go around every guard."""
ROWS_TO_EXCHANGE = 2
RARE_MAX = 6
"""Of some tables this world has no rows: nobody waits for a day, no overpayment was decided."""


@contextmanager
def planted(world: Served, service: str, table: Table, *faults: Executable) -> Iterator[None]:
    """Faults in one table, whose rows are as before when the block ends."""
    database = world.stack.databases[service]
    with database.begin() as connection:
        before = [dict(row) for row in connection.execute(select(table)).mappings()]
        connection.execute(AROUND_THE_GUARDS)
        for fault in faults:
            connection.execute(fault)
    try:
        yield
    finally:
        with database.begin() as connection:
            connection.execute(AROUND_THE_GUARDS)
            connection.execute(delete(table))
            if before:
                connection.execute(table.insert(), before)


def some(world: Served, service: str, column: ColumnElement[Any]) -> Any:
    """A value that stands in a service's table."""
    with world.stack.databases[service].reading() as connection:
        return connection.scalars(select(column).order_by(column)).first()


def findings(world: Served, rule: str) -> list[dict[str, str]]:
    """What the audit names of one rule, which must be something."""
    return [found for found in tideover(world, "audit", status=1)["findings"] if found["rule"] == rule]


def test_where_all_is_well_everything_was_looked_at_and_nothing_is_found(world: Served) -> None:
    said = tideover(world, "audit")
    assert said["findings"] == []
    assert said["not_kept"] == {}
    looked_at = {(one["rule"], one["service"]): one["looked_at"] for one in said["looked_at"]}
    assert {rule for rule, _ in looked_at} == set(RULES)
    for service in world.stack.services:
        with world.stack.databases[service].reading() as connection:
            known = connection.scalar(select(func.count()).select_from(inbox)) or 0
        assert looked_at[EFFECT, service] >= known > 0, service
        assert looked_at.get((PUBLICATION, service), 0) == world.said(service)


def test_an_effect_without_its_inbox_row_is_named(world: Served) -> None:
    gone = some(world, "claims", inbox.c.event_id)
    with planted(world, "claims", inbox, delete(inbox).where(inbox.c.event_id == gone)):
        found = findings(world, EFFECT)
    assert [(one["rule"], one["service"]) for one in found] == [(EFFECT, "claims")]
    assert str(gone) in found[0]["says"]
    assert tideover(world, "audit")["findings"] == [], "put back, all is well again"


def test_an_effect_of_other_content_than_the_log_has_is_named(world: Served) -> None:
    changed = some(world, "payments", inbox.c.event_id)
    fault = update(inbox).where(inbox.c.event_id == changed).values(content=b"another content")
    with planted(world, "payments", inbox, fault):
        found = findings(world, EFFECT)
    assert [(one["rule"], one["service"]) for one in found] == [(EFFECT, "payments")]
    assert str(changed) in found[0]["says"]


def test_a_parked_message_that_vanished_is_named(world: Served) -> None:
    gone = some(world, "payments", parked.c.identity)
    with planted(world, "payments", parked, delete(parked).where(parked.c.identity == gone)):
        found = findings(world, EFFECT)
    assert [(one["rule"], one["service"]) for one in found] == [(EFFECT, "payments")]
    assert gone in found[0]["says"]


def test_positions_acknowledged_without_being_read_are_named_each(world: Served) -> None:
    again = [
        ("intake", one.subject, one.to_bytes()) for one in (number_told("p-skipped", number) for number in range(3))
    ]
    world.hears(again)
    for partition, end in world.ends("intake").items():
        world.acknowledges("tideover-claims", "intake", partition, end)
    found = findings(world, EFFECT)
    assert {(one["rule"], one["service"]) for one in found} == {(EFFECT, "claims")}
    assert len(found) == len(again)
    assert all(one["place"].startswith("intake/") for one in found)
    world.works()
    assert tideover(world, "audit")["findings"] == [], "read after all, nothing is missing"


def test_what_a_service_noticed_to_be_passed_over_is_named(world: Served) -> None:
    gap = insert(missed).values(topic="intake", partition=1, start=2, end=4)
    with planted(world, "claims", missed, gap):
        found = findings(world, PASSED_OVER)
    assert [(one["rule"], one["place"]) for one in found] == [(PASSED_OVER, "intake/1/2")]


def test_a_relay_that_went_past_an_unpublished_row_is_named(world: Served) -> None:
    event = derived_id("said and never published")
    said = {"event_id": event, "topic": "claims", "subject": "p-1", "type": "claims.opened", "body": b"{}"}
    said |= {"partition": 0, "number": 9_000_000}
    past = text("UPDATE outbox_partition SET published = 9000001 WHERE partition = 0")
    with planted(world, "claims", outbox, insert(outbox).values(said)):
        assert {found["rule"] for found in findings(world, ROWS)} == {ROWS}, "what waits to be published is not missing"
        with planted(world, "claims", outbox_partition, past):
            found = findings(world, PUBLICATION)
    assert [(one["rule"], one["service"], one["place"]) for one in found] == [(PUBLICATION, "claims", str(event))]


def test_money_out_of_nothing_is_named(world: Served) -> None:
    line = select(posting.c.journal).limit(1).scalar_subquery()
    fault = update(posting).where(posting.c.journal == line, posting.c.line == 0).values(amount_minor=1)
    with planted(world, "payments", posting, fault):
        found = findings(world, LEDGER)
    assert {one["rule"] for one in found} == {LEDGER}
    assert any("is off by" in one["says"] for one in found)


def rounds(world: Served) -> list[list[Corruption]]:
    """The corruptions for which this world has rows, in rounds in which no two touch one table."""
    apart: list[list[Corruption]] = []
    for corruption in SEEN_BY_ANY_AUDIT:
        if any(lacking(world, corruption.service, table) for table in corruption.tables):
            continue
        free = (round_ for round_ in apart if not any(meet(corruption, other) for other in round_))
        if (round_ := next(free, None)) is None:
            apart.append(round_ := [])
        round_.append(corruption)
    return apart


def lacking(world: Served, service: str, table: Table) -> bool:
    with world.stack.databases[service].reading() as connection:
        return (connection.scalar(select(func.count()).select_from(table)) or 0) < ROWS_TO_EXCHANGE


def meet(one: Corruption, other: Corruption) -> bool:
    return one.service == other.service and bool(set(one.tables) & set(other.tables))


@contextmanager
def done(world: Served, corruption: Corruption) -> Iterator[None]:
    """The corruption, and its tables as before when the block ends."""
    with ExitStack() as put_back:
        for table in corruption.tables:
            put_back.enter_context(planted(world, corruption.service, table))
        with world.stack.databases[corruption.service].begin() as connection:
            connection.execute(AROUND_THE_GUARDS)
            corruption.does(connection)
        yield


def test_whatever_was_done_to_rows_is_named_on_postgresql_too(world: Served, tmp_path: Path) -> None:
    heads = str(tmp_path / "heads")
    assert tideover(world, "audit", "--heads", heads)["findings"] == []
    tried = rounds(world)
    assert sum(map(len, tried)) > len(SEEN_BY_ANY_AUDIT) - RARE_MAX
    for corruptions in tried:
        with ExitStack() as put_back:
            for corruption in corruptions:
                put_back.enter_context(done(world, corruption))
            named = {(found["service"], found["place"]) for found in tideover(world, "audit", status=1)["findings"]}
        assert {(one.service, one.seen) for one in corruptions} <= named
    assert tideover(world, "audit", "--heads", heads)["findings"] == [], "put back, all is well again"


def test_what_the_log_deleted_before_a_service_read_it_is_named(empty_world: Served) -> None:
    world = empty_world
    filed = number_told("p-1", 1)
    world.hears([("intake", filed.subject, filed.to_bytes())] * 3)
    world.works()
    partition = partition_of("p-1", PARTITIONS)
    world.forgets("intake", partition, 3)
    assert tideover(world, "audit")["findings"] == [], "what was read may go"
    with planted(world, "claims", reached, update(reached).values(next_position=2)):
        found = findings(world, DELETED)
    place = f"intake/{partition}/2"
    assert [(one["rule"], one["service"], one["place"]) for one in found] == [(DELETED, "claims", place)]


def test_what_the_log_no_longer_keeps_is_counted_and_not_called_missing(empty_world: Served) -> None:
    world = empty_world
    filed = [number_told("p-1", number) for number in range(4)]
    world.hears([("intake", one.subject, one.to_bytes()) for one in filed])
    world.works()
    partition, end = max(world.ends("eligibility").items(), key=lambda one: one[1])
    world.forgets("eligibility", partition, end - 1)
    said = tideover(world, "audit")
    assert said["findings"] == []
    assert said["not_kept"] == {"eligibility": end - 1}
