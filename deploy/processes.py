"""The engine's processes on this machine, one of each, at the ports where Prometheus looks for them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from deploy.daemon import Daemon
from deploy.ports import is_free
from deploy.waiting import TimedOut, until
from services.names import CHAINED, FEED

NAMES = ("exporter", CHAINED, FEED)
"""In the order of their ports, as in `prometheus/targets.yml`. The gateway is not among them: it needs a bank."""
FIRST_PORT = 9600
ALONE = ("exporter",)
"""Commands of their own; every other process is a worker."""
PREPARED = {("migrate",): "the schemas", ("topics", "apply"): "the topics"}
READY_SECONDS = 120
PORT_SECONDS = 5
"""A process that was killed a moment ago may still hold its port."""
_SETTING = re.compile(r"^export (\w+)='(.*)'$", re.MULTILINE)


class NotPrepared(Exception):
    """The processes cannot be started: the message says what is in the way."""


@dataclass(frozen=True, slots=True)
class Processes:
    """The processes of a stack's folder."""

    folder: Path
    first_port: int = FIRST_PORT

    def start(self) -> Iterator[str]:
        """Make schemas and topics, then start what does not run; yields a sentence before and after each step.

        Raises `NotPrepared`, and `ServerDied` or `TimedOut` for a process that ends or does not become ready.
        """
        environment = self._environment()
        ports = dict(zip(NAMES, count(self.first_port), strict=False))
        waiting = {name: daemon for name, daemon in self.daemons().items() if daemon.process() is None}
        _are_free({name: ports[name] for name in waiting})
        for command, doing in PREPARED.items():
            yield f"Making {doing} ..."
            prepare(command, environment)
        if waiting:
            yield f"Starting {', '.join(waiting)} ..."
        for name, daemon in waiting.items():
            command = (name,) if name in ALONE else ("worker", name)
            own = {**environment, "TIDEOVER_HTTP_PORT": str(ports[name])}
            daemon.start([sys.executable, "-m", "services", *command], environment=own, outlives_us=True)
        for name, daemon in self.daemons().items():
            daemon.wait_until(partial(_is_ready, ports[name]), seconds=READY_SECONDS)
            yield f"Ready: {name} at 127.0.0.1:{ports[name]}"

    def missing(self) -> list[str]:
        """Those that were started and do not run; none where nothing was started, or all was stopped."""
        daemons = self.daemons()
        started = any(daemon.was_started() for daemon in daemons.values())
        return [name for name, daemon in daemons.items() if started and daemon.process() is None]

    def stop(self) -> None:
        """Tell all of them to end, and wait until they have."""
        daemons = self.daemons().values()
        for daemon in daemons:
            daemon.ask_to_end()
        for daemon in daemons:
            daemon.stop()

    def daemons(self) -> dict[str, Daemon]:
        """Each by its name; its log lies in the folder `processes`."""
        place = self.folder / "processes"
        place.mkdir(exist_ok=True)
        return {name: Daemon(place, name) for name in NAMES}

    def _environment(self) -> Mapping[str, str]:
        """Ours, and the settings of the stack; the engine is found wherever a process is started."""
        return {**os.environ, **settings_in(self.folder / "tideover.env")}


def settings_in(file: Path) -> dict[str, str]:
    """The settings that a stack's file exports, by name."""
    return dict(_SETTING.findall(file.read_text("utf-8")))


def prepare(command: tuple[str, ...], environment: Mapping[str, str]) -> None:
    """Run a command of `PREPARED`. Raises `NotPrepared` with its own sentence."""
    done = subprocess.run(
        [sys.executable, "-m", "services", *command], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise NotPrepared(f"tideover {' '.join(command)} said: {(done.stderr or done.stdout).strip()}")


def _are_free(ports: Mapping[str, int]) -> None:
    """Raises `NotPrepared` with every port that somebody else has, before anything is started."""
    with suppress(TimedOut):
        until(lambda: all(map(is_free, ports.values())), "the ports", seconds=PORT_SECONDS)
    if taken := [f"{port} ({name})" for name, port in ports.items() if not is_free(port)]:
        raise NotPrepared(
            f"These ports are taken, and nothing was started: {', '.join(taken)}. End what listens there, or name "
            "others with --first-port."
        )


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5):
            return True
    except (urllib.error.HTTPError, OSError):
        return False
