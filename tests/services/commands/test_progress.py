"""How far long work is stands on a terminal as a bar; a file or a pipe gets a line now and then, and no bar."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from services.commands import progress
from services.runtime.process.stopwatch import NANO
from tests.shape.tree import ROOT

WORK = """
from services.commands.progress import reporting
with reporting("steps", 3) as report:
    for _ in range(3):
        report("counting", 1)
"""


def written_to(stderr: int, **environment: str) -> bytes:
    """What three steps of work write to standard error."""
    command = [sys.executable, "-c", WORK]
    run = subprocess.run(command, cwd=ROOT, stderr=stderr, env=os.environ | environment, check=True)
    return run.stderr or b""


def test_a_bar_is_drawn_on_a_terminal() -> None:
    ours, theirs = pty.openpty()
    written_to(theirs, TERM="xterm", COLUMNS="80")
    os.close(theirs)
    shown = os.read(ours, 100_000)
    os.close(ours)
    assert b"counting" in shown
    assert b"3/3" in shown


@pytest.mark.parametrize("environment", [{}, {"FORCE_COLOR": "1"}, {"TTY_COMPATIBLE": "1"}], ids=str)
def test_nothing_is_drawn_into_a_pipe_whatever_the_environment_says(environment: dict[str, str]) -> None:
    assert written_to(subprocess.PIPE, **environment) == b""


def test_long_work_writes_lines_into_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0)
    with progress.reporting("steps", 3) as report:
        report("counting", 1)
        report("counting", 1)
        report("counting", 2)
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(",")[0] for line in lines] == [
        "counting: 1 of about 3 steps",
        "counting: 2 of about 3 steps",
        "counting: 4 of about 4 steps",
    ]


def test_a_line_says_the_step_how_far_how_fast_and_how_long_it_still_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter(seconds * NANO for seconds in (0, 10, 12, 70, 80, 101))
    monkeypatch.setattr(progress, "nanoseconds", lambda: next(clock))
    with progress.reporting("events", 1_000) as report:
        for _ in range(5):
            report("10 Mar 2020, 12 claimed", 100)
    assert capsys.readouterr().err.splitlines() == [
        "10 Mar 2020, 12 claimed: 100 of about 1,000 events, 10 a second, 10 s, about 90 s left",
        "10 Mar 2020, 12 claimed: 300 of about 1,000 events, 4 a second, 70 s, about 163 s left",
        "10 Mar 2020, 12 claimed: 500 of about 1,000 events, 4 a second, 101 s, about 101 s left",
    ], "after two seconds nothing, and after the first minute a line every half minute"


def test_no_command_draws_a_bar_past_the_one_way_to_draw_it() -> None:
    commands = Path(progress.__file__).parent
    drawing = [path.name for path in commands.glob("*.py") if "rich.progress" in path.read_text("utf-8")]
    assert drawing == ["progress.py"]
