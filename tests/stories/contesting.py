"""How a decision is made and contested in the town: by whom, on which days, and what is due after it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from contracts.base import Envelope, Event, read
from contracts.casework import AnswerGiven, Attendance, ContestDecided, EvidenceKind, HearingHeld, Officer, Verdict
from contracts.claims import ContestOpened, NoticeIssued, QuestionOpened
from contracts.contest import ContestOutcome, Tier
from contracts.eligibility import AssessmentMade
from contracts.intake import ContestFiled
from contracts.values import Period
from services.runtime.laptop.laptop import Laptop
from tests.stories.town import (
    closes,
    decided,
    fill,
    said,
)

E = TypeVar("E", bound=Event)
OFFICER = Officer(staff="staff-17", role="adjudicator")
REVIEWER = Officer(staff="staff-31", role="reviewer")


def told_by(laptop: Laptop, topic: str, kind: type[E]) -> list[E]:
    events = [read(Envelope.from_bytes(message.raw)) for message in laptop.log(topic)]
    return [event for event in events if isinstance(event, kind)]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def decided_against(laptop: Laptop, days: Period, officer: Officer = OFFICER) -> date:
    """The one question is decided for these days after its window; the day after the decision."""
    question = told_by(laptop, "claims", QuestionOpened)[0].question
    on = told_by(laptop, "claims", NoticeIssued)[-1].reply_by + timedelta(days=1)
    closes(laptop, on - timedelta(days=1))
    given = AnswerGiven(
        question=question,
        answered_on=on,
        officer=officer,
        verdict=Verdict.AGAINST_CLAIMANT,
        reasons="No just cause was shown.",
        article="Miss. Code Ann. § 71-5-513",
        facts_considered=("employment",),
        applies=days,
        evidence=(EvidenceKind.EMPLOYERS_STATEMENT, EvidenceKind.DOCUMENT),
    )
    fill(laptop, [said(given, at=at(on))])
    closes(laptop, on)
    return on + timedelta(days=1)


def contested(laptop: Laptop, on: date, decision: str | None = None) -> str:
    """The decision on the first question, or another one, is contested; the contest's key."""
    question = decision or told_by(laptop, "claims", QuestionOpened)[0].question
    fill(laptop, [said(ContestFiled(decision=question, tier=Tier.COMPLAINT, filed_on=on), at=at(on))])
    return told_by(laptop, "claims", ContestOpened)[-1].contest


def reviewed(laptop: Laptop, contest: str, outcome: ContestOutcome, on: date) -> None:
    closes(laptop, on - timedelta(days=1))
    held = HearingHeld(contest=contest, invited_on=on, held_on=on, officer=REVIEWER, attendance=Attendance.CAME)
    decision = ContestDecided(
        contest=contest,
        decided_on=on,
        officer=REVIEWER,
        outcome=outcome,
        reasons="Wages were not paid for two months.",
        article="Miss. Code Ann. § 71-5-513",
        facts_considered=("payslip-1",),
    )
    fill(laptop, [said(held, at=at(on)), said(decision, at=at(on) + timedelta(hours=1))])


def due(laptop: Laptop) -> list[int]:
    """What is due for each week in the end, in dollars."""
    latest = {event.certification: event for event in decided(laptop) if isinstance(event, AssessmentMade)}
    weeks = sorted((week for event in latest.values() for week in event.weeks), key=lambda week: week.period.start)
    return [week.amount.minor // 100 for week in weeks]
