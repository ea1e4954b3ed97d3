"""What crosses an edge of a window counts as the sheet says; years and weeks with insured days are counted."""

from __future__ import annotations

from datetime import date

import pytest

from law.language.plain.sentences import of_window
from law.language.terms.values import Unknown
from tests.law.language.ask import run, wage
from tests.law.language.sheet import SOUND, X, fault, load, within

DECEMBER = wage(310, date(2019, 12, 1), date(2020, 1, 1))
"""Of its 31 days 22 lie in the half year before 10 June 2020."""
EDGES = [
    ("by days", 220, "counts by its days on either side"),
    ("where it begins", 0, "counts whole where it begins"),
    ("where it ends", 310, "counts whole where it ends"),
    ("left out", 0, "is left out"),
]


def sheet(window: str, asked: str, unit: str, across: str = "") -> str:
    edge = f"\n  across_an_edge: {across}" if across else ""
    return (
        SOUND
        + X
        + within("windows", f"looked_back:\n  meaning: Looked back on\n  is: {window}{edge}")
        + within("quantities", f"asked:\n  meaning: Asked\n  unit: {unit}\n  is: {asked}")
    )


HALF_YEAR = "last 6 months before the claim begins"


@pytest.mark.parametrize(("across", "dollars", "words"), EDGES, ids=[case[0] for case in EDGES])
def test_pay_across_the_edge_of_a_window_counts_as_the_sheet_says(across: str, dollars: int, words: str) -> None:
    scheme = load(sheet(HALF_YEAR, "earnings_in(looked_back)", "USD", across))

    step = run(scheme, DECEMBER).quantity("asked")
    assert step.value == dollars
    assert words in of_window(scheme.windows["looked_back"], scheme).text


def test_where_the_sheet_says_nothing_of_an_edge_a_person_is_asked() -> None:
    scheme = load(sheet(HALF_YEAR, "earnings_in(looked_back)", "USD"))

    assert isinstance(run(scheme, DECEMBER).quantity("asked").value, Unknown)


def test_pay_across_two_months_is_split_between_them_and_names_its_fact_in_both() -> None:
    window = "last 6 completed calendar months before the claim begins"
    scheme = load(sheet(window, "earnings_of_best(looked_back, share / share)", "USD", "by days"))
    fortnight = wage(280, date(2020, 1, 25), date(2020, 2, 8))

    step = run(scheme, fortnight).quantity("asked")
    assert step.value == 140
    assert [part.value for part in step.inputs[0].inputs if part.facts] == [140, 140]


def test_hours_across_the_edge_count_by_days_as_pay_does() -> None:
    scheme = load(sheet(HALF_YEAR, "insured_hours(looked_back)", "hours", "by days"))
    december = DECEMBER.model_copy(update={"minutes_worked": 31 * 60})

    assert run(scheme, december).quantity("asked").value == 22


def test_another_word_for_an_edge_is_refused_with_those_that_there_are() -> None:
    error = fault(sheet(HALF_YEAR, "earnings_in(looked_back)", "USD", "pro rata"))

    assert "'pro rata' is not one of: by days; where it begins; where it ends; left out" in error.sentence
    assert error.example == "across_an_edge: by days"


YEARS = "last 5 completed calendar years before the claim begins"
TWO_YEARS = (
    wage(100, date(2016, 3, 1), date(2016, 5, 1)),
    wage(100, date(2018, 12, 1), date(2019, 2, 1)),
    wage(100, date(2020, 1, 1), date(2020, 6, 1)),
)
"""61 days of 2016, 31 each of 2018 and 2019; 2020 is not over."""


def test_calendar_years_are_parts_of_a_window_and_those_with_enough_days_are_counted() -> None:
    scheme = load(sheet(YEARS, "parts_with_insured_days(looked_back, appeal_days + appeal_days)", "count"))

    assert run(scheme, *TWO_YEARS).quantity("asked").value == 3
    scheme = load(sheet(YEARS, "parts_with_insured_days(looked_back, appeal_days * thrice)", "count") + THRICE)
    assert run(scheme, *TWO_YEARS).quantity("asked").value == 1


THRICE = """\
    parameters:
      thrice:
        meaning: Three times
        unit: count
        values:
          - from: 2020-01-01
            value: 3
"""


def test_pay_of_a_calendar_year_is_a_part_by_its_year() -> None:
    scheme = load(sheet(YEARS, "earnings_of_best(looked_back, share / share)", "USD", "by days"))

    (best,) = (part.what for part in run(scheme, TWO_YEARS[0]).quantity("asked").inputs[0].inputs if part.facts)
    assert best == "2016"


def test_weeks_with_an_insured_day_are_counted() -> None:
    weeks = "last 36 weeks, week by week, before the claim begins"
    scheme = load(sheet(weeks, "insured_weeks(looked_back)", "weeks"))

    ten_days = wage(100, date(2020, 5, 18), date(2020, 5, 28))
    assert run(scheme, ten_days).quantity("asked").value == 3
