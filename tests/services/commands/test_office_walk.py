"""The walk of README.md from an institution's files to a decision's derivation, every line of it in one folder."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.__main__ import app
from tests.services.commands.walking import shown, typed
from tests.services.registry_kit.office import KEY
from tests.shape.tree import ROOT

README = (ROOT / "README.md").read_text("utf-8")
SECTION = README.partition("## An institution's files, on a laptop")[2].partition("\n## ")[0]
WORLD = "office/world"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the three lines before the first command make."""
    shutil.copytree(ROOT / "contracts" / "kit", tmp_path / "office")
    key = tmp_path / "office" / "pseudonyms.key"
    key.touch(mode=0o600)
    key.write_bytes(KEY)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIDEOVER_PSEUDONYM_KEY", "office/pseudonyms.key")
    return tmp_path


@pytest.mark.usefixtures("office")
def test_a_folder_lives_on_from_the_first_file_to_the_last_explanation() -> None:
    person = decision = ""
    for command, lines in shown(SECTION):
        told = typed(command.replace("p-...", person).replace(" ID ", f" {decision} "))
        for line in (line for line in lines if line != "..."):
            assert re.search(re.escape(line).replace(r"\.\.\.", ".+"), told), f"{command} does not print: {line}"
        if " status " in command:
            cases = json.loads(typed(f"{command} --json"))["cases"]
            [granted] = [case for case in cases if case["outcome"] == "granted"]
            person, decision = granted["person"], granted["determination"]
    assert decision, "the walk comes to a decision"
    assert [command.split()[1] for command, _ in shown(SECTION)][-5:] == [
        "ingest",
        "close-day",
        "status",
        "story",
        "explain",
    ]


@pytest.mark.usefixtures("office")
def test_the_days_of_a_laptop_are_closed_as_those_of_the_stack() -> None:
    claims = next(command for command, _ in shown(SECTION) if "--as claim " in command)
    typed(claims)
    assert "where no day was closed yet" in typed(f"status --folder {WORLD}")
    assert typed(f"close-day 2020-05-30 --folder {WORLD}") == "2020-05-30 is closed. Partitions told: 1.\n"
    for earlier in ("2020-05-30", "2020-05-01"):
        assert "already closed up to 2020-05-30. Nothing was published." in typed(
            f"close-day {earlier} --folder {WORLD}"
        )
    for day, says in (("2020-06-02", "2020-05-31 to 2020-06-01 would be left out"), ("2099-01-01", "is not over")):
        result = CliRunner().invoke(app, ["close-day", day, "--folder", WORLD])
        assert says in str(result.exception)
    typed(f"close-day 2020-06-02 --over-gap --folder {WORLD}")
    assert f"{WORLD}, closed up to 2020-06-02." in typed(f"status --folder {WORLD}")
