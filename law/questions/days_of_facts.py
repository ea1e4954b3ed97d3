"""Days on which a particular holds because a fact says so: absences from work, and periods certified abroad."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from contracts.registry import Absence, AbsenceRecorded, InsuredAbroad, PeriodAbroadCertified
from law.case.case import Case
from law.language.terms.questions import Answer
from law.language.terms.values import Unknown

YES = "yes"
ABSENCES, PERIODS_ABROAD = "absences", "periods_abroad"
DAY_FACTS = {
    ABSENCES: frozenset(kind.value for kind in Absence),
    PERIODS_ABROAD: frozenset(kind.value for kind in InsuredAbroad),
}
"""What a sheet may name under `days_of`."""

DayFact: TypeAlias = AbsenceRecorded | PeriodAbroadCertified
Kinds: TypeAlias = frozenset[tuple[str, str]]


def on_day(case: Case, kinds: Kinds, day: date) -> Answer | None:
    """Yes on a day of such a fact, with the facts; doubt where a fact contradicts itself; None on other days."""
    disputed = [fact.key for fact in _of(case, kinds, contradicted=True) if _holds(fact, day)]
    if disputed:
        return Answer(Unknown.because(f"Fact {disputed[0]} is stated in two ways: which is right?", *disputed))
    holding = [fact for fact in _of(case, kinds) if _holds(fact, day)]
    keys = tuple(fact.key for fact in holding)
    if holding and all(isinstance(fact, AbsenceRecorded) and fact.minutes_weekly_left for fact in holding):
        asks = f"The person went on working for a part of the time in {keys[0]}: do these days count as absence?"
        return Answer(Unknown.because(asks, *keys), keys)
    return Answer(YES, keys) if holding else None


def edges_of(case: Case, kinds: Kinds) -> set[date]:
    """The days on which such a fact begins or is over."""
    if not kinds:
        return set()
    every = (*_of(case, kinds), *_of(case, kinds, contradicted=True))
    return {day for fact in every for day in (fact.period.start, fact.period.end)}


def certified_abroad(case: Case, *, contradicted: bool = False) -> list[PeriodAbroadCertified]:
    """The periods of other countries that hold, or those that contradict themselves; our own law's are none."""
    find = case.facts.contradicted if contradicted else case.facts.of
    return [fact for fact in find(PeriodAbroadCertified) if fact.country != case.country]


def _of(case: Case, kinds: Kinds, *, contradicted: bool = False) -> Iterator[DayFact]:
    find = case.facts.contradicted if contradicted else case.facts.of
    yield from (fact for fact in find(AbsenceRecorded) if (ABSENCES, fact.kind.value) in kinds)
    abroad = certified_abroad(case, contradicted=contradicted)
    yield from (fact for fact in abroad if (PERIODS_ABROAD, fact.kind.value) in kinds)


def _holds(fact: DayFact, day: date) -> bool:
    return fact.period.start <= day < fact.period.end
