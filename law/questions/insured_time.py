"""Questions about insured time in a window: days, months, hours, and how long ago it began."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from contracts.registry import ContributionRecorded, InsuredAbroad, PeriodAbroadCertified
from law.case.case import Case
from law.case.facts import FactSet
from law.language.terms.calendar import MONTHS_OF_A_YEAR, first_of_month, first_of_next_month
from law.language.terms.questions import Answer, NamedParticular, QuestionRegister
from law.language.terms.values import Number, Unknown
from law.language.terms.windows import Spans
from law.questions.contributions import contributions_by_day, contributions_of
from law.questions.days_of_facts import certified_abroad
from law.questions.particulars import StatedStretch, days_with_yes

REGISTER = QuestionRegister()
MINUTES_OF_AN_HOUR = 60
DAYS_OF_A_MONTH = 30  # where a law counts every month alike

INSURED_WORK_ABROAD = {InsuredAbroad.EMPLOYED_INSURED, InsuredAbroad.SELF_EMPLOYED_INSURED}

DayRange = tuple[date, date]
"""The first day, and the day after the last."""


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


@REGISTER.question(unit="weeks", takes=("week",), sentence="the weeks of {0} with an insured day")
def insured_weeks(case: Case, spans: Spans) -> Answer:
    """In how many weeks of the window at least one day is insured."""
    return _parts_with_days(case, spans, 1)


@REGISTER.question(
    unit="count", takes=("any", "number"), sentence="the number of parts of {0} in which at least {1} are insured"
)
def parts_with_insured_days(case: Case, spans: Spans, least: Number) -> Answer:
    """In how many buckets of the window so many days are insured: `four of the last five calendar years`."""
    return _parts_with_days(case, spans, least)


def _parts_with_days(case: Case, spans: Spans, least: Number) -> Answer:
    covered, keys, doubt = _covered(case, spans)
    days = [sum(max(0, (min(end, span.end) - max(start, span.start)).days) for start, end in covered) for span in spans]
    return Answer(doubt or sum(own >= least for own in days), keys)


@REGISTER.question(
    unit="days",
    takes=("any", "particular"),
    sentence="the days within {0} that are insured here or on which {1} holds, each once",
)
def insured_days_with(case: Case, spans: Spans, particular: NamedParticular) -> Answer:
    """Totalized: what an agreement adds counts only on days that are not insured here anyway."""
    covered, keys, doubt = _covered_with(case, spans, particular)
    return Answer(doubt or sum((end - start).days for start, end in covered), keys)


@REGISTER.question(
    unit="days",
    takes=("any", "particular", "particular"),
    sentence="the days within {0} that are insured here or on which {1} or {2} holds, each once",
)
def insured_days_with_both(case: Case, spans: Spans, one: NamedParticular, other: NamedParticular) -> Answer:
    """As `insured_days_with`, with the days on which either of two particulars holds."""
    covered, keys, doubt = _covered_with(case, spans, one, other)
    return Answer(doubt or sum((end - start).days for start, end in covered), keys)


@REGISTER.question(
    unit="months",
    takes=("any", "particular"),
    sentence="the months within {0} that are insured here or on which {1} holds, each day once",
)
def insured_months_with(case: Case, spans: Spans, particular: NamedParticular) -> Answer:
    """As `insured_months`, with the days that an agreement adds."""
    covered, keys, doubt = _covered_with(case, spans, particular)
    return Answer(doubt or _in_months(covered), keys)


@REGISTER.question(unit="yes_no", sentence="the last insured work was in another country")
def insured_last_abroad(case: Case) -> Answer:
    """Whether a certified period of insured work ended later than every contribution here; no if none is certified."""
    here = max((paid.end for paid in contributions_by_day(case.facts)), default=date.min)
    disputed = [fact for fact in _insured_abroad(case, contradicted=True) if fact.period.end > here]
    if disputed:
        keys = tuple(dict.fromkeys(fact.key for fact in disputed))
        return Answer(Unknown.because(f"Fact {keys[0]} is stated in two ways: which is right?", *keys), keys)
    last = max(_insured_abroad(case), key=lambda fact: (fact.period.end, fact.key), default=None)
    if last is None:
        return Answer(value=False)
    return Answer(last.period.end > here, (last.key,))


def _insured_abroad(case: Case, *, contradicted: bool = False) -> list[PeriodAbroadCertified]:
    return [fact for fact in certified_abroad(case, contradicted=contradicted) if fact.kind in INSURED_WORK_ABROAD]


@REGISTER.question(unit="days", takes=("any", "particular"), sentence="the days of {0} on which {1} holds")
def days_stated(case: Case, spans: Spans, particular: NamedParticular) -> Answer:
    """Calendar days, whatever else was on them."""
    stated = _stated(case, spans, particular)
    return Answer(_doubt_of(stated, case) or sum((end - start).days for start, end, _ in stated), _keys_of(stated))


@REGISTER.question(unit="weeks", takes=("week", "particular"), sentence="the weeks of {0} throughout which {1} holds")
def weeks_stated(case: Case, spans: Spans, particular: NamedParticular) -> Answer:
    """Whole weeks of the window."""
    stated = _stated(case, spans, particular)
    covered = _joined((start, end) for start, end, _ in stated)
    whole = [span for span in spans if any(start <= span.start and span.end <= end for start, end in covered)]
    return Answer(_doubt_of(stated, case) or len(whole), _keys_of(stated))


@REGISTER.question(unit="hours", takes=("any",), sentence="the insured hours within {0}")
def insured_hours(case: Case, spans: Spans) -> Answer:
    """Hours of work that contributions state; doubt where one states none or crosses the edge of the window."""
    if not spans:
        return Answer(0)
    start, end = spans[0].start, spans[-1].end
    minutes, keys = Fraction(0), []
    for paid in contributions_of(case.facts):
        if paid.start >= end or paid.end <= start:
            continue
        shares = spans.whole.shares_of(paid.start, paid.end)
        if shares is None or paid.minutes is None:
            if not case.leaves_out_doubt:
                asks = f"Contribution {paid.key}: how many hours were worked from {start} up to {end}?"
                return Answer(Unknown.because(asks, paid.key), (paid.key,))
            continue
        minutes += sum(paid.minutes * share for _, share in shares)
        keys += [paid.key] if shares else []
    return Answer(minutes / MINUTES_OF_AN_HOUR, tuple(keys))


@REGISTER.question(unit="days", takes=("any",), sentence="the days from the first to the last insured day of {0}")
def days_from_first_to_last(case: Case, spans: Spans) -> Answer:
    """Calendar days between the first and the last insured day, both counted; zero if none is insured."""
    covered, keys, doubt = _covered(case, spans)
    return Answer(doubt or ((covered[-1][1] - covered[0][0]).days if covered else 0), keys)


@REGISTER.question(unit="days", takes=("any",), sentence="the calendar days of {0}")
def calendar_days_of(case: Case, spans: Spans) -> Answer:  # noqa: ARG001  the calendar needs no case
    """How long the window is."""
    return Answer((spans[-1].end - spans[0].start).days if spans else 0)


def _covered(case: Case, spans: Spans) -> tuple[list[DayRange], tuple[str, ...], Unknown | None]:
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
    keys = tuple([paid.key for paid in contributions_by_day(case.facts) if paid.start < end and start < paid.end])
    ever = case.facts.once(_insured)
    insured = [(max(start, first), min(end, last)) for first, last in ever if first < end and start < last]
    return insured, keys, doubt


def _insured(facts: FactSet) -> list[DayRange]:
    """All that contributions cover, whenever."""
    return _joined([(paid.start, paid.end) for paid in contributions_by_day(facts)])


def _joined(stretches: Iterable[DayRange]) -> list[DayRange]:
    """Stretches in the order of their first days, with those that touch made one."""
    joined: list[DayRange] = []
    begun = until = None
    for first, last in stretches:
        if begun is None or until is None:
            begun, until = first, last
        elif first <= until:
            until = max(last, until)
        else:
            joined.append((begun, until))
            begun, until = first, last
    return [*joined, (begun, until)] if begun and until else joined


def _covered_with(
    case: Case, spans: Spans, *particulars: NamedParticular
) -> tuple[list[DayRange], tuple[str, ...], Unknown | None]:
    """What contributions cover, together with the days on which a particular holds."""
    covered, keys, doubt = _covered(case, spans)
    stated = [stretch for particular in particulars for stretch in _stated(case, spans, particular)]
    both = _joined(sorted([*covered, *((start, end) for start, end, _ in stated)]))
    return both, keys + _keys_of(stated), doubt or _doubt_of(stated, case)


def _stated(case: Case, spans: Spans, particular: NamedParticular) -> list[StatedStretch]:
    return list(days_with_yes(case, particular, spans[0].start, spans[-1].end)) if spans else []


def _keys_of(stated: list[StatedStretch]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for _, _, answer in stated for key in answer.facts))


def _doubt_of(stated: list[StatedStretch], case: Case) -> Unknown | None:
    doubts = Unknown.of(*(answer.value for _, _, answer in stated))
    return doubts if doubts.doubts and not case.leaves_out_doubt else None


def _in_months(covered: list[DayRange]) -> Fraction:
    """Whole calendar months count one; the days before the first and after the last of them add up."""
    months, days = 0, 0
    for start, end in covered:
        first = start if start.day == 1 else first_of_next_month(start)
        last = first_of_month(end)
        if first > last:
            days += (end - start).days
        else:
            months += (last.year - first.year) * MONTHS_OF_A_YEAR + last.month - first.month
            days += (first - start).days + (end - last).days
    return months + Fraction(days, DAYS_OF_A_MONTH)
