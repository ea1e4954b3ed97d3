"""The walk of the recipes, from an employer's report to a decision: its commands print what the page shows."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.services.commands.walking import shown, typed
from tests.shape.tree import ROOT

PAGE = (ROOT / "contracts" / "recipes" / "README.md").read_text("utf-8")
WALK = PAGE.partition("## From the file to a decision")[2].partition("\n## ")[0]


@pytest.fixture(autouse=True)
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the three lines before the first command make."""
    shutil.copytree(ROOT / "contracts" / "recipes", tmp_path / "report")
    for number, whose in enumerate(("persons", "employers")):
        key = tmp_path / "report" / f"{whose}.key"
        key.touch(mode=0o600)
        key.write_bytes(bytes([number]) * 32)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIDEOVER_PSEUDONYM_KEY", "report/persons.key")
    monkeypatch.setenv("TIDEOVER_EMPLOYER_KEY", "report/employers.key")
    monkeypatch.setenv("TIDEOVER_SCHEMES", "no/dagpenger")


def test_an_employer_s_report_comes_to_a_decision() -> None:
    person = decision = ""
    for command, lines in shown(WALK):
        told = " ".join(typed(command.replace("p-...", person).replace(" ID ", f" {decision} ")).split())
        for line in (line for line in lines if line != "..."):
            assert " ".join(line.split()) in told, f"{command} does not print: {line}"
        if " status " in command:
            [case] = json.loads(typed(f"{command} --json"))["cases"]
            person, decision = case["person"], case["determination"]
    assert decision, "the walk comes to a decision"
    assert re.findall(r"tideover (\S+)", WALK)[-4:] == ["ingest", "status", "story", "explain"]


def test_a_report_that_was_ingested_into_one_world_is_news_in_another() -> None:
    """The book of reports belongs to its destination, and a trial leaves none."""
    command = next(command for command, _ in shown(WALK) if "amelding-starts" in command)
    assert "would be published 2" in typed(command.replace("--folder report/world", "--dry-run"))
    assert not list(Path("report").glob("**/*.db"))
    assert "tideover.registry 2" in typed(command)
    assert "tideover.registry 0" in typed(f"{command} --again")
    assert "tideover.registry 2" in typed(command.replace("report/world", "report/other"))
    assert (Path("report") / "world" / "reports.db").stat().st_mode & 0o077 == 0
