"""A server that hangs calls one person with its name, soon, and nobody is called for what only followed from it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.drills.__main__ import app
from deploy.drills.drilled import drilled
from deploy.drills.incidents import INCIDENTS
from deploy.drills.playing import FIRST_CALL_MAX_SECONDS, Played, as_table, is_ticket, play
from deploy.postgres.programs import give
from services.names import CHAINED


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that PostgreSQL's own user can enter, as those of pytest are not."""
    with tempfile.TemporaryDirectory(prefix="tideover-drill-") as thrown_away:
        give(Path(thrown_away))
        yield Path(thrown_away)


def test_a_database_that_hangs_is_named_by_the_first_call_and_holds_back_what_follows(folder: Path) -> None:
    told: list[str] = []
    with drilled(folder, scrape="5s") as world:
        played = play("postgresql-hangs", INCIDENTS["postgresql-hangs"], world, told.append, after_seconds=60)
    assert played.first is not None
    assert (played.first.alert, played.first.receiver) == ("PostgresqlAway", "engine-pager")
    assert played.seconds < FIRST_CALL_MAX_SECONDS
    assert played.first.runbook.endswith("/PostgresqlAway.md")
    assert (played.others, played.late) == ((), ())
    assert "ExporterBlind" in played.held_back, "it fired, and called nobody"
    assert as_table([played]).count("PostgresqlAway") == 1


def test_every_incident_calls_somebody_or_says_that_it_must_not() -> None:
    """One message that nobody can read holds up one person, and is read in the morning."""
    told = {name: is_ticket(incident.first) for name, incident in INCIDENTS.items() if incident.first}
    assert [name for name, in_the_morning in told.items() if in_the_morning] == ["message-poisoned"]
    assert INCIDENTS.keys() - told.keys() == {"postgresql-away-a-minute"}, "who is called finds nothing to do"


def test_an_incident_of_which_nobody_was_told_is_a_row_as_well() -> None:
    row = as_table([Played("postgresql-away-a-minute", None, 0, (), (), ())]).splitlines()[-1]
    assert row == "| postgresql-away-a-minute | nobody | | nobody | nobody | nobody |"


def test_an_incident_that_there_is_not_is_one_sentence() -> None:
    done = CliRunner().invoke(app, ["worker-kiled"])
    assert done.exit_code == 2
    assert "There is no incident worker-kiled; there are day-not-closed" in done.output
    assert CHAINED in INCIDENTS["worker-killed"].says
