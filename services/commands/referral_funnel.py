"""`tideover referrals funnel`: how far people came, from claim to work, by one dimension; small numbers are hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Annotated

import typer

from services.almp_referral.views import FunnelStage, funnel
from services.commands.hidden_counts import HIDDEN
from services.commands.world import LaptopFolder, opened_world
from services.oversight.views import MINIMUM, UNKNOWN, Dimension, claims_by_dimension, rows_without

ALMP, OVERSIGHT = "almp_referral", "oversight"
TOTAL = "total"
WIDTH = 14
FunnelRow = Mapping[FunnelStage, set[str]]
"""By stage, the people who reached it."""


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
        with world.databases[ALMP].reading() as connection:
            reached = funnel(connection)
        with world.databases[OVERSIGHT].reading() as connection:
            values = claims_by_dimension(connection, by)
    rows: defaultdict[str, defaultdict[FunnelStage, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, stages in reached.items():
        for stage in stages:
            rows[values.get(key, UNKNOWN)][stage].add(key[0])
    for line in shown(rows, minimum):
        typer.echo(line)
    typer.echo(f"{HIDDEN} is about fewer than {minimum} people, or hidden so that no such number follows from others.")


def shown(rows: Mapping[str, FunnelRow], minimum: int) -> list[str]:
    """The table as lines, with a row of totals; in each column the rows are hidden that must be."""
    gone = {
        stage: rows_without({value: row.get(stage, set()) for value, row in rows.items()}, minimum)
        for stage in FunnelStage
    }
    lines = [f"{'':<{WIDTH}}" + "".join(f"{stage.value:>{WIDTH}}" for stage in FunnelStage)]
    for value in sorted(rows):
        cells = [HIDDEN if value in gone[stage] else str(len(rows[value].get(stage, ()))) for stage in FunnelStage]
        lines.append(f"{value:<{WIDTH}}" + "".join(f"{cell:>{WIDTH}}" for cell in cells))
    together = {stage: {person for row in rows.values() for person in row.get(stage, ())} for stage in FunnelStage}
    totals = [HIDDEN if 0 < len(together[stage]) < minimum else str(len(together[stage])) for stage in FunnelStage]
    return [*lines, f"{TOTAL:<{WIDTH}}" + "".join(f"{cell:>{WIDTH}}" for cell in totals)]
