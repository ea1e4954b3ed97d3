"""Of the Pythons on the path the environment is made with the one that computes quickest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.quickest_python import measured, on_path, probed, quickest
from tests.shape.tree import ROOT


def program(folder: Path, name: str, says: str) -> str:
    """A program that is called like a Python, says this whatever it is asked, and its path."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{says}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def printed(*folders: Path) -> tuple[int, str]:
    """How the program ends with these folders as its path, and what it prints."""
    command = [sys.executable, str(ROOT / "deploy" / "quickest_python.py")]
    path = {"PATH": ":".join(map(str, folders))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=path)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_quickest_of_all_folders_is_printed(tmp_path: Path) -> None:
    program(tmp_path / "first", "python3.13", "echo 0.2")
    program(tmp_path / "first", "python3.11", "echo 0.3")
    hidden = program(tmp_path / "second", "python3.11", "echo 0.1")

    assert printed(tmp_path / "first", tmp_path / "second") == (0, f"{hidden}\n")


def test_one_that_cannot_be_used_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path, "python3.13", "echo the version is not set >&2; exit 127")
    program(tmp_path, "python3.12", "echo no number")
    usable = program(tmp_path, "python3.11", "echo 0.5")

    assert printed(tmp_path) == (0, f"{usable}\n")


def test_without_any_it_fails_without_a_word(tmp_path: Path) -> None:
    assert printed(tmp_path) == (1, "")


@pytest.mark.parametrize(
    ("seconds", "chosen"),
    [
        ({"new": 1.09, "old": 1.0}, "new"),
        ({"new": 1.11, "old": 1.0}, "old"),
        ({"new": 1.0, "old": 1.0}, "new"),
        ({}, None),
    ],
)
def test_a_newer_one_gives_way_only_to_one_that_is_clearly_quicker(
    seconds: dict[str, float], chosen: str | None
) -> None:
    assert quickest(seconds) == chosen


def test_the_best_of_several_times_counts() -> None:
    times = {"busy at times": iter([9.0, 1.0, 2.0]), "steady": iter([3.0, 3.0, 3.0])}

    assert measured(list(times), lambda python: next(times[python])) == {"busy at times": 1.0, "steady": 3.0}


def test_one_that_stands_under_two_names_is_measured_once(tmp_path: Path) -> None:
    path = program(tmp_path, "python3.11", "echo 1")
    (tmp_path / "python3").symlink_to(path)

    assert list(on_path(str(tmp_path))) == [path]


def test_the_python_of_these_tests_can_be_used() -> None:
    seconds = probed(sys.executable)

    assert seconds is not None
    assert seconds > 0
