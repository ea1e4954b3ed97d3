"""What claimants do about decisions against them in a story, and how officers and tribunal hear and decide it."""

from __future__ import annotations

from datetime import date

from contracts.base import Event, derived_id
from contracts.casework import AnswerConfirmed, Attendance, ContestDecided, HearingHeld, Officer
from contracts.claims import ConfirmationAsked, ContestOpened
from contracts.contest import ContestOutcome, Tier
from contracts.intake import ContestFiled, ContestWithdrawn
from services.simulation.actions import Reviews
from services.simulation.chronicle import Asked

HEAD = Officer(staff="officer-131", role="head-of-section", office="delta-office")
REVIEWER = Officer(staff="officer-141", role="reviewer", office="head-office")
JUDGE = Officer(staff="member-1", role="tribunal-member")


def filed_against(asked: Asked, tier: Tier, on: date) -> ContestFiled:
    """The claimant contests the decision on a question."""
    return ContestFiled(decision=asked.question.question, tier=tier, filed_on=on)


def taken_back(filing: ContestFiled, whose: str) -> ContestWithdrawn:
    """The claimant takes a contest back, by the key that its filing has."""
    key = derived_id("contest", whose, filing.decision, filing.tier, filing.filed_on)
    return ContestWithdrawn(contest=str(key), withdrawn_on=filing.filed_on)


def confirmed(waits: ConfirmationAsked) -> AnswerConfirmed:
    """Another officer agrees at once."""
    return AnswerConfirmed(
        question=waits.question,
        confirmed_on=waits.asked_on,
        officer=HEAD,
        confirms=True,
        reasons="The documents bear it out.",
    )


def reviewed(contest: ContestOpened, action: Reviews, on: date) -> list[Event]:
    """The claimant is heard in writing, and it is decided on the same day; `unheard` leaves the hearing out."""
    officer = JUDGE if contest.tier is Tier.APPEAL else REVIEWER
    outcome = ContestOutcome.UPHELD if action.outcome == "upheld" else ContestOutcome.OVERTURNED
    held = HearingHeld(contest=contest.contest, invited_on=on, held_on=on, officer=officer, attendance=Attendance.WROTE)
    decided = ContestDecided(
        contest=contest.contest,
        decided_on=on,
        officer=officer,
        outcome=outcome,
        reasons="Both sides were heard again.",
        article="C168 Art. 27(1)",
        facts_considered=(contest.question,),
        good_cause="Letters were lost." if contest.is_late else None,
    )
    return [decided] if action.unheard else [held, decided]
