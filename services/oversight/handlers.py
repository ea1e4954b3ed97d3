"""What the committee's read model learns from each event. Nothing follows from any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import wraps
from typing import Any

from contracts.about import WaiverAbout, short
from contracts.almp_referral import LapseReason, ReferralLapsed, ReferralMade
from contracts.base import Envelope, Event
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
from contracts.eligibility import (
    AssessmentMade,
    DeterminationMade,
    DeterminationOutcome,
    DimensionsChanged,
    Finding,
    Outcome,
)
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
from contracts.treasury import FundMoved
from services.oversight import decision_days, store, tallies
from services.oversight.model import DECIDED, NO_GROUND, QUALIFYING_RULES, ClaimView, DecisionOn, Watched
from services.oversight.observing import DAY, PAID, observed
from services.runtime.handling import Consequences, Handler
from services.runtime.service import Service


def make_service(*, partitions: int = 1) -> Service[Watched]:
    """Oversight, listening to all that its read model needs.

    `partitions` are those of every topic: a person's day is over when their own partition has closed it.
    """
    save = decision_days.saver(partitions)
    service: Service[Watched] = Service(
        "oversight", tallies.TABLES, store.load, save, close_day=decision_days.close_day
    )
    for event, handler in _LEARNING.items():
        service.handles(event)(_noting(handler))
    return service


def _noting(handler: Handler[Watched, Any]) -> Handler[Watched, Any]:
    """Keeps what the figures count of an event beside what the read model learns from it."""

    @wraps(handler)
    def noting(event: Event, state: Watched, cause: Envelope) -> Consequences:
        state.observe(observed(event, cause.time.date()))
        return handler(event, state, cause)

    return noting


def counted_only(_event: Event, _state: Watched, _cause: Envelope) -> Consequences:
    """The read model learns nothing from it, and the figures count it."""
    return ()


def claim_opened(event: ClaimOpened, state: Watched, _cause: Envelope) -> Consequences:
    """A claim began."""
    claim = state.claim(event.claim)
    claim.scheme, claim.filed_on = event.scheme, event.filed_on
    return ()


def determined(event: DeterminationMade, state: Watched, cause: Envelope) -> Consequences:
    """A claim was determined; only the highest number counts."""
    claim = state.claim(event.claim)
    if event.number <= claim.determination_number:
        return ()
    claim.determination_number = event.number
    claim.outcome, claim.automatic = event.outcome.value, event.automatic
    claim.rate_minor = event.benefit_rate.minor if event.benefit_rate else None
    claim.currency = event.benefit_rate.currency if event.benefit_rate else claim.currency
    unmet = [finding for finding in event.findings if finding.outcome is Outcome.NOT_MET]
    claim.unmet = tuple((finding.condition, finding.cites) for finding in unmet)
    claim.ground = _ground(event.outcome, unmet)
    if event.dimensions is not None:
        _describe(claim, event.dimensions)
    if claim.decided_on is None and event.outcome in DECIDED:
        claim.decided_on = cause.time.date()
        state.was_decided(DecisionOn.CLAIM, claim.claim)
    return ()


def described(event: DimensionsChanged, state: Watched, _cause: Envelope) -> Consequences:
    """The facts say something else of a claim for statistics."""
    _describe(state.claim(event.claim), event.dimensions)
    return ()


def _describe(claim: ClaimView, dimensions: Dimensions) -> None:
    for name, value in dimensions:
        setattr(claim, name, str(value) if value is not None else None)


def _ground(outcome: DeterminationOutcome, unmet: Sequence[Finding]) -> str:
    """The ground of a refusal; a person's own conduct is named before the arithmetic of the qualifying rules."""
    if outcome is not DeterminationOutcome.REFUSED:
        return NO_GROUND
    return next((finding.ground.value for finding in unmet if finding.ground is not None), QUALIFYING_RULES)


def assessed(event: AssessmentMade, state: Watched, _cause: Envelope) -> Consequences:
    """A certified period was assessed; only the highest number counts."""
    period = state.period(event.claim, event.certification)
    if event.number > period.number:
        period.number, period.amount_minor = event.number, event.amount.minor
        due = [week.period for week in event.weeks if week.state in PAID]
        period.weeks_paid = len(due)
        period.first_due_end = min((week.end - DAY for week in due), default=None)
    return ()


