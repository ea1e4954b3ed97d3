"""Words from outside cannot command the terminal of whoever reads them, whatever prints them."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from services.__main__ import app
from services.commands.console import PrintableConsole
from services.commands.printing import printable, prints_safely
from services.commands.story_lines import print_story
from services.letters.written import LetterRun, WrittenLine
from services.oversight.story import StoryLine
from tests.stories.town import town

CLEARS = "\x1b[2J\x1b]0;all is well\x07"
TURNS = "\u202egnihton\u202c"
BOTH = f"He said {CLEARS}{TURNS}."
PLAIN = r"He said \x1b[2J\x1b]0;all is well\x07\u202egnihton\u202c."


def test_what_commands_a_terminal_is_written_out_and_all_else_stays() -> None:
    assert printable(BOTH) == PLAIN
    for harmless in ("two\nlines", "a\ttab", "§ 147 SGB III", "søknad", "ελληνικά", "申請", "100 %", ""):
        assert printable(harmless) == harmless


@pytest.mark.parametrize("sign", "\x00\x08\r\x1b\x7f\x9b\u200b\u200e\u200f\u2028\u202a\u202d\u2066\u2069\ufeff\ud800")
def test_every_sign_that_moves_hides_or_turns_is_written_out(sign: str) -> None:
    assert sign not in printable(f"a{sign}b")
    assert printable(f"a{sign}b").isascii()


def test_a_story_shows_an_officers_words_and_obeys_none() -> None:
    out = io.StringIO()
    lines = [StoryLine(date(2020, 1, 1), "casework", WrittenLine((LetterRun(BOTH),)), (BOTH,))]
    print_story(lines, PrintableConsole(file=out, width=300, force_terminal=True))
    assert "\x1b[2J" not in out.getvalue()
    assert "\u202e" not in out.getvalue()
    assert PLAIN.replace(r"\x07", "") in out.getvalue(), "the bell is left out by the console itself"
    assert "\x1b[1m" in out.getvalue(), "colours of our own reach the terminal"


def test_whatever_a_command_prints_is_printable() -> None:
    def speaks() -> None:
        typer.echo(BOTH)
        sys.stdout.write(f"{BOTH}\n")

    alone = typer.Typer()
    alone.command()(prints_safely(speaks))
    assert CliRunner().invoke(alone).stdout.splitlines()[-1] == PLAIN
    assert BOTH not in CliRunner().invoke(alone).stdout


def test_a_parked_messages_own_words_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    laptop.publish_raw([("intake", json.dumps({"id": BOTH}, ensure_ascii=False).encode()), ("intake", BOTH.encode())])
    laptop.run_until_quiet()
    laptop.close()
    for words in (["parked", "list"], ["parked", "show", "claims", "1"], ["parked", "show", "claims", "2"]):
        said = CliRunner().invoke(app, [*words, "--folder", str(tmp_path)])
        assert said.exit_code == 0, said.output
        assert not [sign for sign in "\x1b\x07\u202e\u202c" if sign in said.stdout]


def test_a_laptops_files_are_their_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    town(folder).close()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir() if path.stat().st_mode & 0o077} == {}
