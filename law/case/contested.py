"""Decisions that are contested: where benefit goes on meanwhile, they take nothing away until the contest is closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from contracts.casework import Verdict
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.contest import Tier

_TIERS = {None: 0, Tier.COMPLAINT: 1, Tier.APPEAL: 2}


def rank(decision: ClaimDecision) -> tuple[int, date, str]:
    """Of two decisions on one question the higher holds: that of the later tier, then of the later day.

    Two decisions of one tier and day: the serialised form decides, so that order of arrival cannot.
    """
    return _TIERS[decision.tier], decision.decided_on, decision.model_dump_json()


def day_of_the_matter(decision: ClaimDecision) -> date:
    """The day on which its question was first decided; a contest brings a question no nearer than another."""
    return decision.first_decided_on or decision.decided_on


def suspended(contests: Iterable[ContestOpened | ContestClosed]) -> Mapping[str, ContestOpened]:
    """By question, the open contest during which benefit goes on."""
    contests = list(contests)
    closed = {contest.contest for contest in contests if isinstance(contest, ContestClosed)}
    return {
        contest.question: contest
        for contest in sorted(contests, key=lambda contest: contest.contest)
        if isinstance(contest, ContestOpened) and contest.benefit_continues and contest.contest not in closed
    }


def meanwhile(decision: ClaimDecision, contest: ContestOpened | None) -> ClaimDecision:
    """The decision as it counts while it is contested: it takes nothing away."""
    if contest is None or decision.verdict is Verdict.FOR_CLAIMANT:
        return decision
    reasons = (
        f"The decision is contested since {contest.filed_on}; until that is decided, benefit goes on as if it had not "
        "been made."
    )
    nothing = {"verdict": Verdict.FOR_CLAIMANT, "applies": None, "reduced_by": None, "suitability": None}
    return decision.model_copy(update={**nothing, "reasons": reasons})
