"""The person of the office owes what was paid too much, as officer-101 decided."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from contracts.casework import AnswerGiven, Officer, Verdict
from contracts.claims import NoticeIssued, QuestionOpened
from contracts.intake import WaiverRequested
from contracts.values import Period
from services.runtime.laptop.laptop import Laptop
from tests.stories.contesting import at, told_by
from tests.stories.town import FIRST, closes, fill, said, town

FIRST_OFFICER = Officer(staff="officer-101", role="claims-examiner", office="delta")
REQUEST = "w-1"


def debt_in(folder: Path, *, asks_for_a_waiver: bool = False) -> str:
    """The question whose decision made the debt, in a folder in which a correction found that too much was paid."""
    laptop = town(folder)
    asked = next(one for one in told_by(laptop, "claims", QuestionOpened) if one.amount is not None)
    notice = next(one for one in told_by(laptop, "claims", NoticeIssued) if one.question == asked.question)
    decided_on = notice.reply_by + timedelta(days=1)
    closes(laptop, decided_on - timedelta(days=1))
    given = AnswerGiven(
        question=asked.question,
        answered_on=decided_on,
        officer=FIRST_OFFICER,
        verdict=Verdict.AGAINST_CLAIMANT,
        reasons="The wages were reported late.",
        article="Institution's own rule",
        facts_considered=("claim-1/0",),
        applies=asked.period or Period.of_days(FIRST, 14),
        overpayment_cause="claimant-reported-late",
    )
    fill(laptop, [said(given, at=at(decided_on))])
    if asks_for_a_waiver:
        _asks(laptop, asked.question, decided_on)
    closes(laptop, decided_on)
    laptop.close()
    return asked.question


def _asks(laptop: Laptop, question: str, on: date) -> None:
    requested = WaiverRequested(question=question, request=REQUEST, filed_on=on)
    fill(laptop, [said(requested, at=at(on) + timedelta(hours=1))])
