"""The German notices (DEÜV): cancelled and sent anew, ends of insurance that are no ends, digits that give no hours."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.services.registry_kit.recipes import all_told, changed, lines_of, recipe

BEGAN, YEAR, LEFT, OTHER_BEGAN, MONTH_WITHOUT_PAY = lines_of("deuev.csv")
LATER = "2019-10-01T09:00:00+02:00"


def test_the_last_digit_of_the_activity_key_says_the_contract_and_no_hours() -> None:
    first, second = all_told("deuev-starts", "employment-started", [BEGAN, OTHER_BEGAN]).facts("employment-started")
    assert (first["contract"], second["contract"]) == ("permanent", "fixed_term")
    assert first.keys() & {"minutes_weekly", "full_post"} == set()
    assert (first["occupation"], first["started_on"]) == ("kldb2010:29", "2018-03-01")


@pytest.mark.parametrize("notice", ["11", "12", "13", "31", "32", "33", "34", "35", "36", "50"])
def test_a_change_of_fund_or_a_month_without_pay_begins_and_ends_no_job(notice: str) -> None:
    line = changed(MONTH_WITHOUT_PAY, grund=notice)
    assert all_told("deuev-starts", "employment-started", [line]).sent == []
    assert all_told("deuev-ends", "employment-ended", [line]).sent == []


def test_an_end_has_no_reason_but_a_death_is_an_end_that_says_so() -> None:
    [ended] = all_told("deuev-ends", "employment-ended", [LEFT]).facts("employment-ended")
    assert (ended["reason"], ended["ended_on"], ended["code"]) == ("not_said", "2019-09-01", "deuev:30")
    [died] = all_told("deuev-ends", "employment-ended", [changed(LEFT, grund="49")]).facts("employment-ended")
    assert died["reason"] == "death"


def test_pay_that_is_told_by_itself_stands_beside_the_year_s() -> None:
    once = changed(YEAR, grund="54", beginn="01.11.2018", ende="30.11.2018", entgelt="2000")
    assert all_told("deuev-pay", "contribution", [YEAR, once]).pay() == [
        ("2018-03-01", 2_400_000),
        ("2018-11-01", 200_000),
    ]
    repeats = [changed(once, grund=notice) for notice in ("58", "92")]
    assert all_told("deuev-pay", "contribution", repeats).sent == []


@pytest.mark.parametrize("notice", ["17", "54", "57", "58", "92"])
def test_a_notice_about_pay_or_leave_alone_begins_and_ends_no_job(notice: str) -> None:
    line = changed(YEAR, grund=notice)
    assert all_told("deuev-starts", "employment-started", [line]).sent == []
    assert all_told("deuev-ends", "employment-ended", [line]).sent == []


def test_a_notice_that_is_cancelled_and_sent_anew_at_once_restates_in_either_order() -> None:
    cancelled = changed(LEFT, storno="J", erstellt=LATER)
    anew = changed(LEFT, entgelt="18000", erstellt=LATER)
    for order in permutations([LEFT, cancelled, anew]):
        told = all_told("deuev-pay", "contribution", [YEAR, *order])
        assert told.pay() == [("2018-03-01", 2_400_000), ("2019-01-01", 1_800_000)]
    told = all_told("deuev-pay", "contribution", [YEAR, LEFT, cancelled])
    assert told.pay() == [("2018-03-01", 2_400_000)]


def test_a_reason_for_a_notice_that_nobody_named_is_rejected() -> None:
    told = recipe("deuev-ends", "employment-ended")
    told.report(changed(LEFT, grund="99"))
    assert told.rejected == ["grund: the mapping does not say whether a line with this code states anything"]
