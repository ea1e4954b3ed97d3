"""People in Viet Nam and Korea, beyond what their stories in law/stories say."""

from __future__ import annotations

from datetime import date

from tests.law.schemes.abroad import GRANTED, REFUSED, WAITS, Claimant


def vietnamese(months: int, pay: int, region: str = "I", *, on: date = date(2026, 3, 2)) -> Claimant:
    ended = Claimant("vn/bhtn", on).earned(pay, months).lost_work().born(1985, region=region)
    return ended.claims()


def test_a_vietnamese_with_eleven_months_is_refused_and_with_a_seasonal_contract_looks_back_further() -> None:
    assert vietnamese(11, 6000000).outcome == REFUSED
    person = Claimant("vn/bhtn", date(2026, 3, 2)).earned(6000000, 6).earned(6000000, 6, back=25).lost_work()
    person.born(1985, region="I").claims()
    assert person.outcome == REFUSED
    assert person.stated(seasonal_contract=True).outcome == GRANTED


def test_a_vietnamese_waits_ten_working_days_since_2026_and_fifteen_days_before() -> None:
    assert vietnamese(15, 6000000).determination().waiting_days == 14
    assert vietnamese(15, 6000000, on=date(2025, 3, 3)).determination().waiting_days == 15


def test_a_vietnamese_with_months_abroad_under_an_agreement_is_granted() -> None:
    assert vietnamese(10, 6000000).stated(foreign_months=2).outcome == GRANTED


def test_vietnamese_months_abroad_that_are_stated_as_days_and_as_a_sum_count_once() -> None:
    person = vietnamese(9, 6000000).stated(insured_abroad=True)
    assert person.outcome == GRANTED, "every month of the window counts as insured"
    assert vietnamese(9, 6000000).stated(insured_abroad=True, foreign_months=2).outcome == REFUSED


def test_a_vietnamese_of_a_region_nobody_knows_is_asked_about() -> None:
    assert vietnamese(15, 6000000, "V").outcome == WAITS


def korean(pay: int, years: int, born: int) -> Claimant:
    person = Claimant("kr/ei", date(2026, 3, 1)).earned(pay, years * 12).lost_work().born(born)
    return person.claims()


def test_two_koreans_of_different_pay_may_both_be_paid_the_floor() -> None:
    assert korean(2000000, 4, 1990).rate == korean(3200000, 4, 1990).rate == 66048
