"""A refused offer, through both services: the benefit stays as it is until a named person has decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from contracts.about import ReferralAbout
from contracts.almp_referral import ReferralMade, ReferralQuestioned
from contracts.base import Envelope, Event, read
from contracts.casework import Verdict
from contracts.claims import AnswerRefused, ClaimDecision, ClaimMoved, ClaimState, Ground, NoticeIssued
from contracts.participation import AttendanceReported
from contracts.placement import Answer, ProgrammeOutcome
from contracts.values import Period
from services.almp_referral.handlers import make_service as make_almp_referral
from services.claims.handlers import make_service as make_claims
from services.runtime.laptop.laptop import Laptop
from tests.services.almp_referral.offering import NEXT_DAY, SMALL, day_closed, ended, fact
from tests.services.almp_referral.offering import answered as replied_to_offer
from tests.services.claims.telling import SCHEME, answered, determined, filed, replied


class Town:
    """Claims and the employment service side by side."""

    def __init__(self, folder: Path) -> None:
        self.world = Laptop(folder, [make_claims(schemes=[SCHEME]), make_almp_referral(SMALL.procedure)])
        self.sees(SMALL.offered.messages())

    def sees(self, *events: Envelope | list[Envelope]) -> None:
        for event in events:
            self.world.publish([event] if isinstance(event, Envelope) else event)
            self.world.run_until_quiet()

    def said(self, topic: str) -> list[Event]:
        return [read(Envelope.from_bytes(message.raw)) for message in self.world.log(topic)]

    def only(self, topic: str, kind: type[Event]) -> list[Event]:
        return [event for event in self.said(topic) if isinstance(event, kind)]


@pytest.fixture
def town(tmp_path: Path) -> Town:
    town = Town(tmp_path)
    town.sees(filed(), determined(1), day_closed(NEXT_DAY))
    return town


def referral_in(town: Town) -> str:
    (made,) = town.only("almp_referral", ReferralMade)
    assert isinstance(made, ReferralMade)
    return made.referral


def notice_in(town: Town) -> NoticeIssued:
    (notice,) = town.only("claims", NoticeIssued)
    assert isinstance(notice, NoticeIssued)
    return notice


def test_a_refused_offer_is_a_question_with_a_notice_and_moves_nothing(town: Town) -> None:
    town.sees(replied_to_offer("ann", referral_in(town), Answer.REFUSED, NEXT_DAY))
    assert len(town.only("almp_referral", ReferralQuestioned)) == 1
    assert "just cause to refuse" in notice_in(town).says
    moves = [event for event in town.said("claims") if isinstance(event, ClaimMoved)]
    assert [moved.after for moved in moves] == [ClaimState.GRANTED]


def test_an_absence_is_decided_by_a_named_person_after_the_claimant_spoke(town: Town) -> None:
    town.sees(ended("ann", referral_in(town), ProgrammeOutcome.DID_NOT_ATTEND, NEXT_DAY))
    notice = notice_in(town)
    spoke: date = notice.issued_on + timedelta(days=3)
    town.sees(answered(notice.question, Verdict.AGAINST_CLAIMANT, on=notice.issued_on))
    assert len(town.only("claims", AnswerRefused)) == 1
    days = Period.of_days(notice.issued_on, 7)
    against = answered(notice.question, Verdict.AGAINST_CLAIMANT, on=spoke, applies=days)
    town.sees(replied(notice.question, spoke), against)
    (decision,) = town.only("claims", ClaimDecision)
    assert isinstance(decision, ClaimDecision)
    assert decision.about == ReferralAbout(referral=referral_in(town))
    assert (decision.ground, decision.officer.staff) == (Ground.NO_EMPLOYMENT_SERVICE, "staff-17")


def test_a_second_absence_after_one_that_was_decided_asks_again(town: Town) -> None:
    referral = referral_in(town)
    days = [NEXT_DAY + timedelta(days=number) for number in range(40)]
    town.sees(came(referral, days[0:6], ()), came(referral, days[6:8], days[6:8]))
    (first,) = town.only("claims", NoticeIssued)
    assert isinstance(first, NoticeIssued)
    town.sees(answered(first.question, Verdict.FOR_CLAIMANT, on=days[9]))
    assert len(town.only("claims", ClaimDecision)) == 1
    town.sees(came(referral, days[10:16], ()))
    first_asked, second_asked = town.only("almp_referral", ReferralQuestioned)
    assert isinstance(first_asked, ReferralQuestioned)
    assert isinstance(second_asked, ReferralQuestioned)
    assert (first_asked.number, second_asked.number, second_asked.on) == (None, 2, days[10])
    second = town.only("claims", NoticeIssued)[-1]
    assert isinstance(second, NoticeIssued)
    assert second.question != first.question
    town.sees(answered(second.question, Verdict.FOR_CLAIMANT, on=days[16]))
    assert len(town.only("claims", ClaimDecision)) == 2


def came(referral: str, planned: list[date], attended: Sequence[date]) -> Envelope:
    event = AttendanceReported(
        key=f"from-{planned[0]}",
        source_version=1,
        recorded_at=datetime(2026, 3, 4, 9, tzinfo=UTC),
        provider="centre",
        referral=referral,
        period=Period(start=planned[0], end=planned[-1] + timedelta(days=1)),
        planned=tuple(planned),
        attended=tuple(attended),
    )
    return fact(event, planned[-1], "ann")


def test_the_same_world_opened_again_says_nothing_twice(town: Town, tmp_path: Path) -> None:
    before = {topic: len(town.said(topic)) for topic in ("claims", "almp_referral")}
    town.world.close()
    again = Town(tmp_path)
    again.sees(filed(), determined(1), day_closed(NEXT_DAY))
    assert {topic: len(again.said(topic)) for topic in before} == before
