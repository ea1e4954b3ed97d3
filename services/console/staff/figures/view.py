"""A table of figures in a reader's words: headings, rows, totals, shares, what was joined, and a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from services.console.plain_figures import PlainFigure, in_per_cent, in_units
from services.console.staff.figures.asked import AskedFigures
from services.console.staff_page import Visit
from services.oversight.views import BY_ALL, IN_WORK_AFTER, OWN_ROWS, FigureTable, ShownRow, ShownTable, shown

SHARE_OF: Mapping[FigureTable, tuple[str, ...]] = {
    FigureTable.DECISIONS: ("on_time",),
    FigureTable.FIRST_PAYMENTS: ("soon",),
    FigureTable.QUESTIONS: ("on_time",),
    FigureTable.CONTESTS: ("on_time",),
    FigureTable.CONTEST_OUTCOMES: ("overturned",),
    FigureTable.REFERRALS: ("found_work",),
    FigureTable.ASSESSED: ("assessed",),
    FigureTable.REFERRED: ("referred",),
    FigureTable.OFFERED: ("offered",),
    FigureTable.ANSWERS: ("offer_accepted",),
    FigureTable.STARTS: ("started",),
    FigureTable.ENDS: ("completed",),
    FigureTable.PLACED: ("placed",),
    **dict.fromkeys(IN_WORK_AFTER.values(), ("in_work",)),
    FigureTable.CLAIMS: ("refused",),
    FigureTable.REVIEWS: ("right",),
}
"""Of which columns a share of the row is told."""
IN_ENGLISH = ("article", "rule")
"""Rows that are words of a sheet."""
PROGRAMME, REGION = "programme", "region"
"""Rows that are named by those who tell of them."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A column of everybody in the picture: its words, its number, and how long it is drawn, out of a hundred."""

    label: str
    number: str
    length: int


class RowName(NamedTuple):
    """What stands before a row, and whether that is in the words of a sheet."""

    label: str
    is_original: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """A row: its name, whether that is in the sheet's words, and its cells as they are written."""

    label: str
    is_original: bool
    cells: tuple[str, ...]
    figures: tuple[Sequence[PlainFigure], ...]
    """The same for a file, by column; of money one for each currency."""
    address: str = ""
    """Where the numbers of the row are told apart; empty where they are so already."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as a page shows it; `nothing` says why, where there is none."""

    key: str
    title: str
    caption: str
    rule: str
    cites: str
    """Where the rule's limits come from, in English; empty where it has none."""
    columns: tuple[str, ...]
    rows: tuple[RowView, ...]
    foot: RowView | None
    nothing: str
    joined: str
    bars: tuple[Bar, ...]


def table_view(visit: Visit, asked: AskedFigures, table: FigureTable, by: str) -> TableView:
    """A table, told apart by one of its dimensions."""
    of = shown(asked.figures, table, by, asked.rules.minimum)
    minimum = visit.language.number(of.minimum)
    title, by_word = visit.say(f"figures.table.{table}"), visit.say(f"figures.by.{by}")
    caption = visit.say("figures.caption", title=title, by=by_word)
    columns = tuple(_column(visit, asked, group) for group in of.columns)
    heads = (*columns, *((visit.say("figures.total"),) if of.has_totals else ()))
    share = _share_column(table, of)
    if share is not None:
        heads = (*heads, f"{visit.say('figures.share')}: {columns[share]}")
    nothing = visit.say("figures.empty") if of.is_empty else visit.say("figures.too_few", n=minimum)
    return TableView(
        key=f"{table}-{by}",
        title=caption if by in OWN_ROWS.get(table, ()) else title,
        caption=caption,
        rule=rule_in_words(visit, asked, table),
        cites=cites_of(asked, table),
        columns=(by_word, *heads),
        rows=tuple(_row(visit, _name(visit, asked, by, row), row, of, share) for row in of.rows),
        foot=_row(visit, _name(visit, asked, BY_ALL, of.everybody), of.everybody, of, share) if of.everybody else None,
        nothing="" if of.columns and not of.is_empty else nothing,
        joined=visit.say("figures.joined", n=minimum) if of.is_joined else "",
        bars=_bars(visit, columns, of),
    )


