"""What all tests share: the same dice on every run, and real servers for those who ask.

A server starts when the first test of a worker asks for it and ends with the run. Whatever a test does to it, the next
test finds it running.
"""

from __future__ import annotations

import gc
import os
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from deploy.kafka.broker import FOR_MINUTES
from deploy.kafka.cluster import Cluster
from deploy.postgres.server import Server
from deploy.stack import kafka as kafka_running
from deploy.stack import postgres as postgres_running
from services.names import CONSOLE, KEYS, SERVICES
from services.runtime.database.schema import upgrade
from tests.lanes import lanes, turn

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

T = TypeVar("T", Cluster, Server)
_running: list[Cluster | Server] = []


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of a lane go to one worker, the longest lanes first; a test that names a group itself keeps it."""
    asked: dict[str, set[str]] = defaultdict(set)
    for item in items:
        asked[_file(item)].update(getattr(item, "fixturenames", ()))
    lane_of = lanes(asked)
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(lane_of[_file(item)]))
    items.sort(key=lambda item: turn(lane_of[_file(item)]))


def pytest_collection_finish() -> None:
    """What is there by now stays: garbage is not looked for in it any more, a seventh of what tests of the law take."""
    gc.collect()
    gc.freeze()


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


@pytest.fixture(scope="session")
def kafka() -> Iterator[Cluster]:
    """Apache Kafka, one broker. Its records stay for the run: use names of your own (`topic_prefix`)."""
    with kafka_running(options=FOR_MINUTES) as cluster:
        yield from _kept_running(cluster)


@pytest.fixture(scope="session")
def kafka_of_three() -> Iterator[Cluster]:
    """Apache Kafka, three brokers: what is acknowledged survives the loss of one."""
    with kafka_running(brokers=3, options=FOR_MINUTES) as cluster:
        yield from _kept_running(cluster)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """PostgreSQL; take a `database_url` of your own on it."""
    with postgres_running() as server:
        yield from _kept_running(server)


def _kept_running(server: T) -> Iterator[T]:
    _running.append(server)
    yield server
    _running.remove(server)


@pytest.fixture(autouse=True)
def _healed() -> Iterator[None]:
    yield
    for server in _running:
        server.heal()


@pytest.fixture
def database_url(postgresql: Server) -> Iterator[str]:
    """An empty database for this test alone: what TIDEOVER_DATABASE_URL would say."""
    yield from _database(postgresql, template="template0")


@pytest.fixture(scope="session")
def _migrated(postgresql: Server) -> str:
    name = f"migrated_{uuid.uuid4().hex}"
    url = postgresql.create_database(name)
    for service in (KEYS, *SERVICES, CONSOLE):
        upgrade(url, service)
    return name


@pytest.fixture
def migrated_database_url(postgresql: Server, _migrated: str) -> Iterator[str]:
    """A database for this test alone, with the empty schemas of all services as `tideover migrate` makes them."""
    yield from _database(postgresql, template=_migrated)


def _database(server: Server, *, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    yield server.create_database(name, template=template)
    server.heal()
    server.drop_database(name)


@pytest.fixture
def topic_prefix() -> str:
    """What the topics, groups and transactional ids of this test alone begin with."""
    return f"test-{uuid.uuid4().hex[:12]}."
