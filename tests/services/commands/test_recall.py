"""Who else was decided against in the same way, and what came of it since."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from contracts.claims import QuestionOpened
from contracts.contest import ContestOutcome
from contracts.eligibility import DeterminationMade
from contracts.payments import PaymentInstructed
from contracts.registry import Separation
from law.language.sheet.load import load_text
from law.language.sheet.scheme import Scheme
from law.questions.vocabulary import VOCABULARY
from services.__main__ import app
from services.operations.recall import Sought
from services.runtime.delivery import parking
from services.worlds import laptop_in
from tests.stories.contesting import contested, decided_against, reviewed, told_by
from tests.stories.town import PERSON, born, certifies, closes, files_claim, fill, lost_work, said, town, wages

RUNNER = CliRunner()
DAY = date(2020, 2, 20)


def recalled(folder: Path, *words: str) -> dict[str, Any]:
    result = RUNNER.invoke(app, ["recall", "--folder", str(folder), "--json", *words])
    assert result.exit_code == 0, result.output
    said_back: dict[str, Any] = json.loads(result.stdout)
    return said_back


def test_decisions_on_a_ground_are_listed_with_their_sheet_and_what_came_of_them(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    past = (*(wages(month) for month in range(7, 25)), born(), lost_work(Separation.VOLUNTARY))
    fill(laptop, [said(event) for event in (*past, files_claim())])
    assert recalled(tmp_path, "--ground", "quit")["decisions"] == [], "nothing was decided yet"
    year = told_by(laptop, "claims", QuestionOpened)[0].period
    assert year is not None
    after = decided_against(laptop, year)

    (line,) = recalled(tmp_path, "--ground", "quit")["decisions"]
    assert (line["person"], line["officer"], line["standing"]) == (PERSON, "staff-17", "stands")
    assert recalled(tmp_path, "--ground", "quit", "--sheet", line["sheet"][:8])["progress"] == {"stands": 1}
    assert recalled(tmp_path, "--ground", "misconduct")["decisions"] == []
    assert recalled(tmp_path, "--sheet", "0000")["decisions"] == []

    contest = contested(laptop, after)
    assert recalled(tmp_path, "--rule", line["rule"])["progress"] == {"contested": 1}
    reviewed(laptop, contest, ContestOutcome.OVERTURNED, after + timedelta(days=20))
    assert recalled(tmp_path, "--rule", line["rule"])["progress"] == {"overturned": 1}
    lines = RUNNER.invoke(app, ["recall", "--folder", str(tmp_path), "--ground", "quit"]).stdout.splitlines()
    assert lines[0].endswith(f"claim claim-1  {line['rule']}, ground quit")
    assert f"Decided on {line['decided_on']}, now: overturned, by staff-31." in lines[1]
    assert lines[-1] == "1 decision about 1 person: 1 overturned."
    laptop.close()


def test_what_a_rule_refused_by_itself_is_listed_and_told_apart_once_better_facts_came(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    fill(laptop, [said(event) for event in (born(), lost_work(), files_claim())])
    (line,) = recalled(tmp_path, "--rule", "enough_wages_in_base_period")["decisions"]
    assert (line["officer"], line["decided_on"], line["standing"]) == ("", None, "stands")
    fill(laptop, [said(wages(month)) for month in range(7, 25)])
    assert recalled(tmp_path, "--rule", "enough_wages_in_base_period")["progress"] == {"not refused any more": 1}
    laptop.close()


def test_a_person_reads_whole_ids_and_whoever_asks_for_nothing_is_told_what_to_ask_for(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    fill(laptop, [said(event) for event in (born(), lost_work(), files_claim())])
    laptop.close()
    words = ["recall", "--folder", str(tmp_path), "--rule", "enough_wages_in_base_period"]
    lines = RUNNER.invoke(app, words, env={"COLUMNS": "60"}).stdout
    assert "claim claim-1  enough_wages_in_base_period" in lines
    assert "1 decision about 1 person: 1 stands." in lines
    nothing = RUNNER.invoke(app, ["recall", "--folder", str(tmp_path)])
    assert nothing.exit_code == 2
    assert "what the decisions have in common" in " ".join(nothing.output.split())


def test_decisions_about_one_kind_of_thing_are_sought_without_their_days() -> None:
    about = "overpayment:2020-05-17"
    assert [Sought(rule=rule).holds(about) for rule in (about, "overpayment", None, "overpay", "week")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_rule_that_there_is_not_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    fill(laptop, [said(event) for event in (born(), lost_work(), files_claim())])
    laptop.close()
    for typo, meant in (("enough_wages_in_base_perod", "enough_wages_in_base_period"), ("overpaymnt", "overpayment")):
        result = RUNNER.invoke(app, ["recall", "--folder", str(tmp_path), "--rule", typo], env={"COLUMNS": "200"})
        assert result.exit_code == 2
        says = " ".join(result.output.replace("│", " ").split())
        assert f"there is no rule {typo}; do you mean {meant}" in says, says


def with_a_hundred_times_the_wages_needed(name: str, **_: bool) -> Scheme:
    """Mississippi's sheet with an error in one rule."""
    text = (Path("law/schemes") / f"{name}.yaml").read_text("utf-8")
    right, wrong = (f"value: {weeks}\n            also: mdes.ms.gov, Benefit Eligibility" for weeks in (40, 4000))
    assert name != "us/mississippi" or right in text
    return load_text(text.replace(right, wrong), file=f"{name}.yaml", vocabulary=VOCABULARY, accept_unverified=True)


def test_claims_are_worked_out_anew_by_the_law_as_it_is_read_today_and_everybody_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("services.worlds.load_scheme", with_a_hundred_times_the_wages_needed)
        laptop = town(tmp_path)
        weeks = (certifies(0), certifies(1))
        fill(laptop, [said(event) for event in (*map(wages, range(7, 25)), born(), lost_work(), files_claim(), *weeks)])
        closes(laptop, DAY)
        laptop.close()
    rule = "enough_wages_in_base_period"
    assert recalled(tmp_path, "--rule", rule)["progress"] == {"stands": 1}
    signed = [
        "--officer",
        "q-1",
        "--role",
        "quality-officer",
        "--reasons",
        "The sheet asked for a hundred times the wages.",
    ]
    words = ["--rule", rule, "--letters", str(tmp_path / "letters"), "--order", "recall-1", *signed]
    recalled(tmp_path, *words)
    letters = sorted(path.stem.rpartition("-")[2] for path in (tmp_path / "letters").glob("*.txt"))
    assert letters == ["ar", "en", "es", "fr"]
    told = recalled(tmp_path, "--rule", rule)
    assert told["progress"] == {"not refused any more": 1, "worked out anew": 1}
    with closing(laptop_in(tmp_path)) as again:
        assert [event.outcome for event in told_by(again, "eligibility", DeterminationMade)][-1] == "granted"
        closes(again, DAY + timedelta(days=1))
        assert told_by(again, "payments", PaymentInstructed), "what is due is paid without being asked for"
    ordered_again = recalled(tmp_path, *words)
    assert [line["recalled_on"] for line in ordered_again["decisions"]] == [str(DAY + timedelta(days=1))]
    recalled(tmp_path, *words)
    with closing(laptop_in(tmp_path)) as again, again.databases["eligibility"].reading() as connection:
        assert parking.waiting(connection) == [], "ordered once more under its name, a recall stops nobody"
