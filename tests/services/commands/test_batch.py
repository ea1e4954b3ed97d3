"""Named officers look at sealed files, and propose, release or stop them, by the command line on a laptop's folder."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from contracts.in_words import InWords
from services.__main__ import app
from services.demo.bank.server import bank_on_loopback
from services.payments.bank.gateway import BankGateway
from services.worlds import cipher_in, laptop_in
from tests.stories.town import (
    FIRST,
    PERSON,
    closes,
    two_weeks_sealed,
)

RUNNER = CliRunner()
PAYDAY = FIRST + timedelta(days=14)


@pytest.fixture(scope="module")
def paid_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    two_weeks_sealed(folder)
    return folder


@pytest.fixture
def folder(paid_town: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(paid_town, tmp_path / "town"))


def tideover(folder: Path, *words: str) -> Result:
    return RUNNER.invoke(app, [*words, "--folder", str(folder)], env={"COLUMNS": "200"})


def said_back(result: Result) -> str:
    """What a person reads: the output, or the sentence with which it ends."""
    return result.output + (str(result.exception) if isinstance(result.exception, InWords) else "")


def batch(folder: Path, *words: str) -> str:
    result = tideover(folder, "batch", *words)
    assert result.exit_code == 0, result.output
    return result.output


def acts(folder: Path, what: str, officer: str, *words: str) -> str:
    named = ("--officer", officer, "--reasons", "looked at the table", "--on", PAYDAY.isoformat())
    return said_back(tideover(folder, "batch", what, PAYDAY.isoformat(), *named, *words))


def sent(folder: Path) -> int:
    laptop = laptop_in(folder)
    with bank_on_loopback(PAYDAY) as bank:
        count = BankGateway(bank.url, cipher_in(folder, "payments")).send_sealed(laptop.databases["payments"])
    laptop.close()
    return count


def test_two_officers_release_a_file_and_it_goes(folder: Path) -> None:
    assert f"{PAYDAY}  1 payment, 46.00 USD: waits for release." in batch(folder, "list")
    first = acts(folder, "release", "officer-1", "--sum", "46.00")
    assert "officer-1 released 1 payment, 46.00 USD." in first
    assert sent(folder) == 0
    again = acts(folder, "release", "Officer-1", "--sum", "46.00")
    assert again == "Officer-1 has released it: another person releases it."
    second = acts(folder, "release", "officer-2", "--sum", "46.00")
    assert "is released and goes next. Released by officer-1 and officer-2." in second
    assert sent(folder) == 1
    assert batch(folder, "list") == "No payment file lies sealed.\n"
    assert "46.00 USD were released to the bank by officer-1 and officer-2." in tideover(folder, "story", PERSON).output


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("46.01", "The officer says 46.01 USD, and the files that wait hold 46.00 USD: look again."),
        ("one", "one is no sum in USD: write it as 121,534.00."),
        ("46.0", "46.0 is no sum in USD"),
    ],
)
def test_the_sum_is_typed_and_must_be_that_of_the_files(folder: Path, typed: str, words: str) -> None:
    refused = acts(folder, "release", "officer-1", "--sum", typed)
    assert words in refused


def test_who_proposed_a_batch_does_not_release_it(folder: Path) -> None:
    assert "officer-3 proposed 1 payment, 46.00 USD." in acts(folder, "propose", "officer-3")
    refused = acts(folder, "release", "officer-3", "--sum", "46.00")
    assert "officer-3 has proposed it: another person releases it." in refused


def test_a_stop_says_what_happens_to_the_payments(folder: Path) -> None:
    stopped = acts(folder, "stop", "officer-1")
    assert "each of them is due again" in stopped
    assert "is stopped; its payments go with the next run" in batch(folder, "list")
    assert "can be stopped: it has gone, or is stopped." in acts(folder, "stop", "officer-2")
    laptop = laptop_in(folder)
    closes(laptop, PAYDAY + timedelta(days=1))
    laptop.close()
    assert f"{PAYDAY + timedelta(days=1)}  1 payment, 46.00 USD: waits for release." in batch(folder, "list")


def test_the_table_shows_sums_checks_and_what_is_pointed_out(folder: Path) -> None:
    told = batch(folder, "show", PAYDAY.isoformat())
    assert "There is no run of the same weekday to compare with." in told
    assert "fits  the sum of each file is on its way in the ledger (1 looked at)" in told
    assert "fits  nobody is above the most for their days (1 looked at)" in told
    assert "nothing was paid to this person before" in told
    as_json = json.loads(batch(folder, "show", PAYDAY.isoformat(), "--json"))
    assert as_json["total_minor"] == 4600
    assert {check["passed"] for check in as_json["checks"]} == {True}
    assert [each["kind"] for each in as_json["pointed_out"]] == ["first_payment"]
    assert "0000000042" not in json.dumps(as_json) + told


def test_on_a_laptop_one_person_is_enough_once_somebody_says_so_in_words(folder: Path) -> None:
    words = ("--officer", "officer-1", "--reasons", "A trial on my own machine.", "--since", FIRST.isoformat())
    assert "one person releases a file here, says officer-1." in said_back(tideover(folder, "batch", "alone", *words))
    assert "was said already" in said_back(tideover(folder, "batch", "alone", *words))
    acts(folder, "release", "officer-1", "--sum", "46.00")
    assert sent(folder) == 1


def test_a_day_without_files_is_said_so(folder: Path) -> None:
    assert said_back(tideover(folder, "batch", "show", "2019-01-01")) == "No payment file of 2019-01-01 was sealed."


def test_a_stop_on_a_laptop_whose_days_are_long_past_gives_the_payments_to_the_next_run(folder: Path) -> None:
    named = ("--officer", "officer-1", "--reasons", "another sum than last week")
    assert "officer-1 stopped" in batch(folder, "stop", PAYDAY.isoformat(), *named)
    laptop = laptop_in(folder)
    closes(laptop, PAYDAY + timedelta(days=1))
    laptop.close()
    assert f"{PAYDAY + timedelta(days=1)}  1 payment, 46.00 USD: waits for release." in batch(folder, "list")


def test_no_act_is_dated_ahead(folder: Path) -> None:
    named = ("--officer", "officer-1", "--reasons", "looked at the table", "--on", "2099-01-01")
    refused = said_back(tideover(folder, "batch", "stop", PAYDAY.isoformat(), *named))
    assert refused == "2099-01-01 is still to come: an act is dated today at the latest."
    assert "waits for release" in batch(folder, "list")
