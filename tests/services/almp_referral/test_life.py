"""A referral's life follows from all that was said of it, in whatever order it was heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.almp_referral.life import Beginning, PlaceTerms, ReferralLife, life_of
from services.almp_referral.life_records import LifeRecord, LifeRecordKind, LifeRecords, keep
from services.almp_referral.referrals import MOVES, AskedAbout, ReferralState
from services.runtime.handling import Refused

MADE_ON = date(2026, 3, 3)
ANSWER_BY = date(2026, 3, 17)
TERMS = PlaceTerms(lambda since: since + timedelta(days=30), missed_days_asked=2)
OFFER = Beginning(MADE_ON, ANSWER_BY)
ENDS = (ReferralState.COMPLETED, ReferralState.FOUND_WORK, ReferralState.LEFT_EARLY, ReferralState.ABSENT)


def on(day: int) -> date:
    return MADE_ON + timedelta(days=day)


def answer(says: ReferralState, day: int, key: str = "a", version: int = 1) -> LifeRecord:
    return LifeRecord(LifeRecordKind.ANSWER, key, version, referral="r", day=on(day), says=says)


def end(says: ReferralState, day: int, key: str = "e", version: int = 1) -> LifeRecord:
    return LifeRecord(LifeRecordKind.END, key, version, referral="r", day=on(day), says=says)


def decided(says: ReferralState, day: int, key: str = "q") -> LifeRecord:
    return LifeRecord(LifeRecordKind.DECISION, key, 1, referral="r", day=on(day), says=says)


def came(planned: Sequence[int], attended: Sequence[int], key: str = "w", version: int = 1) -> LifeRecord:
    days = (tuple(map(on, planned)), tuple(map(on, attended)))
    attendance = LifeRecordKind.ATTENDANCE
    return LifeRecord(attendance, key, version, referral="r", day=on(planned[-1]), planned=days[0], attended=days[1])


def heard(records: Sequence[LifeRecord], closed: date | None = None) -> ReferralLife:
    kept: LifeRecords = {}
    for record in records:
        keep(kept, record)
    return life_of(OFFER, kept.values(), TERMS, closed)


_DAYS = st.integers(0, 60)
_KEYS = st.sampled_from("ab")
_SAID_AS: Mapping[LifeRecordKind, st.SearchStrategy[LifeRecord]] = {
    LifeRecordKind.ANSWER: st.builds(
        answer, st.sampled_from([ReferralState.ACCEPTED, ReferralState.REFUSED]), _DAYS, _KEYS
    ),
    LifeRecordKind.END: st.builds(end, st.sampled_from(ENDS), _DAYS, _KEYS),
    LifeRecordKind.DECISION: st.builds(
        decided, st.sampled_from([ReferralState.EXCUSED, ReferralState.NOT_EXCUSED]), _DAYS, _KEYS
    ),
    LifeRecordKind.ATTENDANCE: st.builds(
        lambda first, came_on: came(range(first, first + 5), sorted(first + day for day in came_on)),
        _DAYS,
        st.frozensets(st.integers(0, 4)),
    ),
    LifeRecordKind.ARRANGEMENT: st.builds(
        lambda day, later: LifeRecord(
            LifeRecordKind.ARRANGEMENT, "i", 1, referral="r", day=on(day), answer_by=on(day + later)
        ),
        _DAYS,
        st.integers(0, 30),
    ),
}
_SAID = st.one_of(list(_SAID_AS.values()))


@st.composite
def _told(draw: st.DrawFn) -> list[LifeRecord]:
    """Records, each in versions that correct it, some of them taken back."""
    first = draw(st.lists(_SAID, max_size=8, unique_by=lambda record: record.identity))
    told = list(first)
    for record in first:
        for version in range(2, 2 + draw(st.integers(0, 2))):
            other = draw(_SAID_AS[record.kind])
            told.append(replace(other, key=record.key, version=version))
        if draw(st.booleans()):
            told.append(LifeRecord(record.kind, record.key, draw(st.integers(1, 4)), stands=False))
    return told


@given(told=_told(), data=st.data(), closed=st.one_of(st.none(), st.integers(0, 90).map(on)))
def test_any_order_and_repetition_of_what_is_said_gives_the_same_life(
    told: list[LifeRecord], data: st.DataObject, closed: date | None
) -> None:
    shuffled = data.draw(st.permutations(told + told[: len(told) // 2]))
    assert heard(shuffled, closed) == heard(told, closed)


@given(told=_told(), closed=st.integers(0, 90).map(on))
def test_a_life_moves_only_as_the_table_allows_and_days_never_run_back(told: list[LifeRecord], closed: date) -> None:
    lived = heard(told, closed)
    assert lived.standing in MOVES
    assert lived.since >= MADE_ON or any(record.day and record.day < MADE_ON for record in told)
    assert lived.attended <= lived.planned


class TestWhatWasSaidLate:
    def test_an_answer_in_time_that_is_heard_after_the_last_day_closed_counts(self) -> None:
        assert heard([], ANSWER_BY).standing is ReferralState.EXPIRED
        assert heard([answer(ReferralState.ACCEPTED, 14)], ANSWER_BY).standing is ReferralState.ACCEPTED

    def test_an_answer_after_the_last_day_does_not_count_though_the_day_was_not_closed_yet(self) -> None:
        assert heard([answer(ReferralState.ACCEPTED, 15)]).standing is ReferralState.EXPIRED

    def test_an_appointment_lengthens_the_time_to_answer_and_never_shortens_it(self) -> None:
        later = LifeRecord(LifeRecordKind.ARRANGEMENT, "i", 1, referral="r", day=on(1), answer_by=on(20))
        assert heard([later], ANSWER_BY).standing is ReferralState.MADE
        assert heard([replace(later, answer_by=on(2))], on(5)).answer_by == ANSWER_BY

    def test_who_was_let_begin_after_it_takes_part(self) -> None:
        late = heard([came([20, 21], [20, 21])], on(25))
        assert (late.standing, late.started_on) == (ReferralState.STARTED, on(20))

    def test_an_end_that_is_reported_after_the_programmes_time_is_an_end(self) -> None:
        told = [answer(ReferralState.ACCEPTED, 1), end(ReferralState.COMPLETED, 40)]
        assert heard(told, on(31)).standing is ReferralState.COMPLETED


class TestAttendance:
    def test_days_on_which_the_person_came_begin_the_participation(self) -> None:
        lived = heard([answer(ReferralState.ACCEPTED, 1), came([6, 7, 8], [7, 8])])
        assert (lived.standing, lived.started_on, lived.since) == (ReferralState.STARTED, on(7), on(7))
        assert lived.planned - lived.attended == {on(6)}

    def test_fewer_missed_days_than_the_procedure_names_ask_nobody(self) -> None:
        assert not heard([came([6, 7, 8], [6, 7])]).questioned
        assert heard([came([6, 7, 8], [6])]).questioned == {AskedAbout(ReferralState.ABSENT): on(8)}

    def test_who_comes_back_after_missed_days_takes_part_again_and_a_decision_on_them_ends_nothing(self) -> None:
        told = [came([1, 2, 3], [1]), came([8, 9], [8, 9], key="second")]
        assert heard(told).standing is ReferralState.STARTED
        assert heard([*told, decided(ReferralState.NOT_EXCUSED, 10)]).standing is ReferralState.STARTED

    def test_a_corrected_report_that_finds_the_person_there_takes_the_absence_away(self) -> None:
        absent, there = came([1, 2, 3], []), came([1, 2, 3], [1, 2, 3], version=2)
        assert heard([absent]).standing is ReferralState.ABSENT
        assert heard([there, absent]).standing is ReferralState.STARTED
        assert not heard([absent, there]).questioned


def test_a_decision_that_bears_an_earlier_day_than_the_absence_is_about_it_all_the_same() -> None:
    told = [end(ReferralState.ABSENT, 10), decided(ReferralState.EXCUSED, 8)]
    assert heard(told).standing is ReferralState.EXCUSED


def test_a_refusal_that_was_taken_back_leaves_the_offer_open() -> None:
    refused = answer(ReferralState.REFUSED, 2)
    back = LifeRecord(LifeRecordKind.ANSWER, "a", 2, stands=False)
    assert heard([back, refused]).standing is ReferralState.MADE


def test_two_contents_of_one_version_are_refused() -> None:
    kept: LifeRecords = {}
    keep(kept, answer(ReferralState.ACCEPTED, 1))
    with pytest.raises(Refused, match="came before with other content"):
        keep(kept, answer(ReferralState.REFUSED, 1))
