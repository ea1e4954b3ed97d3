"""The benchmark runs and prints figures; how high they are is no matter of a test."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from bench.__main__ import main
from bench.figures import figure
from bench.machine import this_machine
from bench.persons import claimants

TINY = ["--claims", "2", "--people", "4", "--law-runs", "1", "--flow-runs", "1"]


def ran(*arguments: str) -> str:
    app = typer.Typer()
    app.command()(main)
    result = CliRunner().invoke(app, [*TINY, *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_it_prints_the_machine_and_a_line_a_figure() -> None:
    said = ran("--flow-runs", "0")

    assert str(this_machine().cores) in said.splitlines()[0]
    assert "Python" in said.splitlines()[0]
    for what in ("us/mississippi: one determination", "ilo/c168-reference: one more certified week"):
        assert what in said


def test_it_prints_the_same_for_a_machine_to_read() -> None:
    told = json.loads(ran("--json"))

    assert told["machine"]["cores"] > 0
    assert {figure["unit"] for figure in told["figures"]} == {"ms", "events", "s", "events/s"}
    assert all(figure["min"] <= figure["median"] and figure["min"] > 0 for figure in told["figures"])


def test_the_persons_are_those_of_the_demonstration_who_filed_a_claim() -> None:
    people = claimants(3, "us/mississippi")

    assert len(people) == 3
    assert all(person.certifications and len(person.facts) > 12 for person in people)


def test_a_figure_knows_its_middle_and_its_spread() -> None:
    one = figure("x", "ms", [[1, 2, 9], [3, 4, 5]])

    assert (one.median, one.spread, one.quartiles) == (3.5, (2, 4), (2.25, 4.75))
    with pytest.raises(ValueError, match="nothing was measured"):
        figure("x", "ms", [[]])
