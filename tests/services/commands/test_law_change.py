"""What a new version of a sheet does to the claims that run, in words and in money, without anything being changed."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from contracts.registry import Separation
from law.catalogue import SCHEMES
from services.__main__ import app
from services.operations.differences_file import ComparedPage, DifferencesFile, OtherDifferences, checkpoint_of
from services.operations.law_change import Totals
from services.worlds import laptop_in
from tests.stories.town import FIRST, born, certifies, files_claim, fill, lost_work, said, town, wages

RUNNER = CliRunner()
LATER = "p-" + "7" * 32
"""Behind the one person of the town, in the order of pseudonyms."""
ON = FIRST + timedelta(weeks=4)
"""After the four weeks that are certified: one of waiting, three paid with 138 dollars each."""
SHARE = "value: 1/26\n            also: mdes.ms.gov, Benefit Eligibility Requirements\n"
AS_ON = "as_on: the day the claim begins\n        at: definition of benefit year\n"
FOLLOWED = f"      transitions:\n        - on: {ON}\n          running_claims: follow the new law\n          cites: X\n"


def from_then_on(share: str) -> tuple[str, str]:
    """Another share from the day of the change on."""
    return SHARE, f"{SHARE}          - from: {ON}\n            value: {share}\n"


def corrected(share: str) -> tuple[str, str]:
    """Another share as if it had always been the law."""
    return SHARE, SHARE.replace("1/26", share)


FOR_RUNNING_CLAIMS = (AS_ON, AS_ON + FOLLOWED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A town in which one person earned 3,600 dollars a quarter, claimed and certified four weeks."""
    with closing(town(tmp_path / "world")) as laptop:
        facts = (*map(wages, range(7, 25)), born(), lost_work(), files_claim(), certifies(0), certifies(1))
        fill(laptop, [said(event) for event in facts])
    return tmp_path


def amended(folder: Path, *changes: tuple[str, str]) -> Path:
    """Mississippi's sheet with words of it replaced."""
    words = (SCHEMES / "us/mississippi.yaml").read_text("utf-8")
    for before, after in changes:
        assert before in words
        words = words.replace(before, after, 1)
    file = folder / "new.yaml"
    file.write_text(words, "utf-8")
    return file


def words_of(folder: Path, *more: str) -> list[str]:
    """The command that compares in the town."""
    place = ("--folder", str(folder / "world"), "--out", str(folder / "differences.csv"))
    return ["law-change", "us/mississippi", "--new", str(folder / "new.yaml"), "--on", str(ON), *place, *more]


