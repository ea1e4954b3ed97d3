"""A certain claim is decided by two computations, and what they do not agree on is published by nobody.

The evaluator decides; the law written out (`law.written`) computes the same beside it, in the same transaction.
"""

from __future__ import annotations

from law.case.claim_under_law import ClaimUnderLaw
from law.case.model import Determination
from law.written.confirm import confirm
from law.written.decide import decide_at_once
from law.written.model import LeftToTheEvaluator
from services.runtime.handling import Refused


def require_agreement(claim: ClaimUnderLaw, determination: Determination) -> None:
    """Let a determination pass that a second computation comes to as well, or that one leaves to the evaluator.

    Raises `Refused` with the names of what differs, such as `entitlement.benefit_rate`: the person waits, nothing of it
    is published or paid, and what was published before stands.
    """
    written = decide_at_once(claim)
    if isinstance(written, LeftToTheEvaluator):
        return
    if different := confirm(written, determination):
        raise Refused("computed-differently", f"two computations of the claim differ in {', '.join(different)}")
