"""What is in question, and why: read from what eligibility, payments and referrals say."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple, assert_never

from contracts.about import (
    CONDITION,
    About,
    ConditionAbout,
    OverpaymentAbout,
    ReferralAbout,
    WaiverAbout,
    WeekAbout,
    death_in,
    short,
)
from contracts.almp_referral import ReferralQuestioned
from contracts.base import derived_id
from contracts.casework import AnswerGiven
from contracts.claims import ClaimDecision, Ground, ReductionBounds
from contracts.eligibility import AssessmentMade, DeterminationMade, Finding, Outcome, WeekState
from contracts.payments import OverpaymentProposed
from contracts.values import Money, Period
from services.claims.steps import QuestionStep
from services.claims.weighed_acts import ReviewStep, WeighedAct
from services.runtime.handling import Refused

AMOUNT = "amount"
"""What a question is about that is a contested amount; no sheet's condition is meant by it."""
BECAUSE_MAX = 2000  # what `Sentence` in contracts.values holds


class QuestionWords(NamedTuple):
    """What is asked, by which rule, and the facts behind it."""

    asks: str
    cites: str
    because: str


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
    """Which proposal of an overpayment it is, which absence, or which certification's week that is asked about on no
    ground: one that comes after a decision is another matter."""
    certification: str | None = None
    """Of an overpayment, or of a week asked about on no ground: others of the claim may have the same first day."""
    reduction: ReductionBounds | None = None
    """How far the law of the claim lets benefit be reduced on the ground."""
    conditions: tuple[str, ...] = ()
    """All conditions that the one question leaves open, where there are several."""

    def question(self, person: str) -> str:
        """The question's id for a person: equal matters are one question, whenever and however often they come up.

        The ground and the sum are part of it, so that nobody is decided against on one ground after having been
        heard on another, nor for more than was noticed. The person is part of it, for keys are a person's own.
        """
        stakes = self.amount.minor if self.amount else self.ground or ""
        which = (self.proposal,) if self.proposal else ()
        return str(derived_id("question", person, self.claim, short(self.about), stakes, *which))

    def facts(self) -> bytes:
        """A digest of what the notice must say; when it changes the person must be told anew."""
        days = f"{self.period.start}/{self.period.end}" if self.period else ""
        text = f"{self.asks}|{self.cites}|{self.because}|{days}"
        if self.reduction is not None:
            text += f"|{self.reduction.model_dump_json()}"
        return hashlib.blake2b(text.encode(), digest_size=8).digest()


@dataclass(slots=True)
class AskedQuestion:
    """An asked question and the steps taken to protect the claimant; `period` are the days that its notice named."""

    question: str
    claim: str
    about: About
    ground: Ground | None
    period: Period | None
    amount: Money | None
    words: QuestionWords
    facts: bytes
    opened_on: date
    reduction: ReductionBounds | None = None
    """How far benefit may be reduced, as the notice said."""
    step: QuestionStep = QuestionStep.ASKED
    issued_on: date | None = None
    reply_by: date | None = None
    replied_on: date | None = None
    wanted_by: set[str] = field(default_factory=set)
    """The determination, assessments or acts that still raise it; with the last one it is dropped."""
    certification: str | None = None
    decision: ClaimDecision | None = None
    """The decision that stands; none where it was made before decisions were kept here."""
    contest_by: date | None = None
    """The last day on which what stands against the person can be contested in time."""
    took_part: set[str] = field(default_factory=set)
    """The staff numbers of those who decided, confirmed or reviewed it: they do not decide on it again."""
    proposed: AnswerGiven | None = None
    """An answer against the person that waits for another officer."""
    weighed: WeighedAct | None = None
    """An officer's act against the person that waits for the error budget."""
    budget: str | None = None
    """The error budget that counts the decision; none where nothing was decided against the person under one."""
    review: ReviewStep | None = None
    """Where the review stands, if the decision was drawn for one."""
    conditions: tuple[str, ...] = ()
    """For what the facts alone refused: all conditions that were not met, and are met if it is overturned. For one
    missing fact that leaves several conditions open: these, by now."""

    @property
    def is_amount(self) -> bool:
        """Whether it is an amount that the law has worked out, and that is contested."""
        return self.conditions == (AMOUNT,)

    @property
    def first_decided_on(self) -> date | None:
        """The day of the first decision; None where none was made, or it was not kept."""
        made = self.decision
        return None if made is None else made.first_decided_on or made.decided_on

    @classmethod
    def not_yet_asked(cls, matter: Matter, person: str, on: date) -> AskedQuestion:
        """A question that nobody was told of; it is as if it had been dropped."""
        stakes = (matter.ground, matter.period, matter.amount)
        words = QuestionWords(matter.asks, matter.cites, matter.because)
        identity, step = matter.question(person), QuestionStep.DROPPED
        asked = cls(identity, matter.claim, matter.about, *stakes, words, matter.facts(), on, matter.reduction, step)
        return replace(asked, certification=matter.certification, conditions=matter.conditions)

    @property
    def is_refusal_by_facts(self) -> bool:
        """Whether the facts alone refused the claim: nobody was told of a question, so no notice has a digest."""
        return bool(self.conditions) and not self.facts and not self.is_amount

    @property
    def missing(self) -> str | None:
        """The fact that is missing, as it is asked for, where several conditions wait for it."""
        asked_for = len(self.conditions) > 1 and not self.is_refusal_by_facts
        return self.words.asks if asked_for else None

    def matter(self) -> Matter:
        """What was last in question, in the words in which it was last raised."""
        words, about = self.words, self.about
        stakes = (self.ground, self.period, self.amount)
        raised = Matter(self.claim, about, words.asks, words.cites, words.because, *stakes)
        return replace(raised, certification=self.certification, conditions=self.conditions)

    def told_days(self, benefit_year: Period | None) -> Period | None:
        """The days that an answer may cover: those its notice named.

        Where it named none, as for a referral: those of the claim's benefit year from the day of the question on.
        """
        if self.period is not None or benefit_year is None or self.opened_on >= benefit_year.end:
            return self.period
        return Period(start=max(self.opened_on, benefit_year.start), end=benefit_year.end)


