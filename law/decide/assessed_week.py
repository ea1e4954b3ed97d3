"""One certified week with its ruling, the key of all that the ruling depends on, and a store of what was assessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from contracts.intake import CertifiedWeek
from law.case.balance import Balance
from law.case.case import Case
from law.case.model import Assessment
from law.decide.certified_weeks import WeekLine
from law.decide.entitlement import number
from law.decide.week_ruling import Ruling
from law.language.run.evaluation import Evaluation
from law.language.terms.derivation import Step


@dataclass(frozen=True, slots=True)
class Streak:
    """Periods in a row that count towards the end of the claim (`benefit.stops` of the sheet)."""

    length: int = 0
    since: date | None = None
    """The first day of the first of them."""
    stopped: bool = False

    def after(self, line: WeekLine, outer: Evaluation[Case], *, fails: bool | None) -> Streak:
        """The streak with one more period; `fails` says whether it counts, None if nothing is known of it."""
        stops = outer.rules.scheme.benefit.stops
        if stops is None or fails is None or self.stopped:
            return self
        if not fails:
            return Streak()
        length, since = self.length + 1, self.since or line.week.period.start
        return Streak(length, since, length >= number(outer.parameter(stops.periods)))


@dataclass(frozen=True, slots=True, eq=False)
class AssessedWeek:
    """One line with its ruling, its derivation, and the balance and the streak after it; equal only to itself."""

    line: WeekLine
    ruling: Ruling
    steps: tuple[Step, ...]
    balance: Balance
    streak: Streak


class WeekKey(NamedTuple):
    """Everything that the ruling on a week depends on, apart from the determination and the decisions of persons."""

    certification: str
    version: int
    start: date
    disputed: CertifiedWeek | None
    """The week as stated, where its certification is stated in two ways under one version."""
    first: tuple[str, str, CertifiedWeek] | None
    """Claim and certification of the line that counts instead, and its week."""
    balance: Balance
    streak: Streak
    goes_on: date | None
    """The day from which another claim goes on with this one, if it has come."""

    @classmethod
    def of(cls, line: WeekLine, balance: Balance, streak: Streak, goes_on: date | None) -> WeekKey:
        """The key of a line, with the balance and the streak before it."""
        filed, first = line.certification, line.first
        counts = (first.certification.claim, first.certification.key, first.week) if first else None
        disputed = line.week if line.disputed else None
        return cls(filed.key, filed.source_version, line.week.period.start, disputed, counts, balance, streak, goes_on)


@dataclass(slots=True)
class Worked:
    """What was already assessed under one determination; empty it and only time is lost."""

    evaluation: Evaluation[Case] | None = None
    """Of the claim's own rules."""
    weeks: dict[WeekKey, AssessedWeek] = field(default_factory=dict)
    assessments: dict[tuple[AssessedWeek, ...], Assessment] = field(default_factory=dict)
    """By the weeks that they are made of."""
