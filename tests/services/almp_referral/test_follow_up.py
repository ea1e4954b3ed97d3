"""Outcomes months after a participation, by employment facts alone; points at which help must have been considered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice, permutations
from pathlib import Path

import pytest

from contracts.almp_referral import ReferralMade, ReferralQuestioned
from contracts.base import Envelope
from contracts.casework import Officer
from contracts.eligibility import DeterminationOutcome
from contracts.placement import Answer, NeedsAssessed, OutcomeRecorded, PlacementRecordRetracted, ProgrammeOutcome
from contracts.referral_life import ConsideredBy, OutcomeObserved, OutcomeRule, PointPassed
from law.language.terms.errors import RuleSheetError
from services.almp_referral.follow_up import OutcomePoint
from services.almp_referral.procedure import ReferralProcedure
from tests.services.almp_referral.offering import (
    FILED,
    LIMITS,
    NEXT_DAY,
    RULES,
    Office,
    Terms,
    answered,
    assessed,
    day_closed,
    determined,
    fact,
    opened,
    recorded,
    worked,
)
from tests.services.almp_referral.test_seats_come_back import TWO_PROGRAMMES

FOLLOWED = f"""
{RULES}{LIMITS}outcomes:
  - {{months: 3, rule: in_work_on_the_day, from: 2010-01-01, cites: made up}}
  - {{months: 6, rule: in_work_on_the_day, from: 2010-01-01, cites: made up}}
points:
  - {{point: registration, begins: filing, within_days: 14, from: 2010-01-01, cites: made up}}
  - {{point: week-13, begins: weeks_after_filing, weeks: 13, within_days: 14, from: 2010-01-01, cites: made up}}
  - {{point: elsewhere, begins: weeks_after_filing, weeks: 1, within_days: 7, schemes: [vn/bhtn], from: 2010-01-01,
     cites: made up}}
  - {{point: before-exhaustion, begins: weeks_left, weeks: 4, within_days: 14, from: 2010-01-01, cites: made up}}
