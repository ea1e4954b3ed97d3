"""A process that does not end says where each of its threads stands, so that a rare hang can be explained."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from subprocess import TimeoutExpired

import pytest

from deploy.ports import free_ports
from tests import forked


def test_a_process_that_does_not_end_says_where_it_stands_and_is_ended(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    log = tmp_path / "log"
    with log.open("wb") as stream:
        serving = forked.start("services", "console", "--port", str(port), env=os.environ, stdout=stream, stderr=stream)
    with pytest.raises(TimeoutExpired):
        serving.wait(timeout=0.5)
    assert serving.wait() == -signal.SIGABRT
    assert "most recent call first" in log.read_text("utf-8")
