"""The benchmark of evaluation over columns runs, prints its figures, and says so where its peer cannot be had."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bench import columns_peer
from bench.columns import check_against_floor, main, ours
from bench.columns_people import aggregates
from law.catalogue import load_scheme
from law.columns.calculator import ColumnCalculator


def ran(*arguments: str) -> str:
    app = typer.Typer()
    app.command()(main)
    tiny = ["--persons", "200", "--with-histories", "50", "--runs", "1"]
    result = CliRunner().invoke(app, [*tiny, *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_it_prints_the_machine_and_a_line_a_figure() -> None:
    said = ran("--no-peer")

    assert "cores" in said.splitlines()[0]
    for what in ("from aggregates", "by hand", "from histories", "one determination"):
        assert what in said


def test_without_its_peer_it_says_why_and_prints_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIDEOVER_BENCH_CACHE", str(tmp_path))
    monkeypatch.setattr(columns_peer, "PINNED", ("no-such-package==0", "--no-index"))

    said = ran()

    assert "GETTSIM could not be installed" in said
    assert "from aggregates" in said


def test_a_formula_by_hand_that_differs_stops_the_benchmark() -> None:
    people = aggregates(500)
    found = ours(ColumnCalculator(load_scheme("de/alg1", accept_unverified=True)), people)
    check_against_floor(found, people)

    people.children[:] = 1 - people.children.clip(0, 1)

    with pytest.raises(ValueError, match="differ"):
        check_against_floor(found, people)
