"""SGB III § 104: for how many months short-time benefit is paid at one establishment, over all its workers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from contracts.short_time_answers import ShortTimeAssessed
from law.language.terms.calendar import add_months
from law.people.establishments import months_used_up
from tests.services.eligibility.lists import KUG, Office, line, schemes, taken_back

SHEET = schemes()[KUG]


def months(first: date, count: int) -> list[date]:
    return [add_months(first, number) for number in range(count)]


def used_up(paid: Iterable[date]) -> list[date]:
    return list(months_used_up(paid, SHEET))


@pytest.mark.parametrize(
    ("first", "count", "last"),
    [
        pytest.param(date(2023, 1, 1), 12, date(2023, 12, 1), id="12 months by the code"),
        pytest.param(date(2024, 1, 1), 24, date(2025, 12, 1), id="24 by the third ordinance"),
        pytest.param(date(2025, 2, 1), 23, date(2026, 12, 1), id="24 by the fourth, and no longer than its year"),
        pytest.param(date(2020, 3, 1), 28, date(2022, 6, 1), id="28 until June 2022"),
        pytest.param(date(2019, 6, 1), 19, date(2020, 12, 1), id="21 in 2020 for who had begun before"),
    ],
)
def test_benefit_is_paid_for_as_many_months_as_the_law_of_each_month_says(first: date, count: int, last: date) -> None:
    """First and last month as published: SGB III § 104(1), § 421c(3) of 2022, and the ordinances of 2020 and 2025."""
    all_paid = months(first, count)
    assert all_paid[-1] == last
    assert used_up(all_paid) == []


def test_the_thirteenth_month_is_not_paid_and_neither_is_a_running_case_when_the_ordinance_ends() -> None:
    assert used_up(months(date(2023, 1, 1), 13)) == [date(2024, 1, 1)]
    assert used_up(months(date(2026, 1, 1), 13)) == [date(2027, 1, 1)]
    assert used_up(months(date(2026, 2, 1), 12)) == []


def test_a_month_without_benefit_makes_the_time_longer() -> None:
    with_a_gap = [month for month in months(date(2023, 1, 1), 14) if month != date(2023, 5, 1)]
    assert used_up(with_a_gap) == [date(2024, 2, 1)]


def test_after_three_months_without_benefit_the_time_begins_anew_and_after_two_it_does_not() -> None:
    first = months(date(2023, 1, 1), 12)
    assert used_up([*first, date(2024, 3, 1)]) == [date(2024, 3, 1)]
    assert used_up([*first, *months(date(2024, 4, 1), 12)]) == []


def told(office: Office, paid: Iterable[date], worker: str = "p-anna", establishment: str | None = None) -> None:
    for month in paid:
        office.hear((worker, line(worker, month, establishment=establishment)))


def due(office: Office) -> dict[date, int]:
    return {month.month.start: month.amount.minor for month in office.of(ShortTimeAssessed)}


def test_the_months_are_those_of_the_establishment_whoever_of_its_workers_was_paid() -> None:
    office = Office()
    told(office, months(date(2023, 1, 1), 6))
    told(office, months(date(2023, 7, 1), 7), worker="p-bert")
    assert due(office)[date(2023, 12, 1)] == 582_00
    assert due(office)[date(2024, 1, 1)] == 0
    last = office.of(ShortTimeAssessed)[-1]
    assert "Benefit was paid at this establishment for 12 months, and 12 is the most in this month" in last.because
    assert last.cites.startswith("SGB III § 104")


def test_two_establishments_of_one_employer_are_counted_apart() -> None:
    office = Office()
    told(office, months(date(2023, 1, 1), 12), establishment="north")
    told(office, months(date(2023, 12, 1), 2), worker="p-bert", establishment="south")
    assert due(office)[date(2023, 12, 1)] == 2 * 582_00
    assert due(office)[date(2024, 1, 1)] == 582_00


def test_an_earlier_month_that_is_taken_back_or_told_late_changes_what_the_later_ones_are_due() -> None:
    office = Office()
    told(office, months(date(2023, 1, 1), 13))
    assert due(office)[date(2024, 1, 1)] == 0
    office.hear(("p-anna", taken_back("p-anna", 2, date(2023, 5, 1))))
    assert due(office)[date(2024, 1, 1)] == 582_00
    office.hear(("p-anna", line("p-anna", date(2023, 5, 1), version=3)))
    assert due(office)[date(2024, 1, 1)] == 0
