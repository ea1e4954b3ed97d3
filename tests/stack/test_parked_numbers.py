"""The number of a parked event names one, though several servers give numbers."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from deploy.postgres.server import Server
from services.runtime.database.parked_numbers import number_parked_apart
from services.runtime.database.schema import upgrade
from services.runtime.database.store import METADATA, Database
from services.runtime.delivery import parking
from services.runtime.delivery.parking import ToPark

SERVICE = "eligibility"


@pytest.fixture
def urls(postgresql: Server) -> Iterator[list[str]]:
    """Three servers of one service."""
    names = [f"test_{uuid4().hex}" for _ in range(3)]
    found = [postgresql.create_database(name) for name in names]
    for url in found:
        upgrade(url, SERVICE)
    yield found
    for name in names:
        postgresql.drop_database(name)


def parks(url: str, count: int) -> list[int]:
    """The numbers of all that a server parked, once it has parked so many events more."""
    database = Database.on_postgresql(url, SERVICE, METADATA)
    with database.begin() as connection:
        ids = [str(uuid4()) for _ in range(count)]
        parking.park(connection, [ToPark(one, None, "not-json", "no JSON", "registry/0/0", b"") for one in ids])
        numbers = [event.number for event in parking.waiting(connection)]
    database.close()
    return numbers


def test_a_server_that_joins_gives_numbers_that_no_other_gives(urls: list[str]) -> None:
    first, second, third = urls
    assert parks(first, 2) == [1, 2]
    number_parked_apart([first, second], SERVICE)
    number_parked_apart([first, second], SERVICE)
    assert parks(second, 2) == [1_000_000_001, 1_000_000_002]
    number_parked_apart([second, third, first], SERVICE)
    assert parks(third, 1) == [2_000_000_001]
    assert parks(first, 1) == [1, 2, 3]
