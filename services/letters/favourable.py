"""Which decisions give the person all they asked for; their letters tell the right to contest in a few words.

The right is the same (C102 Art. 70(1) knows refusals and complaints about quality or quantity), so its last day stands
in every such letter. What is cut is how to do it.
"""

from __future__ import annotations

from contracts.casework import Verdict
from contracts.claims import ClaimDecision
from contracts.eligibility import (
    AssessmentMade,
    BenefitState,
    DeterminationMade,
    DeterminationOutcome,
    Outcome,
    WeekState,
)

_TAKES_SOMETHING = frozenset({BenefitState.DISQUALIFIED, BenefitState.HELD})


def grants_all(event: DeterminationMade) -> bool:
    """Whether a claim is granted with every condition met, and no day of it is held, lost or reduced."""
    takes = any(part.state in _TAKES_SOMETHING or part.reduced_by is not None for part in event.timeline)
    met = all(finding.outcome is Outcome.MET for finding in event.findings)
    return event.outcome is DeterminationOutcome.GRANTED and met and not takes


def pays_all(event: AssessmentMade) -> bool:
    """Whether every certified week is paid in full."""
    return all(week.state is WeekState.PAID for week in event.weeks)


def is_for_the_person(event: ClaimDecision) -> bool:
    """Whether a named person decided for the claimant."""
    return event.verdict is Verdict.FOR_CLAIMANT
