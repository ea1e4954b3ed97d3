"""How a story tells of short-time work: the worker's line, and what the employer is due for the month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts import eligibility, short_time
from contracts.base import Event

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it."""


def _reported(e: short_time.ShortTimeReported) -> Told:
    kind = "Final" if e.is_final else "Expected"
    pay = f"{e.pay} of {e.should_pay} are left"
    says = f"{kind} figures of short-time work in {e.month.start:%Y-%m}, employment {e.employment}: {pay}."
    return (says if e.source_version == 1 else f"Corrected (version {e.source_version}): {says}"), ()


def _answered(e: eligibility.ShortTimeDue) -> Told:
    outcome = e.outcome.value.replace("_", " ")
    return f"Line {e.line} of {e.month.start:%Y-%m}: {outcome}, {e.amount}. {e.because}", (e.cites,)


def _added_up(e: eligibility.ShortTimeAssessed) -> Told:
    return f"Short-time work in {e.month.start:%Y-%m}: {e.amount} due to the employer. {e.because}", (e.cites,)


SHORT_TIME: Mapping[type[Event], Callable[[Any], Told]] = {
    short_time.ShortTimeReported: _reported,
    eligibility.ShortTimeDue: _answered,
    eligibility.ShortTimeAssessed: _added_up,
}
