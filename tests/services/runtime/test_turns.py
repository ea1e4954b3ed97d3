"""Of two processes of a kind, one works and the other waits for its turn, which comes when the first has gone."""

from __future__ import annotations

import pytest
from sqlalchemy import MetaData, text
from sqlalchemy.exc import DBAPIError

from deploy.waiting import until
from services.runtime.database.store import Database
from services.runtime.delivery.locks import Sole

NUMBER = -3


def test_the_second_waits_until_the_first_lets_go(database_url: str) -> None:
    databases = [Database.on_postgresql(database_url, "payments", MetaData()) for _ in range(2)]
    first, second = (Sole(one, NUMBER) for one in databases)
    assert [first.held(), second.held(), first.held(), second.held()] == [True, False, True, False]
    another = Sole(databases[1], NUMBER - 1)
    assert another.held(), "another turn is nobody's yet"
    first.let_go()
    until(second.held, "the turn to come", seconds=10)
    assert not first.held()
    for turn in (second, another):
        turn.let_go()
    for one in databases:
        one.close()


def test_a_session_that_was_cut_has_lost_its_turn(database_url: str) -> None:
    database, other = (Database.on_postgresql(database_url, "payments", MetaData()) for _ in range(2))
    first, second = Sole(database, NUMBER), Sole(other, NUMBER)
    assert first.held()
    with other.begin() as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        connection.execute(text(cut))
    until(second.held, "the server to let the next have it", seconds=10)
    with pytest.raises(DBAPIError):
        first.held()
    assert not first.held(), "it asks anew, and the other has it"
    second.let_go()
    for one in (database, other):
        one.close()
