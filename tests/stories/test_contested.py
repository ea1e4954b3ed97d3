"""A decision is contested, from the filing to the bank: who was right is paid what was withheld."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from contracts.almp_referral import ReferralQuestioned
from contracts.base import Envelope, Event, read
from contracts.casework import AnswerGiven, Attendance, ContestDecided, Evidence, HearingHeld, Officer, Verdict
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened, NoticeIssued, QuestionOpened
from contracts.contest import ContestOutcome, Tier
from contracts.eligibility import AssessmentMade
from contracts.intake import ContestFiled
from contracts.payments import OverpaymentProposed
from contracts.registry import Separation
from contracts.values import Period
from services.oversight.story import tell
from services.runtime.laptop.laptop import Laptop
from tests.stories.town import (
    CLAIM,
    FIRST,
    PERSON,
    bank_pays,
    born,
    certifies,
    closes,
    decided,
    files_claim,
    fill,
    final,
    lost_work,
    said,
    town,
    wages,
)

E = TypeVar("E", bound=Event)
OFFICER = Officer(staff="staff-17", role="adjudicator")
REVIEWER = Officer(staff="staff-31", role="reviewer")


def told_by(laptop: Laptop, topic: str, kind: type[E]) -> list[E]:
    events = [read(Envelope.from_bytes(message.raw)) for message in laptop.log(topic)]
    return [event for event in events if isinstance(event, kind)]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def decided_against(laptop: Laptop, days: Period) -> date:
    """The one question is decided for these days after its window; the day after the decision."""
    question = told_by(laptop, "claims", QuestionOpened)[0].question
    on = told_by(laptop, "claims", NoticeIssued)[-1].reply_by + timedelta(days=1)
    closes(laptop, on - timedelta(days=1))
    given = AnswerGiven(
        question=question,
        answered_on=on,
        officer=OFFICER,
        verdict=Verdict.AGAINST_CLAIMANT,
        reasons="No just cause was shown.",
        article="Miss. Code Ann. § 71-5-513",
        facts_considered=("employment",),
        applies=days,
        evidence=(Evidence.EMPLOYERS_STATEMENT, Evidence.DOCUMENT),
    )
    fill(laptop, [said(given, at=at(on))])
    closes(laptop, on)
    return on + timedelta(days=1)


def contested(laptop: Laptop, on: date) -> str:
    """The decision is contested; the contest's key."""
    question = told_by(laptop, "claims", QuestionOpened)[0].question
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


def test_who_was_right_is_paid_what_was_withheld(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    past = (*(wages(month) for month in range(7, 25)), born(), lost_work(Separation.VOLUNTARY))
    fill(laptop, [said(event) for event in (*past, files_claim())])
    year = told_by(laptop, "claims", QuestionOpened)[0].period
    assert year is not None
    after = decided_against(laptop, year)
    fill(laptop, [said(certifies(0)), said(certifies(1))])
    assert due(laptop) == [0, 0, 0, 0]

    contest = contested(laptop, after)
    reviewed(laptop, contest, ContestOutcome.OVERTURNED, after + timedelta(days=20))
    assert due(laptop) == [0, 138, 138, 138], "the first week is the waiting week"
    closes(laptop, after + timedelta(days=30))
    net = final(laptop)["net"]
    assert isinstance(net, dict)
    assert sum(net.values()) == 3 * 13_800
    verdicts = [decision.verdict for decision in told_by(laptop, "claims", ClaimDecision)]
    assert verdicts == [Verdict.AGAINST_CLAIMANT, Verdict.FOR_CLAIMANT]
    told = "\n".join(line.says for line in tell(laptop.about(PERSON)))
    for sentence in (
        "Complained against decision",
        "The complaint is before the institution itself",
        "staff-31 (reviewer) held the hearing of",
        "The complaint was closed by staff-31 (reviewer): the decision is overturned.",
    ):
        assert sentence in told
    laptop.close()


def test_benefit_that_ran_goes_on_until_the_contest_is_decided(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    past = (*(wages(month) for month in range(7, 25)), born(), lost_work())
    fill(laptop, [said(event) for event in (*past, files_claim())])
    day = FIRST + timedelta(days=2)
    asked = ReferralQuestioned(
        claim=CLAIM,
        referral="referral-9",
        programme="welding",
        asks="Was there a just cause not to attend?",
        cites="C168 Art. 20(f)",
        on=day,
    )
    fill(laptop, [said(asked, at=at(day))])
    after = decided_against(laptop, Period.of_days(FIRST + timedelta(days=7), 21))
    contest = contested(laptop, after)
    fill(laptop, [said(certifies(0)), said(certifies(1))])
    assert due(laptop) == [0, 138, 138, 138], "the decision takes nothing away while it is contested"
    closes(laptop, after + timedelta(days=5))
    bank_pays(laptop, after + timedelta(days=6))

    reviewed(laptop, contest, ContestOutcome.UPHELD, after + timedelta(days=20))
    assert told_by(laptop, "claims", ContestClosed)[0].benefit_continues
    assert due(laptop) == [0, 0, 0, 0]
    proposed = told_by(laptop, "payments", OverpaymentProposed)
    assert sum(event.amount.minor for event in {event.period: event for event in proposed}.values()) == 3 * 13_800
    assert len(told_by(laptop, "claims", QuestionOpened)) == 3, "what was paid meanwhile is asked about, not taken"
    laptop.close()
