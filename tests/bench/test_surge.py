"""The surge drill: everybody files at their own moment, nobody is lost, and what waited is counted from there."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import typer
from typer.testing import CliRunner

from bench.surge import Played, figures_of, main
from bench.surge_chart import drawn
from bench.surge_load import Surge
from bench.surge_told import Told
from services.__main__ import app

TEN_TIMES = Surge(usual=2, factor=10, calm_seconds=5, surge_seconds=3)


def test_the_surge_is_so_many_times_the_usual_pace_and_calm_before_and_after() -> None:
    each = Counter(int(at) for at in TEN_TIMES.moments())

    assert [each[second] for second in range(13)] == [2] * 5 + [20] * 3 + [2] * 5
    assert TEN_TIMES.moments() == sorted(TEN_TIMES.moments())


def test_what_waits_is_counted_from_the_moment_of_filing() -> None:
    told = Told(filed=[0.0, 1.0, 1.5], received=[0.25, 2.0, 2.5], decided=[0.5, 3.0, 9.0])

    assert told.intake() == [0.25, 1.0, 1.0]
    assert told.decisions() == [0.5, 2.0, 7.5]
    assert [told.waiting(second) for second in (0, 1, 2, 3, 9)] == [1, 1, 2, 1, 0]
    assert told.over == 9.0


def test_the_figures_are_those_of_the_claims_of_the_surge_alone() -> None:
    moments = TEN_TIMES.moments()
    decided = [at + (0.1 if at < 5 else 2 if at < 8 else 100) for at in moments]
    told = Told(moments, [at + 1 for at in moments], decided)

    found = {one.what: one.median for one in figures_of(Played(TEN_TIMES, told, (5.0, 7.5), 80, 3))}

    assert found["claims of the surge"] == 60
    assert found["from filing to decision, in the surge"] == pytest.approx(2)
    assert found["from the surge's end until nobody waits"] == pytest.approx(1.95)
    assert found["the day's payments put into files beside it"] == 2.5
    assert found["overdue at the end of the day"] == 3


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_chart_is_a_picture_and_the_same_every_time(kind: str, tmp_path: Path) -> None:
    told = Told(TEN_TIMES.moments(), *([at + wait for at in TEN_TIMES.moments()] for wait in (0.5, 1.5)))
    first, again = tmp_path / f"first.{kind}", tmp_path / f"again.{kind}"

    drawn(first, TEN_TIMES, told, (5.0, 7.0))
    drawn(again, TEN_TIMES, told, (5.0, 7.0))

    assert first.read_bytes() == again.read_bytes()
    if kind == "svg":
        assert ET.parse(first).getroot().tag.endswith("svg")  # noqa: S314 - written here


def test_a_chart_of_another_kind_is_refused_in_a_sentence() -> None:
    result = CliRunner().invoke(app, ["drill", "surge", "--chart", "surge.docx"])

    assert result.exit_code == 2
    assert "written as .svg or .png" in result.output


def test_a_small_surge_on_real_servers_loses_nobody_and_leaves_nothing_overdue(tmp_path: Path) -> None:
    cli, chart = typer.Typer(), tmp_path / "surge.svg"
    cli.command()(main)
    small = ["--usual", "2", "--factor", "10", "--seconds", "2", "--calm", "1", "--paid", "20", "--workers", "1"]

    result = CliRunner().invoke(cli, [*small, "--chart", str(chart), "--json"])

    assert result.exit_code == 0, result.output
    found = {one["what"]: one["median"] for one in json.loads(result.stdout)["figures"]}
    assert found["decided within the promised days"] == 2 + 40 + 2
    assert found["overdue at the end of the day"] == 0
    assert chart.stat().st_size > 0
