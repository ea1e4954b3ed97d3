"""A server of the tests runs from the first test that asks for it to the last, and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from tests.servers import ClientsLeft, Servers, last_asked
from tests.shape.tree import ROOT


class Told:
    """What happened to servers, in order."""

    def __init__(self) -> None:
        self.said: list[str] = []

    @contextmanager
    def server(self, name: str) -> Iterator[str]:
        self.said.append(f"{name} starts")
        yield name
        self.said.append(f"{name} ends")


def test_the_last_test_that_asks_for_each_server_is_known() -> None:
    asked = [{"kafka"}, {"kafka", "postgresql", "tmp_path"}, {"tmp_path"}, {"postgresql"}, set[str]()]
    assert last_asked(asked) == {"kafka": 1, "postgresql": 3}


def test_a_server_ends_before_the_first_test_after_the_last_that_asks_for_it() -> None:
    servers, told = Servers(), Told()
    for name in ("kafka", "lived_on_stack"):
        assert servers.keep(name, told.server(name)) == name
    started = list(told.said)
    last = {"kafka": 4, "lived_on_stack": 2}
    servers.end_before(2, last)
    assert told.said == started
    servers.end_before(3, last)
    assert told.said == [*started, "lived_on_stack ends"]
    servers.end()
    assert told.said == [*started, "lived_on_stack ends", "kafka ends"]


def test_who_stands_on_another_server_ends_before_it() -> None:
    servers, told = Servers(), Told()
    for name in ("kafka", "postgresql", "lived_on_stack"):
        servers.keep(name, told.server(name))
    servers.end_before(1, {})
    assert told.said[3:] == ["lived_on_stack ends", "postgresql ends", "kafka ends"]


def test_who_asks_for_a_server_only_when_it_runs_says_so_before() -> None:
    asking, said = "request.getfixture" + "value", "usefixtures("
    files = [file for file in (ROOT / "tests").rglob("test_*.py") if asking in file.read_text("utf-8")]
    assert files, "the check itself must bite"
    assert [file.name for file in files if said not in file.read_text("utf-8")] == []


def test_a_client_of_kafka_that_a_file_leaves_open_is_told_once() -> None:
    servers, goes_on = Servers(), Event()
    servers.keep("kafka", _with_a_client("kafka-of-the-server", goes_on))
    servers.require_that_clients_ended("one file")
    left = Thread(target=goes_on.wait, name="kafka-left-open")
    left.start()
    with pytest.raises(ClientsLeft, match="another file leaves clients of Kafka open: kafka-left-open"):
        servers.require_that_clients_ended("another file")
    servers.require_that_clients_ended("a third file")
    goes_on.set()
    servers.end()


@contextmanager
def _with_a_client(name: str, goes_on: Event) -> Iterator[None]:
    client = Thread(target=goes_on.wait, name=name)
    client.start()
    yield
    client.join()
