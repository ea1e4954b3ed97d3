"""What the figures keep of each kind of event. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from functools import singledispatch

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
from contracts.placement import (
    NeedsAssessed,
    OfferArranged,
    OutcomeRecorded,
    PlacementRecordRetracted,
    ReferralAnswered,
)
from contracts.referral_life import OutcomeObserved, ReferralMoved
from contracts.treasury import FundDirection, FundMoved
from services.oversight.observation import (
    Assessed,
    BankObserved,
    Contested,
    Described,
    DeterminationObserved,
    FilingObserved,
    FundTold,
    Instructed,
    Observation,
    PlacementNoted,
    Questioned,
    QuestionEnded,
    ReferralStep,
    ReferralStood,
    Referred,
    ResolutionTold,
    Reviewed,
    WorkSeen,
)

PAID = frozenset({WeekState.PAID, WeekState.PARTLY_PAID})
DAY = timedelta(days=1)
SHEET_SIGNS = 12
"""So much of a digest tells sheets apart."""


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
    because = event.declined_because.value if event.declined_because else ""
    key, version = event.key or "", event.source_version or 1
    return ReferralStep(event.referral, "answer", event.answer.value, because, key, version)


@observed.register
def _(event: OutcomeRecorded, _on: date) -> Observation:
    return ReferralStep(event.referral, "outcome", event.outcome.value)


@observed.register
def _(event: ReferralLapsed, _on: date) -> Observation:
    return ReferralStep(event.referral, "lapse", event.reason.value)


@observed.register
def _(event: NeedsAssessed, _on: date) -> Observation:
    return PlacementNoted("talk", event.key, event.source_version, event.claim)


@observed.register
def _(event: OfferArranged, _on: date) -> Observation:
    return PlacementNoted("offer", event.key, event.source_version, event.referral)


@observed.register
def _(event: PlacementRecordRetracted, _on: date) -> Observation | None:
    if event.kind == NeedsAssessed.name:
        return PlacementNoted("talk", event.key, event.source_version, "")
    if event.kind == OfferArranged.name:
        return PlacementNoted("offer", event.key, event.source_version, "")
    return None  # where the referral stands without the record is told by its next move


@observed.register
def _(event: ReferralMoved, _on: date) -> Observation:
    return ReferralStood(event.referral, event.number, event.after.value)


@observed.register
def _(event: OutcomeObserved, _on: date) -> Observation:
    return WorkSeen(event.referral, event.months, event.number, event.day, event.in_work)


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
