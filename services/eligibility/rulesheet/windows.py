"""Windows: the stretches of time a law looks back on, in closed forms that read like the law.

A form is one entry of `FORMS`; the figures in it are law and stand beside the window's citation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from services.eligibility.rulesheet.errors import FormulaError

MONTHS_OF = {"quarter": 3, "month": 1}
LENGTH_MAX = 240  # buckets; twenty years of months are more than any law looks back


class Span(NamedTuple):
    """Whole days from `start` up to, not including, `end`."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Window:
    """The first `taken` of the last `of` completed calendar buckets before a day."""

    bucket: Literal["quarter", "month"]
    taken: int
    of: int
    text: str

    def spans(self, day: date) -> tuple[Span, ...]:
        """The buckets, oldest first, as the window stands before `day`."""
        return _spans(self.bucket, self.taken, self.of, day)


def parse_window(text: str) -> Window:
    """The window a sheet describes in words. Raises `FormulaError` if no form fits."""
    plain = " ".join(text.split())
    for pattern, build in FORMS:
        match = pattern.fullmatch(plain)
        if match:
            window = build(match, plain)
            if not 0 < window.taken <= window.of <= LENGTH_MAX:
                raise FormulaError(f"'{plain}' takes more than there is.", example=f"is: {EXAMPLES[0]}")
            return window
    raise FormulaError(
        f"'{plain}' is not a form of window (forms: {'; '.join(EXAMPLES)}).", example=f"is: {EXAMPLES[0]}"
    )


@lru_cache(maxsize=4096)
def _spans(bucket: str, taken: int, of: int, day: date) -> tuple[Span, ...]:
    length = MONTHS_OF[bucket]
    running = (day.year * 12 + day.month - 1) // length
    return tuple(
        Span(_first_day(index * length), _first_day((index + 1) * length))
        for index in range(running - of, running - of + taken)
    )


def _first_day(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _first_of_last(bucket: Literal["quarter", "month"]) -> Callable[[re.Match[str], str], Window]:
    return lambda match, text: Window(bucket, int(match[1]), int(match[2]), text)


def _last(bucket: Literal["quarter", "month"]) -> Callable[[re.Match[str], str], Window]:
    return lambda match, text: Window(bucket, int(match[1]), int(match[1]), text)


NUMBER = r"([0-9]{1,3})"
BEFORE = "before the claim begins"
FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Window]], ...] = (
    (
        re.compile(f"first {NUMBER} of the last {NUMBER} completed calendar quarters {BEFORE}"),
        _first_of_last("quarter"),
    ),
    (re.compile(f"last {NUMBER} completed calendar quarters {BEFORE}"), _last("quarter")),
    (re.compile(f"last {NUMBER} completed calendar months {BEFORE}"), _last("month")),
)
EXAMPLES = (
    f"first 4 of the last 5 completed calendar quarters {BEFORE}",
    f"last 4 completed calendar quarters {BEFORE}",
    f"last 6 completed calendar months {BEFORE}",
)
