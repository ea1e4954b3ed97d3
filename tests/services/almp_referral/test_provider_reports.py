"""What a provider reports of who takes part: start, days, end; an absence asks a person and cuts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from contracts.almp_referral import ReferralMade, ReferralQuestioned
from contracts.base import Envelope
from contracts.kept_acts import ReferralActKept
from contracts.participation import AttendanceReported, ParticipationEnded, ParticipationStarted, ReportRetracted
from contracts.placement import ProgrammeOutcome
from contracts.referral_life import ReferralMoved, ReferralQuestionWithdrawn, ReferralStanding
from contracts.training import ParticipationCounted
from contracts.values import Period
from tests.services.almp_referral.offering import NEXT_DAY, Office, day_closed, fact, opened, recorded, worked
from tests.services.almp_referral.test_seats_come_back import TWO_PROGRAMMES

RECORDED = datetime(2026, 3, 4, 9, tzinfo=UTC)
COLLEGE, SCHOOL = "centre", "provider-school"
"""Who states the programmes of the office, and somebody else."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path, TWO_PROGRAMMES)
    office.sees(recorded("ann"), worked("ann"), opened("ann"), day_closed(NEXT_DAY))
    return office


def referral(office: Office) -> str:
    return office.said(ReferralMade, to="ann")[0].referral


def day(number: int) -> date:
    return NEXT_DAY + timedelta(days=number)


def started(office: Office, on: int, *, by: str = COLLEGE) -> Envelope:
    event = ParticipationStarted(
        key="one", source_version=1, recorded_at=RECORDED, provider=by, referral=referral(office), started_on=day(on)
    )
    return fact(event, day(on), "ann")


def attended(office: Office, planned: Sequence[int], came: Sequence[int], version: int = 1) -> Envelope:
    event = AttendanceReported(
        key="week",
        source_version=version,
        recorded_at=RECORDED,
        provider=COLLEGE,
        referral=referral(office),
        period=Period(start=day(planned[0]), end=day(planned[-1] + 1)),
        planned=tuple(map(day, planned)),
        attended=tuple(map(day, came)),
    )
    return fact(event, day(planned[-1]), "ann")


def standing(office: Office) -> ReferralStanding:
    return max(office.said(ReferralMoved, to="ann"), key=lambda moved: moved.number).after


def test_a_start_is_a_participation_though_nobody_recorded_an_answer(office: Office) -> None:
    office.sees(started(office, 2), day_closed(day(20)))
    assert standing(office) is ReferralStanding.STARTED
    assert office.seats_held("programme-one") == {referral(office)}


def test_a_week_nobody_came_asks_a_person_and_its_correction_withdraws_the_question(office: Office) -> None:
    office.sees(started(office, 2), attended(office, range(3, 8), ()))
    assert standing(office) is ReferralStanding.ABSENT
    assert len(office.said(ReferralQuestioned)) == 1
    office.sees(attended(office, range(3, 8), range(3, 8), version=2))
    assert standing(office) is ReferralStanding.STARTED
    assert len(office.said(ReferralQuestionWithdrawn)) == 1


def test_a_provider_takes_back_its_own_report_and_no_other(office: Office) -> None:
    def taken_back(by: str) -> Envelope:
        event = ReportRetracted(
            key="one",
            source_version=2,
            recorded_at=RECORDED,
            provider=by,
            kind="providers.participation-started",
            reason="It was another person.",
        )
        return fact(event, NEXT_DAY, "ann")

    office.sees(started(office, 2), taken_back(SCHOOL))
    assert standing(office) is ReferralStanding.STARTED
    office.sees(taken_back(COLLEGE))
    assert standing(office) is ReferralStanding.MADE


def test_a_provider_reports_on_seats_of_its_own_programmes_alone(office: Office) -> None:
    office.sees(started(office, 2, by=SCHOOL), started(office, 3))
    [told] = office.said(ReferralActKept)
    assert (told.act, told.about) == ("providers.participation-started", referral(office))
    assert told.reason == (
        "it has no effect: the seat is of another provider's programme; that provider alone reports on it"
    )
    assert (standing(office), office.parked()) == (ReferralStanding.STARTED, []), "and holds up nobody"


def test_of_two_reports_under_one_version_the_first_counts_and_the_provider_is_told(office: Office) -> None:
    office.sees(started(office, 2), attended(office, (3, 4), (3,)), attended(office, (3, 4), (3, 4)))
    [told] = office.said(ReferralActKept)
    assert told.reason == (
        "it has no effect: this version came before with other content, which counts: tell it again as the next version"
    )
    assert office.parked() == []
    office.sees(attended(office, (3, 4), (3, 4), version=2))
    counted = office.said(ParticipationCounted, to="ann")[-1]
    assert sum(stretch.days for stretch in counted.attended) == 2


def test_an_end_in_work_frees_the_seat(office: Office) -> None:
    ended = ParticipationEnded(
        key="end",
        source_version=1,
        recorded_at=RECORDED,
        provider=COLLEGE,
        referral=referral(office),
        outcome=ProgrammeOutcome.FOUND_WORK,
        ended_on=day(9),
    )
    office.sees(started(office, 2), fact(ended, day(9), "ann"))
    assert standing(office) is ReferralStanding.FOUND_WORK
    assert office.seats_held("programme-one") == set()


@pytest.mark.parametrize(
    ("planned", "came", "words"),
    [
        ((3, 4), (4, 3), "in their order"),
        ((3, 4), (3, 5), "on which they are expected"),
        ((3, 40), (3,), "at most a month"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(
    office: Office, planned: Sequence[int], came: Sequence[int], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        attended(office, planned, came)


def test_days_are_counted_anew_with_each_report_and_the_same_days_are_told_once(office: Office) -> None:
    office.sees(
        started(office, 2), attended(office, range(3, 8), (3, 4, 6, 7)), attended(office, range(3, 8), (3, 4, 6, 7))
    )
    first, second = office.said(ParticipationCounted, to="ann")
    assert (first.began_on, first.last_day, first.attended) == (day(2), day(2), ())
    assert (second.source_version, second.last_day, second.over) == (2, day(7), False)
    assert second.attended == (Period(start=day(3), end=day(5)), Period(start=day(6), end=day(8)))


def test_a_participation_that_never_began_is_told_as_none(office: Office) -> None:
    back = ReportRetracted(
        key="one",
        source_version=2,
        recorded_at=RECORDED,
        provider=COLLEGE,
        kind="providers.participation-started",
        reason="It was another person.",
    )
    office.sees(started(office, 2), fact(back, NEXT_DAY, "ann"))
    last = office.said(ParticipationCounted, to="ann")[-1]
    assert (last.source_version, last.began_on, last.attended) == (2, None, ())
