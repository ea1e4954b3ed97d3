"""From nothing, and from every step there ever was, the steps end in the tables that the code has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from contracts.about import from_short, short
from contracts.base import Envelope
from contracts.claims import ClaimDecision
from contracts.schemas import EXAMPLES
from deploy.draft_step import ANY_SERVICE, draft, tables_of
from deploy.postgres.server import Server
from services.claims.vault import Identity, Vault
from services.eligibility.fact_rows import COLUMNS, fact_row, stated_in
from services.eligibility.tables import fact
from services.names import CONSOLE, KEYS, SERVICES
from services.runtime.database import schema
from services.runtime.database.driver import Row
from services.runtime.database.schema import (
    COMMON,
    VERSION_TABLE,
    carried,
    engine_on,
    folder_of,
    reached_by,
    steps_of,
    upgrade,
)
from services.runtime.database.store import METADATA
from services.runtime.privacy.cipher import KEY_BYTES, WITHOUT_KEY_ID, Cipher
from services.runtime.privacy.key_store import KeyStore
from tests.stack.catalog import catalog
from tests.stack.schemas import copy_of_all_steps, count, fill, head_of, made_by_the_code, plant

HISTORIES = (*SERVICES, CONSOLE)
EARLIER = sorted({(service, step.revision) for service in HISTORIES for step in steps_of(service).walk_revisions()})
"""Every step that a service's schema takes; those of a history stand in their order."""


def seen_by_alembic(connection: Connection, service: str) -> list[object]:
    """What alembic would still do to make the schema what the code says."""
    options = {"version_table": VERSION_TABLE, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=options)
    tables = [tables_of(service)] if service == KEYS else [METADATA, tables_of(service)]
    return list(compare_metadata(context, tables))  # type: ignore[arg-type]


@pytest.mark.parametrize("service", [KEYS, *HISTORIES])
def test_what_the_files_say_of_themselves_is_what_alembic_makes_of_them(service: str) -> None:
    steps = steps_of(service)
    assert carried(service).heads == set(steps.get_heads())
    assert carried(service).all_steps.keys() == {step.revision for step in steps.walk_revisions()}


@pytest.fixture
def connection(migrated_database_url: str) -> Iterator[Connection]:
    """Payments, migrated: the schema with the most to lose."""
    engine = engine_on(migrated_database_url, "payments")
    with engine.connect() as one:
        yield one
    engine.dispose()


@pytest.fixture(scope="module")
def by_the_code(postgresql: Server) -> dict[str, set[str]]:
    """The catalog of each service's schema as the tables in the code make it."""
    url = postgresql.create_database(f"code_{uuid4().hex}")
    made: dict[str, set[str]] = {}
    for service in (*HISTORIES, KEYS):
        engine = made_by_the_code(url, service)
        with engine.connect() as connection:
            made[service] = catalog(connection, service)
        engine.dispose()
    assert all(made.values())
    return made


@pytest.fixture(scope="module")
def with_keys(postgresql: Server) -> str:
    """The name of a database in which only the keys are migrated: services' steps may move keys there."""
    name = f"keys_{uuid4().hex}"
    upgrade(postgresql.create_database(name), KEYS)
    return name


@dataclass
class Walk:
    """Databases that take the steps of a history one by one; each step is there to be copied."""

    server: Server
    with_keys: str
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def come_to(self, service: str, step: str) -> str:
        """The name of a database of the service that has come to this step from the one before, and is empty."""
        history = step.rpartition("_")[0]
        if (service, history) not in self.names:
            self.names[service, history] = f"{service}_{history}_{uuid4().hex}"
            self.server.create_database(self.names[service, history], template=self.with_keys)
        name = self.names[service, history]
        upgrade(self.server.url(name), service, step)
        return name


@pytest.fixture(scope="module")
def walk(postgresql: Server, with_keys: str) -> Walk:
    """One for this file: a step is not taken again for each that comes after it."""
    return Walk(postgresql, with_keys)


