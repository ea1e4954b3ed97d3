"""`tideover close-day`: a day is over, on the stack or in a laptop's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from services.claims.views import closed_days as closed_in
from services.commands.folder import opened
from services.runtime.day_closing import day_closed, partitions_to_tell
from services.runtime.kafka.clock import closed_days, tell_closed
from services.runtime.laptop.laptop import Laptop
from services.runtime.process.settings import Settings

CLAIMS = "claims"


class Clock(NamedTuple):
    """The last closed day of each partition, and a way to close a day in some of them."""

    closed: Mapping[int, date | None]
    tell: Callable[[date, list[int]], None]


def close_day(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="The day that is over.")],
    folder: Annotated[Path | None, typer.Option("--folder", help="A laptop's databases; without it, Kafka.")] = None,
    *,
    over_gap: Annotated[
        bool, typer.Option("--over-gap", help="Days before it that were never closed are closed with it.")
    ] = False,
    simulation: Annotated[
        bool, typer.Option("--simulation", help="Time is simulated: do not ask whether the day is over.")
    ] = False,
) -> None:
    """Tell every partition that a day is over; a day that is not over is refused, one that is closed stays so.

    On a laptop everything that waited for the day has happened when the command ends.
    """
    asked, today = day.date(), datetime.now().astimezone().date()
    with _clock(folder) as clock:
        partitions = partitions_to_tell(asked, clock.closed, today, simulation=simulation, over_gap=over_gap)
        if not partitions:
            last = min(known for known in clock.closed.values() if known is not None)
            typer.echo(f"{asked} is closed: already closed up to {last}. Nothing was published.")
            return
        clock.tell(asked, partitions)
    if asked >= today and folder is None:
        typer.echo(f"A simulation: {asked} is not over by this machine's clock. Only workers with TIDEOVER_SIMULATION")
        typer.echo("take it.")
    typer.echo(f"{asked} is closed. Partitions told: {len(partitions)}.")


@contextmanager
def _clock(folder: Path | None) -> Iterator[Clock]:
    if folder is None:
        settings = Settings.from_environment()
        yield Clock(closed_days(settings), lambda day, partitions: tell_closed(settings, day, partitions))
        return
    with opened(folder) as laptop:
        laptop.run_until_quiet()  # what an interrupted command has left
        with laptop.databases[CLAIMS].reading() as connection:
            known = closed_in(connection)
        closed = {partition: known.get(partition) for partition in range(laptop.partitions)}
        yield Clock(closed, lambda day, partitions: _close(laptop, day, partitions))


def _close(laptop: Laptop, day: date, partitions: list[int]) -> None:
    laptop.publish(day_closed(day, partition) for partition in partitions)
    laptop.run_until_quiet()