def instructed(event: PaymentInstructed, state: Watched, _cause: Envelope) -> Consequences:
    """A payment was ordered."""
    payment = state.payment(str(event.instruction), event.claim)
    payment.amount_minor, payment.currency = event.amount.minor, event.amount.currency
    payment.due_on = event.due_on
    return ()


def cancelled(event: PaymentCancelled, state: Watched, _cause: Envelope) -> Consequences:
    """A payment that was not yet in a sealed file is not owed any more."""
    state.payment(str(event.instruction), event.claim).amount_minor = 0
    return ()


def settled(event: PaymentSettled, state: Watched, _cause: Envelope) -> Consequences:
    """The money left our account."""
    state.payment(str(event.instruction), event.claim).settled_on = event.settled_on
    return ()


def returned(event: PaymentReturned, state: Watched, _cause: Envelope) -> Consequences:
    """The money came back."""
    payment = state.payment(str(event.instruction), event.claim)
    payment.returned_on, payment.bank_code = event.returned_on, event.bank_code
    return ()


def referred(event: ReferralMade, state: Watched, _cause: Envelope) -> Consequences:
    """A person was referred to a programme."""
    referral = state.referral(event.referral)
    referral.claim, referral.programme, referral.occasion = event.claim, event.programme, event.occasion.value
    return ()


def answered(event: ReferralAnswered, state: Watched, _cause: Envelope) -> Consequences:
    """The person accepted or refused."""
    state.referral(event.referral).answer = event.answer.value
    return ()


def ended(event: OutcomeRecorded, state: Watched, _cause: Envelope) -> Consequences:
    """Participation ended."""
    state.referral(event.referral).outcome = event.outcome.value
    return ()


def lapsed(event: ReferralLapsed, state: Watched, _cause: Envelope) -> Consequences:
    """A seat came back though nobody reported an outcome; what was reported before stays as it is."""
    referral = state.referral(event.referral)
    if event.reason is LapseReason.UNANSWERED:
        referral.answer = event.reason.value if referral.answer == "open" else referral.answer
    elif referral.outcome == "open":
        referral.outcome = event.reason.value
    return ()


def questioned(event: QuestionOpened, state: Watched, _cause: Envelope) -> Consequences:
    """Something waits for a person."""
    question = state.question(event.question)
    question.about, question.opened_on = short(event.about), event.opened_on
    return ()


def dropped(event: QuestionDropped, state: Watched, _cause: Envelope) -> Consequences:
    """Nothing was left to decide."""
    state.question(event.question).verdict = "dropped"
    return ()


def decided(event: ClaimDecision, state: Watched, _cause: Envelope) -> Consequences:
    """A named person decided; a request to waive a debt is no question that was put to anybody."""
    if isinstance(event.about, WaiverAbout):
        return ()
    if event.contest is not None and event.question not in state.questions:
        return ()  # the facts alone had refused the claim: nobody was asked
    question = state.question(event.question)
    question.verdict = event.verdict.value
    if event.contest is not None:
        return ()  # how long the office took for the question was measured by its first decision
    question.decided_on = event.decided_on
    state.was_decided(DecisionOn.QUESTION, question.question)
    return ()


_LEARNING: Mapping[type[Event], Handler[Watched, Any]] = {
    ClaimOpened: claim_opened,
    DeterminationMade: determined,
    DimensionsChanged: described,
    AssessmentMade: assessed,
    PaymentInstructed: instructed,
    PaymentCancelled: cancelled,
    PaymentSettled: settled,
    PaymentReturned: returned,
    ReferralMade: referred,
    ReferralAnswered: answered,
    OutcomeRecorded: ended,
    ReferralLapsed: lapsed,
    NeedsAssessed: counted_only,
    OfferArranged: counted_only,
    PlacementRecordRetracted: counted_only,
    ReferralMoved: counted_only,
    OutcomeObserved: counted_only,
    QuestionOpened: questioned,
    QuestionDropped: dropped,
    ClaimDecision: decided,
    ContestOpened: counted_only,
    ContestClosed: counted_only,
    ContestDropped: counted_only,
    ReviewAsked: counted_only,
    ReviewMade: counted_only,
    FundMoved: counted_only,
    ResolutionRecorded: counted_only,
}
