"""Money week by week, and what the treasury told of funds, in a reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.console.plain_figures import PlainFigure, in_units
from services.console.staff.figures.asked import AskedFigures
from services.console.staff.figures.view import RowView, TableView
from services.console.staff_page import Visit
from services.oversight.views import FIRST_PAYMENTS_WEEKLY, PAID_WEEKLY, hidden_weeks, told_weeks


def weekly_view(visit: Visit, asked: AskedFigures) -> TableView:
    """Each week that is over, the oldest first; of a week about few people, and who covers it, nothing is told."""
    currencies = sorted(asked.figures.paid_ever)
    days = visit.language.number(asked.rules.first_payment_soon.limit_days)
    columns = (
        visit.say("figures.weeks.begins"),
        visit.say("figures.weeks.payments"),
        visit.say("figures.weeks.amount", currency=visit.say("figures.separator").join(currencies)),
        visit.say("figures.weeks.first"),
        visit.say("figures.weeks.first_in_time", days=days),
    )
    title = visit.say("figures.weeks")
    rows = tuple(_week(visit, asked, week, currencies) for week in told_weeks(asked.figures.day))
    joined = visit.say("figures.weeks.hidden", n=visit.language.number(asked.rules.minimum))
    has_hidden = any(figure.number is None for row in rows for figures in row.figures for figure in figures)
    return TableView(
        "weeks",
        title,
        title,
        visit.say("figures.weeks.rule"),
        "",
        columns,
        rows,
        None,
        "",
        joined if has_hidden else "",
        (),
    )


def _week(visit: Visit, asked: AskedFigures, week: date, currencies: Sequence[str]) -> RowView:
    figures, number = asked.figures, visit.language.number
    paid, first = (PAID_WEEKLY, week), (FIRST_PAYMENTS_WEEKLY, week)
    numbers: list[int | None] = [None] * 4
    if week not in weeks_without_money(asked):
        numbers[0], numbers[1] = figures.weeks[paid], figures.week_sums[paid]
    if week not in _weeks_without_first_payments(asked):
        numbers[2], numbers[3] = figures.weeks[first], figures.week_hits[first]
    cells = ["\u00b7" if one is None else number(one) for one in numbers]
    if numbers[1] is not None and len(currencies) == 1:
        cells[1] = visit.language.money(numbers[1], currencies[0])
    in_file = [[PlainFigure(one)] for one in numbers]
    if numbers[1] is not None:
        in_file[1] = [in_units(numbers[1], currencies[0])] if len(currencies) == 1 else []
    return RowView(visit.language.day(week), is_original=False, cells=tuple(cells), figures=tuple(in_file))


def weeks_without_money(asked: AskedFigures) -> frozenset[date]:
    """The weeks of which neither payments nor money are told."""
    people = asked.figures.week_people
    of_week = {week: people[PAID_WEEKLY, week] for week in told_weeks(asked.figures.day)}
    return hidden_weeks([of_week], asked.rules.minimum)


def _weeks_without_first_payments(asked: AskedFigures) -> frozenset[date]:
    figures, weeks = asked.figures, told_weeks(asked.figures.day)
    hits = {week: figures.week_hits[FIRST_PAYMENTS_WEEKLY, week] for week in weeks}
    others = {week: figures.weeks[FIRST_PAYMENTS_WEEKLY, week] - hits[week] for week in weeks}
    return hidden_weeks([hits, others], asked.rules.minimum)


def funds_view(visit: Visit, asked: AskedFigures) -> TableView:
    """What the treasury told of each fund in the last year; nobody's, so nothing is joined."""
    rows = tuple(
        RowView(
            fund,
            is_original=False,
            cells=(visit.language.money(amount, currency),),
            figures=([in_units(amount, currency)],),
        )
        for (fund, currency), amount in sorted(asked.figures.funds.items())
    )
    title = visit.say("figures.funds")
    columns = (visit.say("figures.funds.fund"), visit.say("figures.funds.amount"))
    nothing = "" if rows else visit.say("figures.funds.none")
    return TableView("funds", title, title, visit.say("figures.funds.rule"), "", columns, rows, None, nothing, "", ())
