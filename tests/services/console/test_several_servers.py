"""Officers see one list of what several servers parked, and the page of each event, wherever it lies."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.runtime.database.split import SplitDatabase
from services.runtime.database.store import Database, parked
from services.runtime.delivery import parking
from tests.services.console.house import House, house, words
from tests.services.console.parking_in import parked_in

ELSEWHERE = 1_000_000_001


@pytest.fixture
def split(lived: Path, tmp_path: Path) -> Iterator[House]:
    """An office whose people lie on one server, while another has parked a message that nobody can read."""
    folder = shutil.copytree(lived, tmp_path / "world")
    parked_in(folder)
    with house(folder) as opened:
        databases = opened.console.laptop.databases
        here = databases["eligibility"]
        there = Database.on_sqlite(tmp_path / "second.db", here.tables, partitions=here.partitions)
        here.held, there.held = frozenset(range(here.partitions)), frozenset()
        with there.begin() as connection:
            message = {"identity": "registry/9/9", "origin": "registry/9/9", "code": "not-json", "reason": "no JSON"}
            row = {"number": ELSEWHERE, "body": b"{nope", "state": parking.WAITING, "transaction": 0, **message}
            connection.execute(parked.insert(), row)
        databases["eligibility"] = SplitDatabase([here, there])
        yield opened


def test_the_list_goes_through_both_servers_and_each_event_has_its_page(split: House) -> None:
    browser = split.signed_in("operator-1")
    lines = browser.get("/en/parked?service=eligibility&as=csv").text.splitlines()
    assert [line for line in lines if f"eligibility/{ELSEWHERE}" in line], lines
    assert len(lines) - 1 == len({line.split(",")[3] for line in lines[1:]}) > 1, "each once, from both"
    assert browser.get("/en/parked?service=eligibility&code=not-json&as=csv").text.count("eligibility/") == 2
    assert "It cannot be read at all." in words(browser.get(f"/en/parked/eligibility/{ELSEWHERE}").text)
    assert browser.get("/en/parked/eligibility/1000000002").status_code == 404
