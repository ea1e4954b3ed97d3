"""`tideover referrals funnel`: how far people came, from claim to work, by one dimension; small numbers are hidden."""

from __future__ import annotations

from typing import Annotated

import typer

from services.almp_referral.views import FunnelStage
from services.archives.funnel import FunnelCells, FunnelTable, funnel_by
from services.commands.hidden_counts import HIDDEN
from services.commands.world import LaptopFolder, opened_world
from services.oversight.views import MINIMUM, Dimension

ALMP, OVERSIGHT = "almp_referral", "oversight"
TOTAL = "total"
WIDTH = 14


def funnel_(
    by: Annotated[Dimension, typer.Option("--by", help="The dimension by which people are told apart.")],
    folder: LaptopFolder = None,
    *,
    minimum: Annotated[
        int, typer.Option("--minimum", min=MINIMUM, help="Numbers about fewer people than this are hidden.")
    ] = MINIMUM,
) -> None:
    """Tell how far people came from claim to work, by sex, age, region and more; small numbers are hidden."""
    with opened_world(folder, [ALMP, OVERSIGHT]) as world:
        table = funnel_by(world.databases, by, minimum)
    for line in lines_of(table):
        typer.echo(line)
    typer.echo(f"{HIDDEN} is about fewer than {minimum} people, or hidden so that no such number follows from others.")


def lines_of(table: FunnelTable) -> list[str]:
    """The table as lines, with a row of totals."""
    heads = "".join(f"{stage.value:>{WIDTH}}" for stage in FunnelStage)
    rows = [*table.rows.items(), (TOTAL, table.together)]
    return [f"{'':<{WIDTH}}{heads}", *(f"{value:<{WIDTH}}{_cells(cells)}" for value, cells in rows)]


def _cells(cells: FunnelCells) -> str:
    return "".join(f"{HIDDEN if (number := cells[stage]) is None else str(number):>{WIDTH}}" for stage in FunnelStage)
