"""People in Germany, Norway and France, beyond what their stories in law/stories say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.claims import Ground
from contracts.registry import Separation
from contracts.values import Period
from law.language.terms.calendar import add_months
from law.people.life import Job, Pay, ReducedHours
from tests.law.schemes.abroad import GRANTED, REFUSED, WAITS, Claimant

D = Decimal


def german(months: int = 24, *, born: int = 1985, pay: int = 3000, **stated: object) -> Claimant:
    person = Claimant("de/alg1", date(2025, 3, 1)).earned(pay, months).lost_work().born(born)
    return person.stated(**{"wage_tax_daily": "9.91", **stated}).claims()


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


def who_gave_up_work(days: int, *, months: int = 48, born: int = 1966, ended: date = date(2025, 3, 1)) -> Claimant:
    person = Claimant("de/alg1", date(2025, 3, 1)).says(Job(ended=ended, reason=Separation.VOLUNTARY)).born(born)
    person.earned(3000, months).stated(wage_tax_daily="9.91").claims()
    return person.is_sanctioned("did_not_give_up_work", Ground.QUIT, days)


def test_a_quarter_is_lost_with_twelve_weeks_only_and_six_weeks_cost_42_days() -> None:
    assert who_gave_up_work(84).determination().sanctioned == 180  # a quarter of 720, SGB III § 148(1) no. 4
    assert who_gave_up_work(42).determination().sanctioned == 42
    assert who_gave_up_work(84, months=12).determination().sanctioned == 84  # a quarter of 180 would be less


def test_work_given_up_longer_than_a_year_before_costs_nothing_of_the_duration() -> None:
    assert who_gave_up_work(84, ended=date(2024, 3, 1)).determination().sanctioned == 0  # SGB III § 148(2) sentence 2
    assert who_gave_up_work(84, ended=date(2024, 3, 2)).determination().sanctioned == 180


def test_a_german_with_severance_pay_and_no_notice_rests_as_the_law_computes() -> None:
    person = Claimant("de/alg1", date(2025, 3, 1)).earned(D("3650"), 24).lost_work(years=12).born(1977)
    person.stated(wage_tax_daily=10, severance_pay=30000, notice_days_missed=365).claims()
    # 60 % less 10 for twelve years and 10 for age 47: 40 % of 30,000 is 12,000; at 120 a day, 100 days
    assert person.determination().timeline[0].period.days == 100


def norwegian(pay: int = 40000, months: int = 36, *, born: int = 1985, **stated: object) -> Claimant:
    person = Claimant("no/dagpenger", date(2025, 6, 16)).earned(pay, months).lost_work().born(born)
    return person.stated(**stated).claims()


def test_a_norwegian_who_still_works_25_of_40_hours_has_not_lost_enough() -> None:
    assert norwegian(weekly_hours_now=25).outcome == REFUSED
    assert norwegian(weekly_hours_now=20).outcome == GRANTED


def test_a_norwegian_of_68_is_too_old() -> None:
    assert norwegian(born=1957).outcome == REFUSED
    assert norwegian(born=1958).outcome == GRANTED  # still in the month of the birthday


def french(
    months: int = 24, pay: int = 2000, *, born: int = 1985, reason: Separation = Separation.DISMISSED
) -> Claimant:
    person = Claimant("fr/are", date(2026, 1, 1)).earned(pay, months, hours=152).lost_work(reason).born(born)
    return person.stated(security_ceiling=4005).claims()


def test_a_french_person_who_resigned_is_asked_about() -> None:
    assert french(reason=Separation.VOLUNTARY).outcome == WAITS
    assert french(reason=Separation.MUTUAL_AGREEMENT).outcome == GRANTED


def test_a_french_person_waits_for_seven_days_and_is_deferred_for_leave_and_severance() -> None:
    january, february = (date(2026, 1, 1), date(2026, 2, 1)), (date(2026, 2, 1), date(2026, 3, 1))
    assert french().certifies(january, february).paid == [23 * D("39.71"), 30 * D("39.71")]  # a month has thirty days
    deferred = french().stated(leave_deferral=10, severance_deferral=31, economic_dismissal=True)
    assert deferred.certifies(january, february).paid == [0, 11 * D("39.71")]  # 41 days, then 7
    long = french().stated(severance_deferral=400, economic_dismissal=True)
    assert long.determination().timeline[0].period.days == 75


def test_a_german_with_eleven_months_and_two_in_another_member_state_has_a_right() -> None:
    assert german(11).holds("insured_abroad", date(2024, 2, 1), date(2024, 4, 1)).outcome == GRANTED
    assert german(11).holds("insured_abroad", date(2025, 2, 1), date(2025, 3, 1)).outcome == REFUSED  # no day twice
    abroad_last = german(11, last_insured_abroad=True).holds("insured_abroad", date(2024, 2, 1), date(2024, 4, 1))
    assert abroad_last.outcome == REFUSED


def test_a_german_without_a_new_right_draws_what_is_left_of_the_old_one() -> None:
    person = german().certifies((date(2025, 3, 1), date(2025, 4, 1)), (date(2025, 4, 1), date(2025, 5, 1)))
    again = person.claims(again=date(2025, 9, 1), key="again").determination("again")
    assert again.entitlement is not None
    assert (again.outcome.value, again.before.goes_on_from) == (GRANTED, "claim")
    assert (again.entitlement.units_max, again.entitlement.benefit_rate.minor) == (300, 41_40)


def test_a_german_with_a_new_right_adds_the_rest_of_the_old_one_up_to_the_age_and_keeps_the_level() -> None:
    person = german(16).certifies((date(2025, 3, 1), date(2025, 4, 1)))
    person.earned(2000, 12, back=-13).claims(again=date(2026, 4, 1), key="again")
    again = person.determination("again").entitlement
    assert again is not None
    assert (again.units_max, again.benefit_rate.minor) == (360, 41_40)  # 6 months and 7 left are cut at 12


def test_a_german_with_21_weeks_of_sanctions_loses_the_right() -> None:
    person = german().is_sanctioned("did_not_give_up_work", Ground.QUIT, 84)
    assert person.determination().sanctioned == 90
    person.is_sanctioned("referral:1", Ground.REFUSAL, 63)
    assert person.determination().sanctioned >= 360


def test_a_german_who_missed_an_appointment_loses_a_week() -> None:
    person = german().is_sanctioned("referral:1", Ground.NO_VERIFICATION, 7)
    assert person.determination().sanctioned == 7


def test_a_norwegian_beside_sick_pay_is_paid_the_rest() -> None:
    assert norwegian(other_benefit_daily=300).rate == norwegian().rate - 300
    assert norwegian(other_benefit_daily=9000).rate == 0


def test_a_norwegian_whose_hours_were_cut_to_25_of_40_has_not_lost_enough() -> None:
    def cut_to(hours: int) -> Claimant:
        person = Claimant("no/dagpenger", date(2025, 6, 16)).earned(40000, 36).born(1985).stated(laid_off=True)
        less = ReducedHours(Period.of_days(person.on, 90), hours * 60)
        return person.says(Job(started=date(2020, 1, 1), reduced=(less,))).claims()

    assert (cut_to(25).outcome, cut_to(20).outcome) == (REFUSED, GRANTED)


def test_a_norwegian_who_comes_back_within_a_year_goes_on_without_new_deductible() -> None:
    person = norwegian().certifies((date(2025, 6, 16), date(2025, 6, 30)))
    again = person.claims(again=date(2025, 12, 1), key="again").determination("again")
    assert again.entitlement is not None
    assert (again.waiting, again.entitlement.units_max, again.before.goes_on_from) == (0, 510, "claim")
    late = person.claims(again=date(2029, 1, 1), key="late").determination("late")
    assert late.before.goes_on_from is None


def test_a_norwegian_with_income_in_another_eea_state_reaches_the_minimum_but_is_paid_from_that_at_home() -> None:
    alone, with_abroad = norwegian(12000, 12), norwegian(12000, 12, income_abroad_12_months=60000)
    assert (alone.outcome, with_abroad.outcome) == (REFUSED, GRANTED)
    assert with_abroad.determination().entitlement is not None
    assert with_abroad.rate == alone.rate
    last_there = norwegian(12000, 12, income_abroad_12_months=60000, worked_last_abroad=True)
    assert last_there.outcome == REFUSED


def test_a_german_contest_keeps_no_running_benefit_and_a_french_notice_leaves_ten_days() -> None:
    meanwhile = german().determination().safeguards
    assert meanwhile is not None
    assert meanwhile.meanwhile is not None
    assert (meanwhile.meanwhile.complaint, meanwhile.meanwhile.appeal) == ((), ())
    assert "SGG § 86a(2) no. 2" in meanwhile.meanwhile.cites
    window = french().determination().safeguards
    assert window is not None
    assert window.reply_window is not None
    assert (window.reply_window.days, window.meanwhile, window.two_officers) == (10, None, None)
    assert norwegian().determination().safeguards is None


def worked(key: str, start: date, end: date) -> Job:
    """A job at 1,500 euros a month, which ended."""
    months = (months_from(start, number) for number in range(1 + (end - start).days // 28))
    pay = tuple(Pay(Period(start=first, end=after), D(1500)) for first, after in months if after <= end)
    return Job(key=key, started=start, ended=end, pay=pay)


def months_from(start: date, number: int) -> tuple[date, date]:
    return add_months(start, number), add_months(start, number + 1)


def test_work_between_two_claims_on_one_spanish_right_counts_for_the_next_right() -> None:
    """LGSS Art. 269(2): four months and nine are 396 days since the older right arose."""
    person = Claimant("es/contributiva", date(2022, 3, 1)).born(1985)
    person.stated(base_as_stated="50", children=0, keeps_old_right="no")
    person.says(worked("first", date(2020, 3, 1), date(2022, 3, 1)))
    person.says(worked("second", date(2022, 5, 1), date(2022, 9, 1)))
    person.says(worked("third", date(2022, 10, 1), date(2023, 7, 1)))
    person.claims().certifies(*(months_from(date(2022, 3, 1), number) for number in range(2)))
    person.claims(again=date(2022, 9, 1), key="second").certifies(months_from(date(2022, 9, 1), 0), claim="second")
    person.claims(again=date(2023, 7, 1), key="third")
    entitlements = [found.entitlement for found in person.determinations().values()]
    assert [worth.units_max for worth in entitlements if worth] == [240, 240, 120]
    assert person.paid_under("second") == [D("979.50")]
    assert person.determination("second").before.carried == 60
    assert person.determination("third").before.carried == 0
