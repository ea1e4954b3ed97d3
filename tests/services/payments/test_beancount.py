"""The exported ledger is accepted by `bean-check`, a program that shares nothing with ours, and a wrong line is not.

Beancount is licensed under GPL-2.0: a tool of developers, which no installation of ours holds and no code imports.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner

from contracts.bank import BankResult
from services.__main__ import app
from services.payments import accounts
from services.payments.books.beancount import NoRoot, account_in_beancount, accounts_without_root, exported
from tests.services.payments.world import FIRST, World

BEAN_CHECK = Path(sys.executable).with_name("bean-check")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Paid, sent back, corrected, and in currencies of two, three and no decimals."""
    world = World(tmp_path, ("ann", "eve")).assesses(40000, 1)
    world.assesses(123456, 1, person="eve", start=FIRST + timedelta(days=28), currency="TND")
    world.assesses(54321, 1, person="eve", start=FIRST + timedelta(days=56), currency="JPY").closes().releases()
    world.bank_says(BankResult.SETTLED, world.payments()[0])
    return world.bank_says(BankResult.RETURNED, world.payments()[0], message="m-2").assesses(25000, 2)


def text_of(world: World, *, people: bool = True) -> str:
    with world.database.reading() as connection:
        return "\n".join(exported(connection, people=people)) + "\n"


def checked(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    file = folder / "books.beancount"
    file.write_text(text, "utf-8")
    return subprocess.run([BEAN_CHECK, "--no-cache", file], capture_output=True, text=True, check=False)


def test_the_whole_ledger_is_accepted_by_bean_check(world: World, tmp_path: Path) -> None:
    text = text_of(world)
    result = checked(tmp_path, text)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert "123.456 TND" in text
    assert "54321 JPY" in text
    assert "balance Assets:Cash:Bank  0.00 ~ 0 USD" in text
    [settled] = world.rows("SELECT cause FROM journal WHERE kind = 'settled'")
    assert f"^{UUID(settled.cause)}" in text


@pytest.mark.parametrize(
    ("line", "wrong", "words"),
    [
        (
            "  Liabilities:Payable:Benefit  -400.00 USD",
            "  Liabilities:Payable:Benefit  -400.01 USD",
            "does not balance",
        ),
        ("~ 0 JPY", "~ 0 TND", "Balance failed"),
        ("balance Assets:Cash:Bank  0.00 ~ 0 USD", "balance Assets:Cash:Bank  0.01 ~ 0 USD", "Balance failed"),
        (" open Assets:Cash:Bank USD", " open Assets:Cash:Chest USD", "unknown account"),
    ],
)
def test_a_wrong_line_is_refused_by_bean_check(world: World, tmp_path: Path, line: str, wrong: str, words: str) -> None:
    text = text_of(world)
    assert line in text
    result = checked(tmp_path, text.replace(line, wrong, 1))
    assert result.returncode != 0
    assert words in result.stdout + result.stderr


def test_an_entry_that_an_export_loses_shows_in_the_balances(world: World, tmp_path: Path) -> None:
    head, *entries = text_of(world).split("\n\n")
    lost = next(entry for entry in entries if '"settled"' in entry)
    result = checked(tmp_path, "\n\n".join([head, *(entry for entry in entries if entry is not lost)]))
    assert "Balance failed" in result.stdout + result.stderr


def test_pseudonyms_alone_are_in_it_and_none_if_so_wished(world: World) -> None:
    assert 'person: "ann"' in text_of(world)
    without = text_of(world, people=False)
    assert not any(word in without for word in ("ann", "eve", "c-1", "77000000"))


def test_every_account_of_the_chart_has_a_root() -> None:
    chart = [name for name in vars(accounts).values() if isinstance(name, str) and ":" in name and " " not in name]
    assert accounts_without_root(chart) == []
    assert account_in_beancount("in_flight:TIDEOVER-20240122-P0000-0001") == (
        "Liabilities:In-Flight:TIDEOVER-20240122-P0000-0001"
    )
    with pytest.raises(NoRoot, match="of no kind"):
        account_in_beancount("attic:gold")


def test_the_command_writes_a_file_for_its_owner_alone(world: World, tmp_path: Path) -> None:
    world.laptop.close()
    file = tmp_path / "out.beancount"
    result = CliRunner().invoke(app, ["books", "export", str(file), "--folder", str(tmp_path), "--without-people"])
    assert "entries on" in result.output, result.output
    assert file.stat().st_mode & 0o777 == 0o600
    assert "ann" not in file.read_text("utf-8")
