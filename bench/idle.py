"""What a stack costs that has nothing to do: `python -m bench.idle` starts one of its own, waits, and reads its time.

Everything of `make stack-work` runs; nobody says anything. A percent of a core is 10 ms of processor time a second,
in programs and in the kernel on their behalf.
"""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from time import perf_counter, sleep
from typing import Annotated, NoReturn

import psutil
import typer
from rich.console import Console
from rich.progress import Progress

from bench.figures import Figure, figure
from bench.machine import this_machine
from bench.show import as_json, table
from deploy import stack
from deploy.ports import HIGHEST, LOWEST, is_free
from deploy.postgres.programs import give
from deploy.processes import NAMES, Processes

UNIT = "% of a core"
ALL = "all processes of the engine"


@contextmanager
def idle_stack() -> Iterator[Mapping[str, psutil.Process]]:
    """The engine's processes by name, ready, on servers of their own; all gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="tideover-"))
    give(folder)
    signal.signal(signal.SIGTERM, _end)
    try:
        with redirect_stdout(sys.stderr):
            stack.up(folder)
            stack.work(folder, first_port=_free_in_a_row(len(NAMES)))
        running = {name: daemon.process() for name, daemon in Processes(folder).daemons().items()}
        yield {name: process for name, process in running.items() if process is not None}
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):  # whoever is told twice goes on stopping what was started
            signal.signal(number, signal.SIG_IGN)
        with redirect_stdout(sys.stderr):
            stack.down(folder)
        shutil.rmtree(folder)


def _end(number: int, _frame: object) -> NoReturn:
    """Told to end: everything that was started is stopped on the way out, as after Ctrl+C."""
    raise SystemExit(128 + number)


def _free_in_a_row(ports: int) -> int:
    firsts = range(LOWEST, HIGHEST, ports)
    return next(first for first in firsts if all(map(is_free, range(first, first + ports))))


def shares(processes: Mapping[str, psutil.Process], seconds: float) -> dict[str, float]:
    """How much of a core each process takes during so many seconds, in percent."""
    before, began = {name: _time_of(process) for name, process in processes.items()}, perf_counter()
    sleep(seconds)
    passed = perf_counter() - began
    return {name: 100 * (_time_of(process) - before[name]) / passed for name, process in processes.items()}


def _time_of(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def idle(processes: Mapping[str, psutil.Process], seconds: float, runs: int) -> list[Figure]:
    """A figure a process, and one of all of them together."""
    each = [shares(processes, seconds) for _ in range(runs)]
    together = figure(ALL, UNIT, [[sum(run.values())] for run in each])
    return [together, *(figure(name, UNIT, [[run[name]] for run in each]) for name in processes)]


def main(
    *,
    seconds: Annotated[float, typer.Option(min=1, help="How long is looked at a time.")] = 60,
    runs: Annotated[int, typer.Option(min=1, help="How often.")] = 3,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Measure what a quiet stack costs."""
    machine = this_machine()
    with idle_stack() as processes, Progress(console=Console(stderr=True), disable=json) as bar:
        task = bar.add_task("waiting", total=None)
        sleep(seconds)  # what begins and joins groups is no idleness yet
        figures = idle(processes, seconds, runs)
        bar.update(task, completed=1, total=1)
    typer.echo(as_json(machine, figures) if json else table(machine, figures))


if __name__ == "__main__":
    typer.run(main)
