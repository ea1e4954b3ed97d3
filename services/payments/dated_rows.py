"""Dated sums as they are stored: first day, first day after, minor units."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from contracts.values import Period
from services.payments.model import DatedSum


def as_stretches(listed: Iterable[tuple[str, str, int]]) -> tuple[DatedSum, ...]:
    """Dated sums of what is stored."""
    return tuple(
        DatedSum(Period(start=date.fromisoformat(start), end=date.fromisoformat(end)), minor)
        for start, end, minor in listed
    )


def as_listed(stretches: Iterable[DatedSum]) -> list[tuple[str, str, int]]:
    """What is stored of dated sums."""
    return [(stretch.period.start.isoformat(), stretch.period.end.isoformat(), stretch.minor) for stretch in stretches]
