"""A claim that was filed after the day of death: nothing is due under it, and a person looks at how it came about."""

from __future__ import annotations

from datetime import date

from contracts.claims import ClaimDecision, Ground
from contracts.eligibility import Finding, Outcome
from law.decide.findings import decided_finding
from law.language.sheet.scheme import Scheme

FILED_IN_LIFETIME = "filed_in_lifetime"
LIFETIME_MEANING = "Filed in the person's lifetime"


def filed_after_death(
    scheme: Scheme, filed_on: date, died_on: date | None, decision: ClaimDecision | None
) -> tuple[Finding, ...]:
    """One finding if a registry says that the person died before the day of filing; else none.

    It is a question, and no refusal: the registry may be wrong, or the claim was filed late for days before.
    """
    if died_on is None or filed_on <= died_on:
        return ()
    if decision is not None:
        return (decided_finding(FILED_IN_LIFETIME, Ground.NOT_AVAILABLE, decision),)
    return (
        Finding(
            condition=FILED_IN_LIFETIME,
            outcome=Outcome.NEEDS_A_PERSON,
            cites=scheme.claim.begins.cites,
            because=f"{LIFETIME_MEANING}: the registry says that the person died on {died_on}, before {filed_on}.",
            question=(
                f"The claim was filed on {filed_on}, and the registry says that the person died on {died_on}. "
                "Who filed it, and is the registry right?"
            ),
            ground=Ground.NOT_AVAILABLE,
        ),
    )
