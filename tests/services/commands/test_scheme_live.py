"""`tideover scheme check --live`: what was paid to people stands beside what the sheet promises, in no small figure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.base import Envelope
from services.__main__ import app
from tests.stories.town import born, certifies, files_claim, fill, lost_work, said, town, wages


def life(number: int) -> list[Envelope]:
    """Somebody with 1,200 dollars in each of 24 months, who claims and certifies four weeks."""
    person = f"p-{number:032x}"
    facts = (*(wages(month) for month in range(1, 25)), born(), lost_work(), files_claim(), certifies(0), certifies(1))
    return [said(fact, person=person) for fact in facts]


def practice(folder: Path, people: int) -> dict[str, str]:
    """What stands beside the rows after so many people certified, by requirement."""
    laptop = town(folder)
    for number in range(people):
        fill(laptop, life(number))
    laptop.close()
    words = ["scheme", "check", "us/mississippi", "--instrument", "c102", "--live", "--folder", str(folder), "--json"]
    [report] = json.loads(CliRunner().invoke(app, words).output)
    return {row["id"]: row["practice"] for row in report["articles"] if row["practice"]}


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return practice(tmp_path_factory.mktemp("five"), 5)


def test_the_days_that_people_waited_stand_beside_the_waiting_of_the_law(five: dict[str, str]) -> None:
    assert five["C102-24.3"] == "5 claims: 7 days before the first period paid (median); 0 % longer than 7"


def test_what_was_paid_stands_beside_the_floor(five: dict[str, str]) -> None:
    assert five["C102-65.1"] == "5 claims: 49.97 % of reference earnings paid (median); 0 % below 45 %", (
        "138 for 7 days"
    )
    assert five["C102-20"] == "5 claims decided: 100 % granted"


def test_of_a_row_that_too_few_people_reached_nothing_is_shown(five: dict[str, str], tmp_path: Path) -> None:
    assert five["C102-24.1a"] == "fewer than 5 claims: not shown", "nobody used the benefit up"
    assert set(practice(tmp_path, 4).values()) == {"fewer than 5 claims: not shown"}
