"""Windows: the stretches of time a law looks back on, in closed forms that read like the law.

A form is one entry of `FORMS`; the figures in it are law and stand beside the window's citation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from contracts.in_words import nearest
from law.language.terms.calendar import add_months, first_of_month
from law.language.terms.errors import FormulaError
from law.language.terms.questions import Bucket

MONTHS_OF = {"year": 12, "quarter": 3, "month": 1}
DAYS_OF_A_WEEK = 7
LENGTH_MAX = 720  # buckets; sixty years of months are more than any law looks back
SPANS_MAX = 4096  # entries kept in memory
BEGINNING = date(1900, 1, 1)  # before anything was recorded
CLAIM = "the claim begins"
WHOLE = Fraction(1)


class Span(NamedTuple):
    """Whole days from `start` up to, not including, `end`."""

    start: date
    end: date


Edge = Literal["a person is asked", "by days", "where it begins", "where it ends", "left out"]
"""What becomes of something earned or worked on both sides of an edge of a window, or of one of its parts."""
LEFT_OPEN: Edge = "a person is asked"


class Spans(tuple[Span, ...]):  # noqa: SLOT001  what is worked out once lies in its dictionary
    """The buckets of a window, oldest first; what every question about them needs is worked out once for all."""

    edge: Edge = LEFT_OPEN

    def __hash__(self) -> int:
        # Hundreds of buckets are told apart by their outer edges and their number.
        return hash((self[:1], self[-1:], len(self)))

    @cached_property
    def starts(self) -> tuple[date, ...]:
        """The first day of each."""
        return tuple([span.start for span in self])

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Each as people say it."""
        return tuple([label(span) for span in self])

    @cached_property
    def whole(self) -> Spans:
        """The window as one bucket: only its outer edges matter for a total."""
        return Spans((Span(self[0].start, self[-1].end),)).with_edge(self.edge) if self else self

    def with_edge(self, edge: Edge) -> Spans:
        """These buckets, with what becomes of what crosses an edge of theirs."""
        self.edge = edge
        return self

    def shares_of(self, start: date, end: date) -> tuple[tuple[int, Fraction], ...] | None:
        """How much of something that lasted these days belongs to which bucket; None where only a person can say."""
        first = bisect_right(self.starts, start) - 1
        if first >= 0 and end <= self[first].end:
            return ((first, WHOLE),)
        match self.edge:
            case "by days":
                days = (end - start).days
                overlaps = ((min(end, span.end) - max(start, span.start)).days for span in self)
                return tuple((place, Fraction(own, days)) for place, own in enumerate(overlaps) if own > 0)
            case "where it begins" | "where it ends":
                day = start if self.edge == "where it begins" else end - timedelta(days=1)
                return tuple((place, WHOLE) for place, span in enumerate(self) if span.start <= day < span.end)
            case "left out":
                return ()
        return None


Unit = Literal["quarter", "month", "week", "day", "year", "ever"]


@dataclass(frozen=True, slots=True)
class Window:
    """The first `taken` of the last `of` buckets before a day; one stretch of `taken` units if `whole`.

    `anchor` names the day.
    """

    unit: Unit
    taken: int
    of: int
    text: str
    whole: bool = False
    anchor: str = CLAIM
    edge: Edge = LEFT_OPEN

    def __hash__(self) -> int:
        return hash(self.text)

    @property
    def bucket(self) -> Bucket:
        """What the window is made of, as far as a question may ask."""
        return "time" if self.whole else self.unit  # type: ignore[return-value]

    def spans(self, day: date, *, longer: int = 0, not_before: date | None = None) -> Spans:
        """The buckets, oldest first, as the window stands before `day`.

        `longer` moves the beginning back by so many buckets (days, for one stretch); nothing before `not_before`.
        """
        spans = _spans(self, day, longer)
        if not_before is None or not_before <= spans[0].start:
            return spans
        if self.whole:
            kept = Spans(Span(max(span.start, not_before), span.end) for span in spans if span.end > not_before)
        else:
            kept = Spans(span for span in spans if span.start >= not_before)
        return kept.with_edge(self.edge)


def parse_window(text: str, anchors: tuple[str, ...] = ()) -> Window:
    """The window a sheet describes in words. Raises `FormulaError` if no form fits."""
    plain = " ".join(text.split())
    rest, _, anchor = plain.rpartition(" before ")
    if anchor in (CLAIM, *anchors):
        for pattern, build in FORMS:
            match = pattern.fullmatch(rest)
            if match:
                window = replace(build(match), text=plain, anchor=anchor)
                if not 0 < window.taken <= window.of <= LENGTH_MAX:
                    raise FormulaError(f"'{plain}' takes more than there is.", example=f"is: {EXAMPLES[0]}")
                return window
    raise _no_form(plain, anchors)


