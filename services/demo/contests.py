"""What claimants of the demonstration do about decisions against them, and what offices and tribunal make of it.

Seeded; not a model of how often real decisions are contested, or wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from contracts.about import OverpaymentAbout
from contracts.base import Event
from contracts.casework import (
    AnswerConfirmed,
    Attendance,
    ContestDecided,
    HearingHeld,
    Officer,
    Verdict,
)
from contracts.claims import ClaimDecision, ConfirmationAsked, ContestClosed, ContestOpened
from contracts.contest import ContestOutcome, Tier
from contracts.intake import Channel, ContestFiled
from services.demo.displaced_worker import chance

HEADS = tuple(Officer(staff=f"officer-{number}", role="head-of-section") for number in (131, 132))
JUDGES = tuple(Officer(staff=f"member-{number}", role="tribunal-member") for number in (1, 2))
COMPLAINS_PER_MILLE = 400
APPEALS_PER_MILLE = 300
OVERTURNED_PER_MILLE = 350
GOOD_CAUSE_PER_MILLE = 500
STAYS_AWAY_PER_MILLE = 150
INVITED_DAYS = 12

Act = tuple[date, Event]


def contests(event: Event, dice: Random) -> Iterator[Act]:
    """What follows from a decision, a contest or an answer that waits for another officer."""
    if isinstance(event, ConfirmationAsked):
        yield _confirmed(event, dice)
    elif isinstance(event, ClaimDecision):
        yield from _complaint(event, dice)
    elif isinstance(event, ContestOpened):
        yield from _review(event, dice)
    elif isinstance(event, ContestClosed):
        yield from _appeal(event, dice)


def _confirmed(event: ConfirmationAsked, dice: Random) -> Act:
    on = event.asked_on + timedelta(days=1)
    confirmed = AnswerConfirmed(
        question=event.question,
        confirmed_on=on,
        officer=dice.choice(HEADS),
        confirms=True,
        reasons="What was found is borne out by the documents.",
    )
    return on, confirmed


def _complaint(event: ClaimDecision, dice: Random) -> Iterator[Act]:
    """Most file in time, by whatever channel; some are late."""
    if event.verdict is Verdict.FOR_CLAIMANT or event.contest is not None or not chance(dice, COMPLAINS_PER_MILLE):
        return
    on = event.decided_on + timedelta(days=dice.randint(3, 20))
    is_late = event.contest_by is not None and on > event.contest_by
    filed = ContestFiled(
        decision=event.question,
        tier=Tier.COMPLAINT,
        filed_on=on,
        channel=dice.choice(tuple(Channel)),
        because=_because(event),
        late_because="I was in hospital." if is_late else None,
    )
    yield on, filed


def _because(event: ClaimDecision) -> str:
    """What the claimant says of the decision: of a debt, something else than of the end of work."""
    if isinstance(event.about, OverpaymentAbout):
        return "I reported what I earned in time, and I have spent what was paid on rent and food."
    return "What was written about the end of my work is not what happened."


def _review(event: ContestOpened, dice: Random) -> Iterator[Act]:
    """A hearing after the time that an invitation leaves, and the decision some days later."""
    officer = dice.choice(JUDGES if event.tier is Tier.APPEAL else HEADS)
    invited_on = event.opened_on + timedelta(days=1)
    held_on = invited_on + timedelta(days=INVITED_DAYS)
    away = chance(dice, STAYS_AWAY_PER_MILLE)
    yield (
        held_on,
        HearingHeld(
            contest=event.contest,
            invited_on=invited_on,
            held_on=held_on,
            officer=officer,
            attendance=Attendance.STAYED_AWAY if away else Attendance.CAME,
        ),
    )
    yield _decided(event, officer, held_on + timedelta(days=dice.randint(1, 5)), dice)


def _decided(event: ContestOpened, officer: Officer, on: date, dice: Random) -> Act:
    outcome = ContestOutcome.OVERTURNED if chance(dice, OVERTURNED_PER_MILLE) else ContestOutcome.UPHELD
    good_cause = None
    if event.is_late:
        good_cause = "The hospital confirms the stay." if chance(dice, GOOD_CAUSE_PER_MILLE) else None
        outcome = outcome if good_cause else ContestOutcome.OUT_OF_TIME
    decided = ContestDecided(
        contest=event.contest,
        decided_on=on,
        officer=officer,
        outcome=outcome,
        reasons=_REASONS[outcome],
        article="C168 Art. 27(1)",
        facts_considered=(event.claim, event.question),
        good_cause=good_cause,
    )
    return on, decided


_REASONS = {
    ContestOutcome.OVERTURNED: "What the claimant showed is borne out by documents that nobody had looked at.",
    ContestOutcome.UPHELD: "Nothing was shown that had not been considered.",
    ContestOutcome.OUT_OF_TIME: "Nothing was shown that kept the claimant from filing in time.",
}


def _appeal(event: ContestClosed, dice: Random) -> Iterator[Act]:
    if event.tier is not Tier.COMPLAINT or event.outcome is not ContestOutcome.UPHELD:
        return
    if chance(dice, APPEALS_PER_MILLE):
        on = event.closed_on + timedelta(days=dice.randint(3, 12))
        yield on, ContestFiled(decision=event.contest, tier=Tier.APPEAL, filed_on=on)
