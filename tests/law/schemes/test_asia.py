"""People in Viet Nam, Indonesia, Jordan, Thailand, Korea, Bahrain and Japan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.registry import Separation
from tests.law.schemes.abroad import GRANTED, REFUSED, WAITS, Claimant

D = Decimal


def vietnamese(months: int, pay: int, region: str = "I", *, on: date = date(2026, 3, 2)) -> Claimant:
    ended = Claimant("vn/bhtn", on).earned(pay, months).lost_work().born(1985, region=region)
    return ended.claims()


def test_a_vietnamese_with_62_months_is_paid_3_600_000_for_five() -> None:
    person = vietnamese(62, 6000000)
    assert (person.outcome, person.rate, person.lasts, person.total) == (GRANTED, D(3600000), (5, "month"), D(18000000))


def test_a_vietnamese_with_high_pay_meets_five_regional_minimum_wages() -> None:
    assert vietnamese(15, 45000000, "II").total == 23650000 * 3


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


def test_a_vietnamese_of_a_region_nobody_knows_is_asked_about() -> None:
    assert vietnamese(15, 6000000, "V").outcome == WAITS


def indonesian(pay: int = 4000000, months: int = 24, *, on: date = date(2025, 6, 2)) -> Claimant:
    return Claimant("id/jkp", on).earned(pay, months).lost_work().born(1985).claims()


def test_an_indonesian_of_2025_is_paid_60_per_cent_for_six_months() -> None:
    assert (indonesian().rate, indonesian().total) == (D(2400000), D(14400000))


def test_an_indonesian_of_2024_is_paid_45_and_then_25_per_cent() -> None:
    person = indonesian(8000000, on=date(2024, 6, 3)).months(6)
    assert person.paid == [2250000] * 3 + [1250000] * 3
    assert person.total == 10500000


def test_an_indonesian_meets_the_ceiling_of_five_millions() -> None:
    assert indonesian(8000000).rate == 3000000


def test_an_indonesian_with_eleven_months_is_refused() -> None:
    assert indonesian(months=11).outcome == REFUSED


def test_an_indonesian_who_resigned_is_asked_about() -> None:
    person = Claimant("id/jkp", date(2025, 6, 2)).earned(4000000, 24).lost_work(Separation.VOLUNTARY).claims()
    assert person.outcome == WAITS


def jordanian(months: int = 40, *, pay: int = 400, born: int = 1985, **stated: object) -> Claimant:
    person = Claimant("jo/ssc", date(2020, 6, 1)).earned(pay, months).lost_work().born(born)
    return person.stated(**stated).claims()


def test_a_jordanian_is_paid_falling_shares_for_three_months() -> None:
    assert jordanian().months(3).paid == [300, 260, 220]
    assert jordanian().total == 780


def test_a_jordanian_with_180_contributions_is_paid_for_six_months() -> None:
    assert jordanian(180).months(6).paid == [300, 260, 220, 180, 180, 180]


def test_a_jordanian_with_high_pay_meets_the_cap() -> None:
    assert jordanian(pay=1000).rate == 555


def test_a_jordanian_with_35_contributions_is_refused() -> None:
    assert jordanian(35).outcome == REFUSED


def test_a_jordanian_after_three_claims_is_refused_and_so_is_one_of_sixty() -> None:
    assert jordanian(claims_before=3).outcome == REFUSED
    assert jordanian(born=1958).outcome == REFUSED


def thai(pay: int = 12000, months: int = 12, *, reason: Separation = Separation.LAID_OFF) -> Claimant:
    return Claimant("th/sso", date(2025, 3, 1)).earned(pay, months).lost_work(reason).born(1985).claims()


def test_a_thai_who_was_laid_off_is_paid_half_for_180_days() -> None:
    assert (thai().rate, thai().lasts, thai().total) == (D(200), (180, "day"), D(36000))


def test_a_thai_who_resigned_is_paid_30_per_cent_for_90_days() -> None:
    assert (thai(reason=Separation.VOLUNTARY).rate, thai(reason=Separation.VOLUNTARY).total) == (D(120), D(10800))


def test_a_thai_is_not_paid_for_the_first_seven_days() -> None:
    person = thai().certifies((date(2025, 3, 1), date(2025, 4, 1)), (date(2025, 4, 1), date(2025, 5, 1)))
    assert person.paid == [24 * 200, 30 * 200]


def test_a_thai_above_the_ceiling_is_paid_from_15000() -> None:
    assert thai(40000).rate == 250


def test_a_thai_with_five_months_is_refused() -> None:
    assert thai(months=5).outcome == REFUSED


def korean(pay: int, years: int, born: int) -> Claimant:
    person = Claimant("kr/ei", date(2026, 3, 1)).earned(pay, years * 12).lost_work().born(born)
    return person.claims()


def test_a_korean_of_35_with_four_years_is_raised_to_the_floor_for_180_days() -> None:
    person = korean(2800000, 4, 1990)
    assert (person.rate, person.lasts, person.total) == (D(66048), (180, "day"), D(11888640))


def test_a_korean_of_52_with_twelve_years_meets_the_cap_for_270_days() -> None:
    assert korean(6000000, 12, 1973).total == 18387000


def test_two_koreans_of_different_pay_may_both_be_paid_the_floor() -> None:
    assert korean(2000000, 4, 1990).rate == korean(3200000, 4, 1990).rate == 66048


def test_a_korean_who_lost_work_before_2026_keeps_the_cap_of_then() -> None:
    person = Claimant("kr/ei", date(2025, 12, 1)).earned(6000000, 24).lost_work().born(1990).claims()
    assert person.rate == 66000


def test_a_korean_with_a_disability_is_paid_as_long_as_the_older() -> None:
    assert korean(2800000, 4, 1990).stated(disabled=True).lasts == (210, "day")


def test_a_korean_with_five_months_is_refused() -> None:
    person = Claimant("kr/ei", date(2026, 3, 1)).earned(2800000, 5).lost_work().born(1990).claims()
    assert person.outcome == REFUSED


def bahraini(pay: int, months: int = 12) -> Claimant:
    return Claimant("bh/unemployment", date(2024, 3, 3)).earned(pay, months).lost_work().born(1985).claims()


def test_a_bahraini_with_500_is_paid_300_for_nine_months() -> None:
    assert (bahraini(500).rate, bahraini(500).lasts) == (D(300), (9, "month"))


def test_a_bahraini_with_2000_meets_the_maximum() -> None:
    assert bahraini(2000).rate == 1000


def test_a_bahraini_with_250_is_raised_to_the_minimum_and_one_with_150_is_not_paid_more() -> None:
    assert bahraini(250).rate == 200
    assert bahraini(150).rate == 150


def test_a_bahraini_with_eleven_months_is_refused() -> None:
    assert bahraini(500, 11).outcome == REFUSED


def test_a_bahraini_is_paid_month_by_month_until_nine_are_paid() -> None:
    assert bahraini(500).months(10).paid == [300] * 9 + [0]


def japanese(pay: int, years: int, born: int, *, reason: Separation = Separation.LAID_OFF) -> Claimant:
    return (
        Claimant("jp/basic-allowance", date(2026, 9, 1)).earned(pay, years * 12).lost_work(reason).born(born).claims()
    )


def test_a_japanese_of_35_with_10000_a_day_is_paid_6307() -> None:
    assert japanese(300000, 3, 1991).rate == 6307


def test_a_japanese_of_50_dismissed_after_20_years_is_paid_9110_for_330_days() -> None:
    person = japanese(800000, 20, 1976)
    assert (person.rate, person.lasts) == (D(9110), (330, "day"))


def test_a_japanese_who_left_is_paid_for_fewer_days_and_asked_about() -> None:
    person = japanese(300000, 3, 1991, reason=Separation.VOLUNTARY)
    assert (person.outcome, person.lasts) == (WAITS, (90, "day"))


def test_a_japanese_of_62_is_paid_by_the_other_curve() -> None:
    assert japanese(300000, 3, 1964).rate == 5348  # 5 % of 10,000 and 40 % of 12,120


def test_a_japanese_with_low_pay_counts_as_earning_the_lowest_wage() -> None:
    assert japanese(60000, 3, 1991).rate == 2562


def test_a_japanese_with_six_months_is_granted_only_after_dismissal() -> None:
    recent = Claimant("jp/basic-allowance", date(2026, 9, 1)).earned(300000, 7).lost_work().born(1991).claims()
    left = Claimant("jp/basic-allowance", date(2026, 9, 1)).earned(300000, 7).lost_work(Separation.VOLUNTARY)
    assert (recent.outcome, left.born(1991).claims().outcome) == (GRANTED, REFUSED)
