"""A partition moves from one server to another: nothing is lost, and nothing is there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from contracts.base import partition_of, read
from contracts.eligibility import DeterminationMade
from deploy.postgres.server import Server
from services.console.stack import StackConsole
from services.console.tables import TABLES as CONSOLE_TABLES
from services.eligibility.tables import TABLES
from services.operations.chains import audit_chains
from services.operations.findings import Audit
from services.operations.moving_partitions import CannotMove, move_partitions
from services.runtime.database.schema import upgrade
from services.runtime.database.split import SplitDatabase
from services.runtime.database.store import Database, inbox, outbox_partition, parked, reached
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.delivery.partition_places import MOVED_AWAY, misplaced_fault
from services.runtime.process.settings import Settings, WrongSetting
from services.workers import require_one_server
from tests.services.eligibility.registry import keeping_service, message
from tests.stack.world_rows import all_rows
from tests.stories.town import FIRST, born, certifies, files_claim, lost_work, wages

PARTITIONS = 2
PEOPLE = tuple(f"p-{number}" for number in range(9))
LIFE = (born(), *(wages(month) for month in (12, 15, 18, 20, 21)), lost_work(), files_claim(), certifies(0))
OTHER = {"inbox", "sheet", "reached"}
"""Tables that are not divided: what was known before goes along and stays, and the old server notes what moved."""


def on(url: str) -> Database:
    return Database.on_postgresql(url, "eligibility", TABLES, partitions=PARTITIONS)


@pytest.fixture
def old(migrated_database_url: str) -> Iterator[Database]:
    """Everybody's claims, and a message that nobody can read in each partition."""
    database, service = on(migrated_database_url), keeping_service()
    for partition in range(PARTITIONS):
        own = [person for person in PEOPLE if partition_of(person, PARTITIONS) == partition]
        deliver([Message(b"{nope", "registry", partition, 0), *told(own, partition)], service, database)
    yield database
    database.close()


def told(people: Sequence[str], partition: int) -> list[Message]:
    """Their lives as the log has them; a message that nobody can read came to the registry's topic before."""
    ends = Counter({"registry": 1})
    messages = []
    for event, person in product(LIFE, people):
        topic = event.publisher()
        messages.append(Message(message(event, person), topic, partition, ends[topic]))
        ends[topic] += 1
    return messages


@pytest.fixture
def new(postgresql: Server) -> Iterator[Database]:
    """A server on which nobody lies yet."""
    name = f"test_{uuid4().hex}"
    url = postgresql.create_database(name)
    upgrade(url, "eligibility")
    database = on(url)
    yield database
    database.close()
    postgresql.drop_database(name)


def rows_of(*parts: Database) -> dict[str, Counter[tuple[object, ...]]]:
    """All divided rows of some servers together."""
    found: dict[str, Counter[tuple[object, ...]]] = {}
    for part in parts:
        for table, rows in all_rows(part).items():
            if table not in OTHER:
                found.setdefault(table, Counter()).update(rows)
    return found


@pytest.fixture
def after(old: Database, new: Database) -> Iterator[SplitDatabase]:
    """Partition 0 stays, and 1 is on the new server."""
    here, there = on(str(old.engine.url)), on(str(new.engine.url))
    here.held, there.held = frozenset({0}), frozenset({1})
    together = SplitDatabase([here, there])
    yield together
    together.close()


def faults_in_chains(database: Database) -> list[str]:
    audit = Audit()
    for _ in audit_chains("eligibility", database, (), audit):
        pass
    return [finding.says for finding in audit.findings]


def _subjects(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(select(TABLES.tables["determination"].c.subject).distinct()))


def test_all_rows_are_there_once_each_with_its_person_and_both_chains_agree(
    old: Database, new: Database, after: SplitDatabase
) -> None:
    before = rows_of(old)
    [moved] = move_partitions(old, after)
    assert (moved.partition, moved.rows > 0) == (1, True)
    assert rows_of(old, new) == before
    for part, own in ((old, 0), (new, 1)):
        assert set(_subjects(part)) == {person for person in PEOPLE if partition_of(person, PARTITIONS) == own}
        assert faults_in_chains(part) == []
    assert list(move_partitions(after, after)) == [], "it lies there already"


def test_who_dies_between_the_two_servers_says_it_once_more(old: Database, new: Database, after: SplitDatabase) -> None:
    kept = rows_of(old)
    moving = move_partitions(old, after)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("services.operations.moving_partitions.note_moved_away", _dies)
        with pytest.raises(KeyboardInterrupt):
            next(moving)
    assert {rows["fact"].total() > kept["fact"].total() for rows in [rows_of(old, new)]} == {True}, "it is on both"
    assert [moved.partition for moved in move_partitions(old, after)] == [1]
    assert rows_of(old, new) == kept
    assert faults_in_chains(old) == faults_in_chains(new) == []


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


def test_no_worker_starts_where_a_partition_was(old: Database, after: SplitDatabase) -> None:
    here, there = after.parts
    assert _fault(old) is None
    assert "move it with tideover move-partitions" in (_fault(here) or "")
    list(move_partitions(old, after))
    assert (_fault(here), _fault(there)) == (None, None)
    assert "Partition 1 of eligibility was moved to another server" in (_fault(old) or "")
    list(move_partitions(after, old))
    assert _fault(old) is None, "it has come back"
    with old.reading() as connection:
        assert connection.scalar(select(reached.c.topic).where(reached.c.topic == MOVED_AWAY)) is None


def _fault(database: Database) -> str | None:
    with database.reading() as connection:
        return misplaced_fault(connection, "eligibility", database)


def test_a_repeat_is_dropped_where_its_person_lies_now(old: Database, new: Database, after: SplitDatabase) -> None:
    list(move_partitions(old, after))
    again = told([person for person in PEOPLE if partition_of(person, PARTITIONS) == 1], 1)
    assert deliver(again, keeping_service(), new).duplicates == len(again)


def test_nothing_moves_before_all_is_handed_over(old: Database, new: Database, after: SplitDatabase) -> None:
    list(move_partitions(old, after))
    with new.begin() as connection:
        connection.execute(outbox_partition.insert(), {"partition": 0, "next_number": 1, "published": 0})
    with pytest.raises(CannotMove, match=r"^In eligibility what it said for other servers is not handed over yet"):
        list(move_partitions(after, old))
    with new.begin() as connection:
        connection.execute(delete(outbox_partition).where(outbox_partition.c.partition == 0))
    with old.reading() as connection:
        assert connection.execute(select(inbox).limit(1)).first() is not None
        assert len(connection.execute(select(parked)).all()) == 1, "its own, and not what came to the other partition"


def test_officers_pages_are_told_of_people_on_both_servers(
    old: Database, migrated_database_url: str, after: SplitDatabase
) -> None:
    list(move_partitions(old, after))
    own = Database.on_postgresql(migrated_database_url, "console", CONSOLE_TABLES, partitions=PARTITIONS)
    console = StackConsole({"eligibility": after}, own, Settings(), lambda: FIRST)
    for person in PEOPLE:
        said = [read(arrived.envelope) for arrived in console.arrived(person)]
        assert any(isinstance(event, DeterminationMade) for event in said), person
    own.close()


def test_who_hands_nothing_over_does_not_start(old: Database, after: SplitDatabase) -> None:
    require_one_server(old, "a relay")
    with pytest.raises(WrongSetting, match=r"^TIDEOVER_DATABASES splits eligibility, and a relay hands nothing over"):
        require_one_server(after, "a relay")
