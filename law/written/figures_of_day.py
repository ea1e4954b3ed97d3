"""The figures and tables of a sheet as they stand on the days that decide which law holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from law.language.sheet.scheme import Scheme
from law.language.terms.dated import LawDays
from law.language.terms.parameters import DatedValue
from law.language.terms.questions import Figure
from law.language.terms.tables import Table
from law.language.terms.values import Value
from law.written.arithmetic import doubtful

DAYS_KEPT = 4096
"""How many days are kept in memory."""


@dataclass(frozen=True, slots=True)
class FiguresOfDay:
    """A sheet, of each rule the version that holds on these days, and its figures as written law asks for them."""

    sheet: Scheme
    days: LawDays

    def figure_on(self, name: str) -> Callable[[date], DatedValue]:
        """A figure as it stood on each day; it raises `OutsideKnownLaw` where none is known."""
        return lru_cache(DAYS_KEPT)(self.sheet.parameters[name].on)

    def figure(self, name: str) -> Figure:
        """A figure that a question is asked with: as the law stands on the day, and as it stood on any other."""
        return Figure(self.sheet.parameters[name].under(self.days).value, self.figure_on(name))

    def cells(self, name: str, column: str | None) -> Callable[..., Value]:
        """What a table says for its keys as the law stands on the day; it raises `Doubtful` where it says nothing."""
        table = self.sheet.tables[name]
        sheet = table.under(self.days)
        return lambda *keys: _said(table, table.cell(sheet, column, keys), keys)

    def cells_on(self, name: str, column: str | None) -> Callable[..., Value]:
        """The same as the law stood on another day, which comes before the keys; it raises `OutsideKnownLaw` too."""
        table = self.sheet.tables[name]
        return lambda day, *keys: _said(table, table.cell(table.on(day), column, keys), keys)


def _said(table: Table, cell: Value | None, keys: Sequence[Value]) -> Value:
    if cell is None:
        doubtful(f"{table.meaning}: the table says nothing for {', '.join(map(str, keys))}. What holds?")
    return cell
