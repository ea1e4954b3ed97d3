"""Whoever asks for help with drills reads which incidents there are, and what happens in each."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from deploy.drills.incidents import INCIDENTS as PLAYED
from services.__main__ import app
from services.watching.incidents import INCIDENTS


def told(*words: str) -> str:
    """What a command answers, without the lines of its frame."""
    output = CliRunner().invoke(app, words, env={"COLUMNS": "120"}).output
    return " ".join(word for word in output.split() if word.strip("\N{BOX DRAWINGS LIGHT VERTICAL}"))


@pytest.mark.parametrize("asked", [("drill", "--help"), ("drill", "incident", "--help")])
def test_the_help_names_every_incident_that_is_played_with_its_sentence(asked: tuple[str, ...]) -> None:
    assert list(INCIDENTS) == list(PLAYED)
    for name, says in INCIDENTS.items():
        assert f"{name}: {says}" in told(*asked)


def test_a_wrong_name_is_refused_before_any_server_is_started() -> None:
    assert "do you mean kafka-frozen?" in told("drill", "incident", "kafka-frozn")
