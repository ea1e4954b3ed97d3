"""`tideover lag`: how far the workers are behind the log."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from services.commands.console import console
from services.operations.lag import Lag, Unpublished, unpublished
from services.operations.lag import lag as looked_at
from services.runtime.process.settings import PREFIX, Settings, WrongSetting

SERVERS = f"{PREFIX}KAFKA_SERVERS"


def lag(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    behind: Annotated[bool, typer.Option("--behind", help="Only partitions in which something waits.")] = False,
) -> None:
    """Say how many events each consumer group has not acknowledged, and since when the oldest of them waits.

    It asks the stack of TIDEOVER_KAFKA_SERVERS and TIDEOVER_DATABASE_URL (`source stack-data/tideover.env`). On a
    laptop nothing is on its way: `tideover status --folder` says what it holds.
    """
    _must_have_a_stack()
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # what is wrong is said in one sentence
    settings = Settings.from_environment()
    lags, outboxes = looked_at(settings), unpublished(settings)
    events, seconds = sum(row.events for row in lags), max((row.seconds for row in lags), default=0)
    shown = [row for row in lags if row.events or not behind]
    if as_json:
        rows = [asdict(row) for row in shown]
        waiting = {outbox.service: outbox.events for outbox in outboxes}
        told = {"events": events, "seconds": seconds, "partitions": rows, "not_yet_published": waiting}
        typer.echo(json.dumps(told, indent=1))
        return
    if shown:
        _print(shown, events, seconds)
    in_outboxes = [f"{outbox.service} {outbox.events:,}" for outbox in outboxes if outbox.events]
    if in_outboxes:
        typer.echo(f"Not yet published, in outboxes: {', '.join(in_outboxes)}.")
    if not shown and not in_outboxes:
        typer.echo(f"Nothing waits: {len(lags)} partitions were looked at{_and_outboxes(outboxes)}.")


def _must_have_a_stack() -> None:
    """Raises `WrongSetting` at once where nobody said which broker is meant, instead of waiting for one."""
    if SERVERS not in os.environ:
        raise WrongSetting(
            f"tideover lag asks the stack, and {SERVERS} is not set: source the stack's tideover.env first. On a "
            "laptop nothing is on its way; tideover status says what its world holds."
        )


def _and_outboxes(outboxes: list[Unpublished]) -> str:
    return f", and {len(outboxes)} outboxes" if outboxes else ""


def _print(lags: list[Lag], events: int, seconds: int) -> None:
    table = Table("group", "topic", show_footer=True)
    for name, footer in (("partition", ""), ("events", f"{events:,}"), ("seconds", f"{seconds:,}")):
        table.add_column(name, footer, justify="right")
    table.columns[0].footer = "in all; the oldest"
    for row in lags:
        table.add_row(row.group, row.topic, str(row.partition), f"{row.events:,}", f"{row.seconds:,}")
    console().print(table)
