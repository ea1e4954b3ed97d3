"""The officers of the benchmark find their way: each page of their round is there, and is timed."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bench import console
from tests.services.console.browsing import office_served


def test_officers_of_the_benchmark_walk_from_their_work_to_a_decision_and_a_list(
    lived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "PAUSE_SECONDS", (0.0, 0.0))
    with office_served(shutil.copytree(lived, tmp_path / "world")) as address:
        waited = asyncio.run(console.day_of(address, officers=2, seconds=0))
    assert waited.keys() == {"sign-in", "my work", "claim", "decision", "question", "list", console.EVERY}
    assert len(waited[console.EVERY]) == sum(len(each) for name, each in waited.items() if name != console.EVERY)
    assert min(waited[console.EVERY]) > 0
