"""Custody that a registry reports: a person is asked whether its days are paid, unless the sheet says so by itself."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.claims import Ground
from contracts.eligibility import WeekState
from contracts.registry import Absence, AbsenceRecorded
from law.case.facts import FactSet
from law.decide.certified_weeks import WeekLine
from law.decide.findings import StandingDecisions, cut
from law.decide.week_ruling import Ruling, settled_as_payable
from law.language.sheet.scheme import Scheme

CITES = "C102 Art. 69(b)"
"""The only article of the two conventions on it: a person who is maintained at public expense."""


def in_custody(scheme: Scheme, line: WeekLine, facts: FactSet, decided: StandingDecisions) -> Ruling | None:
    """A period with days in custody waits for a person; none where the sheet speaks of detention."""
    if Absence.DETENTION.value in scheme.words_asked or Ground.MAINTAINED in settled_as_payable(line, decided):
        return None
    stretches = [absence.period for absence in facts.once(_detained) if absence.period.overlaps(line.week.period)]
    if not stretches:
        return None
    days = " and ".join(f"from {period.start} up to {period.end}" for period in stretches)
    because = cut(f"The registry reports that the person was in custody {days}.")
    question = cut(
        f"{because} Was the person maintained at public expense then, and is the period from "
        f"{line.week.period.start} to be paid? Nothing is refused until this is decided."
    )
    return Ruling(WeekState.HELD, CITES, because, question=question, ground=Ground.MAINTAINED)


def _detained(facts: FactSet) -> tuple[AbsenceRecorded, ...]:
    """What is stated of custody, also where it is contradicted, by its first day."""
    return tuple(sorted(_stated(facts), key=lambda absence: (absence.period.start, absence.period.end)))


def _stated(facts: FactSet) -> Iterator[AbsenceRecorded]:
    for absence in (*facts.of(AbsenceRecorded), *facts.contradicted(AbsenceRecorded)):
        if absence.kind is Absence.DETENTION:
            yield absence
