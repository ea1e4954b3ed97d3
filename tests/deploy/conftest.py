"""An installation's database: a real server, with the roles, schemas, tables and grants of deploy/postgres."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.installation import Installation, installed
from tests.deploy.postgres_server import make_server, remove
from tests.deploy.secured import Secured, secured_in


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One life each: payment files of another life are sealed with keys that this one does not have."""
    secrets: Path = tmp_path_factory.mktemp("secrets")
    server = make_server("only-for-this-test")
    try:
        yield installed(server, secrets, "only-for-this-test")
    finally:
        remove(server)


@pytest.fixture(scope="session")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """A broker with TLS, users and access lists; tests put back whatever they change of them."""
    with secured_in(tmp_path_factory.mktemp("broker")) as broker:
        yield broker
