"""What others may read of oversight: counts, indicators, legal clocks, and one person's story."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, select

from services.oversight.breakdown import OUTCOMES, Breakdown, BreakdownRow, breakdown
from services.oversight.code_titles import CODE_TITLES
from services.oversight.dimension import COLUMNS as OF_CLAIMS
from services.oversight.dimension import Dimension
from services.oversight.figures.as_of import (
    NotClosed,
    Receipt,
    closed_days,
    counted_as_of,
    counted_from,
    figures_as_of,
    keep,
)
from services.oversight.figures.cube import DayFigures
from services.oversight.figures.interval import wilson
from services.oversight.figures.observed import resolution_told
from services.oversight.figures.recounting import Logged, differing, recounted
from services.oversight.figures.shown import ShownRow, ShownTable, shown
from services.oversight.figures.tables import (
    AGES,
    BY_ALL,
    COLUMNS,
    DIMENSIONS,
    IN_WORK_AFTER,
    OWN_ROWS,
    FigureTable,
    rows_of,
)
from services.oversight.figures.weekly import FIRST_PAYMENTS_WEEKLY, PAID_WEEKLY, hidden_weeks, told_weeks
from services.oversight.figures.written import written
from services.oversight.indicators import Indicators, indicators, weekly_rates
from services.oversight.model import NO_GROUND, QUALIFYING_RULES
from services.oversight.observation import ResolutionTold
from services.oversight.presets import (
    WINDOWS_DAYS,
    CountingRules,
    Pipeline,
    Presets,
    Promise,
    Stage,
    standard_presets,
)
from services.oversight.said_before import ToldOnce, heard_once
from services.oversight.small_cells import MINIMUM, UNKNOWN, rows_without
from services.oversight.store import claim_view, closing, kept_figures, observation
from services.oversight.story import StoryLine, StoryStep, lines_of, released_line, tell, told_steps
from services.oversight.story_language import heading_of_case, title_of_page
from services.oversight.tallies import AUTOMATIC, DETERMINED, TALLIES, WEEKS
from services.oversight.timeliness import (
    DUE_WITHIN_DAYS,
    LATE,
    LATER,
    ON_TIME,
    OVERDUE,
    Timeliness,
    timeliness,
    timeliness_on,
)

__all__ = [
    "AGES",
    "BY_ALL",
    "CODE_TITLES",
    "COLUMNS",
    "DIMENSIONS",
    "DUE_WITHIN_DAYS",
    "FIRST_PAYMENTS_WEEKLY",
    "IN_WORK_AFTER",
    "LATE",
    "LATER",
    "MINIMUM",
    "NO_GROUND",
    "ON_TIME",
    "OUTCOMES",
    "OVERDUE",
    "OWN_ROWS",
    "PAID_WEEKLY",
    "QUALIFYING_RULES",
    "UNKNOWN",
    "WINDOWS_DAYS",
    "Breakdown",
    "BreakdownRow",
    "CountingRules",
    "DayFigures",
    "Dimension",
    "FigureTable",
    "Indicators",
    "Logged",
    "NotClosed",
    "Pipeline",
    "Presets",
    "Promise",
    "Receipt",
    "ResolutionTold",
    "ShownRow",
    "ShownTable",
    "Stage",
    "StoryLine",
    "StoryStep",
    "Timeliness",
    "ToldOnce",
    "breakdown",
    "claims_by_dimension",
    "closed_days",
    "closings",
    "counted_as_of",
    "counted_from",
    "determinations",
    "differing",
    "figures_as_of",
    "first_decided",
    "heading_of_case",
    "heard_once",
    "hidden_weeks",
    "indicators",
    "keep",
    "kept_figures",
    "lines_of",
    "observation",
    "recounted",
    "released_line",
    "resolution_told",
    "rows_of",
    "rows_without",
    "shown",
    "standard_presets",
    "tell",
    "timeliness",
    "timeliness_on",
    "title_of_page",
    "told_steps",
    "told_weeks",
    "weekly_rates",
    "weeks_paid",
    "wilson",
    "written",
]


def determinations(connection: Connection) -> Mapping[tuple[str, str, bool], int]:
    """Claims by the outcome that holds, the ground of a refusal, and whether no person took part."""
    determined = TALLIES.by_parts(connection, DETERMINED)
    return {(outcome, ground, how == AUTOMATIC): count for (outcome, ground, how), count in determined.items()}


def first_decided(connection: Connection, person: str) -> Mapping[str, date]:
    """The day on which each claim of a person was first decided, by claim."""
    one = claim_view.c
    query = select(one.claim, one.decided_on).where(one.subject == person, one.decided_on.is_not(None))
    return {row.claim: row.decided_on for row in connection.execute(query)}


def closings(connection: Connection, partition: int) -> list[tuple[int, date]]:
    """When the closing of each day of a partition reached the log, as `Message.arrival` says, in that order."""
    query = select(closing.c.arrived, closing.c.day).where(closing.c.partition == partition)
    return sorted((arrived, day) for arrived, day in connection.execute(query))


def claims_by_dimension(connection: Connection, dimension: Dimension) -> Mapping[tuple[str, str], str]:
    """The value of each claim, by person and claim."""
    column, named = OF_CLAIMS[dimension]
    rows = connection.execute(select(claim_view.c.subject, claim_view.c.claim, claim_view.c[column]))
    return {(row[0], row[1]): UNKNOWN if row[2] is None else named(row[2]) for row in rows}


def weeks_paid(connection: Connection) -> int:
    """Certified weeks for which benefit is due by the latest assessments."""
    return TALLIES.total(connection, WEEKS)
