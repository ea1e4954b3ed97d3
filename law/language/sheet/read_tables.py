"""Reads the tables of a sheet, and refuses any that leaves a case undefined."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import cast

from contracts.in_words import ended, meant
from law.language.sheet.articles import refuse_reserved
from law.language.terms.citation import WHOLE_CITED, cited
from law.language.terms.dated import DatedEntries
from law.language.terms.document import Entry
from law.language.terms.numerals import parse_number
from law.language.terms.parameters import refuse_figure
from law.language.terms.stretches import Stretch, read_stretches
from law.language.terms.tables import Axis, Cell, Column, Sheet, Step, Table
from law.language.terms.units import Unit, category, parse_unit
from law.language.terms.values import Number, plain_number

EXAMPLE = """\
benefit_months:
  meaning: Months of benefit
  unit: months
  down:
    of: months insured
    unit: months
    step: at least
  otherwise: 0
  values:
    - from: 2020-01-01
      at: (2)
      rows:
        12: 6
        16: 8"""
EXAMPLE_ACROSS = """\
across:
  of: age
  unit: years
  step: at least
  heads: [0, 50, 55]"""
EXAMPLE_ABOVE = """\
step: at most
heads: [6, 7, above]"""
EXAMPLE_ROWS = """\
rows:
  12: [6, 6]
  16: [8, 8]"""
EXAMPLE_WORDS = """\
rows:
  AK: 56
  AL: 45"""
EXAMPLE_COLUMNS = """\
columns:
  lowest:
    meaning: Lowest amount
    unit: USD/week"""
ABOVE = "above"
NOTHING = "none"
ASK = "ask"
"""What stands for `otherwise` where a person must say what holds."""
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,79}")
Heads = tuple[tuple[Number | str, ...], bool]


def read_tables(entries: Mapping[str, Entry], *, currency: str) -> dict[str, Table]:
    """All tables of a sheet. Raises `RuleSheetError`."""
    return {name: _table(name, entry, currency) for name, entry in entries.items()}


def _table(name: str, entry: Entry, currency: str) -> Table:
    fields = entry.fields(
        required="meaning down values", optional="unit across columns otherwise words", example=EXAMPLE
    )
    if ("columns" in fields) == ("unit" in fields or "words" in fields) or {"across", "columns"} <= set(fields):
        raise entry.wrong("a table has one unit for all cells (or words), or columns by name.", example=EXAMPLE)
    down = _axis(fields["down"], currency)
    across, heads = _across(fields.get("across"), currency)
    columns = _columns(fields["columns"], currency) if "columns" in fields else {}
    unit = _unit_of_cells(fields, currency)
    units = [column.unit for column in columns.values()] or [cast("Unit", unit)] * max(1, len(heads[0]) + heads[1])
    otherwise = _otherwise(fields["otherwise"], units[0]) if "otherwise" in fields else None
    sheets = _sheets(fields["values"], down, units)
    table = Table(
        name=name,
        meaning=fields["meaning"].text(example=EXAMPLE),
        unit=unit,
        down=down,
        across=across,
        heads=heads[0],
        open_head=heads[1],
        columns=columns,
        otherwise=otherwise,
        asks="otherwise" in fields and otherwise is None,
        dated=sheets,
    )
    if "otherwise" not in fields:
        _refuse_undefined(table, fields["values"])
    return table


def _unit_of_cells(fields: Mapping[str, Entry], currency: str) -> Unit | None:
    if "words" in fields:
        return category(*(item.text(example=EXAMPLE) for item in fields["words"].items(example=EXAMPLE)))
    if "unit" not in fields:
        return None
    with fields["unit"].reading():
        return parse_unit(fields["unit"].text(example="unit: months"), currency=currency)


def _axis(entry: Entry, currency: str) -> Axis:
    fields = entry.fields(required="of step", optional="unit heads", example=EXAMPLE)
    step = cast("Step", fields["step"].one_of("at least", "at most", "is"))
    of = fields["of"].text(example=EXAMPLE)
    if "unit" not in fields:
        if step != "is":
            raise entry.wrong("what is found by size needs a unit.", example=EXAMPLE_ACROSS)
        return Axis(of, category(), step)
    with fields["unit"].reading():
        return Axis(of, parse_unit(fields["unit"].text(example="unit: years"), currency=currency), step)


def _across(entry: Entry | None, currency: str) -> tuple[Axis | None, Heads]:
    if entry is None:
        return None, ((), False)
    axis = _axis(entry, currency)
    fields = entry.fields(required="of step heads", optional="unit", example=EXAMPLE_ACROSS)
    texts = [(item, item.text(example=EXAMPLE_ACROSS)) for item in fields["heads"].items(example=EXAMPLE_ACROSS)]
    return axis, _heads(axis, texts, fields["heads"])


def _heads(axis: Axis, texts: list[tuple[Entry, str]], entry: Entry) -> Heads:
    open_end = bool(texts) and texts[-1][1] == ABOVE
    if open_end and axis.step != "at most":
        raise entry.wrong("'above' ends what is found by 'at most'.", example=EXAMPLE_ABOVE)
    heads = [_head(axis, item, text) for item, text in (texts[:-1] if open_end else texts)]
    if axis.step != "is" and any(one >= other for one, other in pairwise(cast("list[Number]", heads))):
        raise entry.wrong("the heads must rise.", example="heads: [0, 50, 55]")
    if len(set(heads)) != len(heads):
        raise entry.wrong("a head stands twice.", example="heads: [0, 50, 55]")
    return tuple(heads), open_end


def _head(axis: Axis, entry: Entry, text: str) -> Number | str:
    if axis.unit.kind == "category":
        if not WORD.fullmatch(text):
            raise entry.wrong(f"'{text}' is not a word.", example=EXAMPLE_WORDS)
        return text
    with entry.reading():
        return plain_number(parse_number(text))


def _columns(entry: Entry, currency: str) -> dict[str, Column]:
    columns = {}
    for name, column in entry.named(example=EXAMPLE_COLUMNS).items():
        refuse_reserved(name, column)
        fields = column.fields(required="meaning", optional="unit words", example=EXAMPLE_COLUMNS)
        unit = _unit_of_cells(fields, currency)
        if unit is None:
            raise column.wrong("a column has a unit or words.", example=EXAMPLE_COLUMNS)
        columns[name] = Column(fields["meaning"].text(example=EXAMPLE_COLUMNS), unit)
    return columns


def _sheets(entry: Entry, down: Axis, units: list[Unit]) -> DatedEntries[Sheet]:
    make = partial(_sheet, down, units)
    return read_stretches(entry, make, says="rows", optional=f"unknown {WHOLE_CITED}", example=EXAMPLE)


def _sheet(down: Axis, units: list[Unit], stretch: Stretch) -> Sheet:
    entry = stretch.fields["rows"]
    rows = entry.entries(example=EXAMPLE_ROWS)
    if not rows:
        raise entry.wrong("a table has at least one row.", example=EXAMPLE_ROWS)
    heads, open_row = _heads(down, [(row, head) for head, row in rows.items()], entry)
    law = cited(stretch.entry, stretch.fields)
    return Sheet(
        since=stretch.since,
        until=stretch.until,
        rows=heads,
        open_row=open_row,
        cells=tuple(_cells(row, units) for row in rows.values()),
        cites=law.cites,
        unverified=law.unverified,
        applies=stretch.applies,
    )


def _cells(row: Entry, units: list[Unit]) -> tuple[Cell, ...]:
    entries = [row] if row.is_text() else row.items(example=EXAMPLE_ROWS)
    if len(entries) != len(units):
        decimals = " A point stands before decimals, not a comma." if len(entries) > len(units) else ""
        raise row.wrong(f"this row has {len(entries)} cells, not {len(units)}.{decimals}", example=EXAMPLE_ROWS)
    return tuple(_cell(entry, unit) for entry, unit in zip(entries, units, strict=True))


def _cell(entry: Entry, unit: Unit) -> Cell:
    text = entry.text(example=EXAMPLE_ROWS)
    if text == NOTHING:
        return None
    if unit.kind == "category":
        if text not in unit.members:
            unknown = f"'{text}' is none of its words; {meant(text, sorted(unit.members))}"
            raise entry.wrong(ended(unknown), example=EXAMPLE_ROWS)
        return text
    with entry.reading():
        number = plain_number(parse_number(text))
    if number >= 0 or unit.currency is None:  # a column of amounts may add in one row and take off in another
        refuse_figure(entry, number, unit)
    return number


def _otherwise(entry: Entry, unit: Unit) -> Cell:
    return None if entry.text(example="otherwise: 0") == ASK else _cell(entry, unit)


def _refuse_undefined(table: Table, entry: Entry) -> None:
    """A case that a person may come into, and on which the table is silent, must be said.

    Which words a row is looked up by is known where the table is asked, so words are held against it there.
    """
    reached = _uncovered(table.down, table.sheets[0].rows, open_end=all(sheet.open_row for sheet in table.sheets))
    if table.down.step == "at least":
        reached = any(sheet.rows[0] != 0 for sheet in table.sheets)
    if table.across is not None:
        reached = reached or _uncovered(table.across, table.heads, open_end=table.open_head)
    reached = reached or any(cell is None for sheet in table.sheets for row in sheet.cells for cell in row)
    if reached:
        raise entry.wrong(
            f"{table.name} leaves a case undefined that can be reached: say what holds there.",
            example="otherwise: 0   (or rows that begin at 0, heads that end with 'above', and no empty cell)",
        )


def _uncovered(axis: Axis, heads: tuple[Number | str, ...], *, open_end: bool) -> bool:
    if axis.step == "is":
        return axis.unit.kind != "category"
    return heads[0] != 0 if axis.step == "at least" else not open_end
