"""The questions that wait, one row a person, in the order in which they are to be decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.about import About, ConditionAbout, OverpaymentAbout, ReferralAbout, WaiverAbout, WeekAbout
from services.claims.views import QuestionStep, WaitingQuestion


class WorkStage(StrEnum):
    """What a question waits for."""

    READY = "ready"
    """The person was heard, or let the time pass: it can be decided either way."""
    SECOND = "second"
    """An answer against the person waits for another officer."""
    REPLY = "reply"
    """The person may still reply; it can be decided for them."""


class Harm(StrEnum):
    """What the person goes without until it is decided, the worst first."""

    CLAIM = "claim"
    """All benefit: the claim itself waits."""
    WEEK = "week"
    """A week's benefit."""
    REFERRAL = "referral"
    DEBT = "debt"
    """Nothing yet: money may be asked back."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One person, by the most urgent question of theirs."""

    first: WaitingQuestion
    stage: WorkStage
    harm: Harm
    further: int
    """How many more questions of the person wait."""
    days_left: int
    days_open: int


def harm_of(about: About) -> Harm:
    """What hangs on a question."""
    match about:
        case ConditionAbout():
            return Harm.CLAIM
        case WeekAbout():
            return Harm.WEEK
        case ReferralAbout():
            return Harm.REFERRAL
        case OverpaymentAbout() | WaiverAbout():
            return Harm.DEBT


def stage_of(question: WaitingQuestion, today: date) -> WorkStage:
    """What a question waits for on a day."""
    if question.step is QuestionStep.PROPOSED:
        return WorkStage.SECOND
    window_passed = question.reply_by is not None and question.reply_by < today
    heard = question.replied_on is not None or question.step in {QuestionStep.HEARD, QuestionStep.REQUESTED}
    return WorkStage.READY if heard or window_passed else WorkStage.REPLY


def work_rows(questions: Iterable[WaitingQuestion], today: date) -> list[WorkRow]:
    """One row a person: by the day until which it is to be decided, then by harm, the oldest first."""
    of_person: dict[str, list[WaitingQuestion]] = {}
    for question in questions:
        of_person.setdefault(question.person, []).append(question)
    rows = [_row(sorted(own, key=_urgency), today) for own in of_person.values()]
    return sorted(rows, key=lambda row: _urgency(row.first))


def _urgency(question: WaitingQuestion) -> tuple[date, int, date, str]:
    return question.decide_by, list(Harm).index(harm_of(question.about)), question.opened_on, question.question


def _row(own: Sequence[WaitingQuestion], today: date) -> WorkRow:
    first = own[0]
    return WorkRow(
        first=first,
        stage=stage_of(first, today),
        harm=harm_of(first.about),
        further=len(own) - 1,
        days_left=(first.decide_by - today).days,
        days_open=(today - first.opened_on).days,
    )


def chosen(rows: Iterable[WorkRow], stage: str, harm: str) -> list[WorkRow]:
    """The rows of a stage and a kind of harm; an empty word takes all."""
    return [row for row in rows if stage in {"", row.stage} and harm in {"", row.harm}]
