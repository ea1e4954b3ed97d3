"""Whatever ends a command is told in a sentence, with an exit code that says whether the caller can mend it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from contracts.in_words import InWords, no_such
from services.__main__ import app
from services.commands.faults import MENDABLE, OWN_FAULT, ends_with
from services.commands.what_if import changes_in
from services.simulation.stories import StoryUnreadable, read_story
from tests import forked
from tests.shape.tree import ROOT


def fault_of(action: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as raised:  # noqa: PT011 - which one it is, is what the test looks at
        action()
    return raised.value


def test_a_file_that_cannot_be_used_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for action, words in (
        ((tmp_path / "nowhere" / "page.html").write_text, "nowhere/page.html is not there, or its folder is not."),
        (lambda _="": tmp_path.read_text(), "is a folder, and a file is meant."),
        (lambda _="": (tmp_path / "file" / "x").mkdir(), "lies in something that is no folder."),
        (lambda _="": (tmp_path / "file").mkdir(), "is there already, and is no folder."),
    ):
        code, sentence = ends_with(fault_of(lambda action=action: action("")))  # type: ignore[misc]
        assert code == MENDABLE
        assert words in sentence


def test_a_full_disk_is_called_full_whether_a_file_or_a_database_meets_it() -> None:
    assert ends_with(OSError(errno.ENOSPC, "No space left on device", "x")) == (MENDABLE, "The disk is full.")
    full = OperationalError("INSERT", {}, Exception("database or disk is full"))
    assert ends_with(full) == (MENDABLE, "The disk is full: the database cannot be written.")


def test_a_database_that_cannot_be_opened_is_told_without_its_statement(tmp_path: Path) -> None:
    def look() -> None:
        with create_engine(f"sqlite:///{tmp_path}/nowhere/x.db").connect() as connection:
            connection.execute(text("SELECT 'secret'"))

    assert ends_with(fault_of(look)) == (MENDABLE, "The database's file cannot be opened.")


def test_a_program_that_is_missing_is_named() -> None:
    absent = fault_of(lambda: subprocess.run(["no-such-program"], check=False))  # noqa: S607 - it is on no path
    assert ends_with(absent) == (MENDABLE, "The program no-such-program is not installed, or not on the PATH.")


def test_our_own_fault_is_kept_in_a_file_for_its_owner_alone_and_not_printed() -> None:
    code, sentence = ends_with(fault_of(lambda: dict[str, str]()["a name"]))
    assert code == OWN_FAULT
    assert "a name" not in sentence
    path = Path(sentence.split()[-1].rstrip("."))
    assert "KeyError: 'a name'" in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    path.unlink()


def test_what_is_already_in_words_is_left_as_it_is() -> None:
    assert ends_with(InWords("Say it so.")) == (MENDABLE, "Say it so.")


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "00", "--html", "/nowhere/page.html"),
        ("scheme", "pages", "--into", "README.md"),
        ("worker", "clams"),
        ("scheme", "show", "us/missisippi"),
        ("lag",),
        ("topics", "diff"),
        ("close-day", "2020-01-01"),
        ("scheme", "check", "us/mississippi", "--on", "9999-12-31"),
    ],
    ids=" ".join,
)
def test_no_traceback_reaches_a_person(words: tuple[str, ...]) -> None:
    nobody = {"TIDEOVER_KAFKA_SERVERS": "127.0.0.1:1", "TIDEOVER_KAFKA_PATIENCE_SECONDS": "1"}
    environment = {"PATH": os.environ["PATH"], **nobody}
    run = forked.run("services", *words, env=environment)
    assert run.returncode == MENDABLE, run.stderr
    assert "Traceback" not in run.stderr
    assert run.stderr.strip()


def test_an_argument_that_is_not_utf_8_is_refused_at_its_place() -> None:
    command = [sys.executable, "-m", "services", "story", "p-\udcff"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (MENDABLE, "The argument at place 2 is not written in UTF-8.\n")


@pytest.mark.parametrize(
    "written", [b"2020-02-30: x", b"set: [2020-02-30]", b"\xff", b"\0", b"x: !!timestamp y", b"x: " + b"[" * 3000]
)
def test_a_file_of_changes_or_of_a_life_that_is_no_yaml_is_named(tmp_path: Path, written: bytes) -> None:
    file = tmp_path / "file.yaml"
    file.write_bytes(written)
    if written != b"set: [2020-02-30]":  # every change is read as words, and its day by whoever applies it
        with pytest.raises(typer.BadParameter, match=r"file\.yaml"):
            list(changes_in(file))
    with pytest.raises(StoryUnreadable, match=r"file\.yaml cannot be read as YAML"):
        read_story(file)


def test_a_file_of_changes_keeps_its_words_and_names_the_place_of_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "changes.yaml"
    file.write_text("scheme: 08\nset:\n  - week 2020-02-09 earnings=90\n", encoding="utf-8")
    assert list(changes_in(file)) == [("set", "week 2020-02-09 earnings=90"), ("scheme", "08")]

    file.write_text("state: regional_rate=0.07\nstate: regional_rate=0.08\n", encoding="utf-8")
    with pytest.raises(typer.BadParameter, match=r"changes\.yaml:2: .*'state' stands twice"):
        list(changes_in(file))

    file.write_text("set:\n  - 'week 2020-02-09 earnings=90\n", encoding="utf-8")
    with pytest.raises(typer.BadParameter, match=r"changes\.yaml:2: .*quotes are opened and not shut"):
        list(changes_in(file))


def test_the_nearest_name_is_offered_and_all_names_only_where_none_is_near() -> None:
    names = ("us/mississippi", "us/new-york", "no/dagpenger")
    assert no_such("scheme", "us/missisippi", names) == "there is no scheme us/missisippi; do you mean us/mississippi?"
    assert no_such("scheme", "us/missisippi", names, "tideover scheme list") == (
        "there is no scheme us/missisippi; do you mean us/mississippi? `tideover scheme list` lists all."
    )
    assert no_such("scheme", "dagpenger", names).endswith("do you mean no/dagpenger?")
    assert no_such("scheme", "zz", names) == f"there is no scheme zz; there are {', '.join(names)}"
    assert no_such("scheme", "", names) == f"there is no scheme without a name; there are {', '.join(names)}"


def test_many_names_are_counted_and_not_listed() -> None:
    names = [f"country-{number}/scheme" for number in range(40)]
    assert no_such("scheme", "zz", names, "tideover scheme list") == (
        "there is no scheme zz; `tideover scheme list` lists all"
    )
    assert no_such("scheme", "zz", names).endswith("country-7/scheme and 32 more")
    assert no_such("scheme", "zz", []) == "there is no scheme zz; there are none"


def test_a_terminal_without_our_letters_gets_them_written_out() -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "services", "scheme", "show", "us/mississippi"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert r"Miss. Code Ann. \xa7 71-5-511" in run.stdout


def test_a_database_of_another_version_is_called_one() -> None:
    for words in ("no such table: open_item", "no such column: place"):
        code, sentence = ends_with(OperationalError("SELECT", {}, Exception(words)))
        assert code == MENDABLE
        assert sentence == "The database was made by another version of this program; make it anew."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("parked", "show", "claims", "first"), "it should be a whole number"),
        (("close-day", "tomorrow"), "'tomorrow' is no day, such as 2020-02-03"),
        (("erase", "p-nobody", "--officer", "o", "--reason", "r"), "nothing lies sealed of p-nobody"),
        (("story", ""), "an argument has nothing in it"),
    ],
)
def test_a_wrong_word_is_told_in_ours(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    result = CliRunner().invoke(app, [*words, "--folder", str(tmp_path)], env={"COLUMNS": "200"})
    assert result.exit_code == MENDABLE
    assert says in result.output
