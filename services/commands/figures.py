"""`tideover figures`: the committee's figures told apart by one dimension."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.table import Table

from contracts.currencies import MINOR_DIGITS
from contracts.values import Money
from services.commands.console import console
from services.commands.hidden_counts import HIDDEN, count_shown
from services.commands.world import LaptopFolder, opened_world
from services.oversight.views import CODE_TITLES, MINIMUM, OUTCOMES, Breakdown, BreakdownRow, Dimension, breakdown

VALUE_WIDTH = 12
"""So many signs of a value are shown in a terminal of eighty columns."""


def figures(
    by: Annotated[Dimension, typer.Option("--by", help="The dimension by which the figures are told apart.")],
    folder: LaptopFolder = None,
    *,
    minimum: Annotated[
        int, typer.Option("--minimum", min=MINIMUM, help="Numbers about fewer people than this are hidden.")
    ] = MINIMUM,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; a hidden number is null.")] = False,
) -> None:
    """Tell the committee's figures apart by sex, age, region and more; small numbers are hidden."""
    with (
        opened_world(folder, ("oversight",)) as world,
        world.databases["oversight"].reading() as connection,
    ):
        told = breakdown(connection, by, minimum)
    if as_json:
        typer.echo(json.dumps(told.as_json(), indent=1))
        return
    console().print(_table(told))
    for row in told.rows:
        if title := CODE_TITLES.get(row.value):
            console().print(f"{row.value}  {title}", highlight=False)


def _table(told: Breakdown) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), caption_justify="left")
    table.add_column(told.dimension.value.replace("-", " "), min_width=VALUE_WIDTH)
    for name in ("claims", *OUTCOMES, "weeks", "paid", "days"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in told.rows:
        table.add_row(row.value.replace("_", " "), *_cells(row, told.currency))
    table.caption = (
        f"Weeks paid; paid in {told.currency or 'no currency yet'}; median days from claim to first payment. "
        f"{HIDDEN} is about fewer than {told.minimum} people, or hidden so that no such number follows from others."
    )
    return table


def _cells(row: BreakdownRow, currency: str) -> tuple[str, ...]:
    counts = (row.claims, *(row.outcomes[outcome] for outcome in OUTCOMES), row.weeks_paid)
    return (*map(count_shown, counts), _paid(row, currency), count_shown(row.days_to_first_payment_median))


def _paid(row: BreakdownRow, currency: str) -> str:
    if row.paid_minor is None:
        return HIDDEN
    if currency not in MINOR_DIGITS:
        return f"{row.paid_minor:,}"
    return str(Money(minor=row.paid_minor, currency=currency)).removesuffix(f" {currency}")
