"""A claim on one axis of time in seven lanes; the story below says the same in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from contracts.almp_referral import ReferralMade
from contracts.base import Event
from contracts.claims import ClaimDecision, ContestClosed, ContestDropped, ContestOpened, NoticeIssued, QuestionOpened
from contracts.contacts import ContactNoted
from contracts.eligibility import AssessmentMade, DeterminationMade, WeekAssessed, WeekState
from contracts.fact import Fact
from contracts.intake import ReplyFiled
from contracts.letters import LetterDelivered, LetterReturned, LetterSent
from contracts.placement import OutcomeRecorded, ReferralAnswered
from contracts.referral_life import ReferralMoved

PAYMENTS = "payments"
DAYS_BEFORE = 60
"""So long before the filing the axis begins; what came earlier stands in the list alone."""


class Lane(StrEnum):
    """From the top; `claim.lane.<value>` names it."""

    WEEKS = "weeks"
    FACTS = "facts"
    DECISIONS = "decisions"
    PAYMENTS = "payments"
    LETTERS = "letters"
    REFERRALS = "referrals"
    CLOCKS = "clocks"


KINDS: Mapping[Lane, tuple[type[Event], ...]] = {
    Lane.REFERRALS: (ReferralMade, ReferralMoved, ReferralAnswered, OutcomeRecorded),
    Lane.LETTERS: (NoticeIssued, LetterSent, LetterDelivered, LetterReturned, ReplyFiled, ContactNoted),
    Lane.DECISIONS: (DeterminationMade, AssessmentMade, ClaimDecision, ContestClosed, ContestDropped),
    Lane.FACTS: (Fact,),
}


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event with the day on which it is told, and its sentences."""

    day: date
    event: Event
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayMark:
    """What happened on a day in one lane."""

    lane: Lane
    day: date
    says: tuple[str, ...]


class BarKind(StrEnum):
    """How the days of a bar stand; a word says it as well."""

    PAID = "paid"
    PARTLY = "partly"
    NOTHING = "nothing"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class DayBar:
    """Days of a lane from the first to the one after the last: a week with its amount, or a clock that runs."""

    lane: Lane
    first: date
    end: date
    kind: BarKind
    week: WeekAssessed | None = None


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Everything between two days."""

    first: date
    last: date
    marks: tuple[DayMark, ...]
    bars: tuple[DayBar, ...] = field(default=())


def lane_of(event: Event) -> Lane | None:
    """The lane in which an event stands; None for what is in a bar or in the list alone."""
    for lane, kinds in KINDS.items():
        if isinstance(event, kinds):
            return lane
    return Lane.PAYMENTS if event.publisher() == PAYMENTS else None


def time_axis(
    told: Sequence[ToldEvent], filed_on: date | None, today: date, decide_by: Mapping[str, date]
) -> TimeAxis | None:
    """The axis of what was told; None where there is nothing. `decide_by` is of the questions that wait."""
    bars = [*_weeks(told), *_clocks(told, today, decide_by)]
    marks = list(_marks(told))
    days = [mark.day for mark in marks] + [bar.first for bar in bars]
    if not days:
        return None
    first = max(min(days), (filed_on or min(days)) - timedelta(days=DAYS_BEFORE))
    last = max([today, *days, *(bar.end for bar in bars)])
    shown = (mark for mark in marks if mark.day >= first)
    return TimeAxis(first, last, tuple(shown), tuple(bar for bar in bars if bar.first >= first))


def _marks(told: Iterable[ToldEvent]) -> Iterator[DayMark]:
    by_place: dict[tuple[Lane, date], list[str]] = {}
    for one in told:
        lane = lane_of(one.event)
        if lane is not None and one.says:
            by_place.setdefault((lane, one.day), []).extend(one.says)
    for (lane, day), says in sorted(by_place.items(), key=lambda place: (list(Lane).index(place[0][0]), place[0][1])):
        yield DayMark(lane, day, tuple(dict.fromkeys(says)))


def _weeks(told: Iterable[ToldEvent]) -> Iterator[DayBar]:
    """The certified weeks by the assessment of the highest number of each certification."""
    latest: dict[str, AssessmentMade] = {}
    for event in (one.event for one in told):
        if isinstance(event, AssessmentMade):
            before = latest.get(event.certification)
            if before is None or before.number < event.number:
                latest[event.certification] = event
    for assessment in latest.values():
        for week in assessment.weeks:
            yield DayBar(Lane.WEEKS, week.period.start, week.period.end, _kind_of(week), week)


def _kind_of(week: WeekAssessed) -> BarKind:
    if not week.amount.minor:
        return BarKind.NOTHING
    return BarKind.PAID if week.state is WeekState.PAID else BarKind.PARTLY


def _clocks(told: Iterable[ToldEvent], today: date, decide_by: Mapping[str, date]) -> Iterator[DayBar]:
    """From the day of each question and contest to that of its decision, or until when it has to be decided."""
    running: dict[str, tuple[date, date]] = {}
    for one in told:
        event = one.event
        if isinstance(event, QuestionOpened):
            until = decide_by.get(event.question, today)
            running[event.question] = (event.opened_on, until + timedelta(days=1))
        elif isinstance(event, ContestOpened):
            running[event.contest] = (event.opened_on, event.decide_by + timedelta(days=1))
        elif isinstance(event, ClaimDecision) and event.question in running:
            running[event.question] = (running[event.question][0], event.decided_on + timedelta(days=1))
        elif isinstance(event, ContestClosed) and event.contest in running:
            running[event.contest] = (running[event.contest][0], event.closed_on + timedelta(days=1))
    for first, end in running.values():
        yield DayBar(Lane.CLOCKS, first, max(end, first + timedelta(days=1)), BarKind.RUNNING)
