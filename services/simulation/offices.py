"""What officers write: lawful answers, and answers that the engine must refuse."""

from __future__ import annotations

from datetime import date, timedelta

from contracts.casework import AnswerGiven, EvidenceKind, Officer, Verdict
from contracts.values import Period
from services.simulation.actions import Answers
from services.simulation.chronicle import Asked, Chronicle

EXAMINER = Officer(staff="officer-101", role="claims-examiner", office="delta-office")
ADVISER = Officer(staff="officer-201", role="employment-adviser")
TREASURER = Officer(staff="officer-301", role="payments-clerk")
DAYS_OF_A_WEEK = 7
FAR = 400


def answer_to(asked: Asked, action: Answers, today: date, chronicle: Chronicle) -> tuple[date, AnswerGiven]:
    """The answer, and the day on which it is written."""
    on = _day(asked, action, today)
    question = asked.question
    against = action.verdict == "against"
    given = AnswerGiven(
        question=question.question,
        answered_on=on,
        officer=EXAMINER,
        verdict=Verdict.AGAINST_CLAIMANT if against else Verdict.FOR_CLAIMANT,
        reasons="Both sides were heard.",
        article=question.cites,
        facts_considered=(question.claim,),
        applies=_extent(asked, action, chronicle) if against else None,
        evidence=(EvidenceKind.EMPLOYERS_STATEMENT, EvidenceKind.CLAIMANTS_STATEMENT),
    )
    return on, given


def _day(asked: Asked, action: Answers, today: date) -> date:
    if action.future:
        return today + timedelta(days=FAR)
    if action.verdict == "for" or action.early or not asked.notices:
        return today
    return max(today, asked.notices[-1].reply_by + timedelta(days=1))


def heard_of(asked: Asked, chronicle: Chronicle) -> Period | None:
    """The days that the person was told of: those of the question, else those of the claim."""
    question = asked.question
    if question.period is not None:
        return question.period
    determination = chronicle.determinations.get((asked.person, question.claim))
    return determination.benefit_year if determination else None


def _extent(asked: Asked, action: Answers, chronicle: Chronicle) -> Period:
    heard = heard_of(asked, chronicle) or Period.of_days(asked.question.opened_on, DAYS_OF_A_WEEK)
    match action.extent:
        case "wider":
            return Period(start=heard.start - timedelta(days=FAR), end=heard.end + timedelta(days=FAR))
        case "elsewhere":
            return Period.of_days(heard.end + timedelta(days=FAR), DAYS_OF_A_WEEK)
        case "part":
            days = min(heard.days, 1 + DAYS_OF_A_WEEK + action.pick)
            return Period.of_days(heard.start, max(1, days - 1))
        case "as_heard":
            if asked.question.period is not None:
                return heard
            weeks = 2 + action.pick % 3
            return Period.of_days(heard.start + timedelta(weeks=action.pick % 4), weeks * DAYS_OF_A_WEEK)
