"""The bench of growth: the power with which each figure grew, and that what costs the same at every size shows none."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import typer
from typer.testing import CliRunner

from bench.growth import SIZES, main, sizes_of
from bench.growth_told import Grown, as_table, drawn, orders
from bench.machine import this_machine

MEASURED = [Grown(n, 20 * n, 4.0, n / 100, n**0.5, 600 + 0.0, n * 0.05) for n in (1_000, 4_000, 16_000)]


def test_a_figure_is_told_with_the_power_of_the_live_claims_with_which_it_grew() -> None:
    powers = orders(MEASURED)

    assert powers["claim_ms"] == pytest.approx(0)
    assert powers["day_seconds"] == pytest.approx(1)
    assert powers["day_ms"] == pytest.approx(0.5)


def test_the_table_has_a_line_a_size_and_the_powers_below_and_names_the_machine() -> None:
    machine = this_machine()
    lines = as_table(machine, MEASURED).splitlines()

    assert lines[0] == str(machine)
    assert [line.split()[0] for line in lines[3:6]] == ["1,000", "4,000", "16,000"]
    assert lines[6].split()[-5:] == ["0.00", "1.00", "0.50", "0.00", "1.00"]


def test_the_chart_is_a_picture(tmp_path: Path) -> None:
    drawn(tmp_path / "growth.svg", MEASURED)

    assert ET.parse(tmp_path / "growth.svg").getroot().tag.endswith("svg")  # noqa: S314 - written here


def test_the_sizes_that_are_measured_unless_others_are_named_ascend() -> None:
    assert sizes_of(SIZES) == [1_000, 4_000, 16_000]


@pytest.mark.parametrize("sizes", ["4000,1000", "1000,1000", "1000,many", "0,5", ""])
def test_sizes_that_do_not_ascend_are_refused_before_a_server_starts(sizes: str) -> None:
    app = typer.Typer()
    app.command()(main)

    result = CliRunner().invoke(app, ["--sizes", sizes])

    assert result.exit_code == 2
    assert "ascending" in result.output
