"""Tables of the law in words: heads, cells, and what holds where a table says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from law.language.plain.cited import Cited
from law.language.plain.days_in_words import span
from law.language.terms.numerals import plain
from law.language.terms.tables import Axis, Cell, Sheet, Table
from law.language.terms.units import Unit
from law.language.terms.words import shown

STEPS = {"at least": "from", "at most": "up to", "is": ""}


def of_table(table: Table) -> Iterator[Cited]:
    """A table as it stood from each of its days on, with its rows as notes."""
    for sheet in table.sheets:
        text = f"{table.meaning} ({_read_by(table)}), {span(sheet)}:"
        yield Cited(text, sheet.cites, sheet.unverified, table.name, tuple(_rows(table, sheet)))


def _rows(table: Table, sheet: Sheet) -> Iterator[str]:
    for head, cells in zip(row_heads(table, sheet), sheet.cells, strict=True):
        yield f"{head}: {_row(table, cells)}"
    if table.asks or table.otherwise is not None:
        yield f"otherwise: {otherwise_in_words(table)}"


def row_heads(table: Table, sheet: Sheet) -> list[str]:
    """The heads of the rows as they stood."""
    return [head_in_words(table.down, head) for head in sheet.rows] + (["above"] if sheet.open_row else [])


def _read_by(table: Table) -> str:
    down = f"by {table.down.of}"
    if table.across is None:
        return down
    return f"{down} and {table.across.of}: {'; '.join(heads_in_words(table))}"


def heads_in_words(table: Table) -> list[str]:
    """The heads of a table's columns: the values they are found by, or what each column is."""
    if table.across is None:
        return [column.meaning for column in table.columns.values()]
    return [head_in_words(table.across, head) for head in table.heads] + (["above"] if table.open_head else [])


def head_in_words(axis: Axis, head: object) -> str:
    """A head of a row or column: `from 50 years`, `up to 6 %`, a word."""
    if isinstance(head, str):
        return head
    return f"{STEPS[axis.step]} {shown(head, axis.unit)}".strip()  # type: ignore[arg-type]


def _row(table: Table, cells: tuple[Cell, ...]) -> str:
    if table.columns:
        named = zip(table.columns.values(), cells, strict=True)
        return "; ".join(f"{column.meaning.lower()} {cell_in_words(cell, column.unit)}" for column, cell in named)
    return "; ".join(cell_in_words(cell, table.unit_of(None)) for cell in cells)


def cell_in_words(cell: Cell, unit: Unit) -> str:
    """The figure in a cell, with its unit."""
    if cell is None:
        return "—"
    return cell.replace("_", " ") if isinstance(cell, str) else shown(cell, unit) if unit.powers else plain(cell)


def otherwise_in_words(table: Table) -> str:
    """What holds where the table says nothing."""
    if table.otherwise is None:
        return "a person is asked"
    return cell_in_words(table.otherwise, table.unit_of(next(iter(table.columns), None)))
