"""While a debt is contested, or a request to waive it is open, nothing is collected; what was taken goes back."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from contracts.about import WaiverAbout
from contracts.base import Event
from contracts.casework import Verdict
from contracts.contest import ContestOutcome
from contracts.payments import RecoveryActRefused, RecoveryEnded
from contracts.values import Money
from services.payments.recoveries.listing import recoveries
from tests.services.payments.debts import (
    ANOTHER,
    DECIDED,
    FINAL,
    QUESTION,
    InDebt,
    agrees,
    asks_for_a_waiver,
    closes_the_contest,
    confirms,
    contests,
    decides_the_waiver,
    decision,
    repays,
    writes_off,
)

WEEK = timedelta(days=7)
ORDERS = list(permutations(range(4)))[::5]
STANDS = [ContestOutcome.UPHELD, ContestOutcome.WITHDRAWN, ContestOutcome.OUT_OF_TIME]


@pytest.fixture
def world(tmp_path: Path) -> InDebt:
    return InDebt(tmp_path)


class TestAContest:
    def test_stops_everything_while_it_is_open(self, world: InDebt) -> None:
        world.decided().hears("ann", contests()).certifies().closes(FINAL)
        assert world.withheld() == []
        assert world.is_sound()

    def test_dated_ahead_by_a_slip_stops_everything_all_the_same(self, world: InDebt) -> None:
        ahead = contests().model_copy(update={"filed_on": DECIDED + 1000 * WEEK})
        world.decided().hears("ann", ahead).certifies().closes(FINAL)
        assert world.withheld() == []

    def test_that_is_won_leaves_nobody_to_decide_on_a_request_to_waive_the_debt(self, world: InDebt) -> None:
        world.decided().hears("ann", asks_for_a_waiver(), contests())
        assert open_requests(world) == [("w-1",)]
        world.hears("ann", closes_the_contest(ContestOutcome.OVERTURNED))
        assert open_requests(world) == [()]

    @pytest.mark.parametrize("outcome", STANDS)
    def test_that_leaves_the_decision_lets_it_be_collected(self, world: InDebt, outcome: ContestOutcome) -> None:
        world.decided().hears("ann", contests(), closes_the_contest(outcome)).certifies().closes(FINAL)
        assert world.withheld() == [4000]
        assert world.is_sound()

    def test_that_can_go_on_to_the_next_body_waits_for_that_window_too(self, world: InDebt) -> None:
        further = closes_the_contest(ContestOutcome.UPHELD, contest_by=FINAL + WEEK)
        world.decided().hears("ann", contests(), further).certifies().closes(FINAL)
        assert world.withheld() == []
        later = FINAL + 2 * WEEK
        world.certifies(on=later).closes(later)
        assert world.withheld() == [4000]
        assert world.is_sound()

    def test_that_is_won_gives_everything_back(self, world: InDebt) -> None:
        world.decided().certifies().closes(FINAL).settles().hears("ann", repays(1500))
        won = closes_the_contest(ContestOutcome.OVERTURNED, on=FINAL + 2 * WEEK)
        world.hears("ann", contests(FINAL + WEEK), won)
        assert [(row.kind, row.amount_minor) for row in world.payments("due")] == [("refund", 4000)]
        assert (world.debt().owed_minor, world.debt().collected_minor) == (0, 0)
        assert world.position().waived_minor == 10000
        [ended] = world.said(RecoveryEnded)
        assert (ended.end, ended.amount.minor, ended.given_back.minor) == ("overturned", 4500, 5500)
        assert (ended.officer, ended.reasons) == (ANOTHER, "the wages were reported in time")
        world.hears("ann", confirms(1500))  # one officer's word brings no money back
        assert [(row.kind, row.amount_minor) for row in world.payments("due")] == [("refund", 5500)]
        world.closes(FINAL + 3 * WEEK).settles()
        assert world.sent() == 80000 + 1500
        assert world.is_sound()

    def test_that_is_won_before_the_money_has_settled_leaves_nothing_to_become_a_debt(self, world: InDebt) -> None:
        world.overpaid(settled=False).hears("ann", decision(10000), contests())
        world.hears("ann", closes_the_contest(ContestOutcome.OVERTURNED)).settles()
        assert (world.position().proposed_minor, world.position().final_minor) == (0, 0)
        assert world.is_sound()

    def test_told_late_gives_back_what_was_withheld_since_it_was_filed(self, world: InDebt) -> None:
        world.decided().certifies().closes(FINAL).settles().hears("ann", contests(FINAL))
        assert [(row.kind, row.amount_minor) for row in world.payments("due")] == [("refund", 4000)]
        assert world.debt().owed_minor == 10000
        assert world.is_sound()


class TestARequestToWaive:
    def test_stops_everything_while_it_is_open(self, world: InDebt) -> None:
        world.decided().hears("ann", asks_for_a_waiver()).certifies().closes(FINAL)
        assert world.withheld() == []
        assert world.is_sound()

    def test_granted_ends_the_debt(self, world: InDebt) -> None:
        world.decided().certifies().closes(FINAL)
        world.hears("ann", asks_for_a_waiver(FINAL + WEEK), decides_the_waiver(Verdict.FOR_CLAIMANT, FINAL + 2 * WEEK))
        assert (world.debt().owed_minor, world.position().waived_minor) == (0, 6000)
        [ended] = world.said(RecoveryEnded)
        assert (ended.end, ended.amount.minor, ended.given_back.minor) == ("waived", 6000, 0)
        assert world.is_sound()

    def test_refused_lets_it_be_collected(self, world: InDebt) -> None:
        world.decided().hears("ann", asks_for_a_waiver(), decides_the_waiver(Verdict.AGAINST_CLAIMANT))
        world.certifies().closes(FINAL)
        assert world.withheld() == [4000]
        assert world.is_sound()

    def test_told_late_gives_back_what_was_withheld_since_it_was_filed(self, world: InDebt) -> None:
        world.decided().certifies().closes(FINAL).settles()
        world.hears("ann", asks_for_a_waiver(FINAL))
        [refund] = world.payments("due")
        assert (refund.kind, refund.amount_minor) == ("refund", 4000)
        assert world.debt().owed_minor == 10000
        assert world.is_sound()

    def test_before_its_decision_is_known_is_kept(self, world: InDebt) -> None:
        world.overpaid().hears("ann", decides_the_waiver(Verdict.AGAINST_CLAIMANT), asks_for_a_waiver())
        world.hears("ann", decision(10000)).certifies(on=FINAL - WEEK).closes(FINAL - WEEK)
        assert world.withheld() == []
        assert world.is_sound()


class TestAContestOfARefusedWaiver:
    """The contest is about the refusal; what it stops is the collection of the debt."""

    def contested(self, world: InDebt) -> InDebt:
        refusal = decides_the_waiver(Verdict.AGAINST_CLAIMANT, DECIDED + WEEK)
        return world.decided().hears("ann", asks_for_a_waiver(), refusal, of_the_waiver(contests(DECIDED + WEEK)))

    def test_stops_everything_while_it_is_open(self, world: InDebt) -> None:
        self.contested(world).certifies().closes(FINAL)
        assert (world.withheld(), world.debt().owed_minor) == ([], 10000)
        assert world.is_sound()

    def test_that_is_lost_lets_it_be_collected_after_the_days_to_go_on(self, world: InDebt) -> None:
        lost = closes_the_contest(ContestOutcome.UPHELD, contest_by=FINAL + WEEK)
        self.contested(world).hears("ann", of_the_waiver(lost)).certifies().closes(FINAL)
        assert world.withheld() == []
        world.certifies(on=FINAL + 2 * WEEK).closes(FINAL + 2 * WEEK)
        assert world.withheld() == [4000]
        assert world.is_sound()

    def test_that_is_won_waives_the_debt_and_says_why(self, world: InDebt) -> None:
        won = closes_the_contest(ContestOutcome.OVERTURNED)
        self.contested(world).hears("ann", of_the_waiver(won))
        assert (world.debt().owed_minor, world.position().waived_minor) == (0, 10000)
        [ended] = world.said(RecoveryEnded)
        assert (ended.end, ended.officer, ended.reasons) == ("waived", ANOTHER, "the wages were reported in time")
        assert world.is_sound()


def open_requests(world: InDebt) -> list[tuple[str, ...]]:
    """Of each debt of Ann, the requests to waive it that somebody has to decide."""
    with world.database.reading() as connection:
        return [listed.debt.open_requests for listed in recoveries(connection, FINAL, "ann")]


def of_the_waiver(event: Event) -> Event:
    """The same of a contest about the refusal to waive."""
    return event.model_copy(update={"about": WaiverAbout(debt=QUESTION), "question": "q-w-1", "decision": "q-w-1"})


@pytest.mark.parametrize("day", [FINAL + WEEK, FINAL + 2 * WEEK, FINAL + 3 * WEEK])
@pytest.mark.parametrize(
    "ends", [decides_the_waiver(Verdict.FOR_CLAIMANT, FINAL + 2 * WEEK), writes_off(FINAL + 2 * WEEK)]
)
def test_a_repayment_counts_by_its_day_and_not_by_when_it_is_told(tmp_path: Path, day: date, ends: Event) -> None:
    first = InDebt(tmp_path / "first").decided().hears("ann", repays(2500, on=day), ends)
    second = InDebt(tmp_path / "second").decided().hears("ann", ends, repays(2500, on=day))
    for world in (first, second):
        position, refunds = world.position(), [row.amount_minor for row in world.payments("due")]
        kept = 2500 if day <= FINAL + 2 * WEEK else 0
        assert position.waived_minor + position.written_off_minor == 10000 - kept
        assert (world.debt().collected_minor, refunds) == (kept, [])
        assert world.is_sound()
        world.hears("ann", confirms(2500, on=FINAL + 3 * WEEK))
        assert [row.amount_minor for row in world.payments("due")] == ([] if kept else [2500])
        assert world.is_sound()


def test_what_cannot_be_true_of_a_debt_does_not_hold_up_its_decision(tmp_path: Path) -> None:
    euros = agrees(100).model_copy(update={"each": Money(minor=100, currency="EUR")})
    twice = repays(1000, on=DECIDED), repays(2000, on=DECIDED)
    world = InDebt(tmp_path).overpaid().hears("ann", euros, *twice, decision(10000))
    assert world.debt().owed_minor in {9000, 8000}  # one of the two, the same in every order
    assert world.debt().instalments is None
    assert sorted(event.reason for event in world.said(RecoveryActRefused)) == [
        "the instalments are in another currency than the debt",
        "the same repayment was told before with another sum or day",
    ]
    assert world.is_sound()


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_any_order_of_what_is_said_of_a_debt_ends_the_same(tmp_path: Path, order: tuple[int, ...]) -> None:
    said = [
        contests(),
        closes_the_contest(ContestOutcome.UPHELD, on=DECIDED + WEEK),
        asks_for_a_waiver(DECIDED + 2 * WEEK),
        repays(2500, on=DECIDED + 3 * WEEK),
    ]
    world = InDebt(tmp_path).overpaid().hears("ann", *(said[number] for number in order[:2]))
    world.hears("ann", decision(10000), *(said[number] for number in order[2:]))
    debt = world.debt()
    assert (debt.owed_minor, debt.collected_minor) == (7500, 2500)
    assert json.loads(debt.disputes) == [
        ["contest", "x-1", str(DECIDED), str(DECIDED + WEEK), False, True],
        ["waiver_request", "w-1", str(DECIDED + 2 * WEEK), None, False, True],
    ]
    assert world.is_sound()
