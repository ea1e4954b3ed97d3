"""The written rules of certified periods, compiled once for each stretch of the days that decide their law."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from law.decide.week_amount import law_days
from law.language.sheet.scheme import Scheme
from law.language.terms.dated import DatedEntries, LawDays
from law.written.compiled import SHEETS_MAX, compiled, written_law
from law.written.figures_of_day import FiguresOfDay
from law.written.period_law import Worth
from law.written.period_program import CannotBeWritten
from law.written.period_rows import PeriodRows
from law.written.period_source import PeriodSources, period_sources
from law.written.rows import ClaimRows

Places = tuple[int, ...]
"""Between which changes of the sheet each of the deciding days lies."""


@dataclass(frozen=True, slots=True, eq=False)
class PeriodLaw:
    """The rules of the periods that follow one law: their sources, and the functions."""

    scheme: Scheme
    """Of each rule the version that holds."""
    sources: PeriodSources
    of_claim: Callable[[ClaimRows], tuple[Any, ...]]
    """What every period of a claim needs of it. Raises `Doubtful` and `OutsideKnownLaw`."""
    of_period: Callable[[PeriodRows, tuple[Any, ...]], Worth]
    """What a period is worth. Raises the same, and `ValueError` as `assess` does."""


@dataclass(slots=True, eq=False)
class _OfSheet:
    """What was written of one sheet so far."""

    sheet: Scheme
    changes: list[date]
    written: dict[Places, PeriodLaw | CannotBeWritten] = field(default_factory=dict)

    def on(self, of_claim: LawDays, of_period: LawDays) -> PeriodLaw:
        """The rules of a period. Raises `CannotBeWritten` where the sheet cannot be written."""
        days = (of_claim.law, of_claim.claim, of_period.law, of_period.period)
        places = tuple([bisect_right(self.changes, day) for day in days])
        known = self.written.get(places)
        if known is None:
            known = self.written[places] = self._written(of_claim, of_period)
        if isinstance(known, CannotBeWritten):
            raise known
        return known

    def _written(self, of_claim: LawDays, of_period: LawDays) -> PeriodLaw | CannotBeWritten:
        claim_days, period_days = (LawDays(*map(self._since, days)) for days in (of_claim, of_period))
        scheme = self.sheet.on(claim_days, period_days)
        try:
            sources = period_sources(scheme, claim_days, period_days)
        except CannotBeWritten as fault:
            return fault
        return PeriodLaw(
            scheme,
            sources,
            compiled(sources.of_claim, FiguresOfDay(scheme, claim_days), "of_claim"),
            compiled(sources.of_period, FiguresOfDay(scheme, period_days), "of_period"),
        )

    def _since(self, day: date) -> date:
        """The first day from which the same holds as on a day."""
        place = bisect_right(self.changes, day)
        return self.changes[place - 1] if place else day


_sheets: dict[tuple[str, int], _OfSheet] = {}


def written_periods(sheet: Scheme, begins: date, start: date) -> PeriodLaw:
    """The written rules of a period that starts on a day, of a claim that begins on another.

    Raises `CannotBeWritten` where the rules of the sheet cannot be written.
    """
    claim_law, period_law = law_days(sheet.claim, begins, start)
    first_day = max(start, begins)
    key = sheet.digest, id(sheet)
    known = _sheets.get(key)
    if known is None:
        if len(_sheets) >= SHEETS_MAX:
            _sheets.clear()
        changes = sorted({day for dated in _dated(sheet) for day in dated.changes})
        known = _sheets[key] = _OfSheet(sheet, changes)
    return known.on(LawDays(claim_law, begins, first_day), LawDays(period_law, begins, first_day))


def whole_source(sheet: Scheme, day: date) -> str:
    """The law of a sheet for a claim that begins on a day, with its first period, as it is run.

    Raises `OutsideKnownLaw` where too little is known of the day.
    """
    of_a_claim = written_law(sheet, day).source
    try:
        sources = written_periods(sheet, day, day).sources
    except CannotBeWritten as fault:
        return f"{of_a_claim}\n# The rules of certified periods are left to the evaluator: {fault}.\n"
    return "\n\n".join([of_a_claim, *sources])


def _dated(sheet: Scheme) -> Iterator[DatedEntries[Any]]:
    """Everything of which more than one thing is known through time, as far as periods look at it."""
    yield from (parameter.dated for parameter in sheet.parameters.values())
    yield from (table.dated for table in sheet.tables.values())
    yield from sheet.through_time.of_claim()
    yield from sheet.through_time.of_period()
