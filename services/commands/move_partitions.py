"""`tideover move-partitions FILE`: partitions of a service come to lie on the servers that a file says."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from services.names import MAY_BE_SPLIT
from services.operations.moving_partitions import move_partitions, partitions_to_move
from services.runtime.database.store import Database
from services.runtime.kafka.process import database_of
from services.runtime.process.settings import Settings, WrongSetting
from services.worlds import real_services


def move(
    to: Annotated[Path, typer.Argument(help="The file that TIDEOVER_DATABASES will name from now on.")],
    *,
    check: Annotated[bool, typer.Option("--check", help="Move nothing: only say which partitions would move.")] = False,
) -> None:
    """Move partitions to the servers that a file says.

    Every worker stands still meanwhile. Safe to repeat after a crash. Start everything anew with TIDEOVER_DATABASES
    naming the file.
    """
    settings = Settings.from_environment()
    if not settings.database_url:
        raise WrongSetting("TIDEOVER_DATABASE_URL is not set: partitions are moved between servers of PostgreSQL.")
    moved = 0
    for service in MAY_BE_SPLIT:
        with ExitStack() as open_:
            tables = real_services(settings)[service].tables
            before = database_of(settings, service, tables)
            open_.callback(before.close)
            after = database_of(settings.model_copy(update={"databases": to}), service, tables)
            open_.callback(after.close)
            if check:
                for partition in partitions_to_move(before, after):
                    typer.echo(f"Partition {partition} of {service} would move to {_place(after, partition)}.")
                continue
            for partition, rows in move_partitions(before, after):
                typer.echo(f"Partition {partition} of {service} is at {_place(after, partition)}: {rows:,} rows came.")
                moved += 1
    if not check:
        typer.echo(f"{moved} partitions moved. Set TIDEOVER_DATABASES={to}, and start every process.")


def _place(database: Database, partition: int) -> str:
    url = database.of(partition).engine.url
    return f"{url.host}:{url.port}/{url.database}"
