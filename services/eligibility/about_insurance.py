"""Questions about insured time in a window: days, months, hours, and how long ago it began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from contracts.registry import ContributionRecorded
from services.eligibility.case import Case
from services.eligibility.rulesheet.calendar import first_of_month, first_of_next_month
from services.eligibility.rulesheet.questions import Answer, QuestionRegister
from services.eligibility.rulesheet.values import Unknown
from services.eligibility.rulesheet.windows import Span
from services.eligibility.stated import days_with_yes

REGISTER = QuestionRegister()
MINUTES_OF_AN_HOUR = 60
DAYS_OF_A_MONTH = 30  # where a law counts every month alike

Spans = tuple[Span, ...]
Stretch = tuple[date, date]


@REGISTER.question(unit="days", takes=("any",), sentence="the insured days within {0}")
def insured_days(case: Case, spans: Spans) -> Answer:
    """Calendar days covered by contributions, each once, whatever the number of employers."""
    covered, keys, doubt = _covered(case, spans)
    return Answer(doubt or sum((end - start).days for start, end in covered), keys)


@REGISTER.question(unit="months", takes=("any",), sentence="the insured months within {0}")
def insured_months(case: Case, spans: Spans) -> Answer:
    """Whole calendar months that are covered count one; the other insured days add up, thirty to a month."""
    covered, keys, doubt = _covered(case, spans)
    return Answer(doubt or _in_months(covered), keys)


@REGISTER.question(
    unit="days",
    takes=("any", "particular"),
    sentence="the days within {0} that are insured here or on which {1} holds, each once",
)
def insured_days_with(case: Case, spans: Spans, name: str) -> Answer:
    """Totalized: what an agreement adds counts only on days that are not insured here anyway."""
    covered, keys, doubt = _covered_with(case, spans, name)
    return Answer(doubt or sum((end - start).days for start, end in covered), keys)


@REGISTER.question(
    unit="months",
    takes=("any", "particular"),
    sentence="the months within {0} that are insured here or on which {1} holds, each day once",
)
def insured_months_with(case: Case, spans: Spans, name: str) -> Answer:
    """As `insured_months`, with the days that an agreement adds."""
    covered, keys, doubt = _covered_with(case, spans, name)
    return Answer(doubt or _in_months(covered), keys)


@REGISTER.question(unit="days", takes=("any", "particular"), sentence="the days of {0} on which {1} holds")
def days_stated(case: Case, spans: Spans, name: str) -> Answer:
    """Calendar days, whatever else was on them."""
    found = _stated(case, spans, name)
    return Answer(_doubt_of(found, case) or sum((end - start).days for start, end, _ in found), _keys_of(found))


@REGISTER.question(unit="weeks", takes=("week", "particular"), sentence="the weeks of {0} throughout which {1} holds")
def weeks_stated(case: Case, spans: Spans, name: str) -> Answer:
    """Whole weeks of the window."""
    found = _stated(case, spans, name)
    covered = _joined((start, end) for start, end, _ in found)
    whole = [span for span in spans if any(start <= span.start and span.end <= end for start, end in covered)]
    return Answer(_doubt_of(found, case) or len(whole), _keys_of(found))


@REGISTER.question(unit="hours", takes=("any",), sentence="the insured hours within {0}")
def insured_hours(case: Case, spans: Spans) -> Answer:
    """Hours of work that contributions state; doubt where one states none or crosses the edge of the window."""
    if not spans:
        return Answer(0)
    start, end = spans[0].start, spans[-1].end
    minutes, keys = 0, []
    for fact in _touching(case, start, end):
        crosses = fact.period.start < start or end < fact.period.end
        if crosses or fact.minutes_worked is None:
            if not case.leaves_out_doubt:
                asks = f"Contribution {fact.key}: how many hours were worked from {start} up to {end}?"
                return Answer(Unknown.because(asks, fact.key), (fact.key,))
            continue
        minutes += fact.minutes_worked
        keys.append(fact.key)
    return Answer(Fraction(minutes, MINUTES_OF_AN_HOUR), tuple(keys))


@REGISTER.question(unit="days", takes=("any",), sentence="the days from the first to the last insured day of {0}")
def days_from_first_to_last(case: Case, spans: Spans) -> Answer:
    """Calendar days between the first and the last insured day, both counted; nought if none is insured."""
    covered, keys, doubt = _covered(case, spans)
    return Answer(doubt or ((covered[-1][1] - covered[0][0]).days if covered else 0), keys)


@REGISTER.question(unit="days", takes=("any",), sentence="the calendar days of {0}")
def calendar_days_of(case: Case, spans: Spans) -> Answer:  # noqa: ARG001  the calendar needs no case
    """How long the window is."""
    return Answer((spans[-1].end - spans[0].start).days if spans else 0)


def _touching(case: Case, start: date, end: date) -> list[ContributionRecorded]:
    facts = case.facts.of(ContributionRecorded)
    return [fact for fact in facts if fact.period.start < end and start < fact.period.end]


def _covered(case: Case, spans: Spans) -> tuple[list[Stretch], tuple[str, ...], Unknown | None]:
    """The stretches that contributions cover within the window, joined, in order."""
    if not spans:
        return [], (), None
    start, end = spans[0].start, spans[-1].end
    disputed = [
        fact.key
        for fact in case.facts.contradicted(ContributionRecorded)
        if fact.period.start < end and start < fact.period.end
    ]
    doubt = None
    if disputed and not case.leaves_out_doubt:
        doubt = Unknown.because(f"Contribution {disputed[0]} is stated in two ways: which is right?", *disputed)
    facts = sorted(_touching(case, start, end), key=lambda fact: fact.period.start)
    joined = _joined((max(start, fact.period.start), min(end, fact.period.end)) for fact in facts)
    return joined, tuple(fact.key for fact in facts), doubt


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches in the order of their first days, with those that touch made one."""
    joined: list[Stretch] = []
    for first, last in stretches:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _covered_with(case: Case, spans: Spans, name: str) -> tuple[list[Stretch], tuple[str, ...], Unknown | None]:
    """What contributions cover, together with the days on which a particular holds."""
    covered, keys, doubt = _covered(case, spans)
    found = _stated(case, spans, name)
    both = _joined(sorted([*covered, *((start, end) for start, end, _ in found)]))
    return both, keys + _keys_of(found), doubt or _doubt_of(found, case)


def _stated(case: Case, spans: Spans, name: str) -> list[tuple[date, date, Answer]]:
    return list(days_with_yes(case, name, spans[0].start, spans[-1].end)) if spans else []


def _keys_of(found: list[tuple[date, date, Answer]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for _, _, said in found for key in said.facts))


def _doubt_of(found: list[tuple[date, date, Answer]], case: Case) -> Unknown | None:
    doubts = Unknown.of(*(said.value for _, _, said in found))
    return doubts if doubts.doubts and not case.leaves_out_doubt else None


def _in_months(covered: list[Stretch]) -> Fraction:
    months, days = 0, 0
    for start, end in covered:
        for first, last in _by_month(start, end):
            whole = first.day == 1 and last == first_of_next_month(first)
            months, days = (months + 1, days) if whole else (months, days + (last - first).days)
    return months + Fraction(days, DAYS_OF_A_MONTH)


def _by_month(start: date, end: date) -> Iterator[Stretch]:
    while start < end:
        last = min(end, first_of_next_month(first_of_month(start)))
        yield start, last
        start = last
