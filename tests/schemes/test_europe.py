"""People in Germany, Norway, France and Spain: each story by the law's own figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.claims import Ground
from contracts.registry import Separation
from tests.schemes.abroad import GRANTED, REFUSED, WAITS, Claimant

D = Decimal


def german(months: int = 24, *, born: int = 1985, pay: int = 3000, **stated: object) -> Claimant:
    person = Claimant("de/alg1", date(2025, 3, 1)).earned(pay, months).lost_work().born(born)
    return person.stated(**{"wage_tax_daily": "9.91", **stated}).claims()


def test_a_german_who_earned_3000_is_paid_the_net_pay_of_a_day_for_twelve_months() -> None:
    person = german()
    # 36,000 / 365 = 98.630; less 20 % and 9.91 of tax is 68.994; 60 % is 41.40
    assert (person.outcome, person.rate, person.lasts) == (GRANTED, D("41.40"), (360, "day"))


def test_a_german_with_a_child_is_paid_67_per_cent() -> None:
    assert german(children=1).rate == D("46.23")


def test_a_german_with_eleven_months_is_refused_and_with_short_contracts_is_not() -> None:
    assert german(11).outcome == REFUSED
    assert german(11, mostly_short_contracts=True).lasts == (150, "day")


def test_a_german_of_58_with_four_years_is_paid_for_two() -> None:
    assert german(48, born=1966).lasts == (720, "day")
    assert german(48).lasts == (360, "day")


def test_a_german_who_gave_up_work_is_asked_about_and_loses_a_quarter_once_decided() -> None:
    person = Claimant("de/alg1", date(2025, 3, 1)).earned(3000, 24).lost_work(Separation.VOLUNTARY).born(1985)
    person.stated(wage_tax_daily="9.91").claims()
    assert (person.outcome, person.question_of("did_not_give_up_work")) == (WAITS, True)
    person.is_sanctioned("did_not_give_up_work", Ground.QUIT, 84)
    assert person.determination().sanctioned == 90  # a quarter of 360 is more than twelve weeks
    person.certifies((date(2025, 3, 1), date(2025, 4, 1)), (date(2025, 4, 1), date(2025, 5, 1)))
    person.certifies((date(2025, 5, 1), date(2025, 6, 1)))
    assert person.paid == [0, 0, D("331.20")]  # 24 May to 31 May: eight days are left of May


def test_a_german_with_a_side_job_keeps_165_and_a_month_is_thirty_days() -> None:
    person = german().certifies((date(2025, 3, 1), date(2025, 4, 1)), earned=365)
    assert person.paid == [D("41.40") * 30 - 200]


def test_a_german_with_severance_pay_and_no_notice_rests_as_the_law_computes() -> None:
    person = Claimant("de/alg1", date(2025, 3, 1)).earned(D("3650"), 24).lost_work(years=12).born(1977)
    person.stated(wage_tax_daily=10, severance_pay=30000, notice_days_missed=365).claims()
    # 60 % less 10 for twelve years and 10 for age 47: 40 % of 30,000 is 12,000; at 120 a day, 100 days
    assert person.determination().timeline[0].period.days == 100


def norwegian(pay: int = 40000, months: int = 36, *, born: int = 1985, **stated: object) -> Claimant:
    person = Claimant("no/dagpenger", date(2025, 6, 16)).earned(pay, months).lost_work().born(born)
    return person.stated(**stated).claims()


def test_a_norwegian_who_earned_480000_is_paid_for_104_weeks_after_three_daily_rates() -> None:
    person = norwegian()
    assert (person.outcome, person.lasts) == (GRANTED, (520, "working_day"))
    assert person.determination().waiting == person.rate * 3


def test_a_norwegian_with_too_little_income_is_refused_but_for_military_service() -> None:
    assert norwegian(5000, 12).outcome == REFUSED
    served = norwegian(5000, 12, conscription_right=True)
    assert (served.outcome, served.lasts) == (GRANTED, (130, "working_day"))


def test_a_norwegian_who_still_works_25_of_40_hours_has_not_lost_enough() -> None:
    assert norwegian(weekly_hours_now=25).outcome == REFUSED
    assert norwegian(weekly_hours_now=20).outcome == GRANTED


def test_a_norwegian_of_68_is_too_old() -> None:
    assert norwegian(born=1957).outcome == REFUSED
    assert norwegian(born=1958).outcome == GRANTED  # still in the month of the birthday


def test_a_norwegian_who_works_half_of_two_weeks_is_paid_half_and_more_pays_nothing() -> None:
    card = (date(2025, 6, 16), date(2025, 6, 30))
    half = norwegian().certifies(card, minutes=40 * 60)
    gross = half.rate * 5
    assert half.paid == [gross - Decimal(str(half.determination().waiting))]
    assert norwegian().certifies(card, minutes=41 * 60).paid == [0]


def french(
    months: int = 24, pay: int = 2000, *, born: int = 1985, reason: Separation = Separation.DISMISSED
) -> Claimant:
    person = Claimant("fr/are", date(2026, 1, 1)).earned(pay, months, hours=152).lost_work(reason).born(born)
    return person.stated(security_ceiling=4005).claims()


def test_a_french_person_with_two_years_is_paid_548_days() -> None:
    person = french()
    assert (person.outcome, person.lasts) == (GRANTED, (548, "day"))
    assert person.rate == D("39.74")  # 40.4 % of 65.75 is 26.56, and 13.18


def test_a_french_person_with_five_months_is_refused() -> None:
    assert french(5).outcome == REFUSED


def test_a_french_person_of_56_looks_back_on_three_years() -> None:
    assert french(36, born=1969).lasts == (685, "day")


def test_a_french_person_who_resigned_is_asked_about() -> None:
    assert french(reason=Separation.VOLUNTARY).outcome == WAITS
    assert french(reason=Separation.MUTUAL_AGREEMENT).outcome == GRANTED


def test_a_french_person_with_low_pay_is_never_paid_more_than_three_quarters() -> None:
    assert french(pay=1100).rate == D("27.12")  # three quarters of 36.16, below the minimum of 32.13


def test_a_french_person_who_earns_beside_is_paid_for_fewer_days() -> None:
    person = french().certifies((date(2026, 1, 1), date(2026, 2, 1)), earned=1000)
    assert person.paid == [13 * D("39.74")]  # (31 x 39.74 - 700) / 39.74 is 13.4 days


def spanish(months: int = 24, pay: int = 1500, *, children: int = 0) -> Claimant:
    person = Claimant("es/contributiva", date(2025, 3, 1)).earned(pay, months).lost_work().born(1985)
    return person.stated(base_as_stated=D(pay) / 30, children=children).claims()


def test_a_spaniard_with_two_years_is_paid_240_days() -> None:
    assert (spanish().outcome, spanish().lasts) == (GRANTED, (240, "day"))


def test_a_spaniard_is_paid_70_per_cent_and_60_from_day_181() -> None:
    person = spanish()
    first = [(date(2025, month, 1), date(2025, month + 1, 1)) for month in range(3, 11)]
    assert person.certifies(*first).paid == [1050] * 6 + [900, 900]


def test_a_spaniard_with_high_pay_meets_the_maximum_of_two_children() -> None:
    assert spanish(pay=3000, children=2).rate * 30 == D("1575.00")


def test_a_spaniard_with_low_pay_is_raised_to_the_minimum() -> None:
    assert spanish(pay=900, children=1).rate == D("24.97")  # 749 a month


def test_a_spaniard_with_eleven_months_is_refused() -> None:
    assert spanish(11).outcome == REFUSED
