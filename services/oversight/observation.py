"""What the figures keep of an event: what is counted and nothing else, no reasons, no names of officers.

An observation is kept with when its event reached the log, so that what was known when a day was closed can be counted
again on any later day. Amounts are minor units.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import singledispatch
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from contracts.about import WaiverAbout
from contracts.almp_referral import ReferralLapsed, ReferralMade
from contracts.base import Event
from contracts.claims import (
    ClaimDecision,
    ClaimOpened,
    ContestClosed,
    ContestDropped,
    ContestOpened,
    QuestionDropped,
    QuestionOpened,
)
from contracts.committee import ResolutionRecorded
from contracts.dimensions import Dimensions
from contracts.eligibility import AssessmentMade, DeterminationMade, DimensionsChanged, Outcome, WeekState
from contracts.error_budgets import ReviewAsked, ReviewMade
from contracts.payments import PaymentCancelled, PaymentInstructed, PaymentReturned, PaymentSettled
from contracts.placement import OutcomeRecorded, ReferralAnswered
from contracts.treasury import FundDirection, FundMoved

DAY = timedelta(days=1)
SHEET_SIGNS = 12
"""So much of a digest tells sheets apart."""
PAID = frozenset({WeekState.PAID, WeekState.PARTLY_PAID})


@dataclass(frozen=True, slots=True)
class FilingObserved:
    """A claim began."""

    claim: str
    scheme: str
    filed_on: date
    kind: Literal["filed"] = "filed"


@dataclass(frozen=True, slots=True)
class DeterminationObserved:
    """A determination: its outcome, the rate, and of which earnings it is a share."""

    claim: str
    number: int
    outcome: str
    automatic: bool
    rate: int | None
    rate_per: str | None
    earnings: int | None
    earnings_per: str | None
    unmet: tuple[tuple[str, str], ...]
    """(condition, citation) of each condition that was not met."""
    ground: str | None
    """The first ground of the closed list among them; none where only the qualifying rules are not met."""
    described: dict[str, str] | None
    """The dimensions that the facts tell; None where this determination says nothing of them."""
    on: date
    """The day of its cause."""
    sheet: str
    """The digest of the sheet, its beginning."""
    kind: Literal["determined"] = "determined"


@dataclass(frozen=True, slots=True)
class Described:
    """The dimensions of a claim changed, and nothing else."""

    claim: str
    described: dict[str, str]
    kind: Literal["described"] = "described"


@dataclass(frozen=True, slots=True)
class Assessed:
    """A certified period."""

    claim: str
    certification: str
    number: int
    weeks: int
    """For how many of its weeks something is due."""
    first_end: date | None
    """The last day of the first week for which something is due."""
    exhausted: bool
    """Whether nothing of the total is left after it."""
    kind: Literal["assessed"] = "assessed"


@dataclass(frozen=True, slots=True)
class Instructed:
    """A payment was ordered, or is not owed any more where the amount is zero."""

    claim: str
    instruction: str
    amount: int
    currency: str
    due_on: date | None
    kind: Literal["instructed"] = "instructed"


@dataclass(frozen=True, slots=True)
class BankObserved:
    """The bank said that a payment left, or that it came back."""

    claim: str
    instruction: str
    amount: int
    currency: str
    on: date
    returned: bool
    kind: Literal["booked"] = "booked"


@dataclass(frozen=True, slots=True)
class Referred:
    """A person was referred to a programme."""

    claim: str
    referral: str
    programme: str
    on: date
    kind: Literal["referred"] = "referred"


@dataclass(frozen=True, slots=True)
class ReferralStep:
    """An answer, an outcome, or the end of a referral without either."""

    referral: str
    step: Literal["answer", "outcome", "lapse"]
    said: str
    kind: Literal["referral-step"] = "referral-step"


@dataclass(frozen=True, slots=True)
class Questioned:
    """Something waits for a named person."""

    claim: str
    question: str
    about: str
    on: date
    kind: Literal["questioned"] = "questioned"


@dataclass(frozen=True, slots=True)
class QuestionEnded:
    """A question was answered, or fell away where the verdict is empty."""

    question: str
    claim: str
    verdict: str
    on: date | None
    about: str = ""
    ground: str | None = None
    article: str = ""
    after_contest: bool = False
    kind: Literal["question-ended"] = "question-ended"


@dataclass(frozen=True, slots=True)
class Contested:
    """A decision was contested, or the contest ended where an outcome is named."""

    claim: str
    contest: str
    question: str
    on: date
    decide_by: date | None
    outcome: str
    kind: Literal["contested"] = "contested"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A decision was drawn for a review, or reviewed where a finding is named."""

    claim: str
    question: str
    finding: str
    on: date
    kind: Literal["reviewed"] = "reviewed"


@dataclass(frozen=True, slots=True)
class FundTold:
    """Money came into a fund or left it, as the treasury tells; nobody's."""

    fund: str
    amount: int
    """Negative where it left."""
    currency: str
    on: date
    kind: Literal["fund"] = "fund"


@dataclass(frozen=True, slots=True)
class ResolutionTold:
    """What the committee resolved, and where it stands; the highest number counts."""

    resolution: str
    number: int
    decision: str
    owner: str
    resolved_on: date
    due_on: date | None
    status: str
    scheme: str | None
    scheme_digest: str | None
    kind: Literal["resolution"] = "resolution"


Observation = Annotated[
    FilingObserved
    | DeterminationObserved
    | Described
    | Assessed
    | Instructed
    | BankObserved
    | Referred
    | ReferralStep
    | Questioned
    | QuestionEnded
    | Contested
    | Reviewed
    | FundTold
    | ResolutionTold,
    Field(discriminator="kind"),
]
OBSERVATIONS: TypeAdapter[Observation] = TypeAdapter(Observation)
"""Reads and writes an observation as JSON."""


