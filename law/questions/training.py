"""Questions about participation in programmes to which the employment service referred the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from contracts.training import ParticipationCounted
from law.case.benefit_periods import days_of
from law.case.case import Case
from law.language.terms.calendar import add_months
from law.language.terms.questions import Answer, QuestionRegister

REGISTER = QuestionRegister()


@REGISTER.question(
    unit="days", scope="week", sentence="the days of the period on which the person takes part in vocational training"
)
def days_in_training(case: Case) -> Answer:
    """Calendar days from its first to its last, weekends among them; while it goes on, to the last day known."""
    period = case.certified().period
    taken = [(days, fact) for days, fact in _training(case) if days[0] < period.end and period.start <= days[1]]
    counted = {day for day in days_of(period) if any(first <= day <= last for (first, last), _ in taken)}
    return Answer(len(counted), tuple(fact.key for _, fact in taken))


@REGISTER.question(unit="days", scope="week", sentence="the days of the period on which the person came to a training")
def days_attended(case: Case) -> Answer:
    """As providers report them, each day once."""
    period = case.certified().period
    trained = [fact for _, fact in _training(case)]
    facts = [fact for fact in trained if any(period.overlaps(run) for run in fact.attended)]
    counted = {day for fact in facts for run in fact.attended for day in days_of(run) if _in(case, day)}
    return Answer(len(counted), tuple(fact.key for fact in facts))


@REGISTER.question(
    unit="months", scope="week", sentence="the whole months of a vocational training that ended in the period"
)
def months_of_training_ended(case: Case) -> Answer:
    """The longest if more than one ended; zero if none did."""
    over = [(days, fact) for days, fact in _training(case) if fact.over and _in(case, days[1])]
    return Answer(max((_whole_months(*days) for days, _ in over), default=0), tuple(fact.key for _, fact in over))


def _training(case: Case) -> Iterator[tuple[tuple[date, date], ParticipationCounted]]:
    for fact in case.facts.of(ParticipationCounted):
        if fact.trains and fact.began_on is not None and fact.last_day is not None:
            yield (fact.began_on, fact.last_day), fact


def _in(case: Case, day: date) -> bool:
    period = case.certified().period
    return period.start <= day < period.end


def _whole_months(first: date, last: date) -> int:
    after, months = last + timedelta(days=1), 0
    while add_months(first, months + 1) <= after:
        months += 1
    return months
