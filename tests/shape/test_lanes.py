"""What is made once stays on one worker, and the longest lanes are taken first."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.lanes import LONGEST, SHARED, lanes, turn
from tests.shape.tree import ROOT

ASKING = """
import os, pathlib, pytest
@pytest.mark.xdist_group("one")
@pytest.mark.parametrize("number", range(6))
def test_one(number):
    pathlib.Path({folder!r}, os.environ["PYTEST_XDIST_WORKER"]).touch()
"""


def workers_used(folder: Path, *options: str) -> int:
    """How many workers the tests of one group were given to."""
    suite, used = folder / "suite", folder / "used"
    used.mkdir(parents=True)
    suite.mkdir()
    for name in ("test_a.py", "test_b.py"):
        (suite / name).write_text(ASKING.format(folder=str(used)), "utf-8")
    alone = ["-p", "no:cacheprovider", "-c", "/dev/null", f"--rootdir={suite}"]
    command = [sys.executable, "-m", "pytest", "-q", *alone, *options, str(suite)]
    subprocess.run(command, check=True, capture_output=True)
    return len(list(used.iterdir()))


def test_a_group_stays_on_one_worker_as_make_test_runs_it(tmp_path: Path) -> None:
    assert workers_used(tmp_path / "without", "-n", "2", "--dist", "load") == 2, "the check itself must bite"
    written = re.search(r"^PYTEST_ARGS \?= (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert written is not None
    assert workers_used(tmp_path / "with", *written.group(1).split()) == 1


def test_a_file_is_a_lane_and_files_that_share_a_world_are_one() -> None:
    asked = {
        "a.py": {"kafka", "postgresql"},
        "b.py": {"lived_on_stack", "kafka"},
        "c.py": {"lived_on_stack"},
        "d.py": set[str](),
    }
    assert lanes(asked) == {"a.py": "a.py", "b.py": "lived_on_stack", "c.py": "lived_on_stack", "d.py": "d.py"}


def test_every_test_is_in_the_lane_of_its_file(request: pytest.FixtureRequest) -> None:
    marks = [mark.args for mark in request.node.iter_markers("xdist_group")]
    assert marks == [("tests/shape/test_lanes.py",)]


def test_the_longest_lanes_are_taken_first_in_their_order_and_there_are_such_lanes() -> None:
    unserved = partial(turn, served=False)
    assert sorted(["a.py", *reversed(LONGEST)], key=unserved) == [*LONGEST, "a.py"]
    assert sorted([False, True], key=lambda served: turn("a.py", served=served)) == [True, False]
    assert [lane for lane in LONGEST if lane not in SHARED and not (ROOT / lane).exists()] == []
