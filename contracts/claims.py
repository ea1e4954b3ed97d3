"""A claim's life: opened, moved, questioned, noticed, decided by a named person."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StrictBool, model_validator

from contracts.about import WEEK, About, fields_of
from contracts.base import Body, Event, Part, Unreadable, upcast
from contracts.casework import FACTS_MAX, Officer, Suitability, Verdict, WaiverGround
from contracts.contest import ContestOutcome, Tier
from contracts.overpayment_causes import OverpaymentCause
from contracts.values import Day, Key, Money, Ordinal, Period, Sentence, Share


class Ground(StrEnum):
    """The closed list of grounds on which benefit may be refused, withdrawn, suspended or reduced.

    C102 Art. 69 and C168 Arts. 20 and 21; a national ground must be one of these.
    """

    ABSENT = "absent"
    MAINTAINED = "maintained"
    OTHER_BENEFIT = "other_benefit"
    FRAUD = "fraud"
    CRIME = "crime"
    MISCONDUCT = "misconduct"
    NO_VERIFICATION = "no_verification"
    NO_EMPLOYMENT_SERVICE = "no_employment_service"
    STRIKE = "strike"
    QUIT = "quit"
    REFUSAL = "refusal"
    NOT_AVAILABLE = "not_available"
    """Not a sanction: the contingency itself (able, available, seeking) was not there."""


class ReductionBounds(Part):
    """How far and for how long benefit may be reduced on a ground: C102 Art. 69 and C168 Art. 20, "reduced".

    An answer against the claimant on this ground must lie within them; one that names no share takes all.
    """

    ground: Ground
    by_at_least: Share | None = None
    by_at_most: Share
    lasts_at_least: Ordinal | None = None
    lasts_at_most: Ordinal | None = None
    """None where only compliance, or the end of the days in question, ends it."""
    lasts_in: Literal["day", "week", "month"] = "day"
    until_compliance: StrictBool
    """Whether it ends on the day on which the person complies."""
    cites: Sentence


class ClaimOpened(Event):
    """The claim was received and is being worked on; registration with the employment service follows."""

    name: ClassVar[str] = "claims.claim-opened"
    claim: Key
    scheme: Key
    filed_on: Day


class ClaimState(StrEnum):
    """Where a claim stands in its life."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    QUESTIONED = "questioned"
    EXHAUSTED = "exhausted"
    WITHDRAWN = "withdrawn"


class ClaimMoved(Event):
    """The claim changed its state."""

    name: ClassVar[str] = "claims.claim-moved"
    claim: Key
    before: ClaimState
    after: ClaimState
    on: Day


class QuestionOpened(Event):
    """Something must be decided by a person; until then nothing is refused on that account."""

    name: ClassVar[str] = "claims.question-opened"
    version: ClassVar[int] = 3
    claim: Key
    question: Key
    about: About
    asks: Sentence
    cites: Sentence
    ground: Ground | None = None
    period: Period | None = None
    amount: Money | None = None
    """The sum in question, for a proposed overpayment."""
    reduction: ReductionBounds | None = None
    """Where the law lets benefit be reduced on the ground: within which bounds an answer may do so."""
    certification: Key | None = None
    """For a week that is asked about on no ground, the certification that states it."""
    opened_on: Day


class NoticeIssued(Event):
    """The claimant was told what is in question, on which facts, and until when to reply."""

    name: ClassVar[str] = "claims.notice-issued"
    claim: Key
    question: Key
    issued_on: Day
    reply_by: Day
    says: Sentence


class QuestionDropped(Event):
    """The facts changed and nothing is left to decide."""

    name: ClassVar[str] = "claims.question-dropped"
    claim: Key
    question: Key


class ClaimDecision(Event):
    """A named person decided a question of a claim: grounds, reasons, article, extent, and how to appeal."""

    name: ClassVar[str] = "claims.claim-decision"
    version: ClassVar[int] = 3
    claim: Key
    question: Key
    about: About
    decided_on: Day
    officer: Officer
    verdict: Verdict
    """For an overpayment, against the claimant means confirmed and for the claimant means waived.

    For a request to waive a debt, against the claimant means refused and for the claimant means waived.
    """
    ground: Ground | None = None
    reasons: Sentence
    article: Sentence
    facts_considered: Annotated[tuple[Key, ...], Field(max_length=FACTS_MAX)]
    applies: Period | None = None
    """The days an adverse decision covers."""
    reduced_by: Share | None = None
    """The share of the benefit that is not paid on these days; None for all of it."""
    period: Period | None = None
    """The days that were in question, where the question named some."""
    amount: Money | None = None
    """The sum that was in question, for an overpayment: no more than this was noticed and decided."""
    certification: Key | None = None
    """For an overpayment, the certification whose period it is; for a week that was asked about on no ground, the one
    that states it. Earlier decisions did not say."""
    noticed_on: Day | None = None
    replied_on: Day | None = None
    suitability: Suitability | None = None
    overpayment_cause: OverpaymentCause | None = None
    """For a sum that was overpaid: what caused it, and so who is responsible."""
    request: Key | None = None
    """For a waiver: the request that it answers."""
    waiver_ground: WaiverGround | None = None
    """For a waiver: on which ground it was looked at."""
    appeal: Sentence
    contest_by: Day | None = None
    """The last day on which a decision against the claimant can be contested in time; earlier ones did not say."""
    confirmed_by: Officer | None = None
    """Who confirmed it, where two officers had to agree."""
    answered_on: Day | None = None
    """The day of the first officer's answer, where two had to agree; `decided_on` is that of the second."""
    contest: Key | None = None
    """The contest after which it was made, in place of the contested decision."""
    tier: Tier | None = None
    """Before whom that contest was."""
    first_decided_on: Day | None = None
    """The day of the first decision of this question, for one made after a contest."""
    missing: Sentence | None = None
    """What no fact says, as it was asked, where the question was about that: the decision settles every condition that
    waits for it, as long as no fact says it."""

    @model_validator(mode="after")
    def _takes_nothing_away_unheard(self) -> Self:
        told, applies = self.period, self.applies
        if self.verdict is Verdict.AGAINST_CLAIMANT and self.missing is not None:
            raise ValueError("nobody is decided against for what is missing")
        if self.verdict is Verdict.AGAINST_CLAIMANT and told and applies and not told.holds(applies):
            raise ValueError("a decision against the claimant must lie within the days they were told of")
        if self.verdict is Verdict.FOR_CLAIMANT and self.reduced_by is not None:
            raise ValueError("a decision for the claimant reduces nothing")
        if self.confirmed_by is not None and self.confirmed_by.staff == self.officer.staff:
            raise ValueError("nobody confirms their own decision")
        if len({self.contest is None, self.tier is None, self.first_decided_on is None}) > 1:
            raise ValueError("a decision made after a contest names contest, tier and day of the first decision")
        return self


