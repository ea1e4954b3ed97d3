"""Whoever tries parked events again is told what came of it, also where nothing was parked."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from services.__main__ import app
from services.worlds import laptop_in

RUNNER = CliRunner()


def test_trying_again_where_nothing_is_parked_says_so(tmp_path: Path) -> None:
    laptop_in(tmp_path).close()
    result = RUNNER.invoke(app, ["parked", "replay", "claims", "--folder", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (0, "Nothing is parked in claims.\n")


def test_trying_again_for_somebody_of_whom_nothing_is_parked_is_refused(tmp_path: Path) -> None:
    laptop_in(tmp_path).close()
    result = RUNNER.invoke(app, ["parked", "replay", "claims", "--subject", "p-1", "--folder", str(tmp_path)])
    assert (result.exit_code, "nothing of p-1 is parked in claims" in result.output) == (2, True)
