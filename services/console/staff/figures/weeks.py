"""Money week by week, and what the treasury told of funds, in a reader's words."""

from __future__ import annotations

from services.console.staff.figures.asked import AskedFigures
from services.console.staff.figures.view import RowView, TableView
from services.console.staff_page import Visit
from services.oversight.views import FIRST_PAYMENTS_WEEKLY, PAID_WEEKLY, told_weeks


def weekly_view(visit: Visit, asked: AskedFigures) -> TableView:
    """Each week that is over, the oldest first; a week about few people tells nothing but that."""
    figures, number, minimum = asked.figures, visit.language.number, asked.rules.minimum
    currencies = sorted(figures.paid_ever)
    few = visit.say("figures.few", n=number(minimum))
    rows = []
    for week in told_weeks(figures.day):
        paid, first = (PAID_WEEKLY, week), (FIRST_PAYMENTS_WEEKLY, week)
        numbers: list[int | str | None] = [None] * 4
        if not 0 < figures.week_people[paid] < minimum:
            numbers[0], numbers[1] = figures.weeks[paid], figures.week_sums[paid]
        hits, cases = figures.week_hits[first], figures.weeks[first]
        if not 0 < figures.week_people[first] < minimum:
            numbers[2] = cases
        if not 0 < hits < minimum and not 0 < cases - hits < minimum:
            numbers[3] = hits
        cells = [few if one is None else number(int(one)) for one in numbers]
        if isinstance(numbers[1], int) and len(currencies) == 1:
            cells[1] = visit.language.money(numbers[1], currencies[0])
        rows.append(RowView(visit.language.day(week), is_original=False, cells=tuple(cells), numbers=tuple(numbers)))
    days = number(asked.rules.first_payment_soon.limit_days)
    columns = (
        visit.say("figures.weeks.begins"),
        visit.say("figures.weeks.payments"),
        visit.say("figures.weeks.amount", currency=visit.say("figures.separator").join(currencies)),
        visit.say("figures.weeks.first"),
        visit.say("figures.weeks.first_in_time", days=days),
    )
    title = visit.say("figures.weeks")
    return TableView("weeks", title, title, visit.say("figures.weeks.rule"), "", columns, tuple(rows), None, "", "", ())


def funds_view(visit: Visit, asked: AskedFigures) -> TableView:
    """What the treasury told of each fund in the last year; nobody's, so nothing is joined."""
    rows = tuple(
        RowView(
            fund, is_original=False, cells=(visit.language.money(amount, currency),), numbers=(f"{amount} {currency}",)
        )
        for (fund, currency), amount in sorted(asked.figures.funds.items())
    )
    title = visit.say("figures.funds")
    columns = (visit.say("figures.funds.fund"), visit.say("figures.funds.amount"))
    nothing = "" if rows else visit.say("figures.funds.none")
    return TableView("funds", title, title, visit.say("figures.funds.rule"), "", columns, rows, None, nothing, "", ())
