"""Questions about a certified period, and about one of its days."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from contracts.registry import Absence, AbsenceRecorded, JobSearchVerified, Verified
from contracts.values import FIRST_DAY, LAST_DAY
from law.case.benefit_periods import days_of
from law.case.case import Case
from law.language.terms.calendar import first_of_month, first_of_next_month, is_weekday
from law.language.terms.questions import Answer, QuestionRegister
from law.language.terms.values import Number, Unknown

REGISTER = QuestionRegister()
MINUTES_OF_AN_HOUR = 60
DAYS_OF_A_MONTH = 30  # where a law counts every month alike


@REGISTER.question(unit="money/week", scope="week", sentence="what was earned in the week by work of that week")
def week_earnings(case: Case) -> Answer:
    """The certified earnings of the week."""
    earned = case.certified().earnings
    if earned.currency != case.currency:
        if case.leaves_out_doubt:
            return Answer(0, (case.certification,))
        question = f"The week's earnings are certified in {earned.currency}, not {case.currency}: what was earned?"
        return Answer(Unknown.because(question, case.certification), (case.certification,))
    return Answer(case.major(earned.minor), (case.certification,))


@REGISTER.question(unit="yes_no", scope="week", sentence="the person certified being able to work")
def able_to_work(case: Case) -> Answer:
    """Whether the person says they were able to work in the week."""
    return Answer(case.certified().able, (case.certification,))


@REGISTER.question(unit="yes_no", scope="week", sentence="the person certified being available for work")
def available_for_work(case: Case) -> Answer:
    """Whether the person says they were available for work in the week."""
    return Answer(case.certified().available, (case.certification,))


@REGISTER.question(
    unit="yes_no",
    scope="week",
    sentence="the person looked for work, as certified or as the employment service verified",
)
def sought_work(case: Case) -> Answer:
    """Whether the person says so, unless the employment service's word on the whole period is another.

    A service that could not say, or said nothing, leaves what was certified.
    """
    week = case.certified()
    about = [fact for fact in case.facts.of(JobSearchVerified) if fact.period.holds(week.period)]
    words = {fact.search for fact in about} - {Verified.CANNOT_SAY}
    keys = (case.certification, *(fact.key for fact in about))
    if len(words) > 1:
        asks = "The search for work was verified in two ways: did the person look for work?"
        return Answer(Unknown.because(asks, *keys), keys)
    return Answer(words.pop() is Verified.MET if words else week.sought_work, keys)


@REGISTER.question(
    unit="days",
    scope="week",
    takes=("word",),
    words=tuple(kind.value for kind in Absence),
    sentence="the days of the period on which absence is recorded as {0}",
)
def days_absent(case: Case, word: str) -> Answer:
    """Calendar days, each once, whatever the person certified of them."""
    period = case.certified().period
    absent = [fact for fact in case.facts.of(AbsenceRecorded) if fact.kind == word and fact.period.overlaps(period)]
    days = [day for day in days_of(period) if any(fact.period.start <= day < fact.period.end for fact in absent)]
    return Answer(len(days), tuple(fact.key for fact in absent))


@REGISTER.question(
    unit="days",
    scope="week",
    takes=("word",),
    words=tuple(kind.value for kind in Absence),
    sentence="the days from the beginning of an absence recorded as {0} to its last day in the period",
)
def days_into_absence(case: Case, word: str) -> Answer:
    """How long the absence has lasted when it, or the period, ends; the longest if there are more, zero if none."""
    lasting = [(start, min(end, case.certified().period.end), keys) for start, end, keys in _absences(case, word)]
    start, end, keys = max(lasting, key=lambda absence: absence[1] - absence[0], default=_NO_ABSENCE)
    return Answer((end - start).days, keys)


@REGISTER.question(
    unit="date",
    scope="week",
    takes=("word",),
    words=tuple(kind.value for kind in Absence),
    sentence="the first day of the absence recorded as {0} that reaches into the period",
)
def absence_began(case: Case, word: str) -> Answer:
    """The earliest if there are more; the first day of the period if there is none."""
    start, _, keys = min(_absences(case, word), default=(case.certified().period.start, LAST_DAY, ()))
    return Answer(start, keys)


_NO_ABSENCE: tuple[date, date, tuple[str, ...]] = (FIRST_DAY, FIRST_DAY, ())


def _absences(case: Case, word: str) -> list[tuple[date, date, tuple[str, ...]]]:
    """The absences of a kind that share a day with the period, whole; those that follow each other are one."""
    recorded = [fact for fact in case.facts.of(AbsenceRecorded) if fact.kind == word]
    joined: list[tuple[date, date, tuple[str, ...]]] = []
    for fact in sorted(recorded, key=lambda fact: (fact.period.start, fact.period.end, fact.key)):
        start, end = fact.period.start, fact.period.end
        keys: tuple[str, ...] = (fact.key,)
        if joined and start <= joined[-1][1]:
            first, last, before = joined.pop()
            start, end, keys = first, max(last, end), (*before, *keys)
        joined.append((start, end, keys))
    period = case.certified().period
    return [absence for absence in joined if absence[0] < period.end and period.start < absence[1]]


@REGISTER.question(unit="money", scope="week", sentence="what was earned in the period by work of that period")
def period_earnings(case: Case) -> Answer:
    """The certified earnings of the period, whatever its length."""
    return week_earnings(case)


@REGISTER.question(unit="hours", scope="week", sentence="the hours worked in the period")
def hours_worked(case: Case) -> Answer:
    """The certified working time of the period."""
    return Answer(Fraction(case.certified().minutes_worked, MINUTES_OF_AN_HOUR), (case.certification,))


@REGISTER.question(unit="date", scope="week", sentence="the first day of the period")
def period_begins(case: Case) -> Answer:
    """As it was certified."""
    return Answer(case.certified().period.start, (case.certification,))


@REGISTER.question(unit="days", scope="week", sentence="the calendar days of the period")
def days_of_period(case: Case) -> Answer:
    """How long the period is."""
    return Answer(case.certified().period.days, (case.certification,))


@REGISTER.question(unit="days", scope="week", sentence="the days of the period for which the claim may be drawn on")
def payable_days(case: Case) -> Answer:
    """The calendar days within the benefit year on which no decision and no rest stands against benefit."""
    return Answer(len(_payable(case)), (case.certification,))


@REGISTER.question(
    unit="days", scope="week", sentence="the payable days of the period, a whole calendar month counting as thirty"
)
def payable_days_of_thirty(case: Case) -> Answer:
    """Calendar days, but thirty for each calendar month that is payable from its first to its last day."""
    days = _payable(case)
    counted: Number = 0
    for month in sorted({first_of_month(day) for day in days}):
        own = sum(1 for day in days if first_of_month(day) == month)
        counted += DAYS_OF_A_MONTH if own == (first_of_next_month(month) - month).days else min(own, DAYS_OF_A_MONTH)
    return Answer(counted, (case.certification,))


@REGISTER.question(unit="limit", scope="week", sentence="what is left of the benefit before the period")
def benefit_left(case: Case) -> Answer:
    """In the unit in which the benefit is limited."""
    left = case.left()
    return Answer(case.major(left.money_left) if left.units_left is None else left.units_left)


@REGISTER.question(unit="limit", scope="week", sentence="what was used up of the benefit before the period")
def benefit_used(case: Case) -> Answer:
    """In the unit in which the benefit is limited; of money it says nothing."""
    return Answer(case.left().used)


@REGISTER.question(unit="waiting", scope="week", sentence="what is still to be waited for before the period")
def waiting_left(case: Case) -> Answer:
    """In the unit in which waiting is counted."""
    return Answer(case.left().waiting_left)


@REGISTER.question(
    unit="quantity",
    takes=("quantity",),
    scope="week",
    sentence="the sum of {0} over the periods before this one that are not held",
)
def total_of_periods_before(case: Case, name: str) -> Answer:
    """Those whose days were not lost by a decision, a rest or the frame of the claim; zero before the first."""
    return Answer(dict(case.left().added_up).get(name, 0))


@REGISTER.question(unit="yes_no", scope="day", sentence="the day is one from Monday to Friday")
def is_a_weekday(case: Case) -> Answer:
    """Whether it is no Saturday or Sunday."""
    return Answer(is_weekday(_day(case)))


@REGISTER.question(unit="yes_no", scope="day", sentence="the claim may be drawn on for the day")
def is_payable(case: Case) -> Answer:
    """Whether the day lies in the benefit year and no decision and no rest stands against benefit on it."""
    return Answer(_is_payable(case, _day(case)))


def _payable(case: Case) -> list[date]:
    return [day for day in days_of(case.certified().period) if _is_payable(case, day)]


def _is_payable(case: Case, day: date) -> bool:
    return case.determined().may_be_drawn_on(day)


def _day(case: Case) -> date:
    if case.day is None:
        raise LookupError("this question is asked about a day")
    return case.day
