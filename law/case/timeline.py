"""A claim's benefit year as half-open stretches in one state each: no gaps, no overlaps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from contracts.claims import ClaimDecision
from contracts.eligibility import BenefitState, Interval
from contracts.values import Period
from law.case.reduced_days import ReducedDays

CLOSED = frozenset({BenefitState.CLOSED, BenefitState.DISQUALIFIED})
"""What the days are for which the claim may not be drawn on."""
ONE_DAY = timedelta(days=1)


class Frame(NamedTuple):
    """What the timeline is made of: the benefit year and what covers parts of it."""

    benefit_year: Period
    state: BenefitState
    """Of every day that nothing below covers: payable, held or closed."""
    cites: str
    waiting_days: int
    waiting_cites: str
    disqualified: tuple[ClaimDecision, ...]
    reduced: tuple[ReducedDays, ...]
    """Where a decision takes a share of the benefit away; such days stay payable."""
    rests: tuple[Interval, ...]
    """Where the benefit rests by arithmetic, such as beside severance pay."""
    closed_from: date | None
    """The day of a withdrawal."""
    closed_cites: str
    died_on: date | None
    """The day of death, the last one for which benefit may be due."""
    died_cites: str
    held_after: date | None
    """The day of a death that is in doubt: later days are held until it is settled."""


def timeline_of(frame: Frame) -> tuple[Interval, ...]:
    """The stretches, in order, covering the benefit year exactly; neighbours of one kind are one stretch."""
    year = frame.benefit_year
    waiting = _waiting(frame)
    edges = {year.start, year.end}
    for period in (*_applied(frame), *waiting, *(cut.period for cut in frame.reduced)):
        edges |= {day for day in (period.start, period.end) if year.start < day < year.end}
    ends = (frame.closed_from, *(day + ONE_DAY for day in (frame.died_on, frame.held_after) if day))
    edges |= {day for day in ends if day is not None and year.start < day < year.end}
    days = sorted(edges)
    pieces = [_piece(start, end, frame, waiting) for start, end in pairwise(days)]
    return joined(pieces)


def overlapping(timeline: Iterable[Interval], period: Period) -> tuple[Interval, ...]:
    """The stretches that share a day with the period."""
    return tuple(interval for interval in timeline if interval.period.overlaps(period))


def _applied(frame: Frame) -> tuple[Period, ...]:
    decided = tuple(decision.applies for decision in frame.disqualified if decision.applies)
    return decided + tuple(rest.period for rest in frame.rests)


def _waiting(frame: Frame) -> tuple[Period, ...]:
    """The earliest days on which waiting can be served: not while disqualified, not on a claim that pays nothing."""
    if not frame.waiting_days or frame.state is not BenefitState.PAYABLE:
        return ()
    start = frame.benefit_year.start
    for period in sorted(_applied(frame), key=lambda period: period.start):
        if period.start <= start < period.end:
            start = period.end
    return (Period.of_days(start, frame.waiting_days),)


def _piece(start: date, end: date, frame: Frame, waiting: tuple[Period, ...]) -> Interval:
    period = Period(start=start, end=end)
    if (cites := _closed_by(frame, start)) is not None:
        return Interval(period=period, state=BenefitState.CLOSED, cites=cites)
    for decision in frame.disqualified:
        if decision.applies and decision.applies.overlaps(period):
            return Interval(
                period=period, state=BenefitState.DISQUALIFIED, cites=decision.article, ground=decision.ground
            )
    for rest in frame.rests:
        if rest.period.overlaps(period):
            return rest.model_copy(update={"period": period})
    if frame.held_after and frame.held_after < start:
        return Interval(period=period, state=BenefitState.HELD, cites=frame.died_cites)
    if any(stretch.overlaps(period) for stretch in waiting):
        return Interval(period=period, state=BenefitState.WAITING, cites=frame.waiting_cites)
    return _reduced(period, frame) or Interval(period=period, state=frame.state, cites=frame.cites)


def _closed_by(frame: Frame, start: date) -> str | None:
    """What closes the claim from that day on: a withdrawal, a death, or that it pays nothing at all."""
    if frame.closed_from and frame.closed_from <= start:
        return frame.closed_cites
    if frame.died_on and frame.died_on < start:
        return frame.died_cites
    return frame.cites if frame.state is BenefitState.CLOSED else None


def _reduced(period: Period, frame: Frame) -> Interval | None:
    """Payable days of which a share is taken; where two decisions meet, the greater share."""
    cuts = [cut for cut in frame.reduced if cut.period.overlaps(period)]
    if not cuts or frame.state is not BenefitState.PAYABLE:
        return None
    cut = max(cuts, key=lambda one: (one.exact, one.question))
    return Interval(period=period, state=frame.state, cites=cut.cites, ground=cut.ground, reduced_by=cut.share)


def joined(pieces: list[Interval]) -> tuple[Interval, ...]:
    """Neighbours of one state, law and ground as one stretch."""
    whole: list[Interval] = []
    for piece in pieces:
        last = whole[-1] if whole else None
        if last and _kind(last) == _kind(piece):
            whole[-1] = last.model_copy(update={"period": Period(start=last.period.start, end=piece.period.end)})
        else:
            whole.append(piece)
    return tuple(whole)


def _kind(piece: Interval) -> tuple[object, ...]:
    return piece.state, piece.cites, piece.ground, piece.reduced_by