"""
FOLLOWING = Terms(ReferralProcedure.from_text(FOLLOWED, "followed.yaml"), TWO_PROGRAMMES.offered)
ENDED_ON = date(2026, 3, 31)
AFTER_3, AFTER_6 = date(2026, 6, 30), date(2026, 9, 30)
WEEK_13 = FILED + timedelta(weeks=13)
MEANWHILE = (FILED + timedelta(days=30), FILED + timedelta(days=60))
"""Days by which the offers of the registration have lapsed."""
OFFICER = Officer(staff="staff-4", role="placement-officer", office="north")
RECORDED = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path, FOLLOWING)
    office.sees(recorded("ann"), worked("ann"), opened("ann"), day_closed(NEXT_DAY))
    return office


def completed(office: Office, *, on: date = ENDED_ON, version: int = 1) -> Envelope:
    event = OutcomeRecorded(
        referral=office.said(ReferralMade, to="ann")[0].referral,
        outcome=ProgrammeOutcome.COMPLETED,
        recorded_on=on,
        key="end",
        source_version=version,
    )
    return fact(event, on, "ann")


def talked(on: date, version: int = 1) -> Envelope:
    event = NeedsAssessed(
        key="talk", source_version=version, recorded_at=RECORDED, claim="claim-ann", officer=OFFICER, assessed_on=on
    )
    return fact(event, on, "ann")


def seen(office: Office) -> dict[int, tuple[date, bool | None]]:
    latest = sorted(office.said(OutcomeObserved, to="ann"), key=lambda event: event.number)
    return {event.months: (event.day, event.in_work) for event in latest}


def points(office: Office) -> dict[str, ConsideredBy | None]:
    latest = sorted(office.said(PointPassed, to="ann"), key=lambda event: event.number)
    return {event.point: event.considered_by for event in latest}


class TestTheOutcomeOfAParticipation:
    def test_is_looked_at_when_its_day_has_closed_by_employment_facts_alone(self, office: Office) -> None:
        office.sees(completed(office), day_closed(AFTER_3 - timedelta(days=1)))
        assert seen(office) == {}
        office.sees(worked("ann", date(2026, 6, 30), date(2026, 9, 30), job="new")[:1], day_closed(AFTER_3))
        assert seen(office) == {3: (AFTER_3, True)}
        assert office.said(OutcomeObserved)[0].employment == "new-ann"

    def test_is_no_work_on_the_first_day_without_it(self, office: Office) -> None:
        office.sees(completed(office), worked("ann", date(2026, 5, 1), AFTER_3, job="new"), day_closed(AFTER_6))
        assert seen(office) == {3: (AFTER_3, False), 6: (AFTER_6, False)}

    def test_is_corrected_by_facts_that_come_late_in_whatever_order(self, tmp_path: Path) -> None:
        ends = []
        for number, order in enumerate(islice(permutations(range(4)), 0, None, 3)):
            office = Office(tmp_path / str(number), FOLLOWING)
            office.sees(recorded("ann"), worked("ann"), opened("ann"), day_closed(NEXT_DAY))
            began, stopped = worked("ann", date(2026, 5, 1), date(2026, 8, 1), job="new")
            told = (completed(office), [began], [stopped], day_closed(AFTER_6))
            office.sees(*(told[place] for place in order), day_closed(AFTER_6 + timedelta(days=1)))
            ends.append(seen(office))
            office.world.close()
        assert {str(end) for end in ends} == {str({3: (AFTER_3, True), 6: (AFTER_6, False)})}

    def test_counts_for_nothing_where_the_end_was_corrected_and_is_looked_at_on_the_right_day(
        self, office: Office
    ) -> None:
        office.sees(completed(office), day_closed(AFTER_3))
        office.sees(completed(office, on=date(2026, 3, 15), version=2))
        assert seen(office) == {3: (AFTER_3, None)}
        office.sees(day_closed(AFTER_3 + timedelta(days=1)))
        assert seen(office) == {3: (date(2026, 6, 15), False)}


@pytest.mark.parametrize(
    ("ended", "months", "day"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
    ],
)
def test_the_day_of_an_outcome_is_the_same_day_of_the_month_or_its_last(ended: date, months: int, day: date) -> None:
    assert OutcomePoint(months, OutcomeRule.IN_WORK_ON_THE_DAY, date(2010, 1, 1), "made up").day(ended) == day


class TestAMandatoryPoint:
    def test_is_met_by_a_search_for_a_programme_and_missed_where_nobody_did_anything(self, office: Office) -> None:
        office.sees(day_closed(FILED + timedelta(days=14)), day_closed(FILED + timedelta(days=60)))
        assert points(office) == {"registration": ConsideredBy.REFERRAL}
        office.sees(day_closed(WEEK_13 + timedelta(days=14)))
        assert points(office)["week-13"] is None

    def test_is_met_by_a_talk_though_it_is_recorded_late_and_missed_again_once_the_record_is_taken_back(
        self, office: Office
    ) -> None:
        office.sees(*map(day_closed, MEANWHILE))
        office.sees(day_closed(WEEK_13 + timedelta(days=14)), talked(WEEK_13 + timedelta(days=3)))
        assert points(office)["week-13"] is ConsideredBy.ASSESSMENT
        back = PlacementRecordRetracted(
            key="talk",
            source_version=2,
            recorded_at=RECORDED,
            kind="casework.needs-assessed",
            officer=OFFICER,
            reason="It was another person.",
        )
        office.sees(fact(back, NEXT_DAY, "ann"))
        assert points(office)["week-13"] is None

    def test_is_not_met_by_a_talk_on_another_day(self, office: Office) -> None:
        office.sees(*map(day_closed, MEANWHILE), talked(WEEK_13 - timedelta(days=1)))
        office.sees(day_closed(WEEK_13 + timedelta(days=14)))
        assert points(office)["week-13"] is None

    def test_needs_nothing_for_who_is_in_work_again(self, office: Office) -> None:
        office.sees(*map(day_closed, MEANWHILE), worked("ann", date(2026, 5, 1), job="new")[:1])
        office.sees(day_closed(WEEK_13 + timedelta(days=14)))
        assert points(office)["week-13"] is ConsideredBy.IN_WORK

    def test_of_a_claim_that_was_taken_back_is_none(self, office: Office) -> None:
        office.sees(determined("ann", DeterminationOutcome.WITHDRAWN), day_closed(WEEK_13 + timedelta(days=14)))
        assert points(office) == {}

    def test_comes_before_the_benefit_ends_and_goes_where_it_does_not_end_after_all(self, office: Office) -> None:
        office.sees(answered("ann", office.said(ReferralMade)[0].referral, Answer.REFUSED))
        office.sees(assessed("ann", 3, on=date(2026, 4, 1)), assessed("ann", 9, on=date(2026, 4, 2), number=2))
        office.sees(day_closed(date(2026, 5, 1)))
        assert "before-exhaustion" not in points(office)
        office.sees(assessed("ann", 3, on=date(2026, 5, 2), number=3), day_closed(date(2026, 5, 16)))
        assert points(office)["before-exhaustion"] is ConsideredBy.REFERRAL

    def test_of_another_scheme_is_none_of_this_claim(self, office: Office) -> None:
        office.sees(day_closed(FILED + timedelta(days=30)))
        assert "elsewhere" not in points(office)

    def test_that_was_missed_asks_nobody_and_touches_no_benefit(self, office: Office) -> None:
        office.sees(day_closed(WEEK_13 + timedelta(days=14)))
        assert not office.said(ReferralQuestioned)


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ("weeks: 13, within_days: 14", "within_days: 14", "names weeks unless"),
        ("point: week-13", "point: registration", "two points are called registration"),
        ("months: 3", "months: 0", "is not a whole number from 1"),
        ("rule: in_work_on_the_day", "rule: earns", "is not one of"),
    ],
)
def test_a_fault_of_the_points_is_named(right: str, wrong: str, reason: str) -> None:
    with pytest.raises(RuleSheetError, match=reason):
        ReferralProcedure.from_text(FOLLOWED.replace(right, wrong, 1), "followed.yaml")
