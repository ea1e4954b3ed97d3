"""When the law of a sheet begins and changed last, and from when on something of it is nowhere to be found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from law.language.sheet.scheme import Scheme
from law.language.terms.dated import DatedEntries


def ends_of(scheme: Scheme) -> tuple[date, ...]:
    """The days from which on some figure, table or rule is not known any more, in order; nothing where no end is known.

    A measure that was meant to end has such a day, too. What stands without an end may be out of date all the same: a
    sheet knows only what was written into it.
    """
    return tuple(sorted({end for dated in _dated(scheme) if (end := dated.end) is not None}))


class DueRenewal(NamedTuple):
    """A figure that the law sets anew each year, and the first such day of which the sheet has no value."""

    figure: str
    meaning: str
    newest: date
    """Since when the last value holds that is known."""
    due: date


def renewals_of(scheme: Scheme) -> tuple[DueRenewal, ...]:
    """What the law sets anew each year, by the day from which a new value is missing, the earliest first."""
    due = (
        DueRenewal(figure.name, figure.meaning, newest, figure.renewed.due_after(newest))
        for figure in scheme.parameters.values()
        if figure.renewed is not None
        for newest in [figure.dated.newest.first]
    )
    return tuple(sorted(due, key=lambda own: (own.due, own.figure)))


def last_change(scheme: Scheme) -> date:
    """The last day from which a figure, a table or a version of a rule holds."""
    days: list[date] = [dated.newest.first for dated in _dated(scheme)]
    return max(days)


def first_day(scheme: Scheme) -> date:
    """The first day from which anything of the sheet holds; of an earlier day it knows no law at all."""
    return min(dated.changes[0] for dated in _dated(scheme))


def _dated(scheme: Scheme) -> Iterator[DatedEntries[Any]]:
    yield from (parameter.dated for parameter in scheme.parameters.values())
    yield from (table.dated for table in scheme.tables.values())
    yield from scheme.through_time.of_claim()
    yield from scheme.through_time.of_period()
