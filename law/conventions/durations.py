"""How long benefit is paid, for careers and ages of every length: C102 Art. 24(1) and (2), C168 Art. 19."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from law.case.balance import WEEKS_OF
from law.conventions.age_classes import AgeClass, class_of
from law.conventions.break_even import usual_wage
from law.conventions.examination import Examination
from law.conventions.model import (
    A_WAGE_WITH_BENEFIT,
    Conclusion,
    Figures,
    Requirement,
    met,
    needs_evidence,
    not_asked,
    not_computed,
    not_met,
)
from law.conventions.numbers_in_words import hundredths
from law.conventions.replacement import floor_of
from law.conventions.rule_inspection import questions_of
from law.conventions.temporary_exceptions import replaced_by_exception
from law.conventions.trial import Trial
from law.language.sheet.scheme import DAYS_OF_A_WEEK
from law.language.terms.calendar import MONTHS_OF_A_YEAR, add_months


@dataclass(frozen=True, slots=True)
class DurationSchedule:
    """The durations a scheme grants, one for each step of a career, for each age at which they differ."""

    by_age: tuple[tuple[int, tuple[Trial, ...]], ...]

    @property
    def steps(self) -> tuple[Trial, ...]:
        """The steps of all ages."""
        return tuple(trial for _, trials in self.by_age for trial in trials)

    @property
    def shortest(self) -> Trial:
        """The step that is paid for the shortest time."""
        return min(self.steps, key=lambda step: step.weeks_paid)

    @property
    def mean(self) -> Fraction:
        """The average of the durations prescribed in weeks, as paid, each step counting once (C168 Art. 19(3))."""
        return sum((step.weeks_paid for step in self.steps), Fraction(0)) / len(self.steps)

    @property
    def varies(self) -> bool:
        """Whether durations differ."""
        return len({step.weeks_paid for step in self.steps}) > 1


def schedule(examination: Examination, requirement: Requirement) -> DurationSchedule | str:
    """The durations a scheme grants; or what is missing, if none could be found."""
    wage = usual_wage(examination, floor_of(examination, requirement))
    if wage is None:
        trial = examination.trials.determined(examination.person(examination.instrument.search["wage_tried_last"]))
        return trial.because or A_WAGE_WITH_BENEFIT
    by_age: list[tuple[int, tuple[Trial, ...]]] = []
    seen: list[list[Fraction]] = []
    tried: set[tuple[AgeClass, tuple[int, ...]]] = set()
    for age in map(int, _ages(examination, requirement)):
        careers = _careers(examination, wage, age)
        alike = class_of(age, examination.scheme, _age_questions(requirement)), careers
        if alike in tried:
            continue
        tried.add(alike)
        steps = tuple(_paid_out(examination, wage, age, months) for months in careers)
        weeks = [step.weeks_paid for step in steps]
        if steps and weeks not in seen:
            seen.append(weeks)
            by_age.append((age, steps))
    return DurationSchedule(tuple(by_age)) if by_age else "a career with which benefit is granted"


def _age_questions(requirement: Requirement) -> frozenset[str]:
    return frozenset(requirement.lists["age_questions"])


def _ages(examination: Examination, requirement: Requirement) -> tuple[str, ...]:
    """The ages at which durations may differ: one, if no rule of the sheet asks for an age."""
    asks_for_age = questions_of(examination.scheme) & _age_questions(requirement)
    return requirement.lists["ages"] if asks_for_age else (str(examination.instrument.standard_beneficiary.age),)


def shortest_career(examination: Examination, wage: Fraction, age: int | None = None) -> Trial | None:
    """The person who has only just been insured long enough, and has means beyond every limit; None if there is none.

    The initial period may not depend on means (C102 Art. 67, C168 Art. 16).
    """
    low, high = 0, int(examination.instrument.search["career_longest_months"])
    best = _granted(examination, wage, high, age)
    while best is not None and high - low > 1:
        middle = (low + high) // 2
        trial = _granted(examination, wage, middle, age)
        if trial is not None:
            best, high = trial, middle
        else:
            low = middle
    return best


def _granted(examination: Examination, wage: Fraction, months: int, age: int | None) -> Trial | None:
    means = examination.instrument.search["means_beyond_every_limit"]
    trial = examination.trials.determined(examination.person(wage, months=months, age=age, means=means))
    return trial if trial.granted and trial.units[0] else None


def _careers(examination: Examination, wage: Fraction, age: int) -> tuple[int, ...]:
    """For each duration the shortest career that reaches it, in months; none if no career is granted benefit."""
    first = shortest_career(examination, wage, age)
    if first is None:
        return ()
    shortest, longest = first.person.months, int(examination.instrument.search["career_longest_months"])
    return shortest, *_changes(examination, wage, age, shortest, longest)


def _paid_out(examination: Examination, wage: Fraction, age: int, months: int) -> Trial:
    """The person of this age and career, with every period certified."""
    means = examination.instrument.search["means_beyond_every_limit"]
    return examination.trials.paid_out(examination.person(wage, months=months, age=age, means=means))


def _changes(examination: Examination, wage: Fraction, age: int, low: int, high: int) -> Iterator[int]:
    """The careers, in months, from which another duration holds; durations are taken to rise with the career."""
    shorter, longer = (_granted(examination, wage, months, age) for months in (low, high))
    if longer is None or (shorter is not None and shorter.units == longer.units):
        return
    if high - low == 1:
        yield high
        return
    middle = (low + high) // 2
    yield from _changes(examination, wage, age, low, middle)
    yield from _changes(examination, wage, age, middle, high)


def duration(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 24(1)(a), C168 Arts. 19(2)(a) and 19(4): everybody who has just qualified is paid for so long."""
    if (not_applied := replaced_by_exception(examination, requirement)) is not None:
        return not_applied
    durations = schedule(examination, requirement)
    if isinstance(durations, str):
        return not_computed(durations)
    shortest, weeks, figures = durations.shortest, requirement.figures["weeks"], _figures(durations)
    if shortest.weeks_paid < weeks:
        return _too_short(requirement, durations)
    lasts, required = _lasts(shortest), hundredths(weeks)
    person = f"{shortest.person}: {lasts}"
    days, days_required = _shortest_on_the_calendar(shortest), hundredths(weeks * DAYS_OF_A_WEEK)
    if days is not None and days < weeks * DAYS_OF_A_WEEK:
        because = f"{lasts}: only {days} days if it begins in some months; {days_required} days are required."
        missing = f"a limit in calendar days: the same number of calendar months is not always {days_required} days"
        return needs_evidence(because, missing, *figures, person=person)
    return met(f"{lasts} at the shortest; {required} weeks are required.", *figures, person=person)


