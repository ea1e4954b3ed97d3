"""Faults of short-time work."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from law.people import short_time
from tests.simulation.faults_of_deductions import Plant


def months_have_no_end(patch: pytest.MonkeyPatch) -> None:
    """Every month that is due is paid."""
    patch.setattr("services.eligibility.short_time_lists.months_used_up", lambda *_: {})


def no_line_needs_a_person(patch: pytest.MonkeyPatch) -> None:
    """More hours than the month holds are paid unasked."""
    patch.setattr("services.eligibility.short_time.due_of_line", short_time._by_the_sheet)


OF_SHORT_TIME: Mapping[str, Plant] = {
    "months of an establishment have no end": months_have_no_end,
    "no line needs a person": no_line_needs_a_person,
}
