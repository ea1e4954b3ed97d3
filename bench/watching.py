"""What one look of the exporter costs while the ledger grows: `python -m bench.watching`, on a PostgreSQL of its own.

At each size every place is looked at some times by the exporter's own code; told is the median of wall time and of the
processor's, the server's included. How much waits is the same at every size, so what grows does so with what stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Annotated

import psutil
import typer
from prometheus_client import CollectorRegistry
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import MetaData

from bench.growth import sizes_of
from bench.machine import this_machine
from bench.watching_rows import migrated, write_until
from bench.watching_told import Looked, as_table
from deploy.postgres.server import Server
from deploy.stack import postgres
from services.names import SERVICES
from services.runtime.database.store import Database
from services.runtime.process.health import Health
from services.runtime.process.stopwatch import unix_milliseconds
from services.watching.exporter import BOOKS, DAYS, DEADLINES, LETTERS, SESSIONS, Exporter
from services.watching.lag import ReaderProgress, ReadersProgress
from services.watching.places import Places
from services.watching.progress import Progress as Heights
from services.watching.snapshot import Snapshot

SIZES = "10000,100000,1000000"
OFTEN = (SESSIONS, DAYS, *SERVICES)
SELDOM = (LETTERS, DEADLINES, BOOKS)
LOOKS, SELDOM_LOOKS = 20, 3
MILLI = 1_000


class NoLog:
    """A log of which nothing is asked: how far readers are does not depend on the ledger."""

    def look(self, standings: ReadersProgress, snapshot: Snapshot) -> None:
        """Nothing."""

    def put_gaps(self, service: str, standing: ReaderProgress, snapshot: Snapshot) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


@contextmanager
def exporter_on(url: str) -> Iterator[Exporter]:
    """The exporter over the services of a server."""
    databases = {service: Database.on_postgresql(url, service, MetaData()) for service in SERVICES}
    places = Places(databases, NoLog(), Heights(), relay=True)
    yield Exporter(places, Health(), registry=CollectorRegistry())
    places.close()


def looked(exporter: Exporter, server: psutil.Process, place: str, times: int) -> Looked:
    """Look at a place so many times, after once for nothing. Raises `RuntimeError` where it cannot be seen."""
    wall: list[float] = []
    processor: list[float] = []
    for _ in range(1 + times):
        began, used = perf_counter(), process_time() + _processor_time(server)
        if not exporter.look_at(place, unix_milliseconds()):
            raise RuntimeError(f"{place} cannot be seen")
        wall.append(MILLI * (perf_counter() - began))
        processor.append(MILLI * (process_time() + _processor_time(server) - used))
    return Looked.of(place, wall[1:], processor[1:])


def _processor_time(server: psutil.Process) -> float:
    """Of the server and all its sessions, those that ended included, in seconds."""
    ended = server.cpu_times()
    return ended.children_user + ended.children_system + sum(map(_own, [server, *server.children()]))


def _own(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def measured(server: Server, sizes: Sequence[int], says: Progress) -> Iterator[tuple[int, list[Looked]]]:
    """The looks at each size."""
    url = server.create_database("watched")
    process = server.daemon.process()
    if process is None:
        raise RuntimeError("the server is gone")
    task = says.add_task("", total=None)
    migrated(url)
    there = 0
    for size in sizes:
        says.update(task, description=f"{size:,} postings are written")
        there = write_until(url, size, there)
        says.update(task, description=f"{size:,} postings: looks")
        with exporter_on(url) as exporter:
            often = [looked(exporter, process, place, LOOKS) for place in OFTEN]
            yield size, often + [looked(exporter, process, place, SELDOM_LOOKS) for place in SELDOM]


def main(*, sizes: Annotated[str, typer.Option(help="Postings at which is measured, ascending.")] = SIZES) -> None:
    """Measure on a real server."""
    machine, asked = this_machine(), sizes_of(sizes)
    columns = (SpinnerColumn(), TextColumn("{task.description:<50}"), TimeElapsedColumn())
    with postgres() as server, Progress(*columns, console=Console(stderr=True)) as says:
        found = dict(measured(server, asked, says))
    typer.echo(as_table(machine, found))


if __name__ == "__main__":
    typer.run(main)
