"""Reads what was observed until a day was closed, and what was kept of its figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, bindparam, select

from contracts.committee import COMMITTEE
from services.oversight.figures.cases import Closings, ObservedInLog
from services.oversight.observation import OBSERVATIONS, ResolutionTold
from services.oversight.store import closing, kept_figures, observation
from services.runtime.database.prepared import Prepared

AT_ONCE = 5_000


def closings_of_all(connection: Connection) -> Mapping[int, Closings]:
    """When each day was closed, by partition."""
    told: dict[int, list[tuple[int, date]]] = {}
    for partition, day, arrived in connection.execute(select(closing.c.partition, closing.c.day, closing.c.arrived)):
        told.setdefault(partition, []).append((arrived, day))
    return {partition: Closings(closings) for partition, closings in told.items()}


def closed_days(closings: Mapping[int, Closings]) -> list[date]:
    """The days that are closed in every partition that has days, oldest first."""
    if not closings:
        return []
    return sorted(frozenset.intersection(*(of_one.days for of_one in closings.values())))


def observations_until(
    connection: Connection, day: date, closings: Mapping[int, Closings]
) -> Iterator[Sequence[ObservedInLog]]:
    """Subject by subject, what had reached the log when the day was closed in their partition, in the log's order."""
    cuts = {partition: of_one.cut(day) for partition, of_one in closings.items()}
    newest = max((cut for cut in cuts.values() if cut is not None), default=0)
    result = connection.execute(_UNTIL.execution_options(yield_per=AT_ONCE), {"by": newest})
    for _, rows in groupby(result, key=itemgetter(0)):
        seen = [
            ObservedInLog(OBSERVATIONS.validate_json(counted), arrived, closings[partition].last_closed(arrived))
            for _, partition, arrived, counted in rows
            if (cut := cuts.get(partition)) is not None and arrived < cut
        ]
        if seen:
            yield seen


_COLUMNS = observation.c
_UNTIL = (
    select(_COLUMNS.subject, _COLUMNS.partition, _COLUMNS.arrived, _COLUMNS.counted)
    .where(_COLUMNS.arrived < bindparam("by"))
    .order_by(_COLUMNS.subject, _COLUMNS.arrived, _COLUMNS.position)
)
_KEPT = Prepared(select(kept_figures).where(kept_figures.c.day == bindparam("on")))


def kept(connection: Connection, day: date) -> tuple[str, str] | None:
    """The figures of a day and their receipt, as they were kept; None if they were not."""
    row = _KEPT.row(connection, {"on": day})
    return None if row is None else (row.counted, row.receipt)


def kept_days(connection: Connection) -> list[date]:
    """The days whose figures are kept, oldest first."""
    return sorted(connection.scalars(select(kept_figures.c.day)))


def resolution_told(connection: Connection, resolution: str) -> ResolutionTold | None:
    """What the committee resolved under a number, as it was last recorded; None if nothing was."""
    rows = connection.scalars(select(_COLUMNS.counted).where(_COLUMNS.subject == COMMITTEE))
    told = [one for one in map(OBSERVATIONS.validate_json, rows) if isinstance(one, ResolutionTold)]
    own = [one for one in told if one.resolution == resolution]
    return max(own, key=lambda one: one.number, default=None)
