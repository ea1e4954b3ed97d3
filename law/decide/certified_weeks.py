"""The certified weeks of a claim in calendar order, and which line counts where days are certified twice.

The first filed line of a week counts, whatever arrives first and under whichever claim of the person; a claimant
who erred corrects that certification (same key, higher source version). The same week stated again changes nothing;
stated differently, or under another claim, it is a question for a person. So no second certification ever moves money
that was already paid, and no day is paid twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.eligibility import BenefitState, DeterminationOutcome, Outcome
from contracts.intake import CertificationFiled, CertifiedWeek
from contracts.values import Period
from law.case.facts import FactSet
from law.case.model import Determination
from law.case.timeline import overlapping
from law.decide.linked_claims import goes_on_elsewhere


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One certified week, where it was certified, and the earlier line of the same days if there is one."""

    certification: CertificationFiled
    week: CertifiedWeek
    disputed: bool
    """Whether its certification is stated in two ways under one version."""
    first: WeekLine | None = None


def lines_of(
    facts: FactSet,
    determination: Determination,
    others: Sequence[Determination] = (),
    until: date | None = None,
) -> list[WeekLine]:
    """Every certified week of a claim, by its first day, then by filing; `others` are the person's other claims.

    `until` leaves out the weeks that begin on that day or later.
    """
    certified = _certified(facts, determination.claim)
    own = sorted(
        (line for line in certified if until is None or line.week.period.start < until), key=_in_calendar_order
    )
    rivals = [line for other in others for line in _rivals(facts, other, (determination, *others))]
    counting = _counting(own, determination, others)
    first = _first_of(sorted(counting + rivals, key=_in_order_of_filing))
    return [replace(line, first=before) if (before := first.get(_key(line))) else line for line in own]


def _rivals(facts: FactSet, other: Determination, claims: Sequence[Determination]) -> list[WeekLine]:
    """The lines of another claim that could be paid under it."""
    return _counting(_certified(facts, other.claim), other, claims)


def _counting(lines: Iterable[WeekLine], own: Determination, others: Sequence[Determination]) -> list[WeekLine]:
    """The lines that could be paid under their claim: not those after which another claim goes on with it."""
    elsewhere = goes_on_elsewhere(own, others)
    return [
        line
        for line in lines
        if may_count(line.week.period, own) and (elsewhere is None or line.week.period.start < elsewhere)
    ]


def is_benefit_week(days: Period, determination: Determination) -> bool:
    """Whether the days are one of the benefit periods of the claim."""
    return determination.rhythm.holds(days)


def may_count(days: Period, determination: Determination) -> bool:
    """Whether these days could be paid under the claim as it stands: if not, they keep no other line from it."""
    outcome = determination.outcome
    if outcome is DeterminationOutcome.REFUSED or not determination.rhythm.covers(days):
        return False
    if outcome is DeterminationOutcome.WITHDRAWN:
        undecided = any(finding.outcome is Outcome.NEEDS_A_PERSON for finding in determination.findings)
        touched = overlapping(determination.timeline, days)
        if undecided or any(stretch.state is BenefitState.CLOSED for stretch in touched):
            return False
    return is_benefit_week(days, determination)


def _certified(facts: FactSet, claim: str) -> list[WeekLine]:
    lines = [WeekLine(fact, week, disputed=False) for fact in facts.certifications(claim) for week in fact.weeks]
    disputed: dict[str, CertificationFiled] = {}
    for fact in facts.contradicted(CertificationFiled):
        if fact.claim == claim:
            first = disputed.setdefault(fact.key, fact)
            disputed[fact.key] = min(first, fact, key=lambda statement: statement.recorded_at)
    return lines + [WeekLine(fact, week, disputed=True) for fact in disputed.values() for week in fact.weeks]


def _in_calendar_order(line: WeekLine) -> tuple[object, ...]:
    return (line.week.period.start, *_in_order_of_filing(line))


def _in_order_of_filing(line: WeekLine) -> tuple[object, ...]:
    filed = line.certification
    return (line.disputed, filed.filed_on, filed.recorded_at, filed.key)


def _key(line: WeekLine) -> tuple[str, object]:
    return line.certification.key, line.week.period.start


def _first_of(filed: list[WeekLine]) -> dict[tuple[str, object], WeekLine]:
    """For each line that comes second on any of its days, the line that counts there."""
    taken: dict[int, WeekLine] = {}
    second: dict[tuple[str, object], WeekLine] = {}
    for line in filed:
        first_day = line.week.period.start.toordinal()
        days = range(first_day, first_day + line.week.period.days)
        before = taken.get(days[0]) or next((taken[day] for day in days if day in taken), None)
        if before is None:
            taken.update(dict.fromkeys(days, line))
        else:
            second[_key(line)] = before
    return second
