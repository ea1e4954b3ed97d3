"""People who come back: what is shared with the spell before, what starts anew, and what rolls on with time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from contracts.eligibility import ONE_CLAIM, AssessmentMade, DeterminationMade, DeterminationOutcome, WeekState
from law.decide.linked_claims import SAME_SPELL
from law.people.as_facts import money
from law.people.life import Job
from law.people.stretches import paid_each
from tests.law.schemes.abroad import GRANTED, REFUSED, Claimant
from tests.law.schemes.test_facts_arrive_abroad import abroad
from tests.stories.town import decided, said

D = Decimal
BEGAN = date(2024, 3, 3)  # a Sunday


def canadian(*, first: int = 6, again_after: int = 20) -> Claimant:
    """Worked a year, claimed and certified `first` weeks, worked again and claims again so many weeks after."""
    person = Claimant("ca/ei-regular", BEGAN).lost_work().born(1985).stated(regional_rate="0.06")
    person.says(Job(pay=paid_each("week", BEGAN - timedelta(weeks=52), 52, 1000, minutes=25 * 60)))
    person.claims().certifies(*weeks(BEGAN, first))
    return person.claims(again=BEGAN + timedelta(weeks=again_after), key="again")


def weeks(start: date, number: int) -> list[tuple[date, date]]:
    return list(pairwise(start + timedelta(weeks=week) for week in range(number + 1)))


class TestACanadianWhoClaimsAgainWithinTheBenefitPeriod:
    def test_goes_on_with_it_and_is_not_asked_whether_it_is_one_claim(self) -> None:
        again = canadian().determination("again")
        findings = {finding.condition: finding for finding in again.findings}

        assert again.outcome is DeterminationOutcome.GRANTED
        assert "goes on with claim claim" in findings[SAME_SPELL].because
        assert ONE_CLAIM not in findings

    def test_does_not_wait_again_and_keeps_rate_and_rest_of_weeks(self) -> None:
        again = canadian().determination("again")

        assert again.waiting == 0
        assert again.entitlement is not None
        assert (again.entitlement.benefit_rate.minor, again.entitlement.units_max) == (550_00, 22 - 5)

    def test_is_paid_from_the_first_week(self) -> None:
        person = canadian()
        person.certifies(*weeks(BEGAN + timedelta(weeks=20), 2), claim="again")

        assert person.paid_under("again") == [550, 550]

    def test_may_draw_on_it_no_longer_than_the_first_benefit_period(self) -> None:
        person = canadian()
        first, again = person.determination(), person.determination("again")

        assert again.benefit_year.end == first.benefit_year.end

    def test_waits_for_the_rest_where_nothing_was_waited_for(self) -> None:
        assert canadian(first=0).determination("again").waiting == 7

    def test_is_paid_no_week_twice_and_none_under_the_first_claim_any_more(self) -> None:
        person = canadian()
        later = weeks(BEGAN + timedelta(weeks=20), 2)
        person.certifies(*later).certifies(*later, claim="again")

        assert [week.state for week in person.assessed()[-2:]] == [WeekState.OUTSIDE] * 2
        assert "goes on with this one" in person.assessed()[-1].because
        assert person.paid_under("again") == [550, 550]

    def test_uses_up_one_maximum_over_both_claims(self) -> None:
        person = canadian().certifies(*weeks(BEGAN + timedelta(weeks=20), 20), claim="again")

        paid = sum(1 for amount in person.paid_under("claim") + person.paid_under("again") if amount)

        assert paid == 22

    def test_begins_a_period_of_its_own_once_the_first_has_ended(self) -> None:
        again = canadian(again_after=52).determination("again")

        assert (again.outcome.value, again.before.goes_on_from, again.waiting) == (REFUSED, None, 7)

    def test_goes_on_whichever_claim_is_known_first(self) -> None:
        person = canadian()
        backwards = Claimant(person.name, person.on, list(reversed(person.facts)))

        assert backwards.determinations() == person.determinations()


def thai(again: date) -> Claimant:
    person = Claimant("th/sso", date(2025, 3, 1)).earned(12000, 24).lost_work().born(1985).claims()
    months = [(date(2025, month, 1), date(2025, month + 1, 1)) for month in range(3, 8)]
    return person.certifies(*months).claims(again=again, key="again")


def test_a_thai_is_paid_180_days_of_a_calendar_year_whatever_the_number_of_claims() -> None:
    autumn = [(date(2026, month, 1), date(2026, month + 1, 1)) for month in range(3, 10)]
    person = thai(date(2026, 3, 1)).certifies(*autumn, claim="again")
    first_year = sum(person.paid_under("claim"))

    assert first_year == 200 * (31 + 30 + 31 + 30 + 31 - 7)
    assert sum(person.paid_under("again")) == 200 * 180  # a new year, a new allowance


def test_a_south_african_has_the_credit_days_that_were_not_drawn_in_four_years() -> None:
    person = Claimant("za/uif", date(2025, 3, 1)).earned(5000, 48).lost_work().born(1985).claims()
    person.certifies(*[(date(2025, month, 1), date(2025, month + 1, 1)) for month in (3, 4)])
    soon = person.claims(again=date(2025, 6, 1), key="soon").determination("soon").entitlement

    assert soon is not None
    assert soon.units_max == 1461 // 4 - 61  # the four years end with the employment; 61 days were drawn


def test_a_jordanian_needs_36_new_contributions_and_may_claim_three_times() -> None:
    person = Claimant("jo/ssc", date(2025, 3, 1)).earned(400, 48).lost_work().born(1985).claims()
    person.certifies((date(2025, 4, 1), date(2025, 5, 1)))
    again = date(2027, 4, 1)
    person.claims(again=again, key="again")

    assert person.outcome == GRANTED
    assert person.determination("again").outcome.value == REFUSED


def test_a_korean_counts_the_years_since_benefit_was_drawn() -> None:
    person = Claimant("kr/ei", date(2026, 3, 1)).earned(2800000, 72).lost_work().born(1990).claims()
    person.certifies((date(2026, 3, 2), date(2026, 3, 16)))
    again = person.claims(again=date(2027, 4, 5), key="again").determination("again").entitlement

    assert person.lasts[0] == 210
    assert again is not None
    assert again.units_max == 120


@pytest.mark.parametrize("backwards", [False, True])
def test_a_late_certification_of_the_first_claim_reaches_the_second_through_the_service(
    tmp_path: Path, *, backwards: bool
) -> None:
    person = canadian(first=3)
    late = [fact for fact in person.facts if getattr(fact, "claim", "") == "claim"]
    early = [fact for fact in person.facts if fact not in late]
    laptop = abroad(tmp_path, "ca/ei-regular")
    for fact in [*early, *(reversed(late) if backwards else late)]:
        laptop.publish([said(fact)])
        laptop.run_until_quiet()
    events = decided(laptop)
    again = [event for event in events if isinstance(event, DeterminationMade) and event.claim == "again"]

    assert len([event for event in events if isinstance(event, AssessmentMade)]) >= 3
    assert again[0].total_max == money(550 * 22, person.scheme)
    assert again[-1].total_max == money(550 * 20, person.scheme)
