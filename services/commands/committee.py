"""`tideover committee`: the figures of closed days, kept as they were told, and counted again from the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from contracts.in_words import InWords
from services.commands.folder import opened
from services.commands.world import LaptopFolder, opened_world
from services.operations.figures_log import log_of_laptop, log_of_stack, parked_in
from services.operations.stack import opened_stack
from services.oversight.views import (
    Logged,
    Receipt,
    closed_days,
    differing,
    figures_as_of,
    keep,
    recounted,
    standard_presets,
)
from services.runtime.database.store import Database
from services.runtime.process.settings import Settings

OVERSIGHT = "oversight"
AsOf = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="A closed day; without it, the last one.")
]


def keep_(
    folder: LaptopFolder = None,
    *,
    last: Annotated[int, typer.Option("--last", min=1, help="So many of the last closed days.")] = 1,
) -> None:
    """Keep the figures of the last closed days as they are told today; those that are kept already stay."""
    presets = standard_presets()
    with opened_world(folder, (OVERSIGHT,)) as world, world.databases[OVERSIGHT].begin() as connection:
        days = closed_days(connection)[-last:]
        if not days:
            raise InWords("No day is closed yet, so there are no figures to keep.")
        most = int(presets.figures.kept_days.on(days[-1]).value)
        kept = keep(connection, days, presets.rules_on, most)
    typer.echo(f"The figures of {kept} closed days are kept now; {len(days) - kept} were kept before.")


def verify(folder: LaptopFolder = None, *, as_of: AsOf = None) -> None:
    """Count the figures of a closed day again from the log; ends with 1 if they are not equal."""
    with _world_and_log(folder) as (database, log):
        with database.reading() as connection:
            day = _day(as_of, closed_days(connection))
            rules = standard_presets().rules_on(day)
            told, receipt = figures_as_of(connection, day, rules)
        again = recounted(log(len(receipt.closed_at)), day, rules, left_out=parked_in(database))
    for line in _in_words(receipt):
        typer.echo(line)
    if different := differing(told, again):
        typer.echo(f"NOT equal: the log gives other figures of {day} in {', '.join(different)}.")
        raise typer.Exit(1)
    typer.echo(f"Equal: {again.observations:,} events of the log give the same figures of {day} again.")


def _day(as_of: datetime | None, days: list[date]) -> date:
    if not days:
        raise InWords("No day is closed yet, so there are no figures.")
    return days[-1] if as_of is None else as_of.date()


@contextmanager
def _world_and_log(folder: Path | None) -> Iterator[tuple[Database, Callable[[int], Iterator[Logged]]]]:
    """Oversight's database, and the log for so many partitions."""
    settings = Settings.from_environment()
    if folder is None and settings.database_url:
        with opened_stack(settings, (OVERSIGHT,), acting=False) as stack:
            yield stack.databases[OVERSIGHT], lambda _partitions: log_of_stack(settings, stack.services[OVERSIGHT])
        return
    with opened(folder or settings.folder) as laptop:
        yield laptop.databases[OVERSIGHT], lambda partitions: log_of_laptop(laptop, partitions)


def _in_words(receipt: Receipt) -> list[str]:
    read_to = ", ".join(f"{place} to {position:,}" for place, position in receipt.read_to.items())
    closed_at = ", ".join(f"{partition}: {moment:,}" for partition, moment in receipt.closed_at.items())
    return [
        f"Figures of {receipt.day}, {'kept' if receipt.is_kept else 'not kept yet'}, {receipt.digest}",
        f"  counted from {receipt.observations:,} events that had reached the log when the day was closed",
        f"  closed, by partition, at {closed_at}; read: {read_to}",
        f"  program {receipt.program}, rules {receipt.rules}, sheets {', '.join(receipt.sheets) or 'none'}",
    ]
