"""What becomes of one certified week, and every ruling that needs no arithmetic of the week itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.casework import Verdict
from contracts.claims import ClaimDecision, Ground
from contracts.eligibility import BenefitState, DeterminationOutcome, Interval, Outcome, WeekState
from services.eligibility.findings import cut
from services.eligibility.model import Determination
from services.eligibility.rulesheet.scheme import DAYS_OF_A_WEEK, Scheme
from services.eligibility.timeline import overlapping
from services.eligibility.weeks import Line


@dataclass(frozen=True, slots=True)
class Ruling:
    """The state of a week, its amount in minor units, and the law and words for it.

    `question` is set only where the week itself raises one; a week that waits for the claim has none of its own.
    """

    state: WeekState
    cites: str
    because: str
    amount: int = 0
    question: str | None = None
    ground: Ground | None = None


def ruled_by_frame(
    scheme: Scheme, line: Line, determination: Determination, decided: Mapping[str, ClaimDecision]
) -> Ruling | None:
    """The ruling that follows from the claim's frame, or None if the week's own arithmetic must speak."""
    return (
        _outside(scheme, line, determination)
        or _not_entitled(determination)
        or _certified_before(scheme, line, decided)
        or _not_a_benefit_week(scheme, line, determination)
        or _disqualified(line, determination)
        or _held_with_claim(scheme, determination)
    )


def decided_for_claimant(line: Line, decided: Mapping[str, ClaimDecision]) -> bool:
    """Whether a named person settled the week's question in the claimant's favour."""
    decision = decided.get(about_week(line))
    return decision is not None and decision.verdict is Verdict.FOR_CLAIMANT


def about_week(line: Line) -> str:
    """The name under which a week is put before a person: `week:2020-03-29`."""
    return f"week:{line.week.period.start.isoformat()}"


def _outside(scheme: Scheme, line: Line, determination: Determination) -> Ruling | None:
    week, year = line.week.period, determination.benefit_year
    if week.start < year.start or year.end < week.end:
        because = f"The week is not within the benefit year from {year.start} up to {year.end}."
        return Ruling(WeekState.OUTSIDE, scheme.claim.benefit_year.cites, because)
    closed = _stretch(determination, line, BenefitState.CLOSED)
    if closed and determination.outcome is DeterminationOutcome.WITHDRAWN:
        return Ruling(WeekState.OUTSIDE, closed.cites, f"The claim was taken back on {closed.period.start}.")
    return None


def _not_entitled(determination: Determination) -> Ruling | None:
    if determination.outcome is not DeterminationOutcome.REFUSED:
        return None
    unmet = [finding for finding in determination.findings if finding.outcome is Outcome.NOT_MET]
    because = cut(" ".join(finding.because for finding in unmet))
    return Ruling(WeekState.NOT_ENTITLED, unmet[0].cites, because, ground=unmet[0].ground)


def _certified_before(scheme: Scheme, line: Line, decided: Mapping[str, ClaimDecision]) -> Ruling | None:
    cites = scheme.claim.certified_every.cites
    if line.disputed:
        question = f"Certification {line.certification.key} is stated in two ways under one version: which is right?"
        return Ruling(WeekState.HELD, cites, "What the claimant certified is not certain.", question=question)
    if line.first is None:
        return None
    earlier = line.first.certification.key
    repeated = line.first.week == line.week
    if repeated or decided_for_claimant(line, decided):
        return Ruling(WeekState.OUTSIDE, cites, f"The week is already certified in {earlier}, which counts.")
    question = (
        f"These days are certified in {earlier} and again, differently, in {line.certification.key}: what is right?"
    )
    return Ruling(
        WeekState.HELD, cites, f"The certification {earlier}, filed first, counts meanwhile.", question=question
    )


def _not_a_benefit_week(scheme: Scheme, line: Line, determination: Determination) -> Ruling | None:
    week = line.week.period
    if week.days == DAYS_OF_A_WEEK and (week.start - determination.benefit_year.start).days % DAYS_OF_A_WEEK == 0:
        return None
    question = f"The certified days {week.start} up to {week.end} are not a benefit week: which week was meant?"
    return Ruling(WeekState.HELD, scheme.claim.week_begins_on.cites, "The days are no benefit week.", question=question)


def _disqualified(line: Line, determination: Determination) -> Ruling | None:
    stretch = _stretch(determination, line, BenefitState.DISQUALIFIED)
    if stretch is None:
        return None
    states = {part.state for part in overlapping(determination.timeline, line.week.period)}
    if states == {BenefitState.DISQUALIFIED}:
        because = (
            f"A named person decided that no benefit is due from {stretch.period.start} up to {stretch.period.end}."
        )
        return Ruling(WeekState.DISQUALIFIED, stretch.cites, because, ground=stretch.ground)
    question = f"The decision covers only a part of the week from {line.week.period.start}: is the week to be paid?"
    because = "Only a part of the week is covered by a decision against it."
    return Ruling(WeekState.HELD, stretch.cites, because, question=question, ground=stretch.ground)


def _held_with_claim(scheme: Scheme, determination: Determination) -> Ruling | None:
    open_findings = [finding for finding in determination.findings if finding.outcome is Outcome.NEEDS_A_PERSON]
    if not open_findings:
        return None
    meanings = {name: condition.meaning for name, condition in scheme.conditions.items()}
    meanings |= {name: quantity.meaning for name, quantity in scheme.quantities.items()}
    waits_for = "; ".join(meanings[finding.condition] for finding in open_findings)
    because = cut(f"Nothing is refused and nothing is paid until a person has decided on: {waits_for}.")
    return Ruling(WeekState.HELD, open_findings[0].cites, because, ground=open_findings[0].ground)


def _stretch(determination: Determination, line: Line, state: BenefitState) -> Interval | None:
    touched = overlapping(determination.timeline, line.week.period)
    return next((stretch for stretch in touched if stretch.state is state), None)
