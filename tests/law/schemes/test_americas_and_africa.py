"""People in Canada, the United States and Chile, beyond what their stories in law/stories say."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.registry import Separation
from law.language.sheet.load import load_file
from law.language.terms.errors import OutsideKnownLaw
from law.people.life import Job
from law.people.stretches import paid_each
from law.questions.vocabulary import VOCABULARY
from tests.law.schemes.abroad import GRANTED, REFUSED, WAITS, Claimant

D = Decimal


def _weekly(hours: int, *, pay: int = 1000, rate: str = "0.06", weeks: int = 52, **stated: object) -> Claimant:
    person = Claimant("ca/ei-regular", date(2026, 3, 1)).lost_work().born(1985).stated(regional_rate=rate, **stated)
    worked = paid_each("week", person.on - timedelta(weeks=weeks), weeks, pay, minutes=hours * 60)
    return person.says(Job(pay=worked)).claims()


def test_a_canadian_with_a_violation_needs_more_hours() -> None:
    assert _weekly(15, violation="minor").outcome == REFUSED  # 780 of 875
    assert _weekly(17, violation="minor").outcome == GRANTED


def test_a_canadian_who_was_ill_is_looked_back_on_for_longer() -> None:
    assert _weekly(14, weeks=104, pay=500).lasts == (14, "week")
    assert _weekly(14, weeks=104, pay=500, weeks_excused=52).lasts == (25, "week")


def test_a_late_report_in_canada_has_no_grace_and_needs_a_good_cause() -> None:
    own = _weekly(40).determination().safeguards
    assert own is not None
    late = own.late_certification
    assert late is not None
    assert (late.days, late.grace_days) == (21, 0)
    assert late.good_cause is not None
    assert "s. 10(5)" in late.cites


def test_a_week_in_new_york_is_certified_in_seven_days_unless_there_was_a_good_cause() -> None:
    sheet = load_file(Path("law/schemes/us/new-york.yaml"), vocabulary=VOCABULARY, accept_unverified=True)
    late = sheet.safeguards["late_certification"]
    assert late.in_time_for is not None
    assert sheet.parameters[late.in_time_for].on(date(2025, 3, 1)).value == 7
    assert (late.cites, bool(late.good_cause)) == ("12 NYCRR 473.2(e)", True)


def american(state: str, quarters: tuple[int, ...], *, dependants: int = 0, **stated: object) -> Claimant:
    person = Claimant("us/states-2020", date(2020, 1, 6)).lost_work().stated(**stated)
    person.born(1985, region=state, dependants=dependants)
    for back, wages in enumerate(reversed(quarters)):
        if wages:
            person.earned(wages, 1, back=3 + 3 * back, step=3)
    return person.claims()


@pytest.mark.parametrize(
    ("state", "quarters", "rate"),
    [("MA", (12500,) * 4, 480), ("CA", (10400,) * 4, 400), ("TX", (12000,) * 4, 480), ("WA", (14000,) * 4, 539)],
)
def test_a_person_of_this_state_is_paid_by_its_formula(state: str, quarters: tuple[int, ...], rate: int) -> None:
    assert american(state, quarters).rate == rate


@pytest.mark.parametrize(
    ("state", "quarter", "total"),
    [
        ("TX", 12000, 26 * 480),  # less than 27 % of wages
        ("UT", 10000, 26 * 379),  # less than 27 % of 40,000
        ("FL", 4000, 12 * 153),
        ("CT", 8000, 26 * 307),
        ("CA", 4000, 26 * 153),
        ("GA", 5000, 14 * 238),
    ],
)
def test_a_person_of_this_state_is_paid_so_much_in_all(state: str, quarter: int, total: int) -> None:
    assert american(state, (quarter,) * 4).total == total


def test_a_person_of_a_state_with_a_table_of_its_own_waits_until_the_weeks_are_stated() -> None:
    assert american("AK", (8000,) * 4).outcome == WAITS
    stated = american("AK", (8000,) * 4, weeks_decided=26)
    assert (stated.outcome, stated.total) == (GRANTED, 26 * stated.rate)


@pytest.mark.parametrize(
    ("state", "quarter", "dependants", "rate"),
    [
        ("MA", 12500, 2, 530),  # 480 and 25 each
        ("MA", 2600, 9, 150),  # 100, and no more than half of it
        ("CT", 8000, 7, 307 + 5 * 15),
        ("MD", 12000, 3, 430),  # 430 is the highest with the allowance
        ("TX", 12000, 5, 480),
    ],
)
def test_a_person_with_dependants_is_paid_the_allowance_of_the_state(
    state: str, quarter: int, dependants: int, rate: int
) -> None:
    assert american(state, (quarter,) * 4, dependants=dependants).rate == rate


def test_a_person_of_new_jersey_with_two_children_is_paid_seven_and_four_per_cent_more() -> None:
    person = american("NJ", (10000,) * 4, dependants=2, weeks_worked=50, weeks_decided=26)
    assert person.rate == 480 + 52


@pytest.mark.parametrize(
    ("state", "quarter", "earned", "paid"),
    [
        ("TX", 12000, 220, 480 - 100),  # a quarter of 480 is left untouched
        ("WA", 14000, 205, 539 - 150),  # 5, and a quarter of the rest
        ("CA", 10400, 80, 400 - 55),  # 25 is more than a quarter
        ("CA", 10400, 200, 400 - 150),
        ("LA", 4000, 150, 193 - 100),  # no more than 50
        ("MI", 6000, 200, 246 - 100),
        ("OR", 6000, 250, 300 - 137),  # ten minimum wages are more than a third of 300
    ],
)
def test_a_person_who_earns_beside_is_left_what_the_state_leaves_untouched(
    state: str, quarter: int, earned: int, paid: int
) -> None:
    person = american(state, (quarter,) * 4).weeks(2, earned=earned)
    assert abs(person.paid[1] - paid) <= 1  # rounded down to the dollar


def test_a_chilean_whose_account_nobody_stated_is_asked_about() -> None:
    person = Claimant("cl/cesantia", date(2025, 3, 1)).earned(1000000, 24).lost_work().born(1985).claims()
    assert person.outcome == WAITS  # the fund stands in only where the account does not suffice
    resigned = Claimant("cl/cesantia", date(2025, 3, 1)).earned(1000000, 24).lost_work(Separation.VOLUNTARY).claims()
    assert resigned.outcome == WAITS


def south_african(pay: int = 5000, months: int = 48) -> Claimant:
    return Claimant("za/uif", date(2025, 3, 1)).earned(pay, months).lost_work().born(1985).claims()


def test_a_south_african_without_contributions_is_refused() -> None:
    assert south_african(months=0).outcome != GRANTED


def test_before_the_law_is_known_nothing_is_said() -> None:
    person = Claimant("us/new-york", date(2020, 3, 2)).lost_work().born(1985).claims()
    with pytest.raises(OutsideKnownLaw):
        person.determination()
