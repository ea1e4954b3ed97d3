"""A claim's facts as written law reads them: rows of days and whole minor units, prepared once."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from operator import attrgetter

from contracts.registry import ContributionRecorded, ParticularStated
from law.case.case import Case
from law.language.sheet.particulars import Particular
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import MONTHS_OF_A_YEAR
from law.language.terms.questions import Answer, NamedParticular
from law.language.terms.values import Value
from law.language.terms.windows import Spans
from law.questions.contributions import Contribution, contributions_of
from law.questions.insured_time import DayRange, insured_ever
from law.written.arithmetic import certain, doubtful

DAYS_AND_MONEY = attrgetter("period.start", "period.end", "earnings.minor", "earnings.currency")


def month_of(day: date) -> int:
    """The number of a calendar month, counted on from year to year."""
    return day.year * MONTHS_OF_A_YEAR + day.month - 1


class ClaimRows:
    """One claim that begins on a day, with the contributions of the person. Raises `Doubtful` on foreign money."""

    __slots__ = ("_earned", "_first_month", "_named", "_of_months", "begins", "case", "scheme")

    def __init__(self, scheme: Scheme, case: Case, begins: date) -> None:
        self.scheme, self.case, self.begins = scheme, case, begins
        self._earned: dict[int, tuple[Spans, tuple[int, ...] | None]] = {}
        """By the identity of the window, which is kept beside what was earned in it."""
        self._named = {fact.particular for fact in case.facts.of(ParticularStated)}
        self._first_month = 0
        self._of_months = self._by_month()
        """What was earned in each month from the first one on; None where pay runs across the edge of a month."""

    def _by_month(self) -> list[int] | None:
        by_month: dict[int, int] = {}
        currency, is_by_month = self.case.currency, True
        for start, end, minor, paid_in in map(DAYS_AND_MONEY, self.case.facts.of(ContributionRecorded)):
            if paid_in != currency:
                doubtful("A contribution is in another currency: what was earned?")
            month = start.year * MONTHS_OF_A_YEAR + start.month - 1
            if end.year * MONTHS_OF_A_YEAR + end.month - 1 - (end.day == 1) != month:
                is_by_month = False
            by_month[month] = by_month.get(month, 0) + minor
        if not by_month or not is_by_month:
            return [] if is_by_month else None
        self._first_month = first = min(by_month)
        months = [0] * (max(by_month) - first + 1)
        for month, minor in by_month.items():
            months[month - first] = minor
        return months

    @property
    def paid(self) -> list[Contribution]:
        """The contributions that hold, by key."""
        return contributions_of(self.case.facts)

    def earned(self, spans: Spans) -> tuple[int, ...] | None:
        """The earnings of each bucket in minor units; None where a contribution runs across the edge of one."""
        key = id(spans)
        known = self._earned.get(key)
        if known is None:
            known = self._earned[key] = spans, self._by_buckets(spans) if spans else ()
        return known[1]

    def _by_buckets(self, spans: Spans) -> tuple[int, ...] | None:
        first, last, months = spans[0], spans[-1], self._of_months
        if months is None or first.start.day != 1 or first.end.day != 1:
            return self._one_by_one(spans)
        start, end = month_of(first.start), month_of(last.end)
        length, at = month_of(first.end) - start, start - self._first_month
        within = months[max(0, at) : max(0, end - self._first_month)]
        within = [0] * min(-at, end - start) + within if at < 0 else within
        within += [0] * (end - start - len(within))
        if length == 1:
            return tuple(within)
        return tuple([sum(within[place : place + length]) for place in range(0, end - start, length)])

    def _one_by_one(self, spans: Spans) -> tuple[int, ...] | None:
        starts, first, last = spans.starts, spans[0].start, spans[-1].end
        amounts = [0] * len(spans)
        for start, end, _, minor, _, _, _ in self.paid:
            if start < last and first < end:
                bucket = bisect_right(starts, start) - 1
                if bucket < 0 or end > spans[bucket].end:
                    return None
                amounts[bucket] += minor
        return tuple(amounts)

    def covered(self, spans: Spans) -> list[DayRange]:
        """The stretches that contributions cover within the window, in order."""
        if not spans:
            return []
        start, end = spans[0].start, spans[-1].end
        ever = insured_ever(self.case.facts)
        return [(max(start, first), min(end, last)) for first, last in ever if first < end and start < last]

    def stated(self, particular: Particular) -> Value | None:
        """What is stated under a particular on the day the claim begins, as a value; None where nothing is.

        Raises `Doubtful` where two things are stated, or something that is not understood.
        """
        return self.stated_on(particular, self.begins)

    def stated_on(self, particular: Particular, day: date) -> Value | None:
        """The same on another day."""
        if particular.name not in self._named and not particular.days_of:
            return None
        answer = self._as_stated(particular.named, day)
        if answer is None:
            return None
        value = particular.read(str(certain(answer)))
        return doubtful(particular.asks, *answer.facts) if value is None else value

    def is_stated(self, name: str) -> bool:
        """Whether anything is stated under the name of a particular on the day the claim begins."""
        return self.is_stated_on(name, self.begins)

    def is_stated_on(self, name: str, day: date) -> bool:
        """The same on another day."""
        return name in self._named and self._as_stated(NamedParticular(name), day) is not None

    def _as_stated(self, particular: NamedParticular, day: date) -> Answer | None:
        return self.scheme.vocabulary.stated(self.case, particular, day)
