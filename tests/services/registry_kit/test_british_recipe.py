"""The British report (FPS) says what was earned so far in the year, and neither reason nor hours."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import yaml

from services.registry_kit.mapping import Mapping
from services.registry_kit.year_to_date import of_each_period, year_of
from tests.services.registry_kit.recipes import FOLDER, Reporting, all_told, changed, lines_of, recipe

APRIL, MAY, JUNE, JULY, OTHER = lines_of("fps.csv")
FROM_APRIL = [("2019-04-01", 200_000), ("2019-05-01", 210_000), ("2019-06-01", 200_000)]


def test_a_year_s_running_total_becomes_what_each_period_earned() -> None:
    told = all_told("fps-pay", "contribution", [APRIL, MAY, JUNE])
    assert told.pay() == FROM_APRIL
    paid = [data["contribution"]["minor"] for data in told.facts("contribution-recorded")]
    assert paid == [24_000, 25_200, 24_000]


def test_a_total_that_falls_restates_the_periods_before_it_under_a_higher_version() -> None:
    told = all_told("fps-pay", "contribution", [APRIL, MAY, JUNE])
    news = told.report(JULY)
    assert told.pay() == [*FROM_APRIL[:2], ("2019-06-01", 180_000), ("2019-07-01", 0)]
    versions = {(sent.data["source_version"], sent.data["earnings"]["minor"]) for sent in news}
    assert versions == {(1, 0), (2, 180_000)}
    assert {sent.data["recorded_at"] for sent in news} == {"2019-07-31T08:00:00Z"}


def test_a_total_that_falls_far_takes_from_one_period_after_another_and_never_below_nothing() -> None:
    assert of_each_period([100, 250, 400, 120]) == [100, 20, 0, 0]
    assert of_each_period([100, 250, 0]) == [0, 0, 0]
    assert of_each_period([]) == []


def test_the_reports_of_a_year_in_any_order_lead_to_the_same_earnings() -> None:
    later = changed(JULY, sent="2019-08-02T09:00:00+01:00", taxable_ytd="7900.00")
    expected = all_told("fps-pay", "contribution", [APRIL, MAY, JUNE, JULY, later, APRIL]).pay()
    assert expected == [*FROM_APRIL, ("2019-07-01", 180_000)]
    for order in permutations([MAY, JUNE, JULY, later, later]):
        assert all_told("fps-pay", "contribution", [APRIL, *order]).pay() == expected


def test_a_report_that_comes_again_is_no_news() -> None:
    told = all_told("fps-pay", "contribution", [APRIL, MAY, JUNE, JULY])
    assert told.report(JULY, MAY, APRIL, JUNE) == []


def test_the_totals_begin_anew_with_the_tax_year_of_the_day_of_payment() -> None:
    march = changed(APRIL, period_start="2019-03-01", period_end="2019-03-31", paid_on="2019-04-05", taxable_ytd="2000")
    march = changed(march, start_date="2019-03-01", sent="2019-04-05T09:00:00+01:00")
    told = all_told("fps-pay", "contribution", [march, APRIL])
    assert told.pay() == [("2019-03-01", 200_000), ("2019-04-01", 200_000)]
    assert str(year_of(date(2019, 4, 5), "04-06")) == "2018-04-06"
    assert str(year_of(date(2019, 4, 6), "04-06")) == "2019-04-06"


def test_a_report_without_a_day_of_payment_belongs_to_the_year_of_the_last_day_of_its_period() -> None:
    reporting = recipe("fps-pay", "contribution")
    assert reporting.mapping.year_to_date is not None
    calendar_years = reporting.mapping.year_to_date.model_copy(update={"year_begins": "01-01"})
    reporting.mapping = reporting.mapping.model_copy(update={"year_to_date": calendar_years})
    unpaid = changed(APRIL, paid_on="", start_date="2019-11-01")
    for month, (start, end, total) in enumerate(
        [
            ("2019-11-01", "2019-11-30", "2000.00"),
            ("2019-12-01", "2019-12-31", "4000.00"),
            ("2020-01-01", "2020-01-31", "1500.00"),
        ],
        start=1,
    ):
        sent = f"2020-0{month}-28T09:00:00Z"
        reporting.report(changed(unpaid, period_start=start, period_end=end, taxable_ytd=total, sent=sent))
    assert reporting.pay() == [("2019-11-01", 200_000), ("2019-12-01", 200_000), ("2020-01-01", 150_000)]


def test_a_total_whose_beginning_nobody_reported_is_no_period_s_earnings() -> None:
    told = recipe("fps-pay", "contribution")
    assert told.report(MAY) == []
    assert told.rejected == [
        "it runs from an earlier period, of which no report is known; ingest the earlier reports first"
    ]
    told.report(OTHER)
    assert told.pay() == [("2019-06-01", 90_050)], "the job began in June, so nothing can lie before it"


def test_a_total_that_begins_anew_with_a_job_under_an_old_number_takes_nothing_from_the_job_before() -> None:
    told = all_told("fps-pay", "contribution", [APRIL, MAY])
    hired_again = changed(JUNE, start_date="2019-06-01", taxable_ytd="700.00", ni_ytd="84.00")
    assert told.report(hired_again) == []
    (why,) = told.rejected
    assert why.startswith("it is less than before the job began, so it may be a new job's total")
    told.report(changed(JUNE, start_date="2019-06-01"))
    assert told.pay() == FROM_APRIL, "a total that goes on through two jobs is one"


def test_arrears_of_a_later_year_do_not_replace_what_was_earned() -> None:
    arrears = changed(APRIL, paid_on="2020-04-30", sent="2020-04-30T09:00:00+01:00", taxable_ytd="300.00")
    for first, second in ((APRIL, arrears), (arrears, APRIL)):
        told = all_told("fps-pay", "contribution", [first])
        assert told.report(second) == []
        assert told.rejected == [
            "the same key was reported for another year; take the day of payment into the key, or cancel what was told"
        ]


def test_the_day_on_which_a_job_began_may_be_written_as_the_file_writes_days() -> None:
    text = (FOLDER / "fps-pay.yaml").read_text("utf-8")
    began = {"column": "start_date", "format": "%d/%m/%Y"}
    mapping = yaml.safe_load(text)
    mapping["year_to_date"]["began"] = began
    told = Reporting(Mapping.model_validate(mapping), "contribution")
    told.report(changed(OTHER, start_date="2019-06-10"), changed(OTHER, start_date="10/06/2019"))
    assert told.pay() == [("2019-06-01", 90_050)]
    assert told.rejected == ["start_date: it should be a day written as %d/%m/%Y"]


def test_two_reports_of_one_moment_that_differ_are_a_contradiction() -> None:
    told = all_told("fps-pay", "contribution", [APRIL])
    assert told.report(changed(APRIL, taxable_ytd="2001.00")) == []
    assert told.rejected == ["another line says otherwise of the same, recorded at the same moment"]


def test_a_job_that_every_payday_repeats_is_told_once_and_its_end_is_the_day_after_the_last() -> None:
    told = all_told("fps-jobs", "employment", [APRIL, MAY, JUNE, JULY])
    assert [sent.data["source_version"] for sent in told.sent] == [1, 1]
    [started], [ended] = told.facts("employment-started"), told.facts("employment-ended")
    assert (started["started_on"], ended["ended_on"]) == ("2018-09-03", "2019-07-20")


def test_a_report_without_a_reason_says_so_and_a_band_of_hours_gives_no_minutes() -> None:
    told = all_told("fps-jobs", "employment", [JULY])
    assert told.facts("employment-ended")[0]["reason"] == "not_said"
    for band in "ABCDE":
        [started] = all_told("fps-jobs", "employment", [changed(APRIL, hours_band=band)]).facts("employment-started")
        assert started.keys() & {"minutes_weekly", "full_post"} == set()


def test_an_end_that_a_later_report_no_longer_names_is_taken_back_and_may_come_again() -> None:
    told = all_told("fps-jobs", "employment", [JUNE, JULY])
    told.report(changed(JULY, leaving_date="", sent="2019-08-30T09:00:00+01:00"))
    assert told.facts("employment-ended") == []
    assert len(told.facts("employment-started")) == 1
    told.report(changed(JULY, leaving_date="2019-08-31", sent="2019-09-30T09:00:00+01:00"))
    [ended] = told.facts("employment-ended")
    assert (ended["ended_on"], ended["source_version"]) == ("2019-09-01", 3)
