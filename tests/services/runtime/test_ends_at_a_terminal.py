"""Why a process refuses to start is a sentence for whoever started it by hand, and a line for what collects its log."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests import forked

REFUSED = {"PATH": os.environ["PATH"], "TIDEOVER_PARTITIONS": "many"}
WHY = "TIDEOVER_PARTITIONS is wrong: it says many, and "


def test_at_a_terminal_it_is_one_sentence() -> None:
    ours, terminal = os.openpty()
    try:
        command = [sys.executable, "-m", "services", "worker", "all"]
        worker = subprocess.run(command, env=REFUSED, stdout=terminal, stderr=terminal, check=False)
        assert worker.returncode == 2
        said = os.read(ours, 4096).decode()
    finally:
        os.close(ours)
        os.close(terminal)
    assert said.startswith(WHY)
    assert len(said.splitlines()) == 1


def test_elsewhere_it_is_a_line_of_the_log(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        worker = forked.start("services", "worker", "all", env=REFUSED, stdout=log, stderr=log)
        assert worker.wait() == 2
    [line] = (tmp_path / "log").read_text("utf-8").splitlines()
    told = json.loads(line)
    assert (told["event"], told["role"]) == ("process_ends", "all")
    assert told["why"].startswith(WHY)
