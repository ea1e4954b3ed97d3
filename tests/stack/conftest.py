"""What tests of the real stack share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.kafka.cluster import Cluster
from deploy.postgres.server import Server
from tests.servers import Servers
from tests.stack.prefixed import named
from tests.stack.served import Served, small_world, world_that_lived


@pytest.fixture(scope="session")
def lived_on_stack(
    kafka: Cluster, postgresql: Server, kept_servers: Servers, tmp_path_factory: pytest.TempPathFactory
) -> Served:
    """A small country whose people have lived; tests ask for it as `world`, and leave it as it was."""
    return kept_servers.keep("lived_on_stack", world_that_lived(kafka, postgresql, tmp_path_factory.mktemp("lived")))


@pytest.fixture
def world(lived_on_stack: Served) -> Iterator[Served]:
    """The small country, its topics named as they are for the length of a test."""
    with named(lived_on_stack.prefix):
        yield lived_on_stack


@pytest.fixture
def empty_world(kafka: Cluster, postgresql: Server, tmp_path: Path) -> Iterator[Served]:
    """A country of a test's own, in which nobody is known yet."""
    with small_world(kafka, postgresql, tmp_path) as one, named(one.prefix):
        yield one
