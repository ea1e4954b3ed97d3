"""A benefit is posted to the fund that bears it, and funds of one currency are told apart by their schemes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.bank import BankResult
from contracts.casework import Officer
from contracts.treasury import FundDirection, FundMoved, fund_subject
from services.payments.accounts import BENEFIT, CORRECTION
from services.payments.funds.bearing import borne
from services.payments.funds.reserve import Reserve, reserves
from services.payments.model import DatedSum, Leg, Position
from tests.services.payments.deductions import due
from tests.services.payments.world import FILED, World, usd

TRUST, NEW_YORK = "unemployment-trust-fund", "unemployment-trust-fund-new-york"
SCHEMES = {TRUST: "us/mississippi", NEW_YORK: "us/new-york"}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, ("ann", "eve"))


def is_due(world: World, person: str, scheme: str | None, minor: int, number: int = 1) -> World:
    return world.hears(person, due(minor, number).model_copy(update={"scheme": scheme}))


def told(world: World, fund: str, minor: int) -> World:
    event = FundMoved(
        fund=fund,
        movement="TR-1",
        direction=FundDirection.INTO,
        amount=usd(minor),
        moved_on=FILED,
        officer=Officer(staff="officer-401", role="treasury"),
        reasons="Contributions of a month.",
    )
    return world.hears(fund_subject(fund), event)


def borne_by(world: World, fund: str) -> int:
    rows = world.rows(
        f"SELECT SUM(amount_minor) AS minor FROM posting WHERE account LIKE 'benefit:%' AND account LIKE '%{fund}'"
    )
    return rows[0].minor or 0


def reserve(world: World, fund: str) -> Reserve:
    with world.database.reading() as connection:
        return next(each for each in reserves(connection, FILED + timedelta(days=3)) if each.fund.name == fund)


def test_each_fund_bears_the_benefits_of_its_own_schemes(world: World) -> None:
    is_due(world, "ann", SCHEMES[TRUST], 40_000)
    is_due(world, "eve", SCHEMES[NEW_YORK], 30_000)
    assert (borne_by(world, TRUST), borne_by(world, NEW_YORK)) == (40_000, 30_000)
    assert world.is_sound()


def test_what_a_correction_takes_back_relieves_the_fund_that_bore_it(world: World) -> None:
    is_due(world, "ann", SCHEMES[NEW_YORK], 40_000).closes()
    is_due(world, "ann", SCHEMES[NEW_YORK], 30_000, 2)
    assert borne_by(world, NEW_YORK) == 30_000
    assert world.is_sound()


def test_a_benefit_of_which_no_fund_is_known_stands_on_the_account_of_all(world: World) -> None:
    is_due(world, "ann", "xx/other", 40_000)
    assert {row.account for row in world.rows("SELECT account FROM posting")} == {BENEFIT, "payable:benefit"}


def test_a_scheme_that_is_told_later_moves_the_benefit_to_its_fund(world: World) -> None:
    is_due(world, "ann", None, 40_000)
    is_due(world, "ann", SCHEMES[TRUST], 40_000, 2)
    assert borne_by(world, TRUST) == 40_000
    assert world.is_sound()


def test_two_funds_of_one_currency_last_each_for_what_went_out_of_its_own(world: World) -> None:
    told(told(world, TRUST, 1_000_000), NEW_YORK, 90_000)
    is_due(world, "ann", SCHEMES[TRUST], 40_000)
    is_due(world, "eve", SCHEMES[NEW_YORK], 30_000).closes().releases()
    for row in world.payments("batched"):
        world.bank_says(BankResult.SETTLED, row)
    is_due(world, "eve", SCHEMES[NEW_YORK], 36_000, 2)
    trust, new_york = reserve(world, TRUST), reserve(world, NEW_YORK)
    assert (trust.held_minor, trust.ordered_minor, trust.went_out_minor) == (960_000, 0, 40_000)
    assert (new_york.held_minor, new_york.ordered_minor, new_york.went_out_minor) == (60_000, 6_000, 30_000)
    assert (new_york.days, new_york.days_after_orders) == (60, 54)


def a_position(scheme: str | None, minor: int) -> Position:
    held = due(1)
    days = (DatedSum(held.period, minor),) if minor else ()
    return Position("c", f"k-{scheme}", held.period, "USD", held.assessment, due=days, scheme=scheme)


SUMS = st.dictionaries(st.sampled_from(["a", "b", None]), st.integers(0, 500), max_size=3)


@given(before=SUMS, after=SUMS)
def test_every_fund_is_booked_what_is_due_to_its_schemes(
    before: dict[str | None, int], after: dict[str | None, int]
) -> None:
    total = sum(after.values()) - sum(before.values())
    legs = [Leg(BENEFIT, "payable:benefit", total) if total > 0 else Leg("payable:benefit", CORRECTION, -total)]
    booked = borne(
        [leg for leg in legs if leg.minor],
        [a_position(scheme, minor) for scheme, minor in before.items()],
        [a_position(scheme, minor) for scheme, minor in after.items()],
        lambda scheme: scheme,
    )
    for fund in ("a", "b"):
        accounts = {f"{BENEFIT}:{fund}", f"{CORRECTION}:{fund}"}
        net = sum(leg.minor for leg in booked if leg.debit in accounts)
        net -= sum(leg.minor for leg in booked if leg.credit in accounts)
        assert net == after.get(fund, 0) - before.get(fund, 0)
    assert all(leg.minor > 0 for leg in booked)
