"""A program goes on under the next one's tables where the steps between only add, as deploy/ROLLBACK.md says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import alembic.op
import pytest
from sqlalchemy import MetaData, text

from deploy.draft_step import tables_of
from services.demo.bank.server import bank_on_loopback
from services.demo.calendar import FIRST_DAY
from services.demo.people import People
from services.names import CONSOLE, KEYS, SERVICES
from services.payments.bank.gateway import BankGateway
from services.runtime.database import schema
from services.runtime.database.misfits import SchemaMisfit
from services.runtime.database.schema import COMMON, steps_of, upgrade
from services.runtime.database.store import METADATA, Database
from services.runtime.kafka.process import database_of
from services.runtime.process.settings import Settings, WrongSetting
from services.worlds import cipher_in
from tests.stack.additions import beyond_adding
from tests.stack.real_world import PARTITIONS
from tests.stack.recorded_life import Life, Place, introduce, lived
from tests.stack.schemas import copy_of_all_steps, head_of, plant
from tests.stack.world_rows import all_rows, differences

pytestmark = pytest.mark.usefixtures("postgresql")  # half of the tests ask for it only when they run

PEOPLE = People(count=4, seed="q")
ADDS = (
    "ALTER TABLE inbox ADD COLUMN heard_by text",
    "ALTER TABLE outbox ADD COLUMN lane integer NOT NULL DEFAULT 0",
    "CREATE TABLE added_by_the_next (number integer PRIMARY KEY)",
    "CREATE INDEX reached_by_topic ON reached (topic)",
)
"""What the next version adds to what every service writes all the time."""
ASKS_FOR_MORE = "ALTER TABLE inbox ADD COLUMN heard_by text NOT NULL"
Version = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """What some people lived, step by step, under tables that nobody changed."""
    with pytest.MonkeyPatch.context() as patch:
        yield lived(tmp_path_factory.mktemp("laptop"), PEOPLE, patch)


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """A copy of all steps, for the next version's."""
    return copy_of_all_steps(tmp_path / "next")


@pytest.fixture
def next_version(steps: Path, monkeypatch: pytest.MonkeyPatch) -> Version:
    """Within it, the program is the next one and carries the steps that were planted."""

    @contextmanager
    def newer() -> Iterator[None]:
        with monkeypatch.context() as patched:
            patched.setattr(schema, "_SERVICES", steps)
            yield

    return newer


def takes_the_steps(url: str, version: Version) -> None:
    """The next version migrates."""
    with version():
        for service in SERVICES:
            upgrade(url, service)


@dataclass
class Servers:
    """The databases of all services, on PostgreSQL or in a folder, and the program that is at work on them."""

    url: str | Path
    tables: Mapping[str, MetaData]
    open_: dict[str, Database] = field(default_factory=dict)

    def start(self) -> dict[str, Database]:
        """Open every database anew, as workers do at their start. Raises `WrongSetting` where one is refused."""
        self.end()
        for name, tables in self.tables.items():
            self.open_[name] = self._opened(name, tables)
            self.open_[name].log_is_whole, self.open_[name].outbox_partitions = False, 1  # as on a laptop
        return self.open_

    def _opened(self, name: str, tables: MetaData) -> Database:
        if isinstance(self.url, Path):
            return Database.on_sqlite(self.url / f"{name}.db", tables, partitions=PARTITIONS)
        return database_of(Settings(database_url=self.url, partitions=PARTITIONS), name, tables)

    def takes(self, *statements: str) -> None:
        """Change the files as the next version would: a laptop's are changed by nobody else."""
        for database in self.open_.values():
            with database.begin() as connection:
                for statement in statements:
                    connection.execute(text(statement))

    def end(self) -> None:
        for database in self.open_.values():
            database.close()


@pytest.fixture(params=["postgresql", "sqlite"])
def servers(request: pytest.FixtureRequest, life: Life, tmp_path: Path) -> Iterator[Servers]:
    tables = {service.name: service.tables for service in life.services()}
    on_files = request.param == "sqlite"
    servers = Servers(tmp_path if on_files else request.getfixturevalue("migrated_database_url"), tables)
    yield servers
    servers.end()


