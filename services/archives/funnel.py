"""How far people came from claim to work, told apart by one dimension; small numbers are kept back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from services.almp_referral.views import FunnelStage, funnel
from services.oversight.views import MINIMUM, UNKNOWN, Dimension, claims_by_dimension, rows_without
from services.runtime.database.store import Database

FunnelRow = Mapping[FunnelStage, set[str]]
"""By stage, the people who reached it."""
FunnelCells = Mapping[FunnelStage, int | None]
"""By stage, how many people reached it; None where the number is kept back."""


@dataclass(frozen=True, slots=True)
class FunnelTable:
    """The rows by the value of the dimension, in its order, and everybody together."""

    rows: Mapping[str, FunnelCells]
    together: FunnelCells


def funnel_by(databases: Mapping[str, Database], by: Dimension, minimum: int = MINIMUM) -> FunnelTable:
    """The funnel as things are known now."""
    with databases["almp_referral"].reading() as connection:
        reached = funnel(connection)
    with databases["oversight"].reading() as connection:
        values = claims_by_dimension(connection, by)
    rows: defaultdict[str, defaultdict[FunnelStage, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, stages in reached.items():
        for stage in stages:
            rows[values.get(key, UNKNOWN)][stage].add(key[0])
    return protected(rows, minimum)


def protected(rows: Mapping[str, FunnelRow], minimum: int) -> FunnelTable:
    """The numbers of the rows and of everybody; in each column the rows are kept back that must be."""
    gone = {
        stage: rows_without({value: row.get(stage, set()) for value, row in rows.items()}, minimum)
        for stage in FunnelStage
    }
    together = {stage: {person for row in rows.values() for person in row.get(stage, ())} for stage in FunnelStage}
    return FunnelTable(
        {
            value: {stage: None if value in gone[stage] else len(rows[value].get(stage, ())) for stage in FunnelStage}
            for value in sorted(rows)
        },
        {stage: None if 0 < len(people) < minimum else len(people) for stage, people in together.items()},
    )
