"""Writes what a formula asks: questions to the facts, windows of time, tables of the law."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Protocol

from law.language.formula.tree import Ask, LookUp, Tree
from law.language.sheet.scheme import Scheme
from law.language.terms.dated import LawDays
from law.language.terms.tables import Table
from law.language.terms.units import Unit
from law.language.terms.windows import CLAIM
from law.written.answers import COUNTED
from law.written.expression import Expression, exact
from law.written.layout import literal
from law.written.needs import Need, WindowOf


class Writer(Protocol):
    """What writes formulas, and keeps the modules of questions that they call."""

    scheme: Scheme
    days: LawDays
    modules: set[str]
    of_every_claim: Mapping[str, str]

    def expression(self, tree: Tree) -> Expression:
        """Python for a formula."""

    def constant(self, wanted: str, code: str) -> str:
        """The name of a constant that is made once."""

    def needed(self, need: Need) -> Expression:
        """What is worked out by a statement of its own."""


def asked(writer: Writer, ask: Ask) -> Expression:
    """Python that puts a question to the facts of the claim."""
    question, scheme = ask.question, writer.scheme
    if question.name in writer.of_every_claim:
        return Expression(writer.of_every_claim[question.name], is_whole=True)
    windows = [writer.needed(WindowOf(name)).code for name in ask.windows]
    values = [exact(writer.expression(value)) for value in ask.values]
    figures = [writer.constant(f"{name}_through_time", f"law.figure({name!r})") for name in ask.parameters]
    particulars = [
        writer.constant(f"{name}_named", f"law.sheet.particulars[{name!r}].named") for name in ask.particulars
    ]
    named = map(literal, (*ask.quantities, *ask.words))
    given = ", ".join((*windows, *values, *figures, *particulars, *named))
    counted = COUNTED.get(question.name)
    if counted is not None:
        times = scheme.minor_units if counted.times is None else counted.times
        code = f"answers.{question.name}({', '.join(filter(None, ('rows', given)))})"
        return Expression(code, times=times, is_whole=counted.is_whole)
    writer.modules.add(question.answer.__module__)
    return Expression(f"certain({_called(question.answer)}({', '.join(filter(None, ('rows.case', given)))}))")


def _called(answer: Callable[..., Any]) -> str:
    return f"{answer.__module__.rpartition('.')[2]}.{answer.__name__}"


def about(ask: Ask) -> tuple[str, str, str, Unit]:
    """Name, meaning, citation and unit of what a question answers; the law cites what it is asked for."""
    name = "_".join((ask.question.name, *ask.windows, *ask.parameters, *ask.particulars, *ask.quantities, *ask.words))
    meaning = ask.question.sentence.format(
        *ask.windows, *ask.values, *ask.parameters, *ask.particulars, *ask.quantities, *ask.words
    )
    return name, f"{meaning[0].upper()}{meaning[1:]} ({ask.unit})", "", ask.unit


def window(writer: Writer, name: str) -> Expression:
    """Python that finds where a window of time stands."""
    law = writer.scheme.windows[name]
    day = "rows.begins"
    if law.as_of is not None:
        day = writer.expression(law.as_of).code
    elif law.window.anchor != CLAIM:
        answer = writer.scheme.vocabulary.anchors[law.window.anchor]
        writer.modules.add(answer.__module__)
        day = f"certain({_called(answer)}(rows.case))"
    moves = [day]
    if law.extended_by is not None:
        moves.append(f"longer=math.ceil({exact(writer.expression(law.extended_by))})")
    if law.not_before is not None:
        moves.append(f"not_before={writer.expression(law.not_before).code}")
    form = writer.constant(f"{name}_window", f"law.sheet.windows[{name!r}].window")
    return Expression(f"{form}.spans({', '.join(moves)})")


def looked_up(writer: Writer, tree: LookUp) -> Expression:
    """Python that looks up a cell of a table."""
    table = writer.scheme.tables[tree.table]
    keys = ", ".join(exact(writer.expression(key)) for key in tree.keys)
    cells = f"{tree.column or tree.table}_table"
    if tree.day is None:
        if table.dated.under(writer.days) is None:
            return Expression(f"outside_known_law({literal(tree.table)})", is_whole=True)
        code = f"{writer.constant(cells, f'law.cells({tree.table!r}, {tree.column!r})')}({keys})"
    else:
        day = writer.expression(tree.day).code
        code = f"{writer.constant(f'{cells}_on', f'law.cells_on({tree.table!r}, {tree.column!r})')}({day}, {keys})"
    return Expression(code, is_whole=_is_whole(table, tree.column))


def _is_whole(table: Table, column: str | None) -> bool:
    place = None if column is None else list(table.columns).index(column)
    cells = [
        cell
        for sheet in table.sheets
        for row in sheet.cells
        for cell in (row if place is None else row[place : place + 1])
    ]
    return not any(isinstance(cell, Fraction) for cell in (*cells, table.otherwise))
