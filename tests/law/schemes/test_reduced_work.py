"""People in Germany whose work is reduced or who lost one of two jobs; people insured in another Member State."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contracts.values import Period
from law.people.life import Job, ReducedHours
from tests.law.schemes.abroad import GRANTED, REFUSED, Claimant

D = Decimal
BEGAN = date(2025, 3, 1)
MARCH, APRIL = (BEGAN, date(2025, 4, 1)), (date(2025, 4, 1), date(2025, 5, 1))


def on_short_time(*, hours: int = 20, until: date = date(2025, 6, 1), **stated: object) -> Claimant:
    """Pay of 3,000 falls to 1,500; the table of net pays gives 2,150 for the one and 1,180 for the other."""
    less = ReducedHours(Period(start=BEGAN, end=until), hours * 60)
    person = Claimant("de/kurzarbeitergeld", BEGAN).earned(3000, 12).born(1985)
    person.says(Job(started=date(2020, 1, 1), reduced=(less,)))
    said = {"workplace_decided": True, "should_pay": 3000, "net_of_should_pay": 2150, "net_of_pay": 1180}
    return person.stated(**{**said, **stated}).claims()


class TestShortTime:
    def test_pays_nothing_in_a_month_without_enough_loss_and_uses_no_month_up(self) -> None:
        person = on_short_time(until=date(2025, 4, 1)).certifies(MARCH, earned=1500).certifies(APRIL, earned=3000)
        person.certifies((date(2025, 5, 1), date(2025, 6, 1)), earned=3000)

        assert person.paid == [D("582.00"), 0, 0]

    def test_of_a_tenth_exactly_is_not_enough(self) -> None:
        assert on_short_time().certifies(MARCH, earned=2700).paid == [0]
        assert on_short_time().certifies(MARCH, earned=2699).paid != [0]


def lost_one_of_two(*, months: int = 14, other_goes_on: bool = True) -> Claimant:
    half = Job(started=date(2020, 1, 1), minutes_weekly=20 * 60)
    lost = replace(half, key="lost", ended=BEGAN)
    kept = replace(half, key="kept", ended=None if other_goes_on else BEGAN)
    person = Claimant("de/teilarbeitslosengeld", BEGAN).earned(2400, 24).born(1985).says(lost, kept)
    said = {"months_with_both": months, "pay_of_lost_job": 40, "wage_tax_daily": "2.00"}
    return person.stated(**said).claims()


class TestOneOfTwoJobs:
    def test_lost_with_the_other_is_full_unemployment(self) -> None:
        assert lost_one_of_two(other_goes_on=False).outcome == REFUSED


class TestASpaniardWhoWorkedInAnotherMemberState:
    def worked(self, *, last_abroad: bool = False) -> Claimant:
        person = Claimant("es/contributiva", BEGAN).earned(1500, 6).lost_work().born(1985)
        person.stated(base_as_stated=50, children=0, last_insured_abroad=last_abroad)
        return person.claims()

    def test_is_refused_with_half_a_year_at_home_and_granted_with_another_half_abroad(self) -> None:
        assert self.worked().outcome == REFUSED
        added = self.worked().holds("insured_abroad", date(2024, 3, 1), date(2024, 9, 1))
        assert (added.outcome, added.lasts) == (GRANTED, (120, "day"))

    def test_is_paid_from_the_contribution_base_at_home_alone(self) -> None:
        added = self.worked().holds("insured_abroad", date(2022, 3, 1), date(2024, 9, 1))

        assert added.rate == D("35.00")

    def test_counts_no_day_twice(self) -> None:
        assert self.worked().holds("insured_abroad", date(2024, 9, 1), BEGAN).outcome == REFUSED

    def test_has_no_right_here_if_the_last_work_was_there(self) -> None:
        added = self.worked(last_abroad=True).holds("insured_abroad", date(2024, 3, 1), date(2024, 9, 1))

        assert added.outcome == REFUSED


@pytest.mark.parametrize(
    ("first", "paid"), [(date(2022, 5, 1), [D("979.50")] * 6 + [D("679.50"), D("679.50"), D(828)])]
)
def test_a_spaniard_follows_the_new_share_from_the_day_on_which_it_came(first: date, paid: list[Decimal]) -> None:
    """Of 1,050, 750 and 900 the contribution of 4.7 % of 1,500 is taken, from 2023 of 4.8 %."""
    person = Claimant("es/contributiva", first).earned(1500, 36).lost_work().born(1985)
    person.stated(base_as_stated=50, children=0).claims()
    months = [(date(2022, month, 1), date(2022, month + 1, 1)) for month in range(5, 12)]
    months += [(date(2022, 12, 1), date(2023, 1, 1)), (date(2023, 1, 1), date(2023, 2, 1))]

    assert person.certifies(*months).paid == paid
