"""A run has one server of a kind: all tests that ask for one go to one worker."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.postgres.server import Server
from tests.shape.tree import ROOT

ASKING = """
import os, pathlib, pytest
@pytest.mark.xdist_group("servers")
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


def test_whoever_asks_for_a_server_is_in_the_group(request: pytest.FixtureRequest, postgresql: Server) -> None:
    assert postgresql.answers()
    marks = [mark.args for mark in request.node.iter_markers("xdist_group")]
    assert marks == [("servers",)]
