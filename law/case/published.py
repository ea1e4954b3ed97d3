"""A determination and an assessment as the events that are published of them."""

from __future__ import annotations

from contracts.base import derived_id
from contracts.eligibility import AssessmentMade, DeterminationMade
from law.case.model import Assessment, Determination


def as_published(found: Determination) -> DeterminationMade:
    """The event of a determination, numbered as if it were the first."""
    event = DeterminationMade(
        claim=found.claim,
        determination=derived_id(found.claim),
        number=1,
        scheme=found.scheme,
        scheme_digest=found.scheme_digest,
        outcome=found.outcome,
        automatic=found.automatic,
        findings=found.findings,
        benefit_year=found.benefit_year,
        timeline=found.timeline,
        appeal=found.appeal,
    )
    if (worth := found.entitlement) is None:
        return event
    return event.model_copy(
        update={
            "benefit_rate": worth.benefit_rate,
            "benefit_rate_per": worth.benefit_rate_per,
            "total_max": worth.total_max,
            "reference_earnings": worth.reference_earnings,
            "reference_earnings_per": worth.reference_earnings_per,
        }
    )


def as_assessed(one: Assessment) -> AssessmentMade:
    """The event of an assessment, numbered as if it were the first."""
    return AssessmentMade(
        claim=one.claim,
        certification=one.certification,
        assessment=derived_id(one.claim),
        number=1,
        determination=derived_id(one.claim),
        period=one.period,
        amount=one.amount,
        weeks=one.weeks,
        total_left=one.total_left,
        weeks_left=one.weeks_left,
        filed_on=one.filed_on,
    )
