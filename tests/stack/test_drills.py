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
from deploy.drills.playing import FIRST_CALL_MAX_SECONDS, as_table, play
from deploy.postgres.programs import give
from deploy.prometheus.cases import alerts
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
    assert (played.first.alert, played.first.receiver) == ("PostgresqlAway", "engine-pager")
    assert played.seconds < FIRST_CALL_MAX_SECONDS
    assert played.first.runbook.endswith("/PostgresqlAway.md")
    assert (played.others, played.late) == ((), ())
    assert "ExporterBlind" in played.held_back, "it fired, and called nobody"
    assert as_table([played]).count("PostgresqlAway") == 1


def test_every_incident_names_an_alert_that_calls_somebody() -> None:
    for incident in INCIDENTS.values():
        assert alerts()[incident.first]["labels"]["severity"] == "page", incident.says


def test_an_incident_that_there_is_not_is_one_sentence() -> None:
    done = CliRunner().invoke(app, ["worker-kiled"])
    assert done.exit_code == 2
    assert "There is no incident worker-kiled; there are worker-killed" in done.output
    assert CHAINED in INCIDENTS["worker-killed"].says
