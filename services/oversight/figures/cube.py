"""The figures of a day: how many cases and people stand in each cell, sums of money, weeks, and what funds hold. Pure.

Cells are added up person by person, so that no list of people is ever made; what comes out names nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from services.oversight.figures.cases import ObservedInLog, PersonCase, folded
from services.oversight.figures.counting import counted
from services.oversight.figures.tables import BY_ALL, FigureTable, rows_of
from services.oversight.figures.weekly import weeks_of
from services.oversight.observation import FundTold, ResolutionTold
from services.oversight.presets import CountingRules


class CellKey(NamedTuple):
    """A cell: of which table, told apart by what, in which row and column."""

    table: FigureTable
    by: str
    row: str
    column: str


@dataclass
class DayFigures:
    """What was counted at the end of a day. Amounts in minor units by currency."""

    day: date
    cases: Counter[CellKey] = field(default_factory=Counter)
    people: Counter[CellKey] = field(default_factory=Counter)
    """Of how many people the cases of a cell are."""
    most: Counter[tuple[FigureTable, str]] = field(default_factory=Counter)
    """How many cases of a table one person has at most, by what it is told apart by."""
    sums: Counter[tuple[CellKey, str]] = field(default_factory=Counter)
    """Money by cell and currency."""
    weeks: Counter[tuple[str, date]] = field(default_factory=Counter)
    """Cases of a series by the Monday of their week."""
    week_hits: Counter[tuple[str, date]] = field(default_factory=Counter)
    week_people: Counter[tuple[str, date]] = field(default_factory=Counter)
    week_sums: Counter[tuple[str, date]] = field(default_factory=Counter)
    funds: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What the treasury told of each fund in the last year, by fund and currency: in, less out."""
    funds_ever: Counter[str] = field(default_factory=Counter)
    """The same of all funds, since the first movement, by currency."""
    paid_ever: Counter[str] = field(default_factory=Counter)
    """What was paid since the first payment and did not come back, by currency."""
    resolutions: dict[str, ResolutionTold] = field(default_factory=dict)
    """What the committee resolved, by its number in the minutes, as it was last recorded."""
    sheets: set[str] = field(default_factory=set)
    """Digests of the sheets under which the claims were determined."""
    observations: int = 0
    """How many events were counted."""

    def add(self, seen: Iterable[ObservedInLog], rules: CountingRules) -> None:
        """Count one subject: a person, or a fund."""
        observations = list(seen)
        self.observations += len(observations)
        for one in observations:
            if isinstance(one.observation, FundTold):
                self._add_fund(one.observation, rules)
            elif isinstance(one.observation, ResolutionTold):
                self._add_resolution(one.observation)
        person = folded(observations)
        self._add_cells(person, rules)
        self._add_weeks(person, rules)
        self._add_money(person)
        self.sheets.update(claim.determined.sheet for claim in person.claims.values() if claim.determined)

    def _add_fund(self, told: FundTold, rules: CountingRules) -> None:
        if told.on <= self.day:
            self.funds_ever[told.currency] += told.amount
        if self.day - timedelta(days=rules.year_days) < told.on <= self.day:
            self.funds[told.fund, told.currency] += told.amount

    def _add_resolution(self, told: ResolutionTold) -> None:
        before = self.resolutions.get(told.resolution)
        if before is None or before.number < told.number:
            self.resolutions[told.resolution] = told

    def _add_cells(self, person: PersonCase, rules: CountingRules) -> None:
        cells: Counter[CellKey] = Counter()
        for case in counted(person, self.day, rules):
            bys = {BY_ALL: BY_ALL} | {by: case.rows[by] for by in rows_of(case.table) if by in case.rows}
            for by, row in bys.items():
                key = CellKey(case.table, by, row, case.column)
                cells[key] += 1
                if case.currency:
                    self.sums[key, case.currency] += case.amount
        self.cases.update(cells)
        self.people.update(cells.keys())
        of_table: Counter[tuple[FigureTable, str]] = Counter()
        for key, number in cells.items():
            of_table[key.table, key.by] += number
        for table_by, number in of_table.items():
            self.most[table_by] = max(self.most[table_by], number)

    def _add_money(self, person: PersonCase) -> None:
        for claim in person.claims.values():
            for payment in claim.payments.values():
                if payment.settled_on is not None and payment.settled_on <= self.day and payment.returned_on is None:
                    self.paid_ever[payment.currency] += payment.amount

    def _add_weeks(self, person: PersonCase, rules: CountingRules) -> None:
        seen: set[tuple[str, date]] = set()
        for week in weeks_of(person, self.day, rules):
            key = (week.series, week.begins)
            seen.add(key)
            self.weeks[key] += 1
            self.week_hits[key] += week.is_hit
            self.week_sums[key] += week.amount
        self.week_people.update(seen)
