"""Insured earnings in the buckets of a window. Earnings belong to the days in which they were earned.

A contribution is never averaged or split: one whose days cross the edge of a bucket is doubt, and so is one in
another currency or one that its source states in two ways.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from contracts.registry import ContributionRecorded
from services.eligibility.case import Case
from services.eligibility.contributions import rows_of
from services.eligibility.rulesheet.questions import Part
from services.eligibility.rulesheet.values import Doubt, Unknown
from services.eligibility.rulesheet.windows import Span

MONTHS_OF_A_QUARTER = 3
LABELS_MAX = 4096  # entries kept in memory


class Buckets(NamedTuple):
    """The money of each bucket, oldest first; or the doubts that stand against saying it."""

    parts: tuple[Part, ...]
    facts: tuple[str, ...]
    unknown: Unknown | None


def earnings_by_bucket(case: Case, spans: tuple[Span, ...]) -> Buckets:
    """The earnings in each of the spans, which follow each other without gap."""
    place = (spans, case.currency, case.leaves_out_doubt)
    known = case.facts.memo.get(place)
    if isinstance(known, Buckets):
        return known
    found = case.facts.memo[place] = _gather(case, spans)
    return found


def whole(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The window as one bucket: only its outer edges matter for a total."""
    return (Span(spans[0].start, spans[-1].end),) if spans else ()


def _gather(case: Case, spans: tuple[Span, ...]) -> Buckets:
    if not spans:
        return Buckets((), (), None)  # the window begins no earlier than it ends
    starts = [span.start for span in spans]
    minor = [0] * len(spans)
    keys: list[list[str]] = [[] for _ in spans]
    doubts: list[Doubt] = []
    first, last, currency = starts[0], spans[-1].end, case.currency
    for start, end, paid_in, earned, _, key, fact in rows_of(case):
        if start >= last or end <= first:
            continue
        place = bisect_right(starts, start) - 1
        if place < 0 or end > spans[place].end:
            doubts.append(_crosses(fact, spans))
        elif paid_in != currency:
            doubts.append(Doubt(f"Contribution {key} is not in {currency}: what was earned?", (key,)))
        else:
            minor[place] += earned
            keys[place].append(key)
    doubts += [
        Doubt(f"Contribution {fact.key} is stated in two ways: which is right?", (fact.key,))
        for fact in _touching(case.facts.contradicted(ContributionRecorded), spans)
    ]
    parts = tuple(
        [
            Part(label(span), case.major(amount) if amount else 0, tuple(own))
            for span, amount, own in zip(spans, minor, keys, strict=True)
        ]
    )
    unknown = Unknown(tuple(dict.fromkeys(doubts))) if doubts and not case.leaves_out_doubt else None
    return Buckets(parts, tuple(key for own in keys for key in own), unknown)


def _touching(facts: Iterable[ContributionRecorded], spans: tuple[Span, ...]) -> list[ContributionRecorded]:
    start, end = spans[0].start, spans[-1].end
    return [fact for fact in facts if fact.period.start < end and start < fact.period.end]


def _crosses(fact: ContributionRecorded, spans: tuple[Span, ...]) -> Doubt:
    edges = [span.start for span in spans] + [spans[-1].end]
    edge = next(day for day in edges if fact.period.start < day < fact.period.end)
    return Doubt(
        f"Contribution {fact.key} runs from {fact.period.start} to {fact.period.end} and so across {edge}: "
        f"how much of it was earned before {edge}?",
        (fact.key,),
    )


@lru_cache(maxsize=LABELS_MAX)
def label(span: Span) -> str:
    """A bucket as people say it: `2019 quarter 3`, `2019-05`, or its days."""
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month
    if months == 1 and _is_first(span.start):
        return f"{span.start:%Y-%m}"
    if months == MONTHS_OF_A_QUARTER and _is_first(span.start):
        return f"{span.start.year} quarter {(span.start.month + 2) // MONTHS_OF_A_QUARTER}"
    return f"{span.start} to {span.end}"


def _is_first(day: date) -> bool:
    return day.day == 1
