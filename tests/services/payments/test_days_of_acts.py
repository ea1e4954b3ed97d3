"""What officers do about debts bears a day that can be true; what cannot is refused in words and holds up nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from contracts.base import Event
from contracts.casework import Verdict
from contracts.payments import RecoveryActRefused
from services.payments.views import unlawful
from tests.services.payments.debts import (
    DECIDED,
    FINAL,
    QUESTION,
    InDebt,
    agrees,
    asks_for_a_waiver,
    confirms,
    decides_the_waiver,
    decision,
    repays,
    suspends,
    writes_off,
)
from tests.services.payments.world import World

DAY, WEEK = timedelta(days=1), timedelta(days=7)
LATE = 4 * DAY
NOTICED = DECIDED - 22 * DAY
TODAY = FINAL + WEEK
"""The last closed day."""


@pytest.fixture
def world(tmp_path: Path) -> InDebt:
    world = InDebt(tmp_path).decided()
    world.hears("ann", repays(100, "bank-0", on=FINAL))
    world.closes(TODAY)
    return world


def told(world: InDebt, event: Event) -> str | None:
    """Why an act is refused on this day; None where it takes effect."""
    World.hears(world, "ann", event)
    assert world.is_sound()
    refused = world.said(RecoveryActRefused)
    return refused[-1].reason if refused else None


ACTS: list[tuple[Callable[[date], Event], date]] = [
    (writes_off, DECIDED),
    (lambda on: suspends(on, on + WEEK), DECIDED),
    (lambda on: agrees(500, on=on), DECIDED),
    (lambda on: repays(500, f"bank-{on}", on=on), NOTICED),
    (lambda on: confirms(100, "bank-0", on=on), FINAL),
]
NAMES = ["a writing off", "a suspension", "instalments", "a repayment", "a confirmation"]


@pytest.mark.parametrize(("act", "first"), ACTS, ids=NAMES)
class TestAnAct:
    def test_takes_effect_from_what_it_is_about_to_some_days_after_the_last_closed_one(
        self, world: InDebt, act: Callable[[date], Event], first: date
    ) -> None:
        for on in (first, TODAY, TODAY + LATE):
            assert told(world, act(on)) is None

    def test_dated_before_what_it_is_about_is_refused(
        self, world: InDebt, act: Callable[[date], Event], first: date
    ) -> None:
        for on in (first - DAY, date(1950, 1, 1)):
            assert told(world, act(on)) == f"it is dated {on}, before what it is about, which is of {first}"
        assert world.debt().owed_minor == 9900

    def test_dated_ahead_is_refused(self, world: InDebt, act: Callable[[date], Event], first: date) -> None:
        for on in (TODAY + LATE + DAY, date(2099, 12, 20)):
            reason = told(world, act(on))
            assert reason == f"it is dated {on}; by the days closed so far it can be dated {TODAY + LATE} at most"
        assert (world.debt().owed_minor, first <= TODAY) == (9900, True)


@pytest.mark.parametrize("act", [writes_off, suspends])
def test_what_gives_up_or_stops_what_is_left_undoes_nothing_that_was_withheld_before(
    tmp_path: Path, act: Callable[[date], Event]
) -> None:
    world = InDebt(tmp_path).decided().certifies().closes(FINAL).settles()
    assert told(world, act(FINAL - DAY)) == f"it is dated {FINAL - DAY}, before what it is about, which is of {FINAL}"
    assert [row for row in world.payments("due") if row.kind == "refund"] == []


def test_while_no_day_is_closed_the_decision_stands_for_it(tmp_path: Path) -> None:
    world = InDebt(tmp_path)
    World.hears(world.overpaid(), "ann", decision(10000))
    with world.database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM closed_day")
    assert told(world, writes_off(DECIDED + LATE + DAY)) is not None
    assert told(world, agrees(500, on=DECIDED + LATE + DAY)) is not None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (agrees(0), "an instalment of nothing"),
        (agrees(0, "repayment"), "an instalment of nothing"),
        (agrees(20), "at best the last instalment would be due on"),
        (agrees(100, "repayment"), "and the debt may be collected until"),
    ],
)
def test_instalments_that_would_never_pay_the_debt_off_are_refused(tmp_path: Path, said: Event, words: str) -> None:
    world = InDebt(tmp_path).decided()
    assert words in (told(world, said) or "")
    assert world.debt().instalments is None


def test_an_act_that_was_refused_before_its_decision_was_known_does_not_hold_up_the_decision(tmp_path: Path) -> None:
    world = InDebt(tmp_path).overpaid()
    World.hears(world, "ann", writes_off(DECIDED + 1000 * DAY))
    World.hears(world, "ann", decision(10000))
    assert "at most" in world.said(RecoveryActRefused)[0].reason
    assert (world.debt().owed_minor, world.debt().question) == (10000, QUESTION)
    assert world.is_sound()


class TestRequestsWithoutEnd:
    """The second request soon after a refusal stops nothing by itself."""

    AGAIN = FINAL + 2 * WEEK

    @pytest.fixture
    def refused(self, tmp_path: Path) -> InDebt:
        world = InDebt(tmp_path).decided()
        return world.hears("ann", asks_for_a_waiver(), decides_the_waiver(Verdict.AGAINST_CLAIMANT, FINAL))

    def withheld_on(self, world: InDebt, on: date) -> bool:
        before = len(world.withheld())
        world.certifies(on=on).closes(on)
        return len(world.withheld()) > before

    def test_without_new_facts_stop_nothing(self, refused: InDebt) -> None:
        for number in range(3):
            refused.hears("ann", asks_for_a_waiver(self.AGAIN, f"again-{number}"))
        assert self.withheld_on(refused, self.AGAIN)
        assert refused.is_sound()

    def test_with_new_facts_stop_it_once(self, refused: InDebt) -> None:
        refused.hears("ann", asks_for_a_waiver(self.AGAIN, "again", ("illness-1",)))
        assert not self.withheld_on(refused, self.AGAIN)
        on = self.AGAIN + 2 * WEEK
        refused.hears("ann", decides_the_waiver(Verdict.AGAINST_CLAIMANT, on, "again"))
        refused.hears("ann", asks_for_a_waiver(on, "third", ("illness-2",)))
        assert self.withheld_on(refused, on)
        assert refused.is_sound()

    def test_a_year_later_stop_it_as_a_first_one(self, refused: InDebt) -> None:
        year = FINAL.replace(year=FINAL.year + 1)
        refused.hears("ann", asks_for_a_waiver(year - DAY, "soon"), asks_for_a_waiver(year, "later"))
        assert self.withheld_on(refused, year)  # the earlier one is open still, and stops nothing
        other = asks_for_a_waiver(year.replace(year=year.year + 2), "much-later")
        refused.hears("ann", decides_the_waiver(Verdict.AGAINST_CLAIMANT, year, "soon"))
        refused.hears("ann", decides_the_waiver(Verdict.AGAINST_CLAIMANT, year, "later"), other)
        assert not self.withheld_on(refused, year.replace(year=year.year + 2))

    def test_a_named_officer_may_stop_it_for_some_days(self, refused: InDebt) -> None:
        refused.hears("ann", asks_for_a_waiver(self.AGAIN, "again"), suspends(self.AGAIN, self.AGAIN + WEEK))
        assert not self.withheld_on(refused, self.AGAIN)
        assert self.withheld_on(refused, self.AGAIN + 2 * WEEK)
        with refused.database.reading() as connection:
            assert unlawful(connection)[1] == []

    def test_a_refusal_is_collected_on_only_after_its_own_days_to_contest(self, tmp_path: Path) -> None:
        world, until = InDebt(tmp_path).decided(), FINAL + WEEK
        refusal = decides_the_waiver(Verdict.AGAINST_CLAIMANT, FINAL, contest_by=until)
        world.hears("ann", asks_for_a_waiver(), refusal)
        assert not self.withheld_on(world, until)
        assert self.withheld_on(world, until + 2 * WEEK)
        with world.database.reading() as connection:
            assert unlawful(connection)[1] == []
