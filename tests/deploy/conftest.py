"""An installation's database: a real server, with the roles, schemas, tables and grants of deploy/postgres."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.deploy.at_work import AtWork, at_work, somebody_lives
from tests.deploy.installation import Installation, installed
from tests.deploy.postgres_server import make_server, remove
from tests.deploy.secured import Secured, secured_in


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One life each: payment files of another life are sealed with keys that this one does not have."""
    with _installation(tmp_path_factory.mktemp("secrets")) as one:
        yield one


@contextmanager
def _installation(secrets: Path) -> Iterator[Installation]:
    server = make_server("only-for-this-test")
    try:
        yield installed(server, secrets, "only-for-this-test")
    finally:
        remove(server)


@pytest.fixture(scope="session")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtWork]:
    """Every process at work, where one person was paid. With a broker of its own: what others left would be parked."""
    folder, secrets, broker = (tmp_path_factory.mktemp(name) for name in ("at-work", "secrets", "broker"))
    with _installation(secrets) as own, secured_in(broker) as secured, at_work(secured, own, folder) as world:
        somebody_lives(world)
        yield world


@pytest.fixture(scope="session")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """A broker with TLS, users and access lists; tests put back whatever they change of them."""
    with secured_in(tmp_path_factory.mktemp("broker")) as broker:
        yield broker
