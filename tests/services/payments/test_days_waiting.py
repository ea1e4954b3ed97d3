"""Days that wait because another certification is paid for them are put before a named person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from typer.testing import CliRunner, Result

from contracts.in_words import InWords
from services.__main__ import app
from tests.services.payments.test_days import certified
from tests.services.payments.world import World
from tests.services.watching.seen import seen_at


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two certifications are due the same week; the first one is paid for it."""
    World(tmp_path).hears("ann", certified("k-0", 1, 0, 400), certified("k-1", 1, 0, 450, 300)).laptop.close()
    return tmp_path


def called(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["days", *words, "--folder", str(folder)], env={"COLUMNS": "200"})


def listed(folder: Path) -> str:
    result = called(folder, "list")
    assert result.exit_code == 0, result.output
    return result.stdout


def how_many(folder: Path) -> float | None:
    return seen_at(folder).value("tideover_certifications_waiting")


def settled(folder: Path, *words: str, officer: str = "officer-7", reason: str = "k-0 is right.") -> Result:
    return called(folder, "settle", *words, "--officer", officer, "--reason", reason)


def differences(folder: Path) -> tuple[str, ...]:
    world = World(folder, ())
    found = world.report().differences
    world.laptop.close()
    return found


def test_they_are_listed_with_the_sum_and_what_is_paid_for_them_and_counted(folder: Path) -> None:
    text = listed(folder)
    assert "ann  claim c-1, certification k-1: 4.50 USD for 2020-01-12 up to, not including, 2020-01-19" in text
    assert "These days are paid under k-0." in text
    [days] = json.loads(called(folder, "list", "--json").stdout)
    assert (days["certification"], days["minor"], days["paid_for"]) == ("k-1", 450, ["k-0"])
    assert how_many(folder) == 1


def test_a_named_person_ends_it_and_nothing_is_paid(folder: Path) -> None:
    assert differences(folder) == ("certification k-1 is due days that another is paid for",)
    result = settled(folder, "ann")
    assert "k-1 waits no longer, says officer-7; 4.50 USD stay unpaid." in result.stdout
    assert listed(folder) == "No days wait.\n"
    assert (how_many(folder), differences(folder)) == (0, ())
    world = World(folder, ())
    assert sorted(row.amount_minor for row in world.payments()) == [300, 400]
    [row] = world.rows("SELECT officer, because FROM waiting_settled")
    assert tuple(row) == ("officer-7", "k-0 is right.")


def test_a_later_assessment_is_looked_at_anew(folder: Path) -> None:
    settled(folder, "ann", "k-1")
    World(folder, ()).hears("ann", certified("k-1", 2, 0, 460, 300)).laptop.close()
    assert "4.60 USD" in listed(folder)


def test_they_are_paid_all_the_same_once_the_other_lets_them_go(folder: Path) -> None:
    settled(folder, "ann")
    world = World(folder, ()).hears("ann", certified("k-0", 2, 0, 0))
    assert sum(row.amount_minor for row in world.payments("due")) == 750
    assert world.report().differences == ()


@pytest.mark.parametrize(
    ("words", "signed", "why"),
    [
        (("bob",), {}, "nothing waits"),
        (("ann", "k-0"), {}, "nothing waits"),
        (("ann",), {"reason": " "}, "--reason has nothing in it"),
        (("ann",), {"officer": " "}, "--officer has nothing in it"),
        (("ann",), {"officer": "Jo Doe"}, "Name the officer"),
    ],
)
def test_what_is_missing_or_wrong_is_told_in_a_sentence(
    folder: Path, words: tuple[str, ...], signed: dict[str, str], why: str
) -> None:
    result = settled(folder, *words, **signed)
    assert result.exit_code == 2 or isinstance(result.exception, InWords)
    assert why in f"{result.output}{result.exception}"
    assert "k-1" in listed(folder)


def test_the_database_settles_nothing_without_a_name_and_a_reason(folder: Path) -> None:
    world = World(folder, ())
    for officer, because in (("' '", "'why'"), ("'officer-7'", "' '"), ("NULL", "'why'")):
        row = f"INSERT INTO waiting_settled VALUES ('ann', 'c-1', 'k-1', 1, 450, {officer}, 'r', {because})"
        with pytest.raises(IntegrityError), world.database.begin() as connection:
            connection.exec_driver_sql(row)
