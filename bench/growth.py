"""What one more claim, and one more closed day, cost while live claims and kept facts grow: `python -m bench.growth`.

Both servers are its own. Everybody who is live was granted, has certified and was paid, by the engine itself; beside
them stand people of whom a registry told facts and who claim nothing. At each size some more people claim, and then a
day is closed on which only they are due: what either costs should not depend on who is there already.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice, pairwise
from pathlib import Path
from typing import Annotated

import psutil
import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import text

from bench.claim_ways import claim_all
from bench.feed_topic import fact
from bench.growth_told import Grown, as_table, drawn
from bench.machine import this_machine
from bench.real_world import ProcessDied, RealWorld, real_world
from bench.town import FILED, people
from deploy.waiting import TimedOut

SIZES = "1000,4000,16000"
AT_ONCE = 4_000
"""People who are written down together, so that this process stays small."""
FACTS_AT_ONCE = 50_000
MILLI, MEGA = 1_000, 1_000_000


def grown(world: RealWorld, sizes: Sequence[int], facts_each: int, probe: int, says: Progress) -> Iterator[Grown]:
    """Measure at each size. Raises `ProcessDied` if a process of the engine ends."""
    task = says.add_task("", total=None)
    live = told = 0
    for step, size in enumerate(sizes):
        says.update(task, description=f"{size:,} live claims: they file and are paid")
        for start in range(live, size, AT_ONCE):
            claim_all(world, list(people(min(AT_ONCE, size - start), f"live-{start}")))
        live = size
        _close(world, _day(2 * step))
        says.update(task, description=f"{size:,} live claims: facts of others come in")
        told = _tell(world, told, size * facts_each)
        says.update(task, description=f"{size:,} live claims: {probe:,} more")
        spent = claim_all(world, list(people(probe, f"probe-{step}")))
        used = sum(world.processor_seconds().values())
        seconds = _close(world, _day(2 * step + 1))
        used = sum(world.processor_seconds().values()) - used
        workers = sum(psutil.Process(one.pid).memory_info().rss for each in world.running.values() for one in each)
        live += probe
        yield Grown(
            size, told, spent.milliseconds, seconds, used * MILLI / probe, workers / MEGA, _database(world) / MEGA
        )


def _day(number: int) -> date:
    """The days that are closed one after another, all of them after the weeks that everybody certified."""
    return FILED + timedelta(days=14 + number)


def _close(world: RealWorld, day: date) -> float:
    """Close a day in every partition; how long it took until every payment is in a file."""
    began = time.perf_counter()
    world.close(day)
    world.until(lambda: not world.payments(in_files=False), f"the payments of {day}")
    return time.perf_counter() - began


def _tell(world: RealWorld, told: int, until: int) -> int:
    """Registries tell facts of people who claim nothing; how many were told in all."""
    numbers = iter(range(told, until))
    while some := list(islice(numbers, FACTS_AT_ONCE)):
        kept = world.heard("eligibility")
        world.publish(fact(number) for number in some)
        world.wait_until_heard("eligibility", kept + len(some))
    return max(told, until)


def _database(world: RealWorld) -> int:
    with world.databases["payments"].reading() as connection:
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def main(
    *,
    sizes: Annotated[str, typer.Option(help="Live claims at which is measured, ascending.")] = SIZES,
    facts_each: Annotated[int, typer.Option(min=0, help="Facts of others for each live claim.")] = 20,
    probe: Annotated[int, typer.Option(min=1, help="How many people claim, and are due, at each size.")] = 500,
    chart: Annotated[Path | None, typer.Option(help="Where a chart is written, as SVG or PNG.")] = None,
) -> None:
    """Measure on real servers; ends with 1 and a sentence if a process ends."""
    machine, asked = this_machine(), sizes_of(sizes)
    columns = (SpinnerColumn(), TextColumn("{task.description:<50}"), TimeElapsedColumn())
    try:
        with real_world() as world, Progress(*columns, console=Console(stderr=True)) as says:
            world.start_all(2, chained=True)
            measured = list(grown(world, asked, facts_each, probe, says))
    except (ProcessDied, TimedOut) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None
    if chart is not None:
        drawn(chart, measured)
    typer.echo(as_table(machine, measured))


def sizes_of(words: str) -> list[int]:
    """Numbers of live claims, ascending. Raises `BadParameter` for anything else."""
    numbers = [int(word) for word in words.split(",") if word.strip().isascii() and word.strip().isdigit()]
    if len(numbers) != words.count(",") + 1 or any(one >= other for one, other in pairwise([0, *numbers])):
        raise typer.BadParameter("Sizes are ascending numbers, such as 1000,4000,16000.")
    return numbers


if __name__ == "__main__":
    typer.run(main)
