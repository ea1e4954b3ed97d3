"""A determination and an assessment as the events that are published of them."""

from __future__ import annotations

from contracts.base import derived_id
from contracts.eligibility import AssessmentMade, DeterminationMade
from law.case.model import Assessment, Determination


def as_published(determination: Determination) -> DeterminationMade:
    """The event of a determination, numbered as if it were the first."""
    event = DeterminationMade(
        claim=determination.claim,
        determination=derived_id(determination.claim),
        number=1,
        scheme=determination.scheme,
        scheme_digest=determination.scheme_digest,
        outcome=determination.outcome,
        automatic=determination.automatic,
        findings=determination.findings,
        benefit_year=determination.benefit_year,
        timeline=determination.timeline,
        appeal=determination.appeal,
        reductions=determination.reductions,
        safeguards=determination.safeguards,
    )
    if (entitlement := determination.entitlement) is None:
        return event
    return event.model_copy(
        update={
            "benefit_rate": entitlement.benefit_rate,
            "benefit_rate_per": entitlement.benefit_rate_per,
            "total_max": entitlement.total_max,
            "reference_earnings": entitlement.reference_earnings,
            "reference_earnings_per": entitlement.reference_earnings_per,
        }
    )


def as_assessed(assessment: Assessment) -> AssessmentMade:
    """The event of an assessment, numbered as if it were the first."""
    return AssessmentMade(
        claim=assessment.claim,
        certification=assessment.certification,
        assessment=derived_id(assessment.claim),
        number=1,
        determination=derived_id(assessment.claim),
        period=assessment.period,
        amount=assessment.amount,
        weeks=assessment.weeks,
        total_left=assessment.total_left,
        weeks_left=assessment.weeks_left,
        filed_on=assessment.filed_on,
    )
