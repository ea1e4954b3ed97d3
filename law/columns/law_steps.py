"""How the law and given columns are read in a run: parameters, tables, particulars, choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from law.columns.chunk import Does, Run
from law.columns.columns import Column, Days, Flags, either_of, same
from law.columns.dated_columns import Cells, Figures
from law.columns.masks import Mask, either, some
from law.columns.numbers import Numbers, rounded
from law.columns.windows import Look, look_back
from law.language.terms.units import Unit
from law.language.terms.windows import BEGINNING, Window


def figure(run: Run, figures: Figures) -> Numbers:
    """A parameter under the law of each claim; who has none is left to the exact evaluation, which refuses."""
    found, outside = figures.on(run.law_days)
    run.leave(outside)
    return found


def figure_at(run: Run, figures: Figures, day: Days) -> Numbers:
    """A parameter as it stood on each person's day."""
    found, outside = figures.on(np.broadcast_to(day.values, (len(run),)))
    run.leave(outside if outside is None or day.unknown is None else some(outside & ~day.unknown))
    return replace(found, unknown=day.unknown)


def cell(run: Run, cells: Cells, keys: Sequence[Column]) -> Column:
    """A cell of a table for each person."""
    sheets, outside = cells.on(run.law_days, keys)
    run.leave(outside)
    return _of_each(sheets)


def cell_at(run: Run, cells: Cells, day: Days, keys: Sequence[Column]) -> Column:
    """A cell of a table as it stood on each person's day."""
    sheets, outside = cells.on(np.broadcast_to(day.values, (len(run),)), keys)
    run.leave(outside if outside is None or day.unknown is None else some(outside & ~day.unknown))
    found = _of_each(sheets)
    return replace(found, unknown=either(found.unknown, day.unknown))


def _of_each(sheets: Sequence[tuple[Mask, Column]]) -> Column:
    if not sheets:
        return Numbers.same(0)
    found = sheets[0][1]
    for mask, said in sheets[1:]:
        found = either_of(Flags(mask), said, found)
    return found


def choice(_run: Run, test: Flags, then: Column, otherwise: Column) -> Column:
    """The branch that each person's test takes."""
    return either_of(test, then, otherwise)


def stated(run: Run, name: str, otherwise: Column) -> Column:
    """What is stated of each person, and what holds for those of whom nothing is."""
    given = run.given[name]
    return given.column if given.absent is None else either_of(Flags(given.absent), otherwise, given.column)


def is_stated(run: Run, name: str) -> Flags:
    """For whom the particular is stated."""
    if name not in run.given:
        return Flags(np.bool_(False))
    absent = run.given[name].absent
    return Flags(np.bool_(True) if absent is None else ~absent)


def unsaid(unit: Unit) -> Does:
    """Doubt for everybody, where nobody stated what the sheet asks."""
    column = replace(_anything(unit), unknown=np.bool_(True))
    return lambda _run: column


def said_by_facts(run: Run, column: Column) -> Column:
    """What the facts say of a particular; of whom they say nothing, or two things, is left to the exact evaluation."""
    if column.unknown is not None:
        run.leave(column.unknown)
    return column


def left_to_the_exact(unit: Unit) -> Does:
    """Leaves everybody to the exact evaluation; the column means nothing."""
    column = _anything(unit)

    def leave(run: Run, *_inputs: Any) -> Column:
        run.leave_all()
        return column

    return leave


def answered(answer: Callable[..., Column], figures: Sequence[Figures]) -> Does:
    """Puts a question with these parameters to everybody; where a window or a value is unknown the answer is too."""

    def answers(run: Run, *inputs: Any) -> Column:
        column = answer(run, *inputs, *figures)
        return replace(column, unknown=either(column.unknown, *(operand.unknown for operand in inputs)))

    return answers


def window(form: Window, moves: tuple[str, ...]) -> Does:
    """Finds where a window stands for each person; `moves` name the columns that move it."""

    def stands(run: Run, *columns: Any) -> Look:
        moved = dict(zip(moves, columns, strict=True))
        unknown = either(*(column.unknown for column in columns))
        day = run.begins if "as_of" not in moved else _whole(run, moved["as_of"])
        not_before = _whole(run, moved["not_before"]) if "not_before" in moved else None
        longer = _buckets_more(run, moved["longer"]) if "longer" in moved else None
        return look_back(form, day, longer, not_before, unknown)

    return stands


def _whole(run: Run, days: Days) -> Any:
    # Where the day is unknown the window is too; any day of the calendar will do meanwhile.
    known = np.broadcast_to(days.values, (len(run),))
    return known if days.unknown is None else np.where(days.unknown, run.begins, known)


def _buckets_more(run: Run, longer: Numbers) -> Any:
    more = np.broadcast_to(rounded(longer, "up").over.values, (len(run),))
    return more if longer.unknown is None else np.where(longer.unknown, 0, more)


def _anything(unit: Unit) -> Column:
    match unit.kind:
        case "date":
            return same(BEGINNING)
        case "yes_no":
            return same(value=False)
        case "category":
            return same("")
    return Numbers.same(0)
