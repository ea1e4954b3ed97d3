"""What all tests share: the same dice on every run, and real servers for those who ask.

A server starts when the first test of a worker asks for it and ends after the last one. Whatever a test does to it, the
next test finds it running.
"""

from __future__ import annotations

import gc
import os
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
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
from tests.servers import NAMES, Servers, last_asked

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

T = TypeVar("T", Cluster, Server)
_running: list[Cluster | Server] = []
_SERVERS = pytest.StashKey[Servers]()
_LAST_ASKED = pytest.StashKey[Mapping[str, int]]()
_NUMBER = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_SERVERS] = Servers()


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of a lane go to one worker, the longest lanes first; a test that names a group itself keeps it."""
    asked: dict[str, set[str]] = defaultdict(set)
    for item in items:
        asked[_file(item)].update(_fixtures(item))
    lane_of = lanes(asked)
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(lane_of[_file(item)]))
    items.sort(key=lambda item: turn(lane_of[_file(item)], served=not asked[_file(item)].isdisjoint(NAMES)))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Number the tests, to know which is the last to ask for a server.

    What is there by now stays: garbage is not looked for in it any more, a seventh of what tests of the law take.
    """
    session.config.stash[_LAST_ASKED] = last_asked(map(_fixtures, session.items))
    for number, item in enumerate(session.items):
        item.stash[_NUMBER] = number
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)  # before any fixture of the test
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Servers that neither this test nor a later one asks for end."""
    item.config.stash[_SERVERS].end_before(item.stash[_NUMBER], item.config.stash[_LAST_ASKED])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """What a file opened it closes."""
    yield
    if nextitem is None or _file(nextitem) != _file(item):
        item.config.stash[_SERVERS].require_that_clients_ended(_file(item))


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _fixtures(item: pytest.Item) -> list[str]:
    """Those that a test asks for, and those that these ask for."""
    return list(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def kept_servers(pytestconfig: pytest.Config) -> Iterator[Servers]:
    """What keeps the servers of this worker."""
    kept = pytestconfig.stash[_SERVERS]
    yield kept
    kept.end()


@pytest.fixture(scope="session")
def kafka(kept_servers: Servers) -> Cluster:
    """Apache Kafka, one broker. Its records stay for the run: use names of your own (`topic_prefix`)."""
    return kept_servers.keep("kafka", _healed_after_each(kafka_running(options=FOR_MINUTES)))


@pytest.fixture(scope="session")
def kafka_of_three(kept_servers: Servers) -> Cluster:
    """Apache Kafka, three brokers: what is acknowledged survives the loss of one."""
    return kept_servers.keep("kafka_of_three", _healed_after_each(kafka_running(brokers=3, options=FOR_MINUTES)))


@pytest.fixture(scope="session")
def postgresql(kept_servers: Servers) -> Server:
    """PostgreSQL; take a `database_url` of your own on it."""
    return kept_servers.keep("postgresql", _healed_after_each(postgres_running()))


@contextmanager
def _healed_after_each(running: AbstractContextManager[T]) -> Iterator[T]:
    with running as server:
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
