"""A console that is served by a process of its own, on a laptop's folder or on real servers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psutil

from bench.officers_day import on_postgresql
from bench.real_world import environment, real_world
from deploy.ports import free_ports
from deploy.waiting import until
from services.names import CONSOLE
from services.runtime.database.schema import upgrade


@dataclass(frozen=True)
class ServedConsole:
    """Where it is, and what answers there."""

    port: int
    processes: Mapping[str, psutil.Process]

    @property
    def address(self) -> str:
        """As a browser writes it."""
        return f"http://127.0.0.1:{self.port}"

    def processor_seconds(self) -> dict[str, float]:
        """What each has used since it began, the processes that it started included."""
        return {name: _seconds(process) for name, process in self.processes.items()}


def _seconds(process: psutil.Process) -> float:
    family = [process, *process.children(recursive=True)]
    return sum(used.user + used.system for used in (one.cpu_times() for one in family))


@contextmanager
def served_on_laptop(folder: Path) -> Iterator[ServedConsole]:
    """The console on a laptop's folder."""
    with _console(["--folder", str(folder)], {}) as (port, process):
        yield ServedConsole(port, {"console": process})


@contextmanager
def served_on_stack(folder: Path) -> Iterator[ServedConsole]:
    """The console on PostgreSQL and Kafka, where every row of the folder stands; no worker runs."""
    with real_world() as world:
        upgrade(world.settings.database_url, CONSOLE)
        on_postgresql(folder, world.settings)
        settings = {**environment(world.settings), "TIDEOVER_SIMULATION": "true"}
        with _console(["--without-password"], settings) as (port, process):
            postgresql = world.server.daemon.process()
            yield ServedConsole(port, {"console": process} | ({"PostgreSQL": postgresql} if postgresql else {}))


@contextmanager
def _console(words: list[str], settings: Mapping[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "services", "console", *words, "--port", str(port)]
    own = {**os.environ, "TIDEOVER_HTTP_PORT": "0", **settings}
    with subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own command line
        try:
            until(lambda: _answers(port), "the console to answer")
            yield port, psutil.Process(process.pid)
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/console.css")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