def outlives_withdrawal(about: About) -> bool:
    """Whether the question remains when the claim is taken back: money that was paid still has to be decided on."""
    match about:
        case OverpaymentAbout() | WaiverAbout():
            return True
        case ConditionAbout():
            return death_in(about) is not None
        case WeekAbout() | ReferralAbout():
            return False
        case _:
            assert_never(about)


def from_determination(event: DeterminationMade) -> Iterator[Matter]:
    """A matter for each finding that needs a person; one for all that wait for the same missing fact."""
    lacked = {fact.asks for fact in event.lacks or ()}
    asked: dict[str, list[Finding]] = {}
    for finding in event.findings:
        if finding.outcome is Outcome.NEEDS_A_PERSON:
            asks = finding.question or finding.because
            asked.setdefault(asks if asks in lacked else f"{finding.condition}: {asks}", []).append(finding)
    for findings in asked.values():
        yield _of_findings(event, findings)


def _of_findings(event: DeterminationMade, findings: Sequence[Finding]) -> Matter:
    """Of several findings no ground is named: what is missing speaks for none of them against the person."""
    first, *further = findings
    about, because = _about_condition(first.condition), " ".join(finding.because for finding in findings)
    matter = Matter(event.claim, about, first.question or first.because, first.cites, because[:BECAUSE_MAX])
    if not further:
        return replace(matter, ground=first.ground, period=event.benefit_year)
    return replace(matter, period=event.benefit_year, conditions=tuple(finding.condition for finding in findings))


def _about_condition(name: str) -> ConditionAbout:
    """Raises `Refused` for a name that reads as another kind of thing: no sheet gives one."""
    if re.match(CONDITION, name) is None:
        raise Refused("bad-data", "a finding names a condition as no sheet does")
    return ConditionAbout(condition=name)


def from_assessment(event: AssessmentMade) -> Iterator[Matter]:
    """A matter for each certified week that is held with a question."""
    for week in event.weeks:
        if week.state is WeekState.HELD and week.question is not None:
            about = WeekAbout(first_day=week.period.start, doubt=week.doubt)
            matter = Matter(event.claim, about, week.question, week.cites, week.because, week.ground, week.period)
            own = event.certification
            yield replace(matter, proposal=own, certification=own) if week.doubt else matter


def from_overpayment(event: OverpaymentProposed, asks: str, cites: str) -> Iterator[Matter]:
    """The whole sum now proposed for a period; nothing when nothing is proposed any more."""
    if event.amount.minor:
        about = OverpaymentAbout(first_day=event.period.start)
        matter = Matter(event.claim, about, asks, cites, event.reason, period=event.period, amount=event.amount)
        yield replace(matter, proposal=_proposal(event), certification=event.certification)


def _proposal(event: OverpaymentProposed) -> str:
    return f"{event.certification}/{event.proposal}" if event.certification and event.proposal else ""


def from_referral(event: ReferralQuestioned) -> Iterator[Matter]:
    """A refused offer or an absence; known is where and when it was recorded."""
    about, ground = ReferralAbout(referral=event.referral), Ground.NO_EMPLOYMENT_SERVICE
    again = str(event.number) if event.number is not None else ""
    known = f"The employment service recorded it on {event.on}, of referral {event.referral} to {event.programme}."
    yield Matter(event.claim, about, event.asks, event.cites, known, ground, proposal=again)
