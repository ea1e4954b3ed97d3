"""How a story tells of a decision that was drawn for a review, and of what was found."""

from __future__ import annotations

from contracts.casework import RecallOrdered
from contracts.error_budgets import ReviewAsked, ReviewFinding, ReviewMade
from services.oversight.story_phrases import Sentences, Told, prose, say, told, who


def _made(e: ReviewMade) -> Told:
    way = e.appeal if e.finding is ReviewFinding.WRONG else None
    return told(say(f"review.found_{e.finding}", who=who(e.officer)), prose(e.reasons, way))


def _recalled(e: RecallOrdered) -> Told:
    return told(say("recall.ordered", who=who(e.officer), claim=e.claim, sought=prose(e.sought)), prose(e.reasons))


REVIEWS: Sentences = {
    ReviewAsked: lambda e: told(say("review.asked", day=e.decided_on), prose(e.because)),
    ReviewMade: _made,
    RecallOrdered: _recalled,
}
"""What the reviewer recorded is told by the claims service, where it took effect."""