class AnswerRefused(Event):
    """An officer's answer did not take effect, because a step that protects the claimant was missing."""

    name: ClassVar[str] = "claims.answer-refused"
    question: Key
    contest: Key | None = None
    """The contest that the officer wanted to hear or decide, where it is about one."""
    reason: Sentence


class ConfirmationAsked(Event):
    """An officer answered against the claimant where two have to agree; until another one confirms, nothing happens."""

    name: ClassVar[str] = "claims.confirmation-asked"
    claim: Key
    question: Key
    officer: Officer
    """Who answered, and cannot confirm."""
    asked_on: Day
    because: Sentence


class ContestWaits(Event):
    """A contest was filed and is not open yet, or nothing is there to be contested; it is kept, and the reason told."""

    name: ClassVar[str] = "claims.contest-waits"
    contest: Key
    decision: Key
    tier: Tier
    reason: Sentence
    claim: Key | None = None
    """The claim that the decision is about, where that can be told."""
    filed_on: Day | None = None
    """The day of filing, which counts however long it waits."""


class WithdrawalRefused(Event):
    """Somebody who may not do so wanted to take a contest back; it goes on."""

    name: ClassVar[str] = "claims.withdrawal-refused"
    contest: Key
    mandate: Key | None = None
    """The mandate that was named."""
    reason: Sentence


class _OfContest(Part):
    """Which decision is contested, and before whom."""

    claim: Key
    contest: Key
    decision: Key
    """The contested decision: the key of its question, or of the contest after which it was made."""
    question: Key
    about: About
    certification: Key | None = None
    """For an overpayment, the certification whose period it is."""
    tier: Tier
    benefit_continues: StrictBool
    """Whether the contested decision takes nothing away while the contest is open."""


class ContestOpened(_OfContest, Event):
    """A claimant contests a decision; nothing is collected on its account until the contest is closed."""

    name: ClassVar[str] = "claims.contest-opened"
    version: ClassVar[int] = 2
    filed_on: Day
    opened_on: Day
    is_late: StrictBool
    """Whether it was filed after the last day to contest; a named person decides whether there was a good cause."""
    mandate: Key | None = None
    """The mandate of the representative who filed it; none where the claimant did."""
    before: Sentence
    """The body that decides."""
    decide_by: Day


class ContestClosed(_OfContest, Event):
    """The contest is over. Where its outcome is another decision, `claims.claim-decision` says it beside this."""

    name: ClassVar[str] = "claims.contest-closed"
    version: ClassVar[int] = 2
    outcome: ContestOutcome
    closed_on: Day
    officer: Officer | None = None
    """Who decided it; none where the claimant took it back."""
    heard_on: Day | None = None
    reasons: Sentence
    article: Sentence | None = None
    appeal: Sentence | None = None
    """How to go on from here, where the decision still stands."""
    contest_by: Day | None = None
    """The last day on which the decision can be contested further in time."""

    @model_validator(mode="after")
    def _somebody_decides(self) -> Self:
        is_withdrawn = self.outcome is ContestOutcome.WITHDRAWN
        if not is_withdrawn and (self.officer is None or self.article is None):
            raise ValueError("a contest is decided by a named person under a named article")
        return self


class ContestDropped(_OfContest, Event):
    """Better facts left nothing to contest: the claim that they alone refused is not refused any more."""

    name: ClassVar[str] = "claims.contest-dropped"
    dropped_on: Day
    because: Sentence


@upcast(QuestionOpened.name, 1)
@upcast(ClaimDecision.name, 1)
def about_by_kind(body: Body) -> Body:
    """Version 1 wrote what it is about as a short text, its kind in front: `week:2020-03-29`. Raises `Unreadable`."""
    about = body.get("about")
    if not isinstance(about, str):
        raise Unreadable("bad-data", f"about: must be a text such as {WEEK}2020-03-29")
    return {**body, "about": fields_of(about)}


@upcast(QuestionOpened.name, 2)
@upcast(ClaimDecision.name, 2)
@upcast(ContestOpened.name, 1)
@upcast(ContestClosed.name, 1)
def about_no_waiver_yet(body: Body) -> Body:
    """These versions knew no requests to waive a debt."""
    return body