@pytest.fixture
def earlier_url(service: str, step: str, walk: Walk) -> Iterator[str]:
    """A database for this test alone that has come as far as the step."""
    name = f"test_{uuid4().hex}"
    yield walk.server.create_database(name, template=walk.come_to(service, step))
    walk.server.drop_database(name)


@pytest.mark.parametrize("service", [*HISTORIES, KEYS])
def test_from_nothing_to_what_the_code_says(service: str, database_url: str, by_the_code: dict[str, set[str]]) -> None:
    upgrade(database_url, service)
    with engine_on(database_url, service).connect() as connection:
        assert catalog(connection, service) == by_the_code[service]
        assert seen_by_alembic(connection, service) == []


@pytest.mark.parametrize(("service", "step"), EARLIER)
def test_from_every_step_there_was_with_people_in_it(
    service: str, earlier_url: str, by_the_code: dict[str, set[str]]
) -> None:
    engine = engine_on(earlier_url, service)
    with engine.begin() as connection:
        before = fill(connection)
    upgrade(earlier_url, service)
    with engine.begin() as connection:
        after = count(connection)
        assert {name: rows for name, rows in after.items() if name in before} == {
            name: rows for name, rows in before.items() if name in after
        }
        assert catalog(connection, service) == by_the_code[service]


def test_wrapped_keys_that_lay_beside_what_they_seal_are_moved_and_open_it_again(database_url: str) -> None:
    upgrade(database_url, KEYS)
    upgrade(database_url, "claims", "claims_0001")
    keys = KeyStore.in_memory()
    cipher = Cipher(bytes(KEY_BYTES), keys)
    fields = cipher.seal({"ann": {"name": "Ann", "national_id": "1", "born_on": "1980-01-01"}})["ann"]
    (key,) = keys.of("ann")
    before = {name: WITHOUT_KEY_ID + content[1 + len(key.id.bytes) :] for name, content in fields.items()}
    names = ("subject", "wrapped_key", *before)
    row = text(f"INSERT INTO vault ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})")
    engine = engine_on(database_url, "claims")
    with engine.begin() as connection:
        connection.execute(row, {"subject": "ann", "wrapped_key": key.wrapped, **before})
    upgrade(database_url, "claims")
    moved = Cipher(bytes(KEY_BYTES), KeyStore.on_postgresql(database_url))
    with engine.begin() as connection:
        assert Vault(moved).who_is(connection, "ann") == Identity("Ann", "1", date(1980, 1, 1))


@pytest.mark.parametrize(
    "fault",
    [
        "ALTER TABLE instruction ADD COLUMN channel text",
        "ALTER TABLE journal ALTER COLUMN kind TYPE varchar(21)",
        "DROP INDEX instruction_by_person",
        "ALTER TABLE parked ALTER COLUMN transaction DROP DEFAULT",
    ],
)
def test_a_planted_difference_is_seen_by_alembic(fault: str, connection: Connection) -> None:
    assert seen_by_alembic(connection, "payments") == []
    connection.execute(text(fault))
    assert seen_by_alembic(connection, "payments") != []


