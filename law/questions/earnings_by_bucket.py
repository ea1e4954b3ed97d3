"""Insured earnings in the buckets of a window. Earnings belong to the days in which they were earned.

A contribution is never averaged or split: one whose days cross the edge of a bucket is doubt, and so is one in
another currency or one that its source states in two ways.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from contracts.registry import ContributionRecorded
from law.case.case import Case, in_major
from law.language.terms.derivation import Step, new
from law.language.terms.units import Unit, money
from law.language.terms.values import Doubt, Number, Unknown
from law.language.terms.windows import Spans
from law.questions.contributions import rows_of

PARTS_MAX = 60  # of a longer window only the parts that hold something are written out


@dataclass(frozen=True)
class Buckets:
    """The money of each bucket, oldest first; or the doubts that stand against saying it."""

    spans: Spans
    amounts: tuple[Number, ...]
    keys: Mapping[int, tuple[str, ...]]
    """The contributions behind each bucket that has any, by its place."""
    unknown: Unknown | None
    unit: Unit

    @cached_property
    def parts(self) -> tuple[Step, ...]:
        """Every bucket as a step; whoever asks about the window again is told the same ones."""
        return self.latest(len(self.amounts))

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The contributions behind all of them."""
        return tuple([key for own in self.keys.values() for key in own])

    def latest(self, number: int) -> tuple[Step, ...]:
        """The last so many buckets as steps."""
        labels, amounts, keys, unit = self.spans.labels, self.amounts, self.keys, self.unit
        first = len(amounts) - number
        written = range(first, len(amounts)) if number <= PARTS_MAX else [place for place in keys if place >= first]
        return tuple(
            [new(Step, ("part", labels[one], amounts[one], unit, None, (), keys.get(one, ()))) for one in written]
        )


def earnings_by_bucket(case: Case, spans: Spans) -> Buckets:
    """The earnings in each of the spans, which follow each other without gap."""
    place = (spans, case.currency, case.leaves_out_doubt)
    known = case.facts.memo.get(place)
    if isinstance(known, Buckets):
        return known
    found = case.facts.memo[place] = _gather(case, spans)
    return found


def _gather(case: Case, spans: Spans) -> Buckets:
    unit = money(case.currency)
    if not spans:
        return Buckets(spans, (), {}, None, unit)  # the window begins no earlier than it ends
    minor: dict[int, int] = {}
    keys: dict[int, list[str]] = {}
    doubts: list[Doubt] = []
    starts, currency, minor_units = spans.starts, case.currency, case.minor_units
    first, last = starts[0], spans[-1].end
    for start, end, paid_in, earned, _, key, fact in rows_of(case):
        if start >= last or end <= first:
            continue
        place = bisect_right(starts, start) - 1
        if place < 0 or end > spans[place].end:
            doubts.append(_crosses(fact, spans))
        elif paid_in != currency:
            doubts.append(Doubt(f"Contribution {key} is not in {currency}: what was earned?", (key,)))
        elif place in keys:
            minor[place] += earned
            keys[place].append(key)
        else:
            minor[place] = earned
            keys[place] = [key]
    doubts += _disputed(case, spans)
    amounts: list[Number] = [0] * len(spans)
    for place, amount in minor.items():
        amounts[place] = in_major(amount, minor_units)
    by_place = {place: tuple(keys[place]) for place in sorted(keys)}
    unknown = Unknown(tuple(dict.fromkeys(doubts))) if doubts and not case.leaves_out_doubt else None
    return Buckets(spans, tuple(amounts), by_place, unknown, unit)


def _disputed(case: Case, spans: Spans) -> list[Doubt]:
    start, end = spans[0].start, spans[-1].end
    return [
        Doubt(f"Contribution {fact.key} is stated in two ways: which is right?", (fact.key,))
        for fact in case.facts.contradicted(ContributionRecorded)
        if fact.period.start < end and start < fact.period.end
    ]


def _crosses(fact: ContributionRecorded, spans: Spans) -> Doubt:
    after = spans.starts[bisect_right(spans.starts, fact.period.start) :]
    edge = after[0] if after else spans[-1].end
    return Doubt(
        f"Contribution {fact.key} runs from {fact.period.start} to {fact.period.end} and so across {edge}: "
        f"how much of it was earned before {edge}?",
        (fact.key,),
    )