def rule_in_words(visit: Visit, asked: AskedFigures, table: FigureTable) -> str:
    """How a table is counted, with its limits, targets and articles."""
    rules = asked.rules
    number, percent = visit.language.number, visit.language.percent
    return visit.say(
        f"figures.rule.{table}",
        year=number(rules.year_days),
        recent=number(rules.recent_days),
        decision=number(rules.decision.limit_days),
        decision_target=percent(Fraction(rules.decision.target)),
        question=number(rules.question.limit_days),
        question_target=percent(Fraction(rules.question.target)),
        soon=number(rules.first_payment_soon.limit_days),
        soon_target=percent(Fraction(rules.first_payment_soon.target)),
        first=number(rules.first_payment.limit_days),
        first_target=percent(Fraction(rules.first_payment.target)),
    )


def cites_of(asked: AskedFigures, table: FigureTable) -> str:
    """Where the limits of a table come from."""
    rules = asked.rules
    promises = {
        FigureTable.DECISIONS: [rules.decision],
        FigureTable.QUESTIONS: [rules.question],
        FigureTable.FIRST_PAYMENTS: [rules.first_payment_soon, rules.first_payment],
    }
    return ". ".join(promise.cites for promise in promises.get(table, ()))


def _column(visit: Visit, asked: AskedFigures, group: Sequence[str]) -> str:
    soon, first = asked.rules.first_payment_soon, asked.rules.first_payment
    number = visit.language.number
    words = [
        visit.say(f"figures.column.{column}", soon=number(soon.limit_days), first=number(first.limit_days))
        for column in group
    ]
    return visit.say("figures.together").join(words)


def value_in_words(visit: Visit, asked: AskedFigures, by: str, value: str) -> str:
    """A row of a table; those of registries, providers and sheets are as these name them."""
    if by == BY_ALL:
        return visit.say("figures.all")
    if by == PROGRAMME and value != "unknown":
        return asked.programme(value)
    if by == REGION and value != "unknown":
        return value.replace("_", " ")
    if by in IN_ENGLISH:
        return value.replace("_", " ").replace(" | ", ", ")
    key = f"figures.value.{value}" if by != "reason" or value == "unknown" else f"referral.declined_because.{value}"
    return visit.say(key) if visit.language.has(key) else value.replace("_", " ")


def _name(visit: Visit, asked: AskedFigures, by: str, row: ShownRow) -> RowName:
    """What a row is called; one of joined values by all of them."""
    label = visit.say("figures.together").join(value_in_words(visit, asked, by, value) for value in row.values)
    return RowName(label, by in IN_ENGLISH)


def _row(visit: Visit, name: RowName, row: ShownRow, of: ShownTable, share: int | None) -> RowView:
    few = visit.say("figures.few", n=visit.language.number(of.minimum))
    cells = [few if number is None else visit.language.number(number) for number in row.numbers]
    figures = [[PlainFigure(number)] for number in row.numbers]
    for number, money in enumerate(row.sums):
        if money:
            amounts = [visit.language.money(minor, currency) for currency, minor in sorted(money.items())]
            cells[number] += f" ({visit.say('figures.separator').join(amounts)})"
            figures[number] += [in_units(minor, currency) for currency, minor in sorted(money.items())]
    if row.total is not None and of.has_totals:
        cells.append(visit.language.number(row.total))
        figures.append([PlainFigure(row.total)])
    if share is not None and row.total:
        of_row = Fraction(row.numbers[share] or 0, row.total)
        cells.append(share_in_words(visit, of_row))
        figures.append([in_per_cent(of_row)])
    return RowView(name.label, name.is_original, tuple(cells), tuple(figures))


def share_in_words(visit: Visit, share: Fraction) -> str:
    """A share in per cent, rounded to one place."""
    return f"{visit.language.number(share * 100, digits=1)}\u00a0%"


def _share_column(table: FigureTable, of: ShownTable) -> int | None:
    """Of which shown column the share is told; None where it was joined with one of another meaning."""
    wanted = SHARE_OF.get(table)
    return next((number for number, group in enumerate(of.columns) if group == wanted), None)


def _bars(visit: Visit, columns: Sequence[str], of: ShownTable) -> tuple[Bar, ...]:
    numbers = of.everybody.numbers if of.everybody else ()
    longest = max((number for number in numbers if number), default=0)
    if len(numbers) < 2 or not longest:
        return ()
    return tuple(
        Bar(label, visit.language.number(number or 0), round(100 * Fraction(number or 0, longest)))
        for label, number in zip(columns, numbers, strict=True)
    )


def file_rows(tables: Sequence[TableView]) -> list[list[Any]]:
    """All numbers of tables for a file: table, row, column, number, unit."""
    return [
        [table.caption, row.label, column, figure.number, figure.unit]
        for table in tables
        for row in (*table.rows, *([table.foot] if table.foot else []))
        for column, figures in zip(table.columns[1:], row.figures, strict=False)
        for figure in figures
    ]
