"""Registry facts a second from Apache Kafka into PostgreSQL: `python -m bench.feed`, both servers its own.

Beside it, in the same run and by the same client, the floor (rows copied, no logic) and one fact a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bench.feed_profile import profile
from bench.feed_topic import fill
from bench.feed_ways import ALONE_MAX, WAYS, Carried, carry, prepare
from bench.figures import Figure, figure
from bench.machine import this_machine
from bench.show import as_json, table
from deploy.stack import kafka, postgres
from services.runtime.process.settings import Settings

PARTITIONS = 4
MICRO = 1_000_000
WORKERS = (1, 2)
DATABASE = "bench"

Tick = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What all processes of one way carried together."""

    parts: tuple[Carried, ...]

    @property
    def facts(self) -> int:
        """How many facts."""
        return sum(part.facts for part in self.parts)

    @property
    def rate(self) -> float:
        """Facts a second, from the first beginning to the last end."""
        return self.facts / (max(part.ended for part in self.parts) - min(part.began for part in self.parts))

    @property
    def own_micros(self) -> float:
        """Microseconds of processor time that a fact costs our process."""
        return MICRO * sum(part.own_seconds for part in self.parts) / self.facts

    @property
    def server_micros(self) -> float:
        """The same for the processes of the database that answer ours."""
        return MICRO * sum(part.server_seconds for part in self.parts) / self.facts


@contextmanager
def filled_servers(facts: int, tick: Tick) -> Iterator[Settings]:
    """Kafka with so many facts in its topic, and PostgreSQL; both gone at the end."""
    with kafka() as cluster, postgres() as server:
        server.create_database(DATABASE)
        settings = Settings(
            kafka_servers=cluster.servers, database_url=server.url(DATABASE), partitions=PARTITIONS, http_port=0
        )
        fill(settings, facts, tick)
        yield settings


def measured(settings: Settings, runs: int, tick: Tick) -> list[Figure]:
    """The figures of all ways on a filled topic, at one worker and at two.

    The ways take turns, so that all meet the same machine.
    """
    done: dict[tuple[str, int], list[Run]] = {}
    for _ in range(runs):
        for workers in WORKERS:
            for name in WAYS:
                run = _run(name, settings, workers)
                done.setdefault((name, workers), []).append(run)
                tick(run.facts)
    return [one for (name, workers), each in done.items() for one in _figures(name, workers, each, done)]


def _run(name: str, settings: Settings, workers: int) -> Run:
    prepare(settings)
    context = get_context("forkserver")
    context.set_forkserver_preload(["bench.feed_ways"])
    with context.Manager() as manager, context.Pool(workers) as pool:
        together = manager.Barrier(workers)
        shares = [range(first, settings.partitions, workers) for first in range(workers)]
        return Run(tuple(pool.starmap(carry, [(name, settings, share, together) for share in shares], chunksize=1)))


def _figures(name: str, workers: int, each: Sequence[Run], done: dict[tuple[str, int], list[Run]]) -> Iterator[Figure]:
    what = f"{name}; workers: {workers}"
    yield figure(what, "facts/s", [[run.rate] for run in each])
    floor = next(iter(WAYS))
    if name != floor:
        shares = [[100 * run.rate / of.rate] for run, of in zip(each, done[floor, workers], strict=True)]
        yield figure(f"{what}: share of the floor", "%", shares)
    yield figure(f"{what}: our processor", "us/fact", [[run.own_micros] for run in each])
    yield figure(f"{what}: the database's", "us/fact", [[run.server_micros] for run in each])


def main(
    *,
    facts: Annotated[int, typer.Option(min=1, help="Facts in the topic.")] = 200_000,
    runs: Annotated[int, typer.Option(min=1, help="Runs of every way.")] = 3,
    profiled: Annotated[bool, typer.Option("--profile", help="Print where the time of a fact goes instead.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Measure the feed of registry facts."""
    machine = this_machine()
    columns = (SpinnerColumn(), TextColumn("{task.description:<34}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=json) as bar:
        rounds = 0 if profiled else runs
        task = bar.add_task("registry facts", total=facts + rounds * len(WORKERS) * (2 * facts + ALONE_MAX))
        with filled_servers(facts, lambda filled: bar.advance(task, filled)) as settings:
            figures = profile(settings) if profiled else measured(settings, runs, lambda done: bar.advance(task, done))
    typer.echo(as_json(machine, figures) if json else table(machine, figures))


if __name__ == "__main__":
    typer.run(main)
