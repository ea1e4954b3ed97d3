"""Payments on leaving, notice, recall, periods abroad and contracts, over columns: histories hold none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from law.columns.chunk import Run
from law.columns.columns import Days, Flags, number_of
from law.columns.integers import Whole
from law.columns.numbers import Numbers
from law.language.terms.windows import BEGINNING


def nothing(_run: Run) -> Numbers:
    """Nobody was paid anything, for no day, and no end of a job was agreed."""
    return Numbers(Whole(0))


def never(_run: Run) -> Flags:
    """Nobody was abroad, and of no job is said under which contract it was."""
    return Flags(np.bool_(False))


def on_no_day(_run: Run) -> Days:
    """No notice and no recall is reported: a day before all others."""
    return Days(np.int64(number_of(BEGINNING)))


def nobody_said(_run: Run) -> Numbers:
    """How long the notice was."""
    return Numbers(Whole(0), unknown=np.bool_(True))


ANSWERS: dict[str, Callable[..., Any]] = {
    "leaving_payment": nothing,
    "days_paid_on_leaving": nothing,
    "days_before_agreed_end": nothing,
    "insured_last_abroad": never,
    "lost_job_was": never,
    "notice_day": on_no_day,
    "recall_day": on_no_day,
    "days_of_notice": nobody_said,
}
