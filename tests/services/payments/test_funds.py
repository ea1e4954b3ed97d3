"""What the treasury tells of a fund, for how many days the fund lasts, and that what is not known is said."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.bank import BankResult
from contracts.casework import Officer
from contracts.in_words import InWords
from contracts.treasury import FundDirection, FundMoved, fund_subject
from services.__main__ import app
from services.payments.funds.named import FILE, FundsUnclear, funds_in, standard_funds
from services.payments.funds.reserve import Reserve, reserves
from services.payments.views import balances
from services.runtime.delivery import parking
from services.worlds import laptop_in
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


def told_at_a_desk(folder: Path, amount: str, *words: str, reference: str = "TR-9", on: date = FILED) -> str:
    said = ("--reference", reference, "--on", str(on), "--officer", "officer-401", "--reasons", "A transfer.")
    result = CliRunner().invoke(app, ["books", "fund", FUND, "--sum", amount, *said, *words, "--folder", str(folder)])
    return result.output + (str(result.exception) if isinstance(result.exception, InWords) else "")


@pytest.mark.parametrize("typed", ["24,50", "1,00,0.00", "1,000", "12,34.00", "1_000.00", ",100.00", "-5.00", "5.0"])
def test_a_sum_whose_commas_part_no_thousands_is_asked_again(world: World, tmp_path: Path, typed: str) -> None:
    world.laptop.close()
    assert f"{typed} is no sum in USD: write it as 121,534.00." in told_at_a_desk(tmp_path, typed)


def test_a_movement_told_again_with_another_sum_is_refused_and_stops_no_later_one(world: World, tmp_path: Path) -> None:
    world.laptop.close()
    told_at_a_desk(tmp_path, "10,000.00")
    assert "10,000.00 USD came into" in told_at_a_desk(tmp_path, "10000.00"), "the same again is the same movement"
    again = told_at_a_desk(tmp_path, "5.00", "--out")
    assert again == f"Under TR-9 10,000.00 USD into {FUND} was told before: another movement has its own."
    assert "5.00 USD left" in told_at_a_desk(tmp_path, "5.00", "--out", reference="TR-10")
    with closing(laptop_in(tmp_path)) as laptop, laptop.databases["payments"].reading() as connection:
        assert parking.waiting(connection) == []
        assert balances(connection)["fund", "USD"] == -999_500


@pytest.mark.parametrize(
    ("on", "reference", "words"),
    [
        (date(2099, 1, 1), "TR-9", "2099-01-01 is still to come"),
        (date(1899, 12, 31), "TR-9", "is before 1900-01-01"),
        (FILED, "no key", "movement: has characters, or a form, that are not allowed here."),
    ],
)
def test_what_cannot_have_moved_is_refused_in_words(
    world: World, tmp_path: Path, on: date, reference: str, words: str
) -> None:
    world.laptop.close()
    assert words in told_at_a_desk(tmp_path, "1.00", reference=reference, on=on)


def test_a_fund_had_on_a_day_what_was_there_at_its_end(world: World, tmp_path: Path) -> None:
    told(world, 1_000_000)
    days = (FILED - timedelta(days=1), FILED, RETURNED_ON)
    alone = {FUND: standard_funds()[FUND]}  # where a currency has one fund, the books know each day's end
    with world.database.reading() as connection:
        held = [reserves(connection, day, alone)[0].held_minor for day in days]
    assert held == [0, 1_000_000, 960_000]
    world.laptop.close()
    asked = CliRunner().invoke(app, ["books", "reserve", "--on", "0001-01-01", "--folder", str(tmp_path)])
    assert isinstance(asked.exception, InWords)