def _no_form(plain: str, anchors: tuple[str, ...]) -> FormulaError:
    """The nearest form, where one is near; else all."""
    figures = re.findall("[0-9]+", plain)
    near = nearest(re.sub("[0-9]+", "4", plain), {re.sub("[0-9]+", "4", form): form for form in EXAMPLES})
    if near:
        form = next(form for form in EXAMPLES if re.sub("[0-9]+", "4", form) == near[0])
        with_figures = iter(figures)
        meant = re.sub("[0-9]+", lambda own: next(with_figures, own[0]), form)
        return FormulaError(f"'{plain}' is not a form of window; do you mean '{meant}'?", example=f"is: {meant}")
    days = "; ".join(f"before {day}" for day in (CLAIM, *anchors))
    return FormulaError(
        f"'{plain}' is not a form of window (forms: {'; '.join(EXAMPLES)}; days: {days}).", example=f"is: {EXAMPLES[0]}"
    )


@lru_cache(maxsize=SPANS_MAX)
def _spans(window: Window, day: date, longer: int) -> Spans:
    return _buckets_before(window, day, longer).with_edge(window.edge)


def _buckets_before(window: Window, day: date, longer: int) -> Spans:
    if window.whole:
        return Spans((_stretch(window, day, longer),))
    if window.unit == "week":
        starts = [day - timedelta(weeks=back) for back in range(window.of + longer, window.of - window.taken, -1)]
        return Spans(Span(start, start + timedelta(weeks=1)) for start in starts)
    end = first_of_month(day)
    length = MONTHS_OF[window.unit]
    running = (end.year * 12 + end.month - 1) // length
    return Spans(
        Span(_first_day(index * length), _first_day((index + 1) * length))
        for index in range(running - window.of - longer, running - window.of + window.taken)
    )


def _stretch(window: Window, day: date, longer: int) -> Span:
    if window.unit == "ever":
        return Span(BEGINNING, day)
    if window.unit in ("day", "week"):
        days = window.taken * (DAYS_OF_A_WEEK if window.unit == "week" else 1)
        return Span(day - timedelta(days=days + longer), day)
    months = window.taken * (12 if window.unit == "year" else 1)
    return Span(add_months(day, -months) - timedelta(days=longer), day)


def _first_day(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


@lru_cache(maxsize=SPANS_MAX)
def label(span: Span) -> str:
    """A bucket as people say it: `2019 quarter 3`, `2019-05`, or its days."""
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month
    if months == MONTHS_OF["month"] and span.start.day == 1:
        return f"{span.start:%Y-%m}"
    if months == MONTHS_OF["quarter"] and span.start.day == 1:
        return f"{span.start.year} quarter {(span.start.month + 2) // months}"
    if months == MONTHS_OF["year"] and (span.start.month, span.start.day) == (1, 1):
        return f"{span.start.year}"
    return f"{span.start} to {span.end}"


def _buckets(unit: Unit) -> Callable[[re.Match[str]], Window]:
    return lambda match: Window(unit, int(match[1]), int(match.groups()[-1] or match[1]), "")


def _whole(match: re.Match[str]) -> Window:
    unit: Unit = match[2].removesuffix("s")  # type: ignore[assignment]
    return Window(unit, int(match[1]), int(match[1]), "", whole=True)


def _ever(_match: re.Match[str]) -> Window:
    return Window("ever", 1, 1, "", whole=True)


NUMBER = r"([0-9]{1,3})"
FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Window]], ...] = (
    (re.compile(f"first {NUMBER} of the last {NUMBER} completed calendar years"), _buckets("year")),
    (re.compile(f"last {NUMBER} completed calendar years"), _buckets("year")),
    (re.compile(f"first {NUMBER} of the last {NUMBER} completed calendar quarters"), _buckets("quarter")),
    (re.compile(f"last {NUMBER} completed calendar quarters"), _buckets("quarter")),
    (re.compile(f"first {NUMBER} of the last {NUMBER} completed calendar months"), _buckets("month")),
    (re.compile(f"last {NUMBER} completed calendar months"), _buckets("month")),
    (re.compile(f"last {NUMBER} weeks, week by week,"), _buckets("week")),
    (re.compile(f"last {NUMBER} (days|weeks|months|years)"), _whole),
    (re.compile("all the time"), _ever),
)
EXAMPLES = (
    f"first 4 of the last 5 completed calendar quarters before {CLAIM}",
    f"last 4 completed calendar quarters before {CLAIM}",
    f"last 6 completed calendar months before {CLAIM}",
    f"last 5 completed calendar years before {CLAIM}",
    f"last 52 weeks, week by week, before {CLAIM}",
    f"last 30 months before {CLAIM}",
    f"all the time before {CLAIM}",
)