def _too_short(requirement: Requirement, durations: DurationSchedule) -> Conclusion:
    """The shortest duration is below the floor: a person may decide, the average may count, or it breaks the floor."""
    shortest, weeks, figures = durations.shortest, requirement.figures["weeks"], _figures(durations)
    lasts, required = _lasts(shortest), hundredths(weeks)
    person = f"{shortest.person}: {lasts}"
    if weeks <= shortest.weeks and shortest.questions:
        because = f"{lasts}; {required} weeks are required, and a named person decides on the rest."
        return needs_evidence(because, shortest.questions, *figures, person=person)
    if durations.varies:
        because = f"Durations vary and the shortest is {hundredths(shortest.weeks_paid)} weeks"
        return not_asked(f"{because}: {requirement.words['if_varying']}", *figures)
    return not_met(f"{lasts}; {required} weeks are required.", *figures, person=person)


def mean_duration(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 24(2), C168 Arts. 19(3) and 19(4): where durations vary, their average is compared with the floor."""
    if (not_applied := replaced_by_exception(examination, requirement)) is not None:
        return not_applied
    durations = schedule(examination, requirement)
    if isinstance(durations, str):
        return not_computed(durations)
    if not durations.varies:
        because = f"Everybody is granted {_lasts(durations.shortest)}: durations do not vary."
        return not_asked(because, *_figures(durations))
    return _mean_compared(examination, requirement, durations)


def _mean_compared(examination: Examination, requirement: Requirement, durations: DurationSchedule) -> Conclusion:
    """The average of the durations granted where the article asks for it or a formula sets them, else of the table."""
    weeks, figures = requirement.figures["weeks"], _figures(durations)
    granted = examination.protected.mean_weeks_granted() if examination.protected else None
    if granted is not None:
        figures = (*figures, ("average of the durations granted", f"{hundredths(granted)} weeks"))
    by_formula = max(len(steps) for _, steps in durations.by_age) > requirement.figures["steps_of_a_table_max"]
    of_grants = requirement.words["average_of"] == "grants" or by_formula
    average = granted if granted is not None and of_grants else durations.mean
    because = f"The average is {hundredths(average)} weeks; {hundredths(weeks)} are required."
    person = f"shortest: {durations.shortest.person}: {_lasts(durations.shortest)}"
    if durations.shortest.weeks_paid >= weeks:
        return met(f"Every duration reaches {hundredths(weeks)} weeks.", *figures, person=person)
    if average < weeks:
        return not_met(because, *figures, person=person)
    if of_grants and granted is None:
        missing = (
            "the durations granted (column weeks_granted of --data): the schedule's average does not show practice"
        )
        return needs_evidence(because, missing, *figures, person=person)
    return met(because, *figures, person=person)


def _figures(durations: DurationSchedule) -> Figures:
    lines = [
        (f"durations at age {age}", f"{', '.join(hundredths(step.units[0]) for step in steps)} {_unit(steps[0])}")
        for age, steps in durations.by_age
    ]
    return (
        *lines,
        ("shortest", f"{hundredths(durations.shortest.weeks_paid)} weeks"),
        ("average of the durations prescribed", f"{hundredths(durations.mean)} weeks"),
    )


def _unit(trial: Trial) -> str:
    return trial.units[1].replace("_", " ") + "s"


def _lasts(trial: Trial) -> str:
    duration = f"{hundredths(trial.units[0])} {_unit(trial)}"
    lasts = duration if trial.units[1] == "week" else f"{duration} ({hundredths(trial.weeks)} weeks)"
    paid = trial.weeks_paid
    return (
        lasts if paid == trial.weeks else f"{lasts} by the limit of the law, of which {hundredths(paid)} weeks are paid"
    )


def _shortest_on_the_calendar(trial: Trial) -> int | None:
    """The fewest calendar days that whole months (or days, thirty to each) can be, whatever month they begin in."""
    number = trial.weeks_paid / WEEKS_OF["month"]
    by_the_month = trial.units[1] == "month" or (trial.units[1] == "day" and not trial.by_calendar_days)
    if not by_the_month or number.denominator != 1:
        return None
    starts = [date(trial.person.on.year, month + 1, 1) for month in range(MONTHS_OF_A_YEAR)]
    next_year = [add_months(start, MONTHS_OF_A_YEAR) for start in starts]
    return min((add_months(start, int(number)) - start).days for start in (*starts, *next_year))
