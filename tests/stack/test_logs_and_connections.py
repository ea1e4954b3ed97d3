"""What operations staff see of started processes: lines of one form, and connections that bear their role."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from deploy.kafka.cluster import Cluster
from deploy.ports import free_ports
from deploy.waiting import until
from services.__main__ import app as tideover
from services.demo.bank.server import bank_on_loopback
from services.names import CONSOLE
from services.runtime.database.schema import engine_on
from services.runtime.process.role import VERSION, role, take_role
from tests.services.runtime.tally import claim
from tests.stack.real_world import CHAINED, RealWorld, process, real_world
from tests.stories.town import FIRST

WAIT_SECONDS = 90
NAME = b"Amalie Skram"
CONNECTED = """
    SELECT application_name FROM pg_stat_activity
    WHERE datname = current_database() AND pid != pg_backend_pid()
"""


def lines_of(log: Path) -> list[dict[str, Any]]:
    """All that a process has written. Raises `ValueError` where a line is not JSON."""
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def connected(database_url: str) -> set[str]:
    """Who is connected to the database."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        found = set(connection.scalars(text(CONNECTED)))
    engine.dispose()
    return found


@contextmanager
def beside(world: RealWorld, folder: Path) -> Iterator[None]:
    """A worker of one service, the relay, the gateway and the console, beside the worker of all."""
    own = {**world.environment, "TIDEOVER_HTTP_PORT": "0"}
    [port] = free_ports(1)
    words = ["console", f"--port={port}", "--without-password"]
    with (
        bank_on_loopback(FIRST) as bank,
        process(own, folder / "claims.log", "worker", "claims"),
        process(own, folder / "relay.log", "relay"),
        process(
            {**own, "TIDEOVER_BANK_URL": bank.url, "TIDEOVER_SENT_FILES": str(folder / "sent")},
            folder / "gateway.log",
            "gateway",
            "--every-seconds=1",
        ),
        process({**own, "TIDEOVER_SIMULATION": "true"}, folder / f"{CONSOLE}.log", *words),
    ):
        yield


def test_every_process_names_itself_to_postgresql_and_writes_lines_of_one_form(
    kafka: Cluster, database_url: str, tmp_path: Path
) -> None:
    refused = claim("p-drowned", "c-1")
    body = refused.to_bytes().replace(b"us/mississippi", b"us/atlantis")
    roles = {"all", "feed", "exporter", "claims", "relay", "gateway"}
    with real_world(tmp_path, kafka.servers, database_url, CHAINED) as world:
        with beside(world, tmp_path):
            shown = {f"tideover {name}/payments" for name in roles - {"claims", "feed"}}
            shown |= {"tideover all/claims", "tideover claims/claims", "tideover feed/eligibility"}
            shown |= {f"tideover {CONSOLE}/claims"}
            until(lambda: connected(database_url) >= shown, "all to be connected by name", seconds=WAIT_SECONDS)
            assert all(name.startswith("tideover ") for name in connected(database_url))
        world.hears("intake", (b"p-drowned", body), (b"nobody", NAME))
        until(lambda: len(parked_in(tmp_path)) >= 2, "both to be parked", seconds=WAIT_SECONDS)
        kafka.brokers[0].kill()
        until(lambda: "aiokafka" in libraries_in(tmp_path / "all.log"), "a library to complain", seconds=WAIT_SECONDS)
        kafka.brokers[0].restart()
    told = parked_in(tmp_path)
    by_code = {line["code"]: line for line in told}
    assert by_code["unknown-scheme"]["trace"] == refused.trace
    assert by_code["not-json"]["topic"] == "intake"
    for name in roles:
        for line in lines_of(tmp_path / f"{name}.log"):
            assert (line["role"], line["version"]) == (name, VERSION)
            assert datetime.fromisoformat(line["time"]).tzinfo is not None
            assert {"level", "event"} <= line.keys()
    assert "p-drowned" not in (tmp_path / "all.log").read_text("utf-8")


def parked_in(folder: Path) -> list[dict[str, Any]]:
    """What the worker of all says that claims has parked."""
    lines = lines_of(folder / "all.log")
    return [line for line in lines if line["event"] == "event_parked" and line["service"] == "claims"]


def libraries_in(log: Path) -> set[str]:
    """Which libraries have said something."""
    return {line["library"].partition(".")[0] for line in lines_of(log) if "library" in line}


def test_a_command_is_named_by_its_words(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = role()
    CliRunner().invoke(tideover, ["parked", "list"], env={"TIDEOVER_DATABASE_URL": ""})
    engine = engine_on(database_url, "claims")
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW application_name")) == "tideover parked list/claims"
    monkeypatch.setenv("PGAPPNAME", "night shift")
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW application_name")) == "night shift", "what an institution sets goes first"
    take_role(before)
