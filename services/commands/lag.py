"""`tideover lag`: how far the workers are behind the log."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from services.commands.console import console
from services.operations.lag import Lag
from services.operations.lag import lag as looked_at
from services.runtime.process.settings import Settings


def lag(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    behind: Annotated[bool, typer.Option("--behind", help="Only partitions in which something waits.")] = False,
) -> None:
    """Say how many events each consumer group has not acknowledged, and since when the oldest of them waits."""
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # what is wrong is said in one sentence
    lags = looked_at(Settings.from_environment())
    events, seconds = sum(row.events for row in lags), max((row.seconds for row in lags), default=0)
    shown = [row for row in lags if row.events or not behind]
    if as_json:
        rows = [asdict(row) for row in shown]
        typer.echo(json.dumps({"events": events, "seconds": seconds, "partitions": rows}, indent=1))
    elif not shown:
        typer.echo(f"Nothing waits: {len(lags)} partitions were looked at.")
    else:
        _print(shown, events, seconds)


def _print(lags: list[Lag], events: int, seconds: int) -> None:
    table = Table("group", "topic", show_footer=True)
    for name, footer in (("partition", ""), ("events", f"{events:,}"), ("seconds", f"{seconds:,}")):
        table.add_column(name, footer, justify="right")
    table.columns[0].footer = "in all; the oldest"
    for row in lags:
        table.add_row(row.group, row.topic, str(row.partition), f"{row.events:,}", f"{row.seconds:,}")
    console().print(table)
