"""The way from claim to work as one table: a stage a row, each number taken from the table in which it is protected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from services.console.plain_figures import PlainFigure, in_per_cent
from services.console.staff.figures.asked import AskedFigures
from services.console.staff.figures.view import Bar, RowView, TableView, share_in_words, value_in_words
from services.console.staff_page import Visit
from services.oversight.views import IN_WORK_AFTER, FigureTable, ShownTable, shown

KEY = "funnel"
JOINED = "\u00b7"
NOBODY = "\u2013"
"""Instead of a number where there is nobody whom it could be about: a zero would say that they were looked at."""


class WayStage(NamedTuple):
    """A stage: the column of the table that counts it, and how those are called of whom it is a share."""

    name: str
    table: FigureTable
    column: str
    of: str


CLAIMED = WayStage("claimed", FigureTable.ASSESSED, "", "")
STAGES: Sequence[WayStage] = (
    WayStage("assessed", FigureTable.ASSESSED, "assessed", "claims"),
    WayStage("referred", FigureTable.REFERRED, "referred", "claims"),
    WayStage("offered", FigureTable.OFFERED, "offered", "referred"),
    WayStage("accepted", FigureTable.ANSWERS, "offer_accepted", "referred"),
    WayStage("declined", FigureTable.ANSWERS, "declined", "referred"),
    WayStage("unanswered", FigureTable.ANSWERS, "unanswered", "referred"),
    WayStage("started", FigureTable.STARTS, "started", "accepted"),
    WayStage("completed", FigureTable.ENDS, "completed", "accepted"),
    WayStage("dropped", FigureTable.ENDS, "dropped", "accepted"),
    WayStage("placed", FigureTable.PLACED, "placed", "referred"),
    *(WayStage(f"in_work_{months}", table, "in_work", "looked_at") for months, table in IN_WORK_AFTER.items()),
)


def way_to_work(visit: Visit, asked: AskedFigures) -> TableView:
    """Every stage for everybody and for each value of the dimension; a number that its table joins is not told here."""
    tables = {
        table: shown(asked.figures, table, asked.by, asked.rules.minimum)
        for table in (CLAIMED.table, *(stage.table for stage in STAGES))
    }
    claims = tables[CLAIMED.table]
    values = [value for row in claims.rows for value in row.values]
    title, by_word = visit.say("figures.funnel"), visit.say(f"figures.by.{asked.by}")
    minimum = visit.language.number(asked.rules.minimum)
    rows = [_claimed(visit, asked, claims, values)]
    rows += [_stage(visit, asked, stage, tables[stage.table], values) for stage in STAGES]
    columns = [visit.say(f"figures.funnel.{name}") for name in ("stage", "all", "share")]
    nothing = visit.say("figures.empty") if claims.is_empty else visit.say("figures.too_few", n=minimum)
    has_joined = any(JOINED in row.cells for row in rows)
    return TableView(
        key=KEY,
        title=title,
        caption=visit.say("figures.caption", title=title, by=by_word),
        rule=visit.say("figures.funnel.rule", year=visit.language.number(asked.rules.year_days)),
        cites="",
        columns=(*columns, *(value_in_words(visit, asked, asked.by, value) for value in values)),
        rows=tuple(rows),
        foot=None,
        nothing="" if claims.columns else nothing,
        joined=visit.say("figures.funnel.joined", n=minimum) if has_joined else "",
        bars=tuple(_bars(visit, tables)),
    )


def _claimed(visit: Visit, asked: AskedFigures, claims: ShownTable, values: Sequence[str]) -> RowView:
    """How many claims there are at all: the first row."""
    of_value = {row.values[0]: row.total for row in claims.rows if len(row.values) == 1}
    return _row(visit, asked.by, CLAIMED, [claims.total, *(of_value.get(value) for value in values)], None)


def _stage(visit: Visit, asked: AskedFigures, stage: WayStage, of: ShownTable, values: Sequence[str]) -> RowView:
    if of.is_empty:
        return _nobody(visit, asked.by, stage, len(values))
    numbers = [_in_row(of, value, stage.column) for value in values]
    number = of.number(stage.column)
    share = Fraction(number, of.total) if number is not None and of.total else None
    return _row(visit, asked.by, stage, [number, *numbers], share)


def _in_row(of: ShownTable, value: str, column: str) -> int | None:
    """The number of a value; nothing of a value that stands in no row of the table."""
    if of.columns and not any(value in row.values for row in of.rows):
        return 0
    return of.number_in(value, column)


def _row(visit: Visit, by: str, stage: WayStage, numbers: Sequence[int | None], share: Fraction | None) -> RowView:
    """The numbers of everybody first, with the share, then those of each value."""
    part = ""
    if share is not None:
        part = visit.say(f"figures.funnel.of.{stage.of}", share=share_in_words(visit, share))
    everybody, *values = [JOINED if number is None else visit.language.number(number) for number in numbers]
    of_all, *of_values = [[PlainFigure(number)] for number in numbers]
    return RowView(
        label=visit.say(f"figures.funnel.stage.{stage.name}"),
        is_original=False,
        cells=(everybody, part, *values),
        figures=(of_all, [] if share is None else [in_per_cent(share)], *of_values),
        address=f"#{stage.table}-{by}",
    )


def _nobody(visit: Visit, by: str, stage: WayStage, values: int) -> RowView:
    """A stage that nobody could reach yet."""
    return RowView(
        label=visit.say(f"figures.funnel.stage.{stage.name}"),
        is_original=False,
        cells=(NOBODY, visit.say("figures.empty"), *([NOBODY] * values)),
        figures=((),) * (values + 2),
        address=f"#{stage.table}-{by}",
    )


def _bars(visit: Visit, tables: dict[FigureTable, ShownTable]) -> Iterator[Bar]:
    """The stages of everybody on one scale, that of the claims; participations that are looked at are others."""
    claims = tables[CLAIMED.table].total
    if not claims:
        return
    yield Bar(visit.say("figures.funnel.stage.claimed"), visit.language.number(claims), 100)
    for stage in STAGES:
        number = tables[stage.table].number(stage.column)
        if number is not None and stage.of != "looked_at" and not tables[stage.table].is_empty:
            label = visit.say(f"figures.funnel.stage.{stage.name}")
            yield Bar(label, visit.language.number(number), round(100 * Fraction(number, claims)))
