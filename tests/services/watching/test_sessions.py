"""Who makes the engine wait is seen by a role that has no right to anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread

import pytest
from sqlalchemy import Engine, NullPool, create_engine, make_url, text

from deploy.waiting import until
from services.watching.servers import OF_POSTGRESQL, look_at_database
from services.watching.sessions import ANOTHER, ENGINE, LOCK_WAIT, look_at_sessions
from services.watching.snapshot import Snapshot


def engine_named(url: str, name: str, role: str = "postgres") -> Engine:
    """Connections of a session that says its name."""
    as_role = make_url(url).set(username=role)
    return create_engine(as_role, poolclass=NullPool, connect_args={"application_name": name})


@pytest.fixture
def table(database_url: str) -> Iterator[str]:
    """A table, and a role that may do nothing but log in; the database's address."""
    with engine_named(database_url, "test").begin() as connection:
        connection.execute(text("CREATE TABLE claim (id int)"))
        connection.execute(text("DROP ROLE IF EXISTS watcher"))
        connection.execute(text("CREATE ROLE watcher LOGIN"))
    yield database_url
    with engine_named(database_url, "test").begin() as connection:
        connection.execute(text("DROP ROLE watcher"))


@contextmanager
def locked_by(url: str, name: str) -> Iterator[None]:
    """The table, locked in a transaction that is left open."""
    with engine_named(url, name).connect() as connection:
        connection.execute(text("LOCK TABLE claim IN ACCESS EXCLUSIVE MODE"))
        yield
        connection.rollback()


def seen(url: str) -> dict[str, int]:
    """How long the engine waits, by who makes it wait."""
    snapshot = Snapshot()
    with engine_named(url, "tideover exporter/claims", "watcher").connect() as connection:
        look_at_sessions(connection, snapshot)
    return {labels[0]: seconds for labels, seconds in snapshot.figures[LOCK_WAIT.name].items()}


@pytest.mark.parametrize(("name", "holder"), [("psql", ANOTHER), ("tideover migrate/claims", ENGINE)])
def test_a_lock_that_is_held_is_seen_with_whose_it_is(table: str, name: str, holder: str) -> None:
    def wants() -> None:
        with engine_named(table, "tideover claims/claims").connect() as connection:
            connection.execute(text("SELECT count(*) FROM claim"))

    assert seen(table) == {ENGINE: 0, ANOTHER: 0}
    with ExitStack() as held:
        held.enter_context(locked_by(table, name))
        waiting = Thread(target=wants)
        waiting.start()
        until(lambda: seen(table)[holder] >= 1, "the wait to be seen")
        assert sum(seconds > 0 for seconds in seen(table).values()) == 1
    waiting.join()
    assert seen(table) == {ENGINE: 0, ANOTHER: 0}


def test_how_full_the_server_is_is_told_to_whoever_may_connect(table: str) -> None:
    snapshot = Snapshot()
    with engine_named(table, "tideover exporter/claims", "watcher").connect() as connection:
        look_at_database(connection, snapshot)
        admitted = int(connection.execute(text("SHOW max_connections")).scalar_one())
    open_, max_, size, ids = (snapshot.figures[metric.name][()] for metric in OF_POSTGRESQL)
    assert 1 <= open_ <= max_ == admitted
    assert size > 1_000_000
    assert 0 <= ids < 2**31
