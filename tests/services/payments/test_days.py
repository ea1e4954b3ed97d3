"""No day of a person is paid twice: certifications overlap, move, split, and are taken back, in any order."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from contracts.bank import BankResult
from contracts.casework import Verdict
from contracts.eligibility import AssessmentMade, WeekAssessed, WeekState
from contracts.payments import OverpaymentProposed
from contracts.values import Period
from tests.services.payments.world import World, assessment, usd

JAN_12 = date(2020, 1, 12)
WEEK = timedelta(days=7)


def certified(key: str, number: int, first: int, *weeks: int, claim: str = "c-1") -> AssessmentMade:
    """An assessment of weeks that follow each other from the `first`, counted from 12 January, with what is due."""
    base = assessment(0, number)
    assert isinstance(base, AssessmentMade)
    assessed = tuple(
        WeekAssessed(
            period=Period.of_days(JAN_12 + (first + place) * WEEK, 7),
            state=WeekState.PAID if minor else WeekState.OUTSIDE,
            amount=usd(minor),
            cites="an article",
            because="a reason",
        )
        for place, minor in enumerate(weeks)
    )
    period = Period(start=assessed[0].period.start, end=assessed[-1].period.end)
    told = {"claim": claim, "certification": key, "period": period, "weeks": assessed, "amount": usd(sum(weeks))}
    return base.model_copy(update=told)


def settles(world: World) -> World:
    """All that is due goes to the bank, and leaves."""
    world.closes()
    for row in world.payments("batched"):
        world.bank_says(BankResult.SETTLED, row, message=f"m-{row.end_to_end}")
    return world


def net(world: World) -> int:
    """What the person has or will have, less what was paid too much."""
    money = "CASE WHEN stage IN ('due', 'batched', 'settled') THEN amount_minor ELSE held_minor END"
    [owed] = world.rows(f"SELECT COALESCE(SUM({money}), 0) FROM instruction")[0]
    [overpaid] = world.rows("SELECT SUM(proposed_minor + final_minor + waived_minor) FROM position")[0]
    return int(owed) - int(overpaid)


def days_of_payments(world: World) -> list[tuple[str, str, int]]:
    return sorted(
        (row.period_start, row.period_end, row.amount_minor) for row in world.payments() if row.stage != "cancelled"
    )


OVERLAPPING = (
    certified("k-1", 1, 0, 200, 200),
    certified("k-2", 1, 1, 0, 200),
    certified("k-3", 1, 3, 200, 200),
)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_certifications_that_overlap_by_a_week_are_paid_for_each_week_once(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    world = World(tmp_path)
    for number in order:
        settles(world.hears("ann", OVERLAPPING[number]))
    assert world.is_sound()
    assert net(world) == 5 * 200
    assert [minor for *_, minor in days_of_payments(world)] == [400, 200, 400]


def test_a_late_certification_over_paid_weeks_is_paid_for_the_weeks_between(tmp_path: Path) -> None:
    world = settles(World(tmp_path).hears("ann", certified("k-1", 1, 1, 200), certified("k-2", 1, 3, 200)))
    settles(world.hears("ann", certified("k-late", 1, 0, 150, 0, 150, 0, 150, 150)))
    assert world.is_sound()
    assert net(world) == 2 * 200 + 4 * 150


MOVED = (certified("k-0", 1, 0, 200, 200), certified("k-0", 2, 2, 200, 200), certified("k-1", 1, 0, 200, 200))


@pytest.mark.parametrize("paid_between", [False, True])
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_certification_that_moved_and_another_on_the_days_it_left_are_both_paid(
    tmp_path: Path, order: tuple[int, ...], *, paid_between: bool
) -> None:
    world = World(tmp_path)
    for number in order:
        world.hears("ann", MOVED[number])
        if paid_between:
            settles(world)
    settles(world)
    assert world.is_sound()
    assert net(world) == 800
    assert days_of_payments(world) == [("2020-01-12", "2020-01-26", 400), ("2020-01-26", "2020-02-09", 400)]
    assert not world.said(OverpaymentProposed)


def test_what_was_paid_for_a_day_is_not_paid_again_under_another_certification(tmp_path: Path) -> None:
    world = settles(World(tmp_path).hears("ann", certified("k-0", 1, 0, 200, 200)))
    world.hears("ann", certified("k-0", 2, 0, 0, 0))
    assert [one.amount.minor for one in world.said(OverpaymentProposed)] == [400]
    settles(world.hears("ann", certified("k-1", 1, 0, 200, 250)))
    assert [one.amount.minor for one in world.said(OverpaymentProposed)] == [400, 0]
    assert [minor for *_, minor in days_of_payments(world)] == [400, 50]
    assert world.is_sound()


def test_what_was_paid_too_much_for_a_day_pays_for_no_other_day_of_another_certification(tmp_path: Path) -> None:
    world = settles(World(tmp_path).hears("ann", certified("k-0", 1, 0, 50, 150)))
    world.hears("ann", certified("k-0", 2, 0, 0, 0), certified("k-1", 1, 0, 180))
    assert world.said(OverpaymentProposed)[-1].amount.minor == 150
    assert [row.amount_minor for row in world.payments("due")] == [130]
    assert world.is_sound()


def test_a_day_is_held_by_one_of_two_claims_and_waits_for_the_other(tmp_path: Path) -> None:
    world = settles(World(tmp_path).hears("ann", certified("k-1", 1, 0, 200, 200)))
    world.hears("ann", certified("k-2", 1, 1, 300, 300, claim="c-2"))
    assert [row.amount_minor for row in world.payments("due")] == [300]
    assert world.report().differences == ("certification k-2 is due days that another is paid for",)
    settles(world.hears("ann", certified("k-1", 2, 0, 200, 0)))
    assert net(world) == 200 + 300 + 300
    assert world.is_sound()


def test_money_on_its_way_that_comes_back_is_still_for_the_days_it_was_sent_for(tmp_path: Path) -> None:
    world = World(tmp_path).hears("ann", certified("k-0", 1, 0, 200, 200)).closes()
    world.hears("ann", certified("k-0", 2, 2, 200, 200), certified("k-1", 1, 0, 200, 200))
    [first] = world.payments("batched")
    world.bank_says(BankResult.REJECTED, first)
    assert net(world) == 800
    assert world.is_sound()
    settles(world.officer_reissues(first))
    assert net(world) == 800
    assert world.is_sound()
    assert world.rows("SELECT COUNT(*) FROM paid_days")[0][0] == 2


def test_days_stand_in_the_database_once(tmp_path: Path) -> None:
    world = World(tmp_path).hears("ann", *OVERLAPPING)
    held = [(row.period_start, row.period_end) for row in world.rows("SELECT * FROM paid_days ORDER BY period_start")]
    assert held == [("2020-01-12", "2020-01-26"), ("2020-01-26", "2020-02-02"), ("2020-02-02", "2020-02-16")]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_decision_is_on_its_certification_though_the_payment_of_another_begins_that_day(
    tmp_path: Path, verdict: Verdict
) -> None:
    world = settles(World(tmp_path).hears("ann", certified("k-1", 1, 0, 0, 400), certified("k-2", 1, 1, 0, 100)))
    world.hears("ann", certified("k-1", 2, 0, 0, 0), certified("k-2", 2, 1, 0, 0))
    world.officer_decides(verdict, minor=100, start=JAN_12 + WEEK, certification="k-2")
    rows = world.rows("SELECT certification, proposed_minor, final_minor + waived_minor FROM position")
    assert sorted(map(tuple, rows)) == [("k-1", 400, 0), ("k-2", 0, 100)]
    assert world.is_sound()


def test_a_decision_on_a_certification_that_was_never_assessed_waits_for_a_person(tmp_path: Path) -> None:
    world = settles(World(tmp_path).hears("ann", certified("k-1", 1, 0, 400))).hears("ann", certified("k-1", 2, 0, 0))
    world.officer_decides(Verdict.FOR_CLAIMANT, start=JAN_12, certification="k-9")
    assert world.parked() == [("ann", "out-of-order")]
