"""`tideover console`: what it says where it cannot serve, and the day of the demonstration that it is served on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.in_words import InWords
from services.__main__ import app
from services.demo.kept_day import FOLDER, keep
from tests.services.console.house import fields, house, leads_to, who_left_work, words
from tests.stories.town import CLAIM

RUNNER = CliRunner()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which somebody else listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


def test_a_folder_without_a_world_is_said_to_be_one(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["console", "--folder", str(tmp_path)])
    assert result.exit_code == 2
    assert "There is no database in" in result.output


def test_a_port_that_is_taken_is_told_in_a_sentence(taken: int) -> None:
    result = RUNNER.invoke(app, ["console", "--port", str(taken)])
    assert isinstance(result.exception, InWords)
    assert f"Nothing can be served on 127.0.0.1:{taken}" in str(result.exception)


def test_officers_work_in_a_copy_of_a_day_and_what_it_was_copied_from_stays(tmp_path: Path) -> None:
    who_left_work(tmp_path)
    copy = keep(tmp_path)
    assert copy == tmp_path / FOLDER
    with house(copy) as office:
        browser = office.signed_in("officer-101")
        address = leads_to(browser.get("/en/work").text, "questions")
        chosen = {"verdict": "for_claimant", "fact": CLAIM, "reasons": "The works moved.", "article": "71-5-513"}
        done = browser.post(address, data={**fields(browser.get(address).text), **chosen})
        assert "Decided for the person" in words(done.text)
    with house(tmp_path) as before:
        assert "1 person waits" in words(before.signed_in("officer-101").get("/en/work").text)
