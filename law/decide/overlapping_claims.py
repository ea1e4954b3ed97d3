"""Two claims of one person: no benefit year runs beside another before a person has said what the later claim is.

Claims stand in the order of filing. A later one whose benefit year shares days with that of an earlier one is
neither granted nor refused by itself: it may be a new claim, a reopening, or the same claim filed twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from contracts.claims import ClaimDecision, Ground
from contracts.eligibility import ONE_CLAIM, Finding, Outcome
from contracts.intake import ClaimFiled
from contracts.values import Period
from law.case.facts import FactSet
from law.case.model import OVER, Determination
from law.decide.findings import decided_finding
from law.language.sheet.scheme import Scheme

MEANING = "One claim in a benefit year"


def in_order_of_filing(facts: FactSet) -> list[ClaimFiled]:
    """The claims that hold, the first filed first."""
    return sorted(facts.of(ClaimFiled), key=lambda claim: (claim.filed_on, claim.key))


def beside_earlier_claims(
    scheme: Scheme, year: Period, earlier: Sequence[Determination], decision: ClaimDecision | None
) -> tuple[Finding, ...]:
    """One finding if the benefit year runs beside that of an earlier claim which is not over; else none."""
    standing = (determination for determination in earlier if determination.outcome not in OVER)
    beside = [determination for determination in standing if determination.benefit_year.overlaps(year)]
    if not beside:
        return ()
    if decision is not None:
        return (decided_finding(ONE_CLAIM, Ground.OTHER_BENEFIT, decision),)
    first = beside[0]
    days = f"from {first.benefit_year.start} up to {first.benefit_year.end}"
    question = (
        f"Claim {first.claim} was filed on {first.filed_on} and has a benefit year {days}. Is this a new claim, "
        f"a reopening of {first.claim}, or the same claim filed twice? No day is paid under both in any case."
    )
    because = f"{MEANING}: that of claim {first.claim}, filed first, runs {days}, and this one would run beside it."
    return (
        Finding(
            condition=ONE_CLAIM,
            outcome=Outcome.NEEDS_A_PERSON,
            cites=scheme.claim.benefit_year.cites,
            because=because,
            question=question,
            ground=Ground.OTHER_BENEFIT,
        ),
    )
