"""What Norwegian law said on which day, where no story can show it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from law.language.terms.values import Value
from law.packs.ask import run, sheet, value


def on(day: date, name: str, **given: Any) -> Value:
    return value(run(sheet("no/dagpenger"), day, **given), name)


@pytest.mark.parametrize(
    ("day", "weeks"),
    [(date(2015, 12, 31), 8), (date(2016, 1, 1), 12), (date(2020, 12, 31), 12), (date(2021, 1, 1), 18)],
)
def test_a_first_sanction_lasts_longer_since_2016_and_since_2021(day: date, weeks: int) -> None:
    assert on(day, "weeks_of_sanction") == weeks


def test_a_sanction_within_twelve_months_of_another_lasts_six_months() -> None:
    assert on(date(2020, 6, 1), "weeks_of_sanction", sanctioned_in_the_year_before=True) == 26


@pytest.mark.parametrize(
    ("day", "weeks"),
    [(date(2021, 12, 31), 52), (date(2022, 1, 1), 26), (date(2024, 11, 30), 26), (date(2024, 12, 1), 52)],
)
def test_a_layoff_of_the_fish_industry_is_paid_for_half_a_year_from_2022_to_november_2024(
    day: date, weeks: int
) -> None:
    assert on(day, "layoff_weeks", laid_off=True, fish_industry=True) == weeks


@pytest.mark.parametrize(
    ("day", "supplement"),
    [(date(2014, 6, 1), 9500), (date(2015, 1, 1), 0), (date(2021, 6, 1), 10200), (date(2023, 6, 1), 9500)],
)
def test_the_holiday_supplement_was_abolished_in_2015_and_paid_again_for_2020(day: date, supplement: int) -> None:
    assert on(day, "holiday_supplement", days_used_in_year=41, paid_in_year=100_000) == supplement


def test_for_2020_and_2021_every_benefit_day_gives_a_holiday_supplement() -> None:
    assert on(date(2021, 6, 1), "holiday_supplement", days_used_in_year=1, paid_in_year=1000) == 102
    assert on(date(2023, 6, 1), "holiday_supplement", days_used_in_year=40, paid_in_year=1000) == 0