def sums(folder: Path, *more: str) -> dict[str, Any]:
    """What a change comes to."""
    result = RUNNER.invoke(app, words_of(folder, "--json", *more), env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output + str(result.exception)
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def listed(folder: Path) -> list[dict[str, str]]:
    """The rows of the file."""
    with (folder / "differences.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_who_follows_the_new_law_gains_from_its_day_on_and_nothing_before(folder: Path) -> None:
    amended(folder, from_then_on("1/24"), FOR_RUNNING_CLAIMS)
    told = sums(folder)
    assert (told["claims"], told["weekly"], told["certified"]) == ({"gains": 1}, {"gains": "1200"}, {"gains": 0})
    (row,) = listed(folder)
    assert (row["effect"], row["more_a_week"], row["more_due"], row["currency"]) == ("gains", "12.00", "0.00", "USD")
    assert (row["period_paid_before"], row["period_paid_after"]) == ("138.00", "150.00")
    assert row["in_words"] == (
        "The next full period: 2020-02-09 to 2020-02-15 paid, 138.00 USD before, "
        "2020-02-09 to 2020-02-15 paid, 150.00 USD after."
    )


def test_a_law_for_new_claims_leaves_running_ones_as_they_are(folder: Path) -> None:
    amended(folder, from_then_on("1/24"))
    assert sums(folder)["claims"] == {"unchanged": 1}
    assert listed(folder) == []


def test_whoever_is_unchanged_is_listed_when_everybody_is_asked_for(folder: Path) -> None:
    amended(folder, from_then_on("1/24"))
    sums(folder, "--every")
    assert [(row["effect"], row["in_words"]) for row in listed(folder)] == [("unchanged", "")]


@pytest.mark.parametrize(
    ("share", "told"),
    [
        ("1/24", {"effect": "gains", "more_a_week": "12.00", "more_due": "36.00", "left_after": "3450.00"}),
        ("1/28", {"effect": "loses", "more_a_week": "-10.00", "more_due": "-30.00", "left_after": "2944.00"}),
    ],
)
def test_a_correction_tells_what_is_due_for_certified_weeks_and_what_is_left(
    folder: Path, share: str, told: dict[str, str]
) -> None:
    amended(folder, corrected(share))
    assert sums(folder)["claims"] == {told["effect"]: 1}
    (row,) = listed(folder)
    assert {name: row[name] for name in told} == told
    assert (row["left_before"], row["left_in_after"], row["last_day_after"]) == ("3174.00", "USD", "2021-01-09")


def test_what_a_person_has_yet_to_decide_is_doubtful_and_in_no_sum(tmp_path: Path) -> None:
    with closing(town(tmp_path / "world")) as laptop:
        facts = (*map(wages, range(7, 25)), born(), lost_work(Separation.VOLUNTARY), files_claim())
        fill(laptop, [said(event) for event in facts])
    amended(tmp_path, corrected("1/24"))
    told = sums(tmp_path)
    assert (told["claims"], told["weekly"]) == ({"doubtful": 1}, {})
    (row,) = listed(tmp_path)
    assert row["in_words"].startswith("Open under the law before: ")


def test_whoever_was_refused_is_told_that_the_new_law_grants_it(tmp_path: Path) -> None:
    with closing(town(tmp_path / "world")) as laptop:
        fill(laptop, [said(event) for event in (*map(wages, (16, 19, 20, 21)), born(), lost_work(), files_claim())])
    needed = "value: {}\n            also: mdes.ms.gov, Benefit Eligibility"
    amended(tmp_path, (needed.format(40), needed.format(30)))
    assert sums(tmp_path)["claims"] == {"gains": 1}
    assert (listed(tmp_path)[0]["outcome_before"], listed(tmp_path)[0]["outcome_after"]) == ("refused", "granted")


def test_two_processes_write_what_one_writes(folder: Path) -> None:
    amended(folder, corrected("1/24"))
    alone, told = sums(folder), (folder / "differences.csv").read_bytes()
    (folder / "differences.csv").unlink()
    assert sums(folder, "--processes", "2") == alone
    assert (folder / "differences.csv").read_bytes() == told


def test_a_command_that_was_killed_behind_the_first_person_ends_like_one_that_was_not(folder: Path) -> None:
    with closing(laptop_in(folder / "world")) as laptop:
        facts = (*map(wages, range(7, 25)), born(), lost_work(), files_claim(), certifies(0), certifies(1))
        fill(laptop, [said(event, person=LATER) for event in facts])
    amended(folder, corrected("1/24"))
    whole, out = sums(folder), folder / "differences.csv"
    told, first = out.read_bytes(), listed(folder)[0]
    out.unlink()
    about = {name: value for name, value in whole.items() if isinstance(value, str)}
    of_first = Totals.of_json({"claims": {"gains": 1}, "weekly": {"gains": "1200"}, "certified": {"gains": 3600}})
    DifferencesFile.opened(out, about).add(ComparedPage([tuple(first.values())], of_first, 1, first["person"]))
    with out.open("ab") as file:
        file.write(b"half of a row")
    assert sums(folder) == whole
    assert (out.read_bytes(), whole["claims"]) == (told, {"gains": 2})


def test_the_sums_are_told_in_words(folder: Path) -> None:
    amended(folder, corrected("1/24"))
    result = RUNNER.invoke(app, words_of(folder))
    assert "gain                   1  12.00 USD a week" in result.stdout
    assert "All together 12.00 USD more a week, and 36.00 USD\nmore for what was certified by now." in result.stdout


@pytest.mark.parametrize(
    ("scheme", "changes", "says"),
    [
        ("us/mississipi", (corrected("1/24"),), "do you mean us/mississippi"),
        ("us/mississippi", (), "says the same as the sheet of us/mississippi that is served"),
        ("ilo/c168-reference", (corrected("1/24"),), "is a sheet of us/mississippi, not of ilo/c168-reference"),
    ],
)
def test_what_is_no_new_version_of_a_served_scheme_is_refused_in_words(
    folder: Path, scheme: str, changes: Sequence[tuple[str, str]], says: str
) -> None:
    amended(folder, *changes)
    words = ["law-change", scheme, *words_of(folder)[2:]]
    result = RUNNER.invoke(app, words, env={"COLUMNS": "300"})
    assert result.exit_code == 2
    assert says in " ".join(result.output.replace("│", " ").split())


ABOUT = {"before": "a", "after": "b"}


def page(person: str) -> ComparedPage:
    """A page that held one person, who gains a dollar a week."""
    totals = Totals()
    totals.claims["gains"] += 1
    return ComparedPage([(person, "claim-1")], totals, 1, person)


def test_a_file_that_was_left_in_the_middle_of_a_page_ends_like_one_that_was_not(tmp_path: Path) -> None:
    whole = DifferencesFile.opened(tmp_path / "whole.csv", ABOUT)
    whole.add(page("p-1"))
    whole.add(page("p-2"))
    DifferencesFile.opened(tmp_path / "left.csv", ABOUT).add(page("p-1"))
    with (tmp_path / "left.csv").open("ab") as file:
        file.write(b"p-2,clai")
    again = DifferencesFile.opened(tmp_path / "left.csv", ABOUT)
    assert (again.after, again.people) == ("p-1", 1)
    again.add(page("p-2"))
    again.finish()
    assert (tmp_path / "left.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert again.totals.claims == {"gains": 2}
    assert not checkpoint_of(tmp_path / "left.csv").exists()


def test_a_file_of_another_change_is_not_gone_on_with(tmp_path: Path) -> None:
    file = DifferencesFile.opened(tmp_path / "one.csv", ABOUT)
    with pytest.raises(OtherDifferences, match="was begun for another change"):
        DifferencesFile.opened(tmp_path / "one.csv", ABOUT | {"after": "c"})
    file.finish()
    with pytest.raises(OtherDifferences, match="is there already"):
        DifferencesFile.opened(tmp_path / "one.csv", ABOUT)
