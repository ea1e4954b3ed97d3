"""Insured earnings in the buckets of a window. Earnings belong to the days in which they were earned.

A contribution whose days cross the edge of a bucket is split only where the sheet says how; else it is doubt, and so
is one in another currency or one that its source states in two ways.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from contracts.registry import ContributionRecorded
from law.case.case import Case, in_major
from law.case.facts import FactSet
from law.language.terms.derivation import Step, new
from law.language.terms.units import Unit, money
from law.language.terms.values import Doubt, Number, Unknown
from law.language.terms.windows import LEFT_OPEN, Edge, Spans
from law.questions.contributions import contributions_of

PARTS_MAX = 60  # of a longer window only the parts that hold something are written out


@dataclass(frozen=True)
class BucketedEarnings:
    """The money of each bucket, oldest first; or the doubts that stand against saying it."""

    spans: Spans
    amounts: tuple[Number, ...]
    keys: Mapping[int, tuple[str, ...]]
    """The keys of the contributions behind each bucket that has any, by its index."""
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
        written = range(first, len(amounts)) if number <= PARTS_MAX else [bucket for bucket in keys if bucket >= first]
        return tuple(
            [
                new(Step, ("part", labels[bucket], amounts[bucket], unit, None, (), keys.get(bucket, ())))
                for bucket in written
            ]
        )


def earnings_by_bucket(case: Case, spans: Spans) -> BucketedEarnings:
    """The earnings in each of the spans, which follow each other without gap."""
    gathered = case.facts.once(_nothing_gathered)
    key = (spans, spans.edge, case.currency, case.leaves_out_doubt)
    earnings = gathered.get(key)
    if earnings is None:
        earnings = gathered[key] = _gather(case, spans)
    return earnings


def _nothing_gathered(_: FactSet) -> dict[tuple[Spans, Edge, str, bool], BucketedEarnings]:
    """By window, what crosses its edges, currency, and whether doubt is left out."""
    return {}


def _gather(case: Case, spans: Spans) -> BucketedEarnings:
    unit = money(case.currency)
    if not spans:
        return BucketedEarnings(spans, (), {}, None, unit)  # the window begins no earlier than it ends
    minor: dict[int, Number] = {}
    keys: dict[int, list[str]] = {}
    doubts: list[Doubt] = []
    starts, currency, minor_units = spans.starts, case.currency, case.minor_units
    first, last = starts[0], spans[-1].end
    for start, end, paid_in, earned, _, key, fact in contributions_of(case.facts):
        if start >= last or end <= first:
            continue
        bucket = bisect_right(starts, start) - 1
        crosses = bucket < 0 or end > spans[bucket].end
        if crosses and spans.edge == LEFT_OPEN:
            doubts.append(_crosses(fact, spans))
        elif paid_in != currency:
            doubts.append(Doubt(f"Contribution {key} is not in {currency}: what was earned?", (key,)))
        elif crosses:
            _split(fact, spans, minor, keys)
        elif bucket in keys:
            minor[bucket] += earned
            keys[bucket].append(key)
        else:
            minor[bucket] = earned
            keys[bucket] = [key]
    doubts += _disputed(case, spans)
    amounts: list[Number] = [0] * len(spans)
    for bucket, amount in minor.items():
        amounts[bucket] = in_major(amount, minor_units)
    by_bucket = {bucket: tuple(keys[bucket]) for bucket in sorted(keys)}
    unknown = Unknown(tuple(dict.fromkeys(doubts))) if doubts and not case.leaves_out_doubt else None
    return BucketedEarnings(spans, tuple(amounts), by_bucket, unknown, unit)


def _split(fact: ContributionRecorded, spans: Spans, minor: dict[int, Number], keys: dict[int, list[str]]) -> None:
    """Add what was earned across an edge to its buckets, as the sheet says."""
    for bucket, share in spans.shares_of(fact.period.start, fact.period.end) or ():
        minor[bucket] = minor.get(bucket, 0) + fact.earnings.minor * share
        keys.setdefault(bucket, []).append(fact.key)


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
