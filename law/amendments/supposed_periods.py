"""Benefit periods that nobody has certified yet, supposed on a copy of a person's facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import islice

from contracts.intake import CertificationFiled, CertifiedWeek
from contracts.values import FIRST_DAY, Money, Period
from law.case.benefit_periods import Rhythm
from law.case.facts import FactSet

SUPPOSED = "supposed-after-the-change"
"""The key of the certification that is supposed."""
RHYTHMS_KEPT = 4096
NEVER_RECORDED = datetime.combine(FIRST_DAY, time(), UTC)


@dataclass(slots=True)
class SupposedFacts:
    """The facts of a person, and the same with supposed periods; what was sifted once serves several sheets."""

    facts: FactSet
    _with_periods: dict[tuple[str, tuple[Period, ...]], FactSet] = field(default_factory=dict)

    def with_periods(self, claim: str, periods: tuple[Period, ...], currency: str) -> FactSet:
        """The facts as if these periods of a claim were certified without work or earnings."""
        key = claim, periods
        known = self._with_periods.get(key)
        if known is None:
            certification = _supposed(claim, periods, currency)
            known = self._with_periods[key] = FactSet((*self.facts.everything, certification))
        return known

    def certified_until(self, claim: str) -> date:
        """The end of what was certified of a claim by now."""
        filed = (one for one in self.facts.of(CertificationFiled) if one.claim == claim)
        return max((one.weeks[-1].period.end for one in filed), default=FIRST_DAY)


@lru_cache(RHYTHMS_KEPT)
def next_periods(rhythm: Rhythm, after: date, count: int) -> tuple[Period, ...]:
    """The first benefit periods that begin on a day or later, within the benefit year."""
    return tuple(islice(_within_the_year(rhythm, after), count))


def _within_the_year(rhythm: Rhythm, after: date) -> Iterator[Period]:
    for period in rhythm.periods():
        if period.start >= rhythm.year.end:
            return
        if period.start >= after and rhythm.covers(period):
            yield period


def _supposed(claim: str, periods: tuple[Period, ...], currency: str) -> CertificationFiled:
    nothing = Money(minor=0, currency=currency)
    weeks = tuple(
        CertifiedWeek(period=period, able=True, available=True, sought_work=True, earnings=nothing)
        for period in periods
    )
    return CertificationFiled(
        key=SUPPOSED, source_version=1, recorded_at=NEVER_RECORDED, claim=claim, filed_on=periods[-1].end, weeks=weeks
    )
