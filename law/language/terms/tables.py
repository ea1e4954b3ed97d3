"""Tables of the law: rows found by one value, columns by another or by name; dated and cited like parameters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, cast

from law.language.terms.dated import DatedEntries, DatedEntry, LawDays
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.units import Unit
from law.language.terms.values import Number, Value

Step = Literal["at least", "at most", "is"]
"""How a head is found: the last not above the value, the first not below it, or the one equal to it."""
Cell: TypeAlias = Number | str | None
"""None: the table says nothing there."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One edge of a table: what is looked up, in which unit, and how its head is found."""

    of: str
    unit: Unit
    step: Step

    def place(self, heads: tuple[Number | str, ...], *, open_end: bool, value: Value) -> int | None:
        """The number of the row or column of a value; None where the table has none."""
        if self.step == "is":
            return heads.index(value) if value in heads else None
        numbers, number = cast("tuple[Number, ...]", heads), cast("Number", value)
        if self.step == "at least":
            found = bisect_right(numbers, number) - 1
            return found if found >= 0 else None
        found = bisect_left(numbers, number)
        return found if found < len(numbers) + open_end else None


@dataclass(frozen=True, slots=True)
class Sheet(DatedEntry):
    """The cells of a table as they stand for some time; heads of rows and columns."""

    rows: tuple[Number | str, ...]
    open_row: bool
    cells: tuple[tuple[Cell, ...], ...]
    cites: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A named column: each row's figure of one meaning and unit."""

    meaning: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Table:
    """A table through time. `across` with `heads` for columns found by value; `columns` for columns by name."""

    name: str
    meaning: str
    unit: Unit | None
    down: Axis
    across: Axis | None
    heads: tuple[Number | str, ...]
    open_head: bool
    columns: Mapping[str, Column]
    otherwise: Cell
    asks: bool
    """Whether a person is asked where the table says nothing; else such a case cannot be reached."""
    dated: DatedEntries[Sheet]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All that are known, the oldest first."""
        return self.dated.known

    def under(self, days: LawDays) -> Sheet:
        """The cells that hold on these days. Raises `OutsideKnownLaw` where the sheet knows none."""
        sheet = self.dated.under(days)
        if sheet is None:
            raise OutsideKnownLaw(f"the table {self.name} is not known for {days.law}")
        return sheet

    def on(self, day: date) -> Sheet:
        """The cells that hold for a claim that begins on a day. Raises `OutsideKnownLaw` where none are known."""
        return self.under(LawDays.of(day))

    def cell(self, sheet: Sheet, column: str | None, keys: Sequence[Value]) -> Cell:
        """The figure for these keys; `otherwise` where the table says nothing."""
        row = self.down.place(sheet.rows, open_end=sheet.open_row, value=keys[0])
        if column is not None:
            place: int | None = list(self.columns).index(column)
        elif self.across is None:
            place = 0
        else:
            place = self.across.place(self.heads, open_end=self.open_head, value=keys[1])
        found = None if row is None or place is None else sheet.cells[row][place]
        return self.otherwise if found is None else found

    def figures(self, column: str | None) -> frozenset[Cell]:
        """All that its cells say in any row and through time, in one column where it has columns by name."""
        place = list(self.columns).index(column) if column is not None else None
        cells = (
            cell for sheet in self.sheets for row in sheet.cells for cell in (row if place is None else [row[place]])
        )
        return frozenset(cells)

    def unit_of(self, column: str | None) -> Unit:
        """The unit of a cell."""
        if column is not None:
            return self.columns[column].unit
        if self.unit is None:
            raise LookupError(f"{self.name} is a table of columns")
        return self.unit
