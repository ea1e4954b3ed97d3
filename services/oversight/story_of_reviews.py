"""How a story tells of a decision that was drawn for a review, and of what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.base import Event
from contracts.casework import RecallOrdered
from contracts.error_budgets import ReviewAsked, ReviewFinding, ReviewMade

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it."""


def _made(e: ReviewMade) -> Told:
    who = f"{e.officer.staff} ({e.officer.role})"
    if e.finding is ReviewFinding.RIGHT:
        return f"{who} looked at the decision again and found it right: {e.reasons}", ()
    return f"{who} looked at the decision again and found it wrong: {e.reasons} {e.appeal}", ()


REVIEWS: Mapping[type[Event], Callable[[Any], Told]] = {
    ReviewAsked: lambda e: (f"The decision of {e.decided_on} is to be looked at by another person. {e.because}", ()),
    ReviewMade: _made,
    RecallOrdered: lambda e: (
        f"{e.officer.staff} ({e.officer.role}) has claim {e.claim} worked out anew ({e.sought}): {e.reasons}",
        (),
    ),
}
"""What the reviewer recorded is told by the claims service, where it took effect."""