@contextmanager
def lived_again(life: Life, databases: Mapping[str, Database]) -> Iterator[Callable[[int, int], None]]:
    """A part of the life, of so many parts, is lived once more."""
    with bank_on_loopback(FIRST_DAY) as bank:
        gateway = BankGateway(bank.url, cipher_in(life.folder, "payments"))
        place = Place({service.name: service for service in life.services()}, databases, bank, gateway)
        introduce(PEOPLE, databases, life.folder)

        def live(part: int, parts: int) -> None:
            for step in life.steps[len(life.steps) * part // parts : len(life.steps) * (part + 1) // parts]:
                step(place)

        yield live
        assert place.otherwise == [], "the bank was told the same"


def test_a_program_goes_on_and_comes_back_under_tables_to_which_the_next_one_has_added(
    life: Life, servers: Servers, steps: Path, next_version: Version
) -> None:
    plant(steps, COMMON, head_of(COMMON), *ADDS, expands=True)
    with lived_again(life, servers.start()) as live:
        live(0, 5)
        if isinstance(servers.url, Path):
            servers.takes(*ADDS)
        else:
            takes_the_steps(servers.url, next_version)
        live(1, 5)  # the process that was at work goes on
        servers.start()
        live(2, 5)
        with next_version():
            servers.start()
            live(3, 5)
        servers.start()  # put back
        live(4, 5)
    laptop = life.laptop()
    for name, database in laptop.databases.items():
        assert differences(all_rows(database), all_rows(servers.open_[name])) == [], name
    laptop.close()


def test_a_step_that_asks_for_more_stops_the_program_before_it_which_parks_nobody(
    life: Life, migrated_database_url: str, steps: Path, next_version: Version
) -> None:
    plant(steps, COMMON, head_of(COMMON), ASKS_FOR_MORE)
    servers = Servers(migrated_database_url, {one.name: one.tables for one in life.services()})
    with lived_again(life, servers.start()) as live:
        takes_the_steps(migrated_database_url, next_version)
        with pytest.raises(SchemaMisfit, match="stop every process, run tideover migrate"):
            live(0, 1)
        for database in servers.open_.values():
            with database.reading() as connection:
                assert connection.scalar(text("SELECT count(*) FROM parked")) == 0
    with pytest.raises(WrongSetting) as refused:
        servers.start()
    assert str(refused.value) == (
        "The schema eligibility is at runtime_9999, under which this program cannot work: it is older, and a step "
        "since then does more than add. Start the version that belongs to the tables."
    )
    servers.end()


def fault_of(url: str, service: str) -> str | None:
    database = Database.on_postgresql(url, service, MetaData())
    with database.reading() as connection:
        found = schema.schema_fault(connection)
    database.close()
    return found


def test_a_program_goes_on_under_many_steps_that_add_until_one_does_more(
    migrated_database_url: str, steps: Path, next_version: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(steps, "claims", head_of("claims"), "ALTER TABLE claim ADD COLUMN first text", expands=True, number=9001)
    plant(steps, "claims", "claims_9001", "ALTER TABLE claim ADD COLUMN second text", expands=True, number=9002)
    takes_the_steps(migrated_database_url, next_version)
    assert fault_of(migrated_database_url, "claims") is None
    assert upgrade(migrated_database_url, "claims") == (), "who puts the program back may migrate as ever"

    two_later = copy_of_all_steps(tmp_path / "two-later", steps)
    plant(two_later, "claims", "claims_9002", "ALTER TABLE claim DROP COLUMN first", number=9003)
    monkeypatch.setattr(schema, "_SERVICES", two_later)
    upgrade(migrated_database_url, "claims")
    monkeypatch.undo()
    assert "a step since then does more than add" in (fault_of(migrated_database_url, "claims") or "")


@pytest.mark.parametrize("expands", [True, False])
def test_before_a_step_it_is_said_whether_the_program_at_work_may_go_on(
    migrated_database_url: str, steps: Path, next_version: Version, *, expands: bool
) -> None:
    plant(steps, "claims", head_of("claims"), "ALTER TABLE claim ADD COLUMN first text", expands=expands)
    with next_version():
        fault = fault_of(migrated_database_url, "claims") or ""
    assert fault.startswith("The schema claims is at ")
    assert ("The program of before may go on meanwhile" in fault) is expands


def history_of(revision: str) -> str:
    return revision.rpartition("_")[0]


def step(revision: str) -> Callable[[], None]:
    """What a step of ours does."""
    history = history_of(revision)
    found = steps_of(SERVICES[0] if history == COMMON else history).get_revision(revision)
    taken: Callable[[], None] = found.module.upgrade
    return taken


def tables_known(history: str) -> list[MetaData]:
    return [tables_of(history)] if history in {COMMON, KEYS} else [METADATA, tables_of(history)]


def kinds(faults: list[str]) -> list[str]:
    """What each fault says before it names the statement."""
    return [re.split("[,:]", fault)[0] for fault in faults]


@pytest.mark.parametrize(
    ("revision", "faults"),
    [
        ("claims_0022", []),
        ("payments_0019", []),
        ("console_0002", []),
        ("eligibility_0007", []),
        ("payments_0018", ["it does more than add"] * 2),
        ("payments_0014", ["digests cover the column", "it does more than add"]),
    ],
)
def test_what_our_steps_do_beyond_adding_is_told(revision: str, faults: list[str]) -> None:
    assert kinds(beyond_adding(step(revision), *tables_known(history_of(revision)))) == faults


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        *((statement, []) for statement in ADDS),
        (ASKS_FOR_MORE, ["nobody gives the column a value"]),
        ("ALTER TABLE inbox ADD COLUMN heard_by text UNIQUE", ["rows that were allowed are refused"]),
        ("CREATE UNIQUE INDEX once ON reached (topic)", ["rows that were allowed are refused"]),
        ("CREATE TABLE more (event uuid REFERENCES inbox)", ["rows that others point at cannot be deleted"]),
        ("ALTER TABLE inbox RENAME COLUMN event_id TO event", ["it does more than add"]),
        ("UPDATE reached SET next_position = 0", ["it does more than add"]),
    ],
)
def test_what_a_statement_does_beyond_adding_is_told(statement: str, faults: list[str]) -> None:
    assert kinds(beyond_adding(lambda: alembic.op.execute(statement), METADATA)) == faults


def test_every_step_that_says_that_it_only_adds_does() -> None:
    """None does more, whatever its file says of it."""
    for history in (COMMON, *SERVICES, CONSOLE, KEYS):
        for one in steps_of(SERVICES[0] if history == COMMON else history).walk_revisions():
            if one.revision.startswith(history) and getattr(one.module, "expands", False):
                assert beyond_adding(one.module.upgrade, *tables_known(history)) == [], one.revision
