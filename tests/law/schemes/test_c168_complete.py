"""People under the model scheme that covers every contingency and every group that C168 names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from contracts.eligibility import BenefitState, WeekState
from contracts.registry import Separation
from contracts.values import Period
from law.people.life import Job, ReducedHours, SuspendedWork
from tests.law.schemes.abroad import GRANTED, REFUSED, Claimant

D = Decimal
BEGAN = date(2021, 3, 1)  # a Monday


def person(
    months: int = 12, *, reason: Separation = Separation.LAID_OFF, on: date = BEGAN, pay: int = 2600
) -> Claimant:
    return Claimant("ilo/c168-complete", on).earned(pay, months).lost_work(reason).born(1985)


def at_work(*, hours: int = 0, suspended: bool = False) -> Claimant:
    """The employment of forty hours goes on with fewer, or is suspended, for ten weeks from the claim."""
    period = Period.of_days(BEGAN, 70)
    job = Job(started=date(2018, 1, 1))
    if suspended:
        job = replace(job, suspended=(SuspendedWork(period),))
    else:
        job = replace(job, reduced=(ReducedHours(period, hours * 60),))
    return Claimant("ilo/c168-complete", BEGAN).earned(2600, 12).born(1985).says(job).claims()


class TestPartialUnemployment:
    @pytest.mark.parametrize(("hours", "paid"), [(20, 150), (30, 75), (40, 0), (0, 300)])
    def test_is_paid_in_proportion_to_the_hours_that_were_lost_without_waiting(self, hours: int, paid: int) -> None:
        one = at_work(hours=hours).weeks(1, earned=400)

        assert one.outcome == GRANTED
        assert one.paid == [paid]

    def test_ends_with_the_reduction(self) -> None:
        one = at_work(hours=20).weeks(11)

        assert one.paid[-2:] == [150, 0]

    def test_of_a_part_time_worker_always_leaves_more_in_hand_the_more_is_earned(self) -> None:
        in_hand = [person().claims().weeks(2, earned=earned).paid[1] + earned for earned in range(0, 700, 100)]

        assert all(before < after for before, after in pairwise(in_hand))


class TestNewApplicants:
    @pytest.mark.parametrize("group", ["vocational_training", "studies", "military_service", "care", "released"])
    def test_are_paid_a_flat_benefit_without_any_insured_month(self, group: str) -> None:
        one = Claimant("ilo/c168-complete", BEGAN).born(2000).stated(new_applicant=group).claims()

        assert (one.outcome, one.rate, one.lasts) == (GRANTED, D(200), (26, "week"))

    def test_without_a_group_are_refused(self) -> None:
        assert Claimant("ilo/c168-complete", BEGAN).born(2000).lost_work().claims().outcome == REFUSED


class TestSeasonalWorkers:
    def worked_two_seasons(self) -> Claimant:
        one = Claimant("ilo/c168-complete", BEGAN).lost_work(Separation.SEASON_ENDED).born(1985)
        return one.earned(2600, 3, back=1).earned(2600, 3, back=13)

    def test_have_their_months_counted_over_two_years(self) -> None:
        assert self.worked_two_seasons().claims().outcome == REFUSED
        assert self.worked_two_seasons().stated(seasonal=True).claims().outcome == GRANTED

    def test_wait_for_two_weeks(self) -> None:
        assert self.worked_two_seasons().stated(seasonal=True).claims().weeks(3).paid == [0, 0, 300]


class TestPeriodsAbroad:
    def test_count_where_they_do_not_overlap(self) -> None:
        assert person(4).claims().outcome == REFUSED
        abroad = person(4).holds("insured_abroad", date(2020, 9, 1), date(2021, 1, 1))
        assert abroad.claims().outcome == GRANTED  # September and October beside November to February

    def test_change_nothing_where_they_overlap(self) -> None:
        assert person(4).holds("insured_abroad", date(2020, 11, 1), BEGAN).claims().outcome == REFUSED

    def test_do_not_raise_the_amount_which_follows_pay_at_home(self) -> None:
        abroad = person(4, pay=1300).holds("insured_abroad", date(2020, 7, 1), date(2020, 11, 1)).claims()

        assert abroad.rate == D(150)


def test_a_window_is_longer_by_the_days_of_illness_and_by_no_others() -> None:
    long_ago = Claimant("ilo/c168-complete", BEGAN).earned(2600, 6, back=10).lost_work().born(1985)
    assert long_ago.claims().outcome == REFUSED
    ill = Claimant("ilo/c168-complete", BEGAN).earned(2600, 6, back=10).lost_work().born(1985)
    assert ill.holds("was_ill", date(2020, 5, 1), BEGAN).claims().outcome == GRANTED


class TestSeverancePay:
    def test_shifts_the_benefit_and_uses_none_of_it_up(self) -> None:
        one = person().stated(severance_pay=1800).claims().weeks(5)

        assert one.determination().timeline[0].state is BenefitState.DISQUALIFIED
        assert one.paid == [0, 0, 0, 0, 300]  # 1,800 at 600 a week are three weeks; then one is waited for
        assert one.lasts == (52, "week")


class TestPhases:
    def test_after_26_weeks_the_benefit_is_tested_by_means_above_a_disregard(self) -> None:
        one = person().stated(other_means=150).claims().weeks(54)

        assert one.paid[1:27] == [300] * 26
        assert one.paid[27:53] == [170] * 26  # 220 less the 50 by which 150 exceeds 100
        assert one.assessed()[53].state is WeekState.EXHAUSTED

    def test_without_a_word_on_means_a_person_is_asked_in_the_second_phase_only(self) -> None:
        states = [week.state for week in person().claims().weeks(28).assessed()]

        assert states[26:] == [WeekState.PAID, WeekState.HELD]

    @pytest.mark.parametrize(("means", "paid"), [(0, 220), (100, 220), (101, 219), (320, 0), (400, 0)])
    def test_means_lower_it_one_for_one_and_never_below_zero(self, means: int, paid: int) -> None:
        assert person().stated(other_means=means).claims().weeks(28).paid[27] == paid


class TestComingBack:
    def test_within_a_quarter_is_one_case_with_one_waiting_and_one_maximum(self) -> None:
        one = person().claims().weeks(10)
        again = BEGAN + timedelta(weeks=16)
        one.earned(1300, 1, back=-2).claims(again=again, key="again")
        one.certifies((again, again + timedelta(weeks=1)), claim="again")

        assert one.determination("again").before.goes_on_from == "claim"
        assert one.paid_under("again") == [300]  # the earlier rate, for lower pay since does not lower it
        assert one.determination("again").before.carried == 9

    def test_later_is_a_case_of_its_own_but_39_weeks_roll_on_over_24_months(self) -> None:
        one = person(36, pay=2600).stated(other_means=0).claims().weeks(27)
        again = BEGAN + timedelta(weeks=61)
        one.earned(2600, 6, back=-14).claims(again=again, key="again")
        one.certifies(*pairwise(again + timedelta(weeks=week) for week in range(16)), claim="again")
        paid = one.paid_under("again")

        assert one.determination("again").before.goes_on_from is None
        assert sum(one.paid_under("claim")) == 26 * 300
        assert paid[1:14] == [300] * 13  # 26 and 13 are 39
        assert paid[14:] == [220]


class TestAChangeOfTheLawInsideAClaim:
    def test_is_not_followed_by_claims_that_began_before_it(self) -> None:
        before = person(on=date(2023, 11, 6)).stated(other_means=400).claims().weeks(30)
        after = person(on=date(2024, 1, 1)).stated(other_means=400).claims().weeks(30)

        assert sum(1 for paid in before.paid if paid) == 26
        assert sum(1 for paid in after.paid if paid) == 29  # one of thirty is waited for
