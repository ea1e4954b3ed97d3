"""A certain claim is computed twice, and what the two computations do not agree on is published by nobody.

The evaluator decides and assesses; the law written out (`law.written`) computes the same beside it, in the same
transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

from law.case.claim_under_law import ClaimUnderLaw
from law.case.model import Assessment, Determination
from law.written.assess import assess_at_once
from law.written.confirm import confirm
from law.written.confirm_weeks import confirm_weeks
from law.written.decide import decide_at_once
from law.written.model import LeftToTheEvaluator
from law.written.period_walk import WorkedAtOnce
from services.runtime.handling import Refused

NAMED = 20
"""So many names fit into a reason; the first of them says where to look."""


def require_agreement(claim: ClaimUnderLaw, determination: Determination) -> None:
    """Let a determination pass that a second computation comes to as well, or that one leaves to the evaluator.

    Raises `Refused` with the names of what differs, such as `entitlement.benefit_rate`: the person waits, nothing of it
    is published or paid, and what was published before stands.
    """
    written = decide_at_once(claim)
    if not isinstance(written, LeftToTheEvaluator):
        _refuse("the claim", confirm(written, determination))


def require_agreement_on_weeks(
    claim: ClaimUnderLaw,
    determination: Determination,
    others: Sequence[Determination],
    assessments: Sequence[Assessment],
    worked: WorkedAtOnce,
) -> None:
    """Let assessments pass likewise. Raises `Refused` with names such as `2.weeks.0.amount`: places, and no keys.

    `worked` is what the second computation kept of the claim's other weeks.
    """
    written = assess_at_once(claim, determination, others, worked)
    if not isinstance(written, LeftToTheEvaluator):
        _refuse("the certified weeks", confirm_weeks(written, assessments))


def _refuse(what: str, different: Sequence[str]) -> None:
    if different:
        named = ", ".join(different[:NAMED])
        raise Refused("computed-differently", f"two computations of {what} differ in {named}")
