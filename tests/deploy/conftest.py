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
from tests.servers import Servers


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
def working(kept_servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> AtWork:
    """Every process at work, where one person was paid. With a broker of its own: what others left would be parked."""
    return kept_servers.keep("working", _working(*map(tmp_path_factory.mktemp, ("at-work", "secrets", "broker"))))


@contextmanager
def _working(folder: Path, secrets: Path, broker: Path) -> Iterator[AtWork]:
    with _installation(secrets) as own, secured_in(broker) as secured, at_work(secured, own, folder) as world:
        somebody_lives(world)
        yield world


@pytest.fixture(scope="session")
def secured(kept_servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Secured:
    """A broker with TLS, users and access lists; tests put back whatever they change of them."""
    return kept_servers.keep("secured", secured_in(tmp_path_factory.mktemp("broker")))
