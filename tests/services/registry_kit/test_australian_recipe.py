"""The Australian report (STP phase 2): a transfer that is no end, reasons that join two of ours, totals of a year."""

from __future__ import annotations

import pytest

from tests.services.registry_kit.recipes import all_told, changed, lines_of, recipe

JULY, AUGUST, SEPTEMBER, TRANSFERRED = lines_of("stp.csv")


def test_a_job_that_each_pay_event_repeats_is_told_once_and_without_hours() -> None:
    told = all_told("stp-starts", "employment-started", [JULY, AUGUST, SEPTEMBER])
    [started] = told.facts("employment-started")
    assert (started["started_on"], started["standing"]) == ("2017-03-06", "employee")
    assert started.keys() & {"minutes_weekly", "full_post", "contract"} == set()


@pytest.mark.parametrize(
    ("code", "reason"),
    [("R", "laid_off"), ("I", "ill_health"), ("D", "death"), ("V", "not_said"), ("F", "not_said"), ("C", "not_said")],
)
def test_a_reason_that_joins_two_of_ours_is_not_said_and_the_source_s_code_stands_beside_it(
    code: str, reason: str
) -> None:
    told = all_told("stp-ends", "employment-ended", [changed(SEPTEMBER, cessation_type=code)])
    [ended] = told.facts("employment-ended")
    assert (ended["reason"], ended["code"], ended["ended_on"]) == (reason, f"stp2:{code}", "2019-09-21")


def test_a_transfer_is_no_end_and_one_that_was_reported_as_an_end_takes_it_back() -> None:
    assert all_told("stp-ends", "employment-ended", [TRANSFERRED]).sent == []
    told = all_told("stp-ends", "employment-ended", [SEPTEMBER])
    [taken_back] = told.report(changed(SEPTEMBER, cessation_type="T", sent="2019-10-02T09:00:00+10:00"))
    assert (taken_back.data["kind"], taken_back.data["source_version"]) == ("registry.employment-ended", 2)
    assert told.facts("employment-ended") == []


def test_a_reason_that_the_recipe_does_not_know_is_rejected_and_not_guessed() -> None:
    told = recipe("stp-ends", "employment-ended")
    told.report(changed(SEPTEMBER, cessation_type="X"), changed(SEPTEMBER, basis="Z"))
    assert told.rejected == [
        "reason: the code is not among those of the mapping",
        "basis: the mapping does not say whether a line with this code states anything",
    ]


def test_who_is_no_employee_of_the_payer_has_no_job_there() -> None:
    for basis in "DN":
        assert all_told("stp-starts", "employment-started", [changed(JULY, basis=basis)]).sent == []


def test_the_totals_begin_anew_on_the_first_of_july_and_each_period_has_its_own_pay() -> None:
    told = all_told("stp-pay", "contribution", [JULY, AUGUST, SEPTEMBER])
    assert told.pay() == [("2019-07-01", 650_000), ("2019-08-01", 650_000), ("2019-09-01", 450_000)]
    lower = changed(SEPTEMBER, gross_ytd="12000.00", sent="2019-10-02T09:00:00+10:00")
    told.report(lower)
    assert told.pay() == [("2019-07-01", 650_000), ("2019-08-01", 550_000), ("2019-09-01", 0)]
