"""How a story tells of short-time work: the worker's line, and what the employer is due for the month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts import short_time, short_time_answers
from contracts.base import Event

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it."""


def _reported(e: short_time.ShortTimeReported) -> Told:
    kind = "Final" if e.is_final else "Expected"
    pay = f"{e.pay} of {e.should_pay} are left"
    says = f"{kind} figures of short-time work in {e.month.start:%Y-%m}, employment {e.employment}: {pay}."
    return (says if e.source_version == 1 else f"Corrected (version {e.source_version}): {says}"), ()


def _answered(e: short_time_answers.ShortTimeDue) -> Told:
    outcome = e.outcome.value.replace("_", " ")
    return f"Line {e.line} of {e.month.start:%Y-%m}: {outcome}, {e.amount}. {e.because}", (e.cites,)


def _added_up(e: short_time_answers.ShortTimeAssessed) -> Told:
    return f"Short-time work in {e.month.start:%Y-%m}: {e.amount} due to the employer. {e.because}", (e.cites,)


def _doubted(e: short_time_answers.ShortTimeDoubted) -> Told:
    if e.doubt is None:
        return f"Line {e.line} of {e.month.start:%Y-%m}: nothing is asked of it any more.", ()
    asked = f"Line {e.line} of {e.month.start:%Y-%m}: {e.doubt.amount} hang on a person's answer."
    return f"{asked} {e.doubt.because}", (e.doubt.cites,)


def _settled(e: short_time_answers.ShortTimeSettled) -> Told:
    by = f" ({e.officer.role} {e.officer.staff})" if e.officer else ""
    outcome = e.outcome.value.replace("_", " ")
    text = f"Short-time work in {e.month.start:%Y-%m}, employer {e.employer}: {outcome}, {e.amount}{by}."
    return f"{text} {e.because}", (e.cites,)


SHORT_TIME: Mapping[type[Event], Callable[[Any], Told]] = {
    short_time.ShortTimeReported: _reported,
    short_time_answers.ShortTimeDue: _answered,
    short_time_answers.ShortTimeAssessed: _added_up,
    short_time_answers.ShortTimeDoubted: _doubted,
    short_time_answers.ShortTimeSettled: _settled,
}
