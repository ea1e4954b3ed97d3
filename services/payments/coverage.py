"""Which money covers which days: each sum that was sent stays with the days it was sent for, as long as they are due.

Days that moved to another certification are covered there by what was already paid for them. What covers nothing of
its own days covers other days of its certification; what is left of it was paid too much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from contracts.values import Period
from services.payments.model import (
    CAME_BACK,
    SENT,
    DatedSum,
    Instruction,
    PaymentKind,
    PaymentStage,
    PeriodKey,
    Position,
)


@dataclass(slots=True)
class _Sum:
    """A sum for days of a position that is used up bit by bit."""

    key: PeriodKey
    period: Period
    whole: int
    left: int
    payment: UUID | None = None


@dataclass(slots=True)
class Coverage:
    """Which payment covers what, and what is covered by none."""

    covered: dict[UUID, list[DatedSum]] = field(default_factory=dict)
    """What each payment covers, its own position's days and others'."""
    unused: Counter[UUID] = field(default_factory=Counter)
    """Of each payment, what covers nothing that is due."""
    unmet: dict[PeriodKey, list[DatedSum]] = field(default_factory=dict)
    """By position, what is due and covered by nothing."""
    lent: Counter[PeriodKey] = field(default_factory=Counter)
    """By position, what its payments cover for others, less what those of others cover for it."""


def cover(positions: Iterable[Position]) -> Coverage:
    """Lay the payments of positions in one currency over what is due: sent money first, then held, then unsent.

    What the law takes comes before all: it is a share of what is due, whatever was paid. What was taken in the person's
    stead counts as sent. What was withheld for a debt comes last: where less is due, the person was paid less, and no
    debt was paid off.
    """
    every = sorted(positions, key=lambda position: position.key)
    coverage = Coverage()
    needs = [
        _Sum(position.key, stretch.period, stretch.minor, stretch.minor)
        for position in every
        for stretch in position.due
    ]
    by_law = list(_deducted(every, is_corrected=True))
    _match(by_law, needs, coverage, same_position=True, same_days=True)
    _match(by_law, needs, coverage, same_position=True, same_days=False)
    for stages in (SENT, CAME_BACK):
        sums = list(_sums_in(every, stages))
        sums += _deducted(every, is_corrected=False) if stages is SENT else ()
        _match(sums, needs, coverage, same_position=True, same_days=True)
        _match(sums, needs, coverage, same_position=False, same_days=True)
        _match(sums, needs, coverage, same_position=True, same_days=False)
        _note_unused(sums, coverage)
    for stage in (PaymentStage.DUE, PaymentStage.WITHHELD):
        sums = list(_sums_in(every, frozenset({stage})))
        _match(sums, needs, coverage, same_position=True, same_days=True)
        _match(sums, needs, coverage, same_position=True, same_days=False)
        _note_unused(sums, coverage)
    for need in needs:
        if need.left:
            coverage.unmet.setdefault(need.key, []).append(DatedSum(need.period, need.left))
    return coverage


def _sums_in(positions: Iterable[Position], stages: frozenset[PaymentStage]) -> Iterator[_Sum]:
    for position in positions:
        beyond = max(0, position.refunded_minor - position.recovered_minor)
        for payment in position.instructions:
            if payment.stage not in stages or payment.kind is PaymentKind.REMITTANCE:
                continue
            if payment.kind is not PaymentKind.REFUND:
                for stretch in owed_days(payment):
                    yield _Sum(position.key, stretch.period, stretch.minor, stretch.minor, payment.id)
            elif payment.stage in SENT and (minor := min(beyond, payment.amount_minor)):
                beyond -= minor  # what went back beyond all that was collected was paid like any other sum
                yield _Sum(position.key, payment.period, minor, minor, payment.id)


def _deducted(positions: Iterable[Position], *, is_corrected: bool) -> Iterator[_Sum]:
    """What was taken for others; what is corrected was fitted to what is due before."""
    for position in positions:
        for taken in position.deductions:
            if taken.is_corrected is is_corrected:
                for stretch in taken.days:
                    yield _Sum(position.key, stretch.period, stretch.minor, stretch.minor, taken.id)


def owed_days(payment: Instruction) -> Iterator[DatedSum]:
    """The days that what is still owed of a payment is for: of what came back, the first days first."""
    rest = payment.owed_minor
    for stretch in payment.days:
        if minor := min(rest, stretch.minor):
            rest -= minor
            yield DatedSum(stretch.period, minor)


def _match(sums: list[_Sum], needs: list[_Sum], coverage: Coverage, *, same_position: bool, same_days: bool) -> None:
    for own in sums:
        for need in needs:
            if not own.left:
                break
            if (own.key == need.key) is not same_position or not need.left:
                continue
            if same_days and not own.period.overlaps(need.period):
                continue
            minor = min(own.left, need.left)
            if not same_position:
                minor = min(minor, _share(own, need.period), _share(need, own.period))
            if minor:
                _use(own, need, minor, coverage)


def _share(own: _Sum, days: Period) -> int:
    """What of a sum is for these days, each day being worth the same: never more, so that no other day is used."""
    shared = Period(start=max(own.period.start, days.start), end=min(own.period.end, days.end))
    return own.whole * shared.days // own.period.days


def _use(own: _Sum, need: _Sum, minor: int, coverage: Coverage) -> None:
    assert own.payment is not None  # noqa: S101 - only needs have no payment
    own.left -= minor
    need.left -= minor
    coverage.covered.setdefault(own.payment, []).append(DatedSum(need.period, minor))
    if own.key != need.key:
        coverage.lent[own.key] += minor
        coverage.lent[need.key] -= minor


def _note_unused(sums: Iterable[_Sum], coverage: Coverage) -> None:
    for own in sums:
        if own.payment is not None and own.left:
            coverage.unused[own.payment] += own.left


def merged(stretches: Iterable[DatedSum]) -> tuple[DatedSum, ...]:
    """The same sums in the order of days, those of the same days as one."""
    sums: dict[tuple[object, object], DatedSum] = {}
    for stretch in stretches:
        key = (stretch.period.start, stretch.period.end)
        before = sums.get(key)
        sums[key] = DatedSum(stretch.period, stretch.minor + (before.minor if before else 0))
    return tuple(sorted(sums.values(), key=lambda stretch: (stretch.period.start, stretch.period.end)))


def split_days(days: Iterable[DatedSum], minor: int) -> tuple[tuple[DatedSum, ...], tuple[DatedSum, ...]]:
    """The first days up to a sum, and what is left of all days."""
    first: list[DatedSum] = []
    rest: list[DatedSum] = []
    for stretch in days:
        part = min(minor, stretch.minor)
        minor -= part
        first += [DatedSum(stretch.period, part)] if part else []
        rest += [DatedSum(stretch.period, stretch.minor - part)] if stretch.minor > part else []
    return merged(first), merged(rest)


def runs(stretches: Iterable[DatedSum]) -> tuple[Period, ...]:
    """The days of stretches that do not overlap, those that follow each other as one run."""
    days: list[Period] = []
    for stretch in sorted(stretches, key=lambda one: one.period.start):
        if days and days[-1].end == stretch.period.start:
            days[-1] = Period(start=days[-1].start, end=stretch.period.end)
        else:
            days.append(stretch.period)
    return tuple(days)
