"""The walk that adds a country shows what is true: every command is run, and prints what stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from law.catalogue import SCHEMES, STORIES
from tests import forked

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "law/ADDING_A_COUNTRY.md").read_text("utf-8")
MISTAKES = {
    "missing sentence": "'says' is missing",
    "gap in time": "nobody says what holds from",
    "one name under two articles": "stands twice",
    "unit mismatch": "units must be the same",
    "unknown question": "there is no question",
    "cycle": "need each other in a circle",
    "two exceptions at once": "two exceptions may hold at once",
    "reachable undefined case": "leaves a case undefined that can be reached",
}


def command_of(part: str) -> str:
    """The command with which a part of the page begins: a line, or all lines up to END where it reads them."""
    command = part.partition("\n")[0]
    return part[: part.index("\nEND\n") + len("\nEND")] if command.endswith("<<END") else command


def commands(page: str) -> Iterator[tuple[str, list[str]]]:
    """Each command with the lines that it prints, in the order of the page."""
    for block in re.findall(r"^```console\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command = command_of(part)
            yield command, part[len(command) + 1 :].splitlines()


def differs(printed: list[str], told: list[str]) -> bool:
    """Whether a line is not as told; one that is told up to `...` may go on."""
    if len(printed) != len(told):
        return True
    cut = [
        line[: len(said) - 3] + "..." if said.endswith("...") else line
        for line, said in zip(printed, told, strict=True)
    ]
    return cut != told


def run(command: str, folder: Path) -> list[str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    ours = {name: value for name, value in os.environ.items() if not name.startswith("TIDEOVER_")}
    environment = {**ours, "PATH": path, "NO_COLOR": "1", "COLUMNS": "100"}
    if re.match(r"tideover [\w ./-]+$", command):  # the others start from nothing, as they are typed
        done = forked.run("services", *command.split()[1:], env=environment, cwd=folder)
    else:
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
    return (done.stdout + done.stderr).splitlines()


def test_every_command_of_the_walk_prints_what_stands_there(tmp_path: Path) -> None:
    assert differs(["1 passed"], ["2 passed"])
    assert not differs(["there are: a, b, c"], ["there are: a, ..."]), "the check itself must bite"

    (tmp_path / "law").symlink_to(ROOT / "law")
    for command, told in commands(PAGE):
        printed = run(command, tmp_path)
        assert not differs(printed, told), f"$ {command}\n" + "\n".join(printed)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_walk_shows_the_mistake_with_file_line_rule_and_example(mistake: str) -> None:
    said = [line for _, told in commands(PAGE) for line in told if MISTAKES[mistake] in line]
    assert len(said) == 1
    file, line, rule = re.match(r"([\w.]+):(\d+): ([\w.]+): ", said[0]).groups()  # type: ignore[union-attr]
    assert file == "wrong.yaml"
    assert int(line) > 1
    assert rule.partition(".")[0] in {"articles", "parameters", "quantities", "conditions", "tables"}
    assert "For example:" in said[0] or said[0].endswith("...")


def strangers(page: str, sources: str) -> list[str]:
    """Pieces of YAML on the page that stand in no file."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return [block for block in blocks if block not in sources]


def test_the_walk_shows_the_files_as_they_are() -> None:
    sources = "".join((folder / "uy/desempleo.yaml").read_text("utf-8") for folder in (SCHEMES, STORIES))
    assert strangers("```yaml\nshare: 0.99\n```", sources) == ["share: 0.99\n"]

    assert not strangers(PAGE, sources)


def test_every_link_of_the_walk_leads_somewhere() -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", PAGE):
        assert (ROOT / "law" / link).exists(), link
