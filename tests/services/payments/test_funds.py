"""What the treasury tells of a fund, for how many days the fund lasts, and that what is not known is said."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.bank import BankResult
from contracts.casework import Officer
from contracts.in_words import InWords
from contracts.treasury import FundDirection, FundMoved, fund_subject
from services.__main__ import app
from services.payments.funds.named import FILE, FundsUnclear, funds_in
from services.payments.funds.reserve import Reserve, reserves
from services.payments.views import balances
from tests.services.payments.world import FILED, RETURNED_ON, World, usd

FUND = "unemployment-trust-fund"


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path, ("ann", "eve")).assesses(40000, 1).closes().releases()
    world.bank_says(BankResult.SETTLED, world.payments()[0])
    return world.assesses(20000, 1, person="eve")


def told(world: World, minor: int, movement: str = "TR-1", *, out: bool = False, key: str = "") -> World:
    event = FundMoved(
        fund=FUND,
        movement=movement,
        direction=FundDirection.OUT_OF if out else FundDirection.INTO,
        amount=usd(minor),
        moved_on=FILED,
        officer=Officer(staff="officer-401", role="treasury"),
        reasons="Contributions of a month.",
    )
    return world.hears(fund_subject(FUND), event, key=(movement, minor, key))


def reserve(world: World, on: date = RETURNED_ON) -> Reserve:
    with world.database.reading() as connection:
        return next(each for each in reserves(connection, on) if each.fund.name == FUND)


def test_a_fund_of_which_nothing_was_told_is_not_known(world: World) -> None:
    assert reserve(world).days is None
    assert reserve(world).in_words() == f"{FUND} (USD): not known, since the treasury told nothing of it."


def test_a_fund_lasts_for_what_is_there_by_what_went_out_a_day(world: World) -> None:
    told(world, 1_000_000)
    known = reserve(world)
    assert (known.held_minor, known.went_out_minor, known.ordered_minor) == (960_000, 40_000, 20_000)
    assert known.days == 960_000 * 30 // 40_000
    assert known.days_after_orders == 940_000 * 30 // 40_000
    assert known.least_days == 90
    assert "enough for 720 days" in known.in_words()


def test_for_how_long_is_not_known_where_nothing_went_out(world: World) -> None:
    told(world, 1_000_000)
    later = reserve(world, RETURNED_ON + timedelta(days=31))
    assert later.days is None
    assert "nothing went out in 30 days" in later.in_words()


def test_movements_are_booked_once_by_their_reference_and_the_books_agree(world: World) -> None:
    told(told(world, 1_000_000), 1_000_000, key="under another id")
    told(world, 100_000, "TR-2", out=True)
    with world.database.reading() as connection:
        assert balances(connection)["fund", "USD"] == -900_000
    assert world.is_sound()


def test_a_reference_that_comes_again_with_another_sum_is_parked(world: World) -> None:
    told(told(world, 1_000_000), 2_000_000)
    assert world.parked() == [(fund_subject(FUND), "conflicting-fact")]
    with world.database.reading() as connection:
        assert balances(connection)["fund", "USD"] == -1_000_000


def test_a_scheme_that_two_funds_pay_is_refused(tmp_path: Path) -> None:
    double = tmp_path / "funds.yaml"
    double.write_text(FILE.read_text("utf-8").replace("[us/new-york]", "[us/new-york, us/mississippi]"), "utf-8")
    with pytest.raises(FundsUnclear, match="us/mississippi is paid by unemployment-trust-fund, and by"):
        funds_in(double)


def test_a_fund_in_no_currency_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "funds.yaml"
    wrong.write_text(FILE.read_text("utf-8").replace("currency: BHD", "currency: BHX"), "utf-8")
    with pytest.raises(FundsUnclear, match="needs a currency of ISO 4217"):
        funds_in(wrong)


def test_an_officer_tells_of_a_fund_and_asks_how_long_it_lasts(world: World, tmp_path: Path) -> None:
    world.laptop.close()
    words = ("--reference", "TR-9", "--on", str(FILED), "--officer", "officer-401", "--reasons", "A transfer.")
    place = ("--folder", str(tmp_path))
    said = CliRunner().invoke(app, ["books", "fund", FUND, "--sum", "10000.00", *words, *place])
    assert f"10,000.00 USD came into {FUND} on {FILED}, says officer-401." in said.output, said.exception
    asked = CliRunner().invoke(app, ["books", "reserve", "--on", str(RETURNED_ON), *place])
    assert "enough for 720 days" in asked.output
    assert "unemployment-fund-bahrain (BHD): not known" in asked.output
    wrong = CliRunner().invoke(app, ["books", "fund", "trust-fund", "--sum", "1.00", *words, *place])
    assert isinstance(wrong.exception, InWords)
