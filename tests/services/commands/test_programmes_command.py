"""A provider's file becomes its statements in a world, and anybody may ask what is offered and who waits."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from services.__main__ import app
from services.almp_referral import provider_file

RUNNER = CliRunner()
DAY = ("--on", "2020-03-01")


def says(folder: Path, *words: str, code: int = 0) -> str:
    result = RUNNER.invoke(app, ["programmes", *words, "--folder", str(folder)], env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return result.output


def test_a_file_is_published_once_and_listed_with_its_seats(tmp_path: Path) -> None:
    world = tmp_path / "world"
    for _ in range(2):
        assert "7 programmes were told to tideover.providers" in says(world, "--publish", str(provider_file.FILE))
    listed = json.loads(says(world, *DAY, "--json"))
    assert [(one["programme"]["key"], one["seats"], one["waiting"]) for one in listed][-1] == (
        "programme-job-club",
        400,
        0,
    )
    assert len(listed) == len({one["programme"]["key"] for one in listed}) == 7
    assert "programme-job-club  Job club with a placement officer (placement)" in says(world, *DAY)
    assert "0 of 400 seats are held" in says(world, "programme-job-club", *DAY)
    assert "do you mean programme-job-club" in says(world, "programme-jobclub", *DAY, code=2)


def test_a_fault_of_the_file_is_one_sentence_and_nothing_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(provider_file.FILE.read_text("utf-8").replace("kind: guidance", "kind: guidence"), "utf-8")
    result = RUNNER.invoke(app, ["programmes", "--publish", str(wrong), "--folder", str(tmp_path / "world")])
    assert result.exit_code == 2 or "is not one of" in str(result.exception)
    assert not (tmp_path / "world").exists()
