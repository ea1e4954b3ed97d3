"""Every process tells the truth about itself on three small pages."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http import HTTPStatus

import pytest

from services.runtime.process.health import Health
from services.runtime.process.http import serving
from services.runtime.process.settings import WrongSetting
from tests.services.runtime.asking import ask


@pytest.fixture
def health() -> Health:
    return Health()


@pytest.fixture
def address(health: Health) -> Iterator[str]:
    with serving(health) as address:
        yield address


def test_a_starting_process_lives_and_is_not_ready(address: str) -> None:
    assert ask(address, "/health")[0] == HTTPStatus.OK
    assert ask(address, "/ready")[::2] == (HTTPStatus.SERVICE_UNAVAILABLE, "The process is starting.\n")


def test_it_is_ready_once_its_loop_says_so_and_says_why_when_it_is_not(health: Health, address: str) -> None:
    health.ready(True, "All partitions are assigned.")
    assert ask(address, "/ready")[::2] == (HTTPStatus.OK, "All partitions are assigned.\n")
    health.ready(False, "The database cannot be reached.")
    assert ask(address, "/ready")[::2] == (HTTPStatus.SERVICE_UNAVAILABLE, "The database cannot be reached.\n")
    assert ask(address, "/health")[0] == HTTPStatus.OK, "an outage elsewhere is no reason to restart us"


def test_a_loop_that_hangs_is_neither_alive_nor_ready_whatever_it_said_before() -> None:
    health = Health(beat_max_seconds=0)
    health.ready(True, "All partitions are assigned.")
    health.beat()
    with serving(health) as address:
        assert ask(address, "/health")[0] == HTTPStatus.SERVICE_UNAVAILABLE
        assert "not gone round" in ask(address, "/ready")[2]


def test_a_beat_brings_it_back_to_life(health: Health, address: str) -> None:
    health._last_beat -= 60 * 10**9
    assert ask(address, "/health")[0] == HTTPStatus.SERVICE_UNAVAILABLE
    health.beat()
    assert ask(address, "/health")[0] == HTTPStatus.OK


def test_metrics_are_served_in_the_format_that_is_asked_for(address: str) -> None:
    status, content_type, text = ask(address, "/metrics")
    assert (status, content_type) == (HTTPStatus.OK, "text/plain; version=0.0.4; charset=utf-8")
    assert "tideover_ready 0.0" in text
    _, content_type, text = ask(address, "/metrics", accept="application/openmetrics-text; version=1.0.0")
    assert content_type.startswith("application/openmetrics-text; version=1.0.0")
    assert text.endswith("# EOF\n")


def test_there_is_nothing_else_to_see(address: str) -> None:
    assert ask(address, "/")[0] == HTTPStatus.NOT_FOUND
    assert ask(address, "/table/")[0] == HTTPStatus.NOT_FOUND
    assert ask(address, "/metrics", method="POST")[0] == HTTPStatus.NOT_IMPLEMENTED
    assert ask(address, "/health", method="HEAD")[::2] == (HTTPStatus.OK, "")


def test_it_listens_on_loopback_unless_told_otherwise(address: str) -> None:
    assert address.startswith("127.0.0.1:")


def test_a_place_that_is_taken_stops_the_start_with_one_sentence(address: str) -> None:
    port = int(address.rpartition(":")[2])
    taken = rf"Cannot serve metrics on 127.0.0.1:{port}: Address already in use. TIDEOVER_HTTP_PORT sets the port."
    with pytest.raises(WrongSetting, match=taken), serving(Health(), port=port):
        raise AssertionError("two servers share a port")


def test_a_place_that_was_looked_at_is_free_again_at_once(health: Health) -> None:
    with serving(health) as first:
        host, _, port = first.rpartition(":")
        looking = socket.create_connection((host, int(port)))
        looking.sendall(b"GET /health HTTP/1.1\r\nHost: here\r\n\r\n")
        assert looking.recv(1024).startswith(b"HTTP/1.1 200")
        looking.sendall(b"GET /health HTTP/1.0\r\n\r\n")
        while looking.recv(1024):
            """The server closes first, so its end of the connection lingers after both are gone."""
    looking.close()
    with serving(health, port=int(port)) as second:
        assert second == first
