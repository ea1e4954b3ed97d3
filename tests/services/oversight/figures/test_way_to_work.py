"""How far people came from claim to work: each claim once a table, whatever was told first, corrected or undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations
from random import Random

import pytest

from services.oversight.figures.cases import ObservedInLog, folded
from services.oversight.figures.counting import counted
from services.oversight.figures.cube import DayFigures
from services.oversight.figures.funnel import way_of
from services.oversight.figures.shown import shown
from services.oversight.figures.tables import COLUMNS, IN_WORK_AFTER, FigureTable
from services.oversight.observation import (
    FilingObserved,
    Observation,
    PlacementNoted,
    ReferralStep,
    ReferralStood,
    Referred,
    WorkSeen,
)
from services.oversight.presets import standard_presets

DAY = timedelta(days=1)
FILED = date(2020, 3, 2)
RULES = standard_presets().rules_on(FILED)
FILING = FilingObserved("c", "us/mississippi", FILED)
REFERRED = Referred("c", "r", "job-club", FILED)
TALK = PlacementNoted("talk", "t", 1, "c")
OFFER = PlacementNoted("offer", "o", 1, "r")
FUNNEL = frozenset(
    {"assessed", "referred", "offered", "answers", "declines", "starts", "ends", "placed"} | set(IN_WORK_AFTER.values())
)


def at(*observations: Observation, day: date = FILED + 60 * DAY) -> dict[str, list[str]]:
    """By table of the funnel, the columns in which the person stands."""
    person = folded(ObservedInLog(one, number, None) for number, one in enumerate(observations))
    columns: dict[str, list[str]] = {}
    for case in counted(person, day, RULES):
        assert case.column in COLUMNS[case.table]
        if case.table in FUNNEL:
            columns.setdefault(case.table, []).append(case.column)
    return columns


def stood(*standings: str, referral: str = "r") -> list[Observation]:
    """The moves of a referral, in their order."""
    return [ReferralStood(referral, number, standing) for number, standing in enumerate(standings, start=1)]


def seen(months: int, *, in_work: bool | None, number: int = 1, on: date = FILED + 50 * DAY) -> WorkSeen:
    return WorkSeen("r", months, number, on, in_work)


def test_a_claim_that_nobody_helped_with_counts_as_such() -> None:
    assert at(FILING) == {"assessed": ["not_assessed"], "referred": ["not_referred"]}


def test_a_claim_counts_at_each_stage_that_it_reached() -> None:
    told = at(FILING, REFERRED, TALK, OFFER, *stood("accepted", "started", "completed"), seen(3, in_work=True))
    assert told == {
        "assessed": ["assessed"],
        "referred": ["referred"],
        "offered": ["offered"],
        "answers": ["offer_accepted"],
        "starts": ["started"],
        "ends": ["completed"],
        "placed": ["placed"],
        "in-work-3": ["in_work"],
    }


@pytest.mark.parametrize(
    ("standings", "answer", "start", "end"),
    [
        ((), "unanswered", None, None),
        (("expired",), "unanswered", None, None),
        (("refused",), "declined", None, None),
        (("accepted", "refused"), "declined", None, None),
        (("accepted",), "offer_accepted", "not_started", "no_end"),
        (("expired", "accepted"), "offer_accepted", "not_started", "no_end"),
        (("accepted", "absent", "not_excused"), "offer_accepted", "not_started", "dropped"),
        (("accepted", "ended"), "offer_accepted", "not_started", "no_end"),
        (("started", "refused"), "offer_accepted", "started", "dropped"),
        (("accepted", "left_early"), "offer_accepted", "started", "dropped"),
        (("accepted", "completed"), "offer_accepted", "started", "completed"),
        (("accepted", "found_work"), "offer_accepted", "not_started", "found_work"),
        (("found_work",), "unanswered", None, None),
    ],
)
def test_an_answer_a_start_and_an_end_are_told_by_where_the_referral_stood(
    standings: Sequence[str], answer: str, start: str | None, end: str | None
) -> None:
    told = at(FILING, REFERRED, *stood(*standings))
    assert told["answers"] == [answer]
    assert told.get("starts") == ([start] if start else None)
    assert told.get("ends") == ([end] if end else None)
    assert told["placed"] == ["placed" if "found_work" in standings else "not_placed"]


@pytest.mark.parametrize(
    ("standings", "way"),
    [
        (("accepted", "started", "accepted"), {"accepted"}),
        (("refused", "accepted"), {"accepted"}),
        (("accepted", "completed", "left_early"), {"accepted", "left_early"}),
        (("started", "absent", "started"), {"started"}),
        (("accepted", "made"), {"made"}),
        (("started", "expired"), {"expired"}),
    ],
)
def test_what_a_correction_undid_never_was(standings: Sequence[str], way: set[str]) -> None:
    assert way_of(dict(enumerate(standings))) == way


def test_a_claim_with_several_referrals_counts_once_with_the_best_that_came_of_it() -> None:
    second = Referred("c", "s", "new-trade", FILED)
    told = at(FILING, REFERRED, second, *stood("refused"), *stood("accepted", "started", referral="s"))
    assert (told["answers"], told["starts"], told["ends"]) == (["offer_accepted"], ["started"], ["no_end"])
    assert "declines" not in told


def declined(because: str, *, key: str = "a", version: int = 1) -> ReferralStep:
    return ReferralStep("r", "answer", "refused", because, key, version)


def reason_of(*observations: Observation) -> str:
    """The reason under which a claim that was declined stands."""
    figures = DayFigures(FILED + 60 * DAY)
    figures.add([ObservedInLog(one, number, None) for number, one in enumerate(observations)], RULES)
    (row,) = {key.row for key in figures.cases if key.table is FigureTable.DECLINES and key.by == "reason"}
    return row


def test_the_reason_is_that_of_the_highest_version_in_whatever_order_they_came() -> None:
    corrected = (declined("health"), declined("distance", version=2), REFERRED, *stood("refused"))
    for order in permutations(corrected):
        assert reason_of(FILING, *order) == "distance"
    assert reason_of(FILING, REFERRED, declined(""), *stood("refused")) == "unknown"


def test_a_talk_and_an_appointment_that_were_taken_back_never_were() -> None:
    back: tuple[Observation, ...] = (PlacementNoted("talk", "t", 2, ""), PlacementNoted("offer", "o", 2, ""))
    told: tuple[Observation, ...] = (FILING, REFERRED, TALK, OFFER)
    for order in permutations(told):
        assert at(*back, *order)["assessed"] == ["not_assessed"]
        assert at(*order, *back)["offered"] == ["not_offered"]
    assert at(FILING, *back, PlacementNoted("talk", "t", 3, "c"))["assessed"] == ["assessed"]


def test_work_counts_on_the_day_that_was_looked_at_by_the_highest_number() -> None:
    filed_long_ago = (FILING, REFERRED, *stood("accepted", "completed"))
    day = FILED + 500 * DAY
    late = day - 3 * DAY
    told = at(*filed_long_ago, seen(12, in_work=True, number=2, on=late), seen(12, in_work=False, on=late), day=day)
    assert told == {"in-work-12": ["in_work"]}, "the claim is of the year before, and the look of this one"
    assert at(*filed_long_ago, seen(12, in_work=None, number=3, on=late), day=day) == {}
    assert at(*filed_long_ago, seen(12, in_work=True), day=day) == {}


def test_stages_divide_the_same_claims_so_that_no_few_follow_from_two_of_them() -> None:
    """46 accepted and 44 of them began: whoever reads 46 must not read 44, since that tells of two."""
    figures = DayFigures(FILED + 60 * DAY)
    for number in range(46):
        moves = stood("accepted", *(["started"] if number < 44 else []))
        figures.add([ObservedInLog(one, 1, None) for one in (FILING, REFERRED, *moves)], RULES)
    assert shown(figures, FigureTable.ANSWERS, "sex", RULES.minimum).number("offer_accepted") == 46
    assert shown(figures, FigureTable.STARTS, "sex", RULES.minimum).number("started") is None


def test_figures_are_the_same_in_whatever_order_the_log_was_read() -> None:
    everything = [FILING, REFERRED, TALK, OFFER, *stood("accepted", "started", "completed"), seen(3, in_work=True)]
    expected = at(*everything)
    for seed in range(20):
        assert at(*Random(seed).sample(everything, len(everything))) == expected
