"""What is in question, and why: read from what eligibility, payments and referrals say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from contracts.about import About, ConditionAbout, OverpaymentAbout, ReferralAbout, WeekAbout, short
from contracts.almp_referral import ReferralQuestioned
from contracts.base import derived_id
from contracts.claims import Ground
from contracts.eligibility import AssessmentMade, DeterminationMade, Outcome, WeekState
from contracts.payments import OverpaymentProposed
from contracts.values import Money, Period
from services.claims.steps import QuestionStep


@dataclass(frozen=True, slots=True)
class Matter:
    """What a person must decide: the question, the rule, the facts behind it, what hangs on it."""

    claim: str
    about: About
    asks: str
    cites: str
    because: str
    ground: Ground | None = None
    period: Period | None = None
    amount: Money | None = None
    proposal: str = ""
    """Which proposal of an overpayment it is: a sum that was decided and is proposed again is another matter."""

    def question(self) -> str:
        """The question's id: equal matters are one question, whenever and however often they come up.

        The ground and the sum are part of it, so that nobody is decided against on one ground after having been
        heard on another, nor for more than was noticed.
        """
        stakes = self.amount.minor if self.amount else self.ground or ""
        start = self.period.start if self.period else ""
        which = (self.proposal,) if self.proposal else ()
        return str(derived_id("question", self.claim, short(self.about), start, stakes, *which))

    def facts(self) -> bytes:
        """A digest of what the notice must say; when it changes the person must be told anew."""
        text = f"{self.asks}|{self.cites}|{self.because}"
        return hashlib.blake2b(text.encode(), digest_size=8).digest()


@dataclass(slots=True)
class AskedQuestion:
    """An asked question and the steps taken to protect the claimant."""

    question: str
    claim: str
    about: About
    ground: Ground | None
    period: Period | None
    amount: Money | None
    facts: bytes
    opened_on: date
    step: QuestionStep = QuestionStep.ASKED
    issued_on: date | None = None
    reply_by: date | None = None
    replied_on: date | None = None
    wanted_by: set[str] = field(default_factory=set)
    """The determination, assessments or acts that still raise it; with the last one it is dropped."""


def outlives_withdrawal(about: About) -> bool:
    """Whether the question remains when the claim is taken back: money that was paid still has to be decided on."""
    match about:
        case OverpaymentAbout():
            return True
        case ConditionAbout() | WeekAbout() | ReferralAbout():
            return False
        case _:
            assert_never(about)


def from_determination(event: DeterminationMade) -> Iterator[Matter]:
    """A matter for each finding that needs a person."""
    for finding in event.findings:
        if finding.outcome is Outcome.NEEDS_A_PERSON:
            asks = finding.question or finding.because
            about = ConditionAbout(condition=finding.condition)
            yield Matter(event.claim, about, asks, finding.cites, finding.because, finding.ground)


def from_assessment(event: AssessmentMade) -> Iterator[Matter]:
    """A matter for each certified week that is held with a question."""
    for week in event.weeks:
        if week.state is WeekState.HELD and week.question is not None:
            about = WeekAbout(first_day=week.period.start)
            yield Matter(event.claim, about, week.question, week.cites, week.because, week.ground, week.period)


def from_overpayment(event: OverpaymentProposed, asks: str, cites: str) -> Iterator[Matter]:
    """The whole sum now proposed for a period; nothing when nothing is proposed any more."""
    if event.amount.minor:
        about = OverpaymentAbout(first_day=event.period.start)
        matter = Matter(event.claim, about, asks, cites, event.reason, period=event.period, amount=event.amount)
        yield replace(matter, proposal=_proposal(event))


def _proposal(event: OverpaymentProposed) -> str:
    return f"{event.certification}/{event.proposal}" if event.certification and event.proposal else ""


def from_referral(event: ReferralQuestioned) -> Iterator[Matter]:
    """A refused offer or an absence."""
    about, ground = ReferralAbout(referral=event.referral), Ground.NO_EMPLOYMENT_SERVICE
    yield Matter(event.claim, about, event.asks, event.cites, event.asks, ground)