@pytest.mark.parametrize(
    "fault",
    [
        "ALTER TABLE paid_days DROP CONSTRAINT a_day_is_paid_once",
        "ALTER TABLE instruction DROP CONSTRAINT pays_something",
        "ALTER TABLE posting DISABLE TRIGGER guard_11_posting",
        "DROP TRIGGER journal_balance ON journal",
        "CREATE OR REPLACE FUNCTION guard_12_journal() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
)
def test_a_planted_difference_that_alembic_overlooks_is_in_the_catalog(fault: str, connection: Connection) -> None:
    before = catalog(connection, "payments")
    connection.execute(text(fault))
    assert catalog(connection, "payments") != before


def test_whoever_migrates_at_the_same_time_waits(database_url: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        taken = list(threads.map(lambda _: upgrade(database_url, "claims"), range(3)))
    assert sorted(map(bool, taken)) == [False, False, True]


def as_version_1(row: Row) -> Row:
    """A decision's row as a program wrote it that knew version 1 only: about a short text, `week:2020-03-29`."""
    *place_and_id, _, body = row[: len(COLUMNS)]
    decision = json.loads(body)
    decision["about"] = short(ClaimDecision.model_validate_json(body).about)
    return (*place_and_id, 1, json.dumps(decision, ensure_ascii=False, separators=(",", ":")).encode())


def test_decisions_of_version_1_become_what_the_log_is_read_as(database_url: str) -> None:
    envelope = Envelope.from_bytes((EXAMPLES / "claims.claim-decision.v2.json").read_bytes())
    decision = ClaimDecision.model_validate(envelope.data)
    rows: list[Row] = []
    for number, about in enumerate(("separation", "week:2020-03-29", "overpayment:2020-03-29", "referral:a:b")):
        told = {"question": f"q-{number}", "about": from_short(about), "reasons": 'She wrote "é", and\nmore.'}
        rows.append(fact_row("p-ann", decision.model_copy(update=told), uuid4()))
    upgrade(database_url, "eligibility", "eligibility_0001")
    with engine_on(database_url, "eligibility").begin() as connection:
        old = [dict(zip(COLUMNS, as_version_1(row), strict=True)) for row in rows]
        connection.execute(fact.insert(), old)  # not by COPY, which writes the columns as wide as they are today
    upgrade(database_url, "eligibility")
    with engine_on(database_url, "eligibility").begin() as connection:
        raised = connection.execute(select(*(fact.c[name] for name in COLUMNS)).order_by(fact.c.number)).all()
    assert {row.event_version for row in raised} == {2}
    assert [stated_in(tuple(row)) for row in raised] == [stated_in(row) for row in rows]


@pytest.fixture
def planting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of all steps, in which a test may plant one more."""
    folder = copy_of_all_steps(tmp_path)
    monkeypatch.setattr(schema, "_SERVICES", folder)
    return folder


def test_a_step_that_fails_leaves_nothing_of_itself_or_of_those_before(planting: Path, database_url: str) -> None:
    plant(planting, "oversight", head_of("oversight"), "CREATE TABLE half_done (x int)", "SELECT no_such_function()")
    with pytest.raises(ProgrammingError, match="no_such_function"):
        upgrade(database_url, "oversight")
    with engine_on(database_url, "oversight").connect() as connection:
        assert not reached_by(connection)
        assert count(connection) == {}


def test_a_step_that_forgets_the_people_who_are_there_is_caught(planting: Path, database_url: str) -> None:
    upgrade(database_url, "claims")
    with engine_on(database_url, "claims").begin() as connection:
        fill(connection)
    plant(planting, "claims", head_of("claims"), "ALTER TABLE claim ADD COLUMN office text NOT NULL")
    with pytest.raises(IntegrityError, match="office"):
        upgrade(database_url, "claims")


@pytest.mark.parametrize(
    ("history", "table", "column"), [("payments", "overpayment_decision", "article"), (COMMON, "parked", "origin")]
)
def test_the_next_step_is_drafted_from_the_tables(
    history: str, table: str, column: str, planting: Path, database_url: str
) -> None:
    nothing = Path(draft(history, "Nothing at all", database_url))
    assert nothing.parent == planting / history / "migrations"
    assert "pass" in nothing.read_text("utf-8")
    nothing.unlink()
    with engine_on(database_url, ANY_SERVICE if history == COMMON else history).begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
    drafted = Path(draft(history, "It is found again", database_url)).read_text("utf-8")
    assert f"op.add_column('{table}'" in drafted
    assert drafted.count("op.") == 1 + drafted.count("op.create_index"), "nothing but what is missing"


OURS = re.compile(r"^\s*(from|import) (contracts|services|deploy|tests)\b", re.MULTILINE)


def test_a_step_uses_nothing_of_ours_and_so_never_changes() -> None:
    assert OURS.search("from services.runtime.database.transactions import Xid8"), "the check itself must bite"
    steps = [path for history in (*HISTORIES, COMMON, KEYS) for path in folder_of(history).glob(f"{history}_*.py")]
    assert len(steps) >= len(SERVICES)
    assert [path.name for path in steps if OURS.search(path.read_text("utf-8"))] == []
