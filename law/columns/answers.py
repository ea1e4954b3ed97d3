"""Which question of the vocabulary has an answer over columns; what is not listed is left to the exact evaluation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from law.columns.questions import (
    claim,
    current_work,
    earlier_benefit,
    insured_earnings,
    insured_time,
    leaving_payments,
    person_and_job,
)

Answer = Callable[..., Any]

OF_CLAIM: dict[str, Answer] = {**claim.ANSWERS, **earlier_benefit.ANSWERS, **leaving_payments.ANSWERS}
"""Questions that the claim itself answers, or the same for everybody, so that they need no facts."""
OF_FACTS: dict[str, Answer] = {
    **insured_earnings.ANSWERS,
    **insured_time.ANSWERS,
    **person_and_job.ANSWERS,
    **current_work.ANSWERS,
}
ANCHORS: dict[str, Answer] = person_and_job.ANCHORS
