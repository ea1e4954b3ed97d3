"""Written law, compiled once for each sheet and each stretch of days on which the same law holds."""

from __future__ import annotations

import linecache
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from law.case.case import Case
from law.language.run.compile import rules_of
from law.language.run.evaluation import Evaluation
from law.language.sheet.scheme import Scheme
from law.language.terms.dated import DatedEntries, LawDays
from law.language.terms.errors import OutsideKnownLaw
from law.written.figures_of_day import FiguresOfDay
from law.written.law_of_day import LawOfDay
from law.written.model import WrittenDetermination
from law.written.rows import ClaimRows
from law.written.source import source_of

SHEETS_MAX = 64
"""Sheets kept in memory."""


@dataclass(frozen=True, slots=True)
class WrittenLaw:
    """The law of a sheet for claims that begin from `since` on, until it changes: its source, and the function."""

    since: date
    source: str
    law: LawOfDay
    decide: Callable[[ClaimRows], WrittenDetermination]
    """The determination of a claim. Raises `Doubtful`, `OutsideKnownLaw`, and `ValueError` as `determine` does."""


class _OfSheet:
    """What was written of one sheet so far."""

    def __init__(self, sheet: Scheme) -> None:
        self.sheet = sheet
        self.changes = sorted({day for dated in _dated(sheet) for day in dated.changes})
        self._written: dict[int, WrittenLaw] = {}

    def on(self, day: date) -> WrittenLaw:
        """The law of a claim that begins on a day."""
        place = bisect_right(self.changes, day)
        law = self._written.get(place)
        if law is None:
            if not place:
                raise OutsideKnownLaw(f"{self.sheet.name} knows no law of {day}")
            law = self._written[place] = _written(self.sheet, self.changes[place - 1])
        return law


_sheets: dict[tuple[str, int], _OfSheet] = {}


def written_law(sheet: Scheme, day: date) -> WrittenLaw:
    """The written law of a sheet for claims that begin on a day. Raises `OutsideKnownLaw` where too little is known."""
    key = sheet.digest, id(sheet)
    known = _sheets.get(key)
    if known is None:
        if len(_sheets) >= SHEETS_MAX:
            _sheets.clear()
        known = _sheets[key] = _OfSheet(sheet)
    return known.on(day)


def _dated(sheet: Scheme) -> Iterator[DatedEntries[Any]]:
    """Everything of which more than one thing is known through time, as far as claims look at it."""
    yield from (parameter.dated for parameter in sheet.parameters.values())
    yield from (table.dated for table in sheet.tables.values())
    yield from sheet.through_time.of_claim()


def _written(sheet: Scheme, since: date) -> WrittenLaw:
    days = LawDays.of(since)
    nobody = cast("Case", None)  # what holds for every claim asks nothing of one
    law = LawOfDay.of(Evaluation(rules_of(sheet, days).claim, nobody, law_day=since, anchor=since))
    source = source_of(law.sheet, since)
    return WrittenLaw(since, source, law, compiled(source, law))


def compiled(source: str, law: FiguresOfDay, function: str = "decide") -> Callable[..., Any]:
    """The function of a source that was written here; a fault in it is shown with its lines."""
    sheet, days = law.sheet, law.days
    since = f"{days.law}" if len(set(days)) == 1 else f"{days.law} {days.claim} {days.period}"
    name = f"<law of {sheet.name} on {since}, {function}, {sheet.digest}>"
    linecache.cache[name] = len(source), None, source.splitlines(keepends=True), name
    space: dict[str, Any] = {"__name__": f"law of {sheet.name}", "law": law}
    exec(compile(source, name, "exec"), space)  # noqa: S102  what was just written here, and nothing else
    made: Callable[..., Any] = space[function]
    return made
