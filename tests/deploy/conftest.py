"""An installation's database: a real server, with the roles, schemas, tables and grants of deploy/postgres."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.installation import Installation, installed
from tests.deploy.postgres_server import make_server, remove


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One life each: payment files of another life are sealed with keys that this one does not have."""
    secrets: Path = tmp_path_factory.mktemp("secrets")
    server = make_server("only-for-this-test")
    try:
        yield installed(server, secrets, "only-for-this-test")
    finally:
        remove(server)
