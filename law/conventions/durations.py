"""How long benefit is paid, for careers and ages of every length: C102 Art. 24(1) and (2), C168 Art. 19."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from law.case.balance import WEEKS_OF
from law.conventions.model import Answer, Row, met, needs_evidence, not_asked, not_met
from law.conventions.rates import floor_of
from law.conventions.rule_inspection import questions_of
from law.conventions.subject import Matter, hundredths
from law.conventions.trial import Trial
from law.conventions.wages import usual_wage
from law.language.sheet.scheme import DAYS_OF_A_WEEK
from law.language.terms.calendar import MONTHS_OF_A_YEAR, add_months


@dataclass(frozen=True, slots=True)
class Schedule:
    """The durations a scheme grants, one for each step of a career, for each age at which they differ."""

    by_age: tuple[tuple[int, tuple[Trial, ...]], ...]

    @property
    def steps(self) -> tuple[Trial, ...]:
        """Every step of every age, once."""
        return tuple(trial for _, trials in self.by_age for trial in trials)

    @property
    def shortest(self) -> Trial:
        """The step with the shortest duration."""
        return min(self.steps, key=lambda one: one.weeks)

    @property
    def mean(self) -> Fraction:
        """The average of the durations prescribed, each step counting once (C168 Art. 19(3))."""
        return sum((one.weeks for one in self.steps), Fraction(0)) / len(self.steps)

    @property
    def varies(self) -> bool:
        """Whether durations differ."""
        return len({one.weeks for one in self.steps}) > 1


def schedule(matter: Matter, row: Row) -> Schedule | str:
    """The durations a scheme grants; or why none could be found."""
    wage = usual_wage(matter, floor_of(matter, row, allowances=False))
    if wage is None:
        trial = matter.engine.determines(matter.person(matter.instrument.search["wage_tried_last"]))
        return trial.because or "a wage at which benefit is granted"
    found: list[tuple[int, tuple[Trial, ...]]] = []
    for age in _ages(matter, row):
        steps = tuple(_steps(matter, row, wage, int(age)))
        if steps and [one.weeks for one in steps] not in [[one.weeks for one in known] for _, known in found]:
            found.append((int(age), steps))
    return Schedule(tuple(found)) if found else "a career with which benefit is granted"


def _ages(matter: Matter, row: Row) -> tuple[str, ...]:
    """The ages at which durations may differ: one, if no rule of the sheet asks for an age."""
    asks = questions_of(matter.scheme) & set(row.lists["age_questions"])
    return row.lists["ages"] if asks else (str(matter.instrument.standard_person.age),)


def shortest_career(matter: Matter, wage: Fraction, age: int | None = None) -> Trial | None:
    """The person who has only just insured long enough; None if no career is enough."""
    low, high = 0, int(matter.instrument.search["career_longest_months"])
    best = _granted(matter, wage, high, age)
    while best is not None and high - low > 1:
        middle = (low + high) // 2
        found = _granted(matter, wage, middle, age)
        if found is not None:
            best, high = found, middle
        else:
            low = middle
    return best


def _granted(matter: Matter, wage: Fraction, months: int, age: int | None) -> Trial | None:
    trial = matter.engine.determines(matter.person(wage, months=months, age=age))
    return trial if trial.granted and trial.units[0] else None


def _steps(matter: Matter, row: Row, wage: Fraction, age: int) -> Iterator[Trial]:
    """One person for each duration, the one who only just reaches it."""
    first = shortest_career(matter, wage, age)
    if first is None:
        return
    longest = int(matter.instrument.search["career_longest_months"])
    careers = [first.person.months, *_changes(matter, wage, age, first.person.months, longest)]
    for months in careers:
        yield matter.engine.pays(matter.person(wage, months=months, age=age), row.figures["weeks"])


def _changes(matter: Matter, wage: Fraction, age: int, low: int, high: int) -> Iterator[int]:
    """The careers, in months, from which on another duration holds; durations are taken to rise with the career."""
    ends = [_granted(matter, wage, months, age) for months in (low, high)]
    if ends[1] is None or (ends[0] is not None and ends[0].units == ends[1].units):
        return
    if high - low == 1:
        yield high
        return
    middle = (low + high) // 2
    yield from _changes(matter, wage, age, low, middle)
    yield from _changes(matter, wage, age, middle, high)


def duration(matter: Matter, row: Row) -> Answer:
    """C102 Art. 24(1)(a), C168 Arts. 19(2)(a) and 19(4): everybody who has just qualified is paid for so long."""
    if (skipped := _belongs_to_exception(matter, row)) is not None:
        return skipped
    found = schedule(matter, row)
    if isinstance(found, str):
        return needs_evidence("Nothing could be computed.", found)
    least, weeks = found.shortest, row.figures["weeks"]
    figures = _figures(found)
    person = f"{least.person}: {_lasts(least)}"
    if least.weeks < weeks:
        if found.varies:
            because = f"Durations vary and the shortest is {hundredths(least.weeks)} weeks: {row.words['if_varying']}"
            return not_asked(because, *figures)
        return not_met(f"{_lasts(least)}; {hundredths(weeks)} weeks are asked.", *figures, person=person)
    short = _shortest_on_the_calendar(least)
    if short is not None and short < weeks * DAYS_OF_A_WEEK:
        asked = hundredths(weeks * DAYS_OF_A_WEEK)
        because = f"{_lasts(least)}: from {short} days, by the month in which it begins; {asked} days are asked."
        missing = f"a limit in calendar days: the same number of calendar months is not always {asked} days"
        return needs_evidence(because, missing, *figures, person=person)
    return met(f"{_lasts(least)} at the shortest; {hundredths(weeks)} weeks are asked.", *figures, person=person)


def mean_duration(matter: Matter, row: Row) -> Answer:  # noqa: PLR0911  one return for each answer
    """C102 Art. 24(2), C168 Arts. 19(3) and 19(4): where durations vary, their average is held against the floor."""
    if (skipped := _belongs_to_exception(matter, row)) is not None:
        return skipped
    found = schedule(matter, row)
    if isinstance(found, str):
        return needs_evidence("Nothing could be computed.", found)
    weeks, figures = row.figures["weeks"], _figures(found)
    if not found.varies:
        return not_asked(f"Everybody is granted {_lasts(found.shortest)}: durations do not vary.", *figures)
    granted = matter.protected.mean_weeks_granted() if matter.protected else None
    if granted is not None:
        figures = (*figures, ("average of the durations granted", f"{hundredths(granted)} weeks"))
    by_formula = max(len(trials) for _, trials in found.by_age) > row.figures["steps_of_a_table_max"]
    of_grants = row.words["average_of"] == "grants" or by_formula
    average = granted if granted is not None and of_grants else found.mean
    because = f"The average is {hundredths(average)} weeks; {hundredths(weeks)} are asked."
    person = f"shortest: {found.shortest.person}: {_lasts(found.shortest)}"
    if found.shortest.weeks >= weeks:
        return met(f"Every duration reaches {hundredths(weeks)} weeks.", *figures, person=person)
    if average < weeks:
        return not_met(because, *figures, person=person)
    if of_grants and granted is None:
        missing = "the durations granted (column weeks_granted of --data): the schedule's own average shows no practice"
        return needs_evidence(because, missing, *figures, person=person)
    return met(because, *figures, person=person)


def _belongs_to_exception(matter: Matter, row: Row) -> Answer | None:
    if "exception" not in row.words:
        return None
    used = matter.declaration.uses(row.words["exception"])
    return not_asked(row.words["otherwise"]) if used == (row.words["asked"] == "without the exception") else None


def _figures(found: Schedule) -> tuple[tuple[str, str], ...]:
    lines = [
        (f"durations at age {age}", ", ".join(f"{hundredths(one.units[0])}" for one in steps) + f" {_unit(steps[0])}")
        for age, steps in found.by_age
    ]
    return (
        *lines,
        ("shortest", f"{hundredths(found.shortest.weeks)} weeks"),
        ("average of the durations prescribed", f"{hundredths(found.mean)} weeks"),
    )


def _unit(trial: Trial) -> str:
    return trial.units[1].replace("_", " ") + "s"


def _lasts(trial: Trial) -> str:
    said = f"{hundredths(trial.units[0])} {_unit(trial)}"
    return said if trial.units[1] == "week" else f"{said} ({hundredths(trial.weeks)} weeks)"


def _shortest_on_the_calendar(trial: Trial) -> int | None:
    """The fewest calendar days that whole months (or days, thirty to each) can be, whatever month they begin in."""
    number = trial.weeks / WEEKS_OF["month"]
    by_the_month = trial.units[1] == "month" or (trial.units[1] == "day" and not trial.by_calendar_days)
    if not by_the_month or number.denominator != 1:
        return None
    starts = [date(trial.person.on.year, month + 1, 1) for month in range(MONTHS_OF_A_YEAR)]
    later = [add_months(start, MONTHS_OF_A_YEAR) for start in starts]
    lengths = [(add_months(start, int(number)) - start).days for start in (*starts, *later)]
    return min(lengths)
