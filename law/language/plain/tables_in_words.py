"""Tables, particulars, rests and sanctions of a scheme, as a lawyer reads them."""

from __future__ import annotations

from collections.abc import Iterator

from law.language.plain.prose import figure_of, in_words
from law.language.sheet.scheme import LookBack, Said, Scheme
from law.language.terms.numerals import plain
from law.language.terms.tables import Axis, Cell, Table
from law.language.terms.units import Unit
from law.language.terms.words import shown, unit_in_words

STEPS = {"at least": "from", "at most": "up to", "is": ""}
Line = tuple[str, Said]
"""A sentence with its citation."""


def tables(scheme: Scheme) -> Iterator[Line]:
    """Every table, row by row."""
    for table in scheme.tables.values():
        for sheet in table.sheets:
            span = f"from {sheet.since}" + (f" up to {sheet.until}" if sheet.until else "")
            said = Said("", sheet.cites, sheet.unverified)
            yield f"{table.meaning} ({_read_by(table)}), {span}:", said
            for head, cells in zip(sheet.rows, sheet.cells, strict=False):
                yield f"- {head_in_words(table.down, head)}: {_row(table, cells)}", NOTHING
            if sheet.open_row:
                yield f"- above: {_row(table, sheet.cells[-1])}", NOTHING
            if table.asks or table.otherwise is not None:
                yield f"- otherwise: {otherwise_in_words(table)}", NOTHING


NOTHING = Said("", "")


def particulars(scheme: Scheme) -> Iterator[Line]:
    """What somebody must state of the person, and what holds if nobody does."""
    for one in scheme.particulars.values():
        said = in_words(one.if_unsaid, scheme) if one.if_unsaid else ""
        unsaid = f"If nothing is stated: {said}." if said else "If nothing is stated, a person is asked."
        kind = unit_in_words(one.unit) if one.unit.kind != "category" else " or ".join(sorted(one.unit.members))
        yield f"{one.meaning} ({kind}). {one.asks} {unsaid}", Said("", one.cites, one.unverified)


def windows(scheme: Scheme) -> Iterator[Line]:
    """Every window, with what moves its edges."""
    for window in scheme.windows.values():
        text = f"{window.meaning}: the {window.window.text}{_moved(window, scheme)}."
        yield text, Said("", window.cites, window.unverified)


def _moved(window: LookBack, scheme: Scheme) -> str:
    said = ""
    if window.as_of:
        said += f", looking back from {in_words(window.as_of, scheme)}"
    if window.extended_by:
        said += f", longer by {in_words(window.extended_by, scheme)}"
    if window.not_before:
        said += f", but not before {in_words(window.not_before, scheme)}"
    return said


def rests_and_sanctions(scheme: Scheme) -> Iterator[Line]:
    """When the benefit rests by arithmetic, and what a decided sanction costs."""
    for rest in scheme.rests.values():
        text = f"{rest.meaning}: the benefit rests for {in_words(rest.lasts, scheme)}."
        yield text, Said("", rest.cites, rest.unverified)
    for rule in scheme.sanctions.values():
        lasts, costs = in_words(rule.lasts, scheme), in_words(rule.consumes, scheme)
        ground = rule.ground.replace("_", " ")
        text = f"{rule.meaning} ({ground}): {lasts}; it uses up {costs}. Only a person decides it."
        yield text, Said("", rule.cites, rule.unverified)
    if scheme.benefit.stops:
        stops = scheme.benefit.stops
        periods = figure_of(stops.periods, scheme)
        text = f"The claim stops with the first of {periods} periods in a row that fail its test."
        yield text, Said("", stops.cites)


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
