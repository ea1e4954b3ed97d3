"""The timeline of a claim once weeks are certified: waiting where it was served, weeks held, the total used up."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.eligibility import BenefitState, Interval, WeekAssessed, WeekState
from contracts.values import Period
from law.case.timeline import joined

STATE_OF = {
    WeekState.WAITING: BenefitState.WAITING,
    WeekState.HELD: BenefitState.HELD,
    WeekState.EXHAUSTED: BenefitState.EXHAUSTED,
}
"""Certified weeks that say something of their own; any other is payable as far as the law goes."""

OPEN = frozenset({BenefitState.WAITING, BenefitState.PAYABLE})


def as_certified(timeline: Iterable[Interval], weeks: Iterable[WeekAssessed]) -> tuple[Interval, ...]:
    """The determination's timeline with the certified weeks in it: still without gap or overlap.

    Only days that were waiting or payable change. From the first exhausted week on the total is used up.
    """
    by_start = sorted(
        (week for week in weeks if week.state is not WeekState.OUTSIDE), key=lambda week: week.period.start
    )
    pieces = list(timeline)
    if any(week.state is WeekState.WAITING for week in by_start):
        pieces = _without_expected_waiting(pieces)
    for week in by_start:
        period = week.period
        if week.state is WeekState.EXHAUSTED:
            period = Period(start=period.start, end=max(pieces[-1].period.end, period.end))
        state = STATE_OF.get(week.state, BenefitState.PAYABLE)
        pieces = [part for piece in pieces for part in _overlaid(piece, period, state, week.cites)]
    return joined(pieces)


def _without_expected_waiting(pieces: list[Interval]) -> list[Interval]:
    """Where waiting was expected before any week was certified, now that it is known where it was served."""
    payable = next((piece for piece in pieces if piece.state is BenefitState.PAYABLE), None)
    if payable is None:
        return pieces
    return [
        piece.model_copy(update={"state": payable.state, "cites": payable.cites})
        if piece.state is BenefitState.WAITING
        else piece
        for piece in pieces
    ]


def _overlaid(piece: Interval, period: Period, state: BenefitState, cites: str) -> list[Interval]:
    if piece.state not in OPEN or not piece.period.overlaps(period):
        return [piece]
    days = piece.period
    start, end = max(days.start, period.start), min(days.end, period.end)
    cut = [(days.start, start, piece), (start, end, None), (end, days.end, piece)]
    return [
        Interval(period=Period(start=first, end=last), state=kept.state, cites=kept.cites)
        if kept
        else Interval(period=Period(start=first, end=last), state=state, cites=cites)
        for first, last, kept in cut
        if first < last
    ]
