"""A right that ends on a day of its own: the benefit year ends with it, and is never longer than the sheet says."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.values import Period
from law.people.life import Job
from tests.law.schemes.abroad import Claimant

ON = date(2026, 1, 5)


def year_of(*jobs: Job) -> Period:
    """How long a Korean claim of 5 January 2026 may be drawn on."""
    return Claimant("kr/ei", ON).says(*jobs).claims().determination().benefit_year


@pytest.mark.parametrize(
    ("ended", "until"),
    [
        (date(2026, 1, 5), date(2027, 1, 5)),
        (date(2025, 3, 1), date(2026, 3, 1)),
        (date(2024, 3, 1), date(2026, 1, 6)),
    ],
    ids=["filed at once", "filed after ten months", "filed too late: one day, so that the refusal has its days"],
)
def test_a_claim_may_be_drawn_on_until_twelve_months_after_the_separation(ended: date, until: date) -> None:
    assert year_of(Job(started=date(2021, 1, 1), ended=ended)) == Period(start=ON, end=until)


def test_where_no_end_of_the_work_is_reported_the_year_lasts_as_the_sheet_says() -> None:
    assert year_of() == Period(start=ON, end=date(2030, 1, 5)), "four years, Employment Insurance Act Art. 48(2)"
