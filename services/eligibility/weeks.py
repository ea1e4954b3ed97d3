"""The certified weeks of a claim in calendar order, and which line counts where a week is certified twice.

The first filed line of a week counts, whatever arrives first; a claimant who erred corrects that certification
(same key, higher source version). The same week said again changes nothing; said differently, it is a question
for a person. So no second certification ever moves money that was already paid.
"""

from __future__ import annotations

from dataclasses import dataclass

from contracts.intake import CertificationFiled, CertifiedWeek
from services.eligibility.facts import FactSet


@dataclass(frozen=True, slots=True)
class Line:
    """One certified week, where it was certified, and the earlier line of the same days if there is one."""

    certification: CertificationFiled
    week: CertifiedWeek
    disputed: bool
    """Whether its certification is stated in two ways under one version."""
    first: Line | None = None


def lines_of(facts: FactSet, claim: str) -> list[Line]:
    """Every certified week of a claim, by its first day, then by filing."""
    disputed = [fact for fact in facts.contradicted(CertificationFiled) if fact.claim == claim]
    lines = [Line(fact, week, disputed=False) for fact in facts.certifications(claim) for week in fact.weeks]
    lines += [Line(fact, week, disputed=True) for fact in _one_each(disputed) for week in fact.weeks]
    lines.sort(key=_in_calendar_order)
    return _paired(lines)


def _one_each(disputed: list[CertificationFiled]) -> list[CertificationFiled]:
    return list({fact.key: fact for fact in disputed}.values())


def _in_calendar_order(line: Line) -> tuple[object, ...]:
    filed = line.certification
    return (line.week.period.start, line.disputed, filed.filed_on, filed.recorded_at, filed.key)


def _paired(lines: list[Line]) -> list[Line]:
    paired: list[Line] = []
    for line in lines:
        first = next((known for known in reversed(paired[-8:]) if _counts_before(known, line)), None)
        paired.append(Line(line.certification, line.week, line.disputed, first) if first else line)
    return paired


def _counts_before(known: Line, line: Line) -> bool:
    return known.first is None and known.week.period.overlaps(line.week.period)
