"""The verbs of contests: what a claimant files against a decision, who represents them, what offices do about it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from contracts.base import Envelope
from contracts.casework import Attendance, ContestDecided, HearingHeld, Officer, Verdict
from contracts.claims import ClaimDecision, ContestOpened, QuestionOpened
from contracts.contest import ContestOutcome, Tier
from contracts.intake import (
    ContestFiled,
    ContestWithdrawn,
    MandateEnded,
    MandateGiven,
    MandateScope,
    Representative,
)
from contracts.values import Period
from tests.services.claims.telling import (
    TOLD,
    Ann,
    answered,
    day_closed,
    determined,
    fact,
    filed,
    finding,
    noon,
    replied,
)

REVIEWER = Officer(staff="staff-31", role="reviewer")
JUDGE = Officer(staff="judge-2", role="tribunal-member")
REPLIED = TOLD + timedelta(days=3)
DECIDED = TOLD + timedelta(days=5)
CONTESTED = TOLD + timedelta(days=10)
HEARD = TOLD + timedelta(days=20)
REVIEWED = TOLD + timedelta(days=24)
SIX_WEEKS = Period.of_days(date(2026, 3, 1), 42)


def contested(
    decision: str,
    tier: Tier = Tier.COMPLAINT,
    on: date = CONTESTED,
    mandate: str | None = None,
    because: str | None = None,
) -> Envelope:
    return fact(ContestFiled(decision=decision, tier=tier, filed_on=on, mandate=mandate, because=because), on)


def taken_back(contest: str, on: date, mandate: str | None = None) -> Envelope:
    return fact(ContestWithdrawn(contest=contest, withdrawn_on=on, mandate=mandate), on)


def mandate(
    key: str = "mandate-1",
    *,
    scope: tuple[MandateScope, ...] = (MandateScope.CONTEST, MandateScope.HEARING),
    since: date = TOLD,
    until: date | None = None,
    claim: str | None = None,
) -> Envelope:
    event = MandateGiven(
        key=key,
        source_version=1,
        recorded_at=noon(since),
        representative="delegate-7",
        kind=Representative.WORKERS_ORGANISATION,
        scope=scope,
        since=since,
        until=until,
        claim=claim,
    )
    return fact(event, since)


def revoked(on: date, key: str = "mandate-1") -> Envelope:
    return fact(MandateEnded(key=key, source_version=1, recorded_at=noon(on), ended_on=on), on)


def heard(contest: str, on: date = HEARD, **changes: Any) -> Envelope:
    said: dict[str, Any] = {
        "contest": contest,
        "invited_on": on - timedelta(days=12),
        "held_on": on,
        "officer": REVIEWER,
        "attendance": Attendance.CAME,
    }
    return fact(HearingHeld(**said | changes), on)


def reviewed(
    contest: str, outcome: ContestOutcome, on: date = REVIEWED, officer: Officer = REVIEWER, **changes: Any
) -> Envelope:
    said: dict[str, Any] = {
        "contest": contest,
        "decided_on": on,
        "officer": officer,
        "outcome": outcome,
        "reasons": "The pay slips show that no wages were paid for two months.",
        "article": "Miss. Code § 71-5-513(A)(1)(a)",
        "facts_considered": ("payslip-1",),
    }
    return fact(ContestDecided(**said | changes), on)


def decided_against(folder: Path) -> tuple[Ann, str]:
    """Ann, against whom a question of her claim was decided for six weeks; and the question."""
    ann = Ann(folder)
    ann.lives_through(filed(), determined(1, finding()))
    question = ann.was_told(QuestionOpened)[0].question
    ann.lives_through(replied(question, REPLIED))
    ann.lives_through(answered(question, Verdict.AGAINST_CLAIMANT, on=DECIDED, applies=SIX_WEEKS))
    assert len(ann.was_told(ClaimDecision)) == 1
    return ann, question


def in_contest(ann: Ann, question: str, tier: Tier = Tier.COMPLAINT, on: date = CONTESTED) -> str:
    """She contests the decision; the contest's key."""
    ann.lives_through(day_closed(on - timedelta(days=1)), contested(question, tier, on))
    return ann.was_told(ContestOpened)[-1].contest


def until(ann: Ann, day: date) -> None:
    """Let all days before this one be closed."""
    ann.lives_through(day_closed(day - timedelta(days=1)))
