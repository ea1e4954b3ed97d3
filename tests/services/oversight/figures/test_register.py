"""The register of what the committee resolved: recorded by its secretary, told as of a closed day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from contracts.casework import Officer
from contracts.committee import ResolutionRecorded, ResolutionStatus
from services.commands.commands import TIDEOVER
from services.commands.lazy import command_line
from services.oversight.figures.as_of import counted_as_of
from services.oversight.presets import standard_presets
from services.runtime.day_closing import day_closed
from services.worlds import laptop_in
from tests.services.console.house import house, words

FIRST = date(2020, 5, 14)
RUNNER, APP = CliRunner(), command_line(TIDEOVER)


def resolved(folder: Path, *options: str) -> str:
    """What the command says."""
    done = RUNNER.invoke(APP, ["committee", "resolve", "2020-03", "--folder", str(folder), *options])
    return done.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A resolution is recorded before a first day is closed, and done before a second."""
    place = tmp_path_factory.mktemp("register")
    laptop_in(place).close()
    said = ("--says", "Close places of people who do not come.", "--owner", "Placement", "--on", "2020-05-14")
    first = resolved(place, "--officer", "secretary-1", *said, "--due", "2020-06-30")
    assert first == "Resolution 2020-03 is open, for Placement, due on 2020-06-30; recorded by secretary-1.\n"
    closes(place, FIRST)
    done = resolved(place, "--officer", "secretary-1", "--status", "done", "--reasons", "Since June places close.")
    assert done == "Resolution 2020-03 is done, for Placement, due on 2020-06-30; recorded by secretary-1.\n"
    closes(place, FIRST + timedelta(days=60))
    return place


def closes(folder: Path, day: date) -> None:
    laptop = laptop_in(folder)
    laptop.publish([day_closed(day, partition) for partition in range(laptop.partitions)])
    laptop.run_until_quiet()
    laptop.close()


def test_a_resolution_is_told_as_it_stood_on_the_day_and_what_is_not_said_again_stays(folder: Path) -> None:
    laptop = laptop_in(folder)
    with laptop.databases["oversight"].reading() as connection:
        told = [
            counted_as_of(connection, day, standard_presets().rules_on(day))[0].resolutions["2020-03"]
            for day in (FIRST, FIRST + timedelta(days=60))
        ]
    laptop.close()
    assert [(one.number, one.status) for one in told] == [(1, "open"), (2, "done")]
    assert {one.decision for one in told} == {"Close places of people who do not come."}


def test_the_register_is_a_page_of_the_committee(folder: Path) -> None:
    with house(folder) as office:
        member = office.signed_in("committee-1")
        page = words(member.get(f"/en/figures/register?as-of={FIRST}").text)
        assert "2020-03 : Close places of people who do not come. Placement 30 June 2020 open" in page
        assert "done" in words(member.get("/en/figures/register").text)
        assert "2020-03" in member.get("/en/figures/register?as=csv").text


def test_what_is_missing_is_said_in_a_sentence(folder: Path) -> None:
    nothing = RUNNER.invoke(APP, ["committee", "resolve", "2020-09", "--officer", "s-1", "--folder", str(folder)])
    assert "Say what was resolved with --says." in str(nothing.output) + str(nothing.exception)


def test_nothing_is_given_up_without_reasons() -> None:
    with pytest.raises(ValidationError, match="needs reasons"):
        ResolutionRecorded(
            resolution="2020-03",
            number=2,
            decision="Close places.",
            owner="Placement",
            resolved_on=FIRST,
            status=ResolutionStatus.DROPPED,
            recorded_on=FIRST,
            officer=Officer(staff="secretary-1", role="committee-secretary"),
        )
