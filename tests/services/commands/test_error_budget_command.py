"""Error budgets are read on a command line: what was decided, what was wrong, who reopened and why."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert
from typer.testing import CliRunner

from contracts.claims import QuestionOpened
from contracts.contest import ContestOutcome
from contracts.registry import Separation
from services.__main__ import app
from services.claims.procedure import standard_procedure
from services.claims.tables import budget_stop
from tests.stories.contesting import OFFICER, contested, decided_against, reviewed, told_by
from tests.stories.town import born, files_claim, fill, lost_work, said, town, wages

RUNNER = CliRunner()
RULES = standard_procedure().error_budget


def printed(folder: Path, *words: str) -> str:
    result = RUNNER.invoke(app, ["error-budget", "--folder", str(folder), *words])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_each_budget_is_told_with_what_was_wrong_and_who_reopened_it(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    past = (*(wages(month) for month in range(7, 25)), born(), lost_work(Separation.VOLUNTARY))
    fill(laptop, [said(event) for event in (*past, files_claim())])
    assert "No decision against a claimant was counted" in printed(tmp_path)
    year = told_by(laptop, "claims", QuestionOpened)[0].period
    assert year is not None
    after = decided_against(laptop, year, OFFICER.model_copy(update={"office": "Delta"}))
    since = after - timedelta(days=RULES.counted_days_on(after))
    assert printed(tmp_path).splitlines() == [
        "quit, office delta: goes on, 2 more may be wrong",
        f"  Since {since}: 1 decided against claimants, 0 of them wrong; it stops above 10 % of 20 or more.",
    ]
    reviewed(laptop, contested(laptop, after), ContestOutcome.OVERTURNED, after + timedelta(days=20))
    with laptop.databases["claims"].begin() as connection:
        stop = {"budget": "budget:quit:delta", "number": 1, "stopped_on": date(2020, 1, 1), "decided": 20, "wrong": 3}
        ended = {"reopened_on": date(2020, 1, 9), "reopened_by": "q-1", "role": "director", "reasons": "New form."}
        connection.execute(insert(budget_stop).values(**stop, **ended))
    assert printed(tmp_path).splitlines()[-2:] == [
        "  Stopped on 2020-01-01, when 3 of 20 were wrong.",
        "  Reopened on 2020-01-09 by q-1 (director): New form.",
    ]
    assert "  Since 2020-01-10: 1 decided" in printed(tmp_path)  # a reopening begins the count anew
    (budget,) = json.loads(printed(tmp_path, "--json"))
    assert (budget["ground"], budget["decided"], budget["wrong"], budget["left"]) == ("quit", 1, 1, 1)
    laptop.close()