@singledispatch
def observed(event: Event, on: date) -> Observation | None:
    """What the figures keep of an event whose cause is of the day `on`; None if they count nothing of it."""
    del event, on
    return None


@observed.register
def _(event: ClaimOpened, _on: date) -> Observation:
    return FilingObserved(event.claim, event.scheme, event.filed_on)


@observed.register
def _(event: DeterminationMade, on: date) -> Observation:
    unmet = [finding for finding in event.findings if finding.outcome is Outcome.NOT_MET]
    rate, earnings = event.benefit_rate, event.reference_earnings
    return DeterminationObserved(
        claim=event.claim,
        number=event.number,
        outcome=event.outcome.value,
        automatic=event.automatic,
        rate=rate.minor if rate else None,
        rate_per=event.benefit_rate_per,
        earnings=earnings.minor if earnings else None,
        earnings_per=event.reference_earnings_per,
        unmet=tuple((finding.condition, finding.cites) for finding in unmet),
        ground=next((finding.ground.value for finding in unmet if finding.ground is not None), None),
        described=None if event.dimensions is None else _told(event.dimensions),
        on=on,
        sheet=event.scheme_digest[:SHEET_SIGNS],
    )


@observed.register
def _(event: DimensionsChanged, _on: date) -> Observation:
    return Described(event.claim, _told(event.dimensions))


def _told(dimensions: Dimensions) -> dict[str, str]:
    """What is known of the dimensions by which these figures are told apart."""
    told = {"sex": dimensions.sex, "age-band": dimensions.age_band, "region": dimensions.region}
    told["channel"] = dimensions.channel
    return {name: str(value) for name, value in told.items() if value is not None}


@observed.register
def _(event: AssessmentMade, _on: date) -> Observation:
    due = [week.period for week in event.weeks if week.state in PAID]
    first = min((period.end - DAY for period in due), default=None)
    exhausted = event.total_left.minor == 0 or any(week.state is WeekState.EXHAUSTED for week in event.weeks)
    return Assessed(event.claim, event.certification, event.number, len(due), first, exhausted)


@observed.register
def _(event: PaymentInstructed, _on: date) -> Observation:
    amount = event.amount
    return Instructed(event.claim, str(event.instruction), amount.minor, amount.currency, event.due_on)


@observed.register
def _(event: PaymentCancelled, _on: date) -> Observation:
    return Instructed(event.claim, str(event.instruction), 0, "", None)


@observed.register
def _(event: PaymentSettled, _on: date) -> Observation:
    amount = event.amount
    return BankObserved(
        event.claim, str(event.instruction), amount.minor, amount.currency, event.settled_on, returned=False
    )


@observed.register
def _(event: PaymentReturned, _on: date) -> Observation:
    amount = event.amount
    return BankObserved(
        event.claim, str(event.instruction), amount.minor, amount.currency, event.returned_on, returned=True
    )


@observed.register
def _(event: ReferralMade, _on: date) -> Observation:
    return Referred(event.claim, event.referral, event.programme, event.made_on)


@observed.register
def _(event: ReferralAnswered, _on: date) -> Observation:
    return ReferralStep(event.referral, "answer", event.answer.value)


@observed.register
def _(event: OutcomeRecorded, _on: date) -> Observation:
    return ReferralStep(event.referral, "outcome", event.outcome.value)


@observed.register
def _(event: ReferralLapsed, _on: date) -> Observation:
    return ReferralStep(event.referral, "lapse", event.reason.value)


@observed.register
def _(event: QuestionOpened, _on: date) -> Observation:
    return Questioned(event.claim, event.question, event.about.kind, event.opened_on)


@observed.register
def _(event: QuestionDropped, _on: date) -> Observation:
    return QuestionEnded(event.question, event.claim, "", None)


@observed.register
def _(event: ClaimDecision, _on: date) -> Observation | None:
    if isinstance(event.about, WaiverAbout):
        return None  # a request to waive a debt is no question that was put to anybody
    return QuestionEnded(
        question=event.question,
        claim=event.claim,
        verdict=event.verdict.value,
        on=event.decided_on,
        about=event.about.kind,
        ground=event.ground.value if event.ground else None,
        article=event.article,
        after_contest=event.contest is not None,
    )


@observed.register
def _(event: ContestOpened, _on: date) -> Observation:
    return Contested(event.claim, event.contest, event.question, event.opened_on, event.decide_by, "")


@observed.register
def _(event: ContestClosed, _on: date) -> Observation:
    return Contested(event.claim, event.contest, event.question, event.closed_on, None, event.outcome.value)


@observed.register
def _(event: ContestDropped, _on: date) -> Observation:
    return Contested(event.claim, event.contest, event.question, event.dropped_on, None, "dropped")


@observed.register
def _(event: ReviewAsked, _on: date) -> Observation:
    return Reviewed(event.claim, event.question, "", event.decided_on)


@observed.register
def _(event: ReviewMade, _on: date) -> Observation:
    return Reviewed(event.claim, event.question, event.finding.value, event.reviewed_on)


@observed.register
def _(event: FundMoved, _on: date) -> Observation:
    into = event.direction is FundDirection.INTO
    return FundTold(
        event.fund, event.amount.minor if into else -event.amount.minor, event.amount.currency, event.moved_on
    )


@observed.register
def _(event: ResolutionRecorded, _on: date) -> Observation:
    return ResolutionTold(
        resolution=event.resolution,
        number=event.number,
        decision=event.decision,
        owner=event.owner,
        resolved_on=event.resolved_on,
        due_on=event.due_on,
        status=event.status.value,
        scheme=event.scheme,
        scheme_digest=event.scheme_digest,
    )
